"""Lists of documents by state: `V3/GetDocuments` and `V4/GetDocuments`."""

from __future__ import annotations

import base64
import binascii
import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from paraph.sandbox.diadoc.api import ApiError, Call, endpoint
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, Box, box_guid
from paraph.sandbox.diadoc.messages import access, render
from paraph.sandbox.diadoc.messages.feed import Query
from paraph.sandbox.diadoc.messages.status_text import PROXY, STATUSES
from paraph.sandbox.diadoc.messages.store import INBOUND, INTERNAL, OUTBOUND
from paraph.sandbox.diadoc.messages.thread import load
from paraph.wire.diadoc import documents_pb2 as pb
from paraph.wire.diadoc.common_pb2 import SortDirection

MAX_COUNT = 100
_DIRECTIONS = {"Inbound": INBOUND, "Outbound": OUTBOUND, "Internal": INTERNAL, "Proxy": PROXY}
_CATEGORY = re.compile(r"(?P<type>\w+)\.(?P<direction>Inbound|Outbound|Internal|Proxy)(?P<status>\w*)", re.I)
_GONE = frozenset({"anyinvoicedocumenttype", "anybilateraldocumenttype", "anyunilateraldocumenttype"})
_STATUSES = {status.lower(): status for status in STATUSES}
_DATE = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")


@dataclass(frozen=True)
class _Order:
    """Lists go by time of sending or delivery, or by the document's own date; each has its index keys."""

    by_date: bool
    descending: bool

    @property
    def column(self) -> str:
        return "tags.day" if self.by_date else "tags.moment"

    def key(self, row: sqlite3.Row) -> str:
        value = row["day"] if self.by_date else row["moment"]
        return base64.b64encode(json.dumps([self.by_date, value, row["document"]]).encode()).decode()

    def after(self, query: Query, text: str) -> None:
        """Raises `ApiError` 400 for a key of another list."""
        try:
            by_date, value, document = json.loads(base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError, TypeError) as error:
            raise ApiError(400, "afterIndexKey must have valid value") from error
        if by_date is not self.by_date:
            raise ApiError(400, "afterIndexKey must have valid value")
        sign = "<" if self.descending else ">"
        query.add(f"({self.column}, tags.document) {sign} (?, ?)", value, document)


# -- version 3 -----------------------------------------------------------------------------------------------


@endpoint("GET", "/V3/GetDocuments")
def get_documents(call: Call) -> pb.DocumentList:
    """One category, up to 100 documents; content is never included."""
    box = call.box(call.required("boxId"))
    type_named_id, direction, status = category(call.required("filterCategory"))
    dated = any(call.arg(name) for name in ("documentNumber", "fromDocumentDate", "toDocumentDate"))
    if dated and (call.arg("timestampFromTicks") or call.arg("timestampToTicks")):
        raise ApiError(400, "documentNumber and document dates can't be combined with timestamps")
    count = call.number("count", MAX_COUNT)
    order = _Order(dated, _descending(call.arg("sortDirection")))
    query = _base(box, direction, [status])
    if type_named_id.lower() != "any":
        query.add("tags.type = ? COLLATE NOCASE", type_named_id)
    _filters_v3(call, box, query)
    return _page(call, box, query, order, count, call.arg("afterIndexKey"))


def category(text: str) -> tuple[str, int, str]:
    """`<TypeNamedId|Any>.<Direction><Status>`. Raises `ApiError` 400."""
    match = _CATEGORY.fullmatch(text.strip())
    if match is None or match["type"].lower() in _GONE or match["status"].lower() not in _STATUSES:
        raise ApiError(400, f"Invalid value of query string parameter filterCategory: {text}")
    return match["type"], _DIRECTIONS[match["direction"].capitalize()], _STATUSES[match["status"].lower()]


def _descending(text: str | None) -> bool:
    if text is None or text.lower() == "ascending":
        return False
    if text.lower() == "descending":
        return True
    raise ApiError(400, f"Invalid value of query string parameter sortDirection: {text}")


def _filters_v3(call: Call, box: Box, query: Query) -> None:
    if partner := call.arg("counteragentBoxId"):
        query.add("cards.partner = ?", box_guid(partner) or "")
    for name, column in (("fromDepartmentId", "from_department"), ("toDepartmentId", "to_department")):
        if department := call.arg(name):
            query.add(f"letters.{column} = ?", _department(department))
    if number := call.arg("documentNumber"):
        query.add("cards.number = ?", number)
    for name, sign in (("timestampFromTicks", ">="), ("timestampToTicks", "<=")):
        if call.arg(name):
            query.add(f"tags.moment {sign} ?", call.number(name, 0))
    for name, sign in (("fromDocumentDate", ">="), ("toDocumentDate", "<=")):
        if day := call.arg(name):
            query.add(f"tags.day {sign} ?", _day(day, name))
    department = call.arg("departmentId")
    if department:
        _add_departments(call, box, query, [(department, call.flag("excludeSubdepartments"))])


def _day(text: str, name: str) -> str:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ApiError(400, f"Invalid value of query string parameter {name}: {text}")
    return f"{match[3]}-{match[2]}-{match[1]}"


def _department(text: str) -> str:
    """As kept in letters and cards, where the head department is empty."""
    return "" if text.lower() == HEAD_DEPARTMENT else text.lower()


def _add_departments(call: Call, box: Box, query: Query, wanted: Sequence[tuple[str, bool]]) -> None:
    found: set[str] = set()
    for department, alone in wanted:
        below = (
            {department.lower()} if alone else access.subtree(call, box.organization.id, department.lower())
        )
        found |= {_department(name) for name in below}
    query.add(f"cards.department IN ({_marks(found)})", *found)


def _marks(values: Any) -> str:
    return ", ".join("?" * len(values))


# -- version 4 -----------------------------------------------------------------------------------------------


@endpoint("POST", "/V4/GetDocuments")
def get_documents_v4(call: Call) -> pb.DocumentList:
    """Many values in each condition; the category is a direction."""
    box = call.box(call.required("boxId"))
    asked = call.body(pb.GetDocumentsV4Request)
    direction = _DIRECTIONS.get(asked.DocumentCategory.capitalize())
    unknown = [status for status in asked.DocumentStatuses if status.lower() not in _STATUSES]
    if direction is None or unknown:
        raise ApiError(
            400, f"Unknown DocumentCategory or DocumentStatuses: {asked.DocumentCategory} {unknown}"
        )
    statuses = [_STATUSES[status.lower()] for status in asked.DocumentStatuses] or [""]
    dated = bool(asked.DocumentNumbers or asked.FromDocumentDate or asked.ToDocumentDate)
    timed = asked.HasField("FromTimestamp") or asked.HasField("ToTimestamp")
    if dated and timed:
        raise ApiError(400, "Document numbers and dates can't be combined with timestamps")
    order = _Order(dated, asked.SortDirection == SortDirection.Descending)
    query = _base(box, direction, statuses)
    _filters_v4(call, box, query, asked)
    return _page(call, box, query, order, asked.Count, asked.AfterIndexKey)


def _filters_v4(call: Call, box: Box, query: Query, asked: pb.GetDocumentsV4Request) -> None:
    partners = [box_guid(partner) or "" for partner in asked.CounteragentBoxIds]
    for column, values in (
        ("cards.partner", partners),
        ("tags.type", asked.DocumentTypeNamedIds),
        ("cards.number", asked.DocumentNumbers),
        ("entities.file_name", asked.FileNames),
        ("letters.from_department", [_department(name) for name in asked.FromDepartmentIds]),
        ("letters.to_department", [_department(name) for name in asked.ToDepartmentIds]),
    ):
        if values:
            query.add(f"{column} IN ({_marks(values)})", *values)
    if asked.Departments:
        wanted = [(item.DepartmentId, item.ExcludeSubdepartments) for item in asked.Departments]
        _add_departments(call, box, query, wanted)
    for day, sign in ((asked.FromDocumentDate, ">="), (asked.ToDocumentDate, "<=")):
        if day:
            query.add(f"tags.day {sign} ?", _day(day, "DocumentDate"))
    for name, sign in (("FromTimestamp", ">="), ("ToTimestamp", "<=")):
        if asked.HasField(name):
            query.add(f"tags.moment {sign} ?", getattr(asked, name).Ticks)
    _sums(query, asked)
    for item in asked.CustomData:
        query.add("json_extract(cards.custom, ?) = ?", f'$."{item.Key}"', item.Value)


def _sums(query: Query, asked: pb.GetDocumentsV4Request) -> None:
    column = "CAST(json_extract(documents.metadata, '$.TotalSum') AS REAL)"
    try:
        exact = [float(Decimal(text)) for text in asked.TotalSums]
        edges = [
            (sign, float(Decimal(text)))
            for sign, text in ((">=", asked.FromTotalSum), ("<=", asked.ToTotalSum))
            if text
        ]
    except InvalidOperation as error:
        raise ApiError(400, "Sums must be decimal numbers") from error
    if exact:
        query.add(f"{column} IN ({_marks(exact)})", *exact)
    for sign, value in edges:
        query.add(f"{column} {sign} ?", value)


# -- both ----------------------------------------------------------------------------------------------------


def _base(box: Box, direction: int, statuses: Sequence[str]) -> Query:
    query = Query()
    query.add("tags.box = ? AND tags.direction = ?", box.id, direction)
    query.add(f"tags.status IN ({_marks(statuses)})", *statuses)
    return query


#: Only what the conditions name is joined: a box may hold very many documents.
_JOINS = {
    "cards": " JOIN cards ON cards.box = tags.box AND cards.document = tags.document",
    "documents": " JOIN documents ON documents.id = tags.document",
    "entities": " JOIN entities ON entities.id = tags.document",
    "letters": " JOIN documents AS own ON own.id = tags.document JOIN letters ON letters.id = own.letter",
}


def _page(
    call: Call, box: Box, query: Query, order: _Order, count: int, after: str | None
) -> pb.DocumentList:
    if not 0 <= count <= MAX_COUNT:
        raise ApiError(400, f"count must be between 0 and {MAX_COUNT}")
    visible = access.departments_of(call, call.employee(box))
    if visible is not None:
        names = [_department(name) for name in visible]
        query.add(f"cards.department IN ({_marks(names)})", *names)
    tables = "FROM tags" + "".join(join for name, join in _JOINS.items() if f"{name}." in query.text)
    with call.world.reading() as db:
        (total,) = db.execute(
            f"SELECT count(DISTINCT tags.document) {tables} WHERE {query.text}",  # noqa: S608
            query.values,
        ).fetchone()
        if after:
            order.after(query, after)
        way = "DESC" if order.descending else "ASC"
        rows = db.execute(
            f"SELECT DISTINCT tags.document, tags.moment, tags.day {tables} WHERE {query.text}"  # noqa: S608
            f" ORDER BY {order.column} {way}, tags.document {way} LIMIT ?",
            (*query.values, count + 1),
        ).fetchall()
        found = [_document(db, box, order, row) for row in rows[:count]]
    return pb.DocumentList(TotalCount=total, Documents=found, HasMoreResults=len(rows) > count)


def _document(db: sqlite3.Connection, box: Box, order: _Order, row: sqlite3.Row) -> pb.Document:
    thread = load(db, box.id, row["document"])
    if thread is None:
        raise LookupError(row["document"])
    answer = render.document(db, thread)
    answer.IndexKey = order.key(row)
    return answer
