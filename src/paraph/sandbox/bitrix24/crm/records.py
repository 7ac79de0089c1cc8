"""Rows of the CRM: a JSON object each, of some kind, under a number of its own.

Objects of CRM, requisites, activities and the rest differ in fields only, so they share a table and the
search in it. What is looked up by value has an index over it (`index`): a portal may hold tens of thousands.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24.world import tables

tables(
    """
    CREATE TABLE IF NOT EXISTS crm_records (
        kind TEXT NOT NULL, id INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS crm_ids (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
    """
)

Row = dict[str, Any]
_SAFE = re.compile(r"\w+")


@dataclass(frozen=True)
class Condition:
    """A part of WHERE with its arguments."""

    sql: str = "1"
    arguments: tuple[Any, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"{self.sql} AND {other.sql}", self.arguments + other.arguments)


EVERYTHING = Condition()


def next_id(db: sqlite3.Connection, name: str) -> int:
    """Numbers are not given twice, also after a deletion."""
    row = db.execute(
        "INSERT INTO crm_ids VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last", (name,)
    ).fetchone()
    return int(row["last"])


def index(db: sqlite3.Connection, kind: str, name: str) -> None:
    """Makes the search by this field quick."""
    label = f"crm_{_safe(kind)}_{_safe(name)}"
    db.execute(
        f"CREATE INDEX IF NOT EXISTS {label} ON crm_records ({column(name)}, id) WHERE kind = '{kind}'"
    )


def column(name: str) -> str:
    """SQL of a field's value."""
    return "id" if name == "ID" else f"json_extract(data, '$.{_safe(name)}')"


def where(**values: Any) -> Condition:
    """Rows whose fields equal these."""
    condition = EVERYTHING
    for name, value in values.items():
        condition &= Condition(f"{column(name)} = ?", (value,))
    return condition


def insert(db: sqlite3.Connection, kind: str, data: Row, id: int | None = None) -> int:
    number = next_id(db, kind) if id is None else id
    db.execute("INSERT INTO crm_records VALUES (?, ?, ?)", (kind, number, _dumped(data)))
    return number


def load(db: sqlite3.Connection, kind: str, id: int) -> Row | None:
    row = db.execute("SELECT id, data FROM crm_records WHERE kind = ? AND id = ?", (kind, id)).fetchone()
    return None if row is None else _loaded(row)


def store(db: sqlite3.Connection, kind: str, id: int, data: Row) -> None:
    db.execute("UPDATE crm_records SET data = ? WHERE kind = ? AND id = ?", (_dumped(data), kind, id))


def remove(db: sqlite3.Connection, kind: str, id: int) -> None:
    db.execute("DELETE FROM crm_records WHERE kind = ? AND id = ?", (kind, id))


def select(
    db: sqlite3.Connection,
    kind: str,
    condition: Condition = EVERYTHING,
    order: Iterable[tuple[str, str]] = (),
    limit: int = -1,
    offset: int = 0,
) -> list[Row]:
    """Rows in the order of `(field, ASC or DESC)`, those that are equal by number."""
    _teach(db)
    by = [*order, ("ID", "ASC")]
    directions = ", ".join(f"{column(name)} {'DESC' if way == 'DESC' else 'ASC'}" for name, way in by)
    rows = db.execute(
        f"SELECT id, data FROM crm_records WHERE {_of(kind)} AND {condition.sql}"  # noqa: S608
        f" ORDER BY {directions} LIMIT ? OFFSET ?",
        (*condition.arguments, limit, offset),
    )
    return [_loaded(row) for row in rows]


def count(db: sqlite3.Connection, kind: str, condition: Condition = EVERYTHING) -> int:
    _teach(db)
    sql = f"SELECT count(*) FROM crm_records WHERE {_of(kind)} AND {condition.sql}"  # noqa: S608
    return int(db.execute(sql, condition.arguments).fetchone()[0])


def first(db: sqlite3.Connection, kind: str, **values: Any) -> Row | None:
    found = select(db, kind, where(**values), limit=1)
    return found[0] if found else None


def _of(kind: str) -> str:
    """Written out and not an argument, or indexes of one kind would not be used."""
    return f"kind = '{_safe(kind)}'"


def _safe(word: str) -> str:
    if not _SAFE.fullmatch(word):
        raise ValueError(word)
    return word


def _teach(db: sqlite3.Connection) -> None:
    """Letters compare as in the portal's database, where case does not matter; SQLite knows Latin only."""
    db.create_function("crm_folded", 1, _folded, deterministic=True)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _dumped(data: Row) -> str:
    """Rows stay thin: what is empty is not written."""
    kept = {name: value for name, value in data.items() if value is not None and value != [] and name != "ID"}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _loaded(row: Sequence[Any]) -> Row:
    return {"ID": row[0], **json.loads(row[1])}
