"""crm.activity.badge.*: marks on an object's card in the kanban, each while its activity is not completed."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24.crm import records, rights
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import World

KIND = records.declare("badge")
TYPES = ("success", "failure", "warning", "primary", "secondary")
_NAMES = ("code", "title", "value", "type")


def find(world: World, code: str) -> Row | None:
    with world.reading() as db:
        return records.first(db, KIND, code=code)


def _shown(row: Row) -> Row:
    return {name: row[name] for name in _NAMES}


def _found(call: Call) -> Row:
    row = find(call.world, str(call.params.get("code") or ""))
    if row is None:
        raise RestError("NOT_FOUND", "Not found.")
    return row


@method("crm.activity.badge.add", "crm")
def add(call: Call) -> Any:
    rights.need_admin(call.auth)
    told = {name: call.params.get(name) for name in _NAMES}
    if not all(told.values()):
        raise RestError("REQUIRED_ARG_MISSING", "Не заполнены обязательные поля")
    if told["type"] not in TYPES:
        raise RestError("INVALID_ARG_VALUE", "Недопустимое значение поля type")
    if find(call.world, str(told["code"])):
        raise RestError("ALREADY_EXISTS", f"Бейдж с кодом {told['code']} уже есть")
    with call.world.writing() as db:
        records.insert(db, KIND, told)
    return {"badge": told}


@method("crm.activity.badge.get", "crm")
def get(call: Call) -> Any:
    return {"badge": _shown(_found(call))}


@method("crm.activity.badge.list", "crm")
def list_(call: Call) -> Any:
    with call.world.reading() as db:
        return {"badges": [_shown(row) for row in records.select(db, KIND)]}


@method("crm.activity.badge.delete", "crm")
def delete(call: Call) -> Any:
    rights.need_admin(call.auth)
    row = _found(call)
    with call.world.writing() as db:
        records.remove(db, KIND, row["ID"])
    return True
