"""Employees and departments of the portal, and the methods that tell of them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS departments (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, sort INTEGER NOT NULL, parent INTEGER, head INTEGER
    );
    CREATE TABLE IF NOT EXISTS users (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, last_name TEXT NOT NULL, second_name TEXT NOT NULL,
        email TEXT NOT NULL, phone TEXT NOT NULL, position TEXT NOT NULL, person TEXT NOT NULL,
        admin INTEGER NOT NULL, active INTEGER NOT NULL DEFAULT 1, departments TEXT NOT NULL,
        registered REAL NOT NULL
    );
    """
)

#: Any of these opens the methods of users; how much is told depends on which.
USER_SCOPES = ("user", "user_basic", "user_brief")
_FULL_SCOPES = frozenset(("user", "user_basic"))


@dataclass(frozen=True)
class User:
    """An employee. `person` is the name of a key file of the test authority, if there is one."""

    id: int
    name: str
    last_name: str
    second_name: str
    email: str
    phone: str
    position: str
    person: str
    is_admin: bool
    is_active: bool
    departments: tuple[int, ...]
    registered: float

    @property
    def full_name(self) -> str:
        return f"{self.last_name} {self.name} {self.second_name}".strip()


@dataclass(frozen=True)
class Department:
    """A department; the topmost one has no parent."""

    id: int
    name: str
    sort: int
    parent: int | None
    head: int | None


def _user(row: sqlite3.Row) -> User:
    departments = tuple(json.loads(row["departments"]))
    values = (
        row[name] for name in ("name", "last_name", "second_name", "email", "phone", "position", "person")
    )
    return User(row["id"], *values, bool(row["admin"]), bool(row["active"]), departments, row["registered"])


def users(world: World) -> list[User]:
    """Everybody, also those who left."""
    with world.reading() as db:
        return [_user(row) for row in db.execute("SELECT * FROM users ORDER BY id")]


def find_user(world: World, user_id: int) -> User | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM users WHERE id = ?", (user_id,)).fetchone()
    return None if row is None else _user(row)


def departments(world: World) -> list[Department]:
    with world.reading() as db:
        return [Department(**row) for row in db.execute("SELECT * FROM departments ORDER BY sort, id")]


def switch_user(world: World, user_id: int, *, active: bool | None = None, admin: bool | None = None) -> None:
    """Fires or takes back an employee, gives or takes the administrator's rights."""
    with world.writing() as db:
        if active is not None:
            db.execute("UPDATE users SET active = ? WHERE id = ?", (active, user_id))
        if admin is not None:
            db.execute("UPDATE users SET admin = ? WHERE id = ?", (admin, user_id))
