"""Robots and activities of applications: `bizproc.robot.*`, `bizproc.activity.*`.

One table holds both, keyed by application and code: a robot and an activity of one code collide.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from paraph.sandbox.bitrix24 import apps
from paraph.sandbox.bitrix24.bizproc.documents import find_type
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS bp_activities (
        internal_code TEXT PRIMARY KEY, app_id INTEGER NOT NULL, code TEXT NOT NULL,
        is_robot INTEGER NOT NULL, data TEXT NOT NULL, placement_handler TEXT UNIQUE
    );
    """
)

_CODE = re.compile(r"[a-z0-9._-]+", re.IGNORECASE)
_KEY = re.compile(r"[a-z][a-z0-9_]*", re.IGNORECASE)
_INVALID = "ERROR_ACTIVITY_VALIDATION_FAILURE"
_CHANGEABLE = (
    "HANDLER",
    "AUTH_USER_ID",
    "USE_SUBSCRIPTION",
    "USE_PLACEMENT",
    "NAME",
    "DESCRIPTION",
    "PROPERTIES",
    "RETURN_PROPERTIES",
    "DOCUMENT_TYPE",
    "FILTER",
)


@dataclass(frozen=True)
class Activity:
    """What an application has registered; `data` has the keys of `bizproc.robot.add` in upper case."""

    internal_code: str
    app_id: int
    code: str
    is_robot: bool
    data: dict[str, Any]
    placement_handler: str | None

    @property
    def name(self) -> str:
        return localized(self.data["NAME"])

    @property
    def properties(self) -> dict[str, dict[str, Any]]:
        return self.data.get("PROPERTIES") or {}

    @property
    def returns(self) -> dict[str, dict[str, Any]]:
        return self.data.get("RETURN_PROPERTIES") or {}

    @property
    def subscription(self) -> str:
        """`Y`, `N`, or empty: then the designer chooses."""
        return str(self.data.get("USE_SUBSCRIPTION") or "")

    def suits(self, document_type: list[str]) -> bool:
        """Whether FILTER offers it for this document type on a cloud portal."""
        rules = self.data.get("FILTER") or {}
        included = [_fits(rule, document_type) for rule in _listed(rules.get("INCLUDE"))]
        excluded = [_fits(rule, document_type) for rule in _listed(rules.get("EXCLUDE"))]
        return (not included or any(included)) and not any(excluded)


def localized(text: Any) -> str:
    """A text that may be given by language; the portal speaks Russian."""
    if isinstance(text, dict):
        return str(text.get("RU") or text.get("EN") or next(iter(text.values()), ""))
    return str(text)


def of_portal(world: World) -> list[Activity]:
    with world.reading() as db:
        return [_read(row) for row in db.execute("SELECT * FROM bp_activities ORDER BY app_id, code")]


def find(world: World, code: str, app_id: int | None = None) -> Activity | None:
    """The robot or activity with this code; of whichever application if none is named."""
    with world.reading() as db:
        row = db.execute(
            "SELECT * FROM bp_activities WHERE code = ?1 AND (?2 IS NULL OR app_id = ?2) ORDER BY app_id",
            (code, app_id),
        ).fetchone()
    return None if row is None else _read(row)


@apps.on_removal
def _forget(world: World, app_id: int) -> None:
    with world.writing() as db:
        db.execute("DELETE FROM bp_activities WHERE app_id = ?", (app_id,))


def _read(row: sqlite3.Row) -> Activity:
    return Activity(
        row["internal_code"],
        row["app_id"],
        row["code"],
        bool(row["is_robot"]),
        json.loads(row["data"]),
        row["placement_handler"],
    )


def _fits(rule: Any, document_type: list[str]) -> bool:
    if isinstance(rule, str):
        return rule == "b24"
    return document_type[: len(rule)] == [str(part) for part in _listed(rule)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


# -- REST --------------------------------------------------------------------------------------------------


def _add(call: Call, is_robot: bool) -> bool:
    data = upper(call.params)
    _check(call.world, data)
    code, app_id = data["CODE"], call.auth.app_id
    if _own(call.world, app_id, code):
        raise RestError("ERROR_ACTIVITY_ALREADY_INSTALLED", "Activity or Robot already installed!")
    data["AUTH_USER_ID"] = _number(data.get("AUTH_USER_ID"))
    data["USE_PLACEMENT"] = "Y" if data.get("USE_PLACEMENT") == "Y" else "N"
    handler = None
    if data["USE_PLACEMENT"] == "Y":
        handler = _checked_handler(data.get("PLACEMENT_HANDLER"))
    kept = {key: data[key] for key in _CHANGEABLE if key in data}
    _store(call.world, Activity(internal_code(app_id, code), app_id, code, is_robot, kept, handler))
    return True


def _update(call: Call, is_robot: bool) -> bool:
    data = upper(call.params)
    activity = _found(call, data, is_robot)
    fields = data.get("FIELDS")
    if not isinstance(fields, dict) or not fields:
        raise RestError(_INVALID, "No fields to update")
    changes = _changes(call.world, fields)
    if not changes:
        raise RestError(_INVALID, "No fields to update")
    handler = activity.placement_handler
    if "PLACEMENT_HANDLER" in fields:
        handler = _checked_handler(fields["PLACEMENT_HANDLER"])
    if changes.get("USE_PLACEMENT") == "N":
        handler = None
    kept = {**activity.data, **changes}
    _store(
        call.world, Activity(activity.internal_code, activity.app_id, activity.code, is_robot, kept, handler)
    )
    return True


def _delete(call: Call, is_robot: bool) -> bool:
    activity = _found(call, upper(call.params), is_robot)
    with call.world.writing() as db:
        db.execute("DELETE FROM bp_activities WHERE internal_code = ?", (activity.internal_code,))
    return True


def _list(call: Call, is_robot: bool) -> list[str]:
    own = [one for one in of_portal(call.world) if one.app_id == call.auth.app_id]
    return [one.code for one in own if one.is_robot == is_robot]


def _register(kind: str, is_robot: bool) -> None:
    for verb, handler in {"add": _add, "update": _update, "delete": _delete, "list": _list}.items():

        def answer(call: Call, handler: Any = handler) -> Any:
            return handler(call, is_robot)

        method(f"bizproc.{kind}.{verb}", scope="bizproc", app_only=True, admin=True)(answer)


_register("robot", is_robot=True)
_register("activity", is_robot=False)


def internal_code(app_id: int, code: str) -> str:
    return hashlib.md5(f"{app_id}@{code}".encode(), usedforsecurity=False).hexdigest()


def upper(data: dict[Any, Any], as_is: bool = False) -> dict[str, Any]:
    """Keys in upper case, but those of properties and of a list's options, which are names."""
    made: dict[str, Any] = {}
    for key, value in data.items():
        name = str(key) if as_is else str(key).upper()
        named = name in ("PROPERTIES", "RETURN_PROPERTIES", "OPTIONS")
        made[name] = upper(value, named) if isinstance(value, dict) else value
    return made


def _own(world: World, app_id: int, code: str) -> Activity | None:
    with world.reading() as db:
        row = db.execute(
            "SELECT * FROM bp_activities WHERE internal_code = ?", (internal_code(app_id, code),)
        ).fetchone()
    return None if row is None else _read(row)


def _found(call: Call, data: dict[str, Any], is_robot: bool) -> Activity:
    _check_code(data.get("CODE"))
    activity = _own(call.world, call.auth.app_id, data["CODE"])
    if activity is None or activity.is_robot != is_robot:
        raise RestError("ERROR_ACTIVITY_NOT_FOUND", "Activity or Robot not found!")
    return activity


def _store(world: World, activity: Activity) -> None:
    data = json.dumps(activity.data, ensure_ascii=False)
    row = (activity.internal_code, activity.app_id, activity.code, activity.is_robot, data)
    try:
        with world.writing() as db:
            db.execute(
                "INSERT INTO bp_activities VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (internal_code)"
                " DO UPDATE SET data = excluded.data, placement_handler = excluded.placement_handler",
                (*row, activity.placement_handler),
            )
    except sqlite3.IntegrityError as error:
        text = "Unable to set placement handler: You should use unique placement handler for each CODE!"
        raise RestError("ERROR_CORE", text) from error


def _check(world: World, data: dict[str, Any]) -> None:
    if not data:
        raise RestError(_INVALID, "Empty data!")
    _check_code(data.get("CODE"))
    _checked_handler(data.get("HANDLER"))
    if not data.get("NAME"):
        raise RestError(_INVALID, "Empty activity NAME!")
    for key in ("PROPERTIES", "RETURN_PROPERTIES"):
        if key in data:
            _check_properties(data[key])
    if "DOCUMENT_TYPE" in data:
        _check_type(world, data["DOCUMENT_TYPE"])
    if "FILTER" in data and not isinstance(data["FILTER"], dict | list):
        raise RestError(_INVALID, "Wrong activity FILTER!")


def _changes(world: World, fields: dict[str, Any]) -> dict[str, Any]:
    changes = {key: fields[key] for key in _CHANGEABLE if fields.get(key) is not None}
    if not changes.get("NAME", True):
        del changes["NAME"]
    if "HANDLER" in changes:
        _checked_handler(changes["HANDLER"])
    for key in ("PROPERTIES", "RETURN_PROPERTIES"):
        if key in changes:
            _check_properties(changes[key])
    if changes.get("DOCUMENT_TYPE"):
        _check_type(world, changes["DOCUMENT_TYPE"])
    if not isinstance(changes.get("FILTER") or {}, dict | list):
        raise RestError(_INVALID, "Wrong activity FILTER!")
    if "AUTH_USER_ID" in changes:
        changes["AUTH_USER_ID"] = _number(changes["AUTH_USER_ID"])
    if "USE_PLACEMENT" in changes:
        changes["USE_PLACEMENT"] = "Y" if changes["USE_PLACEMENT"] == "Y" else "N"
    return changes


def _check_code(code: Any) -> None:
    if not code:
        raise RestError(_INVALID, "Empty activity code!")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise RestError(_INVALID, "Wrong activity code!")


def _checked_handler(url: Any) -> str:
    """The host must have a dot: `localhost` is refused, `127.0.0.1` passes."""
    parts = urlsplit(url if isinstance(url, str) else "")
    if (parts.hostname or "").find(".") < 1:
        raise RestError("ERROR_WRONG_HANDLER_URL", "Wrong handler URL")
    if parts.scheme not in ("http", "https"):
        raise RestError("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol")
    return str(url)


def _check_properties(properties: Any) -> None:
    if properties == []:  # an empty map as PHP writes it
        return
    if not isinstance(properties, dict):
        raise RestError(_INVALID, "Wrong properties array!")
    for key, value in properties.items():
        if not _KEY.fullmatch(key):
            raise RestError(_INVALID, f"Wrong property key ({key})!")
        if not isinstance(value, dict) or not value.get("NAME"):
            raise RestError(_INVALID, f"Empty property NAME ({key})!")


def _check_type(world: World, triple: Any) -> None:
    if find_type(world, triple) is None:
        raise RestError(_INVALID, "Wrong activity DOCUMENT_TYPE!")


def _number(value: Any) -> int:
    digits = re.match(r"\s*-?\d+", str(value))
    return int(digits[0]) if digits else 0
