"""Letters, documents and entities as they are kept, and the few ways they are written and read."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.messages import tables  # noqa: F401 -- declares what is written here
from paraph.wire.diadoc.messages_pb2 import AttachmentType, EntityType

#: A value of one of the API's enumerations; stubs give each a class of its own, tables keep numbers.
Number = Any
#: `MessageType`.
LETTER, DRAFT, TEMPLATE = 1, 2, 3
#: `DocumentDirection`.
INBOUND, OUTBOUND, INTERNAL = 1, 2, 3


def new_id() -> str:
    return str(uuid4())


@dataclass(frozen=True)
class Letter:
    """A message, draft or template; boxes are GUIDs."""

    id: str
    kind: Number
    created: int
    from_box: str
    to_box: str = ""
    proxy_box: str = ""
    from_department: str = ""
    to_department: str = ""
    proxy_department: str = ""
    internal: bool = False
    lock_mode: Number = 1
    #: What only some letters have: DelaySend, a draft's fate, a template's parties…
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def boxes(self) -> tuple[str, ...]:
        """Parties in the order the letter travels."""
        return tuple(dict.fromkeys(filter(None, (self.from_box, self.proxy_box, self.to_box))))


@dataclass(frozen=True)
class Document:
    """The root entity of a docflow with what is the same for all sides."""

    id: str
    letter: str
    position: int
    type: str
    function: str
    version: str
    workflow_id: int
    custom_id: str = ""
    need_signature: bool = False
    need_receipt: bool = False
    encrypted: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    editing_setting: str = ""

    @property
    def workflow(self) -> types.Workflow:
        return types.WORKFLOWS[self.workflow_id]

    @property
    def number(self) -> str:
        return self.metadata.get("DocumentNumber", "")

    @property
    def day(self) -> str:
        """The date as yyyy-mm-dd, to compare; empty without one."""
        return "-".join(reversed(self.metadata.get("DocumentDate", "").split(".")))


@dataclass(frozen=True)
class Entity:
    """A file or a signature; `kind` is its AttachmentType, `box` its author, empty for the operator."""

    id: str
    letter: str
    document: str
    type: Number
    kind: Number
    created: int
    parent: str = ""
    box: str = ""
    department: str = ""
    user: str = ""
    file_name: str = ""
    size: int | None = None
    hash: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    #: When the box it was read for began to see it.
    seen: int = 0

    @property
    def is_signature(self) -> bool:
        return bool(self.type == EntityType.Signature)

    @property
    def is_document(self) -> bool:
        return self.id == self.document


@dataclass(frozen=True)
class Card:
    """A document as one box has it."""

    box: str
    document: str
    letter: str
    direction: Number
    partner: str
    department: str
    packet: str
    packet_since: int
    sent: int | None
    delivered: int | None
    #: What lists are ordered by: when it was sent or, for the recipient, delivered.
    moment: int
    modified: int
    deleted: bool
    read: bool
    custom: dict[str, str]


# -- contents ------------------------------------------------------------------------------------------------


def keep(db: sqlite3.Connection, data: bytes) -> str:
    """The name of the bytes, kept once."""
    name = hashlib.sha256(data).hexdigest()
    db.execute("INSERT OR IGNORE INTO contents VALUES (?, ?)", (name, data))
    return name


def content(db: sqlite3.Connection, of: Entity) -> bytes | None:
    """Bytes of an entity; None when it has none."""
    if of.hash is None:
        return None
    (data,) = db.execute("SELECT data FROM contents WHERE hash = ?", (of.hash,)).fetchone()
    return bytes(data)


# -- letters and documents -----------------------------------------------------------------------------------


def put_letter(db: sqlite3.Connection, new: Letter) -> None:
    db.execute(
        "INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.id, new.kind, new.created, new.from_box, new.to_box, new.proxy_box, new.from_department,
            new.to_department, new.proxy_department, new.internal, new.lock_mode, json.dumps(new.more),
        ),
    )  # fmt: skip


def update_letter(db: sqlite3.Connection, letter_id: str, **more: Any) -> Letter:
    """Adds to `more` of a letter; gives it as it is now."""
    found = letter(db, letter_id)
    if found is None:
        raise LookupError(letter_id)
    merged = json.dumps({**found.more, **more})
    db.execute("UPDATE letters SET more = ? WHERE id = ?", (merged, letter_id))
    return letter(db, letter_id) or found


def letter(db: sqlite3.Connection, letter_id: str) -> Letter | None:
    row = db.execute("SELECT * FROM letters WHERE id = ?", (letter_id.lower(),)).fetchone()
    if row is None:
        return None
    values = dict(row)
    return Letter(**{**values, "internal": bool(row["internal"]), "more": json.loads(row["more"])})


def put_document(db: sqlite3.Connection, new: Document) -> None:
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.id, new.letter, new.position, new.type, new.function, new.version, new.workflow_id,
            new.custom_id, new.need_signature, new.need_receipt, new.encrypted,
            json.dumps(new.metadata, ensure_ascii=False), new.editing_setting,
        ),
    )  # fmt: skip


def document(db: sqlite3.Connection, document_id: str) -> Document | None:
    row = db.execute("SELECT * FROM documents WHERE id = ?", (document_id.lower(),)).fetchone()
    return None if row is None else _document(row)


def documents_of(db: sqlite3.Connection, letter_id: str) -> list[Document]:
    rows = db.execute("SELECT * FROM documents WHERE letter = ? ORDER BY position", (letter_id,))
    return [_document(row) for row in rows.fetchall()]


def _document(row: sqlite3.Row) -> Document:
    values = dict(row)
    values["workflow_id"] = values.pop("workflow")
    flags = {name: bool(row[name]) for name in ("need_signature", "need_receipt", "encrypted")}
    return Document(**{**values, **flags, "metadata": json.loads(row["metadata"])})


def link(db: sqlite3.Connection, initial: tuple[str, str], subordinate: tuple[str, str]) -> None:
    """Remembers that one document (letter, document) goes before another."""
    db.execute("INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", (*initial, *subordinate))


# -- entities ------------------------------------------------------------------------------------------------


def put_entity(db: sqlite3.Connection, new: Entity, data: bytes | None = None) -> Entity:
    """Keeps an entity with its bytes; nobody sees it yet."""
    if data is not None:
        new = Entity(**{**vars(new), "size": len(data), "hash": keep(db, data)})
    db.execute(
        "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.id, new.letter, new.document, new.parent, new.type, new.kind, new.created, new.box,
            new.department, new.user, new.file_name, new.size, new.hash, json.dumps(new.more),
        ),
    )  # fmt: skip
    return new


def signature(parent: Entity, box: str, moment: int, **rest: Any) -> Entity:
    """A signature under `parent`, not kept yet."""
    return Entity(
        new_id(), parent.letter, parent.document, EntityType.Signature, AttachmentType.UnknownAttachmentType,
        moment, parent=parent.id, box=box, **rest,
    )  # fmt: skip


def show(db: sqlite3.Connection, box: str, shown: Iterable[Entity], moment: int) -> None:
    """Lets the box see entities from `moment` on."""
    db.executemany(
        "INSERT OR IGNORE INTO sights VALUES (?, ?, ?, ?)",
        [(box, entity.id, entity.letter, moment) for entity in shown],
    )


def entity(db: sqlite3.Connection, box: str, entity_id: str) -> Entity | None:
    """An entity the box sees."""
    row = db.execute(
        "SELECT entities.*, seen FROM entities JOIN sights ON entity = entities.id AND sights.box = ?"
        " WHERE entities.id = ?",
        (box, entity_id.lower()),
    ).fetchone()
    return None if row is None else _entity(row)


def entities_of(
    db: sqlite3.Connection, box: str, *, document: str = "", letter: str = "", until: int | None = None
) -> list[Entity]:
    """What the box sees of a document or of a letter, oldest first; with `until` what it saw then."""
    column, value = ("document", document) if document else ("letter", letter)
    rows = db.execute(
        "SELECT entities.*, seen FROM entities JOIN sights ON entity = entities.id AND sights.box = ?"  # noqa: S608
        f" WHERE entities.{column} = ? AND seen <= ? ORDER BY created, entities.rowid",
        (box, value, (1 << 63) - 1 if until is None else until),
    )
    return [_entity(row) for row in rows.fetchall()]


def _entity(row: sqlite3.Row) -> Entity:
    return Entity(**{**dict(row), "more": json.loads(row["more"])})


# -- cards ---------------------------------------------------------------------------------------------------


def card(db: sqlite3.Connection, box: str, document_id: str) -> Card | None:
    row = db.execute(
        "SELECT * FROM cards WHERE box = ? AND document = ?", (box, document_id.lower())
    ).fetchone()
    return None if row is None else _card(row)


def cards_of(db: sqlite3.Connection, letter_id: str, box: str | None = None) -> list[Card]:
    """Cards of a letter's documents, in all boxes or in one."""
    rows = db.execute(
        "SELECT cards.* FROM cards JOIN documents ON documents.id = document"
        " WHERE cards.letter = ? AND box = coalesce(?, box) ORDER BY position",
        (letter_id, box),
    )
    return [_card(row) for row in rows.fetchall()]


def _card(row: sqlite3.Row) -> Card:
    values = {name: row[name] for name in Card.__dataclass_fields__}
    flags = {name: bool(row[name]) for name in ("deleted", "read")}
    return Card(**{**values, **flags, "custom": json.loads(row["custom"])})
