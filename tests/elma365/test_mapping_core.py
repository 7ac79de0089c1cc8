"""One mapping core, two portals: the same attributes beside fields of Битрикс24 and of ELMA365."""

from __future__ import annotations

import pytest

from paraph.portals import mapping
from paraph.portals.binding import bind
from paraph.portals.bitrix24.registry import attributes as bitrix24_attributes
from paraph.portals.bitrix24.registry import dialect as bitrix24
from paraph.portals.elma365.mapping_rows import attributes as elma365_attributes
from paraph.portals.elma365.mapping_rows import dialect as elma365

#: A document as both portals get to know it.
SHARED = (
    "number",
    "date",
    "amount",
    "valid_from",
    "valid_until",
    "file",
    "status",
    "guid",
    "signed",
    "sent_at",
)
DOCUMENT = {
    "number": "17/2026",
    "date": "2026-11-20",
    "amount": "125000.5",
    "valid_from": "2026-12-01",
    "valid_until": None,
    "status": "На подписании",
    "guid": "0f8b6a64-4b1c-4f3e-9a53-0d5a2c1f6e55",
    "sent_at": "2026-11-22T09:00:00+00:00",
}
#: Title, type of `crm.item.fields`, type of the scheme.
FIELDS = (
    ("Номер документа", "string", "STRING"),
    ("Дата документа", "datetime", "DATETIME"),
    ("Сумма", "money", "MONEY"),
    ("Начало действия", "date", "DATETIME"),
    ("Срок действия", "date", "DATETIME"),
    ("Файл документа", "file", "FILE"),
    ("Статус ЭДО", "string", "STRING"),
    ("Идентификатор ЭДО", "string", "STRING"),
    ("Подписанный документ", "file", "FILE"),
    ("Дата отправки", "datetime", "DATETIME"),
    ("Примечание", "string", "STRING"),
)


def of_bitrix24():
    described = {
        f"UF_{number}": {"title": title, "type": kind} for number, (title, kind, _wire) in enumerate(FIELDS)
    }
    ours = [one for one in bitrix24_attributes.DOCUMENT if one.code in SHARED]
    return ours, bitrix24.fields(described, {}), bitrix24


def of_elma365():
    described = [
        {"code": f"f{number}", "type": wire, "single": True, "view": {"name": title}}
        for number, (title, _kind, wire) in enumerate(FIELDS)
    ]
    ours = [one for one in elma365_attributes.of("out", "contract") if one.code in SHARED]
    return ours, elma365.fields(described), elma365


@pytest.mark.parametrize("portal", [of_bitrix24, of_elma365])
def test_the_same_rows_are_mapped_by_the_one_core(portal):
    ours, fields, dialect = portal()
    assert {one.code for one in ours} == set(SHARED)
    titles = {one.code: one.title for one in fields}
    found = mapping.suggest(ours, fields)
    assert {code: titles[name] for code, name in found.items()} == {
        code: FIELDS[number][0] for number, code in enumerate(SHARED)
    }
    assert mapping.faults(ours, fields, found) == []
    without_number = {code: name for code, name in found.items() if code != "number"}
    (fault,) = mapping.faults(ours, fields, without_number)
    assert (fault.attribute, fault.reason) == ("number", "«Номер»: выберите поле, без него работать нельзя.")
    bound = bind(ours, mapping.read_kept(mapping.kept(fields)), found, dialect)
    assert bound.read(bound.write(DOCUMENT)) == (DOCUMENT, {})


def test_the_two_portals_write_the_same_document_in_their_own_words():
    written = []
    for portal in (of_bitrix24, of_elma365):
        ours, fields, dialect = portal()
        bound = bind(ours, fields, mapping.suggest(ours, fields), dialect)
        written.append(list(bound.write({code: DOCUMENT[code] for code in ("date", "amount")}).values()))
    assert written == [
        ["2026-11-20T00:00:00+03:00", "125000.5"],
        ["2026-11-20T00:00:00Z", {"cents": 12500050, "currency": "RUB"}],
    ]
