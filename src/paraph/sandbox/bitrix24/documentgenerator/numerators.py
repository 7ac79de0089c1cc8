"""`crm.documentgenerator.numerator.*`: where numbers of documents come from."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import ZONE, World, tables

_SCOPE = "crm"
_GENERATOR = "Bitrix_Main_Numerator_Generator_SequentNumberGenerator"
_USUAL = {"start": 1, "step": 1, "length": 0, "padString": "0", "periodicBy": None, "timezone": None}

tables(
    """
    CREATE TABLE IF NOT EXISTS docgen_numerators (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, template TEXT NOT NULL,
        settings TEXT NOT NULL, next INTEGER NOT NULL
    );
    """
)


def add(world: World, name: str, template: str, settings: dict[str, Any]) -> int:
    whole = {**_USUAL, "isDirectNumeration": False, **settings}
    with world.writing() as db:
        row = db.execute(
            "INSERT INTO docgen_numerators (name, template, settings, next) VALUES (?, ?, ?, ?)",
            (name, template, json.dumps(whole), int(whole["start"])),
        )
    assert row.lastrowid is not None
    return row.lastrowid


def next_number(world: World, numerator_id: int) -> str:
    """Takes the next number. Raises `RestError`."""
    with world.writing() as db:
        row = db.execute("SELECT * FROM docgen_numerators WHERE id = ?", (numerator_id,)).fetchone()
        if row is None:
            raise RestError("0", "Error getting next number")
        settings = json.loads(row["settings"])
        db.execute(
            "UPDATE docgen_numerators SET next = next + ? WHERE id = ?", (int(settings["step"]), numerator_id)
        )
    today = datetime.fromtimestamp(world.now(), UTC).astimezone(ZONE)
    padded = str(row["next"]).rjust(int(settings["length"]), str(settings["padString"])[:1] or "0")
    words = {"NUMBER": padded, "YEAR": f"{today:%Y}", "MONTH": f"{today:%m}", "DAY": f"{today:%d}"}
    number = str(row["template"])
    for name, value in words.items():
        number = number.replace(f"{{{name}}}", value)
    return number


def _find(call: Call) -> sqlite3.Row:
    with call.world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM docgen_numerators WHERE id = ?", (call.number("id"),)
        ).fetchone()
    if row is None:
        raise RestError("0", "Numerator not found")
    return row


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "template": row["template"],
        "code": None,
        "settings": {_GENERATOR: json.loads(row["settings"])},
    }


@method("crm.documentgenerator.numerator.list", _SCOPE)
def get_list(call: Call) -> Page:
    with call.world.reading() as db:
        rows = [_shown(row) for row in db.execute("SELECT * FROM docgen_numerators ORDER BY id")]
    return Page.of(rows, call.start, "numerators")


@method("crm.documentgenerator.numerator.get", _SCOPE)
def get(call: Call) -> Any:
    return {"numerator": _shown(_find(call))}


@method("crm.documentgenerator.numerator.add", _SCOPE)
def add_numerator(call: Call) -> Any:
    name, template, settings = _fields(call)
    if not name or not template:
        raise RestError("0", "Empty required fields: name, template")
    numerator_id = add(call.world, name, template, settings)
    return {"numerator": _told(call, numerator_id) | {"id": numerator_id}}


@method("crm.documentgenerator.numerator.update", _SCOPE)
def update(call: Call) -> Any:
    row = _find(call)
    name, template, settings = _fields(call)
    whole = json.loads(row["settings"]) | settings
    with call.world.writing() as db:
        db.execute(
            "UPDATE docgen_numerators SET name = ?, template = ?, settings = ? WHERE id = ?",
            (name or row["name"], template or row["template"], json.dumps(whole), row["id"]),
        )
    return {"numerator": _told(call, row["id"])}


@method("crm.documentgenerator.numerator.delete", _SCOPE)
def delete(call: Call) -> Any:
    row = _find(call)
    with call.world.writing() as db:
        db.execute("DELETE FROM docgen_numerators WHERE id = ?", (row["id"],))


def _told(call: Call, numerator_id: int) -> dict[str, Any]:
    with call.world.reading() as db:
        return _shown(db.execute("SELECT * FROM docgen_numerators WHERE id = ?", (numerator_id,)).fetchone())


def _fields(call: Call) -> tuple[str, str, dict[str, Any]]:
    """Name, template and settings as far as they are given."""
    fields = call.arg("fields")
    if not isinstance(fields, dict):
        raise RestError("100", "Could not find value for parameter {fields}")
    settings = fields.get("settings") or {}
    given = settings.get(_GENERATOR) or {} if isinstance(settings, dict) else {}
    return str(fields.get("name") or ""), str(fields.get("template") or ""), dict(given)
