"""Users and groups of the company, and the operations that tell of them. `GET /user/{id}` does not exist."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.elma365.envelope import NotFound, listing, success
from paraph.sandbox.elma365.filters import Query, contains
from paraph.sandbox.elma365.routes import Call, api
from paraph.sandbox.elma365.world import SYSTEM, World, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS users (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, lastname TEXT NOT NULL, firstname TEXT NOT NULL,
        middlename TEXT NOT NULL, login TEXT NOT NULL UNIQUE, position TEXT NOT NULL, person TEXT NOT NULL,
        active INTEGER NOT NULL DEFAULT 1, created REAL NOT NULL
    );
    CREATE TABLE IF NOT EXISTS groups (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS members (
        group_id TEXT NOT NULL REFERENCES groups, user_id TEXT NOT NULL REFERENCES users,
        PRIMARY KEY (group_id, user_id)
    );
    """
)

#: Only its members may make tokens and set up modules.
ADMINISTRATORS = "administrators"
#: Where groups of the whole company live.
_NAMESPACE = "system"
_ACTIVE, _BLOCKED = 2, 3


@dataclass(frozen=True)
class User:
    """An employee; the login is the e-mail. `person` names a key file of the test authority, if any."""

    id: str
    number: int
    lastname: str
    firstname: str
    middlename: str
    login: str
    position: str
    person: str
    is_active: bool
    created: float
    groups: tuple[str, ...]
    is_admin: bool

    @property
    def full_name(self) -> str:
        return f"{self.lastname} {self.firstname} {self.middlename}".strip()


@dataclass(frozen=True)
class Group:
    """A group of users."""

    id: str
    code: str
    name: str


def users(world: World) -> list[User]:
    """Everybody, also those who left."""
    with world.reading() as db:
        admins = db.execute("SELECT id FROM groups WHERE code = ?", (ADMINISTRATORS,)).fetchone()
        groups: dict[str, list[str]] = {}
        for row in db.execute("SELECT * FROM members ORDER BY group_id"):
            groups.setdefault(row["user_id"], []).append(row["group_id"])
        rows = db.execute("SELECT * FROM users ORDER BY number").fetchall()
    return [_user(row, groups.get(row["id"], []), admins["id"] if admins else "") for row in rows]


def _user(row: sqlite3.Row, groups: list[str], admins: str) -> User:
    values: dict[str, Any] = dict(row)
    active = bool(values.pop("active"))
    return User(**values, is_active=active, groups=tuple(groups), is_admin=admins in groups)


def user(world: World, user_id: str) -> User | None:
    return next((one for one in users(world) if one.id == user_id), None)


def groups(world: World) -> list[Group]:
    with world.reading() as db:
        return [Group(**dict(row)) for row in db.execute("SELECT * FROM groups ORDER BY name")]


def set_active(world: World, user_id: str, active: bool) -> None:
    """Blocks a user or lets them in again."""
    with world.writing() as db:
        db.execute("UPDATE users SET active = ? WHERE id = ?", (active, user_id))


def join(world: World, group_id: str, user_id: str) -> None:
    with world.writing() as db:
        db.execute("INSERT OR IGNORE INTO members VALUES (?, ?)", (group_id, user_id))


def leave(world: World, group_id: str, user_id: str) -> None:
    with world.writing() as db:
        db.execute("DELETE FROM members WHERE group_id = ? AND user_id = ?", (group_id, user_id))


# -- operations --------------------------------------------------------------------------------------------


@api("GET", "POST", "user/list")
def user_list(call: Call) -> dict[str, Any]:
    """`{from, size, ids, filter: {tf: {login | email | fullname | __id}}}`"""
    query = Query.of(call.body)
    found = [one for one in users(call.world) if _fits(one, query)]
    return listing([told(call.world, one) for one in query.page(found)], len(found))


def _fits(one: User, query: Query) -> bool:
    if query.ids and one.id not in query.ids:
        return False
    known = {"login": one.login, "email": one.login, "fullname": one.full_name, "__name": one.full_name}
    return all(
        one.id == wanted if name == "__id" else contains(known.get(name, ""), wanted)
        for name, wanted in query.tf.items()
    )


def told(world: World, one: User) -> dict[str, Any]:
    """A user as the Web API tells of them."""
    created = world.iso(one.created)
    return {
        "__id": one.id,
        "__name": one.full_name,
        "__index": one.number,
        "__status": {"order": 0, "status": _ACTIVE if one.is_active else _BLOCKED},
        "__createdAt": created,
        "__createdBy": SYSTEM,
        "__updatedAt": created,
        "__updatedBy": SYSTEM,
        "__deletedAt": None,
        "login": one.login,
        "email": one.login,
        "fullname": {
            "lastname": one.lastname,
            "firstname": one.firstname,
            "middlename": one.middlename,
        },
        "displayedPosition": one.position,
        "groupIds": list(one.groups),
        "osIds": [],
    }


@api("GET", "POST", "scheme/groups/list")
def group_list(call: Call) -> dict[str, Any]:
    query = Query.of(call.body)
    found = groups(call.world)
    return listing([_group_told(one) for one in query.page(found)], len(found))


@api("GET", "scheme/namespaces/{ns}/groups")
def groups_of_namespace(call: Call, ns: str) -> dict[str, Any]:
    return listing([_group_told(one) for one in groups(call.world)] if ns == _NAMESPACE else [])


@api("GET", "scheme/groups/{id}")
def group_get(call: Call, id: str) -> dict[str, Any]:
    return success(group=_group_told(_asked(call, id)))


@api("GET", "scheme/groups/{id}/users")
def group_users(call: Call, id: str) -> dict[str, Any]:
    group = _asked(call, id)
    return listing([told(call.world, one) for one in users(call.world) if group.id in one.groups])


def _asked(call: Call, group_id: str) -> Group:
    for group in groups(call.world):
        if group.id == group_id:
            return group
    raise NotFound("group not found")


def _group_told(group: Group) -> dict[str, Any]:
    return {
        "__id": group.id,
        "__name": group.name,
        "namespace": _NAMESPACE,
        "code": group.code,
        "name": group.name,
    }
