"""`GetNewEvents`, `GetEvent`, `GetLastEvent`: the feed of a box by a cursor."""

from __future__ import annotations

import base64
import binascii
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from paraph.sandbox.diadoc.api import ApiError, Call, Reply, endpoint
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, Box, box_guid
from paraph.sandbox.diadoc.messages import access, render_events, store
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import DocumentDirection, TotalCountType
from paraph.wire.diadoc.documents_pb2 import MessageType

MAX_LIMIT = 100
#: Beyond this the total is told as «at least».
_COUNTED = 1000
#: Bytes that make every cursor hold «+», so that one not URL-encoded is always noticed.
_HEAD = b"\xfb\xef\xbe"
_BAD_CURSOR = "cursor must have valid value"


def cursor(key: int) -> str:
    """An opaque position in the feed."""
    return base64.b64encode(_HEAD + key.to_bytes(9, "big")).decode()


def position(text: str) -> int:
    """The reverse of `cursor`. Raises `ApiError` 400."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(400, _BAD_CURSOR) from error
    if len(data) != len(_HEAD) + 9 or not data.startswith(_HEAD):
        raise ApiError(400, _BAD_CURSOR)
    return int.from_bytes(data[len(_HEAD) :], "big")


@dataclass
class Query:
    """Conditions on rows of a feed."""

    where: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        self.where.append(condition)
        self.values += values

    @property
    def text(self) -> str:
        return " AND ".join(self.where)


for _version in range(4, 9):

    @endpoint("GET", f"/V{_version}/GetNewEvents")
    def get_new_events(call: Call) -> pb.BoxEventList:
        """Answers at once; a page shorter than `limit` is the last one for now."""
        box = call.box(call.required("boxId"))
        limit = limit_of(call)
        with call.world.reading() as db:
            query, descending = _asked(call, db, box)
            order = "DESC" if descending else "ASC"
            rows = db.execute(
                f"SELECT * FROM events WHERE {query.text} ORDER BY key {order}, n {order} LIMIT ?",  # noqa: S608
                (*query.values, limit),
            ).fetchall()
            answer = pb.BoxEventList()
            total, kind = counted(db, "events", query)
            answer.TotalCount, answer.TotalCountType = total, kind
            answer.Events.extend(render_events.event(db, row, cursor(row["key"])) for row in rows)
        return answer


def limit_of(call: Call) -> int:
    limit = call.number("limit", MAX_LIMIT)
    if not 1 <= limit <= MAX_LIMIT:
        raise ApiError(400, f"limit must be between 1 and {MAX_LIMIT}")
    return limit


def counted(db: sqlite3.Connection, table: str, query: Query) -> tuple[int, Any]:
    """How many rows there are, exactly up to a thousand."""
    (found,) = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {query.text} LIMIT ?)",  # noqa: S608
        (*query.values, _COUNTED + 1),
    ).fetchone()
    if found > _COUNTED:
        return _COUNTED, TotalCountType.GreaterThanOrEqual
    return found, TotalCountType.Equal


def _asked(call: Call, db: sqlite3.Connection, box: Box) -> tuple[Query, bool]:
    query = Query()
    query.add("box = ?", box.id)
    query.add("shown <= ?", call.world.now())
    descending = _descending(call.arg("orderBy"))
    _from_cursor(call, db, box, query, descending)
    department = access.scope(call, box)
    if department is not None:
        wanted = "" if department == HEAD_DEPARTMENT else department
        query.add("instr(departments, ?)", f"|{wanted}|")
    if not call.employee(box).sees_everything:
        query.add("message_type != ?", store.DRAFT)
    _filters(call, query)
    return query, descending


def _descending(order: str | None) -> bool:
    if order is None or order.lower() in ("ascending", "unknownsortdirection"):
        return False
    if order.lower() == "descending":
        return True
    raise ApiError(400, f"Invalid value of query string parameter orderBy: {order}")


def _from_cursor(call: Call, db: sqlite3.Connection, box: Box, query: Query, descending: bool) -> None:
    after, event = call.arg("afterIndexKey"), call.arg("afterEventId")
    if after and event:
        raise ApiError(400, "afterEventId and afterIndexKey can't be specified together")
    if event:
        row = db.execute(
            "SELECT key FROM events WHERE box = ? AND id = ?", (box.id, event.lower())
        ).fetchone()
        if row is None:
            raise ApiError(404, f"Event {event} is not found")
        after = cursor(row["key"])
    if after:
        query.add("key < ?" if descending else "key > ?", position(after))


def _filters(call: Call, query: Query) -> None:
    types = _values(call, "messageType")
    if types:
        numbers = [named(MessageType, name, "messageType") for name in types]
        query.add(f"message_type IN ({', '.join('?' * len(numbers))})", *numbers)
    for name, column in (("documentDirection", "directions"), ("typeNamedId", "types")):
        words = _values(call, name)
        if words and column == "directions":
            words = [str(named(DocumentDirection, word, name)) for word in words]
        if words:
            query.add(
                "(" + " OR ".join(["instr(" + column + ", ?)"] * len(words)) + ")", *(f"|{w}|" for w in words)
            )
    for name, sign in (("timestampFromTicks", ">="), ("timestampToTicks", "<=")):
        if call.arg(name):
            query.add(f"moment {sign} ?", call.number(name, 0))
    if partner := call.arg("counteragentBoxId"):
        query.add("partner = ?", box_guid(partner) or "")


def _values(call: Call, name: str) -> list[str]:
    return [word.strip() for word in (call.arg(name) or "").split(",") if word.strip()]


def named(enum: Any, word: str, parameter: str) -> int:
    """A value of an enumeration by its name in any case. Raises `ApiError` 400."""
    known = {name.lower(): number for name, number in enum.Value.items()}
    if word.lower() not in known:
        raise ApiError(400, f"Invalid value of query string parameter {parameter}: {word}")
    return int(known[word.lower()])


# -- single events -------------------------------------------------------------------------------------------


for _version in (2, 3):

    @endpoint("GET", f"/V{_version}/GetEvent")
    def get_event(call: Call) -> pb.BoxEvent:
        box = call.box(call.required("boxId"))
        with call.world.reading() as db:
            row = db.execute(
                "SELECT * FROM events WHERE box = ? AND id = ? ORDER BY n LIMIT 1",
                (box.id, call.required("eventId").lower()),
            ).fetchone()
            if row is None:
                raise ApiError(404, f"Event {call.required('eventId')} is not found")
            _require_visible(call, box, row)
            return render_events.event(db, row, cursor(row["key"]))


def _require_visible(call: Call, box: Box, row: sqlite3.Row) -> None:
    visible = access.departments_of(call, call.employee(box))
    departments = [name or HEAD_DEPARTMENT for name in row["departments"].strip("|").split("|")]
    if visible is not None and (row["message_type"] == store.DRAFT or not visible & set(departments)):
        raise ApiError(403, "Access to the event is denied")


for _path in ("/V2/GetLastEvent", "/GetLastEvent"):

    @endpoint("GET", _path)
    def get_last_event(call: Call) -> pb.BoxEvent | Reply:
        """«204» while the box is empty."""
        box = call.box(call.required("boxId"))
        with call.world.reading() as db:
            query = Query()
            query.add("box = ?", box.id)
            query.add("shown <= ?", call.world.now())
            department = access.scope(call, box)
            if department is not None:
                wanted = "" if department == HEAD_DEPARTMENT else department
                query.add("instr(departments, ?)", f"|{wanted}|")
            row = db.execute(
                f"SELECT * FROM events WHERE {query.text} ORDER BY key DESC, n DESC LIMIT 1",  # noqa: S608
                query.values,
            ).fetchone()
            if row is None:
                return Reply(status=204)
            return render_events.event(db, row, cursor(row["key"]))
