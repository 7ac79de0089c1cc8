"""In Chromium: our pages inside the portal's page, which is another site and may keep no cookie of ours."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from linked import ADMIN, HEAD, link
from playwright.sync_api import Browser, Frame, FrameLocator, Page, expect, sync_playwright

import factories
from paraph.docflow.models import Docflow
from paraph.parties.models import Department, Role
from paraph.portals.bitrix24.models import PortalUser

CHROMIUM = "/usr/bin/chromium"
#: Our site as the browser knows it; the portal is at 127.0.0.1, so the two are strangers to each other.
HUB = "hub.localhost"
#: Cookies of a site framed by another are refused, as browsers do by now.
_STRICT = ("--test-third-party-cookie-phaseout", "--lang=ru")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright's loop lives in this thread, so Django must be told that its ORM is not called from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_STRICT))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def hub(live_server, settings) -> str:
    """Address of our site under a name of its own."""
    address = f"http://{HUB}:{live_server.url.rpartition(':')[2]}"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, HUB]
    settings.BASE_URL = address
    settings.CSRF_TRUSTED_ORIGINS = [address]
    return address


@pytest.fixture
def at_portal(chromium: Browser, stage) -> Iterator[Callable[..., Page]]:
    """A person of the portal at its page; what the browser complains about fails the test."""
    complaints: list[str] = []

    def sit(user_id: int, path: str) -> Page:
        context = chromium.new_context(base_url=stage.emulator.ready["url"], locale="ru-RU")
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
        page.goto(f"/?back={path}")
        page.locator(f"button[name=user][value='{user_id}']").click()
        return page

    yield sit
    assert complaints == []


def frame_of(page: Page) -> FrameLocator:
    """Our page inside the portal's."""
    return page.frame_locator("iframe").first


def inner(page: Page) -> Frame:
    return next(frame for frame in page.frames if HUB in frame.url)


def shot(page: Page, name: str) -> None:
    """A picture for a person to look at, where one was asked for."""
    folder = os.environ.get("PARAPH_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/bitrix24-{name}.png", full_page=True)


def test_installed_and_used_without_cookies(hub, stage, firm, at_portal, tmp_path):
    linked = link(stage, firm)
    known = {"employee": firm.sender, "is_chosen": True}
    PortalUser.objects.update_or_create(portal=linked.portal, user_id=HEAD, defaults=known)
    document = factories.document(firm, "contract", "Договор 17.pdf")
    factories.package(firm, [document])
    flow = Docflow.objects.get()

    page = at_portal(HEAD, f"/marketplace/app/{linked.app_id}/")
    ours = frame_of(page)
    expect(ours.get_by_role("heading", name="Задачи")).to_be_visible()
    expect(ours.locator("header.top")).to_have_count(0)
    # A link, a document with its pictures, a form of HTMX that filters.
    ours.get_by_role("link", name="Реестр", exact=True).click()
    expect(ours.get_by_role("heading", name="Реестр")).to_be_visible()
    ours.get_by_role("link", name=re.compile("Договор")).first.click()
    picture = ours.locator("img[data-page]").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert f"/documents/{flow.pk}/" in inner(page).url
    assert "_ticket" not in inner(page).url
    shot(page, "document")
    # A file is given as a download, the page stays.
    with page.expect_download() as download:
        ours.get_by_role(
            "link", name=re.compile("Скачать файл|Скачать документ|Договор 17.pdf")
        ).first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    # «Back», and the page read anew inside its frame.
    inner(page).evaluate("history.back()")
    expect(ours.get_by_role("heading", name="Реестр")).to_be_visible()
    inner(page).evaluate("location.reload()")
    expect(ours.get_by_role("heading", name="Реестр")).to_be_visible()
    # A plain form with a message after it.
    ours.get_by_role("link", name="Настройки").click()
    ours.get_by_role("link", name="Отделы").click()
    ours.get_by_role("link", name=re.compile("Добавить")).first.click()
    ours.get_by_label("Название").fill("Отдел рамок")
    ours.get_by_role("button", name="Сохранить").click()
    expect(ours.get_by_role("alert")).to_contain_text("Исправьте отмеченные поля")
    ours.get_by_label("Организация").select_option(label=firm.organization.name)
    ours.get_by_role("button", name="Сохранить").click()
    expect(ours.locator("#flash")).to_contain_text("Отдел сохранён: Отдел рамок")
    assert Department.objects.filter(name="Отдел рамок").exists()
    cookies = page.context.cookies()
    assert not [cookie for cookie in cookies if cookie["domain"] == HUB], cookies
    shot(page, "application")
    page.context.close()


def test_the_installer_finishes_by_itself(hub, stage, firm, at_portal):
    """The page of the installer tells the portal that it is done; the portal then shows the application."""
    linked = link(stage, firm)
    linked.employee(ADMIN, Role.SENDER)
    stage.control("POST", f"apps/{linked.app_id}/update")
    assert not stage.control("GET", "apps")[0]["finished"]
    page = at_portal(ADMIN, f"/marketplace/app/{linked.app_id}/")
    expect(frame_of(page).get_by_role("heading", name="Задачи")).to_be_visible()
    assert stage.control("GET", "apps")[0]["finished"]
    linked.settle()
    assert linked.portal.works
    page.context.close()
