"""Bytes a request refers to: written out, on the shelf, an entity's or prepared to be signed."""

from __future__ import annotations

from paraph.sandbox.diadoc.api import Call
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.messages import store
from paraph.sandbox.diadoc.shelf import take
from paraph.wire.diadoc.common_pb2 import Content_v3


def read(call: Call, box: Box, of: Content_v3) -> bytes:
    """The bytes of a `Content_v3`; `ApiError` 400 unless exactly one is named, 404 when it is absent."""
    named = [field.name for field, _ in of.ListFields()]
    if len(named) != 1:
        raise ApiError(
            400, "Content: specify exactly one of Content, NameOnShelf, EntityId, PatchedContentId"
        )
    match named[0]:
        case "Content":
            return of.Content
        case "NameOnShelf":
            return take(call, of.NameOnShelf)
        case "EntityId":
            return _of_entity(call, box, of.EntityId.MessageId, of.EntityId.EntityId)
        case _:
            return _patched(call, box, of.PatchedContentId)


def _of_entity(call: Call, box: Box, message_id: str, entity_id: str) -> bytes:
    with call.world.reading() as db:
        entity = store.entity(db, box.id, entity_id)
        data = store.content(db, entity) if entity else None
    if entity is None or data is None or entity.letter != message_id.lower():
        raise ApiError(404, f"Entity {entity_id} is not found in message {message_id}")
    return data


def _patched(call: Call, box: Box, patched_id: str) -> bytes:
    with call.world.reading() as db:
        row = db.execute(
            "SELECT data FROM patched_contents JOIN contents USING (hash) WHERE id = ? AND box = ?",
            (patched_id.lower(), box.id),
        ).fetchone()
    if row is None:
        raise ApiError(404, f"Patched content {patched_id} is not found")
    return bytes(row["data"])
