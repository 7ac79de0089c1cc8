"""Fields as the scheme of ELMA365 tells them; values survive the way there and back, for every type."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraph.portals import mapping
from paraph.portals.binding import bind
from paraph.portals.elma365.mapping_rows import attributes, dialect
from paraph.portals.mapping import Attribute, Field, Option, Type, Unreadable

OPTIONS = tuple(Option(code, title) for code, title in (("act", "Акт"), ("bill", "Счёт на оплату")))
LONG_AGO = datetime(1995, 1, 1, tzinfo=UTC)
VALUES = {
    Type.TEXT: st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1),
    Type.NUMBER: st.decimals(0, 10**12, places=2),
    Type.DATE: st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    Type.MOMENT: st.integers(0, 10**9).map(lambda second: LONG_AGO + timedelta(seconds=second)),
    Type.FLAG: st.booleans(),
    Type.CHOICE: st.sampled_from(("act", "bill")),
    Type.LINK: st.uuids().map(str),
}
#: What fields of ELMA365 are, by their own types; «DAY» is a DATETIME of days alone.
WIRES = {
    "STRING": Type.TEXT,
    "EMAIL": Type.TEXT,
    "PHONE": Type.TEXT,
    "FLOAT": Type.NUMBER,
    "MONEY": Type.NUMBER,
    "BOOLEAN": Type.FLAG,
    "DATETIME": Type.MOMENT,
    "DAY": Type.DATE,
    "ENUM": Type.CHOICE,
    "SYS_COLLECTION": Type.LINK,
}


def described(wire: str) -> dict:
    """A field as the scheme tells it."""
    is_day = wire == "DAY"
    data = {
        "ENUM": {"enumItems": [{"code": f"v{one.code}", "name": one.title} for one in OPTIONS]},
        "SYS_COLLECTION": {"namespace": "_clients", "code": "_companies"},
    }
    view = {"name": "Поле", "data": {"additionalType": "date"} if is_day else None}
    kind = "DATETIME" if is_day else wire
    return {"code": "f", "type": kind, "single": True, "data": data.get(wire), "view": view}


PAIRS = [
    (kept, wire)
    for kept in VALUES
    for wire, held in WIRES.items()
    if mapping.fits(Attribute("x", "Икс", kept), Field("f", "Поле", held))
]


@pytest.mark.parametrize(("kept", "wire"), PAIRS, ids=str)
@given(data=st.data())
def test_a_value_written_and_read_back_is_the_same(kept, wire, data):
    attribute = Attribute("x", "Икс", kept, options=OPTIONS)
    bound = bind([attribute], dialect.fields([described(wire)]), {"x": "f"}, dialect)
    value = mapping.plain(data.draw(VALUES[kept]))
    written = bound.write({"x": value})
    assert bound.read(written) == ({"x": value}, {})
    assert bound.read(bound.write({"x": None})) == ({"x": None}, {})


def test_every_type_of_ours_has_a_field_of_theirs():
    assert {kept for kept, _wire in PAIRS} == set(VALUES)


@pytest.mark.parametrize(
    ("wire", "value", "raw"),
    [
        ("MONEY", "1250.5", {"cents": 125050, "currency": "RUB"}),
        ("FLOAT", "1250.5", 1250.5),
        ("FLOAT", "1250", 1250),
        ("ENUM", "act", [{"code": "vact"}]),
        ("DAY", "2026-11-20", "2026-11-20T00:00:00Z"),
        ("SYS_COLLECTION", "5d1a", ["5d1a"]),
        ("EMAIL", "a@b.example", [{"type": "main", "email": "a@b.example"}]),
        ("BOOLEAN", True, True),
    ],
)
def test_values_look_as_the_documentation_says(wire, value, raw):
    types = {"MONEY": Type.NUMBER, "FLOAT": Type.NUMBER, "DAY": Type.DATE, "SYS_COLLECTION": Type.LINK,
             "ENUM": Type.CHOICE, "EMAIL": Type.TEXT, "BOOLEAN": Type.FLAG}  # fmt: skip
    attribute = Attribute("x", "Икс", types[wire], options=OPTIONS)
    bound = bind([attribute], dialect.fields([described(wire)]), {"x": "f"}, dialect)
    assert bound.write({"x": value}) == {"f": raw}


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-11-20T00:00:00Z", date(2026, 11, 20)),
        ("2026-11-19T21:00:00Z", date(2026, 11, 20)),  # midnight in Moscow
        ("2026-11-20T10:11:12.123456789Z", date(2026, 11, 20)),
        ("2026-11-20T00:00:00+03:00", date(2026, 11, 20)),
    ],
)
def test_a_day_is_the_same_however_people_entered_it(raw, day):
    held = Field("f", "Дата", Type.MOMENT, wire="DATETIME")
    assert dialect.read(held, raw, as_date=True) == day


@pytest.mark.parametrize(
    ("wire", "raw"),
    [
        ("FLOAT", "сто"),
        ("FLOAT", True),
        ("FLOAT", float("nan")),
        ("FLOAT", {"cents": 1}),
        ("MONEY", 100),
        ("MONEY", {"cents": "рубль"}),
        ("MONEY", {}),
        ("BOOLEAN", "да"),
        ("DATETIME", "вчера"),
        ("DATETIME", 20261120),
        ("DATETIME", "9999-12-31T23:59:59-23:59"),
        ("ENUM", ["vact"]),
        ("ENUM", [{"name": "Акт"}]),
        ("SYS_COLLECTION", [{"name": "без id"}]),
        ("SYS_COLLECTION", ["a", "b"]),
        ("STRING", {"x": 1}),
        ("EMAIL", ["a@b.example"]),
    ],
)
def test_what_means_nothing_is_told_and_never_guessed(wire, raw):
    (held,) = dialect.fields([described(wire)])
    with pytest.raises(Unreadable, match="Поле"):
        dialect.read(held, raw)


KEYS = st.sampled_from(["code", "cents", "id", "email", "tel"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(KEYS, one, max_size=3),
)


@given(JSON)
def test_no_value_of_theirs_breaks_the_reading(raw):
    for wire in WIRES:
        (held,) = dialect.fields([described(wire)])
        try:
            found = dialect.read(held, raw)
        except Unreadable:
            continue
        assert found is None or isinstance(found, str | bool | Decimal | date)


@pytest.mark.parametrize(
    ("wire", "value"), [("MONEY", "1.005"), ("FLOAT", "9007199254740993"), ("INTEGER", "1.5")]
)
def test_a_number_that_would_change_on_the_way_is_refused(wire, value):
    held = Field("f", "Сумма", Type.NUMBER, wire=wire)
    with pytest.raises(Unreadable, match="Сумма"):
        dialect.write(held, Decimal(value))


def test_fields_that_are_not_for_people_are_left_out():
    rows = [
        {"code": "__id", "type": "STRING"},
        {"code": "__status", "type": "STATUS"},
        {"code": "__name", "type": "STRING", "view": {"name": "Название"}},
        {"code": "__file", "type": "FILE", "single": True, "view": {"name": "Файл"}},
        {"code": "gone", "type": "STRING", "deleted": True},
        {"code": "boss", "type": "SYS_USER", "required": True, "view": {"name": "Ответственный"}},
        {"code": "sum", "type": "FLOAT", "calcByFormula": True},
        {
            "code": "acts",
            "type": "SYS_COLLECTION",
            "single": False,
            "data": {"namespace": "d", "code": "acts"},
        },
    ]
    found = {one.code: one for one in dialect.fields(rows)}
    assert list(found) == ["__name", "__file", "boss", "sum", "acts"]
    assert (found["boss"].type, found["boss"].is_required) == (Type.OTHER, True)
    assert found["sum"].is_read_only
    assert (found["acts"].is_multiple, found["acts"].target) == (True, "d/acts")
    assert mapping.read_kept(mapping.kept(found.values())) == list(found.values())


def test_a_link_must_lead_to_the_right_application():
    companies = Field("who", "Контрагент", Type.LINK, target=attributes.COMPANIES)
    contacts = Field("whom", "Контрагент", Type.LINK, target="_clients/_contacts")
    wanted = {one.code: one for one in attributes.of("out", "contract")}
    assert mapping.fits(wanted["counterparty"], companies)
    assert not mapping.fits(wanted["counterparty"], contacts)
    assert not mapping.fits(wanted["counterparty"], Field("t", "Контрагент", Type.TEXT))
    (fault,) = mapping.faults([wanted["counterparty"]], [contacts], {"counterparty": "whom"})
    assert "ссылается на другое" in fault.reason


def test_the_file_and_its_name_are_filled_in_by_themselves():
    fields = [
        Field("scan", "Файл документа", Type.FILE),
        Field("__file", "Файл", Type.FILE),
        Field("__name", "Название", Type.TEXT),
    ]
    assert attributes.fill_in({}, fields) == {"file": "__file", "file_name": "__name"}
    assert attributes.fill_in({"file": "scan"}, fields) == {"file": "scan", "file_name": "__name"}
    assert attributes.fill_in({"signed": "__file"}, fields)["file"] == "scan"
    assert attributes.fill_in({}, fields[:1]) == {"file": "scan"}
