"""What service documents say, read aloud before they are signed; a file of no known format says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pages_kit import text_document

from paraph.registry import files
from paraph.registry import services as registry
from paraph.registry.models import Document
from paraph.web import service_texts

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "edo" / "samples" / "synthetic"


@pytest.fixture
def said(firm):
    """Lines of a file of that role kept beside a document."""
    document = text_document(firm, "УПД № 101", number="101")

    def lines(name: str, data: bytes, role: str) -> dict[str, str]:
        version = registry.add_version(document, files.keep(name, data), role=role)
        return dict(service_texts.lines(version, Document.objects.get(pk=document.pk)))

    return lines


@pytest.mark.parametrize(
    ("prefix", "role", "expected"),
    [
        ("DP_IZVPOL", "receipt", {"Форма": "Извещение о получении (DP_IZVPOL 1.03)"}),
        ("DP_UVUTOCH", "amendment", {"Текст": "Исправьте цену в строке 1"}),
        ("DP_PRANNUL", "revocation", {"Текст": "Документ выставлен ошибочно"}),
        ("DP_PDPOL_2ZZ", "confirmation", {"Форма": "Подтверждение даты получения (DP_PDPOL 1.03)"}),
        ("DP_PDOTPR_2ZZ", "confirmation", {"Форма": "Подтверждение даты отправки (DP_PDOTPR 1.03)"}),
        (
            "ON_NSCHFDOPPOK",
            "answer_title",
            {"Итог": "Принято без расхождений", "Когда принято": "21.11.2026"},
        ),
    ],
)
def test_every_form_of_the_exchange_is_read(said, prefix, role, expected):
    if not SAMPLES.is_dir():
        pytest.skip("the samples of the exchange are not here")
    (path,) = SAMPLES.glob(f"{prefix}*.xml")
    lines = said(path.name, path.read_bytes(), role)
    assert expected.items() <= lines.items()
    assert lines["О документе"] == "УПД № 101 от 20.11.2026"
    assert role == "answer_title" or "О файле" in lines


def test_times_of_the_form_are_those_of_moscow(said):
    if not SAMPLES.is_dir():
        pytest.skip("the samples of the exchange are not here")
    (path,) = SAMPLES.glob("DP_IZVPOL*.xml")
    assert said(path.name, path.read_bytes(), "receipt")["Когда"] == "21.11.2026 12:01\u00a0МСК"


def test_a_formalised_document_says_its_requisites_above_its_xml(firm, sender):
    if not SAMPLES.is_dir():
        pytest.skip("the samples of the exchange are not here")
    (path,) = SAMPLES.glob("ON_NSCHFDOPPR*.xml")
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    form = {"organization": firm.organization.pk, "counterparty": firm.counterparty.pk, "files": upload}
    sender.post("/packages/new/", form)
    document = Document.objects.get()
    assert (document.kind, document.number) == ("utd_schfdop", "101")
    page = sender.page(f"/documents/{document.docflow.pk}/")
    assert "Что в документе" in page
    assert "СЧФДОП (ON_NSCHFDOPPR 5.03) Номер и дата № 101, 21.11.2026" in page
    assert "Продавец ООО ТЕСТ ПРОДАВЕЦ, ИНН 7731376812" in page


def test_a_plain_text_is_its_own_words(said):
    assert said("Отказ.txt", "Работы не приняты.".encode(), "refusal") == {"Текст": "Работы не приняты."}


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02",
        "<Файл/>".encode(),
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "я".encode() * 30_000,
    ],
)
def test_what_is_no_form_is_downloaded_and_not_guessed(said, data):
    assert said("Файл.xml", data, "refusal") == {}
    assert said("Файл.bin", data, "answer_title") == {}
