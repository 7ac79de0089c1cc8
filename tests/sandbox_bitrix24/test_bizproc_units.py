"""Parts of business processes by themselves: tokens, conditions, expressions, values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraph.sandbox.bitrix24.bizproc import conditions, robots, tokens
from paraph.sandbox.bitrix24.bizproc.catalog import Activity, upper
from paraph.sandbox.bitrix24.bizproc.documents import parse
from paraph.sandbox.bitrix24.bizproc.tokens import EventToken

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="|"), max_size=20)


@given(token=st.builds(EventToken, NAMES, NAMES, NAMES), at=st.integers(0), sign=st.characters(codec="utf-8"))
def test_a_token_is_read_back_and_a_changed_one_is_not(portal, token, at, sign):
    text = tokens.sign(portal.world, token)
    assert tokens.unsign(portal.world, text) == token
    place = at % len(text)
    changed = text[:place] + sign + text[place + 1 :]
    assert (tokens.unsign(portal.world, changed) is None) == (changed != text)


@pytest.mark.parametrize("text", [None, 5, "", "a|b|c", "a|b|c.", "a|b.c", {"a": 1}])
def test_what_is_no_token_is_refused(portal, text):
    assert tokens.unsign(portal.world, text) is None


@pytest.mark.parametrize(
    ("value", "sign", "to", "expected"),
    [
        ("10", ">", "9", True),
        ("abc", "<", "abd", True),
        ("1.0", "=", 1, True),
        ("signed", "!=", "signed", False),
        ("b", "in", ["a", "b"], True),
        ("b", "!in", ["a", "b"], False),
        (["a", "b"], "contain", "b", True),
        ("договор поставки", "contain", "постав", True),
        ("договор", "!contain", "акт", True),
        (None, "empty", None, True),
        ("0", "empty", None, True),
        ("x", "!empty", None, True),
    ],
)
def test_conditions_compare_numbers_as_numbers_and_the_rest_as_texts(value, sign, to, expected):
    assert conditions.holds([{"value": value, "is": sign, "to": to}]) is expected


def test_conditions_are_joined():
    yes, no = {"value": 1, "to": 1}, {"value": 1, "to": 2}
    assert conditions.holds([yes, no], "or")
    assert not conditions.holds([yes, no], "and")
    assert conditions.holds([])


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ({"TYPE": "user"}, 5, "user_5"),
        ({"TYPE": "user"}, "group_d1", "group_d1"),
        ({"TYPE": "user", "MULTIPLE": "Y"}, "user_5", ["user_5"]),
        ({"TYPE": "string"}, ["a", "b"], "a"),
        ({"TYPE": "bool"}, "0", "N"),
        ({"TYPE": "date"}, "2026-11-22", "22.11.2026"),
        ({"TYPE": "datetime"}, "2026-11-22T10:00:00+00:00", "22.11.2026 13:00:00"),
        ({"TYPE": "datetime"}, "завтра", "завтра"),
        ({"TYPE": "file"}, {"id": 7, "urlMachine": "http://127.0.0.1/f"}, "http://127.0.0.1/f"),
        ({"TYPE": "int"}, None, ""),
        ({"TYPE": "int", "MULTIPLE": "Y"}, [], ""),
    ],
)
def test_a_property_is_posted_in_the_portals_form(kind, value, expected):
    assert robots.outward(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ({"TYPE": "int"}, "17 шт.", 17),
        ({"TYPE": "int"}, "нет", 0),
        ({"TYPE": "bool"}, "1", "Y"),
        ({"TYPE": "string"}, "x", "x"),
        ({"TYPE": "int", "MULTIPLE": "Y"}, ["1", "2"], [1, 2]),
    ],
)
def test_a_returned_value_is_kept_by_its_type(kind, value, expected):
    assert robots.inward(kind, value) == expected


def test_keys_are_upper_except_names():
    given = {"code": 1, "properties": {"docId": {"Name": "x", "options": {"final": "y"}}}}
    assert upper(given) == {"CODE": 1, "PROPERTIES": {"docId": {"NAME": "x", "OPTIONS": {"final": "y"}}}}


@pytest.mark.parametrize(
    ("rules", "kind", "suits"),
    [
        ({}, "DEAL", True),
        ({"INCLUDE": ["box"]}, "DEAL", False),
        ({"INCLUDE": ["b24"]}, "DEAL", True),
        ({"INCLUDE": [["crm", "CCrmDocumentDeal"]]}, "DEAL", True),
        ({"INCLUDE": [["crm", "CCrmDocumentLead"]]}, "DEAL", False),
        ({"EXCLUDE": [["crm"]]}, "DEAL", False),
    ],
)
def test_a_filter_offers_a_robot_where_it_belongs(rules, kind, suits):
    activity = Activity("", 1, "x", True, {"NAME": "x", "FILTER": rules}, None)
    assert activity.suits(["crm", "CCrmDocumentDeal", kind]) is suits


@pytest.mark.parametrize(
    "triple",
    [None, "DEAL_5", ["crm", "CCrmDocumentDeal"], ["crm", "CCrmDocumentDeal", "DEAL"], ["lists", "X", "5"]],
)
def test_what_is_no_item_is_not_taken_for_one(portal, triple):
    assert parse(portal.world, triple) is None


def test_items_of_every_kind_are_named_and_found(portal):
    kind = portal.call("crm.type.add", fields={"title": "Реестр"})["type"]["entityTypeId"]
    dynamic = ["crm", "Bitrix\\Crm\\Integration\\BizProc\\Document\\Dynamic", f"DYNAMIC_{kind}_7"]
    invoice = ["crm", "Bitrix\\Crm\\Integration\\BizProc\\Document\\SmartInvoice", "SMART_INVOICE_3"]
    for triple in (dynamic, invoice, ["crm", "CCrmDocumentContact", "CONTACT_1"]):
        document = parse(portal.world, triple)
        assert document is not None
        assert document.triple == triple
    assert parse(portal.world, dynamic).url == f"/crm/type/{kind}/details/7/"
