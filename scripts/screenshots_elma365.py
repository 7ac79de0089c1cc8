"""Takes the screenshots of docs/elma365.md: tables of settings after a contract and an act went through."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import expect  # noqa: E402
from screenshots import free_port, shoot  # noqa: E402

from paraph.demo import elma365, seed  # noqa: E402
from paraph.demo.elma365_people import AUTHOR, CONTRACTS, items, user  # noqa: E402
from tests.browser import stage  # noqa: E402
from tests.browser.stage import Person  # noqa: E402

#: Tabs of a company's settings: name of the picture, part of the address.
TABS = {
    "company": "",
    "accounts": "accounts/",
    "people": "people/",
    "maps": "documents/",
    "blocks": "blocks/",
}


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        stage.opened(Path(name), free_port()) as here,
        stage.chromium() as browser,
    ):
        elma365.exchange(here, ())
        admin = Person.at(browser, here, stage.DESKTOP)
        admin.sign_in(seed.MANAGER)
        shoot_settings(admin)
        shoot_card(Person.at(browser, here, stage.DESKTOP))


def shoot_settings(admin: Person) -> None:
    admin.go("/elma365/new/")
    take(admin, "new")
    admin.go("/elma365/")
    admin.page.get_by_role("link", name="ELMA365").last.click()
    company = re.sub(r"^https?://[^/]+", "", admin.page.url)
    for name, tab in TABS.items():
        admin.go(f"{company}{tab}")
        take(admin, name)
    shoot_tasks(admin, company)
    for name, tab, row in (
        ("account", "accounts/", "ООО «Ромашка»"),
        ("block", "blocks/", "№ 1"),
        ("map", "documents/", "Договоры"),
    ):
        admin.go(f"{company}{tab}")
        admin.page.get_by_role("link", name=row).first.click()
        admin.page.wait_for_url(re.compile(rf"{tab}\d+/"))
        take(admin, name)
    admin.page.get_by_role("button", name="Проверить", exact=True).click()
    admin.page.locator("#trial table").wait_for()
    admin.page.evaluate("document.querySelector('#try-title').scrollIntoView({behavior: 'instant'})")
    admin.page.wait_for_timeout(300)  # the page has grown and settles
    take(admin, "try")


def shoot_tasks(admin: Person, company: str) -> None:
    """The background tasks after somebody has started them."""
    admin.go(f"{company}tasks/")
    admin.page.get_by_role("button", name="Запустить фоновые задачи").click()
    expect(admin.page.get_by_text("Запусков ещё не было")).to_have_count(0, timeout=60_000)
    expect(admin.page.get_by_role("status")).to_have_count(0, timeout=60_000)
    take(admin, "tasks")


def shoot_card(author: Person) -> None:
    """The card of the contract that went through, as its author sees it in ELMA365."""
    here = author.world
    author.go(here.elma365["url"])
    author.page.get_by_role("button", name=user(here, AUTHOR)["name"]).click()
    newest = max(items(here, CONTRACTS), key=lambda one: int(one["__index"]))["__id"]
    author.go(f"{here.elma365['url']}/{CONTRACTS}(p:item/{CONTRACTS}/{newest})")
    take(author, "card")


def take(person: Person, name: str) -> None:
    person.page.wait_for_load_state("networkidle")
    shoot(person, f"elma365-{name}", "desktop")


if __name__ == "__main__":
    main()
