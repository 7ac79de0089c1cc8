"""E-mails, phones and the like of leads, contacts and companies: several values, each with a number."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24.crm import records
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import RestError

TYPES = ("PHONE", "EMAIL", "WEB", "IM", "LINK")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Order:
    """A change of one value: a new one without a number, no value to take one away."""

    id: int
    type: str
    value_type: str
    value: str


def modern_orders(fm: Any) -> list[Order]:
    """Of `fm`: a list of new values, or an object whose keys are numbers of old ones and n0, n1… for new."""
    if not fm:
        return []
    pairs = fm.items() if isinstance(fm, dict) else ((str(one.get("id", "")), one) for one in fm)
    return [
        Order(
            int(key) if key.isdigit() else 0,
            str(one.get("typeId") or "").upper(),
            str(one.get("valueType") or ""),
            str(one.get("value") or ""),
        )
        for key, one in pairs
    ]


def old_orders(given: Row) -> list[Order]:
    """Of `EMAIL: [{ID, VALUE, VALUE_TYPE, DELETE}]` and its like."""
    return [
        Order(
            int(one.get("ID") or 0),
            type_,
            str(one.get("VALUE_TYPE") or ""),
            "" if one.get("DELETE") == "Y" else str(one.get("VALUE") or ""),
        )
        for type_ in TYPES
        for one in _dictionaries(given.get(type_))
    ]


def _dictionaries(value: Any) -> Iterable[Row]:
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (one for one in found if isinstance(one, dict))


def changed(db: sqlite3.Connection, before: list[Row], orders: list[Order]) -> list[Row]:
    """The values after the orders: what they do not name stays. Raises `RestError`."""
    kept = {one["ID"]: one for one in before}
    for order in orders:
        if order.id and order.id not in kept:
            continue
        if not order.value:
            kept.pop(order.id, None)
            continue
        old = kept.get(order.id, {"TYPE_ID": order.type, "VALUE_TYPE": "WORK"})
        _check(old["TYPE_ID"], order.value)
        id = order.id or records.next_id(db, "multifield")
        told = {"ID": id, "VALUE": order.value}
        kept[id] = {**old, **told, **({"VALUE_TYPE": order.value_type} if order.value_type else {})}
    return list(kept.values())


def _check(type_: str, value: str) -> None:
    if type_ not in TYPES:
        raise RestError("CRM_FIELD_ERROR_VALUE_NOT_VALID", 'Неверное значение поля "FM"')
    if type_ == "EMAIL" and not _EMAIL.fullmatch(value):
        raise RestError("ERROR_CORE", "Поле «Рабочий e-mail» содержит некорректный адрес.")


def modern(fm: list[Row]) -> list[Row]:
    """As crm.item.get tells them in `fm`."""
    return [
        {"id": one["ID"], "valueType": one["VALUE_TYPE"], "value": one["VALUE"], "typeId": one["TYPE_ID"]}
        for one in fm
    ]


def old(fm: list[Row]) -> dict[str, list[Row]]:
    """As crm.contact.get tells them: a list for each type there is, every value a string."""
    return {
        type_: [
            {"ID": str(one["ID"]), "VALUE_TYPE": one["VALUE_TYPE"], "VALUE": one["VALUE"], "TYPE_ID": type_}
            for one in fm
            if one["TYPE_ID"] == type_
        ]
        for type_ in TYPES
        if any(one["TYPE_ID"] == type_ for one in fm)
    }


def derived(fm: list[Row]) -> Row:
    """Fields that follow from the values: `HAS_EMAIL`, `EMAIL_WORK`…"""
    found: Row = {f"HAS_{type_}": _yes(_first(fm, type_)) for type_ in ("PHONE", "EMAIL")}
    found["HAS_IMOL"] = "N"
    for type_, forms in (("EMAIL", ("WORK", "HOME", "MAILING")), ("PHONE", ("WORK", "MOBILE", "MAILING"))):
        found[type_] = _first(fm, type_)
        found |= {f"{type_}_{form}": _first(fm, type_, form) for form in forms}
    return found


def _first(fm: list[Row], type_: str, form: str = "") -> str:
    values = (one["VALUE"] for one in fm if one["TYPE_ID"] == type_ and form in ("", one["VALUE_TYPE"]))
    return next(values, "")


def _yes(value: str) -> str:
    return "Y" if value else "N"
