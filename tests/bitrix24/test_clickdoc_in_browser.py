"""In Chromium: a document is made in the deal's tab and signed by the head, both in the portal's frame."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser_kit import at_portal, chromium, frame_of, hub, needs_chromium  # noqa: F401
from linked import HEAD, SALES_HEAD, SELLER, link
from playwright.sync_api import expect

import factories
from paraph.docflow.models import Docflow
from paraph.parties.models import Role
from paraph.portals.bitrix24.clickdoc.models import Creation
from paraph.sandbox.bitrix24 import notify
from paraph.sandbox.pki import people
from paraph.signing.models import Signature
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs_chromium]


@pytest.fixture
def linked(hub, stage, firm, mail, pki, settings, tmp_path: Path):
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.HOME, settings.FILES_DIR = tmp_path, tmp_path / "files"
    found = link(stage, firm)
    found.employee(SELLER, Role.SENDER)
    head = found.employee(HEAD, Role.SIGNER)
    head.inn, head.snils = people.HEAD.inn, people.HEAD.snils
    head.save()
    return found


def test_the_manager_creates_and_the_head_signs_in_their_frames(linked, at_portal, pki, mail):
    found = linked.rest("crm.item.list", {"entityTypeId": 2, "filter": {"title": "Поставка семян, осень"}})
    deal = found["items"][0]["id"]
    page = at_portal(SELLER, f"/crm/deal/details/{deal}/")
    page.get_by_text("Документы ЭДО").first.click()
    ours = frame_of(page)
    ours.get_by_role("link", name="Создать документ").click()
    expect(ours.get_by_role("heading", name="Документ на подпись")).to_be_visible()
    ours.get_by_label("Шаблон портала").select_option(label="Договор")
    head = linked.employee(HEAD, Role.SIGNER)
    ours.get_by_label("Руководитель, который подписывает").select_option(value=str(head.pk))
    ours.get_by_label("Почта партнёра").fill(factories.PARTNER_EMAIL)
    ours.get_by_role("button", name="Создать и отправить на подпись").click()
    expect(ours.get_by_text("Портал заполняет шаблон")).to_be_visible()
    linked.settle()
    assert Creation.objects.get().state == "ready"
    expect(ours.get_by_text("На подписании").first).to_be_visible()
    expect(ours.locator("img[data-page]").first).to_be_visible()
    page.context.close()

    assert any("Подпишите" in row["message"] for row in notify.of_user(linked.world, HEAD))
    page = at_portal(HEAD, f"/marketplace/app/{linked.app_id}/")
    ours = frame_of(page)
    ours.get_by_role("link", name=re.compile("Договор")).first.click()
    ours.get_by_role("link", name=re.compile("Подписать")).first.click()
    expect(ours.get_by_role("heading", name="Подписать в КриптоПро")).to_be_visible()
    ours.locator("[data-key-file]").set_input_files(pki.folder / "head.p12")
    ours.locator("[data-key-password]").fill(pki.password)
    ours.locator("[data-sign-button]").click()
    expect(ours.get_by_text(re.compile("Отправляется|Отправлен")).first).to_be_visible()
    linked.settle()
    assert Signature.objects.get().method == "browser-key"
    assert Docflow.objects.get().status == "SENT"
    assert not any("Подпишите" in row["message"] for row in notify.of_user(linked.world, HEAD))
    assert len(mail.tokens()) == 1
    page.context.close()


def test_the_head_of_a_department_reads_its_documents_at_phone_width(linked, at_portal):
    linked.employee(SALES_HEAD, Role.HEAD)
    package = factories.package(linked.firm, [factories.document(linked.firm)])
    package.sender = linked.employee(SALES_HEAD, Role.HEAD)
    package.save()
    page = at_portal(SALES_HEAD, f"/marketplace/app/{linked.app_id}/")
    page.set_viewport_size({"width": 390, "height": 844})
    ours = frame_of(page)
    ours.get_by_label("Разделы").first.click()
    ours.get_by_role("link", name="Отдел", exact=True).first.click()
    expect(ours.get_by_role("heading", name="Документы отдела")).to_be_visible()
    expect(ours.get_by_role("link", name=re.compile("Договор"))).to_be_visible()
    wide = ours.locator("body").evaluate(
        "body => body.scrollWidth - body.ownerDocument.defaultView.innerWidth"
    )
    assert wide <= 0
    page.context.close()
