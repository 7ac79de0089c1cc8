"""In Chromium: steps that ask a reason open over the page; channels and boxes follow the choice."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import re

import pytest
from operator_kit import NAME, came, revocation_of
from pages_kit import draft, flow_of, text_document
from playwright.sync_api import expect
from test_documents_in_browser import chromium, page_of, pytestmark  # noqa: F401 - the same browser

import factories
from paraph.docflow import answers
from paraph.docflow.models import Answer, Package
from paraph.docflow.ports import Recipient
from paraph.signing.models import Signature, SigningTask


def test_a_refusal_is_asked_over_the_page_and_signed_with_a_key_of_the_page(firm, pki, operator, page_of):
    flow = flow_of(came(firm, pki))
    page = page_of(firm.signer)
    page.goto(f"/documents/{flow.pk}/")
    page.get_by_role("link", name="Отказать").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Контрагент получит отказ в подписи")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("link", name="Отказать").click()
    dialog.get_by_role("button", name="Отказать").click()
    expect(dialog.locator("#reason-fault")).to_contain_text("Напишите причину отказа")
    dialog.get_by_role("link", name="Отмена").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("link", name="Отказать").click()
    dialog.locator("textarea").fill("Нет протокола испытаний.")
    dialog.get_by_role("button", name="Отказать").click()
    page.wait_for_url(re.compile(r"/sign/\d+/"))
    expect(page.locator(".service-text")).to_contain_text("Нет протокола испытаний.")
    page.set_input_files("[data-key-file]", pki.folder / "head.p12")
    page.fill("[data-key-password]", pki.password)
    page.click("[data-sign-button]")
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    expect(page.locator("#progress")).to_contain_text("Отказ в подписи: отправляется…")
    assert Signature.objects.get(side="S").version.role == "refusal"
    answers.carried(operator.carried[0])
    expect(page.locator(".standing-state")).to_contain_text("Отказано нами")


def test_without_scripts_the_same_steps_are_pages(firm, pki, operator, chromium, live_server, page_of):
    flow = flow_of(came(firm, pki))
    signed_in = page_of(firm.signer).context.cookies()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(signed_in)
    page = context.new_page()
    page.goto(f"/documents/{flow.pk}/")
    page.get_by_role("link", name="Отказать").click()
    page.get_by_role("button", name="Отказать").click()
    expect(page.locator("#reason-fault")).to_contain_text("Напишите причину отказа")
    page.locator("textarea").fill("Нет протокола.")
    page.get_by_role("button", name="Отказать").click()
    expect(page.locator("h1")).to_contain_text("Подписать отказ")
    assert Answer.objects.get().reason == "Нет протокола."


def test_boxes_follow_the_counterparty_and_the_channel(firm, operator, page_of, tmp_path):
    operator.boxes = [Recipient("head", "Головной ящик"), Recipient("branch", "Филиал", "роуминг")]
    contract = tmp_path / "Договор 5.txt"
    contract.write_text("Договор", encoding="utf-8")
    page = page_of(firm.sender)
    page.goto("/packages/new/")
    expect(page.locator("#recipient_email")).to_be_visible()
    page.set_input_files("#files", [contract])
    page.select_option("#counterparty", str(firm.counterparty.pk))
    expect(page.locator("#recipient_box")).to_contain_text("Филиал — роуминг")
    page.get_by_label("Ссылка по электронной почте").check()
    expect(page.locator("#recipient_email")).to_have_value(factories.PARTNER_EMAIL)
    page.locator(f"#channel-{NAME}").check()
    page.get_by_label("Филиал").check()
    assert page.evaluate("document.querySelector('#files').files.length") == 1
    page.click("form.package-form button[type=submit]")
    page.wait_for_url(re.compile(r"/packages/\d+/"))
    assert Package.objects.values_list("channel", "recipient_box").get() == (NAME, "branch")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_about_received_documents_is_wider_than_the_screen(firm, pki, operator, page_of, width):
    operator.boxes = [Recipient("a" * 60, "Ж" * 90, "ящик " * 20), Recipient("b", "Филиал", "роуминг")]
    operator.refusal = ""
    act = flow_of(came(firm, pki, "Дополнительное соглашение " * 6 + "Ж" * 90))
    forged = pki.sign(factories.PARTNER_HEAD, b"another file")
    wrong = flow_of(came(firm, pki, "Подменённый акт", signatures=[forged]))
    annul = flow_of(came(firm, pki, "Договор"))
    revocation_of(annul, lambda data: pki.sign(factories.PARTNER_HEAD, data), "Ошибка " * 30)
    refused = answers.refuse(act, "Причина" * 40, firm.signer)
    unsent = draft(firm, text_document(firm, "Акт"), channel=NAME)
    task = SigningTask.objects.get(pk=refused.task_id)
    of_signer = [f"/documents/{flow.pk}/" for flow in (act, wrong, annul)]
    of_signer += [f"/sign/{task.pk}/", "/tasks/", f"/sign/?task={task.pk}"]
    of_signer += [f"/documents/{annul.pk}/answer/refuse_revocation/"]
    of_sender = ["/documents/", "/documents/?direction=in", f"/packages/{unsent.pk}/", "/settings/incoming/"]
    of_sender += ["/settings/incoming/new/", f"/packages/{act.package_id}/assign/"]
    of_sender += [f"/packages/new/?counterparty={firm.counterparty.pk}", f"/packages/{act.package_id}/"]
    for employee, addresses in ((firm.signer, of_signer), (firm.sender, of_sender)):
        page = page_of(employee)
        page.set_viewport_size({"width": width, "height": 844})
        for address in addresses:
            page.goto(address)
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, address
