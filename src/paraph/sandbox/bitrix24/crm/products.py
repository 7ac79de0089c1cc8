"""crm.item.productrow.*: goods of an object; they make its sum unless it is set by hand."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24.crm import items, kinds, records, rights
from paraph.sandbox.bitrix24.crm.item_methods import author, given
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World

ROW = records.declare("productrow", "ownerId")
_SET = {
    "productName": ("", str),
    "price": (0.0, float),
    "quantity": (1.0, float),
    "taxRate": (None, float),
    "taxIncluded": ("N", str),
    "measureCode": (796, int),
    "measureName": ("шт", str),
    "productId": (0, int),
    "sort": (10, int),
}


def of_owner(world: World, kind: Kind, owner_id: int) -> list[Row]:
    condition = records.where(ownerId=owner_id, ownerType=kind.abbr)
    with world.reading() as db:
        return records.select(db, ROW, condition, [("sort", "ASC")])


def _shown(row: Row) -> Row:
    return {"id": row["ID"], **{name: row.get(name) for name in ("ownerId", "ownerType", *_SET)}}


def _owner(call: Call, type_: Any, id: Any) -> tuple[Kind, Row]:
    kind = next((one for one in kinds.all_kinds(call.world) if one.abbr.lower() == str(type_).lower()), None)
    if kind is None:
        raise RestError("ENTITY_TYPE_NOT_SUPPORTED", f"Entity type `{type_}` is not supported")
    row = items.find(call.world, kind, int(id)) if str(id).isdigit() else None
    if row is None:
        raise RestError("OWNER_NOT_FOUND", "Owner was not found")
    return kind, row


@method("crm.item.productrow.list", "crm")
def list_(call: Call) -> Any:
    filter = given(call, "filter")
    words = {name.lstrip("="): one for name, one in filter.items()} if isinstance(filter, dict) else {}
    if "ownerType" not in words or "ownerId" not in words:
        raise RestError("INVALID_ARG_VALUE", "Filter by ownerType and ownerId is required")
    kind, owner = _owner(call, words["ownerType"], words["ownerId"])
    if not rights.may_read(call.world, call.auth, owner):
        raise RestError("ACCESS_DENIED", "Доступ запрещен")
    rows = [_shown(one) for one in of_owner(call.world, kind, owner["ID"])]
    return Page.of(rows, call.start, "productRows")


@method("crm.item.productrow.set", "crm")
def set_(call: Call) -> Any:
    """Replaces all goods of the object; an empty array takes them away."""
    kind, owner = _owner(call, given(call, "ownerType"), given(call, "ownerId"))
    if not rights.may_write(call.world, call.auth, owner):
        raise RestError("ACCESS_DENIED", "Доступ запрещен")
    told = given(call, "productRows")
    ones = list(told.values()) if isinstance(told, dict) else told or []
    with call.world.writing():
        rows = store(call.world, kind, owner["ID"], ones)
        if owner.get("IS_MANUAL_OPPORTUNITY") != "Y":
            total = {"OPPORTUNITY": round(sum(row["price"] * row["quantity"] for row in rows), 2)}
            items.update(call.world, kind, owner["ID"], total, [], author(call))
    return {"productRows": [_shown(one) for one in rows]}


def store(world: World, kind: Kind, owner_id: int, told: list[Any]) -> list[Row]:
    """Replaces all goods of the object; raises `RestError`."""
    rows = [_read(one, kind, owner_id) for one in told]
    with world.writing() as db:
        for old in of_owner(world, kind, owner_id):
            records.remove(db, ROW, old["ID"])
        for row in rows:
            records.insert(db, ROW, row)
    return of_owner(world, kind, owner_id)


def _read(told: Any, kind: Kind, owner_id: int) -> Row:
    row: Row = {"ownerId": owner_id, "ownerType": kind.abbr}
    for name, (default, make) in _SET.items():
        value = told.get(name) if isinstance(told, dict) else None
        try:
            row[name] = default if value in (None, "") else make(value)
        except ValueError as error:
            raise RestError("INVALID_ARG_VALUE", f"Invalid value of {name}") from error
    return row
