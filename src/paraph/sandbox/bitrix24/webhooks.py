"""Incoming webhooks, by the control: `/_sandbox/webhooks`."""

from __future__ import annotations

import secrets
from typing import Any

from paraph.sandbox.bitrix24 import people
from paraph.sandbox.bitrix24.auth import SCOPES
from paraph.sandbox.bitrix24.control import control
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Request


@control("GET", "webhooks")
def listed(world: World, request: Request) -> Any:
    with world.reading() as db:
        rows = db.execute("SELECT * FROM webhooks ORDER BY user_id, code").fetchall()
    return [
        {
            "url": f"{world.client_endpoint}{row['user_id']}/{row['code']}/",
            "user_id": row["user_id"],
            "scopes": row["scopes"].split(","),
            "active": bool(row["active"]),
        }
        for row in rows
    ]


@control("POST", "webhooks")
def add(world: World, request: Request) -> Any:
    """`{"user_id": 3, "scopes": ["crm"]}`: one more webhook, with the rights of that user."""
    order = request.json_object()
    user_id, scopes = order.get("user_id"), order.get("scopes", list(SCOPES))
    if type(user_id) is not int or people.find_user(world, user_id) is None:
        raise HttpError(400, "Поле user_id: номер сотрудника портала.")
    if not isinstance(scopes, list) or not scopes or not set(scopes) <= set(SCOPES):
        raise HttpError(400, f"Поле scopes: список из {', '.join(SCOPES)}.")
    code = secrets.token_hex(8)
    with world.writing() as db:
        db.execute("INSERT INTO webhooks VALUES (?, ?, ?, 1)", (code, user_id, ",".join(scopes)))
    return {"url": f"{world.client_endpoint}{user_id}/{code}/"}


@control("POST", r"webhooks/(?P<code>[0-9a-f]+)")
def switch(world: World, request: Request, code: str) -> Any:
    """`{"active": false}`: the webhook is blocked, or works again."""
    active = request.json_object().get("active")
    if not isinstance(active, bool):
        raise HttpError(400, "Поле active: true или false.")
    with world.writing() as db:
        if not db.execute("UPDATE webhooks SET active = ? WHERE code = ?", (active, code)).rowcount:
            raise HttpError(404, f"Вебхука {code} на портале нет.")
    return listed(world, request)
