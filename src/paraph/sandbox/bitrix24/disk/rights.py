"""Who may do what on Disk: levels given to people and departments on a folder hold for all below it.

The portal also knows rights that take away; nothing here gives such.
"""

from __future__ import annotations

import sqlite3
from enum import IntEnum
from typing import Any

from paraph.sandbox.bitrix24 import people
from paraph.sandbox.bitrix24.disk import errors, store
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

#: Everybody who is signed in.
EVERYBODY = "AU"

tables(
    """
    CREATE TABLE IF NOT EXISTS disk_rights (
        object_id INTEGER NOT NULL REFERENCES disk_objects ON DELETE CASCADE,
        access_code TEXT NOT NULL, level INTEGER NOT NULL,
        PRIMARY KEY (object_id, access_code)
    );
    """
)


class Level(IntEnum):
    """What one may do, each more than the one before."""

    NONE = 0
    READ = 1
    #: To add, to change, to put into the bin.
    EDIT = 2
    #: To delete for good and to give rights.
    FULL = 3


#: The levels as `disk.rights.getTasks` names them.
_TASKS = {
    79: ("disk_access_full", "Полный доступ", Level.FULL),
    75: ("disk_access_edit", "Редактирование", Level.EDIT),
    71: ("disk_access_read", "Чтение", Level.READ),
}


@method("disk.rights.getTasks", "disk")
def get_tasks(call: Call) -> Any:
    return [{"ID": str(number), "NAME": name, "TITLE": title} for number, (name, title, _) in _TASKS.items()]


def given(value: Any) -> dict[str, Level]:
    """`[{"TASK_ID": 75, "ACCESS_CODE": "U1"}]` as levels by code; `RestError` for anything else."""
    if not value:
        return {}
    levels = {}
    for right in value if isinstance(value, list) else [value]:
        task = right.get("TASK_ID") if isinstance(right, dict) else None
        if not str(task).isdigit() or int(str(task)) not in _TASKS or not right.get("ACCESS_CODE"):
            raise RestError("ERROR_CORE", "Invalid rights format")
        levels[str(right["ACCESS_CODE"])] = _TASKS[int(str(task))][2]
    return levels


def grant(world: World, object_id: int, levels: dict[str, Level]) -> None:
    with world.writing() as db:
        db.executemany(
            "INSERT OR REPLACE INTO disk_rights VALUES (?, ?, ?)",
            [(object_id, code, int(level)) for code, level in levels.items()],
        )


def demand(call: Call, one: sqlite3.Row, level: Level) -> None:
    """Raises `RestError` ACCESS_DENIED unless the caller may do that much with the object."""
    if level_of(call, one) < level:
        raise errors.denied()


def level_of(call: Call, one: sqlite3.Row) -> Level:
    """The most that is given to the caller on the object and on the folders it lies in."""
    if call.auth.is_admin:
        return Level.FULL
    codes, highest, at = codes_of(call.world, call.user_id), Level.NONE, one
    while True:
        highest = max(highest, given_here(call.world, at["id"], codes))
        above = None if at["parent_id"] is None else store.find(call.world, at["parent_id"])
        if above is None:
            return highest
        at = above


def given_here(world: World, object_id: int, codes: frozenset[str]) -> Level:
    """What one of the codes is given on the object itself."""
    with world.reading() as db:
        rows = db.execute("SELECT access_code, level FROM disk_rights WHERE object_id = ?", (object_id,))
        return max((Level(row["level"]) for row in rows if row["access_code"] in codes), default=Level.NONE)


def codes_of(world: World, user_id: int) -> frozenset[str]:
    """Access codes a person answers to: their own, everybody's, their departments' with those above."""
    user, parents = (
        people.find_user(world, user_id),
        {one.id: one.parent for one in people.departments(world)},
    )
    own = user.departments if user else ()
    above: set[int] = set()
    for one in own:
        at: int | None = one
        while at is not None and at not in above:
            above.add(at)
            at = parents.get(at)
    return frozenset(
        {f"U{user_id}", EVERYBODY, "*"} | {f"D{one}" for one in own} | {f"DR{one}" for one in above}
    )
