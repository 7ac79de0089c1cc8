"""Forwarding a document with its docflow to a third box (announced for removal)."""

from __future__ import annotations

import base64
import sqlite3
from typing import Any

from paraph.sandbox.diadoc.api import ApiError, Call, endpoint
from paraph.sandbox.diadoc.directory import find_box
from paraph.sandbox.diadoc.messages import cards, events, store
from paraph.sandbox.diadoc.messages.feed import MAX_LIMIT, Query, counted, cursor, position
from paraph.sandbox.diadoc.messages.parties import check_sociable
from paraph.sandbox.diadoc.messages.read import thread_of
from paraph.sandbox.diadoc.messages.render import wire_box
from paraph.wire.diadoc import docflow_pb2 as pb
from paraph.wire.diadoc.common_pb2 import SortDirection


@endpoint("POST", "/V2/ForwardDocument")
def forward_document(call: Call) -> pb.ForwardDocumentResponse:
    box = call.box(call.required("boxId"))
    asked = call.body(pb.ForwardDocumentRequest)
    to = find_box(call.world, asked.ToBoxId)
    if to is None:
        raise ApiError(404, f"Box {asked.ToBoxId} is not found")
    check_sociable(call.world, box, to)
    with call.world.writing() as db:
        wanted = asked.DocumentId
        thread = thread_of(call, db, box, wanted.MessageId, wanted.EntityId)
        known = (box.id, to.id, thread.document.id)
        if db.execute(
            "SELECT 1 FROM forwards WHERE from_box = ? AND to_box = ? AND document = ?", known
        ).fetchone():
            raise ApiError(409, "Document is already forwarded")
        moment, event = call.world.now_ticks(), store.new_id()
        db.execute(
            "INSERT INTO forwards (id, moment, from_box, to_box, letter, document) VALUES (?, ?, ?, ?, ?, ?)",
            (event, moment, box.id, to.id, thread.letter.id, thread.document.id),
        )
        patch = {"EntityPatches": [{"EntityId": thread.document.id, "ForwardedToBoxId": wire_box(to.id)}]}
        news = events.News(event, thread.letter, (), [thread.document.id], patch=patch)
        events.announce(call.world, db, box.id, news, moment)
        cards.refresh(db, box.id, [thread.document.id], moment)
    answer = pb.ForwardDocumentResponse()
    answer.ForwardTimestamp.Ticks = moment
    _id(answer.ForwardedDocumentId, box.id, wanted.MessageId, wanted.EntityId, event)
    return answer


def _id(made: Any, from_box: str, letter: str, document: str, event: str) -> None:
    made.FromBoxId = wire_box(from_box)
    made.DocumentId.MessageId, made.DocumentId.EntityId = letter, document
    made.ForwardEventId = event


@endpoint("POST", "/V2/GetForwardedDocumentEvents")
def get_forwarded_document_events(call: Call) -> pb.GetForwardedDocumentEventsResponse:
    """What others have forwarded to the box."""
    box = call.box(call.required("boxId"))
    asked = call.body(pb.GetForwardedDocumentEventsRequest)
    query = Query()
    query.add("to_box = ?", box.id)
    if asked.HasField("AfterIndexKey"):
        query.add("n > ?", position(base64.b64encode(asked.AfterIndexKey).decode()))
    for name, sign in (("FromTimestamp", ">="), ("ToTimestamp", "<=")):
        if asked.Filter.HasField(name):
            query.add(f"moment {sign} ?", getattr(asked.Filter, name).Ticks)
    way = "DESC" if asked.Filter.SortDirection == SortDirection.Descending else "ASC"
    answer = pb.GetForwardedDocumentEventsResponse()
    with call.world.reading() as db:
        answer.TotalCount, answer.TotalCountType = counted(db, "forwards", query)
        rows = db.execute(
            f"SELECT * FROM forwards WHERE {query.text} ORDER BY n {way} LIMIT ?",  # noqa: S608
            (*query.values, MAX_LIMIT),
        )
        for row in rows:
            made = answer.Events.add(IndexKey=base64.b64decode(cursor(row["n"])))
            made.Timestamp.Ticks = row["moment"]
            _id(made.ForwardedDocumentId, row["from_box"], row["letter"], row["document"], row["id"])
    return answer


@endpoint("GET", "/V2/GetForwardedEntityContent")
def get_forwarded_entity_content(call: Call) -> bytes:
    """Bytes of an entity of a forwarded document, as its forwarder sees it."""
    box = call.box(call.required("boxId"))
    from_box = find_box(call.world, call.required("fromBoxId"))
    with call.world.reading() as db:
        row = _forwarded(db, box.id, from_box.id if from_box else "", call)
        entity = store.entity(db, row["from_box"], call.required("entityId"))
        data = store.content(db, entity) if entity and entity.document == row["document"] else None
    if data is None:
        raise ApiError(404, f"Entity {call.required('entityId')} is not found or has no content")
    return data


def _forwarded(db: sqlite3.Connection, to_box: str, from_box: str, call: Call) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM forwards WHERE to_box = ? AND from_box = ? AND document = ? AND id = ?",
        (to_box, from_box, call.required("documentId").lower(), call.required("forwardEventId").lower()),
    ).fetchone()
    if row is None:
        raise ApiError(404, "Forwarded document is not found")
    return row
