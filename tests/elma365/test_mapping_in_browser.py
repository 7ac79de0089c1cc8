"""The document mapping in Chromium at a desk and on a phone: the warning is seen, nothing sticks out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sync_kit import Linked

from paraph.portals.elma365.mapping_rows import setup
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.sandbox.elma365 import seed
from tests.patience import BROWSER

CHROMIUM = "/usr/bin/chromium"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("operator"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright's loop lives in this thread, so Django must be told that its ORM is not called from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(elma, chromium, live_server) -> Page:
    client = Client()
    client.force_login(elma.firm.sender.user)
    name = django_settings.SESSION_COOKIE_NAME
    context = chromium.new_context(base_url=live_server.url, locale="ru-RU")
    context.set_default_timeout(BROWSER)
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def row_of(elma: Linked, code: str) -> DocumentMap:
    return DocumentMap.objects.get(company=elma.company, code=code)


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_a_row_that_lacks_something_is_seen_and_tried(elma, page):
    order = {"direction": "out", "application": "documents|letters", "kind": "contract"}
    setup.add(elma.client, order, elma.firm.sender)
    table = f"/elma365/companies/{elma.company.pk}/documents/"
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(table)
        warning = page.locator(".state-bad svg")
        expect(warning).to_have_count(1)
        expect(warning).to_be_visible()
        expect(page.get_by_text("«Контрагент»: выберите поле")).to_be_visible()
        assert not is_too_wide(page)
        page.goto(f"{table}{row_of(elma, 'letters').pk}/")
        expect(page.locator("#counterparty")).to_have_attribute("aria-invalid", "true")
        assert not is_too_wide(page)
        page.goto(f"{table}{row_of(elma, 'contracts').pk}/")
        page.locator("#item").select_option(seed.item_id("contract/17"))
        page.get_by_role("button", name="Проверить", exact=True).click()
        expect(page.locator("#trial")).to_contain_text("всё на месте")
        assert page.url.endswith(f"/{row_of(elma, 'contracts').pk}/")
        assert not is_too_wide(page)
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=f"{shots}/row-{width}.png", full_page=True)
            page.goto(f"{table}{row_of(elma, 'letters').pk}/")
            page.screenshot(path=f"{shots}/letters-{width}.png", full_page=True)
            page.goto(table)
            page.screenshot(path=f"{shots}/table-{width}.png", full_page=True)
            page.goto(f"{table}new/")
            page.screenshot(path=f"{shots}/new-{width}.png", full_page=True)
            page.goto(f"{table}{elma.row('in').pk}/")
            page.screenshot(path=f"{shots}/in-{width}.png", full_page=True)
