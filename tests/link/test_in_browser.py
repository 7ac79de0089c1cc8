"""The partner on a phone: the real pages in Chromium, a key file that never leaves it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import typst
from playwright.sync_api import Page, expect, sync_playwright

import factories
from paraph.effects import services as effects
from paraph.signing.models import Signature

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
CONTRACT = """
#set text(lang: "ru", size: 9pt)
Исполнитель обязуется поставить товар в срок. Договор действует один год, цена твёрдая и не меняется.
"""


class Phone:
    """A browser for the time of a `with` block; the ORM is used only outside it (playwright runs a loop)."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.problems: list[str] = []

    def __enter__(self) -> Page:
        self.playwright = sync_playwright().start()
        browser = self.playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport=PHONE, locale="ru-RU", base_url=self.base)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        return page

    def __exit__(self, *_error: object) -> None:
        self.playwright.stop()


@pytest.fixture
def phone(live_server) -> Iterator[Phone]:
    yield (used := Phone(live_server.url))
    assert used.problems == []


def fits(page: Page) -> bool:
    """Nothing makes a person scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def sign_with_key_file(form, pki) -> None:
    form.locator("[data-key-file]").set_input_files(pki.folder / "partner_head.p12")
    form.locator("[data-key-password]").fill(pki.password)
    form.locator("[data-sign-button]").click()


def test_partner_reads_and_signs_with_a_key_file_on_a_phone(firm, pki, mail, phone):
    contract = factories.document(firm, data=typst.compile(CONTRACT.encode()))
    package = factories.send(firm, pki, [contract])
    effects.run_due()
    (token,) = mail.tokens()
    with phone as page:
        page.goto(f"/g/{token}/")
        assert fits(page)
        page.get_by_role("button", name="Открыть документ").click()
        picture = page.get_by_alt_text("Страница 1 из 1")
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 700
        assert fits(page)

        page.get_by_role("link", name="Читать крупным текстом").first.click()
        words = page.locator(".words p").first
        expect(words).to_contain_text("Исполнитель обязуется поставить товар в срок.")
        assert words.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16
        assert fits(page)
        page.get_by_role("link", name="Перейти к ответу").click()

        sign_with_key_file(page.locator("form[data-gost-sign]").first, pki)
        expect(page.get_by_text("Вы подписали документ")).to_be_visible()
        assert fits(page)
    assert factories.flows(package)[0].status == "COMPLETED"
    assert Signature.objects.get(side="R").method == "browser-key"


def test_partner_signs_the_whole_package_with_one_click(sent, pki, phone):
    package = sent("contract", "act", "waybill")
    with phone as page:
        page.goto(f"/g/{package.token}/")
        page.get_by_role("button", name="Открыть все документы пакета (3)").click()
        page.wait_for_load_state("networkidle")
        page.get_by_text("Подписать сразу все открытые документы пакета (3)").click()
        assert fits(page)
        sign_with_key_file(page.locator("form[data-documents]"), pki)
        expect(page.get_by_text("Вы подписали документ")).to_be_visible()
    assert package.statuses == ["COMPLETED"] * 3
    assert Signature.objects.filter(side="R").count() == 3


def test_partner_without_scripts_changes_the_language_and_declines(sent, live_server):
    package = sent()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
        page.goto(f"{live_server.url}/g/{package.token}/")
        for name, code in (("English", "en"), ("Русский", "ru")):
            page.get_by_role("button", name=name).click()
            expect(page.locator("html")).to_have_attribute("lang", code)
        page.get_by_role("button", name="Открыть документ").click()
        page.locator("summary", has_text="Отказаться от подписи").click()
        page.get_by_label("Причина").fill("Не наш договор.")
        page.get_by_role("button", name="Отказаться от подписи").click()
        expect(page.get_by_text("Вы отказались от подписи")).to_be_visible()
    assert package.flow.reason == "Не наш договор."
