"""What fits what, what is missing, that values survive the way there and back, what two changes come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraph.portals import mapping
from paraph.portals.bitrix24.registry import attributes, dialect
from paraph.portals.mapping import Attribute, Field, Option, Type

OPTIONS = tuple(Option(code, title) for code, title in (("act", "Акт"), ("bill", "Счёт на оплату")))
LONG_AGO = datetime(1995, 1, 1, tzinfo=UTC)
VALUES = {
    Type.TEXT: st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1),
    Type.NUMBER: st.decimals(0, 10**12, places=2),
    Type.DATE: st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    Type.MOMENT: st.integers(0, 10**9).map(lambda second: LONG_AGO + timedelta(seconds=second)),
    Type.FLAG: st.booleans(),
    Type.CHOICE: st.sampled_from(("act", "bill")),
}
PAIRS = [
    (kept, held)
    for kept in VALUES
    for held in Type
    if mapping.fits(Attribute("x", "Икс", kept), Field("f", "Поле", held))
]


@pytest.mark.parametrize(("kept", "held"), PAIRS, ids=lambda one: one.value)
@given(data=st.data())
def test_a_value_written_and_read_back_is_the_same(kept, held, data):
    attribute = Attribute("x", "Икс", kept, options=OPTIONS)
    theirs = tuple(Option(str(number), one.title) for number, one in enumerate(OPTIONS, start=41))
    field = Field("f", "Поле", held, options=theirs if held is Type.CHOICE else ())
    value = mapping.plain(data.draw(VALUES[kept]))
    sent = dialect.write(field, mapping.outward(attribute, field, mapping.typed(attribute, value)))
    found = dialect.read(field, sent, as_date=kept is Type.DATE)
    assert mapping.plain(mapping.inward(attribute, field, found)) == value


def test_a_text_that_means_nothing_is_told():
    amount = Attribute("amount", "Сумма", Type.NUMBER)
    with pytest.raises(mapping.Unreadable, match="Сумма"):
        mapping.inward(amount, Field("f", "Поле", Type.TEXT), "сто рублей")


def test_fields_are_suggested_by_their_names():
    fields = [
        Field("title", "Название", Type.TEXT),
        Field("UF_A", "Номер документа", Type.TEXT),
        Field("UF_B", "Дата", Type.MOMENT),
        Field("UF_C", "Сумма", Type.TEXT, is_multiple=True),
        Field("UF_CRM_5_AMOUNT", "Итого", Type.NUMBER),
        Field("UF_D", "Примечание", Type.TEXT),
    ]
    found = mapping.suggest(attributes.DOCUMENT, fields)
    wanted = {"title": "title", "number": "UF_A", "date": "UF_B", "amount": "UF_CRM_5_AMOUNT"}
    assert found == wanted


@given(st.lists(st.sampled_from(["Дата", "Номер", "Сумма", "Дата документа", "НДС"]), max_size=6))
def test_no_field_is_suggested_twice(titles):
    fields = [Field(f"UF_{number}", title, Type.TEXT) for number, title in enumerate(titles)]
    found = mapping.suggest(attributes.DOCUMENT, fields)
    assert len(set(found.values())) == len(found)


def test_every_fault_of_a_mapping_has_its_reason():
    needed = (Attribute("number", "Номер", Type.TEXT, True), Attribute("date", "Дата", Type.DATE))
    kind = Attribute("kind", "Вид", Type.CHOICE, options=OPTIONS)
    fields = [
        Field("UF_FLAG", "Галочка", Type.FLAG),
        Field("UF_LIST", "Вид", Type.CHOICE, options=OPTIONS[:1]),
        Field("UF_MUST", "Обязательное", Type.TEXT, is_required=True),
    ]
    found = mapping.faults((*needed, kind), fields, {"date": "UF_FLAG", "kind": "UF_LIST"})
    assert [(one.attribute, one.field) for one in found] == [
        ("number", ""), ("date", "UF_FLAG"), ("kind", "UF_LIST"), ("", "UF_MUST"),
    ]  # fmt: skip
    assert "Счёт на оплату" in found[2].reason
    whole = [*fields, Field("UF_N", "Номер", Type.TEXT)]
    assert mapping.faults(needed, whole[3:], {"number": "UF_N"}) == []


SIDE = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2", "3"]), min_size=4)


@given(SIDE, SIDE, SIDE, st.sets(st.sampled_from("abcd")))
def test_after_a_merge_both_sides_agree_and_nothing_is_lost_silently(agreed, ours, theirs, editable):
    merged = mapping.merge(agreed, ours, theirs, editable)
    here, there = {**ours, **merged.take}, {**theirs, **merged.put}
    assert here == there
    assert set(merged.take) <= editable
    told = {one.attribute for one in merged.conflicts}
    for code in "abcd":
        lost_theirs = theirs[code] not in (agreed[code], here[code])
        lost_ours = ours[code] not in (agreed[code], here[code])
        assert lost_theirs == (code in told)
        assert lost_ours <= (code in merged.given_up)
    again = mapping.merge(there, here, there, editable)
    assert (again.take, again.put, again.conflicts) == ({}, {}, [])


def test_numbers_are_compared_by_value():
    assert mapping.plain(Decimal("100.00")) == mapping.plain(Decimal("1E+2")) == "100"
    assert mapping.plain(Decimal("-0.00")) == "0"
