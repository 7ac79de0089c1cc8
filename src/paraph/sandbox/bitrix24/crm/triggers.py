"""crm.automation.trigger.*: what an application says has happened; a manager chose the stage it moves to."""

from __future__ import annotations

import re
from typing import Any

from paraph.sandbox.bitrix24 import apps
from paraph.sandbox.bitrix24.crm import items, kinds, stages
from paraph.sandbox.bitrix24.crm.items import Author
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

_CODE = re.compile(r"[a-z0-9._-]+", re.I)

tables(
    """
    CREATE TABLE IF NOT EXISTS crm_triggers (
        app_id INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (app_id, code)
    );
    CREATE TABLE IF NOT EXISTS crm_trigger_stages (
        id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, code TEXT NOT NULL, entity_type_id INTEGER NOT NULL,
        category_id INTEGER NOT NULL, stage_id TEXT NOT NULL, backwards INTEGER NOT NULL
    );
    """
)


def every(world: World) -> list[Row]:
    """Triggers of all applications: `app_id`, `code`, `name`."""
    with world.reading() as db:
        return [dict(row) for row in db.execute("SELECT * FROM crm_triggers ORDER BY app_id, code")]


def placed(world: World, kind: Kind) -> list[Row]:
    """On which stages of the kind's funnels triggers stand."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT s.*, t.name FROM crm_trigger_stages s JOIN crm_triggers t USING (app_id, code)"
            " WHERE entity_type_id = ? ORDER BY s.id",
            (kind.id,),
        )
        return [dict(row) for row in rows]


def place(
    world: World,
    app_id: int,
    code: str,
    kind: Kind,
    stage_id: str,
    category: int = 0,
    *,
    backwards: bool = True,
) -> None:
    """A manager puts the trigger on a stage of a funnel; raises `LookupError` for what there is not."""
    if stage_id not in {one["STATUS_ID"] for one in stages.of_category(world, kind, category)}:
        raise LookupError(stage_id)
    with world.writing() as db:
        if not db.execute(
            "SELECT 1 FROM crm_triggers WHERE app_id = ? AND code = ?", (app_id, code)
        ).fetchone():
            raise LookupError(code)
        db.execute(
            "INSERT INTO crm_trigger_stages (app_id, code, entity_type_id, category_id, stage_id, backwards)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (app_id, code, kind.id, category, stage_id, backwards),
        )


def displace(world: World, id: int) -> None:
    """Takes a trigger from its stage; `id` is of `placed`."""
    with world.writing() as db:
        db.execute("DELETE FROM crm_trigger_stages WHERE id = ?", (id,))


def _prepared(call: Call) -> str:
    """The code of an administrator's call in the context of an application."""
    if not call.auth.is_admin:
        raise RestError("ACCESS_DENIED", "Access denied! Admin permissions required", 403)
    code = str(call.arg("CODE") or "")
    if not code:
        raise RestError("", "Empty trigger code!")
    if not _CODE.fullmatch(code):
        raise RestError("", "Wrong trigger code!")
    return code


@method("crm.automation.trigger.add", "crm", app_only=True)
def add(call: Call) -> Any:
    """A code that is there already gets the new name."""
    code, name = _prepared(call), str(call.arg("NAME") or "")
    if not name:
        raise RestError("", "Empty trigger name!")
    with call.world.writing() as db:
        db.execute(
            "INSERT INTO crm_triggers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
            (call.auth.app_id, code, name),
        )
    return True


@method("crm.automation.trigger.list", "crm", app_only=True)
def list_(call: Call) -> Any:
    if not call.auth.is_admin:
        raise RestError("ACCESS_DENIED", "Access denied! Admin permissions required", 403)
    return [
        {"NAME": row["name"], "CODE": row["code"]}
        for row in every(call.world)
        if row["app_id"] == call.auth.app_id
    ]


@method("crm.automation.trigger.delete", "crm", app_only=True)
def delete(call: Call) -> Any:
    code = _prepared(call)
    with call.world.writing() as db:
        found = db.execute(
            "DELETE FROM crm_triggers WHERE app_id = ? AND code = ?", (call.auth.app_id, code)
        ).rowcount
    if not found:
        raise RestError("", "Trigger not found")
    return True


@method("crm.automation.trigger.execute", "crm", app_only=True)
def execute(call: Call) -> Any:
    """The object goes to the stage the trigger stands on in its funnel, if it stands on any."""
    code = _prepared(call)
    if not any(row["app_id"] == call.auth.app_id and row["code"] == code for row in every(call.world)):
        raise RestError("", f"Trigger with code {code} is not registered.")
    kind = kinds.find_kind(call.world, call.number("OWNER_TYPE_ID"))
    if kind is None or not kind.has_stages:
        raise RestError("", "Incorrect parameter OWNER_TYPE_ID.")
    id = call.number("OWNER_ID")
    if id <= 0:
        raise RestError("", "Incorrect parameter OWNER_ID.")
    row = items.find(call.world, kind, id)
    if row is not None:
        _move(call.world, call.auth.app_id, code, kind, row)
    return True


def _move(world: World, app_id: int, code: str, kind: Kind, row: Row) -> None:
    category = row.get("CATEGORY_ID", 0)
    order = [one["STATUS_ID"] for one in stages.of_category(world, kind, category)]
    here = order.index(row["STAGE_ID"])
    for one in placed(world, kind):
        if (one["app_id"], one["code"], one["category_id"]) != (app_id, code, category):
            continue
        if one["backwards"] or order.index(one["stage_id"]) > here:
            # The portal moves it, not the caller: the event about it brings no tokens.
            user_id = row.get("ASSIGNED_BY_ID") or 1
            items.update(world, kind, row["ID"], {"STAGE_ID": one["stage_id"]}, [], Author(user_id))
            return


@apps.on_removal
def _forget(world: World, app_id: int) -> None:
    """Where a manager has put the triggers stays, and is good again when they are registered again."""
    with world.writing() as db:
        db.execute("DELETE FROM crm_triggers WHERE app_id = ?", (app_id,))
