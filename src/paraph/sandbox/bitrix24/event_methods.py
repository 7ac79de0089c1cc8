"""`event.*`: who binds which handler to which event."""

from __future__ import annotations

import re
import sqlite3
from typing import Any
from urllib.parse import urlsplit

from paraph.sandbox.bitrix24 import apps, events
from paraph.sandbox.bitrix24.rest import Call, RestError, method

#: Events an application may listen to, whatever its scopes.
_COMMON = (
    "ONAPPUNINSTALL",
    "ONAPPINSTALL",
    "ONAPPUPDATE",
    "ONAPPPAYMENT",
    "ONAPPTEST",
    "ONAPPMETHODCONFIRM",
    "ONOFFLINEEVENT",
)
_CHANGES = ("ADD", "UPDATE", "DELETE")
#: By scope; `events` lists these names.
_SCOPED = {
    "crm": (
        *(
            f"ONCRM{of}{change}"
            for of in (
                "LEAD", "DEAL", "CONTACT", "COMPANY", "QUOTE", "ACTIVITY", "REQUISITE", "BANKDETAIL", "TYPE",
                "DYNAMICITEM", "DOCUMENTGENERATORDOCUMENT", "TIMELINECOMMENT",
            )
            for change in _CHANGES
        ),
        "ONCRMTIMELINEITEMACTION",
    ),
    "user": ("ONUSERADD",),
    "user_basic": ("ONUSERADD",),
}  # fmt: skip
#: An event of one smart process.
_DYNAMIC = re.compile(r"ONCRMDYNAMICITEM(ADD|UPDATE|DELETE)_\d+")


def _names(call: Call) -> list[str]:
    scoped = [name for scope, names in _SCOPED.items() if scope in call.auth.scopes for name in names]
    return [*_COMMON, *dict.fromkeys(scoped)]


def _known(call: Call) -> str:
    name = str(call.required("event")).upper()
    smart = "crm" in call.auth.scopes and _DYNAMIC.fullmatch(name)
    if name not in _names(call) and not smart:
        raise RestError("ERROR_EVENT_NOT_FOUND", "Event not found")
    return name


def _is_offline(call: Call) -> bool:
    return str(call.arg("event_type") or "online").lower() == "offline"


@method("events")
def names(call: Call) -> Any:
    """What there is to listen to."""
    return _names(call)


@method("event.bind", app_only="WRONG_AUTH_TYPE")
def bind(call: Call) -> Any:
    """Somebody without an administrator's rights binds for himself only, and nothing offline."""
    name, offline = _known(call), _is_offline(call)
    user_id = call.number("auth_type")
    if offline and not call.auth.is_admin:
        text = "Access denied! Offline events binding requires administrator access rights"
        raise RestError("ACCESS_DENIED", text, 403)
    if not call.auth.is_admin:
        if user_id not in (0, call.user_id):
            text = "Access denied! Event binding with AUTH_TYPE requires administrator access rights"
            raise RestError("ACCESS_DENIED", text, 403)
        user_id = call.user_id
    handler = "" if offline else str(call.required("handler"))
    if not offline:
        check_handler(handler)
    connector = call.text("auth_connector") if offline else ""
    pause = _pause(call)
    try:
        with call.world.writing() as db:
            db.execute(
                "INSERT INTO event_handlers"
                " (app_id, event, handler, auth_type, connector, offline, min_timeout)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (call.auth.app_id, name, handler, user_id, connector, offline, pause),
            )
    except sqlite3.IntegrityError as error:
        raise RestError("ERROR_EVENT_BINDING_EXISTS", "Handler already binded") from error
    return True


def _pause(call: Call) -> float:
    """`minTimeout` of the options, seconds."""
    try:
        return float(call.mapping("options").get("minTimeout", 1))
    except (TypeError, ValueError) as error:
        text = "Argument 'options' is wrong: minTimeout"
        raise RestError("ERROR_ARGUMENT", text, argument="options") from error


def check_handler(url: str) -> None:
    """Raises `RestError` unless the address can be a handler's: http or https and a host with a dot."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise RestError("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported event handler protocol")
    if "." not in (parts.hostname or ""):
        raise RestError("ERROR_WRONG_HANDLER_URL", "Wrong handler URL")


@method("event.unbind", app_only="WRONG_AUTH_TYPE")
def unbind(call: Call) -> Any:
    """Handlers of the event that fit everything given."""
    name, offline = _known(call), _is_offline(call)
    if offline and not call.auth.is_admin:
        text = "Access denied! Offline events unbinding requires administrator access rights"
        raise RestError("ACCESS_DENIED", text, 403)
    conditions, values = "app_id = ? AND event = ? AND offline = ?", [call.auth.app_id, name, offline]
    if not offline:
        conditions, values = f"{conditions} AND handler = ?", [*values, str(call.required("handler"))]
    if call.arg("auth_type") is not None:
        conditions, values = f"{conditions} AND auth_type = ?", [*values, call.number("auth_type")]
    if not call.auth.is_admin:
        conditions, values = f"{conditions} AND auth_type = ?", [*values, call.user_id]
    with call.world.writing() as db:
        count = db.execute(f"DELETE FROM event_handlers WHERE {conditions}", values).rowcount  # noqa: S608
    return {"count": count}


@method("event.get", app_only="WRONG_AUTH_TYPE")
def bound(call: Call) -> Any:
    """The application's handlers; without an administrator's rights those of the caller."""
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT * FROM event_handlers WHERE app_id = ? ORDER BY id", (call.auth.app_id,)
        ).fetchall()
    told = []
    for row in rows:
        if not call.auth.is_admin and row["auth_type"] != call.user_id:
            continue
        one = {"event": row["event"], "handler": row["handler"], "auth_type": str(row["auth_type"])}
        one["offline"] = row["offline"]
        if row["offline"]:
            one["connector_id"] = row["connector"]
        told.append(one)
    return told


@method("event.test", app_only="WRONG_AUTH_TYPE")
def test(call: Call) -> Any:
    """ONAPPTEST with what was given, to the application's own handlers."""
    given = {name: value for name, value in call.params.items() if name.lower() != "auth"}
    app = apps.get(call.world, call.auth.app_id)
    with call.world.writing():
        events.tell(call.world, app, "ONAPPTEST", {"QUERY": given}, call.user_id, refresh=False)
    return True
