"""`crm.documentgenerator.template.*`: DOCX files with placeholders, each for some kinds of CRM objects."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import files, listing
from paraph.sandbox.bitrix24.documentgenerator import docx, values
from paraph.sandbox.bitrix24.files import Stored
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

_SCOPE = "crm"
#: In a list only by name.
_ON_REQUEST = frozenset({"entityTypeId", "users"})
_FILTER = frozenset({"id", "name", "region", "active", "numeratorId", "isDeleted", "sort", "createTime"})
_DOWNLOAD = "crm.documentgenerator.template.download"

tables(
    """
    CREATE TABLE IF NOT EXISTS docgen_templates (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, region TEXT NOT NULL,
        numerator_id INTEGER NOT NULL, file_id INTEGER NOT NULL, entity_types TEXT NOT NULL,
        active INTEGER NOT NULL DEFAULT 1, deleted INTEGER NOT NULL DEFAULT 0,
        sort INTEGER NOT NULL DEFAULT 500, created REAL NOT NULL, updated REAL NOT NULL
    );
    """
)


@dataclass(frozen=True)
class NewTemplate:
    """`entity_types` are as the portal writes them: `2`, `2_category_0`, `1046`."""

    name: str
    numerator_id: int
    entity_types: tuple[str, ...]
    file: Stored
    region: str = "ru"


def add(world: World, new: NewTemplate) -> int:
    with world.writing() as db:
        row = db.execute(
            "INSERT INTO docgen_templates (name, region, numerator_id, file_id, entity_types, created,"
            " updated) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(new.name, new.region, new.numerator_id, files.keep(world, new.file.name, new.file.data)),
                *(json.dumps(new.entity_types), world.now(), world.now()),
            ),
        )
    assert row.lastrowid is not None
    return row.lastrowid


def find(world: World, template_id: int) -> sqlite3.Row | None:
    with world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM docgen_templates WHERE id = ?", (template_id,)
        ).fetchone()
    return row


def of_kind(world: World, entity_type_id: int) -> list[sqlite3.Row]:
    """What documents of such objects can be made from."""
    with world.reading() as db:
        rows = db.execute("SELECT * FROM docgen_templates WHERE NOT deleted ORDER BY sort, id").fetchall()
    return [row for row in rows if _is_for(json.loads(row["entity_types"]), entity_type_id)]


def content(world: World, row: sqlite3.Row) -> bytes:
    stored = files.find(world, row["file_id"])
    assert stored is not None  # a template's file is never deleted
    return stored.data


def wanted(call: Call, name: str = "id") -> sqlite3.Row:
    """The template the parameter names; `RestError` 100 without it, 0 if there is none."""
    if call.arg(name) in (None, ""):
        raise RestError("100", "Bitrix\\DocumentGenerator\\Template constructor must be is public")
    row = find(call.world, call.number(name))
    if row is None:
        raise RestError("0", "Шаблон не найден")
    return row


def _shown(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    session = f"action=crm.documentgenerator.template.download&SITE_ID=s1&id={row['id']}"
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "region": row["region"],
        "code": None,
        "download": f"{call.base_url}/bitrix/services/main/ajax.php?{session}",
        "downloadMachine": files.signed_url(call, _DOWNLOAD, "crm", {"id": row["id"]}),
        "active": "Y" if row["active"] else "N",
        "moduleId": "crm",
        "numeratorId": str(row["numerator_id"]),
        "withStamps": "N",
        "users": {"UA": "UA"},
        "isDeleted": "Y" if row["deleted"] else "N",
        "sort": str(row["sort"]),
        "entityTypeId": json.loads(row["entity_types"]),
        "createTime": call.world.iso(row["created"]),
        "updateTime": call.world.iso(row["updated"]),
    }


@method("crm.documentgenerator.template.list", _SCOPE)
def get_list(call: Call) -> Page:
    """The result is an object by id, not an array. Kinds of CRM objects are told only when asked for."""
    conditions = dict(call.arg("filter") or {})
    kinds = conditions.pop("entityTypeId", None)
    with call.world.reading() as db:
        rows = db.execute("SELECT * FROM docgen_templates WHERE NOT deleted ORDER BY sort, id").fetchall()
    shown = [_shown(call, row) for row in rows]
    if kinds is not None:
        shown = [one for one in shown if _is_for(one["entityTypeId"], kinds)]
    page = Page.of(listing.chosen(shown, conditions, call.arg("order"), _FILTER), call.start)
    select = call.arg("select") or ["*"]
    told = {one["id"]: _selected(one, select) for one in page.result}
    return Page({"templates": told}, page.total, page.next)


def _is_for(entity_types: list[str], kinds: Any) -> bool:
    """A template for deals is for deals of every category."""
    asked = [str(one) for one in (kinds if isinstance(kinds, list) else [kinds])]
    return any(
        own == one or own.startswith(f"{one}_category_") or one.startswith(f"{own}_category_")
        for own in entity_types
        for one in asked
    )


def _selected(one: dict[str, Any], select: list[str]) -> dict[str, Any]:
    always = {"id", "download", "downloadMachine"}
    return {
        name: value
        for name, value in one.items()
        if name in always or name in select or ("*" in select and name not in _ON_REQUEST)
    }


@method("crm.documentgenerator.template.get", _SCOPE)
def get(call: Call) -> Any:
    return {"template": _shown(call, wanted(call))}


@method("crm.documentgenerator.template.add", _SCOPE, admin=True)
def add_template(call: Call) -> Any:
    """`{"fields": {"name", "numeratorId", "region", "entityTypeId": [...], "file": base64}}`"""
    fields = call.arg("fields")
    if not isinstance(fields, dict):
        raise RestError("100", "Could not find value for parameter {fields}")
    empty = [name for name in ("name", "numeratorId", "region", "entityTypeId") if not fields.get(name)]
    if empty:
        raise RestError("0", f"Empty required fields: {', '.join(empty)}")
    if not fields.get("file"):
        raise RestError("0", "Missing file content")
    stored = files.decoded(fields["file"])
    if stored is None or not _is_docx(stored.data):
        raise RestError("0", "Could not save file")
    kinds = fields["entityTypeId"]
    new = NewTemplate(
        str(fields["name"]),
        int(fields["numeratorId"]),
        tuple(str(one) for one in (kinds if isinstance(kinds, list) else [kinds])),
        Stored(f"{fields['name']}.docx", stored.data),
        str(fields["region"]),
    )
    row = find(call.world, add(call.world, new))
    assert row is not None
    return {"template": _shown(call, row)}


def _is_docx(data: bytes) -> bool:
    try:
        docx.paragraphs(data)
    except docx.DocxError:
        return False
    return True


@method("crm.documentgenerator.template.delete", _SCOPE, admin=True)
def delete(call: Call) -> Any:
    """It stays for the documents made by it."""
    row = wanted(call)
    with call.world.writing() as db:
        db.execute("UPDATE docgen_templates SET deleted = 1 WHERE id = ?", (row["id"],))


@method("crm.documentgenerator.template.getfields", _SCOPE)
def get_fields(call: Call) -> Any:
    """What placeholders of the template mean, with values when an object is named."""
    row, kind = wanted(call), call.number("entityTypeId")
    found = values.of_object(call.world, kind, call.number("entityId")) if call.arg("entityId") else {}
    return {"templateFields": values.described(docx.placeholders(content(call.world, row)), found)}


@method(_DOWNLOAD, _SCOPE, batch=False)
def download(call: Call) -> Any:
    """The file by a signed address."""
    _, query = files.opened(call, _DOWNLOAD)
    row = find(call.world, int(query["id"]))
    if row is None:
        raise RestError("0", "Шаблон не найден")
    return files.answer(Stored(f"{row['name']}.docx", content(call.world, row)))
