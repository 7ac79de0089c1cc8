"""crm.deal.*, crm.contact.* and their like: UPPER_CASE names, every value a string, errors without a code.

Frozen in the portal, yet the usual way of older integrations.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from paraph.sandbox.bitrix24.crm import attachments, filters, items, kinds, multifields, rights, values
from paraph.sandbox.bitrix24.crm.fields import Field, fields_of
from paraph.sandbox.bitrix24.crm.item_methods import author, page_of
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.names import words
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method

#: Old names that differ from those of the database.
_NAMES = {
    "CREATED_TIME": "DATE_CREATE",
    "UPDATED_TIME": "DATE_MODIFY",
    "CREATED_BY": "CREATED_BY_ID",
    "UPDATED_BY": "MODIFY_BY_ID",
    "MOVED_BY": "MOVED_BY_ID",
}
_OWN_NAMES = {
    kinds.LEAD: {"STAGE_ID": "STATUS_ID", "STAGE_SEMANTIC_ID": "STATUS_SEMANTIC_ID"},
    kinds.QUOTE: {"STAGE_ID": "STATUS_ID"},
    kinds.COMPANY: {"TYPE_ID": "COMPANY_TYPE"},
}
#: What only crm.item.* tell.
_UNTOLD = frozenset(words("CONTACT_IDS COMPANY_IDS OBSERVERS WEBFORM_ID"))
_DERIVED = ("HAS_PHONE", "HAS_EMAIL", "HAS_IMOL")
_SYSTEM = tuple(kind for kind in (kinds.LEAD, kinds.DEAL, kinds.CONTACT, kinds.COMPANY, kinds.QUOTE))


def refusal(text: str) -> RestError:
    """These methods' errors have no code."""
    return RestError("", text)


def array(call: Call, name: str) -> Any:
    value = call.arg(name) or {}
    if not isinstance(value, dict | list):
        raise refusal(f"Parameter '{name}' must be array.")
    return value


def id_of(call: Call) -> int:
    value = str(call.arg("id") or "")
    if not value.isdigit() or not int(value):
        raise refusal("ID is not defined or invalid.")
    return int(value)


class OldView:
    """Objects of a kind as the frozen methods name and show them."""

    def __init__(self, call: Call, kind: Kind) -> None:
        self.kind = kind
        self.by_name = {
            self._name(one): one for one in fields_of(call.world, kind).values() if self._is_told(one)
        }

    def _name(self, field: Field) -> str:
        return {**_NAMES, **_OWN_NAMES.get(self.kind.id, {})}.get(field.name, field.name)

    def _is_told(self, field: Field) -> bool:
        return field.name not in _UNTOLD and field.type not in ("off", "alias")

    def upper(self, fields: Row) -> Row:
        return {self.by_name[name].name: one for name, one in fields.items() if name in self.by_name}

    def shown(self, row: Row, names: list[str]) -> Row:
        fm = row.get("FM", [])
        derived = multifields.derived(fm) if self.kind.has_multifields else {}
        return {
            name: derived[name] if name in _DERIVED and derived else self._value(row, self.by_name[name])
            for name in names
        }

    def _value(self, row: Row, field: Field) -> Any:
        value = row.get(field.name)
        if field.type != "file" or value is None:
            return values.old(field, value)
        shown = partial(attachments.old, self.kind, row["ID"], field)
        return list(map(shown, value)) if field.multiple else shown(value)

    def selected(self, select: Any) -> list[str]:
        """`*` is without user fields and without e-mails: they are asked for by name or `UF_*`."""
        wanted = [str(one) for one in values.several(select)] if select else ["*"]
        everything, user_fields = "*" in wanted, "UF_*" in wanted
        return [
            name
            for name, one in self.by_name.items()
            if name == "ID" or name in wanted or (user_fields if one.dynamic else everything)
        ]


def fields(kind: Kind, call: Call) -> Any:
    told = {name: one.described(kind, 0) for name, one in OldView(call, kind).by_name.items()}
    if kind.has_multifields:
        multifield = {"type": "crm_multifield", "isReadOnly": False, "isMultiple": True, "isDynamic": False}
        told |= {type_: {**multifield, "title": type_} for type_ in multifields.TYPES}
    return told


def get(kind: Kind, call: Call) -> Any:
    row = items.find(call.world, kind, id_of(call))
    if row is not None and not rights.may_read(call.world, call.auth, row):
        raise refusal("Access denied.")
    if row is None:
        raise refusal("Not found")
    view = OldView(call, kind)
    return view.shown(row, list(view.by_name)) | multifields.old(row.get("FM", []))


def list_(kind: Kind, call: Call) -> Page:
    """Unknown names in the filter are passed over: a mistyped one finds everything."""
    if rights.level(call.world, call.auth) == "none":
        raise refusal("Access denied.")
    view = OldView(call, kind)
    condition = filters.condition(array(call, "filter"), view.by_name.get, strict=False)
    order = filters.order(array(call, "order"), view.by_name.get, strict=False)
    select = array(call, "select")
    page = page_of(call, str(kind.id), condition & rights.visible(call.world, call.auth), order)
    names = view.selected(select)
    rows = [view.shown(row, names) | _multifields(row, select) for row in page.result]
    return Page(rows, page.total, page.next)


def _multifields(row: Row, select: Any) -> Row:
    return {name: one for name, one in multifields.old(row.get("FM", [])).items() if name in select}


def add(kind: Kind, call: Call) -> Any:
    view, given = OldView(call, kind), array(call, "fields")
    if not rights.may_write(call.world, call.auth):
        raise refusal("Access denied.")
    orders = multifields.old_orders(given) if given else []
    return items.add(call.world, kind, view.upper(dict(given)), orders, author(call))["ID"]


def update(kind: Kind, call: Call) -> Any:
    view, given, id = OldView(call, kind), array(call, "fields"), id_of(call)
    _need_writable(call, kind, id)
    orders = multifields.old_orders(given) if given else []
    fields = view.upper(dict(given))
    fields.pop("CATEGORY_ID", None)  # of these methods a funnel is chosen once
    items.update(call.world, kind, id, fields, orders, author(call))
    return True


def delete(kind: Kind, call: Call) -> Any:
    id = id_of(call)
    _need_writable(call, kind, id)
    items.delete(call.world, kind, id, author(call))
    return True


def _need_writable(call: Call, kind: Kind, id: int) -> None:
    row = items.find(call.world, kind, id)
    if row is None:
        raise refusal("Not found")
    if not rights.may_write(call.world, call.auth, row):
        raise refusal("Access denied.")


def contacts(kind: Kind, call: Call) -> Any:
    """`crm.deal.contact.items.get`"""
    row = items.find(call.world, kind, id_of(call))
    if row is None:
        raise refusal("Not found")
    is_company = kind.id == kinds.COMPANY
    found = items.contacts_of(call.world, row["ID"]) if is_company else row.get("CONTACT_IDS", [])
    return [
        {"CONTACT_ID": id, "SORT": (place + 1) * 10, "ROLE_ID": 0, "IS_PRIMARY": "N" if place else "Y"}
        for place, id in enumerate(found)
    ]


def _register() -> None:
    for number in _SYSTEM:
        kind = kinds.SYSTEM[number]
        for name, handler in (
            ("fields", fields),
            ("get", get),
            ("list", list_),
            ("add", add),
            ("update", update),
            ("delete", delete),
        ):
            method(f"crm.{kind.code.lower()}.{name}", "crm")(partial(handler, kind))
    for number in (kinds.LEAD, kinds.DEAL, kinds.QUOTE, kinds.COMPANY):
        kind = kinds.SYSTEM[number]
        method(f"crm.{kind.code.lower()}.contact.items.get", "crm")(partial(contacts, kind))


_register()
