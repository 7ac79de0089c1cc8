"""crm.status.*, crm.category.* and crm.enum.*: stages, funnels and the lists the portal is made with."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24 import listing
from paraph.sandbox.bitrix24.crm import kinds, records, rights, stages
from paraph.sandbox.bitrix24.crm.item_methods import given, kind_of
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.names import words
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method

#: What `crm.enum.addresstype` tells. Numbers differ from portal to portal.
ADDRESS_TYPES = {
    11: "Адрес доставки",
    1: "Фактический адрес",
    6: "Юридический адрес",
    4: "Адрес регистрации",
    8: "Адрес для корреспонденции",
    9: "Адрес бенефициара",
}
_SEMANTICS = {"S": "success", "F": "failure"}
_STATUS_FIELDS = frozenset(words("ID ENTITY_ID STATUS_ID NAME SORT SYSTEM CATEGORY_ID COLOR SEMANTICS"))


@method("crm.status.list", "crm")
def status_list(call: Call) -> Any:
    """Not cut into pages: the whole dictionary comes at once."""
    filter = call.arg("filter") or {}
    entity = filter.get("ENTITY_ID") if isinstance(filter, dict) else None
    with call.world.reading() as db:
        if isinstance(entity, str):
            rows = stages.dictionary(db, entity)
        else:
            rows = records.select(db, stages.STATUS)
    found = listing.chosen([_status(one) for one in rows], filter, call.arg("order"), _STATUS_FIELDS)
    return Page(found, len(found))


def _status(one: Row) -> Row:
    semantics = one.get("SEMANTICS")
    told: Row = {
        "ID": str(one["ID"]),
        "ENTITY_ID": one["ENTITY_ID"],
        "STATUS_ID": one["STATUS_ID"],
        "NAME": one["NAME"],
        "NAME_INIT": one["NAME"] if one["SYSTEM"] == "Y" else "",
        "SORT": str(one["SORT"]),
        "SYSTEM": one["SYSTEM"],
        "CATEGORY_ID": None if one.get("CATEGORY_ID") is None else str(one["CATEGORY_ID"]),
        "COLOR": one["COLOR"],
        "SEMANTICS": semantics,
    }
    if "STAGE" in one["ENTITY_ID"] or one["ENTITY_ID"].endswith("STATUS"):
        told["EXTRA"] = {"SEMANTICS": _SEMANTICS.get(str(semantics), "process"), "COLOR": one["COLOR"]}
    return told


@method("crm.status.entity.items", "crm")
def status_items(call: Call) -> Any:
    entity = call.arg("entityId")
    with call.world.reading() as db:
        rows = stages.dictionary(db, str(entity)) if entity else []
    if not rows:
        raise RestError("", "The parameter entityId is not defined or invalid.")
    return [{name: one[name] for name in ("NAME", "SORT", "STATUS_ID")} for one in rows]


# -- funnels -----------------------------------------------------------------------------------------------


def _category(one: Row) -> Row:
    told = {"id": one["ID"], "name": one["NAME"], "sort": one["SORT"]}
    return told | {"entityTypeId": one["ENTITY_TYPE_ID"], "isDefault": one["IS_DEFAULT"]}


def _with_funnels(call: Call) -> Kind:
    kind = kind_of(call)
    if not kind.has_categories:
        raise RestError("ENTITY_TYPE_NOT_SUPPORTED", f"Entity type `{kind.code}` is not supported")
    return kind


@method("crm.category.list", "crm")
def category_list(call: Call) -> Any:
    found = [_category(one) for one in stages.categories(call.world, _with_funnels(call))]
    return Page({"categories": found}, len(found))


@method("crm.category.add", "crm")
def category_add(call: Call) -> Any:
    kind, fields = _with_funnels(call), given(call, "fields")
    rights.need_admin(call.auth)
    name = fields.get("name") if isinstance(fields, dict) else None
    if not name:
        raise RestError("CRM_FIELD_ERROR_REQUIRED", 'Поле "Название" обязательно для заполнения')
    with call.world.writing() as db:
        id = stages.add_category(db, kind, str(name))
        added = records.load(db, stages.CATEGORY, id)
    assert added is not None
    return {"category": _category(added)}


# -- crm.enum.* --------------------------------------------------------------------------------------------


@method("crm.enum.ownertype", "crm")
def owner_types(call: Call) -> Any:
    found = [
        {"ID": kind.id, "NAME": kind.title, "SYMBOL_CODE": kind.code, "SYMBOL_CODE_SHORT": kind.abbr}
        for kind in kinds.all_kinds(call.world)
    ]
    requisite = {"ID": kinds.REQUISITE, "NAME": "Реквизиты", "SYMBOL_CODE": "REQUISITE"}
    return [*found, {**requisite, "SYMBOL_CODE_SHORT": "RQ"}]


@method("crm.enum.addresstype", "crm")
def address_types(call: Call) -> Any:
    return [
        {"ID": id, "NAME": name, "SYMBOL_CODE": None, "SYMBOL_CODE_SHORT": None}
        for id, name in ADDRESS_TYPES.items()
    ]


@method("crm.enum.settings.mode", "crm")
def settings_modes(call: Call) -> Any:
    return [
        {"ID": id, "NAME": name, "SYMBOL_CODE": None, "SYMBOL_CODE_SHORT": None}
        for id, name in ((1, "Классическая CRM"), (2, "Простая CRM"))
    ]
