"""Documents: made of a template at once as DOCX, and as PDF when the converter has got to it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from paraph.sandbox.bitrix24 import events, files
from paraph.sandbox.bitrix24.disk import names, storages, store
from paraph.sandbox.bitrix24.disk.store import Content
from paraph.sandbox.bitrix24.documentgenerator import docx, numerators, pdf, templates, values
from paraph.sandbox.bitrix24.rest import Auth, RestError
from paraph.sandbox.bitrix24.world import ZONE, World, job, tables

#: What the converter is told to fail with, in the words of an answer.
TRANSFORMATION_ERROR = ("Ошибка конвертации документа", 102)

tables(
    """
    CREATE TABLE IF NOT EXISTS docgen_documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT, template_id INTEGER, title TEXT NOT NULL, number TEXT NOT NULL,
        entity_type_id INTEGER NOT NULL, entity_id INTEGER NOT NULL, fields TEXT NOT NULL,
        stamps INTEGER NOT NULL, docx INTEGER NOT NULL, pdf INTEGER, image INTEGER,
        revision INTEGER NOT NULL DEFAULT 1, failed INTEGER NOT NULL DEFAULT 0,
        created REAL NOT NULL, updated REAL NOT NULL, created_by INTEGER NOT NULL, updated_by INTEGER
    );
    CREATE INDEX IF NOT EXISTS docgen_documents_of ON docgen_documents (entity_type_id, entity_id);
    """
)


@dataclass(frozen=True)
class Subject:
    """The CRM object a document belongs to."""

    entity_type_id: int
    entity_id: int


@dataclass(frozen=True)
class Ready:
    """A document made elsewhere, uploaded to look like one of the portal."""

    title: str
    number: str
    docx: bytes
    pdf: bytes | None = None
    image: bytes | None = None
    fields: dict[str, Any] = field(default_factory=dict)


def find(world: World, document_id: int) -> sqlite3.Row | None:
    with world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM docgen_documents WHERE id = ?", (document_id,)
        ).fetchone()
    return row


def get(world: World, document_id: int) -> sqlite3.Row:
    row = find(world, document_id)
    assert row is not None
    return row


def every(world: World) -> list[sqlite3.Row]:
    with world.reading() as db:
        return db.execute("SELECT * FROM docgen_documents ORDER BY id").fetchall()


def of_object(world: World, subject: Subject) -> list[sqlite3.Row]:
    with world.reading() as db:
        return db.execute(
            "SELECT * FROM docgen_documents WHERE entity_type_id = ? AND entity_id = ? ORDER BY id",
            (subject.entity_type_id, subject.entity_id),
        ).fetchall()


def create(
    world: World, template: sqlite3.Row, subject: Subject, given: dict[str, Any], stamps: bool, by: Auth
) -> int:
    """Makes the DOCX and has it converted. Raises `RestError`."""
    with world.writing():
        number = str(given.get("DocumentNumber") or numerators.next_number(world, template["numerator_id"]))
        title = str(given.get("DocumentTitle") or f"{template['name']} {number}")
        filled = _filled(
            world, template, subject, {**given, "DocumentTitle": title, "DocumentNumber": number}
        )
        fields = {**given, "_creationMethod": "rest", "stampsEnabled": stamps, "DocumentNumber": number}
        document_id = _insert(world, template["id"], subject, Ready(title, number, filled, fields=fields), by)
        _convert(world, document_id)
    _tell(world, "ADD", document_id, subject, by)
    return document_id


def upload(world: World, subject: Subject, ready: Ready, by: Auth) -> int:
    """Keeps a document made elsewhere; without a PDF of its own it is converted as any other."""
    document_id = _insert(world, None, subject, ready, by)
    if ready.pdf is None:
        _convert(world, document_id)
    _tell(world, "ADD", document_id, subject, by)
    return document_id


def update(world: World, row: sqlite3.Row, given: dict[str, Any], stamps: bool, by: Auth) -> None:
    """Makes the files anew with other values; the PDF is missing again until it is converted."""
    template = templates.find(world, row["template_id"]) if row["template_id"] else None
    if template is None:
        raise RestError("0", "Cannot update an uploaded document")
    subject = Subject(row["entity_type_id"], row["entity_id"])
    number = str(given.get("DocumentNumber") or row["number"])
    title = str(given.get("DocumentTitle") or row["title"])
    fields = {**json.loads(row["fields"]), **given, "stampsEnabled": stamps, "DocumentNumber": number}
    filled = _filled(world, template, subject, {**fields, "DocumentTitle": title})
    with world.writing() as db:
        db.execute(
            "UPDATE docgen_documents SET title = ?, number = ?, fields = ?, stamps = ?, docx = ?, pdf = NULL,"
            " image = NULL, failed = 0, revision = revision + 1, updated = ?, updated_by = ? WHERE id = ?",
            (
                *(title, number, json.dumps(fields), stamps, _on_disk(world, f"{title}.docx", filled)),
                *(world.now(), by.user_id, row["id"]),
            ),
        )
        _convert(world, row["id"])
    _tell(world, "UPDATE", row["id"], subject, by)


def delete(world: World, row: sqlite3.Row, by: Auth) -> None:
    """With its files."""
    with world.writing() as db:
        db.execute("DELETE FROM docgen_documents WHERE id = ?", (row["id"],))
        for name in ("docx", "pdf", "image"):
            file = store.find(world, row[name]) if row[name] else None
            if file is not None:
                store.delete(world, file)
    _tell(world, "DELETE", row["id"], Subject(row["entity_type_id"], row["entity_id"]), by)


def content(world: World, row: sqlite3.Row, name: str) -> files.Stored | None:
    """The file of the document: `docx`, `pdf` or `image`; nothing if there is none yet."""
    file = store.find(world, row[name]) if row[name] else None
    return None if file is None else files.find(world, file["file_id"])


def _filled(world: World, template: sqlite3.Row, subject: Subject, given: dict[str, Any]) -> bytes:
    today = datetime.fromtimestamp(world.now(), UTC).astimezone(ZONE)
    found = {
        "DocumentCreateTime": f"{today:%d.%m.%Y}",
        **values.of_object(world, subject.entity_type_id, subject.entity_id),
        **{name: str(value) for name, value in given.items() if value is not None},
    }
    return docx.filled(templates.content(world, template), found)


def _insert(world: World, template_id: int | None, subject: Subject, ready: Ready, by: Auth) -> int:
    now = world.now()
    kept = {
        "docx": _on_disk(world, f"{ready.title}.docx", ready.docx),
        "pdf": _on_disk(world, f"{ready.title}.pdf", ready.pdf) if ready.pdf else None,
        "image": _on_disk(world, f"{ready.title}.jpg", ready.image) if ready.image else None,
    }
    with world.writing() as db:
        row = db.execute(
            "INSERT INTO docgen_documents (template_id, title, number, entity_type_id, entity_id, fields,"
            " stamps, docx, pdf, image, created, updated, created_by)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(template_id, ready.title, ready.number, subject.entity_type_id, subject.entity_id),
                *(json.dumps(ready.fields), bool(ready.fields.get("stampsEnabled"))),
                *(*kept.values(), now, now, by.user_id),
            ),
        )
    assert row.lastrowid is not None
    return row.lastrowid


def _on_disk(world: World, name: str, data: bytes) -> int:
    """The file as an object of Disk, so that a letter can have it attached (`emailDiskFile`)."""
    root = store.find(world, storages.of_documents(world)["root_object_id"])
    assert root is not None
    return store.add_file(world, root, Content(names.corrected(name), data), 1, unique=True)


def _tell(world: World, what: str, document_id: int, subject: Subject, by: Auth) -> None:
    fields = {"ID": document_id, "ENTITY_TYPE_ID": subject.entity_type_id, "ENTITY_ID": subject.entity_id}
    events.fire(world, f"ONCRMDOCUMENTGENERATORDOCUMENT{what}", {"FIELDS": fields}, by)


# -- conversion --------------------------------------------------------------------------------------------


def _convert(world: World, document_id: int) -> None:
    revision = get(world, document_id)["revision"]
    world.later("docgen-convert", {"document": document_id, "revision": revision})


@job("docgen-convert")
def _converted(world: World, payload: dict[str, Any]) -> None:
    """The converter has done it, unless the document was changed or deleted meanwhile."""
    row = find(world, payload["document"])
    if row is None or row["revision"] != payload["revision"]:
        return
    made = None if world.faults.hit("transformation-error", row["title"]) else _made_pdf(world, row)
    with world.writing() as db:
        if made is None:
            db.execute("UPDATE docgen_documents SET failed = 1 WHERE id = ?", (row["id"],))
        else:
            file = _on_disk(world, f"{row['title']}.pdf", made)
            db.execute("UPDATE docgen_documents SET pdf = ? WHERE id = ?", (file, row["id"]))


def _made_pdf(world: World, row: sqlite3.Row) -> bytes | None:
    """Nothing if the file is no DOCX: an uploaded one may be anything."""
    source = content(world, row, "docx")
    try:
        return pdf.made(docx.paragraphs(source.data)) if source else None
    except docx.DocxError:
        return None
