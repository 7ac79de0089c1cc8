"""Methods of the docflow API, versions 3, 4 and 5, and the feed of a partner's all boxes."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any

from paraph.sandbox.diadoc.api import ApiError, Call, endpoint
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, Box, box_guid
from paraph.sandbox.diadoc.messages import access
from paraph.sandbox.diadoc.messages.docflow_documents import VERSIONS, Version, written
from paraph.sandbox.diadoc.messages.feed import MAX_LIMIT, Query, counted, cursor, named, position
from paraph.sandbox.diadoc.messages.store import INBOUND, INTERNAL, OUTBOUND
from paraph.sandbox.diadoc.messages.thread import Thread, load
from paraph.wire.diadoc import docflow_pb2 as pb
from paraph.wire.diadoc.common_pb2 import DocumentDirection, SortDirection
from paraph.wire.diadoc.documents_pb2 import MessageType

#: `SearchScope` → directions and whether deleted ones.
_SCOPES: dict[int, tuple[tuple[int, ...], bool]] = {
    pb.SearchScope.SearchScopeAny: ((INBOUND, OUTBOUND, INTERNAL), False),
    pb.SearchScope.SearchScopeIncoming: ((INBOUND,), False),
    pb.SearchScope.SearchScopeOutgoing: ((OUTBOUND,), False),
    pb.SearchScope.SearchScopeInternal: ((INTERNAL,), False),
    pb.SearchScope.SearchScopeDeleted: ((INBOUND, OUTBOUND, INTERNAL), True),
}


def _visible(call: Call, db: sqlite3.Connection, box: Box, message_id: str, document_id: str) -> Thread:
    thread = load(db, box.id, document_id)
    if thread is None or thread.letter.id != message_id.lower():
        raise ApiError(404, f"Document {message_id}/{document_id} is not found")
    access.require_document(call, box, thread.card)
    return thread


def _get_docflows(version: Version, call: Call) -> Any:
    box = call.box(call.required("boxId"))
    asked = call.body(pb.GetDocflowBatchRequest)
    answer = version.batch()
    with call.world.reading() as db:
        for request in asked.Requests:
            wanted = request.DocumentId
            thread = _visible(call, db, box, wanted.MessageId, wanted.EntityId)
            if request.LastEventId:
                thread = _as_of(db, box, thread, request.LastEventId)
            written(db, thread, version, answer.Documents.add(), inject=request.InjectEntityContent)
    return answer


def _as_of(db: sqlite3.Connection, box: Box, thread: Thread, event: str) -> Thread:
    """The document as it was after an event."""
    row = db.execute(
        "SELECT key FROM docflow_events WHERE box = ? AND document = ? AND id = ?",
        (box.id, thread.document.id, event.lower()),
    ).fetchone()
    found = load(db, box.id, thread.document.id, row["key"]) if row else None
    if found is None:
        raise ApiError(404, f"Event {event} is not found")
    return found


# -- events --------------------------------------------------------------------------------------------------


def _get_docflow_events(version: Version, call: Call) -> Any:
    box = call.box(call.required("boxId"))
    asked = call.body(pb.GetDocflowEventsRequest)
    if not 1 <= asked.Limit <= MAX_LIMIT:
        raise ApiError(400, f"Limit must be between 1 and {MAX_LIMIT}")
    descending = asked.Filter.SortDirection == SortDirection.Descending
    query = _events_query(call, box, asked, descending)
    answer = version.events()
    with call.world.reading() as db:
        answer.TotalCount, answer.TotalCountType = counted(db, "docflow_events", query)
        for row in _rows(db, query, asked.Limit, descending):
            _event(db, row, asked, version, answer.Events.add())
    return answer


def _rows(db: sqlite3.Connection, query: Query, limit: int, descending: bool = False) -> list[sqlite3.Row]:
    way = "DESC" if descending else "ASC"
    return db.execute(
        f"SELECT * FROM docflow_events WHERE {query.text} ORDER BY key {way}, n {way} LIMIT ?",  # noqa: S608
        (*query.values, limit),
    ).fetchall()


def _events_query(call: Call, box: Box, asked: pb.GetDocflowEventsRequest, descending: bool) -> Query:
    query = Query()
    query.add("box = ?", box.id)
    query.add("shown <= ?", call.world.now())
    if asked.HasField("AfterIndexKey"):
        query.add("key < ?" if descending else "key > ?", _position(asked.AfterIndexKey))
    if asked.Filter.HasField("FromTimestamp"):
        query.add("key >= ?", asked.Filter.FromTimestamp.Ticks)
    if asked.Filter.HasField("ToTimestamp"):
        query.add("key <= ?", asked.Filter.ToTimestamp.Ticks)
    _kinds(query, asked.MessageTypes, asked.DocumentDirections)
    if asked.TypeNamedIds:
        query.add(f"type IN ({', '.join('?' * len(asked.TypeNamedIds))})", *asked.TypeNamedIds)
    if asked.CounteragentBoxId:
        query.add("partner = ?", box_guid(asked.CounteragentBoxId) or "")
    _departments(call, box, query, asked.DepartmentId.lower())
    return query


def _kinds(query: Query, types: Sequence[str], directions: Sequence[str]) -> None:
    for column, enum, words in (
        ("message_type", MessageType, types),
        ("direction", DocumentDirection, directions),
    ):
        numbers = [named(enum, word, column) for word in words]
        if numbers:
            query.add(f"{column} IN ({', '.join('?' * len(numbers))})", *numbers)


def _departments(call: Call, box: Box, query: Query, asked: str) -> None:
    visible = access.departments_of(call, call.employee(box))
    if visible is not None and (not asked or asked not in visible):
        raise ApiError(403, "Access to all documents of the box is denied, specify DepartmentId")
    if asked:
        query.add("department = ?", "" if asked == HEAD_DEPARTMENT else asked)


def _position(key: bytes) -> int:
    """Cursors are bytes here, not text. Raises `ApiError` 400."""
    return position(base64.b64encode(key).decode())


def _key(row: sqlite3.Row) -> bytes:
    return base64.b64decode(cursor(row["key"]))


def _event(
    db: sqlite3.Connection, row: sqlite3.Row, asked: pb.GetDocflowEventsRequest, version: Version, made: Any
) -> None:
    made.EventId = row["id"]
    made.Timestamp.Ticks = row["key"]
    made.DocumentId.MessageId, made.DocumentId.EntityId = row["letter"], row["document"]
    made.IndexKey = _key(row)
    before = db.execute(
        "SELECT id, key FROM docflow_events WHERE box = ? AND document = ? AND n < ? ORDER BY n DESC LIMIT 1",
        (row["box"], row["document"], row["n"]),
    ).fetchone()
    if before is not None:
        made.PreviousEventId = before["id"]
    if asked.PopulateDocuments:
        _state(db, row, row["key"], version, made.Document, asked.InjectEntityContent)
    if asked.PopulatePreviousDocumentStates and before is not None:
        _state(db, row, before["key"], version, made.PreviousDocumentState, asked.InjectEntityContent)


def _state(
    db: sqlite3.Connection, row: sqlite3.Row, until: int, version: Version, made: Any, inject: bool
) -> None:
    thread = load(db, row["box"], row["document"], until)
    if thread is not None:
        written(db, thread, version, made, inject=inject)


# -- packets and search --------------------------------------------------------------------------------------


def _get_by_packet(version: Version, call: Call) -> Any:
    box = call.box(call.required("boxId"))
    asked = call.body(pb.GetDocflowsByPacketIdRequest)
    count = min(asked.Count, MAX_LIMIT)
    after = _document_key(asked.AfterIndexKey) if asked.HasField("AfterIndexKey") else ""
    answer = version.by_packet()
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT document FROM cards WHERE box = ? AND packet = ? AND document > ?"
            " ORDER BY document LIMIT ?",
            (box.id, asked.PacketId.lower(), after, count + 1),
        ).fetchall()
        for row in rows[:count]:
            thread = load(db, box.id, row["document"])
            if thread is None or not access.sees(call, box, thread.card):
                continue
            found = answer.Documents.add(IndexKey=row["document"].encode())
            written(db, thread, version, found.Document, inject=asked.InjectEntityContent)
        if len(rows) > count:
            answer.NextPageIndexKey = rows[count - 1]["document"].encode()
    return answer


def _document_key(key: bytes) -> str:
    try:
        return key.decode("ascii")
    except UnicodeDecodeError as error:
        raise ApiError(400, "AfterIndexKey must have valid value") from error


def _search(version: Version, call: Call) -> Any:
    """Words of a document's number or of its file's name."""
    box = call.box(call.required("boxId"))
    asked = call.body(pb.SearchDocflowsRequest)
    count, first = min(asked.Count, MAX_LIMIT), max(asked.FirstIndex, 0)
    directions, deleted = _SCOPES[asked.Scope]
    like = "%" + asked.QueryString.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    answer = version.search(HaveMoreDocuments=False)
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT cards.document FROM cards JOIN entities ON entities.id = cards.document"  # noqa: S608
            f" WHERE cards.box = ? AND deleted = ? AND direction IN ({', '.join('?' * len(directions))})"
            " AND (number LIKE ? ESCAPE '\\' OR file_name LIKE ? ESCAPE '\\')"
            " ORDER BY moment DESC, cards.document LIMIT ? OFFSET ?",
            (box.id, deleted, *directions, like, like, count + 1, first),
        ).fetchall()
        for row in rows[:count]:
            thread = load(db, box.id, row["document"])
            if thread is not None and access.sees(call, box, thread.card):
                written(db, thread, version, answer.Documents.add(), inject=asked.InjectEntityContent)
        answer.HaveMoreDocuments = len(rows) > count
    return answer


def _serve(version: Version) -> None:
    for name, handler in (
        ("GetDocflows", _get_docflows),
        ("GetDocflowEvents", _get_docflow_events),
        ("GetDocflowsByPacketId", _get_by_packet),
        ("SearchDocflows", _search),
    ):
        endpoint("POST", f"/V{version.number}/{name}")(partial(handler, version))


for _version in VERSIONS:
    _serve(_version)


# -- a partner's feed ----------------------------------------------------------------------------------------


@endpoint("POST", "/GetPartnerEvents")
def get_partner_events(call: Call) -> pb.GetPartnerEventsResponse:
    """One feed of every box where the caller sees all documents."""
    asked = call.body(pb.GetPartnerEventsRequest)
    if not 1 <= asked.Limit <= MAX_LIMIT:
        raise ApiError(400, f"Limit must be between 1 and {MAX_LIMIT}")
    query = Query()
    boxes = _own_boxes(call)
    query.add(f"box IN ({', '.join('?' * len(boxes))})", *boxes)
    query.add("shown <= ?", call.world.now())
    if asked.Cursor:
        query.add("n > ?", position(asked.Cursor))
    _kinds(query, asked.MessageTypes, asked.DocumentDirections)
    answer = pb.GetPartnerEventsResponse(LastCursor=asked.Cursor or None)
    version = next(version for version in VERSIONS if version.number == 4)
    with call.world.reading() as db:
        rows = db.execute(
            f"SELECT * FROM docflow_events WHERE {query.text} ORDER BY n LIMIT ?",  # noqa: S608
            (*query.values, asked.Limit),
        ).fetchall()
        for row in rows:
            _partner_event(db, row, version, asked.PopulatePreviousDocumentStates, answer.Events.add())
        if rows:
            answer.LastCursor = cursor(rows[-1]["n"])
    return answer


def _partner_event(
    db: sqlite3.Connection, row: sqlite3.Row, version: Version, previous: bool, made: Any
) -> None:
    asked = pb.GetDocflowEventsRequest(PopulateDocuments=True, PopulatePreviousDocumentStates=previous)
    whole = version.event()
    _event(db, row, asked, version, whole)
    made.EventId, made.Timestamp.Ticks = whole.EventId, whole.Timestamp.Ticks
    for name in ("DocumentId", "Document", "PreviousDocumentState"):
        if whole.HasField(name):
            getattr(made, name).CopyFrom(getattr(whole, name))


def _own_boxes(call: Call) -> list[str]:
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT boxes.id FROM boxes JOIN employees USING (organization_id)"
            " WHERE user_id = ? AND access_level = 'AllDocuments' AND NOT blocked",
            (call.user.id,),
        ).fetchall()
    return [row["id"] for row in rows]
