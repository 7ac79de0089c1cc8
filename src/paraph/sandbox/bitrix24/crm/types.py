"""crm.type.*: smart processes, kinds of objects made on the portal itself."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from paraph.sandbox.bitrix24 import events, listing
from paraph.sandbox.bitrix24.crm import kinds, records, rights, stages
from paraph.sandbox.bitrix24.crm.item_methods import given
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method, truth
from paraph.sandbox.bitrix24.world import World

#: Options of a smart process and what they are without being told.
OPTIONS = {
    "isCategoriesEnabled": False,
    "isStagesEnabled": False,
    "isBeginCloseDatesEnabled": False,
    "isClientEnabled": False,
    "isUseInUserfieldEnabled": False,
    "isLinkWithProductsEnabled": False,
    "isMycompanyEnabled": False,
    "isDocumentsEnabled": False,
    "isSourceEnabled": False,
    "isObserversEnabled": False,
    "isRecyclebinEnabled": False,
    "isAutomationEnabled": False,
    "isBizProcEnabled": False,
    "isSetOpenPermissions": True,
    "isPaymentsEnabled": False,
    "isCountersEnabled": False,
}
#: Numbers smart processes may have: 128…192, or even ones from 1030.
_OLD_NUMBERS = range(128, 193)
_FIRST_NUMBER = 1030
#: `SORT`ed by everything that is shown and is no object.
_FILTERABLE = frozenset(("id", "title", "entityTypeId", "createdBy", "code", "createdTime", "updatedTime"))


def _missing() -> RestError:
    return RestError("0", "Смарт-процесс не найден")


def _yes(value: bool) -> str:
    return "Y" if value else "N"


def _shown(row: Any) -> Row:
    options = json.loads(row["options"])
    return {
        "id": row["id"],
        "title": row["title"],
        "code": row["code"],
        "createdBy": row["created_by"],
        "entityTypeId": row["entity_type_id"],
        "customSectionId": None,
        **{name: _yes(options[name]) for name in OPTIONS},
        "createdTime": row["created_time"],
        "updatedTime": row["updated_time"],
        "updatedBy": row["updated_by"],
    }


def _whole(row: Any) -> Row:
    more = {"relations": json.loads(row["relations"]), "linkedUserFields": {}, "customSections": []}
    return {"type": {**_shown(row), **more}}


def _row(world: World, name: str, value: Any) -> Any:
    """Raises `RestError` unless there is one with this `id` or `entity_type_id`."""
    with world.reading() as db:
        row = db.execute(f"SELECT * FROM crm_types WHERE {name} = ?", (value,)).fetchone()  # noqa: S608
    if row is None:
        raise _missing()
    return row


@method("crm.type.get", "crm")
def get(call: Call) -> Any:
    rights.need_admin(call.auth)
    return _whole(_row(call.world, "id", given(call, "id")))


@method("crm.type.getByEntityTypeId", "crm")
def get_by_entity_type_id(call: Call) -> Any:
    rights.need_admin(call.auth)
    return _whole(_row(call.world, "entity_type_id", given(call, "entityTypeId")))


@method("crm.type.list", "crm")
def list_(call: Call) -> Page:
    rights.need_admin(call.auth)
    with call.world.reading() as db:
        rows = [_shown(row) for row in db.execute("SELECT * FROM crm_types ORDER BY id")]
    filter, order = call.params.get("filter") or {}, call.params.get("order") or {}
    for name in filter if isinstance(filter, dict) else ():
        if name.lstrip("!=<>@%") not in _FILTERABLE:
            raise RestError("INVALID_ARG_VALUE", f"Invalid filter: field '{name}' is not allowed in filter")
    return Page.of(listing.chosen(rows, filter, order, _FILTERABLE), call.start, "types")


@method("crm.type.add", "crm")
def add(call: Call) -> Any:
    fields = given(call, "fields")
    rights.need_admin(call.auth)
    if not isinstance(fields, dict) or not fields.get("title"):
        raise RestError("CRM_FIELD_ERROR_REQUIRED", 'Поле "Название" обязательно для заполнения')
    rights.check_plan(call.world, "CREATE_DYNAMIC_TYPE_RESTRICTED")
    options = {name: truth(fields[name]) if name in fields else one for name, one in OPTIONS.items()}
    with call.world.writing() as db:
        number = _number(db, fields.get("entityTypeId"))
        relations = _relations(fields.get("relations"), options["isClientEnabled"])
        now = call.world.iso()
        id = records.next_id(db, "type")
        db.execute(
            "INSERT INTO crm_types VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                id,
                number,
                str(fields["title"]),
                str(fields.get("code") or ""),
                json.dumps(options),
                json.dumps(relations),
                call.user_id,
                call.user_id,
                now,
                now,
            ),
        )
        kind = kinds.find_kind(call.world, number)
        assert kind is not None
        stages.add_category(db, kind, "Общая", default=True)
        _index(db, number, relations)
        events.fire(call.world, "ONCRMTYPEADD", {"FIELDS": {"ID": id}}, caused_by=call.auth)
    return _whole(_row(call.world, "id", id))


def _index(db: sqlite3.Connection, number: int, relations: Row) -> None:
    parents = (f"PARENT_ID_{one['entityTypeId']}" for one in relations["parent"])
    records.create(db, str(number), "UPDATED_TIME", "COMPANY_ID", *parents)
    for one in relations["child"]:
        records.create(db, str(one["entityTypeId"]), f"PARENT_ID_{number}")


def _number(db: sqlite3.Connection, wanted: Any) -> int:
    taken = {row["entity_type_id"] for row in db.execute("SELECT entity_type_id FROM crm_types")}
    if not wanted:
        return max((one for one in taken if one >= _FIRST_NUMBER), default=_FIRST_NUMBER - 2) + 2
    number = int(wanted) if str(wanted).isdigit() else 0
    if number not in _OLD_NUMBERS and (number < _FIRST_NUMBER or number % 2):
        raise RestError("INVALID_ARG_VALUE", "entityTypeId is out of allowed range")
    if number in taken:
        raise RestError("BX_ERROR", "Смарт-процесс с таким идентификатором уже существует")
    return number


def _relations(told: Any, with_client: bool) -> Row:
    """Links to other kinds. `Y` of `isChildrenListEnabled` is not understood: «true» is."""
    told = told if isinstance(told, dict) else {}
    found = {side: _links(told.get(side)) for side in ("parent", "child")}
    if with_client:
        client = [_link(number, True, True) for number in (kinds.CONTACT, kinds.COMPANY)]
        numbers = (kinds.CONTACT, kinds.COMPANY)
        found["parent"] = client + [one for one in found["parent"] if one["entityTypeId"] not in numbers]
    return found


def _links(told: Any) -> list[Row]:
    ones = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [
        _link(int(one["entityTypeId"]), str(one.get("isChildrenListEnabled")).lower() == "true", False)
        for one in ones
        if isinstance(one, dict) and str(one.get("entityTypeId", "")).isdigit()
    ]


def _link(number: int, shown: bool, predefined: bool) -> Row:
    return {
        "entityTypeId": number,
        "isChildrenListEnabled": _yes(shown),
        "isPredefined": _yes(predefined),
    }


@method("crm.type.update", "crm")
def update(call: Call) -> Any:
    """`relations` that come replace all there were."""
    fields = given(call, "fields")
    rights.need_admin(call.auth)
    row = _row(call.world, "id", given(call, "id"))
    if not isinstance(fields, dict):
        raise RestError("100", "Could not find value for parameter {fields}")
    options = json.loads(row["options"])
    options |= {name: truth(fields[name]) for name in OPTIONS if name in fields}
    relations = json.loads(row["relations"])
    if "relations" in fields:
        relations = _relations(fields["relations"], options["isClientEnabled"])
    with call.world.writing() as db:
        db.execute(
            "UPDATE crm_types SET title = ?, options = ?, relations = ?, updated_by = ?, updated_time = ?"
            " WHERE id = ?",
            (
                str(fields.get("title") or row["title"]),
                json.dumps(options),
                json.dumps(relations),
                call.user_id,
                call.world.iso(),
                row["id"],
            ),
        )
        _index(db, row["entity_type_id"], relations)
        events.fire(call.world, "ONCRMTYPEUPDATE", {"FIELDS": {"ID": row["id"]}}, caused_by=call.auth)
    return _whole(_row(call.world, "id", row["id"]))


@method("crm.type.delete", "crm")
def delete(call: Call) -> Any:
    rights.need_admin(call.auth)
    row = _row(call.world, "id", given(call, "id"))
    kind = kinds.find_kind(call.world, row["entity_type_id"])
    assert kind is not None
    with call.world.writing() as db:
        if records.count(db, str(kind.id)):
            raise RestError("BX_ERROR", "Вы не можете удалить тип сущности, у которого есть элементы")
        stages.remove_categories(db, kind)
        db.execute("DELETE FROM crm_types WHERE id = ?", (row["id"],))
        events.fire(call.world, "ONCRMTYPEDELETE", {"FIELDS": {"ID": row["id"]}}, caused_by=call.auth)
    return []
