"""The proof of documents of every kind and every end, kept by the effect that follows the last step."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

import factories
from paraph.archive.models import ArchiveRecord
from paraph.archive.services import verify_files
from paraph.channels.link import services as links
from paraph.docflow import packages
from paraph.effects import services as effects
from paraph.journal import services as journal
from paraph.parties.models import Counterparty, Role
from paraph.registry.storage import store
from paraph.sandbox.pki import people
from scenario import catcher, firm, mail, pki, sent  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def answered(firm, pki, mail):
    """Sends one document through all hands and returns what was kept of it."""

    def go(document, end="signed", who=factories.PARTNER_HEAD, **draft) -> Kept:
        package = factories.package(firm, [document], **draft)
        packages.submit(package, firm.sender)
        factories.sign_ours(pki, package, "person" if "signer" in draft else factories.OUR_HEAD)
        effects.run_due()
        (flow,) = factories.flows(package)
        link = links.find(mail.tokens()[0])
        if end != "withdrawn":
            links.open_document(link)
        if end == "signed":
            links.sign(links.again(link), pki.sign(who, factories.content(flow)), "file")
        elif end == "declined":
            links.decline(links.again(link), "Нет приложения № 2: пришлите <вместе> с ним & подписью")
        else:
            packages.withdraw(flow, "Ошибка в сумме", firm.sender)
        effects.run_due()
        assert not effects.quarantined(firm.workspace.pk).exists()
        assert list(journal.verify()) == []
        assert list(verify_files()) == []
        return Kept(ArchiveRecord.objects.get(docflow=flow))

    return go


class Kept:
    def __init__(self, record: ArchiveRecord) -> None:
        self.record = record
        self.zip = zipfile.ZipFile(BytesIO(store().read(record.bundle_id)))
        self.names = self.zip.namelist()
        self.evidence = json.loads(self.zip.read("evidence.json"))["evidence"]

    @property
    def words(self) -> str:
        pdf = pypdfium2.PdfDocument(store().read(self.record.protocol_id))
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
        return " ".join(" ".join(pages).split())

    def original(self) -> bytes:
        (name,) = [name for name in self.names if name.startswith("До")]
        return self.zip.read(name)


NAMES = ["Дог'овор $(rm -rf) `id` & Ко; «50%».pdf", "Документ 合同 🖋 ё.pdf", "До" + "ж" * 120 + ".pdf"]


@pytest.mark.parametrize("name", NAMES)
def test_document_with_an_odd_name_is_kept_whole(firm, answered, name):
    data = factories.pdf()
    kept = answered(factories.document(firm, file_name=name, data=data, title=name))
    assert hashlib.sha256(kept.original()).hexdigest() == hashlib.sha256(data).hexdigest()
    assert kept.record.stamped_id
    assert "Завершён" in kept.words


def test_text_file_is_kept_without_a_stamp(firm, answered):
    kept = answered(factories.document(firm, file_name="Договор.txt", data="Договор\r\n".encode("cp1251")))
    assert kept.original() == "Договор\r\n".encode("cp1251")
    assert kept.record.stamped_id is None
    assert "только на PDF" in kept.record.stamp_note
    assert "штамп.pdf" not in kept.names


def protected() -> bytes:
    """Opens without a password and may not be changed."""
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="secret", user="", R=6))
    return out.getvalue()


def test_pdf_protected_from_changes_is_kept_without_a_stamp(firm, answered):
    data = protected()
    kept = answered(factories.document(firm, data=data))
    assert kept.original() == data
    assert kept.record.stamped_id is None
    assert "защищён" in kept.record.stamp_note


def test_signer_with_a_persons_certificate_is_kept_as_not_determined(firm, answered):
    clerk = people.EMPLOYEE
    signer = firm.hire(clerk.full_name, Role.SIGNER, inn=clerk.inn, snils=clerk.snils)
    kept = answered(factories.document(firm), signer=signer, who="partner_person")
    assert kept.words.count("Не определено") >= 2
    assert "МЧД" in kept.words
    assert "Подпись верна" in kept.words


def test_sole_proprietor_needs_no_power_of_attorney(firm, answered):
    ip = people.SOLE_PROPRIETOR
    Counterparty.objects.update(inn=ip.inn, kpp="", ogrn=ip.ogrnip, name=f"ИП {ip.full_name}")
    firm.counterparty.refresh_from_db()
    kept = answered(factories.document(firm), who="ip")
    assert "МЧД не нужна" in kept.words


def test_refused_document_is_kept_with_our_signature_and_the_reason(firm, answered):
    kept = answered(factories.document(firm), end="declined")
    assert "Отказано в подписи" in kept.words
    assert "Нет приложения № 2: пришлите <вместе> с ним & подписью" in kept.words
    assert len(kept.evidence["signatures"]) == 1


def test_withdrawn_document_is_kept_with_our_signature_and_the_reason(firm, answered):
    kept = answered(factories.document(firm), end="withdrawn")
    assert "Отозван отправителем. Ошибка в сумме" in kept.words
    assert len(kept.evidence["signatures"]) == 1


def test_document_withdrawn_before_anybody_signed_needs_no_proof(firm):
    package = factories.package(firm, [factories.document(firm)])
    packages.submit(package, firm.sender)
    packages.withdraw(factories.flows(package)[0], "Рано", firm.sender)
    effects.run_due()
    assert not ArchiveRecord.objects.exists()


def test_odd_words_of_people_do_not_stop_the_protocol(firm, answered):
    document = factories.document(firm, title='Договор "#set page" \\u{41} $x$ #eval("1") *ж* _ю_ @a <b>')
    kept = answered(document, recipient_name='Полевой "Иван" #raw \\', message="Привет\n= Заголовок")
    assert 'Договор "#set page"' in kept.words
