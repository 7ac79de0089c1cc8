"""crm.requisite.*: requisites of companies and contacts, their banks, addresses, and which a deal uses.

Nothing is checked here but the links: an ИНН with wrong check digits is kept as it came.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import Any

from paraph.sandbox.bitrix24 import events
from paraph.sandbox.bitrix24.crm import filters, items, kinds, records, rights, userfields, values
from paraph.sandbox.bitrix24.crm.fields import Field, user_field
from paraph.sandbox.bitrix24.crm.item_methods import page_of
from paraph.sandbox.bitrix24.crm.names import words
from paraph.sandbox.bitrix24.crm.old_methods import array, id_of, refusal
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, Page, method
from paraph.sandbox.bitrix24.world import World

KIND = records.declare("requisite", "ENTITY_ID", "RQ_INN")
BANK = records.declare("bankdetail", "ENTITY_ID")
PRESET = records.declare("preset")
ADDRESS = records.declare("address", "ENTITY_ID")
_EMPTY = {"ADDRESS_ONLY": "N", "ACTIVE": "Y", "SORT": "500"}
_MARKS = words("DATE_CREATE DATE_MODIFY CREATED_BY_ID MODIFY_BY_ID")
_OWNER = ["ENTITY_TYPE_ID", "ENTITY_ID"]
_COMMON = words("NAME CODE XML_ID ORIGINATOR_ID ACTIVE SORT")
_REQUISITE = words(
    "RQ_NAME RQ_FIRST_NAME RQ_LAST_NAME RQ_SECOND_NAME RQ_COMPANY_NAME RQ_COMPANY_FULL_NAME"
    " RQ_COMPANY_REG_DATE RQ_DIRECTOR RQ_ACCOUNTANT RQ_CEO_NAME RQ_CEO_WORK_POS RQ_CONTACT RQ_EMAIL RQ_PHONE"
    " RQ_FAX RQ_IDENT_DOC RQ_IDENT_DOC_SER RQ_IDENT_DOC_NUM RQ_IDENT_DOC_DATE RQ_IDENT_DOC_ISSUED_BY"
    " RQ_IDENT_DOC_DEP_CODE RQ_INN RQ_KPP RQ_IFNS RQ_OGRN RQ_OGRNIP RQ_OKPO RQ_OKTMO RQ_OKVED RQ_VAT_PAYER"
    " RQ_VAT_ID RQ_BASE_DOC"
)
_BANK = words(
    "RQ_BANK_NAME RQ_BANK_ADDR RQ_BIK RQ_ACC_NAME RQ_ACC_NUM RQ_ACC_CURRENCY RQ_COR_ACC_NUM RQ_IBAN RQ_SWIFT"
    " COMMENTS"
)
_NUMBERS = frozenset(
    words("ID TYPE_ID ENTITY_TYPE_ID ENTITY_ID PRESET_ID COUNTRY_ID CREATED_BY_ID MODIFY_BY_ID")
)
_ADDRESS = words(
    "TYPE_ID ENTITY_TYPE_ID ENTITY_ID ADDRESS_1 ADDRESS_2 CITY POSTAL_CODE REGION PROVINCE COUNTRY"
    " COUNTRY_CODE LOC_ADDR_ID ANCHOR_TYPE_ID ANCHOR_ID"
)

#: Names in the order they are told, for each kind of rows.
NAMES = {
    KIND: ["ID", *_OWNER, "PRESET_ID", *_MARKS, *_COMMON, "ADDRESS_ONLY", *_REQUISITE],
    BANK: ["ID", "ENTITY_ID", "COUNTRY_ID", *_MARKS, *_COMMON, *_BANK],
    PRESET: ["ID", "ENTITY_TYPE_ID", "COUNTRY_ID", *_MARKS, "NAME", "XML_ID", "ACTIVE", "SORT"],
    ADDRESS: _ADDRESS,
}
#: Templates of requisites every Russian portal has; their numbers differ.
_PRESETS = (
    ("Организация", "#CRM_REQUISITE_PRESET_DEF_RU_COMPANY#"),
    ("ИП", "#CRM_REQUISITE_PRESET_DEF_RU_INDIVIDUAL#"),
    ("Физ. лицо", "#CRM_REQUISITE_PRESET_DEF_RU_PERSON#"),
)


def sow(db: sqlite3.Connection) -> None:
    """The templates of a new portal."""
    for name, xml_id in _PRESETS:
        records.insert(
            db,
            PRESET,
            {
                "ENTITY_TYPE_ID": 8,
                "COUNTRY_ID": 1,
                "NAME": name,
                "XML_ID": xml_id,
                "ACTIVE": "Y",
                "SORT": "500",
            },
        )


def preset(world: World, name: str) -> int:
    """The number of a template by its name."""
    with world.reading() as db:
        found = records.first(db, PRESET, NAME=name)
    assert found is not None
    return int(found["ID"])


def of_entity(world: World, entity_type_id: int, entity_id: int) -> list[Row]:
    condition = records.where(ENTITY_ID=entity_id, ENTITY_TYPE_ID=entity_type_id)
    with world.reading() as db:
        return records.select(db, KIND, condition)


# -- how they are named and shown --------------------------------------------------------------------------


def _field(name: str) -> Field:
    return Field(name, "integer" if name in _NUMBERS else "string", name)


def fields(world: World, kind: str) -> dict[str, Field]:
    found = {name: _field(name) for name in NAMES[kind]}
    if kind == KIND:
        own = (user_field(one) for one in userfields.of_entity(world, "CRM_REQUISITE"))
        found |= {one.name: one for one in own}
    return found


def _shown(row: Row, names: list[str]) -> Row:
    """Every value is a string, what is not set is null."""
    filled = {**_EMPTY, "DATE_MODIFY": "", **row}
    return {name: None if filled.get(name) is None else str(filled[name]) for name in names}


def _described(world: World, kind: str) -> Any:
    required = ("ENTITY_TYPE_ID", "ENTITY_ID", "PRESET_ID")
    return {
        name: {
            "type": one.type,
            "isRequired": name in required,
            "isReadOnly": name == "ID" or name in _MARKS,
            "isImmutable": name in required,
            "isMultiple": one.multiple,
            "isDynamic": one.dynamic,
            "title": one.title,
        }
        for name, one in fields(world, kind).items()
    }


def _selected(call: Call, known: dict[str, Field]) -> list[str]:
    wanted = [str(one) for one in values.several(call.arg("select") or [])]
    if not wanted or "*" in wanted:
        return [name for name, one in known.items() if not one.dynamic or name in wanted or "UF_*" in wanted]
    return [name for name, one in known.items() if name in wanted or (one.dynamic and "UF_*" in wanted)]


# -- methods alike for all of them -------------------------------------------------------------------------


def _fields(kind: str, call: Call) -> Any:
    return _described(call.world, kind)


def _list(kind: str, call: Call) -> Page:
    if rights.level(call.world, call.auth) == "none":
        raise refusal("Access denied.")
    known = fields(call.world, kind)
    condition = filters.condition(array(call, "filter"), known.get, strict=False)
    page = page_of(call, kind, condition, filters.order(array(call, "order"), known.get, strict=False))
    names = _selected(call, known)
    return Page([_shown(row, names) for row in page.result], page.total, page.next)


def _get(kind: str, title: str, call: Call) -> Any:
    row = _row(kind, title, call)
    if not rights.may_read(call.world, call.auth):
        raise refusal("Access denied.")
    return _shown(row, list(fields(call.world, kind)))


def _row(kind: str, title: str, call: Call) -> Row:
    id = id_of(call)
    with call.world.reading() as db:
        row = records.load(db, kind, id)
    if row is None:
        raise refusal(f"The {title} with ID '{id}' is not found")
    return row


def _add(kind: str, call: Call) -> Any:
    if not rights.may_write(call.world, call.auth):
        raise refusal("Access denied.")
    data = _read(call, kind)
    _check_owner(call.world, kind, data)
    data |= {"DATE_CREATE": call.world.iso(), "CREATED_BY_ID": call.user_id}
    with call.world.writing() as db:
        id = records.insert(db, kind, data)
        _tell(call, kind, "ADD", id)
    return id


def _update(kind: str, title: str, call: Call) -> Any:
    row = _row(kind, title, call)
    if not rights.may_write(call.world, call.auth):
        raise refusal("Access denied.")
    fixed = ("ENTITY_TYPE_ID", "ENTITY_ID", "PRESET_ID")
    changed = {name: one for name, one in _read(call, kind).items() if name not in fixed}
    with call.world.writing() as db:
        marks = {"DATE_MODIFY": call.world.iso(), "MODIFY_BY_ID": call.user_id}
        records.store(db, kind, row["ID"], row | changed | marks)
        _tell(call, kind, "UPDATE", row["ID"])
    return True


def _delete(kind: str, title: str, call: Call) -> Any:
    row = _row(kind, title, call)
    if not rights.may_write(call.world, call.auth):
        raise refusal("Access denied.")
    with call.world.writing() as db:
        records.remove(db, kind, row["ID"])
        _tell(call, kind, "DELETE", row["ID"])
    return True


def _tell(call: Call, kind: str, what: str, id: int) -> None:
    name = "ONCRMBANKDETAIL" if kind == BANK else "ONCRMREQUISITE"
    events.fire(call.world, name + what, {"FIELDS": {"ID": id}}, caused_by=call.auth)


def _read(call: Call, kind: str) -> Row:
    given, known = array(call, "fields"), fields(call.world, kind)
    fixed = {"ID", *_MARKS}
    return {
        name: (values.read_all if known[name].multiple else values.read)(known[name], value)
        for name, value in dict(given or {}).items()
        if name in known and name not in fixed
    }


def _check_owner(world: World, kind: str, data: Row) -> None:
    if kind == BANK:
        with world.reading() as db:
            if records.load(db, KIND, data.get("ENTITY_ID") or 0) is None:
                raise refusal("ENTITY_ID is not defined or invalid.")
        return
    if data.get("ENTITY_TYPE_ID") not in (kinds.CONTACT, kinds.COMPANY):
        raise refusal("ENTITY_TYPE_ID is not defined or invalid.")
    if not data.get("ENTITY_ID"):
        raise refusal("ENTITY_ID is not defined or invalid.")
    with world.reading() as db:
        if records.load(db, PRESET, data.get("PRESET_ID") or 0) is None:
            raise refusal("PRESET_ID is not defined or invalid.")
    if items.find(world, kinds.SYSTEM[data["ENTITY_TYPE_ID"]], data["ENTITY_ID"]) is None:
        raise refusal("Entity not found.")


def _register() -> None:
    for kind, prefix, title in (
        (KIND, "crm.requisite", "Requisite"),
        (BANK, "crm.requisite.bankdetail", "RequisiteBankDetail"),
    ):
        method(f"{prefix}.fields", "crm")(partial(_fields, kind))
        method(f"{prefix}.list", "crm")(partial(_list, kind))
        method(f"{prefix}.get", "crm")(partial(_get, kind, title))
        method(f"{prefix}.add", "crm")(partial(_add, kind))
        method(f"{prefix}.update", "crm")(partial(_update, kind, title))
        method(f"{prefix}.delete", "crm")(partial(_delete, kind, title))
    method("crm.requisite.preset.fields", "crm")(partial(_fields, PRESET))
    method("crm.requisite.preset.list", "crm")(partial(_list, PRESET))
    method("crm.requisite.preset.get", "crm")(partial(_get, PRESET, "Preset"))
    method("crm.address.fields", "crm")(partial(_fields, ADDRESS))
    method("crm.address.list", "crm")(partial(_list, ADDRESS))


_register()
