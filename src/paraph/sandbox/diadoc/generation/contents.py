"""Bytes a request refers to: written out, on the shelf, an entity's or prepared to be signed."""

from __future__ import annotations

import sqlite3

from paraph.sandbox.diadoc.api import Call
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.messages import store
from paraph.sandbox.diadoc.shelf import take
from paraph.wire.diadoc.common_pb2 import Content_v2, Content_v3


def kept(db: sqlite3.Connection, name: str) -> bytes:
    """Bytes kept by `messages.store.keep` under the name it gave."""
    (data,) = db.execute("SELECT data FROM contents WHERE hash = ?", (name,)).fetchone()
    return bytes(data)


def read(call: Call, box: Box, of: Content_v3) -> bytes:
    """The bytes of a `Content_v3`; `ApiError` 400 unless exactly one is named, 404 when it is absent."""
    if _named(of) == "EntityId":
        return _of_entity(call, box, of.EntityId.MessageId, of.EntityId.EntityId)
    return _elsewhere(call, of)


def read_v2(call: Call, of: Content_v2) -> bytes:
    """The same of a `Content_v2`, whose ids of documents name the box too."""
    if _named(of) == "DocumentId":
        box = call.box(of.DocumentId.BoxId)
        return _of_entity(call, box, of.DocumentId.MessageId, of.DocumentId.EntityId)
    return _elsewhere(call, of)


def _named(of: Content_v2 | Content_v3) -> str:
    names = [field.name for field, _ in of.ListFields()]
    if len(names) != 1:
        raise ApiError(400, "Content: exactly one kind of content must be specified")
    return names[0]


def _elsewhere(call: Call, of: Content_v2 | Content_v3) -> bytes:
    if of.Content:
        return of.Content
    return take(call, of.NameOnShelf) if of.NameOnShelf else _patched(call, of.PatchedContentId)


def _of_entity(call: Call, box: Box, message_id: str, entity_id: str) -> bytes:
    with call.world.reading() as db:
        entity = store.entity(db, box.id, entity_id)
        data = store.content(db, entity) if entity else None
    if entity is None or data is None or entity.letter != message_id.lower():
        raise ApiError(404, f"Entity {entity_id} is not found in message {message_id}")
    return data


def _patched(call: Call, patched_id: str) -> bytes:
    with call.world.reading() as db:
        row = db.execute(
            "SELECT data, box FROM patched_contents JOIN contents USING (hash) WHERE id = ?",
            (patched_id.lower(),),
        ).fetchone()
    if row is None:
        raise ApiError(404, f"Patched content {patched_id} is not found")
    call.box(row["box"])
    return bytes(row["data"])
