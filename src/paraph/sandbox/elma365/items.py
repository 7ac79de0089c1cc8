"""Elements of applications: read, listed, made, changed, moved to a status, made several at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from paraph.sandbox.elma365 import eql, schemas, values
from paraph.sandbox.elma365.envelope import BadRequest, NotFound, Refused, listing, success
from paraph.sandbox.elma365.filters import Query, matches
from paraph.sandbox.elma365.routes import Call, api, control
from paraph.sandbox.elma365.schemas import Application
from paraph.sandbox.elma365.world import SYSTEM, World, new_id, tables
from paraph.sandbox.http import Request

tables(
    """
    CREATE TABLE IF NOT EXISTS items (
        id TEXT PRIMARY KEY, namespace TEXT NOT NULL, code TEXT NOT NULL, number INTEGER NOT NULL,
        status INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1, created REAL NOT NULL,
        created_by TEXT NOT NULL, updated REAL NOT NULL, updated_by TEXT NOT NULL, deleted REAL,
        context TEXT NOT NULL, UNIQUE (namespace, code, number)
    );
    """
)

#: What may stand beside `context` in the body of `create`.
_BESIDE_CONTEXT = {"context", "statusGroupId", "withEventForceCreate"}
_REFERENCE = "$ref/"


# -- elements ----------------------------------------------------------------------------------------------


def get(world: World, ns: str, code: str, id: str) -> dict[str, Any]:
    """The element as the Web API tells it, also a deleted one (`__deletedAt`); raises `NotFound`."""
    app = schemas.application(world, ns, code)
    return _told(world, app, _row(world, ns, code, id))


def all_of(world: World, ns: str, code: str) -> list[dict[str, Any]]:
    """Every element of the application that is not deleted, the oldest first."""
    app = schemas.application(world, ns, code)
    return [_told(world, app, row) for row in _rows(world, ns, code) if row["deleted"] is None]


def create(
    world: World, ns: str, code: str, context: Mapping[str, Any], user_id: str = SYSTEM, id: str | None = None
) -> dict[str, Any]:
    """A new element in the first status; raises `Refused`."""
    app = schemas.application(world, ns, code)
    values.check(world, app, context)
    item_id = _insert(world, app, context, user_id, id)
    return get(world, ns, code, item_id)


def update(
    world: World, ns: str, code: str, id: str, context: Mapping[str, Any], user_id: str = SYSTEM
) -> dict[str, Any]:
    """The element with these fields changed; raises `Refused`."""
    app = schemas.application(world, ns, code)
    values.check(world, app, context)
    with world.writing():
        row = _row(world, ns, code, id)
        if row["deleted"] is not None:
            raise Refused("item is deleted")
        merged = {**json.loads(row["context"]), **context}
        _write(world, id, user_id, context=json.dumps(merged, ensure_ascii=False))
    return get(world, ns, code, id)


def set_status(
    world: World, ns: str, code: str, id: str, status_code: str, user_id: str = SYSTEM
) -> dict[str, Any]:
    """The element in the status of this code; raises `Refused`."""
    app = schemas.application(world, ns, code)
    status = app.status(status_code)
    with world.writing():
        if _row(world, ns, code, id)["deleted"] is not None:
            raise Refused("item is deleted")
        _write(world, id, user_id, status=status.id)
    return get(world, ns, code, id)


def delete(world: World, ns: str, code: str, id: str, user_id: str = SYSTEM) -> None:
    """Deletes the element as a user does: it can still be read, lists of active ones do without it."""
    with world.writing():
        _row(world, ns, code, id)
        _write(world, id, user_id, deleted=world.now())


def status_code(app: Application, item: Mapping[str, Any]) -> str:
    """The code of the element's status; empty for an application without statuses."""
    status = app.status_by_id(item["__status"]["status"])
    return status.code if status else ""


def _insert(
    world: World, app: Application, context: Mapping[str, Any], user_id: str, item_id: str | None = None
) -> str:
    item_id, now = item_id or new_id(), world.now()
    with world.writing() as db:
        (number,) = db.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM items WHERE namespace = ? AND code = ?",
            (app.namespace, app.code),
        ).fetchone()
        kept = {"__name": f"{app.element} {number}", **context}
        missing = [
            one.code for one in app.fields if one.required and not one.deleted and not kept.get(one.code)
        ]
        if missing:
            raise Refused(f"field {missing[0]} is required")
        first = app.statuses[0].id if app.statuses else 0
        db.execute(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, NULL, ?)",
            (item_id, app.namespace, app.code, number, first, now, user_id, now, user_id, json.dumps(kept)),
        )
    return item_id


def _write(world: World, item_id: str, user_id: str, **columns: Any) -> None:
    """Changes the row, its version and who changed it when."""
    changed = ", ".join(f"{name} = ?" for name in columns)
    with world.writing() as db:
        db.execute(
            f"UPDATE items SET {changed}, version = version + 1, updated = ?, updated_by = ? WHERE id = ?",  # noqa: S608
            (*columns.values(), world.now(), user_id, item_id),
        )


def _rows(world: World, ns: str, code: str) -> list[sqlite3.Row]:
    with world.reading() as db:
        return db.execute(
            "SELECT * FROM items WHERE namespace = ? AND code = ? ORDER BY number", (ns, code)
        ).fetchall()


def _row(world: World, ns: str, code: str, item_id: str) -> sqlite3.Row:
    with world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM items WHERE id = ? AND namespace = ? AND code = ?", (item_id, ns, code)
        ).fetchone()
    if row is None:
        raise NotFound("item not found")
    return row


def _told(world: World, app: Application, row: sqlite3.Row) -> dict[str, Any]:
    orders = {one.id: index for index, one in enumerate(app.statuses)}
    return {
        **{one.code: None for one in app.fields if not one.deleted and one.type != "STATUS"},
        "__externalId": None,
        "__subscribers": [],
        **json.loads(row["context"]),
        "__id": row["id"],
        "__index": row["number"],
        "__version": row["version"],
        "__status": {"order": orders.get(row["status"], 0), "status": row["status"]},
        "__createdAt": world.iso(row["created"]),
        "__createdBy": row["created_by"],
        "__updatedAt": world.iso(row["updated"]),
        "__updatedBy": row["updated_by"],
        "__deletedAt": None if row["deleted"] is None else world.iso(row["deleted"]),
        "__externalProcessMeta": None,
        "__debug": False,
    }


# -- operations --------------------------------------------------------------------------------------------


@api("GET", "POST", "app/{ns}/{code}/{id}/get")
def item_get(call: Call, ns: str, code: str, id: str) -> dict[str, Any]:
    return success(item=get(call.world, ns, code, id))


@api("GET", "POST", "app/{ns}/{code}/list")
def item_list(call: Call, ns: str, code: str) -> dict[str, Any]:
    """`{active, from, size, ids, statusCode, fields, sortExpressions, filter: {tf} | {eql: {query}}}`"""
    app = schemas.application(call.world, ns, code)
    query = Query.of(call.body)
    condition = eql.parse(query.eql, app) if query.eql else None
    statuses = {app.status(one).id for one in query.status_codes}
    found = [
        item
        for item in (_told(call.world, app, row) for row in _rows(call.world, ns, code))
        if _fits(item, query, statuses) and (condition is None or condition(item))
    ]
    for name, ascending in reversed(query.sort):
        found.sort(key=_sorter(name), reverse=not ascending)
    return listing([_chosen(item, query) for item in query.page(found)], len(found))


def _fits(item: Mapping[str, Any], query: Query, statuses: set[int]) -> bool:
    return (
        not (query.ids and item["__id"] not in query.ids)
        and not (query.active and item["__deletedAt"])
        and not (statuses and item["__status"]["status"] not in statuses)
        and all(name in item and matches(item[name], wanted) for name, wanted in query.tf.items())
    )


def _sorter(name: str) -> Callable[[Mapping[str, Any]], tuple[int, Any]]:
    return lambda item: _sort_key(item.get(name))


def _sort_key(value: Any) -> tuple[int, Any]:
    """Numbers before texts, nothing before everything: any two values can be compared."""
    if isinstance(value, dict):
        value = value.get("cents", value.get("order"))
    if type(value) in (int, float, bool):
        return 1, value
    return (2, value) if isinstance(value, str) else (0, 0)


def _chosen(item: dict[str, Any], query: Query) -> dict[str, Any]:
    if not query.fields:
        return item
    return {name: value for name, value in item.items() if name in query.fields or name == "__id"}


@api("POST", "app/{ns}/{code}/create")
def item_create(call: Call, ns: str, code: str) -> dict[str, Any]:
    """`{context: {…}, statusGroupId?, withEventForceCreate?}`; fields outside `context` are refused."""
    context = _context(call, _BESIDE_CONTEXT)
    return success(item=create(call.world, ns, code, context, call.user.id))


@api("POST", "app/{ns}/{code}/{id}/update")
def item_update(call: Call, ns: str, code: str, id: str) -> dict[str, Any]:
    """`{context: {…}}`"""
    return success(item=update(call.world, ns, code, id, _context(call, {"context"}), call.user.id))


def _context(call: Call, known: set[str]) -> dict[str, Any]:
    body = call.body
    if strangers := sorted(body.keys() - known):
        raise Refused(f"unknown field {strangers[0]}: fields of the item are expected in context")
    context = body.get("context", {})
    if not isinstance(context, dict):
        raise BadRequest("context: an object is expected")
    return context


@api("POST", "app/{ns}/{code}/{id}/set-status")
def item_set_status(call: Call, ns: str, code: str, id: str) -> dict[str, Any]:
    """`{status: {code: "signed"}}`; a plain string is no status."""
    status = call.body.get("status")
    if not isinstance(status, dict) or not isinstance(status.get("code"), str):
        raise BadRequest("status: an object with a code is expected")
    return success(item=set_status(call.world, ns, code, id, status["code"], call.user.id))


@api("POST", "app/items/batch")
def item_batch(call: Call) -> dict[str, Any]:
    """`{items: [{namespace, code, context}], withEventHandlers}`: all of them or none.

    `$ref/xxxx` in `__id` of one element and in links of others ties new elements together.
    """
    world, orders = call.world, _orders(call.body)
    ids = {order["context"]["__id"]: new_id() for order in orders if "__id" in order["context"]}
    with world.writing():
        made = []
        for order in orders:
            app = schemas.application(world, order["namespace"], order["code"])
            context = {name: value for name, value in order["context"].items() if name != "__id"}
            own = ids.get(order["context"].get("__id"))
            resolved = _resolved(context, ids)
            made.append((app, _insert(world, app, resolved, call.user.id, own), resolved))
        for app, _, resolved in made:  # a link may lead to an element that comes later
            values.check(world, app, resolved)
        return success(items=[get(world, app.namespace, app.code, item_id) for app, item_id, _ in made])


def _orders(body: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    orders = body.get("items")
    if not isinstance(orders, list) or not all(
        isinstance(one, dict)
        and isinstance(one.get("namespace"), str)
        and isinstance(one.get("code"), str)
        and isinstance(one.get("context"), dict)
        and str(one["context"].get("__id", _REFERENCE)).startswith(_REFERENCE)
        for one in orders
    ):
        raise BadRequest("items: an array of {namespace, code, context} is expected")
    return orders


def _resolved(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _resolved(one, ids) for name, one in value.items()}
    if isinstance(value, list):
        return [_resolved(one, ids) for one in value]
    if isinstance(value, str) and value.startswith(_REFERENCE):
        if value not in ids:
            raise Refused(f"{value} not found")
        return ids[value]
    return value


# -- control -----------------------------------------------------------------------------------------------


@control("GET", "items/{ns}/{code}")
def items_listed(world: World, request: Request, ns: str, code: str) -> Any:
    """Elements that are not deleted, with the code of their status as `status`."""
    return [_shown(world, item, ns, code) for item in all_of(world, ns, code)]


@control("POST", "items/{ns}/{code}")
def item_made(world: World, request: Request, ns: str, code: str) -> Any:
    """`{"context": {…}, "status": code, "user": id}`: an element as a user makes it on the page."""
    order = request.json_object()
    user = str(order.get("user") or SYSTEM)
    item = create(world, ns, code, order.get("context") or {}, user)
    if "status" in order:
        item = set_status(world, ns, code, item["__id"], str(order["status"]), user)
    return _shown(world, item, ns, code)


@control("GET", "items/{ns}/{code}/{id}")
def item_shown(world: World, request: Request, ns: str, code: str, id: str) -> Any:
    return _shown(world, get(world, ns, code, id), ns, code)


@control("POST", "items/{ns}/{code}/{id}")
def item_changed(world: World, request: Request, ns: str, code: str, id: str) -> Any:
    """`{"context": {…}, "status": code, "user": id}`: what somebody changed on the page."""
    order = request.json_object()
    user = str(order.get("user") or SYSTEM)
    if context := order.get("context"):
        update(world, ns, code, id, context, user)
    if "status" in order:
        set_status(world, ns, code, id, str(order["status"]), user)
    return _shown(world, get(world, ns, code, id), ns, code)


@control("DELETE", "items/{ns}/{code}/{id}")
def item_deleted(world: World, request: Request, ns: str, code: str, id: str) -> Any:
    delete(world, ns, code, id)
    return _shown(world, get(world, ns, code, id), ns, code)


def _shown(world: World, item: Mapping[str, Any], ns: str, code: str) -> dict[str, Any]:
    return {**item, "status": status_code(schemas.application(world, ns, code), item)}
