"""The feed of an element: what people and programs wrote there."""

from __future__ import annotations

import sqlite3
from typing import Any

from paraph.sandbox.elma365 import items
from paraph.sandbox.elma365.envelope import BadRequest, listing, success
from paraph.sandbox.elma365.filters import Query
from paraph.sandbox.elma365.routes import Call, api, control
from paraph.sandbox.elma365.world import World, new_id, tables
from paraph.sandbox.http import Request

tables(
    """
    CREATE TABLE IF NOT EXISTS messages (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, namespace TEXT NOT NULL, code TEXT NOT NULL,
        item_id TEXT NOT NULL, body TEXT NOT NULL, author TEXT NOT NULL, created REAL NOT NULL
    );
    """
)


def post(world: World, ns: str, code: str, item_id: str, text: str, author: str) -> dict[str, Any]:
    """A new message in the element's feed; raises `NotFound`."""
    items.get(world, ns, code, item_id)
    with world.writing() as db:
        db.execute(
            "INSERT INTO messages (id, namespace, code, item_id, body, author, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (message_id := new_id(), ns, code, item_id, text, author, world.now()),
        )
        row = db.execute("SELECT * FROM messages WHERE id = ?", (message_id,)).fetchone()
    return _told(world, row)


def of_item(world: World, ns: str, code: str, item_id: str) -> list[dict[str, Any]]:
    """Messages of the element, the oldest first."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM messages WHERE namespace = ? AND code = ? AND item_id = ? ORDER BY number",
            (ns, code, item_id),
        ).fetchall()
    return [_told(world, row) for row in rows]


def _told(world: World, row: sqlite3.Row) -> dict[str, Any]:
    return {
        "__id": row["id"],
        "body": row["body"],
        "author": row["author"],
        "target": {"namespace": row["namespace"], "code": row["code"], "id": row["item_id"]},
        "__createdAt": world.iso(row["created"]),
        "__createdBy": row["author"],
    }


@api("POST", "feed/{ns}/{code}/{target}/message")
def send(call: Call, ns: str, code: str, target: str) -> dict[str, Any]:
    """`{"body": "…"}`"""
    text = call.body.get("body")
    if not isinstance(text, str) or not text.strip():
        raise BadRequest("body: a text is expected")
    return success(message=post(call.world, ns, code, target, text, call.user.id))


@api("GET", "POST", "feed/{ns}/{code}/{target}/message/list")
def message_list(call: Call, ns: str, code: str, target: str) -> dict[str, Any]:
    query = Query.of(call.body)
    items.get(call.world, ns, code, target)
    found = of_item(call.world, ns, code, target)
    return listing(list(query.page(found)), len(found))


@control("GET", "feed/{ns}/{code}/{target}")
def feed_shown(world: World, request: Request, ns: str, code: str, target: str) -> Any:
    return of_item(world, ns, code, target)
