"""Push & pull, as little as an application needs: what it sends is kept and can be looked at."""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.bitrix24.control import control
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import World, tables
from paraph.sandbox.http import Request

tables(
    """
    CREATE TABLE IF NOT EXISTS pulls (
        id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, user_id INTEGER NOT NULL, command TEXT NOT NULL,
        params TEXT NOT NULL, at REAL NOT NULL
    );
    """
)


@method("pull.application.config.get", "pull", app_only="WRONG_AUTH_TYPE")
def config(call: Call) -> Any:
    """There is no push server here, and clients are told so."""
    server = {"version": 4, "server_enabled": False, "mode": "personal", "websocket_enabled": False}
    return {"server": server, "api": {"revision_web": 19, "revision_mobile": 3}, "channels": {}}


@method("pull.application.event.add", "pull", app_only="WRONG_AUTH_TYPE")
def event_add(call: Call) -> Any:
    """A command to the open pages of the application: of USER_ID, or of everybody."""
    if not call.auth.is_admin and call.number("USER_ID") != call.user_id:
        text = "Only admin can send notifications to other channels"
        raise RestError("USER_ID_ACCESS_ERROR", text)
    command = call.arg("COMMAND")
    if not command:
        raise RestError("COMMAND_ERROR", "Command format error")
    if str(call.arg("MODULE_ID") or "application") != "application":
        raise RestError("MODULE_ID_ERROR", "Module ID format error")
    return _keep(call, str(command), call.arg("PARAMS") or {})


@method("pull.application.push.add", "pull", app_only="WRONG_AUTH_TYPE")
def push_add(call: Call) -> Any:
    """A push to the user's telephone."""
    if not call.auth.is_admin:
        raise RestError("ACCESS_ERROR", "You do not have access to send push notifications")
    if not call.arg("TEXT"):
        raise RestError("TEXT_ERROR", "Text can't be empty")
    return _keep(call, "push", {"TEXT": str(call.arg("TEXT"))})


def _keep(call: Call, command: str, params: Any) -> bool:
    with call.world.writing() as db:
        db.execute(
            "INSERT INTO pulls (app_id, user_id, command, params, at) VALUES (?, ?, ?, ?, ?)",
            (
                call.auth.app_id,
                call.number("USER_ID"),
                command,
                json.dumps(params, ensure_ascii=False),
                call.world.now(),
            ),
        )
    return True


@control("GET", "pulls")
def sent(world: World, request: Request) -> Any:
    """What applications sent to their pages and to telephones, newest first."""
    with world.reading() as db:
        rows = db.execute("SELECT * FROM pulls ORDER BY id DESC LIMIT 1000").fetchall()
    return [{**dict(row), "params": json.loads(row["params"]), "at": world.iso(row["at"])} for row in rows]
