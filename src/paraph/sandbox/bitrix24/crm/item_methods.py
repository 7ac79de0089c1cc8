"""crm.item.*: one set of methods for every kind of objects; names in camelCase, numbers as numbers."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24.crm import (
    attachments,
    filters,
    items,
    kinds,
    multifields,
    records,
    rights,
    stages,
    values,
)
from paraph.sandbox.bitrix24.crm.fields import Field, fields_of
from paraph.sandbox.bitrix24.crm.items import Author
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import PAGE, Call, Page, RestError, method, truth


def author(call: Call) -> Author:
    return Author(call.user_id, call.auth)


def given(call: Call, name: str) -> Any:
    """A parameter of a controller: the case of its name matters. Raises `RestError` 100."""
    if name not in call.params:
        raise RestError("100", f"Could not find value for parameter {{{name}}}")
    return call.params[name]


def kind_of(call: Call) -> Kind:
    number = given(call, "entityTypeId")
    found = kinds.find_kind(call.world, int(number)) if str(number).isdigit() else None
    if found is None:
        raise RestError("NOT_FOUND", "Смарт-процесс не найден")
    return found


def row_of(call: Call, kind: Kind) -> Row:
    number = given(call, "id")
    found = items.find(call.world, kind, int(number)) if str(number).isdigit() else None
    if found is None:
        raise RestError("NOT_FOUND", "Элемент не найден")
    return found


class View:
    """Objects of a kind as these methods name and show them."""

    def __init__(self, call: Call, kind: Kind) -> None:
        self._call = call
        self._kind = kind
        self._fields = fields_of(call.world, kind)
        self._original = truth(call.params.get("useOriginalUfNames"))
        #: A user field answers to both of its names, whatever form is asked for.
        self._by_name = {name: one for one in self._fields.values() for name in (one.camel, one.name)}

    def name(self, field: Field) -> str:
        return field.name if self._original and field.dynamic else field.camel

    def find(self, name: str) -> Field | None:
        return self._by_name.get(name)

    def upper(self, fields: Any) -> Row:
        """Values as they came, by names of the database; unknown names are left out."""
        if not isinstance(fields, dict):
            return {}
        return {self._by_name[name].name: one for name, one in fields.items() if name in self._by_name}

    def selected(self, select: Any) -> list[Field]:
        """The fields wanted: all without a choice and by `*`, user fields by `uf*`."""
        wanted = [str(one) for one in values.several(select)] if select else ["*"]
        if "*" in wanted:
            return list(self._fields.values())
        user_fields = any(one.lower() in ("uf*", "uf_*") for one in wanted)
        chosen = {one.name for name in wanted if (one := self.find(name))} | {"ID"}
        return [one for one in self._fields.values() if one.name in chosen or (user_fields and one.dynamic)]

    def shown(self, row: Row, fields: list[Field]) -> Row:
        derived = multifields.derived(row.get("FM", [])) if self._kind.has_multifields else {}
        told = {self.name(field): self._value(row, derived, field) for field in fields}
        if len(fields) == len(self._fields):
            if self._kind.has_multifields:
                told["fm"] = multifields.modern(row.get("FM", []))
            told["entityTypeId"] = self._kind.id
        return told

    def _value(self, row: Row, derived: Row, field: Field) -> Any:
        if field.name in derived:
            return derived[field.name]
        if field.name == "CONTACT_IDS" and self._kind.id == kinds.COMPANY:
            return items.contacts_of(self._call.world, row["ID"])
        value = row.get(field.name)
        if field.type != "file":
            return values.modern(field, value)
        if field.multiple:
            return [self._file(row, field, one) for one in value or ()]
        return None if value is None else self._file(row, field, value)

    def _file(self, row: Row, field: Field, file_id: int) -> Row:
        return attachments.modern(self._call, self._kind, row["ID"], field, file_id)

    def whole(self, row: Row) -> Row:
        return {"item": self.shown(row, list(self._fields.values()))}

    def described(self) -> Row:
        category = stages.default_category(self._call.world, self._kind)
        return {
            "fields": {
                self.name(one): {**one.described(self._kind, category), "upperName": one.name}
                for one in self._fields.values()
            }
        }


@method("crm.item.fields", "crm")
def fields(call: Call) -> Any:
    return View(call, kind_of(call)).described()


@method("crm.item.get", "crm")
def get(call: Call) -> Any:
    kind = kind_of(call)
    row = row_of(call, kind)
    if not rights.may_read(call.world, call.auth, row):
        raise RestError("ACCESS_DENIED", "У Вас нет прав на просмотр этого элемента")
    return View(call, kind).whole(row)


@method("crm.item.list", "crm")
def list_(call: Call) -> Page:
    kind = kind_of(call)
    view = View(call, kind)
    condition = filters.condition(call.params.get("filter"), view.find, strict=True)
    order = filters.order(call.params.get("order"), view.find, strict=True)
    fields = view.selected(call.params.get("select"))
    page = page_of(call, str(kind.id), condition & rights.visible(call.world, call.auth), order)
    return Page({"items": [view.shown(row, fields) for row in page.result]}, page.total, page.next)


def page_of(call: Call, record_kind: str, condition: records.Condition, order: list[tuple[str, str]]) -> Page:
    """Fifty rows from `start`; a negative start is the first page without counting."""
    start = call.start
    with call.world.reading() as db:
        rows = records.select(db, record_kind, condition, order, PAGE, max(0, start))
        if start < 0:
            return Page(rows)
        total = records.count(db, record_kind, condition)
    return Page(rows, total, start + PAGE if start + PAGE < total else None)


@method("crm.item.add", "crm")
def add(call: Call) -> Any:
    kind = kind_of(call)
    fields = given(call, "fields")
    if not rights.may_write(call.world, call.auth):
        raise RestError("ACCESS_DENIED", "Доступ запрещен")
    if kind.type_id is not None:
        rights.check_plan(call.world, "CREATE_DYNAMIC_ITEM_RESTRICTED")
    view = View(call, kind)
    orders = multifields.modern_orders(fields.get("fm")) if isinstance(fields, dict) else []
    return view.whole(items.add(call.world, kind, view.upper(fields), orders, author(call)))


@method("crm.item.update", "crm")
def update(call: Call) -> Any:
    kind = kind_of(call)
    fields = given(call, "fields")
    row = row_of(call, kind)
    if not rights.may_write(call.world, call.auth, row):
        raise RestError("ACCESS_DENIED", "Доступ запрещен")
    if kind.type_id is not None:
        rights.check_plan(call.world, "UPDATE_DYNAMIC_ITEM_RESTRICTED")
    view = View(call, kind)
    orders = multifields.modern_orders(fields.get("fm")) if isinstance(fields, dict) else []
    return view.whole(items.update(call.world, kind, row["ID"], view.upper(fields), orders, author(call)))


@method("crm.item.delete", "crm")
def delete(call: Call) -> Any:
    kind = kind_of(call)
    row = row_of(call, kind)
    if not rights.may_write(call.world, call.auth, row):
        raise RestError("ACCESS_DENIED", "Доступ запрещен")
    items.delete(call.world, kind, row["ID"], author(call))
    return []
