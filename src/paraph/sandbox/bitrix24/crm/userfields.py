"""User fields: what they are kept as, and what a new one must be."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from paraph.sandbox.bitrix24.crm import records
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import RestError
from paraph.sandbox.bitrix24.world import World

KIND = records.declare("userfield", "ENTITY_ID")
#: Types a user field may be of, in the words of the portal.
TYPES = {
    "string": "Строка",
    "integer": "Целое число",
    "double": "Число",
    "boolean": "Да/Нет",
    "enumeration": "Список",
    "datetime": "Дата со временем",
    "date": "Дата",
    "money": "Деньги",
    "url": "Ссылка",
    "address": "Адрес",
    "file": "Файл",
    "employee": "Привязка к сотруднику",
    "crm": "Привязка к элементам CRM",
    "crm_status": "Привязка к справочникам CRM",
}
LABELS = ("EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL", "ERROR_MESSAGE", "HELP_MESSAGE")
_LANGUAGES = ("ru", "en")
_LONGEST = 50
_DEFAULTS = {
    "XML_ID": None,
    "SORT": "100",
    "MULTIPLE": "N",
    "MANDATORY": "N",
    "SHOW_FILTER": "N",
    "SHOW_IN_LIST": "Y",
    "EDIT_IN_LIST": "Y",
    "IS_SEARCHABLE": "N",
}
_CHANGEABLE = (*_DEFAULTS, *LABELS, "SETTINGS")


def of_entity(world: World, entity_id: str) -> list[Row]:
    """User fields of a kind of objects (`CRM_DEAL`, `CRM_7`), in their order."""
    with world.reading() as db:
        found = records.select(db, KIND, records.where(ENTITY_ID=entity_id))
    return sorted(map(complete, found), key=lambda one: (int(one["SORT"]), one["ID"]))


def find(world: World, id: int) -> Row | None:
    with world.reading() as db:
        found = records.load(db, KIND, id)
    return None if found is None else complete(found)


def add(world: World, entity_id: str, record_kind: str | None, given: Row) -> Row:
    """Makes a field of UPPER_CASE settings; `record_kind` is whose rows have it. Raises `RestError`."""
    name, type_ = str(given.get("FIELD_NAME") or ""), str(given.get("USER_TYPE_ID") or "")
    if not name:
        raise RestError("", "The 'FIELD_NAME' field is not found.")
    if not type_:
        raise RestError("", "The 'USER_TYPE_ID' field is not found.")
    if len(name) > _LONGEST:
        raise RestError("ERROR_CORE", "Имя поля слишком длинное (больше 50-ти символов).")
    if not re.fullmatch(r"[A-Z0-9_]+", name):
        raise RestError(
            "ERROR_CORE", "Имя поля содержит недопустимые символы. Допустимыми являются: A-Z, 0-9 и _."
        )
    if type_ not in TYPES:
        raise RestError("ERROR_CORE", "Указан неверный пользовательский тип.")
    with world.writing() as db:
        if records.first(db, KIND, ENTITY_ID=entity_id, FIELD_NAME=name):
            raise RestError("", f"Поле {name} для объекта {entity_id} уже существует.")
        data: Row = {"ENTITY_ID": entity_id, "FIELD_NAME": name, "USER_TYPE_ID": type_}
        data |= _changed(given)
        data["LIST"] = _choices(db, [], given.get("LIST"))
        id = records.insert(db, KIND, data)
        if record_kind is not None and data.get("MULTIPLE", "N") == "N" and type_ != "file":
            records.create(db, record_kind, name)
    return complete(data | {"ID": id})


def update(world: World, id: int, given: Row) -> Row | None:
    with world.writing() as db:
        data = records.load(db, KIND, id)
        if data is None:
            return None
        data |= _changed(given)
        if "LIST" in given:
            data["LIST"] = _choices(db, data.get("LIST", []), given["LIST"])
        records.store(db, KIND, id, data)
    return complete(data)


def delete(world: World, id: int) -> None:
    with world.writing() as db:
        records.remove(db, KIND, id)


def complete(data: Row) -> Row:
    """With what is not kept because nobody has set it."""
    empty: Row = {"SETTINGS": {}, "LIST": []}
    return {**empty, **_DEFAULTS, **dict.fromkeys(LABELS), **data}


def label(one: Row) -> str:
    """The name people see."""
    words = one["EDIT_FORM_LABEL"] or one["LIST_COLUMN_LABEL"]
    if isinstance(words, dict):
        words = words.get("ru") or next(iter(words.values()), None)
    return str(words or one["FIELD_NAME"])


def in_languages(words: Any) -> dict[str, Any]:
    """A label in each language of the portal."""
    if isinstance(words, dict):
        return {language: words.get(language) for language in _LANGUAGES}
    return dict.fromkeys(_LANGUAGES, words)


def _changed(given: Row) -> Row:
    data = {name: given[name] for name in _CHANGEABLE if name in given}
    for name in ("SORT", "MULTIPLE", "MANDATORY", "SHOW_FILTER", "SHOW_IN_LIST", "EDIT_IN_LIST"):
        if name in data:
            data[name] = str(data[name])
    if "SETTINGS" in data and not isinstance(data["SETTINGS"], dict):
        data["SETTINGS"] = {}
    return data


def _choices(db: sqlite3.Connection, before: list[Row], given: Any) -> list[Row]:
    """Values of a list: known ids are changed or, with DEL, taken away; those without an id are added."""
    kept = {int(one["ID"]): dict(one) for one in before}
    items = list(given.values()) if isinstance(given, dict) else given or []
    for place, item in enumerate(items):
        words = {str(name).upper(): value for name, value in item.items()}
        id = int(words.get("ID") or 0)
        if words.get("DEL") == "Y":
            kept.pop(id, None)
            continue
        if id not in kept:
            id = records.next_id(db, "enum")
            kept[id] = {"ID": str(id), "SORT": str((place + 1) * 10), "DEF": "N", "XML_ID": f"enum-{id}"}
        told = {"VALUE": words.get("VALUE"), "SORT": words.get("SORT"), "DEF": words.get("DEF")}
        told["XML_ID"] = words.get("XML_ID") or words.get("XMLID")
        kept[id] |= {name: str(value) for name, value in told.items() if value is not None}
    return list(kept.values())
