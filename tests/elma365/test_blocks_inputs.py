"""What a process gives a block, however ELMA365 writes it."""

from __future__ import annotations

import pytest

from paraph.errors import DomainError
from paraph.portals.elma365.blocks import inputs

ID = "0f8b6a64-4b1c-4f3e-9a53-0d5a2c1f6e55"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a", "a"),
        (["", None, "b"], "b"),
        ([], ""),
        (None, ""),
        (7, "7"),
        ({"id": 1}, "{'id': 1}"),
        ("x\0y", "xy"),
    ],
)
def test_one_text_of_what_may_be_a_list(value: object, found: str):
    assert inputs.first(value) == found


@pytest.mark.parametrize(
    ("value", "found"), [(True, True), ("true", True), ("Нет", False), (None, None), ("может быть", None)]
)
def test_a_flag_is_said_in_several_ways(value: object, found: bool | None):
    assert inputs.flag(value) is found


@pytest.mark.parametrize(
    ("value", "found"), [("3", 3), (5, 5), ("0", 30), ("-1", 30), ("", 30), ("9999", 365)]
)
def test_days_within_reason(value: object, found: int):
    assert inputs.days({"days": value}, 30) == found


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://firm.elma365.ru/api/x", True),
        ("https://FIRM.elma365.ru:443/", True),
        ("http://firm.elma365.ru/", False),
        ("https://firm.elma365.ru:8443/", False),
        ("https://firm.elma365.ru@evil.example/", False),
        ("https://firm.elma365.ru.evil.example/", False),
        ("//firm.elma365.ru/", False),
        ("https://[::1", False),
        ("https://firm.elma365.ru:port/", False),
    ],
)
def test_an_address_is_the_companys_own_or_not(url: str, is_own: bool):
    assert (inputs.origin(url) == inputs.origin("https://firm.elma365.ru")) is is_own


def test_others_of_a_package_are_items_and_not_too_many():
    one = {"namespace": "documents", "code": "contracts", "id": ID.upper()}
    assert [item.id for item in inputs.siblings({"items": [one]})] == [ID]
    assert inputs.siblings({"items": "x"}) == inputs.siblings({}) == []
    for wrong in ([one] * 50, [{**one, "id": ""}], ["x"], [{**one, "namespace": "a/b"}]):
        with pytest.raises(DomainError):
            inputs.siblings({"items": wrong})
