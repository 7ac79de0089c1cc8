"""In Chromium: what only a browser shows: keyboard, live checks, kept files, a key that stays here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pages_kit import draft, text_document
from playwright.sync_api import Browser, Page, expect, sync_playwright

import factories
from paraph.docflow import packages
from paraph.docflow.models import Docflow, Package
from paraph.parties.models import Employee
from paraph.signing.models import Signature
from tests.patience import BROWSER

CHROMIUM = "/usr/bin/chromium"

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
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page_of(chromium, live_server):
    """The page of a signed-in employee; what the browser complains about fails the test."""
    complaints: list[str] = []

    def open_page(employee: Employee) -> Page:
        client = Client()
        client.force_login(employee.user)
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context = chromium.new_context(base_url=live_server.url)
        context.set_default_timeout(BROWSER)
        context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
        return page

    yield open_page
    assert complaints == []


def test_the_registry_is_walked_with_the_keyboard(firm, page_of):
    for title in ("Первый", "Второй", "Третий"):
        draft(firm, text_document(firm, title))
    page = page_of(firm.sender)
    page.goto("/documents/")
    bar = page.locator("[data-bulk-bar]")
    expect(bar).to_be_hidden()
    for key in "jjxkx":
        page.keyboard.press(key)
    assert page.locator("input[name=flow]:checked").count() == 2
    expect(bar).to_contain_text("Отмечено: 2")
    page.keyboard.press("/")
    page.keyboard.type("третий")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    expect(page.locator("h1")).to_have_text("Третий")


def test_a_refused_form_keeps_the_chosen_files(firm, page_of, tmp_path):
    good, bad = tmp_path / "Договор 5.txt", tmp_path / "Акт.pdf"
    good.write_text("Договор", encoding="utf-8")
    bad.write_text("не PDF", encoding="utf-8")
    page = page_of(firm.sender)
    page.goto("/packages/new/")
    page.select_option("#counterparty", str(firm.counterparty.pk))
    expect(page.locator("#recipient_email")).to_have_value(factories.PARTNER_EMAIL)
    page.set_input_files("#files", [good, bad])
    page.click("form.package-form button[type=submit]")
    expect(page.locator("#files-fault")).to_contain_text("Акт.pdf: Файл назван .pdf, но это не PDF")
    assert page.evaluate("document.querySelector('#files').files.length") == 2
    assert Package.objects.count() == 0
    page.set_input_files("#files", [good])
    page.click("form.package-form button[type=submit]")
    page.wait_for_url(re.compile(r"/packages/\d+/"))
    assert Package.objects.count() == 1


def test_checks_follow_what_is_typed(firm, page_of):
    package = draft(firm, text_document(firm, "Акт", kind="act", number="", amount=None))
    page = page_of(firm.sender)
    page.goto(f"/packages/{package.pk}/")
    expect(page.locator("#checks li")).to_have_count(2)
    page.fill("input[name=number]", "17/1")
    page.press("input[name=number]", "Tab")
    expect(page.locator("#checks li")).to_have_count(1)
    expect(page.locator("input[name=number]")).to_have_attribute("aria-invalid", "false")
    page.fill("input[name=amount]", "сто")
    page.press("input[name=amount]", "Tab")
    expect(page.locator("[id^=amount-][id$=-fault]")).to_contain_text("Укажите сумму числом")
    page.fill("input[name=amount]", "1 250 000,50")
    page.press("input[name=amount]", "Tab")
    expect(page.locator("#checks")).to_contain_text("Проверки пройдены")
    page.click("text=Отправить")
    expect(page.locator("#flash")).to_contain_text("Пакет отправлен на подпись")


def test_what_is_typed_quickly_is_all_saved(firm, page_of):
    package = draft(firm, text_document(firm, "Акт", kind="act", number="", amount=None))
    page = page_of(firm.sender)
    page.goto(f"/packages/{package.pk}/")
    said = {"number": "17/1", "date": "2026-11-20", "amount": "1250000", "valid_until": "2027-11-20"}
    page.evaluate(
        """said => {  // quicker than one answer of the server
            for (const [name, value] of Object.entries(said)) {
                const field = document.querySelector(`form.card [name=${name}]`);
                field.value = value;
                field.dispatchEvent(new Event("change", { bubbles: true }));
            }
        }""",
        said,
    )
    expect(page.locator("#checks")).to_contain_text("Проверки пройдены")
    page.wait_for_load_state("networkidle")
    document = package.docflows.get().document
    assert (document.number, str(document.amount), str(document.valid_until)) == (
        "17/1", "1250000.00", "2027-11-20",
    )  # fmt: skip


def test_sending_waits_for_the_change_just_made(firm, page_of):
    package = draft(firm, text_document(firm, "Акт", kind="act", number=""))
    page = page_of(firm.sender)
    page.goto(f"/packages/{package.pk}/")

    def slowly(route):
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/attributes/", slowly)
    page.fill("input[name=number]", "17/1")
    page.click("text=Отправить")
    expect(page.locator("#flash")).to_contain_text("Пакет отправлен на подпись")


def test_files_are_dropped_onto_the_form(firm, page_of):
    page = page_of(firm.sender)
    page.goto("/packages/new/")
    page.evaluate(
        """() => {
            const carried = new DataTransfer();
            carried.items.add(new File(["Акт"], "Акт 5.txt"));
            const drop = document.querySelector("[data-drop]");
            const options = { bubbles: true, cancelable: true, dataTransfer: carried };
            drop.dispatchEvent(new DragEvent("drop", options));
        }"""
    )
    expect(page.locator("[data-chosen]")).to_have_text("Акт 5.txt")
    page.select_option("#counterparty", str(firm.counterparty.pk))
    page.click("form.package-form button[type=submit]")
    page.wait_for_url(re.compile(r"/packages/\d+/"))
    assert [flow.document.kind for flow in factories.flows(Package.objects.get())] == ["act"]


def test_the_director_signs_a_package_with_a_key_that_stays_in_the_page(firm, pki, page_of):
    package = draft(firm, text_document(firm, "Договор"), text_document(firm, "Акт"))
    packages.submit(package, firm.sender)
    page = page_of(firm.signer)
    sent: list[bytes] = []
    page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    page.goto("/tasks/")
    page.click("text=Подписать все")
    page.set_input_files("[data-key-file]", pki.folder / "head.p12")
    page.fill("[data-key-password]", pki.password)
    page.press("[data-key-password]", "Tab")
    expect(page.locator("[data-key-owner]")).to_contain_text(firm.signer.full_name)
    page.click("[data-sign-button]")
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    assert {(row.method, row.headline) for row in Signature.objects.all()} == {("browser-key", "valid")}
    assert set(Docflow.objects.values_list("status", flat=True)) == {"SENDING"}
    assert not any(pki.password.encode() in body for body in sent)
    expect(page.locator("#progress")).to_contain_text("Отправляется…")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(firm, pki, page_of, width):
    firm.counterparty.name = "Общество «" + "Научнопроизводственноеобъединение" * 4 + "»"
    firm.counterparty.save()
    long = text_document(firm, "Договор")
    long.title = "Дополнительное соглашение " * 6 + "Ж" * 90
    long.save()
    waiting = draft(firm, long)
    unsent = draft(firm, text_document(firm, "Акт", kind="act", number=""))
    packages.submit(waiting, firm.sender)
    flow = waiting.docflows.get()
    task = flow.version.signing_tasks.get()
    for employee, addresses in (
        (firm.sender, ("/documents/", f"/documents/{flow.pk}/", "/packages/new/", f"/packages/{unsent.pk}/",
                       f"/packages/{waiting.pk}/", f"/documents/{unsent.docflows.get().pk}/attributes/")),
        (firm.signer, ("/tasks/", f"/sign/{task.pk}/", f"/sign/?task={task.pk}")),
    ):  # fmt: skip
        page = page_of(employee)
        page.set_viewport_size({"width": width, "height": 844})
        for address in addresses:
            page.goto(address)
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, address
