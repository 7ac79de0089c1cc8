"""lists.*: universal lists, the way of portals without smart processes.

Rights of a list are kept as they came and not looked at: whoever has the scope reads and writes elements.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from paraph.sandbox.bitrix24 import files
from paraph.sandbox.bitrix24.crm import filters, records
from paraph.sandbox.bitrix24.crm.fields import Field
from paraph.sandbox.bitrix24.crm.names import words
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import PAGE, Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World

LIST = records.declare("list")
FIELD = records.declare("listfield", "LIST_ID")
ELEMENT = records.declare("listelement", "LIST_ID", "CODE")
_SCOPE = "lists"
_TYPES = ("lists", "bitrix_processes", "lists_socnet")
#: Types of fields that have values of their own; the other types are fields every element has.
_PROPERTY_TYPES = words(
    "S N L F G E S:Date S:DateTime S:HTML E:EList N:Sequence S:ECrm S:Money S:DiskFile S:map_yandex"
    " S:employee"
)
_SYSTEM_TYPES = words(
    "SORT ACTIVE_FROM ACTIVE_TO PREVIEW_PICTURE PREVIEW_TEXT DETAIL_PICTURE DETAIL_TEXT DATE_CREATE"
    " CREATED_BY TIMESTAMP_X MODIFIED_BY"
)
_SHOWN = words("ID CODE NAME IBLOCK_SECTION_ID CREATED_BY DATE_CREATE")
_OWN = {
    "ID": Field("ID", "integer", "ID"),
    "CREATED_BY": Field("CREATED_BY", "integer", "Кем создан"),
    "NAME": Field("NAME", "string", "Название"),
    "CODE": Field("CODE", "string", "Код"),
    "DATE_CREATE": Field("DATE_CREATE", "datetime", "Дата создания"),
}


def _missing(name: str) -> RestError:
    return RestError("ERROR_REQUIRED_PARAMETERS_MISSING", f"Required parameter `{name}` is missing")


def _needed(call: Call, name: str) -> Any:
    value = call.arg(name)
    if value in (None, "", [], {}):
        raise _missing(name)
    return value


def _fields(call: Call) -> Row:
    told = _needed(call, "FIELDS")
    if not isinstance(told, dict):
        raise _missing("FIELDS")
    return told


def _list(call: Call) -> Row:
    """The list named by `IBLOCK_ID` or `IBLOCK_CODE`."""
    type_id, id, code = _needed(call, "IBLOCK_TYPE_ID"), call.arg("IBLOCK_ID"), call.arg("IBLOCK_CODE")
    if not id and not code:
        raise _missing("IBLOCK_ID")
    with call.world.reading() as db:
        found = records.load(db, LIST, int(id)) if str(id or "").isdigit() else None
        if found is None and code:
            found = records.first(db, LIST, CODE=str(code))
    if found is None or found["IBLOCK_TYPE_ID"] != type_id:
        raise RestError("ERROR_IBLOCK_NOT_FOUND", "Iblock not found")
    return found


# -- lists -------------------------------------------------------------------------------------------------


@method("lists.add", _SCOPE)
def add(call: Call) -> Any:
    type_id, code, fields = _needed(call, "IBLOCK_TYPE_ID"), str(_needed(call, "IBLOCK_CODE")), _fields(call)
    if not call.auth.is_admin:
        raise RestError("ACCESS_DENIED", "Access denied")
    if type_id not in _TYPES or not fields.get("NAME"):
        raise RestError("ERROR_ADD_IBLOCK", "Не указано название списка или его тип")
    data = {"IBLOCK_TYPE_ID": type_id, "CODE": code, "RIGHTS": call.arg("RIGHTS")}
    data |= {name: str(fields[name]) for name in ("NAME", "DESCRIPTION", "SORT", "BIZPROC") if name in fields}
    with call.world.writing() as db:
        if records.first(db, LIST, CODE=code):
            raise RestError("ERROR_IBLOCK_ALREADY_EXISTS", "Iblock already exists")
        return records.insert(db, LIST, data)


@method("lists.get", _SCOPE)
def get(call: Call) -> Any:
    type_id = _needed(call, "IBLOCK_TYPE_ID")
    if call.arg("IBLOCK_ID") or call.arg("IBLOCK_CODE"):
        return Page([_shown_list(_list(call))], 1)
    with call.world.reading() as db:
        rows = records.select(db, LIST, records.where(IBLOCK_TYPE_ID=type_id))
    return Page.of([_shown_list(row) for row in rows], call.start)


def _shown_list(row: Row) -> Row:
    filled = {"DESCRIPTION": "", "SORT": "500", "BIZPROC": "N", "ACTIVE": "Y", **row}
    names = ("ID", "IBLOCK_TYPE_ID", "CODE", "NAME", "ACTIVE", "SORT", "DESCRIPTION", "BIZPROC")
    return {name: str(filled[name]) for name in names}


@method("lists.delete", _SCOPE)
def delete(call: Call) -> Any:
    if not call.auth.is_admin:
        raise RestError("ACCESS_DENIED", "Access denied")
    row = _list(call)
    with call.world.writing() as db:
        for kind in (FIELD, ELEMENT):
            for one in records.select(db, kind, records.where(LIST_ID=row["ID"])):
                records.remove(db, kind, one["ID"])
        records.remove(db, LIST, row["ID"])
    return True


@method("lists.get.iblock.type.id", _SCOPE)
def type_of(call: Call) -> Any:
    id = call.number("IBLOCK_ID")
    with call.world.reading() as db:
        row = records.load(db, LIST, id)
    return row["IBLOCK_TYPE_ID"] if row else False


# -- fields ------------------------------------------------------------------------------------------------


@method("lists.field.add", _SCOPE)
def field_add(call: Call) -> Any:
    """Returns `PROPERTY_123`, or the name of a system field."""
    row, fields = _list(call), _fields(call)
    kind, code = str(fields.get("TYPE") or ""), str(fields.get("CODE") or "")
    if not fields.get("NAME"):
        raise RestError("ERROR_SAVE_FIELD", "Please fill the name fields")
    if kind in _SYSTEM_TYPES:
        return kind
    if kind not in _PROPERTY_TYPES:
        raise RestError("ERROR_SAVE_FIELD", "Error saving the field")
    if not code:
        raise RestError("ERROR_SAVE_FIELD", "Please fill the code fields")
    names = ("NAME", "IS_REQUIRED", "MULTIPLE", "SORT", "DEFAULT_VALUE", "SETTINGS")
    data = {"LIST_ID": row["ID"], "TYPE": kind, "CODE": code}
    data |= {name: fields[name] for name in names if name in fields}
    with call.world.writing() as db:
        if records.first(db, FIELD, LIST_ID=row["ID"], CODE=code):
            raise RestError("ERROR_SAVE_FIELD", "Property already exists")
        data["CHOICES"] = _choices(db, fields)
        return f"PROPERTY_{records.insert(db, FIELD, data)}"


def _choices(db: sqlite3.Connection, fields: Row) -> dict[str, str]:
    """Texts of a list by their numbers, which are given here."""
    told = fields.get("LIST") or {}
    items = told.values() if isinstance(told, dict) else told
    texts = [str(one["VALUE"]) for one in items if isinstance(one, dict) and one.get("VALUE")]
    texts += [line for line in str(fields.get("LIST_TEXT_VALUES") or "").splitlines() if line]
    return {str(records.next_id(db, "listchoice")): text for text in texts}


def _properties(world: World, list_id: int) -> dict[str, Row]:
    with world.reading() as db:
        rows = records.select(db, FIELD, records.where(LIST_ID=list_id))
    return {f"PROPERTY_{row['ID']}": row for row in rows}


@method("lists.field.get", _SCOPE)
def field_get(call: Call) -> Any:
    """Fields by their kind and number, one if `FIELD_ID` names it."""
    found = _properties(call.world, _list(call)["ID"])
    wanted = call.arg("FIELD_ID")
    return {
        name: {
            "FIELD_ID": name,
            "ID": str(row["ID"]),
            "NAME": row["NAME"],
            "TYPE": row["TYPE"],
            "CODE": row["CODE"],
            "SORT": int(row.get("SORT", 500)),
            "IS_REQUIRED": row.get("IS_REQUIRED", "N"),
            "MULTIPLE": row.get("MULTIPLE", "N"),
            "DEFAULT_VALUE": row.get("DEFAULT_VALUE"),
            "DISPLAY_VALUES_FORM": row.get("CHOICES", {}),
        }
        for name, row in found.items()
        if wanted in (None, name)
    }


# -- elements ----------------------------------------------------------------------------------------------


@method("lists.element.add", _SCOPE)
def element_add(call: Call) -> Any:
    """`ELEMENT_CODE` is needed and belongs to one element of a list."""
    row, code, fields = _list(call), str(_needed(call, "ELEMENT_CODE")), _fields(call)
    data = {"LIST_ID": row["ID"], "CODE": code, "CREATED_BY": call.user_id, "DATE_CREATE": call.world.iso()}
    with call.world.writing() as db:
        if records.first(db, ELEMENT, CODE=code, LIST_ID=row["ID"]):
            raise RestError("ERROR_ELEMENT_ALREADY_EXISTS", "Element already exists")
        return records.insert(db, ELEMENT, data | _values(call, db, row, fields, "ERROR_ADD_ELEMENT"))


@method("lists.element.update", _SCOPE)
def element_update(call: Call) -> Any:
    """The element becomes what is told: properties that are left out are cleared."""
    row, fields = _list(call), _fields(call)
    element = _element(call, row)
    kept = {name: element[name] for name in ("LIST_ID", "CODE", "CREATED_BY", "DATE_CREATE")}
    with call.world.writing() as db:
        told = _values(call, db, row, fields, "ERROR_UPDATE_ELEMENT")
        records.store(db, ELEMENT, element["ID"], kept | told)
    return True


@method("lists.element.delete", _SCOPE)
def element_delete(call: Call) -> Any:
    element = _element(call, _list(call))
    with call.world.writing() as db:
        records.remove(db, ELEMENT, element["ID"])
    return True


@method("lists.element.get", _SCOPE)
def element_get(call: Call) -> Any:
    """`PROPERTY_123` is an object of its values by the numbers they have been given."""
    row = _list(call)
    known = _properties(call.world, row["ID"])
    fields = {name: Field(name, "string", name, multiple=True) for name in known} | _OWN
    condition = records.where(LIST_ID=row["ID"])
    for name in ("ID", "CODE"):
        if value := call.arg(f"ELEMENT_{name}"):
            condition &= filters.condition({name: value}, fields.get, strict=False)
    condition &= filters.condition(call.arg("FILTER") or {}, fields.get, strict=False)
    order = filters.order(call.arg("ELEMENT_ORDER"), _OWN.get, strict=False)
    wanted = call.arg("SELECT") or [*_SHOWN, *known]
    with call.world.reading() as db:
        rows = records.select(db, ELEMENT, condition, order, PAGE, max(0, call.start))
        total = records.count(db, ELEMENT, condition)
    shown = [{name: _shown(one, name) for name in wanted if name in _SHOWN or name in one} for one in rows]
    after = max(0, call.start) + PAGE
    return Page(shown, total, after if after < total else None)


def _shown(row: Row, name: str) -> Any:
    value = row.get(name)
    return value if value is None or isinstance(value, dict) else str(value)


@method("lists.element.get.file.url", _SCOPE)
def element_file_url(call: Call) -> Any:
    """Addresses for people signed in to the portal: an application cannot fetch them."""
    row = _list(call)
    element, field_id = _element(call, row), str(_needed(call, "FIELD_ID"))
    held = element.get(f"PROPERTY_{field_id.removeprefix('PROPERTY_')}") or {}
    where = f"/company/lists/{row['ID']}/file/0/{element['ID']}/PROPERTY_{field_id}"
    return [f"{where}/{file_id}/?ncc=y&download=y" for file_id in held.values()]


def _element(call: Call, row: Row) -> Row:
    id, code = call.arg("ELEMENT_ID"), call.arg("ELEMENT_CODE")
    if not id and not code:
        raise _missing("ELEMENT_ID")
    with call.world.reading() as db:
        found = records.load(db, ELEMENT, int(id)) if str(id or "").isdigit() else None
        if found is None and code:
            found = records.first(db, ELEMENT, CODE=str(code), LIST_ID=row["ID"])
    if found is None or found["LIST_ID"] != row["ID"]:
        raise RestError("ERROR_ELEMENT_NOT_FOUND", "Element not found")
    return found


def _values(call: Call, db: sqlite3.Connection, row: Row, told: Row, refusal: str) -> Row:
    if not told.get("NAME"):
        raise RestError(refusal, "Не заполнено обязательное поле «Название»")
    values: Row = {"NAME": str(told["NAME"])}
    for name, field in _properties(call.world, row["ID"]).items():
        found = [_value(call.world, field, one) for one in _several(field, told.get(name))]
        if field.get("IS_REQUIRED") == "Y" and not found:
            raise RestError(refusal, f"Не заполнено обязательное поле «{field['NAME']}»")
        if found:
            values[name] = {str(records.next_id(db, "listvalue")): one for one in found}
    return values


def _several(field: Row, told: Any) -> list[Any]:
    if told in (None, "", [], {}):
        return []
    if isinstance(told, dict):
        return list(told.values())
    is_file = field["TYPE"] == "F" and isinstance(told, list) and all(isinstance(one, str) for one in told)
    return told if isinstance(told, list) and not (is_file and len(told) == 2) else [told]


def _value(world: World, field: Row, told: Any) -> str:
    if field["TYPE"] != "F":
        return str(told)
    stored = None if str(told).isdigit() else files.decoded(told)
    if stored is None:
        raise RestError("ERROR_ELEMENT_FIELD_VALUE", "Writing file values by ID is not supported")
    return str(files.keep(world, stored.name, stored.data))
