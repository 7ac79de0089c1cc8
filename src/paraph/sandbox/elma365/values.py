"""Values of fields as the Web API takes them: a link is an array of ids, a choice `[{code}]`, money cents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from paraph.sandbox.elma365 import disk, people
from paraph.sandbox.elma365.envelope import BadRequest, Refused
from paraph.sandbox.elma365.schemas import Application, Field
from paraph.sandbox.elma365.world import World, is_id

#: Fields of the system a writer may give beside those of the application.
_WRITABLE = {"__externalId": "STRING", "__subscribers": "SYS_USER"}
_CURRENCY = re.compile("[A-Z]{3}")


def check(world: World, app: Application, context: Mapping[str, Any]) -> None:
    """Raises `BadRequest` for a value of a wrong form, `Refused` for an unknown field or a broken link."""
    for code, value in context.items():
        if code in _WRITABLE:
            one: Field | None = Field(code, code, _WRITABLE[code], array=True)
        else:
            one = app.field(code)
        if one is None or one.type == "STATUS":
            raise Refused(f"field {code} not found in {app.namespace}:{app.code}")
        if value is not None:
            _check_form(one, value)
            _check_targets(world, one, value)


def _check_form(one: Field, value: Any) -> None:
    is_fit, expected = _FORMS[one.type]
    fits = all(map(is_fit, value)) if _is_many(one, value) else is_fit(value)
    if not fits:
        raise BadRequest(f"field {one.code}: {expected} is expected")
    if one.type == "ENUM" and not {item["code"] for item in value} <= {code for code, _ in one.options}:
        raise Refused(f"field {one.code}: unknown code of the category")


def _is_many(one: Field, value: Any) -> bool:
    """Phones and the like come in an array whether the field is multiple or not."""
    return (
        isinstance(value, list) and (one.array or one.type in ("PHONE", "EMAIL")) and one.type not in _ARRAYS
    )


def _is_ids(value: Any) -> bool:
    return isinstance(value, list) and all(is_id(one) for one in value)


def _is_moment(value: Any) -> bool:
    """`2026-11-22T00:00:00Z`"""
    if not isinstance(value, str) or "T" not in value:
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_money(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and type(value.get("cents")) is int
        and isinstance(value.get("currency"), str)
        and _CURRENCY.fullmatch(value["currency"]) is not None
    )


def _has(*names: str) -> Callable[[Any], bool]:
    """Whether the value is an object with these texts."""
    return lambda value: isinstance(value, dict) and all(isinstance(value.get(name), str) for name in names)


def _are(is_fit: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(is_fit, value))


#: Types whose value is an array whether the field is multiple or not.
_ARRAYS = ("FILE", "SYS_USER", "SYS_COLLECTION", "REF_ITEM", "ENUM")
_TEXT: tuple[Callable[[Any], bool], str] = (lambda value: isinstance(value, str), "a string")
_IDS: tuple[Callable[[Any], bool], str] = (_is_ids, "an array of ids")
_FORMS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "STRING": _TEXT,
    "LINK": _TEXT,
    "INTEGER": (lambda value: type(value) is int, "an integer"),
    "FLOAT": (lambda value: type(value) in (int, float), "a number"),
    "BOOLEAN": (lambda value: type(value) is bool, "true or false"),
    "DATETIME": (_is_moment, "a date like 2026-11-22T00:00:00Z"),
    "MONEY": (_is_money, '{"cents": 100, "currency": "RUB"}'),
    "FILE": _IDS,
    "SYS_USER": _IDS,
    "SYS_COLLECTION": _IDS,
    "REF_ITEM": (_are(_has("id", "code", "namespace")), "an array of {id, code, namespace}"),
    "ENUM": (_are(_has("code")), "an array of {code}"),
    "PHONE": (_has("tel"), "an array of {type, tel}"),
    "EMAIL": (_has("email"), "an array of {type, email}"),
    "FULL_NAME": (_has("lastname", "firstname"), "{lastname, firstname, middlename}"),
}


def _check_targets(world: World, one: Field, value: Any) -> None:
    """Links of a field lead to what exists."""
    if one.type in ("FILE", "SYS_USER", "SYS_COLLECTION") and not one.array and len(value) > 1:
        raise Refused(f"field {one.code}: only one value is allowed")
    if one.type == "FILE":
        missing = [file_id for file_id in value if not disk.exists(world, file_id)]
    elif one.type == "SYS_USER":
        missing = [user_id for user_id in value if people.user(world, user_id) is None]
    elif one.type == "SYS_COLLECTION":
        missing = _missing_items(world, one.link, value)
    else:
        missing = []
    if missing:
        raise Refused(f"field {one.code}: {missing[0]} not found")


def _missing_items(world: World, link: str, ids: list[str]) -> list[str]:
    namespace, code = link.split("/")
    with world.reading() as db:
        known = {
            row["id"]
            for row in db.execute("SELECT id FROM items WHERE namespace = ? AND code = ?", (namespace, code))
        }
    return [item_id for item_id in ids if item_id not in known]
