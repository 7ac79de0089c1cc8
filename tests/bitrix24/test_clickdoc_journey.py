"""The КликДок way: a document of a deal is made, signed by the head and the partner, and lies on Disk."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from linked import HEAD, LONG_AGO, SELLER, Linked

import factories
from paraph.channels.link import services as link
from paraph.docflow.models import Docflow, Package
from paraph.effects.models import Effect
from paraph.parties.models import Role
from paraph.portals.bitrix24.clickdoc import creating
from paraph.portals.bitrix24.clickdoc.models import Creation
from paraph.registry.models import OuterCopy
from paraph.registry.storage import store
from paraph.sandbox.bitrix24 import notify
from paraph.sandbox.pki import people
from paraph.signing import sealing
from paraph.signing.models import SigningTask
from paraph.trust.certificate import Certificate
from scenario import Mailbox, catcher, mail, pki  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

DEAL = "Поставка семян, осень"
EVERY_WAY = (
    *("query-limit", "internal-error", "error-after", "html"),
    *("cut-before", "cut-after", "expired-token"),
)


@pytest.fixture
def deal(linked: Linked, mail, pki, settings, tmp_path: Path) -> int:
    """A deal of the partner's, with people who may work on it."""
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.HOME, settings.FILES_DIR = tmp_path, tmp_path / "files"
    linked.employee(SELLER, Role.SENDER)
    head = linked.employee(HEAD, Role.SIGNER)
    head.inn, head.snils = people.HEAD.inn, people.HEAD.snils
    head.save()
    asked = {"entityTypeId": 2, "filter": {"title": DEAL}}
    return int(linked.rest("crm.item.list", asked)["items"][0]["id"])


@pytest.fixture
def signer(linked, deal):
    return linked.employee(HEAD, Role.SIGNER)


def form(who, **more) -> dict:
    wanted = {"template": "", "kind": "contract", "signer": who.pk, "number": "17", "date": "2026-11-22"}
    return {**wanted, "recipient_email": factories.PARTNER_EMAIL, "recipient_name": "Полевой Иван", **more}


def own_file(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("Договор 17.pdf", factories.pdf() if data is None else data)


def tab(linked: Linked, deal: int):
    return linked.open_place("CRM_DEAL_DETAIL_TAB", "documents", deal, user_id=SELLER)


def create_address(linked: Linked, deal: int) -> str:
    return f"/bitrix24/portals/{linked.portal.pk}/crm/2/{deal}/create/"


def template(page, linked, deal, name: str = "Договор") -> int:
    text = page.get(create_address(linked, deal)).content.decode()
    return int(re.search(rf'<option value="(\d+)">{name}</option>', text)[1])


def notices(linked: Linked, user_id: int) -> list[str]:
    return [row["message"] for row in notify.of_user(linked.world, user_id)]


def sign_by_head(linked: Linked, pki, task: SigningTask):
    """The head opens the task inside the portal and signs with a program of their own."""
    page = linked.open(user_id=HEAD)
    assert page.get(f"/sign/{task.pk}/").status_code == 200
    data = b"".join(page.get(f"/documents/{task.docflow_id}/versions/{task.version_id}/").streaming_content)
    cms = SimpleUploadedFile("a.sig", pki.sign("head", data))
    answer = page.post(
        f"/sign/{task.pk}/", {"signature": cms, "method": "cryptopro-plugin"}, **{"HX-Request": "true"}
    )
    assert answer.status_code == 200, answer.content.decode()


def partner_signs(mail: Mailbox, pki) -> None:
    found = link.find(mail.tokens()[0])
    link.open_document(found)
    found = link.again(found)
    link.sign(found, pki.sign(factories.PARTNER_HEAD, store().read(found.docflow.version.blob_id)), "file")


def on_disk(linked: Linked, folder_id: int) -> list[str]:
    rows = linked.client.call("disk.folder.getChildren", {"id": folder_id})
    return sorted(row["NAME"] for row in rows)


def test_from_a_template_to_signed_files_on_disk(linked, deal, signer, mail, pki):
    page = tab(linked, deal)
    address = create_address(linked, deal)
    shown = page.get(address).content.decode()
    assert factories.people.ORGANIZATIONS["buyer"].inn in shown
    chosen = template(page, linked, deal)
    answer = page.post(address, form(signer, template=chosen, number="", date=""))
    row = Creation.objects.get()
    progress = f"/bitrix24/portals/{linked.portal.pk}/creations/{row.pk}/"
    assert answer.status_code == 302
    assert progress in answer["Location"]
    assert "Портал заполняет шаблон" in page.get(progress).content.decode()
    linked.settle()
    row.refresh_from_db()
    assert (row.state, row.error) == ("ready", "")
    done = page.get(progress, **{"HX-Request": "true"})
    flow = Docflow.objects.get()
    assert f"/documents/{flow.pk}/" in done["HX-Redirect"]

    # The head is told in the portal and by letter, and signs in the frame.
    assert flow.status == "ON_SIGNING"
    assert flow.document.number
    assert flow.document.crm_object == f"DEAL_{deal}"
    assert flow.version.mime == "application/pdf"
    assert any("Подпишите" in text and f"/crm/deal/details/{deal}/" in text for text in notices(linked, HEAD))
    assert any("Подпишите" in subject for subject in mail.subjects(signer.email))
    sign_by_head(linked, pki, SigningTask.objects.get())
    linked.settle()
    assert not any("Подпишите" in text for text in notices(linked, HEAD))

    # The partner signs without registration; the employee is told both ways.
    partner_signs(mail, pki)
    linked.settle()
    sender = flow.package.sender
    assert any("подписал" in text.lower() for text in notices(linked, SELLER))
    assert any("подписал" in subject.lower() for subject in mail.subjects(sender.email))

    # Document, both signatures, stamped copy and protocol lie in the deal's folder of the partner.
    copy = OuterCopy.objects.filter(blob=flow.version.blob).get()
    there = linked.client.call("disk.file.get", {"id": copy.address["file"]})
    names = on_disk(linked, there["PARENT_ID"])
    stem = flow.version.file_name.removesuffix(".pdf")
    assert sum(name.endswith(".sig") for name in names) == 2
    assert f"{stem}.pdf" in names
    assert f"{stem} — протокол.pdf" in names
    assert f"{stem} — со штампом.pdf" in names
    assert not linked.stuck()


def test_a_file_of_ones_own_goes_to_the_head_at_once(linked, deal, signer):
    page = tab(linked, deal)
    answer = page.post(create_address(linked, deal), form(signer, files=own_file(), amount="1 250,50"))
    assert answer.status_code == 302, answer.content.decode()
    flow = Docflow.objects.get()
    assert f"/documents/{flow.pk}/" in answer["Location"]
    assert flow.status == "ON_SIGNING"
    assert str(flow.document.amount) == "1250.50"
    assert flow.package.signer == signer
    assert Creation.objects.get().package == flow.package


def test_the_partner_declines_and_everybody_hears_of_it(linked, deal, signer, mail, pki):
    page = tab(linked, deal)
    page.post(create_address(linked, deal), form(signer, files=own_file()))
    sign_by_head(linked, pki, SigningTask.objects.get())
    linked.settle()
    found = link.find(mail.tokens()[0])
    link.open_document(found)
    link.decline(link.again(found), "Не согласны с ценой.")
    linked.settle()
    assert Docflow.objects.get().status == "REJECTED"
    assert any("отказал" in text.lower() for text in notices(linked, SELLER))


def test_what_is_wrong_is_told_at_the_fields_and_nothing_is_made(linked, deal, signer):
    page = tab(linked, deal)
    address = create_address(linked, deal)
    chosen = template(page, linked, deal)
    cases = (
        (form(signer), "Выберите шаблон портала или приложите файл"),
        (form(signer, template=chosen, files=own_file()), "Выберите одно"),
        (form(signer, files=own_file(), signer=""), "Выберите, кто подписывает"),
        (form(signer, files=own_file(), recipient_email="nobody"), "Проверьте адрес"),
        (form(signer, files=own_file(b"not a pdf")), "PDF"),
        (form(signer, files=own_file(), number=""), "номер"),
        (form(signer, files=own_file(), amount="много"), "сумму числом"),
    )
    for data, words in cases:
        answer = page.post(address, data)
        assert answer.status_code == 422, words
        assert words in answer.content.decode(), words
    assert not Package.objects.exists()
    assert not Creation.objects.exists()


def test_only_senders_create_and_only_at_their_portal(linked, deal, signer):
    observer = linked.employee(5, Role.OBSERVER)
    page = linked.open(user_id=5)
    assert page.get(create_address(linked, deal)).status_code == 403
    assert observer.is_active
    assert page.get("/bitrix24/portals/999/crm/2/1/create/").status_code in (403, 404)
    stranger = factories.company()
    from django.test import Client

    outside = Client()
    outside.force_login(stranger.sender.user)
    assert outside.get(create_address(linked, deal)).status_code == 404


def test_a_template_the_portal_cannot_convert_is_told(linked, deal, signer):
    page = tab(linked, deal)
    linked.fault("transformation-error", count=None)
    page.post(create_address(linked, deal), form(signer, template=template(page, linked, deal)))
    linked.settle()
    row = Creation.objects.get()
    assert row.state == "failed"
    shown = page.get(f"/bitrix24/portals/{linked.portal.pk}/creations/{row.pk}/").content.decode()
    assert "Портал не смог сделать PDF" in shown
    assert "Создать ещё раз" in shown
    assert not Package.objects.exists()


def test_a_pdf_that_never_comes_is_waited_for_no_longer_than_promised(linked, deal, signer, monkeypatch):
    page = tab(linked, deal)
    monkeypatch.setattr(type(linked.world), "settle", lambda *_args, **_more: None)
    page.post(create_address(linked, deal), form(signer, template=template(page, linked, deal)))
    linked.fault("transformation-error", count=None)
    monkeypatch.setattr(creating, "PATIENCE", creating.PATIENCE * 0)
    for _look in range(3):
        Effect.objects.filter(state="waiting").update(due_at=LONG_AGO)
        linked.run()
    row = Creation.objects.get()
    assert row.state == "failed"
    assert "полторы минуты" in row.error or "PDF" in row.error


def test_a_lost_answer_of_the_generator_makes_one_document(linked, deal, signer):
    page = tab(linked, deal)
    chosen = template(page, linked, deal)
    linked.fault("cut-after", path="documentgenerator.document.add")
    page.post(create_address(linked, deal), form(signer, template=chosen))
    linked.settle()
    assert Creation.objects.get().state == "ready"
    found = linked.rest(
        "crm.documentgenerator.document.list", {"filter": {"entityId": deal, "entityTypeId": 2}}
    )
    assert len(found["documents"]) == 1
    assert Package.objects.count() == 1


def test_the_toolbar_opens_the_form(linked, deal):
    page = linked.open_place("CRM_DEAL_DETAIL_TOOLBAR", "create", deal, user_id=SELLER)
    assert "Документ на подпись" in page.answer.content.decode()


def test_a_document_enciphered_before_it_is_done_lies_on_disk_enciphered_only(
    linked, deal, signer, mail, pki
):
    page = tab(linked, deal)
    page.post(create_address(linked, deal), form(signer, files=own_file()))
    flow = Docflow.objects.get()
    partner = Certificate.parse(pki.key(factories.PARTNER_HEAD).certificate)
    copy = sealing.seal(flow.version, [partner], flow.package.sender)
    sign_by_head(linked, pki, SigningTask.objects.get())
    linked.settle()
    partner_signs(mail, pki)
    linked.settle()
    there = OuterCopy.objects.get(blob=copy.blob)
    folder = linked.client.call("disk.file.get", {"id": there.address["file"]})["PARENT_ID"]
    names = on_disk(linked, folder)
    assert "Договор 17.pdf.p7m" in names
    assert "Договор 17 — протокол.pdf" in names
    assert sum(name.endswith(".sig") for name in names) == 2
    assert len(names) == 4
    assert store().is_here(flow.version.blob_id)


def test_a_portal_that_fails_in_every_way_gets_one_document_and_one_set_of_files(
    linked, deal, signer, mail, pki
):
    page = tab(linked, deal)
    chosen = template(page, linked, deal)
    page.post(create_address(linked, deal), form(signer, template=chosen))
    for kind in EVERY_WAY:
        linked.fault(kind, count=4, share=0.4)
    for _again in range(4):
        linked.settle()
    assert Creation.objects.get().state == "ready"
    assert Package.objects.count() == 1
    sign_by_head(linked, pki, SigningTask.objects.get())
    linked.settle()
    partner_signs(mail, pki)
    for kind in EVERY_WAY:
        linked.fault(kind, count=4, share=0.4)
    for _again in range(4):
        linked.settle()
    linked.control("DELETE", "faults")
    flow = Docflow.objects.get()
    copy = OuterCopy.objects.get(blob=flow.version.blob)
    names = on_disk(linked, linked.client.call("disk.file.get", {"id": copy.address["file"]})["PARENT_ID"])
    assert len(names) == 5, names
    asked = {"filter": {"entityId": deal, "entityTypeId": 2}}
    assert len(linked.rest("crm.documentgenerator.document.list", asked)["documents"]) == 1
    assert not linked.stuck()
