"""lists.*: a list, its fields, and elements that an update overwrites."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from portal_client import App, Portal, Refused

LIST = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "registry"}


def refusal(call: Any, method: str, **params: Any) -> Any:
    with pytest.raises(Refused) as refused:
        call(method, **params)
    return refused.value.code


@pytest.fixture(scope="module")
def fields(portal: Portal) -> dict[str, str]:
    """Names of the fields of a list made for all tests: `PROPERTY_…` by code."""
    portal.call("lists.add", **LIST, FIELDS={"NAME": "Реестр", "BIZPROC": "Y"})
    made = {}
    for code, kind, more in (
        ("NUMBER", "S", {}),
        ("KIND", "L", {"LIST_TEXT_VALUES": "Акт\nСчёт"}),
        ("TAGS", "S", {"MULTIPLE": "Y"}),
        ("SCAN", "F", {}),
    ):
        told = {"NAME": code.title(), "TYPE": kind, "CODE": code, **more}
        made[code] = portal.call("lists.field.add", **LIST, FIELDS=told)
    return made


def test_a_list_and_its_fields(portal: Portal, app: App, fields: dict[str, str]) -> None:
    assert all(name.startswith("PROPERTY_") for name in fields.values())
    told = portal.call("lists.field.get", **LIST)
    assert list(told[fields["KIND"]]["DISPLAY_VALUES_FORM"].values()) == ["Акт", "Счёт"]
    (one,) = portal.call("lists.get", **LIST)
    assert (one["CODE"], one["BIZPROC"]) == ("registry", "Y")
    assert portal.call("lists.get.iblock.type.id", IBLOCK_ID=one["ID"]) == "lists"
    assert refusal(portal.call, "lists.add", **LIST, FIELDS={"NAME": "x"}) == "ERROR_IBLOCK_ALREADY_EXISTS"
    by_employee = lambda name, **more: app.call(name, 5, **more)  # noqa: E731
    other = {**LIST, "IBLOCK_CODE": "other", "FIELDS": {"NAME": "x"}}
    assert refusal(by_employee, "lists.add", **other) == "ACCESS_DENIED"
    again = {"NAME": "x", "TYPE": "S", "CODE": "NUMBER"}
    assert refusal(portal.call, "lists.field.add", **LIST, FIELDS=again) == "ERROR_SAVE_FIELD"
    assert portal.call("lists.field.add", **LIST, FIELDS={"NAME": "x", "TYPE": "SORT"}) == "SORT"


def test_an_update_clears_what_it_does_not_name(portal: Portal, fields: dict[str, str]) -> None:
    whole = {"NAME": "Акт 1", fields["NUMBER"]: "1", fields["TAGS"]: ["срочно", "важно"]}
    id = portal.call("lists.element.add", **LIST, ELEMENT_CODE="act-1", FIELDS=whole)
    (element,) = portal.call("lists.element.get", **LIST, ELEMENT_ID=id)
    assert (element["ID"], element["CODE"], element["NAME"]) == (str(id), "act-1", "Акт 1")
    assert list(element[fields["TAGS"]].values()) == ["срочно", "важно"]
    assert portal.call("lists.element.update", **LIST, ELEMENT_ID=id, FIELDS={"NAME": "Акт 1а"}) is True
    (element,) = portal.call("lists.element.get", **LIST, ELEMENT_CODE="act-1")
    assert element["NAME"] == "Акт 1а"
    assert fields["NUMBER"] not in element
    assert fields["TAGS"] not in element


def test_elements_are_found_by_their_properties(portal: Portal, fields: dict[str, str]) -> None:
    for number in ("7", "8"):
        told = {"NAME": f"Счёт {number}", fields["NUMBER"]: number}
        portal.call("lists.element.add", **LIST, ELEMENT_CODE=f"bill-{number}", FIELDS=told)
    found = portal.ask("lists.element.get", {**LIST, "FILTER": {f"={fields['NUMBER']}": "8"}})
    assert (found["total"], found["result"][0]["CODE"]) == (1, "bill-8")
    found = portal.ask("lists.element.get", {**LIST, "FILTER": {"%NAME": "счёт"}, "SELECT": ["ID"]})
    assert found["total"] == 2
    assert set(found["result"][0]) == {"ID"}


def test_files_of_elements_are_for_people(portal: Portal, fields: dict[str, str]) -> None:
    scan = ["a.pdf", base64.b64encode(b"PDF").decode()]
    told = {"NAME": "Со сканом", fields["SCAN"]: scan}
    id = portal.call("lists.element.add", **LIST, ELEMENT_CODE="scan", FIELDS=told)
    (element,) = portal.call("lists.element.get", **LIST, ELEMENT_ID=id)
    (file_id,) = element[fields["SCAN"]].values()
    field_id = fields["SCAN"].removeprefix("PROPERTY_")
    (url,) = portal.call("lists.element.get.file.url", **LIST, ELEMENT_ID=id, FIELD_ID=field_id)
    assert url.startswith("/company/lists/")
    assert file_id in url
    by_number = {**told, fields["SCAN"]: file_id}
    code = refusal(portal.call, "lists.element.update", **LIST, ELEMENT_ID=id, FIELDS=by_number)
    assert code == "ERROR_ELEMENT_FIELD_VALUE"


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("lists.element.add", {"ELEMENT_CODE": "x"}, "ERROR_REQUIRED_PARAMETERS_MISSING"),
        ("lists.element.add", {"FIELDS": {"NAME": "x"}}, "ERROR_REQUIRED_PARAMETERS_MISSING"),
        ("lists.element.add", {"ELEMENT_CODE": "y", "FIELDS": {"SORT": 1}}, "ERROR_ADD_ELEMENT"),
        (
            "lists.element.add",
            {"ELEMENT_CODE": "twice", "FIELDS": {"NAME": "x"}},
            "ERROR_ELEMENT_ALREADY_EXISTS",
        ),
        ("lists.element.update", {"ELEMENT_ID": 999, "FIELDS": {"NAME": "x"}}, "ERROR_ELEMENT_NOT_FOUND"),
        ("lists.element.get", {"IBLOCK_CODE": "nowhere"}, "ERROR_IBLOCK_NOT_FOUND"),
        ("lists.element.get", {"IBLOCK_TYPE_ID": "bitrix_processes"}, "ERROR_IBLOCK_NOT_FOUND"),
    ],
)
def test_what_is_refused(
    portal: Portal, fields: dict[str, str], method: str, params: dict[str, Any], code: str
) -> None:
    if code == "ERROR_ELEMENT_ALREADY_EXISTS":
        portal.call(method, **LIST, **params)
    assert refusal(portal.call, method, **{**LIST, **params}) == code


def test_a_list_is_deleted_with_its_elements(portal: Portal) -> None:
    own = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "short"}
    portal.call("lists.add", **own, FIELDS={"NAME": "Недолгий"})
    portal.call("lists.element.add", **own, ELEMENT_CODE="one", FIELDS={"NAME": "x"})
    assert portal.call("lists.element.delete", **own, ELEMENT_CODE="one") is True
    assert portal.call("lists.delete", **own) is True
    assert refusal(portal.call, "lists.element.get", **own) == "ERROR_IBLOCK_NOT_FOUND"
