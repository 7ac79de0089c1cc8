"""The reliable queue: the last state of each event and object, kept until the application has taken it."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from paraph.sandbox.bitrix24.rest import Auth, Call, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

#: Seconds a taken pack waits for its application; then it is forgotten.
_PACK_LIFE = 30 * 86400
_MOST = 50
_FIELDS = {"ID": "id", "TIMESTAMP_X": "at", "EVENT_NAME": "event", "MESSAGE_ID": "message_id"}
#: Longest first: `>=` begins like `>`.
_OPERATIONS = {">=": ">=", "<=": "<=", "!=": "<>", ">": ">", "<": "<", "=": "=", "!": "<>"}

tables(
    """
    CREATE TABLE IF NOT EXISTS offline_events (
        id INTEGER PRIMARY KEY AUTOINCREMENT, app_id INTEGER NOT NULL, at REAL NOT NULL, event TEXT NOT NULL,
        data TEXT NOT NULL, additional TEXT NOT NULL, message_id TEXT NOT NULL, connector TEXT NOT NULL,
        process_id TEXT, error INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX IF NOT EXISTS offline_of_app ON offline_events (app_id, process_id, id);
    """
)


def keep(
    world: World,
    app_id: int,
    event: str,
    data: Mapping[str, Any],
    connector: str,
    caused_by: Auth | None,
) -> bool:
    """Puts the event in the queue instead of an older one of the same object; False if its own doing."""
    if connector and caused_by and caused_by.connector == connector:
        return False
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    additional = {"user_id": caused_by.user_id} if caused_by else {}
    with world.writing() as db:
        db.execute(
            "DELETE FROM offline_events WHERE app_id = ? AND event = ? AND data = ? AND connector = ?"
            " AND process_id IS NULL",
            (app_id, event, text, connector),
        )
        db.execute(
            "INSERT INTO offline_events (app_id, at, event, data, additional, message_id, connector)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (app_id, world.now(), event, text, json.dumps(additional), _message_id(event, text), connector),
        )
    return True


def _message_id(event: str, data: str) -> str:
    """Equal for equal events: the next change of the same object has the same."""
    return hashlib.md5(f"{event}|{data}".encode(), usedforsecurity=False).hexdigest()


def forget(world: World, app_id: int) -> None:
    with world.writing() as db:
        db.execute("DELETE FROM offline_events WHERE app_id = ?", (app_id,))


@method("event.offline.list", app_only=True, admin=True)
def listed(call: Call) -> Any:
    """The queue as it is; nothing changes."""
    conditions, values = _filter(call)
    with call.world.reading() as db:
        rows = db.execute(
            f"SELECT * FROM offline_events WHERE app_id = ?{conditions}{_order(call)} LIMIT ?",  # noqa: S608
            (call.auth.app_id, *values, _limit(call)),
        ).fetchall()
    return [
        {**_told(call.world, row), "PROCESS_ID": row["process_id"] or "", "ERROR": str(row["error"])}
        for row in rows
    ]


@method("event.offline.get", app_only=True, admin=True)
def get(call: Call) -> Any:
    """The next pack: `clear=1`, also by default, forgets it at once, 0 reserves it under a process id."""
    process_id, clear = call.text("process_id") or None, call.number("clear", 1)
    conditions, values = _filter(call)
    with call.world.writing() as db:
        _forget_stale(call.world, db)
        rows = db.execute(
            "SELECT * FROM offline_events"  # noqa: S608
            " WHERE app_id = ? AND process_id IS ? AND connector = ? AND error = ?"
            f"{conditions}{_order(call)} LIMIT ?",
            (
                call.auth.app_id,
                process_id,
                call.text("auth_connector"),
                call.number("error"),
                *values,
                _limit(call),
            ),
        ).fetchall()
        ids = [row["id"] for row in rows]
        marks = ",".join("?" * len(ids))
        if clear:
            db.execute(f"DELETE FROM offline_events WHERE id IN ({marks})", ids)  # noqa: S608
        elif process_id is None:
            process_id = secrets.token_hex(16)
            db.execute(
                f"UPDATE offline_events SET process_id = ?, at = ? WHERE id IN ({marks})",  # noqa: S608
                (process_id, call.world.now(), *ids),
            )
    return {
        "process_id": None if clear else process_id,
        "events": [_told(call.world, row) for row in rows],
    }


@method("event.offline.clear", app_only=True, admin=True)
def clear(call: Call) -> Any:
    """What of the pack was worked up; without ids the whole of it."""
    _of_pack(call, "DELETE FROM offline_events")
    return True


@method("event.offline.error", app_only=True, admin=True)
def error(call: Call) -> Any:
    """What of the pack went wrong: it stays, and comes only to who asks for errors."""
    _of_pack(call, "UPDATE offline_events SET error = 1, process_id = NULL")
    return True


def _of_pack(call: Call, statement: str) -> None:
    call.required("process_id")
    conditions, values = "", []
    for name, column in (("id", "id"), ("message_id", "message_id")):
        chosen = call.arg(name)
        if chosen is not None:
            texts = [str(one) for one in (chosen if isinstance(chosen, list) else [chosen])]
            conditions += f" AND CAST({column} AS TEXT) IN ({','.join('?' * len(texts))})"
            values += texts
    with call.world.writing() as db:
        db.execute(
            f"{statement} WHERE app_id = ? AND process_id = ?{conditions}",
            (call.auth.app_id, call.text("process_id"), *values),
        )


def _forget_stale(world: World, db: sqlite3.Connection) -> None:
    db.execute(
        "DELETE FROM offline_events WHERE process_id IS NOT NULL AND at < ?", (world.now() - _PACK_LIFE,)
    )


def _told(world: World, row: sqlite3.Row) -> dict[str, Any]:
    return {
        "ID": str(row["id"]),
        "TIMESTAMP_X": world.iso(row["at"]),
        "EVENT_NAME": row["event"],
        "EVENT_DATA": json.loads(row["data"]) or False,
        "EVENT_ADDITIONAL": json.loads(row["additional"]) or False,
        "MESSAGE_ID": row["message_id"],
    }


def _limit(call: Call) -> int:
    return min(_MOST, max(1, call.number("limit", _MOST)))


def _filter(call: Call) -> tuple[str, list[Any]]:
    conditions, values = "", []
    for name, value in call.mapping("filter").items():
        sign = next((sign for sign in _OPERATIONS if name.startswith(sign)), "")
        column = _column(name.removeprefix(sign))
        conditions += f" AND {column} {_OPERATIONS.get(sign, '=')} ?"
        values.append(_wanted(column, str(value)))
    return conditions, values


def _wanted(column: str, text: str) -> Any:
    """What the column is compared with; raises `RestError` ERROR_ARGUMENT."""
    try:
        match column:
            case "id":
                return float(text)
            case "at":
                return datetime.fromisoformat(text).timestamp()
    except ValueError as error:
        raise RestError("ERROR_ARGUMENT", f"Wrong value in filter: {text}", argument="filter") from error
    return text


def _order(call: Call) -> str:
    asked = call.mapping("order")
    parts = [
        f"{_column(name)} {'DESC' if str(way).upper() == 'DESC' else 'ASC'}" for name, way in asked.items()
    ]
    return f" ORDER BY {', '.join(parts or ['at'])}, id"


def _column(name: str) -> str:
    if name.upper() not in _FIELDS:
        raise RestError("ERROR_ARGUMENT", f"Unknown field: {name}", argument=name)
    return _FIELDS[name.upper()]
