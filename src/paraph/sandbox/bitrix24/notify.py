"""Notices of the bell. A TAG is unique within an application: a new notice drives out those that bear it."""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.bitrix24 import apps, people
from paraph.sandbox.bitrix24.control import control
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import World, tables
from paraph.sandbox.http import Request

_LARGEST_ATTACH = 60_000
_KINDS = {"system": 4, "personal": 2}

tables(
    """
    CREATE TABLE IF NOT EXISTS notices (
        id INTEGER PRIMARY KEY AUTOINCREMENT, app TEXT NOT NULL, user_id INTEGER NOT NULL,
        author INTEGER NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, message_out TEXT NOT NULL,
        tag TEXT NOT NULL, sub_tag TEXT NOT NULL, attach TEXT NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX IF NOT EXISTS notices_of_user ON notices (user_id, id);
    """
)


def of_user(world: World, user_id: int) -> list[dict[str, Any]]:
    """What the bell shows, newest first: `id`, `message` (BB codes), `kind`, `author`, `tag`, `at`."""
    with world.reading() as db:
        rows = db.execute("SELECT * FROM notices WHERE user_id = ? ORDER BY id DESC LIMIT 200", (user_id,))
        return [{**dict(row), "at": world.iso(row["at"])} for row in rows]


@method("im.notify.system.add", "im")
def system_add(call: Call) -> Any:
    """In the name of the portal."""
    return _add(call, "system")


@method("im.notify.personal.add", "im")
def personal_add(call: Call) -> Any:
    """In the name of the caller."""
    return _add(call, "personal")


def _add(call: Call, kind: str) -> int:
    user_id = call.number("USER_ID")
    if user_id <= 0 or people.find_user(call.world, user_id) is None:
        raise RestError("USER_ID_EMPTY", "User ID can't be empty")
    message = call.text("MESSAGE").strip()
    if not message:
        raise RestError("MESSAGE_EMPTY", "Message can't be empty")
    app = _application(call)
    tag, sub_tag = (call.text(name) if app else "" for name in ("TAG", "SUB_TAG"))
    values = (app, user_id, call.user_id, kind, message, call.text("MESSAGE_OUT"), tag, sub_tag)
    with call.world.writing() as db:
        if tag:
            db.execute("DELETE FROM notices WHERE app = ? AND tag = ?", (app, tag))
        return _insert(call.world, *values, _attach(call))


def _insert(world: World, *values: Any) -> int:
    with world.writing() as db:
        number = db.execute(
            "INSERT INTO notices (app, user_id, author, kind, message, message_out, tag, sub_tag, attach, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, world.now()),
        ).lastrowid
    return int(number or 0)


def tell(world: World, user_id: int, message: str) -> int:
    """A notice of the portal itself, as a step of a process gives it."""
    return _insert(world, "", user_id, 0, "system", message, "", "", "", "")


def _application(call: Call) -> str:
    """Whose tags they are: a webhook has none of its own, it names a CLIENT_ID."""
    if call.auth.app_id:
        return apps.get(call.world, call.auth.app_id).client_id
    return call.text("CLIENT_ID")


def _attach(call: Call) -> str:
    attach = call.arg("ATTACH")
    if not attach:
        return ""
    text = attach if isinstance(attach, str) else json.dumps(attach, ensure_ascii=False)
    if len(text) > _LARGEST_ATTACH:
        raise RestError("ATTACH_OVERSIZE", "You have exceeded the maximum allowable size of attach")
    try:
        json.loads(text)
    except ValueError as error:
        raise RestError("ATTACH_ERROR", "Incorrect attach params") from error
    return text


@method("im.notify.delete", "im")
def delete(call: Call) -> Any:
    """One notice by ID, or the application's own by TAG or SUB_TAG."""
    app = _application(call)
    if not app:
        raise RestError("ACCESS_DENIED", "Access denied! Client ID not specified", 403)
    name = next((name for name in ("ID", "TAG", "SUB_TAG") if call.text(name)), None)
    if name is None:
        raise RestError("PARAMS_ERROR", "Incorrect params")
    statement = f"DELETE FROM notices WHERE app = ? AND {name.lower()} = ?"  # noqa: S608
    with call.world.writing() as db:
        return db.execute(statement, (app, call.text(name))).rowcount > 0


@method("im.notify.get", "im")
def get(call: Call) -> Any:
    """The caller's own notices."""
    notices = of_user(call.world, call.user_id)
    return {
        "total_count": len(notices),
        "total_unread_count": len(notices),
        "notifications": [
            {
                "id": one["id"],
                "author_id": 0 if one["kind"] == "system" else one["author"],
                "date": one["at"],
                "notify_type": _KINDS[one["kind"]],
                "notify_module": "rest",
                "notify_event": "rest_notify",
                "notify_tag": one["tag"],
                "notify_sub_tag": one["sub_tag"],
                "text": one["message"],
                "notify_read": "N",
            }
            for one in notices[: call.number("LIMIT", 50)]
        ],
    }


@control("GET", r"users/(?P<user_id>\d+)/notices")
def shown(world: World, request: Request, user_id: str) -> Any:
    """What the user's bell shows."""
    return of_user(world, int(user_id))
