"""crm.requisite.link.*: which requisites of the client and of ours a deal uses; crm.address.add."""

from __future__ import annotations

import sqlite3
from typing import Any

from paraph.sandbox.bitrix24 import events
from paraph.sandbox.bitrix24.crm import filters, items, kinds, records, requisites, rights, values
from paraph.sandbox.bitrix24.crm.dictionaries import ADDRESS_TYPES
from paraph.sandbox.bitrix24.crm.fields import Field
from paraph.sandbox.bitrix24.crm.item_methods import page_of
from paraph.sandbox.bitrix24.crm.old_methods import array, refusal
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, Page, method
from paraph.sandbox.bitrix24.world import World

LINK = records.declare("requisitelink", "ENTITY_ID")
_IDS = ("REQUISITE_ID", "BANK_DETAIL_ID", "MC_REQUISITE_ID", "MC_BANK_DETAIL_ID")
NAMES = ("ENTITY_TYPE_ID", "ENTITY_ID", *_IDS)
_FIELDS = {name: Field(name, "integer", name) for name in NAMES}


def find(world: World, entity_type_id: int, entity_id: int) -> Row | None:
    with world.reading() as db:
        return records.first(db, LINK, ENTITY_ID=entity_id, ENTITY_TYPE_ID=entity_type_id)


def register(world: World, data: Row) -> None:
    """Sets the link of an object; the one before is forgotten."""
    before = find(world, data["ENTITY_TYPE_ID"], data["ENTITY_ID"])
    with world.writing() as db:
        if before is None:
            records.insert(db, LINK, data)
        else:
            records.store(db, LINK, before["ID"], data)


def _shown(row: Row) -> Row:
    return {name: row.get(name, 0) if name in NAMES[:2] else str(row.get(name, 0)) for name in NAMES}


def _positive(value: Any, name: str, *, zero: bool = False) -> int:
    text = str("" if value is None else value)
    if not text.isdigit() or not (int(text) or zero):
        raise refusal(f"{name} is not defined or invalid")
    return int(text)


@method("crm.requisite.link.get", "crm")
def get(call: Call) -> Any:
    """Nobody registers a link for deals made through REST: until then there is none."""
    type_id = _positive(call.arg("entityTypeId"), "entityTypeId")
    id = _positive(call.arg("entityId"), "entityId")
    found = find(call.world, type_id, id)
    if found is None:
        raise refusal("Not found")
    return _shown(found)


@method("crm.requisite.link.list", "crm")
def list_(call: Call) -> Page:
    if rights.level(call.world, call.auth) == "none":
        raise refusal("Access denied.")
    condition = filters.condition(array(call, "filter"), _FIELDS.get, strict=False)
    page = page_of(call, LINK, condition, filters.order(array(call, "order"), _FIELDS.get, strict=False))
    wanted = [one for one in values.several(call.arg("select") or []) if one in NAMES] or NAMES
    rows = [{name: str(row.get(name, 0)) for name in wanted} for row in page.result]
    return Page(rows, page.total, page.next)


@method("crm.requisite.link.register", "crm")
def register_link(call: Call) -> Any:
    given = dict(array(call, "fields") or {})
    data = {name: _positive(given.get(name), name, zero=name in _IDS) for name in NAMES}
    kind = kinds.find_kind(call.world, data["ENTITY_TYPE_ID"])
    entity = None if kind is None else items.find(call.world, kind, data["ENTITY_ID"])
    if entity is None:
        raise refusal("Entity is not found")
    if not rights.may_write(call.world, call.auth, entity):
        raise refusal("Access denied.")
    _check_client(call.world, entity, data)
    _check_ours(call.world, data)
    register(call.world, data)
    return True


def _check_client(world: World, entity: Row, data: Row) -> None:
    requisite = _requisite(world, data["REQUISITE_ID"], "The Requisite")
    company, contact = entity.get("COMPANY_ID"), entity.get("CONTACT_ID")
    if requisite is not None:
        owner = (requisite["ENTITY_TYPE_ID"], requisite["ENTITY_ID"])
        if owner not in ((kinds.COMPANY, company), (kinds.CONTACT, contact)):
            whose = f"Company with ID '{company}'" if company else f"Contact with ID '{contact}'"
            raise refusal(f"The Requisite with ID '{requisite['ID']}' is not assigned to {whose}")
    _check_bank(world, data["BANK_DETAIL_ID"], requisite, "BankDetail", "Requisite")


def _check_ours(world: World, data: Row) -> None:
    ours = _requisite(world, data["MC_REQUISITE_ID"], "The Requisite of your company")
    if ours is not None:
        company = items.find(world, kinds.SYSTEM[kinds.COMPANY], ours["ENTITY_ID"]) or {}
        if ours["ENTITY_TYPE_ID"] != kinds.COMPANY or company.get("IS_MY_COMPANY") != "Y":
            raise refusal(f"The Requisite with ID '{ours['ID']}' is not assigned to your company")
    _check_bank(
        world, data["MC_BANK_DETAIL_ID"], ours, "BankDetail of your company", "Requisite of your company"
    )


def _requisite(world: World, id: int, title: str) -> Row | None:
    if not id:
        return None
    with world.reading() as db:
        found = records.load(db, requisites.KIND, id)
    if found is None:
        raise refusal(f"{title} with ID '{id}' is not found")
    return found


def _check_bank(world: World, id: int, requisite: Row | None, title: str, owner: str) -> None:
    if not id:
        return
    with world.reading() as db:
        found = records.load(db, requisites.BANK, id)
    if found is None:
        raise refusal(f"The {title} with ID '{id}' is not found")
    if requisite is None or found["ENTITY_ID"] != requisite["ID"]:
        whose = 0 if requisite is None else requisite["ID"]
        raise refusal(f"The {title} with ID '{id}' is not assigned to {owner} with ID '{whose}'")


@method("crm.requisite.link.unregister", "crm")
def unregister(call: Call) -> Any:
    type_id = _positive(call.arg("entityTypeId"), "entityTypeId")
    found = find(call.world, type_id, _positive(call.arg("entityId"), "entityId"))
    if found is None:
        raise refusal("Not found")
    with call.world.writing() as db:
        records.remove(db, LINK, found["ID"])
    return True


@method("crm.address.add", "crm")
def add_address(call: Call) -> Any:
    """An address of a requisite: one of each type of `crm.enum.addresstype`."""
    given = dict(array(call, "fields") or {})
    type_id = _positive(given.get("TYPE_ID"), "TYPE_ID")
    if type_id not in ADDRESS_TYPES:
        raise refusal("TYPE_ID is not defined or invalid")
    entity_id = _positive(given.get("ENTITY_ID"), "ENTITY_ID")
    if _positive(given.get("ENTITY_TYPE_ID"), "ENTITY_TYPE_ID") != kinds.REQUISITE:
        raise refusal("ENTITY_TYPE_ID is not defined or invalid")
    if not rights.may_write(call.world, call.auth):
        raise refusal("Access denied.")
    with call.world.writing() as db:
        if records.first(db, requisites.ADDRESS, ENTITY_ID=entity_id, TYPE_ID=type_id):
            raise refusal("TypeAddress exists")
        add_address_of(db, entity_id, type_id, given)
        data = {"FIELDS": {"ID": entity_id, "ENTITY_TYPE_ID": kinds.REQUISITE, "TYPE_ID": type_id}}
        events.fire(call.world, "ONCRMADDRESSREGISTER", data, caused_by=call.auth)
    return True


def add_address_of(db: sqlite3.Connection, requisite_id: int, type_id: int, words: Row) -> None:
    known = {name: str(one) for name, one in words.items() if name in requisites.NAMES[requisites.ADDRESS]}
    key = {"TYPE_ID": type_id, "ENTITY_TYPE_ID": kinds.REQUISITE, "ENTITY_ID": requisite_id}
    records.insert(db, requisites.ADDRESS, {**known, **key})
