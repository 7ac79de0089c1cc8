"""userfieldconfig.* and the older crm.*.userfield.*: user fields of every kind of objects."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from paraph.sandbox.bitrix24 import listing
from paraph.sandbox.bitrix24.crm import kinds, requisites, rights, userfields
from paraph.sandbox.bitrix24.crm.names import camel, words
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World

_SCOPE = "userfieldconfig"
_OWN = words(
    "ID ENTITY_ID FIELD_NAME USER_TYPE_ID XML_ID SORT MULTIPLE MANDATORY SHOW_FILTER SHOW_IN_LIST"
    " EDIT_IN_LIST IS_SEARCHABLE SETTINGS"
)
_ADDABLE = words(
    "fieldName userTypeId xmlId sort multiple mandatory showFilter editInList isSearchable settings"
    " editFormLabel helpMessage"
)
_FILTERABLE = frozenset(camel(name) for name in _OWN if name != "SETTINGS")


# -- userfieldconfig.* -------------------------------------------------------------------------------------


def _upper(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name).upper()


def _given(field: Any) -> Row:
    """Known keys only; `showInList` and the labels of columns are not for this method."""
    told = field if isinstance(field, dict) else {}
    read = {_upper(name): told[name] for name in _ADDABLE if name in told}
    if "enum" in told:
        read["LIST"] = told["enum"]
    return read


def _shown(one: Row) -> Row:
    told: Row = {camel(name): str(one[name]) if name == "ID" else one[name] for name in _OWN}
    told["languageId"] = {"en": "en", "ru": "ru"}
    told |= {camel(name): userfields.in_languages(one[name]) for name in userfields.LABELS}
    if one["USER_TYPE_ID"] == "enumeration":
        told["enum"] = [
            {"id": choice["ID"], "userFieldId": str(one["ID"]), **_choice(choice)} for choice in one["LIST"]
        ]
    return told


def _choice(choice: Row) -> Row:
    names = {"VALUE": "value", "DEF": "def", "SORT": "sort", "XML_ID": "xmlId"}
    return {modern: choice.get(old) for old, modern in names.items()}


def _check_module(call: Call) -> None:
    module = call.params.get("moduleId")
    if module != "crm":
        raise RestError("", "No settings for UserFieldAccess")
    if "crm" not in call.auth.scopes:
        raise RestError("", "The current method required more scopes. (crm)")


def _record_kind(world: World, entity_id: str) -> str | None:
    """Whose rows have the fields of this object; an error if there is no such object."""
    if entity_id == "CRM_REQUISITE":
        return requisites.KIND
    found = next((kind for kind in kinds.all_kinds(world) if kind.userfields == entity_id), None)
    return None if found is None else str(found.id)


def _found(call: Call, refusal: str) -> Row:
    number = str(call.params.get("id") or "")
    one = userfields.find(call.world, int(number)) if number.isdigit() else None
    if one is None:
        raise RestError("", refusal)
    return one


@method("userfieldconfig.add", _SCOPE)
def add(call: Call) -> Any:
    _check_module(call)
    field = call.params.get("field")
    if not call.auth.is_admin:
        raise RestError("", "Access denied")
    entity_id = str(field.get("entityId") or "") if isinstance(field, dict) else ""
    given, record_kind = _given(field), _record_kind(call.world, entity_id)
    name = str(given.get("FIELD_NAME") or "")
    # Fields of smart processes carry the number of the type: UF_CRM_7_…
    if record_kind is None or (name and not name.startswith(_prefix(entity_id))):
        raise RestError("", "Вы не можете создавать пользовательские поля")
    return {"field": _shown(userfields.add(call.world, entity_id, record_kind, given))}


def _prefix(entity_id: str) -> str:
    return f"UF_{entity_id}_" if entity_id[4:].isdigit() else "UF_CRM_"


@method("userfieldconfig.get", _SCOPE)
def get(call: Call) -> Any:
    _check_module(call)
    return {"field": _shown(_found(call, "Вы не можете просматривать настройки пользовательских полей"))}


@method("userfieldconfig.list", _SCOPE)
def list_(call: Call) -> Page:
    """Without a filter by `entityId` an application that is no administrator sees nothing."""
    _check_module(call)
    filter = call.params.get("filter") or {}
    entity_id = filter.get("entityId") if isinstance(filter, dict) else None
    if entity_id is None and not call.auth.is_admin:
        raise RestError("", "Вы не можете просматривать настройки пользовательских полей")
    entities = [kind.userfields for kind in kinds.all_kinds(call.world)] if entity_id is None else [entity_id]
    fields = [_shown(one) for entity in entities for one in userfields.of_entity(call.world, str(entity))]
    fields = listing.chosen(fields, filter, call.params.get("order"), _FILTERABLE)
    for one in fields:
        one.pop("enum", None)
    return Page.of(fields, call.start, "fields")


@method("userfieldconfig.update", _SCOPE)
def update(call: Call) -> Any:
    _check_module(call)
    one = _found(call, "Вы не можете изменить настройки пользовательского поля")
    if not call.auth.is_admin:
        raise RestError("", "Вы не можете изменить настройки пользовательского поля")
    changed = userfields.update(call.world, one["ID"], _given(call.params.get("field")))
    assert changed is not None
    return {"field": _shown(changed)}


@method("userfieldconfig.delete", _SCOPE)
def delete(call: Call) -> Any:
    _check_module(call)
    one = _found(call, "Вы не можете удалить пользовательское поле")
    if not call.auth.is_admin:
        raise RestError("", "Вы не можете удалить пользовательское поле")
    userfields.delete(call.world, one["ID"])
    return None


@method("userfieldconfig.getTypes", _SCOPE)
def types(call: Call) -> Any:
    _check_module(call)
    return {"types": {id: {"userTypeId": id, "description": title} for id, title in userfields.TYPES.items()}}


# -- crm.deal.userfield.* ------------------------------------------------------------------------------


def _old_shown(one: Row) -> Row:
    told = {name: str(one[name]) if name == "ID" else one[name] for name in _OWN}
    told |= {name: one[name] for name in userfields.LABELS}
    if one["USER_TYPE_ID"] == "enumeration":
        told["LIST"] = one["LIST"]
    return told


def _old_add(entity_id: str, record_kind: str, call: Call) -> Any:
    """The name may come without its prefix: `HELLO` becomes `UF_CRM_HELLO`."""
    rights.need_admin(call.auth)
    given = call.arg("fields")
    if not isinstance(given, dict):
        raise RestError("", "Parameter 'fields' must be array.")
    name = str(given.get("FIELD_NAME") or "").upper()
    if name and not name.startswith("UF_CRM_"):
        name = f"UF_CRM_{name}"
    labels = {"EDIT_FORM_LABEL": given["LABEL"]} if "LABEL" in given else {}
    added = userfields.add(call.world, entity_id, record_kind, {**labels, **given, "FIELD_NAME": name})
    return added["ID"]


def _old_list(entity_id: str, call: Call) -> Any:
    rows = [_old_shown(one) for one in userfields.of_entity(call.world, entity_id)]
    filter = call.arg("filter") or {}
    return Page.of(listing.chosen(rows, filter, call.arg("order"), frozenset(_OWN)), call.start, size=1000)


def _old_found(entity_id: str, call: Call) -> Row:
    number = str(call.arg("id") or "")
    one = userfields.find(call.world, int(number)) if number.isdigit() else None
    if one is None or one["ENTITY_ID"] != entity_id:
        raise RestError("ERROR_NOT_FOUND", f"The entity with ID '{number}' is not found.")
    return one


def _old_get(entity_id: str, call: Call) -> Any:
    return _old_shown(_old_found(entity_id, call))


def _old_update(entity_id: str, call: Call) -> Any:
    rights.need_admin(call.auth)
    given = call.arg("fields")
    userfields.update(call.world, _old_found(entity_id, call)["ID"], given if isinstance(given, dict) else {})
    return True


def _old_delete(entity_id: str, call: Call) -> Any:
    rights.need_admin(call.auth)
    userfields.delete(call.world, _old_found(entity_id, call)["ID"])
    return True


def _register() -> None:
    owners = [
        (kind.code, kind.userfields, str(kind.id)) for kind in kinds.SYSTEM.values() if not kind.is_dynamic
    ]
    for code, entity_id, record_kind in (*owners, ("REQUISITE", "CRM_REQUISITE", requisites.KIND)):
        prefix = f"crm.{code.lower()}.userfield."
        method(prefix + "add", "crm")(partial(_old_add, entity_id, record_kind))
        for name, handler in (
            ("list", _old_list),
            ("get", _old_get),
            ("update", _old_update),
            ("delete", _old_delete),
        ):
            method(prefix + name, "crm")(partial(handler, entity_id))


_register()
