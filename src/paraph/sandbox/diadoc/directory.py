"""Who there is: organisations, their boxes and departments, users and where they work."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from paraph.sandbox.diadoc.world import World, tables

#: The head department of every organisation.
HEAD_DEPARTMENT = "00000000-0000-0000-0000-000000000000"
_DIADOC_ID = re.compile(r"([0-9a-f]{32})@diadoc\.ru")

tables(
    """
    CREATE TABLE IF NOT EXISTS organizations (
        id TEXT PRIMARY KEY, alias TEXT NOT NULL DEFAULT '', inn TEXT NOT NULL, kpp TEXT NOT NULL,
        fns_id TEXT NOT NULL UNIQUE, liquidated INTEGER NOT NULL DEFAULT 0,
        roaming INTEGER NOT NULL DEFAULT 0, counteragents_only INTEGER NOT NULL DEFAULT 0,
        subscribed INTEGER NOT NULL DEFAULT 1, blocked INTEGER NOT NULL DEFAULT 0, more TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS organizations_by_inn ON organizations (inn, kpp);
    CREATE TABLE IF NOT EXISTS boxes (
        id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations, title TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS boxes_by_organization ON boxes (organization_id);
    CREATE TABLE IF NOT EXISTS departments (
        id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations, parent_id TEXT NOT NULL,
        name TEXT NOT NULL, abbreviation TEXT NOT NULL, kpp TEXT NOT NULL DEFAULT '',
        more TEXT NOT NULL DEFAULT '{}', created INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS departments_by_organization ON departments (organization_id);
    CREATE TABLE IF NOT EXISTS users (
        id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE COLLATE NOCASE, password TEXT NOT NULL,
        surname TEXT NOT NULL, given_name TEXT NOT NULL, patronymic TEXT NOT NULL,
        inn TEXT NOT NULL DEFAULT '', person TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE IF NOT EXISTS employees (
        organization_id TEXT NOT NULL REFERENCES organizations, user_id TEXT NOT NULL REFERENCES users,
        position TEXT NOT NULL, department_id TEXT NOT NULL, access_level TEXT NOT NULL,
        administrator INTEGER NOT NULL DEFAULT 0, blocked INTEGER NOT NULL DEFAULT 0,
        more TEXT NOT NULL DEFAULT '{}', created INTEGER NOT NULL, PRIMARY KEY (organization_id, user_id)
    );
    CREATE INDEX IF NOT EXISTS employees_by_user ON employees (user_id);
    """
)


@dataclass(frozen=True)
class Organization:
    """A subscriber of this operator or, in roaming, of another."""

    id: str
    #: Short name in the ready file; empty for who registered later.
    alias: str
    inn: str
    kpp: str
    fns_id: str
    liquidated: bool
    roaming: bool
    #: Takes documents from its counterparties only.
    counteragents_only: bool
    #: Has a paid subscription to the API.
    subscribed: bool
    #: Blocked by the operator: may neither send nor read.
    blocked: bool
    #: FullName, ShortName, Ogrn, Address… as the API names them.
    more: dict[str, Any]

    @property
    def active(self) -> bool:
        return not self.liquidated

    @property
    def name(self) -> str:
        return str(self.more.get("ShortName") or self.more["FullName"])


@dataclass(frozen=True)
class Box:
    """A box of an organisation; `id` is its GUID."""

    id: str
    title: str
    organization: Organization

    @property
    def diadoc_id(self) -> str:
        """The older form: 32 hexadecimal digits and the operator's name."""
        return UUID(self.id).hex + "@diadoc.ru"


@dataclass(frozen=True)
class User:
    """Somebody who can log in; `person` names the key of the test authority, if there is one."""

    id: str
    login: str
    surname: str
    given_name: str
    patronymic: str
    inn: str
    person: str

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.surname, self.given_name, self.patronymic)))


@dataclass(frozen=True)
class Employee:
    """A user at an organisation; `access_level` is a name of DocumentAccessLevel."""

    user: User
    organization_id: str
    position: str
    department_id: str
    access_level: str
    administrator: bool
    blocked: bool
    #: Actions {name: allowed}, SelectedDepartmentIds, CanBeInvitedForChat, Comment.
    more: dict[str, Any]
    created: int

    @property
    def sees_everything(self) -> bool:
        return self.access_level == "AllDocuments"

    def may(self, action: str) -> bool:
        """Whether an action of EmployeePermissions is allowed, e.g. SignDocuments."""
        return bool(self.more.get("Actions", {}).get(action, False))


def box_guid(box_id: str) -> str | None:
    """The GUID of a box id in either form; None if it is neither."""
    text = box_id.strip().lower()
    if match := _DIADOC_ID.fullmatch(text):
        text = match[1]
    try:
        return str(UUID(text))
    except ValueError:
        return None


def organization(world: World, organization_id: str) -> Organization | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM organizations WHERE id = ?", (organization_id.lower(),)).fetchone()
    return None if row is None else _organization(row)


def organizations(world: World, inn: str = "") -> list[Organization]:
    """All organisations, or those with the ИНН, the latest registered last."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM organizations WHERE inn = :inn OR :inn = '' ORDER BY rowid", {"inn": inn}
        ).fetchall()
    return [_organization(row) for row in rows]


def find_box(world: World, box_id: str) -> Box | None:
    """Anybody's box, by either form of its id."""
    with world.reading() as db:
        row = db.execute(
            "SELECT boxes.id AS box_id, title, organizations.* FROM boxes"
            " JOIN organizations ON organizations.id = organization_id WHERE boxes.id = ?",
            (box_guid(box_id),),
        ).fetchone()
    return None if row is None else Box(row["box_id"], row["title"], _organization(row))


def boxes_of(world: World, organization_id: str) -> list[Box]:
    with world.reading() as db:
        rows = db.execute(
            "SELECT boxes.id AS box_id, title, organizations.* FROM boxes JOIN organizations"
            " ON organizations.id = organization_id WHERE organization_id = ? ORDER BY boxes.rowid",
            (organization_id,),
        ).fetchall()
    return [Box(row["box_id"], row["title"], _organization(row)) for row in rows]


def find_user(world: World, user_id: str) -> User | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM users WHERE id = ?", (user_id.lower(),)).fetchone()
    return None if row is None else user_of(row)


def find_employee(world: World, organization_id: str, user_id: str) -> Employee | None:
    with world.reading() as db:
        row = db.execute(
            "SELECT * FROM employees JOIN users ON users.id = user_id"
            " WHERE organization_id = ? AND user_id = ?",
            (organization_id, user_id.lower()),
        ).fetchone()
    return None if row is None else employee_of(row)


def employees_of(world: World, organization_id: str) -> list[Employee]:
    """Administrators first."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM employees JOIN users ON users.id = user_id WHERE organization_id = ?"
            " ORDER BY administrator DESC, surname, given_name, user_id",
            (organization_id,),
        ).fetchall()
    return [employee_of(row) for row in rows]


def _organization(row: sqlite3.Row) -> Organization:
    return Organization(
        id=row["id"],
        alias=row["alias"],
        inn=row["inn"],
        kpp=row["kpp"],
        fns_id=row["fns_id"],
        liquidated=bool(row["liquidated"]),
        roaming=bool(row["roaming"]),
        counteragents_only=bool(row["counteragents_only"]),
        subscribed=bool(row["subscribed"]),
        blocked=bool(row["blocked"]),
        more=json.loads(row["more"]),
    )


def user_of(row: sqlite3.Row) -> User:
    return User(
        id=row["id"],
        login=row["login"],
        surname=row["surname"],
        given_name=row["given_name"],
        patronymic=row["patronymic"],
        inn=row["inn"],
        person=row["person"],
    )


def employee_of(row: sqlite3.Row) -> Employee:
    return Employee(
        user=user_of(row),
        organization_id=row["organization_id"],
        position=row["position"],
        department_id=row["department_id"],
        access_level=row["access_level"],
        administrator=bool(row["administrator"]),
        blocked=bool(row["blocked"]),
        more=json.loads(row["more"]),
        created=row["created"],
    )
