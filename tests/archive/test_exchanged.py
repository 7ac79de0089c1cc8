"""The proof of what went through an operator: files of both sides, confirmations, received documents."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import io
import json
import zipfile

import pypdfium2
import pytest
from django.utils import timezone

import factories
import operator_channel as post
from operator_channel import operator  # noqa: F401
from paraph.archive import services as archive
from paraph.archive.models import ArchiveExtra, ArchiveRecord
from paraph.docflow import answers, incoming
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.journal import services as journal
from paraph.registry import services as registry
from paraph.registry.models import VersionRole
from paraph.registry.storage import store
from scenario import catcher, firm, mail, pki  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("operator")]


class Kept:
    """What is in the archive of a docflow now."""

    def __init__(self, flow) -> None:
        Effect.objects.filter(kind="archive.build", state="waiting").update(due_at=timezone.now())
        effects.run_due()
        assert not effects.quarantined(flow.workspace_id).exists()
        self.record = ArchiveRecord.objects.get(docflow=flow)
        self.zip = zipfile.ZipFile(io.BytesIO(store().read(self.record.bundle_id)))
        self.names = self.zip.namelist()
        self.evidence = json.loads(self.zip.read("evidence.json"))["evidence"]
        pdf = pypdfium2.PdfDocument(store().read(self.record.protocol_id))
        self.words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())

    def signatures(self, side: str) -> list[str]:
        return [one["signed_by"] for one in self.evidence["signatures"] if one["side"] == side]


def confirmation(pki, number="1"):
    data = f"<confirmation number='{number}'/>".encode()
    cms = pki.sign(factories.OUR_HEAD, data)
    return incoming.IncomingFile(
        VersionRole.CONFIRMATION, "HUB", f"c-{number}", "DP_PDOTPR.xml", data, [cms], None, post.OPERATOR
    )


def test_a_received_document_is_kept_with_the_sides_the_right_way_round(firm, pki):
    flow = post.receive(firm, post.document(pki))
    post.finish(pki, answers.sign(flow, firm.signer))
    kept = Kept(flow)
    assert [party["name"] for party in kept.evidence["parties"]] == [
        firm.counterparty.name,
        firm.organization.name,
    ]
    assert kept.signatures("отправитель") == ["контрагент, через оператора ЭДО"]
    assert kept.signatures("получатель") == ["сотрудник"]
    assert "Подпись получена" in kept.words
    assert list(archive.verify_files()) == []


def test_a_received_document_that_needs_no_answer_is_kept_at_once(firm, pki):
    flow = post.receive(firm, post.document(pki, "invoice"))
    assert Kept(flow).evidence["outcome"] == "Получен."


def test_files_of_both_sides_and_of_the_operator_are_kept_with_their_signatures(firm, pki):
    (flow,) = post.sent(firm, pki)
    incoming.receive_file(flow, confirmation(pki))
    cms = pki.sign(factories.PARTNER_HEAD, factories.content(flow))
    incoming.receive_signature(flow, cms, "operator", post.PARTNER)
    post.finish(pki, answers.request_revocation(flow, "Двойная отгрузка", firm.signer), outer_id="r-1")
    refusal = post.request(
        pki, VersionRole.REVOCATION_REFUSAL, event="revocation_rejected_by_them", payload={"reason": "Нет"}
    )
    incoming.receive_file(flow, refusal)
    kept = Kept(flow)
    roles = [(file["role"], file["side"], len(file["signatures"])) for file in kept.evidence["files"]]
    assert roles == [
        ("подтверждение оператора", "оператор", 1),
        ("предложение об аннулировании", "отправитель", 1),
        ("отказ в аннулировании", "получатель", 1),
    ]
    exchanged = [name for name in kept.names if name.startswith("обмен/")]
    assert len(exchanged) == 6
    assert kept.zip.read(next(name for name in exchanged if name.endswith("DP_PDOTPR.xml"))).startswith(
        b"<conf"
    )
    assert "Отказ в аннулировании, получатель" in kept.words
    readme = kept.zip.read("КАК ПРОВЕРИТЬ.txt").decode()
    assert readme.count("openssl cms -verify") == 5
    assert list(journal.verify()) == []


def test_an_answer_that_never_left_is_no_part_of_the_proof(firm, pki):
    flow = post.receive(firm, post.document(pki))
    answers.cancel(answers.refuse(flow, "Ошибка", firm.signer), firm.signer)
    post.finish(pki, answers.sign(flow, firm.signer))
    assert Kept(flow).evidence["files"] == []


def test_what_comes_after_the_end_joins_the_proof(firm, pki):
    flow = post.receive(firm, post.document(pki))
    post.finish(pki, answers.sign(flow, firm.signer))
    assert Kept(flow).evidence["files"] == []
    incoming.receive_file(flow, confirmation(pki))
    assert [file["role"] for file in Kept(flow).evidence["files"]] == ["подтверждение оператора"]


def test_a_signature_of_the_operator_lies_beside_what_it_signs_and_bears_its_name(firm, pki):
    flow = post.receive(firm, post.document(pki))
    flow = post.finish(pki, answers.sign(flow, firm.signer))
    files = ("Печатная форма.pdf", "Протокол.pdf", "Протокол.pdf.sig")
    with journal.writing(flow.workspace_id):
        for name in files:
            stored = registry.store_bytes(name.encode())
            archive.attach_extra(flow, name, name, stored)
    names = [name for name in Kept(flow).zip.namelist() if name.startswith("от оператора")]
    assert names == [f"от оператора/{number} {name}" for number, name in zip((1, 2, 2), files, strict=True)]


def test_a_print_form_of_the_operator_is_kept_beside(firm, pki):
    flow = post.receive(firm, post.document(pki))
    flow = post.finish(pki, answers.sign(flow, firm.signer))
    form = registry.store_bytes(factories.pdf())
    with journal.writing(flow.workspace_id):
        archive.attach_extra(flow, "print-form", "Печатная форма.pdf", form)
        archive.attach_extra(flow, "print-form", "Печатная форма.pdf", form)
    kept = Kept(flow)
    assert kept.zip.read("от оператора/1 Печатная форма.pdf") == store().read(form.sha256)
    assert "Печатная форма" in kept.words
    newer = registry.store_bytes(factories.pdf())
    with journal.writing(flow.workspace_id):
        archive.attach_extra(flow, "print-form", "Печатная форма.pdf", newer)
    assert Kept(flow).zip.read("от оператора/1 Печатная форма.pdf") == store().read(newer.sha256)
    assert ArchiveExtra.objects.count() == 1


def test_a_damaged_service_file_is_found(firm, pki):
    flow = post.receive(firm, post.document(pki))
    incoming.receive_file(flow, confirmation(pki))
    version = flow.document.versions.get(role=VersionRole.CONFIRMATION)
    path = next(path for path in _files() if path.name == version.blob_id)
    path.chmod(0o644)
    path.write_bytes(b"other")
    assert list(archive.verify_files()) == [version.blob_id]


def _files():
    from django.conf import settings

    return [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]


def test_an_unreadable_signature_is_kept_and_told_of(firm, pki):
    flow = post.receive(firm, post.document(pki, signatures=[b"garbage"]))
    post.finish(pki, answers.sign(flow, firm.signer, confirm=True))
    kept = Kept(flow)
    assert [one["verdict"]["headline"] for one in kept.evidence["signatures"]] == ["invalid", "valid"]
    assert "Подпись не верна" in kept.words
