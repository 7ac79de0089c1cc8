"""Employees and departments of the portal, and the methods that tell of them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import listing
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method, truth
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
    values: dict[str, Any] = dict(row)
    values["departments"] = tuple(json.loads(values["departments"]))
    return User(is_admin=bool(values.pop("admin")), is_active=bool(values.pop("active")), **values)


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


# -- methods -----------------------------------------------------------------------------------------------

_SEARCHED = ("NAME", "LAST_NAME", "SECOND_NAME", "WORK_POSITION")
_USER_FIELDS = frozenset(
    ("ID", "ACTIVE", "NAME", "LAST_NAME", "SECOND_NAME", "EMAIL", "WORK_PHONE", "WORK_POSITION", "USER_TYPE")
)
_DEPARTMENT_FIELDS = frozenset(("ID", "NAME", "SORT", "PARENT", "UF_HEAD"))


def _told(call: Call, user: User) -> dict[str, Any]:
    """A user as methods show him: `user_brief` knows no address and no telephone."""
    told: dict[str, Any] = {
        "ID": str(user.id),
        "XML_ID": "",
        "ACTIVE": user.is_active,
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "SECOND_NAME": user.second_name,
        "DATE_REGISTER": call.world.iso(user.registered),
        "IS_ONLINE": "N",
        "WORK_POSITION": user.position,
        "UF_DEPARTMENT": list(user.departments),
        "USER_TYPE": "employee",
    }
    if _FULL_SCOPES & call.auth.scopes:
        told |= {"EMAIL": user.email, "WORK_PHONE": user.phone, "PERSONAL_MOBILE": ""}
    return told


def _caller(call: Call) -> User:
    user = find_user(call.world, call.user_id)
    if user is None:
        raise RestError("user_access_error", "The user does not have access to the application", 403)
    return user


@method("profile")
def profile(call: Call) -> Any:
    """Who calls; needs no scope."""
    user = _caller(call)
    return {
        "ID": str(user.id),
        "ADMIN": user.is_admin,
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "PERSONAL_GENDER": "",
        "TIME_ZONE": "",
    }


@method("user.admin")
def is_admin(call: Call) -> Any:
    return call.auth.is_admin


@method("user.current", USER_SCOPES)
def current(call: Call) -> Any:
    return _told(call, _caller(call))


@method("user.get", USER_SCOPES)
def user_get(call: Call) -> Any:
    """By FILTER, or by fields given beside it as clients of old do."""
    given = call.arg("FILTER")
    filter = dict(given) if isinstance(given, dict) else {}
    for name in ("ID", "ACTIVE", "EMAIL", "UF_DEPARTMENT"):
        if call.arg(name) is not None:
            filter.setdefault(name, call.arg(name))
    return _users_page(call, filter)


@method("user.search", USER_SCOPES)
def user_search(call: Call) -> Any:
    """Those still working, by a part of the name or the position."""
    given = call.arg("FILTER")
    filter = dict(given) if isinstance(given, dict) else dict(call.params)
    words = str(filter.pop("FIND", "")).casefold().split()
    exact = {f"%{name}" if name in _SEARCHED else name: value for name, value in filter.items()}
    return _users_page(call, {**exact, "ACTIVE": True}, words)


def _users_page(call: Call, filter: dict[str, Any], words: list[str] | None = None) -> Page:
    upper = {name.upper(): value for name, value in filter.items()}
    rows = [_told(call, user) for user in users(call.world)]
    if "ACTIVE" in upper:
        upper["ACTIVE"] = truth(upper["ACTIVE"])
    for name in ("UF_DEPARTMENT", "@UF_DEPARTMENT"):
        if name in upper:
            value = upper.pop(name)
            wanted = {str(one) for one in (value if isinstance(value, list) else [value])}
            rows = [row for row in rows if wanted & {str(one) for one in row["UF_DEPARTMENT"]}]
    for word in words or []:
        rows = [row for row in rows if any(word in row[name].casefold() for name in _SEARCHED)]
    order = {str(call.arg("sort") or "ID").upper(): str(call.arg("order") or "ASC")}
    return Page.of(listing.chosen(rows, upper, order, _USER_FIELDS), call.start)


@method("department.get", "department")
def department_get(call: Call) -> Any:
    """By ID, NAME, SORT, PARENT or UF_HEAD given beside each other."""
    rows = []
    for one in departments(call.world):
        told: dict[str, Any] = {"ID": str(one.id), "NAME": one.name, "SORT": one.sort}
        if one.parent is not None:
            told["PARENT"] = str(one.parent)
        if one.head is not None:
            told["UF_HEAD"] = str(one.head)
        rows.append(told)
    filter = {name: call.arg(name) for name in _DEPARTMENT_FIELDS if call.arg(name) is not None}
    order = {str(call.arg("sort") or "SORT").upper(): str(call.arg("order") or "ASC")}
    return Page.of(listing.chosen(rows, filter, order, _DEPARTMENT_FIELDS), call.start)
