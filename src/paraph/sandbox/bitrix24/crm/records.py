"""Rows of the CRM: a JSON object each, of some kind, under a number of its own.

Objects of CRM, requisites, activities and the rest differ in fields only: they are kept and searched alike.
What is looked up by value has an index over it, as a portal may hold tens of thousands.
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


def declare(kind: str, *indexed: str) -> str:
    """A kind of rows every portal has, quickly found by the fields named; returns its name."""
    tables(";".join(_statements(kind, *indexed)) + ";")
    return kind


def create(db: sqlite3.Connection, kind: str, *indexed: str) -> None:
    """The same for a kind that has come to be on this portal; once more is as good as once."""
    for statement in _statements(kind, *indexed):
        db.execute(statement)


def _statements(kind: str, *indexed: str) -> list[str]:
    table = _table(kind)
    made = [f"CREATE TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY, data TEXT NOT NULL)"]
    for name in indexed:
        index = f"{table}_by_{_safe(name)}"
        made.append(f"CREATE INDEX IF NOT EXISTS {index} ON {table} ({column(name)}, id)")
    return made


def _table(kind: str) -> str:
    return f"crm_rows_{_safe(kind)}"


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
    db.execute(f"INSERT INTO {_table(kind)} VALUES (?, ?)", (number, _dumped(data)))  # noqa: S608
    return number


def load(db: sqlite3.Connection, kind: str, id: int) -> Row | None:
    row = db.execute(f"SELECT id, data FROM {_table(kind)} WHERE id = ?", (id,)).fetchone()  # noqa: S608
    return None if row is None else _loaded(row)


def store(db: sqlite3.Connection, kind: str, id: int, data: Row) -> None:
    db.execute(f"UPDATE {_table(kind)} SET data = ? WHERE id = ?", (_dumped(data), id))  # noqa: S608


def remove(db: sqlite3.Connection, kind: str, id: int) -> None:
    db.execute(f"DELETE FROM {_table(kind)} WHERE id = ?", (id,))  # noqa: S608


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
        f"SELECT id, data FROM {_table(kind)} WHERE {condition.sql}"  # noqa: S608
        f" ORDER BY {directions} LIMIT ? OFFSET ?",
        (*condition.arguments, limit, offset),
    )
    return [_loaded(row) for row in rows]


def count(db: sqlite3.Connection, kind: str, condition: Condition = EVERYTHING) -> int:
    _teach(db)
    sql = f"SELECT count(*) FROM {_table(kind)} WHERE {condition.sql}"  # noqa: S608
    return int(db.execute(sql, condition.arguments).fetchone()[0])


def first(db: sqlite3.Connection, kind: str, **values: Any) -> Row | None:
    found = select(db, kind, where(**values), limit=1)
    return found[0] if found else None


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
