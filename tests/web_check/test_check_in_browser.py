"""The check page in Chromium: files are dropped by hand, on a phone too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOCUMENT = "Договор № 7".encode()


@pytest.fixture
def page(live_server, request):
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        screen = {"width": request.param, "height": 844}
        found = browser.new_page(viewport=screen, locale="ru-RU", base_url=live_server.url)
        found.on("pageerror", lambda error: problems.append(str(error)))
        yield found
        browser.close()
    assert problems == []


def looked_at(page: Page, name: str) -> None:
    """Nothing makes a person scroll sideways; PARAPH_SHOTS names a folder to look at the page later."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if folder := os.environ.get("PARAPH_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize("page", [390, 1280], indirect=True)
def test_guest_drops_files_and_reads_the_verdict(firm, pki, page, tmp_path):
    document, signature = tmp_path / "Договор.txt", tmp_path / "Договор.txt.sig"
    document.write_bytes(DOCUMENT)
    signature.write_bytes(pki.sign("person", DOCUMENT))
    page.goto("/check/")
    looked_at(page, "empty")
    page.locator("#files").set_input_files([document, signature])
    expect(page.locator("[data-chosen] li")).to_have_count(2)
    page.get_by_text("Проверить полномочия подписанта").click()
    page.locator("#party_inn").fill(firm.signer.organization.inn)
    page.get_by_role("button", name="Проверить", exact=True).click()
    expect(page.get_by_text("Подпись верна")).to_be_visible()
    page.get_by_text("Что проверено и почему").click()
    expect(page.get_by_text("не приложена").first).to_be_visible()
    looked_at(page, "result")
    with page.expect_download() as download:
        page.get_by_role("button", name="Протокол проверки, PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
