"""Events of the portal: who listens, and how an event gets there, at once or through the offline queue."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from paraph.sandbox.bitrix24 import apps, offline
from paraph.sandbox.bitrix24.rest import Auth
from paraph.sandbox.bitrix24.world import World, job, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS event_handlers (
        id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, event TEXT NOT NULL, handler TEXT NOT NULL,
        auth_type INTEGER NOT NULL, connector TEXT NOT NULL, offline INTEGER NOT NULL,
        min_timeout REAL NOT NULL DEFAULT 1, woken REAL NOT NULL DEFAULT 0,
        UNIQUE (app_id, event, handler, auth_type, connector, offline)
    );
    """
)


def fire(
    world: World,
    event: str,
    data: Mapping[str, Any],
    caused_by: Auth | None = None,
    *,
    only_app: int | None = None,
) -> None:
    """Tells every application that listens; `caused_by` is whose call did it, None a robot or an agent.

    What concerns one application alone is told to `only_app`.

    Online handlers get one POST without retries, with tokens of the user who caused the event unless the
    handler names another; offline ones a row in the queue of their application.
    """
    name = event.upper()
    with world.writing():
        for row in _handlers(world, name, only_app):
            if not row["offline"]:
                user = row["auth_type"] or (caused_by.user_id if caused_by else None)
                _deliver(world, row, name, data, user)
            elif offline.keep(world, row["app_id"], name, data, row["connector"], caused_by):
                _wake(world, row["app_id"])


def tell(
    world: World,
    app: apps.App,
    event: str,
    data: Mapping[str, Any],
    user_id: int | None,
    *,
    refresh: bool = True,
) -> None:
    """An event about one application, told to its own handlers; without a user it carries no tokens."""
    for row in _handlers(world, event, app.id):
        _deliver(world, row, event, data, user_id, with_refresh=refresh)


def _handlers(world: World, event: str, app_id: int | None = None) -> list[sqlite3.Row]:
    with world.reading() as db:
        return db.execute(
            "SELECT h.* FROM event_handlers h JOIN apps a ON a.id = h.app_id WHERE h.event = ?"
            " AND a.installed AND a.finished AND a.id = coalesce(?, a.id) ORDER BY h.id",
            (event, app_id),
        ).fetchall()


def _wake(world: World, app_id: int) -> None:
    """Orders ONOFFLINEEVENT, «come and get what is in the queue», once in the handler's minTimeout."""
    now = world.now()
    with world.writing() as db:
        for row in _handlers(world, "ONOFFLINEEVENT", app_id):
            due = max(now, row["woken"] + row["min_timeout"])
            if row["woken"] <= now:  # none is under way already
                db.execute("UPDATE event_handlers SET woken = ? WHERE id = ?", (due, row["id"]))
                world.later("wake", {"app": app_id, "handler": row["id"]}, due - now)


@job("wake")
def _woken(world: World, payload: dict[str, Any]) -> None:
    for row in _handlers(world, "ONOFFLINEEVENT", payload["app"]):
        if row["id"] == payload["handler"]:
            user = row["auth_type"] or apps.get(world, row["app_id"]).installer
            _deliver(world, row, "ONOFFLINEEVENT", {}, user, with_refresh=True)


def _deliver(
    world: World,
    handler: sqlite3.Row,
    event: str,
    data: Mapping[str, Any],
    user_id: int | None,
    *,
    with_refresh: bool = False,
) -> None:
    if world.faults.hit("lost-event", event):
        return
    app_id = handler["app_id"]
    fields = {
        "event": event,
        "event_handler_id": handler["id"],
        "data": data,
        "ts": int(world.now()),
        "auth": apps.token_for(world, app_id, user_id, with_refresh=with_refresh),
    }
    for _ in range(2 if world.faults.hit("duplicate-event", event) else 1):
        apps.post(world, handler["handler"], fields, app_id=app_id)


@apps.on_removal
def _forget(world: World, app_id: int) -> None:
    with world.writing() as db:
        db.execute("DELETE FROM event_handlers WHERE app_id = ?", (app_id,))
