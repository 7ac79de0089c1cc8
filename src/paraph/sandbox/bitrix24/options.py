"""Options: small values the portal keeps for an application, one set of its own and one of each user."""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

#: Whose the application's own options are.
NOBODY = 0

tables(
    """
    CREATE TABLE IF NOT EXISTS options (
        app_id INTEGER NOT NULL, user_id INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (app_id, user_id, name)
    );
    """
)


def of(world: World, app_id: int, user_id: int = NOBODY) -> dict[str, Any]:
    """Options of the application, or those a user has in it."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT name, value FROM options WHERE app_id = ? AND user_id = ?", (app_id, user_id)
        )
        return {row["name"]: json.loads(row["value"]) for row in rows}


def put(world: World, app_id: int, user_id: int, values: dict[str, Any]) -> None:
    with world.writing() as db:
        db.executemany(
            "INSERT OR REPLACE INTO options VALUES (?, ?, ?, ?)",
            [(app_id, user_id, name, json.dumps(value)) for name, value in values.items()],
        )


def _told(call: Call, user_id: int) -> Any:
    kept = of(call.world, call.auth.app_id, user_id)
    name = call.arg("option")
    return kept if not name else kept.get(str(name), "")


def _kept(call: Call, user_id: int) -> Any:
    values = call.arg("options")
    if not isinstance(values, dict) or not values:
        raise RestError("ERROR_ARGUMENT", "Argument 'options' is null or empty", argument="options")
    put(call.world, call.auth.app_id, user_id, values)
    return True


@method("app.option.get", app_only=True)
def app_get(call: Call) -> Any:
    return _told(call, NOBODY)


@method("app.option.set", app_only=True, admin=True)
def app_set(call: Call) -> Any:
    return _kept(call, NOBODY)


@method("user.option.get", app_only=True)
def user_get(call: Call) -> Any:
    return _told(call, call.user_id)


@method("user.option.set", app_only=True)
def user_set(call: Call) -> Any:
    return _kept(call, call.user_id)


def forget(world: World, app_id: int) -> None:
    """The application was removed together with its data."""
    with world.writing() as db:
        db.execute("DELETE FROM options WHERE app_id = ?", (app_id,))
