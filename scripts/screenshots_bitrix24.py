"""Takes the screenshots of docs/bitrix24.md: the portal is connected and a package sent, step by step."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, expect  # noqa: E402
from screenshots import SIZES, free_port, shoot  # noqa: E402

from paraph.demo import diadoc, journeys, seed  # noqa: E402
from paraph.demo.people import wait_for  # noqa: E402
from paraph.demo.portal import SELLER, control  # noqa: E402
from paraph.demo.world import World  # noqa: E402
from tests.browser import portal_people as people  # noqa: E402
from tests.browser import stage  # noqa: E402
from tests.browser.stage import Person  # noqa: E402


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        stage.opened(Path(name), free_port()) as here,
        stage.chromium() as browser,
    ):
        take(here, browser)


def take(here: World, browser: Browser) -> None:
    """All pictures, in the order of the page they illustrate."""
    admin = Person.at(browser, here, stage.DESKTOP)
    admin.sign_in(seed.MANAGER)
    portal = connect(admin, Person.at(browser, here, stage.DESKTOP))
    people.switch_robots_on(admin, portal)
    people.set_registries_up(admin, portal)
    diadoc.connect(here)
    wait_for("роботы на портале", lambda: len(control(here, "GET", "robots")) >= 2)
    seller = Person.at(browser, here, stage.DESKTOP)
    people.enter(seller, SELLER, people.DEAL)
    shoot_package(seller)
    for size, viewport in SIZES.items():
        admin.page.set_viewport_size(viewport)
        for page in ("people/", "robots/", "registry/", "storage/", ""):
            admin.go(f"{portal}{page}")
            shoot(admin, f"bitrix24-{page.strip('/') or 'state'}", size)


def connect(admin: Person, colleague: Person) -> str:
    """The steps of the connection with a picture before the codes are typed."""
    people.begin_connecting(admin)
    for size, viewport in reversed(SIZES.items()):
        admin.page.set_viewport_size(viewport)
        shoot(admin, "bitrix24-connect", size)
    people.give_codes(admin)
    people.install(colleague)
    portal = people.portal_of(admin)
    people.wait_for_people(admin, portal)
    people.tell_who(admin, portal)
    return portal


def shoot_package(seller: Person) -> None:
    """From files in the deal's tab to the activity in its timeline, and the form of a new document."""
    samples = journeys.samples_of((), seller.world)
    people.tab(seller)
    people.upload(seller, samples)
    people.choose_all(seller)
    shoot(seller, "bitrix24-faults", "desktop")
    people.tab(seller)
    people.describe(seller, samples)
    people.tab(seller).locator("#rows tr").first.wait_for()
    shoot_sizes(seller, "bitrix24-tab")
    people.choose_all(seller)
    box = diadoc._box(seller.world, "buyer", "partner_head").id
    people.send_by_diadoc(seller, box)
    shoot_sizes(seller, "bitrix24-progress")
    people.visit(seller, people.DEAL)
    expect(seller.page.locator("li.entry", has_text="ЭДО:").first).to_be_visible(timeout=90_000)
    shoot(seller, "bitrix24-timeline", "desktop")
    place = people.open_button(seller, "Документ на подпись")
    place.get_by_label("Шаблон портала").wait_for()
    shoot_sizes(seller, "bitrix24-create")


def shoot_sizes(person: Person, name: str) -> None:
    """The same page at both widths."""
    for size, viewport in reversed(SIZES.items()):
        person.page.set_viewport_size(viewport)
        person.page.wait_for_timeout(300)  # the portal's page and ours settle on their heights
        shoot(person, name, size)


if __name__ == "__main__":
    main()
