"""Objects of the CRM: made, changed and deleted with all that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import events
from paraph.sandbox.bitrix24.crm import kinds, multifields, records, stages, values
from paraph.sandbox.bitrix24.crm.attachments import file_ids
from paraph.sandbox.bitrix24.crm.fields import Field, fields_of
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.multifields import Order
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.rest import Auth, RestError
from paraph.sandbox.bitrix24.world import World

#: Fields a link to one of them implies: the first of many, and all of them.
_PAIRS = (("CONTACT_ID", "CONTACT_IDS"), ("COMPANY_ID", "COMPANY_IDS"))
#: What changes at every saving and is no change by itself.
_MARKS = ("UPDATED_TIME", "UPDATED_BY", "LAST_ACTIVITY_TIME", "LAST_ACTIVITY_BY")


for _kind in kinds.SYSTEM:
    records.declare(str(_kind), "UPDATED_TIME", "COMPANY_ID")


@dataclass(frozen=True)
class Author:
    """In whose name something is changed; events are told `auth`, None if the portal does it by itself."""

    user_id: int
    auth: Auth | None = None


@dataclass(frozen=True)
class Change:
    """What has just happened to an object; `before` is None for a new one, `after` for a deleted one."""

    kind: Kind
    id: int
    before: Row | None
    after: Row | None
    author: Author

    @property
    def moved_to(self) -> str | None:
        """The stage it has come to, if it has."""
        stage = (self.after or {}).get("STAGE_ID")
        return stage if stage and stage != (self.before or {}).get("STAGE_ID") else None


_listeners: list[Callable[[World, Change], None]] = []


def on_change(listener: Callable[[World, Change], None]) -> Callable[[World, Change], None]:
    """Has the function told of every change, in the transaction that makes it."""
    _listeners.append(listener)
    return listener


def find(world: World, kind: Kind, id: int) -> Row | None:
    with world.reading() as db:
        return records.load(db, str(kind.id), id)


def contacts_of(world: World, company_id: int) -> list[int]:
    """Contacts that name the company as theirs."""
    condition = records.where(COMPANY_ID=company_id)
    with world.reading() as db:
        return [row["ID"] for row in records.select(db, str(kinds.CONTACT), condition)]


def add(world: World, kind: Kind, given: Row, orders: list[Order], author: Author) -> Row:
    """Makes an object of values as they came, by UPPER_CASE names. Raises `RestError`."""
    fields = fields_of(world, kind)
    with world.writing() as db:
        row = _defaults(world, kind, author) | _read(world, fields, given, {})
        _check_required(fields, row)
        _settle_stage(world, kind, {}, row, author)
        if kind.has_multifields:
            row["FM"] = multifields.changed(db, [], orders)
        id = records.next_id(db, str(kind.id))
        if "TITLE" in fields and not row.get("TITLE"):
            row["TITLE"] = f"{kind.title} #{id}"
        records.insert(db, str(kind.id), row, id)
        row = {**row, "ID": id}
        _tell(world, Change(kind, id, None, row, author), "ADD")
    return row


def update(world: World, kind: Kind, id: int, given: Row, orders: list[Order], author: Author) -> Row:
    """Changes fields named; nothing is saved and nobody told if nothing is different. Raises `RestError`."""
    fields = fields_of(world, kind)
    with world.writing() as db:
        before = records.load(db, str(kind.id), id)
        if before is None:
            raise RestError("NOT_FOUND", "Элемент не найден")
        row = before | _read(world, fields, given, before)
        _settle_stage(world, kind, before, row, author)
        if kind.has_multifields:
            row["FM"] = multifields.changed(db, before.get("FM", []), orders)
        if _meant(row) == _meant(before):
            return before
        row |= _marks(world, author)
        records.store(db, str(kind.id), id, row)
        _tell(world, Change(kind, id, before, row, author), "UPDATE")
    return row


def delete(world: World, kind: Kind, id: int, author: Author) -> None:
    """Raises `RestError` NOT_FOUND."""
    with world.writing() as db:
        before = records.load(db, str(kind.id), id)
        if before is None:
            raise RestError("NOT_FOUND", "Элемент не найден")
        records.remove(db, str(kind.id), id)
        _tell(world, Change(kind, id, before, None, author), "DELETE")


def touch(world: World, kind: Kind, id: int, user_id: int) -> None:
    """Somebody has been active in the object's timeline: no event tells it."""
    with world.writing() as db:
        row = records.load(db, str(kind.id), id)
        if row is not None:
            row |= {"LAST_ACTIVITY_TIME": world.iso(), "LAST_ACTIVITY_BY": user_id}
            records.store(db, str(kind.id), id, row)


def _tell(world: World, change: Change, what: str) -> None:
    fields = {"ID": change.id}
    if change.kind.is_dynamic:
        fields["ENTITY_TYPE_ID"] = change.kind.id
        events.fire(
            world,
            f"{change.kind.event}{what}_{change.kind.id}",
            {"FIELDS": fields},
            caused_by=change.author.auth,
        )
    events.fire(world, change.kind.event + what, {"FIELDS": fields}, caused_by=change.author.auth)
    for listener in _listeners:
        listener(world, change)


def _meant(row: Row) -> Row:
    return {name: one for name, one in row.items() if name not in _MARKS and one is not None and one != []}


def _marks(world: World, author: Author) -> Row:
    now = world.iso()
    return {
        "UPDATED_TIME": now,
        "UPDATED_BY": author.user_id,
        "LAST_ACTIVITY_TIME": now,
        "LAST_ACTIVITY_BY": author.user_id,
    }


def _defaults(world: World, kind: Kind, author: Author) -> Row:
    row = {
        "CREATED_TIME": world.iso(),
        "CREATED_BY": author.user_id,
        "ASSIGNED_BY_ID": author.user_id,
        "OPENED": "Y",
        "CURRENCY_ID": "RUB",
        **_marks(world, author),
    }
    if kind.id == kinds.DEAL:
        row["IS_NEW"] = "Y"
    if kind.id in (kinds.DEAL, kinds.QUOTE, kinds.SMART_INVOICE):
        row["BEGINDATE"] = world.iso()[:10]
    known = fields_of(world, kind)
    return {name: one for name, one in row.items() if name in known}


def _check_required(fields: dict[str, Field], row: Row) -> None:
    for field in fields.values():
        if field.dynamic and field.required and row.get(field.name) in (None, []):
            raise RestError("CRM_FIELD_ERROR_REQUIRED", f'Поле "{field.title}" обязательно для заполнения')


def _read(world: World, fields: dict[str, Field], given: Row, before: Row) -> Row:
    """The values that may be written; unknown and read-only names are passed over, as the portal does."""
    read: Row = {}
    for name, value in given.items():
        field = fields.get(name)
        if field is None or field.readonly:
            continue
        if field.type == "file":
            read[name] = file_ids(world, field, value, before.get(name))
        else:
            read[name] = (values.read_all if field.multiple else values.read)(field, value)
    for one, many in _PAIRS:
        if many in fields and many in read:
            read[one] = next(iter(read[many]), None)
        elif many in fields and one in read:
            others = [id for id in before.get(many, []) if id != read[one]]
            read[many] = [read[one], *others] if read[one] else []
    return read


def _settle_stage(world: World, kind: Kind, before: Row, row: Row, author: Author) -> None:
    """Puts the object on a stage of its funnel and what follows from the stage; raises `RestError`."""
    if kind.has_categories and row.get("CATEGORY_ID") is None:
        row["CATEGORY_ID"] = stages.default_category(world, kind)
    if not kind.has_stages:
        return
    funnel = {one["STATUS_ID"]: one for one in stages.of_category(world, kind, row.get("CATEGORY_ID", 0))}
    if not funnel:
        raise RestError("CRM_FIELD_ERROR_VALUE_NOT_VALID", 'Неверное значение поля "Воронка"')
    if not row.get("STAGE_ID") or _moved_to_other_funnel(before, row):
        row["STAGE_ID"] = next(iter(funnel))
    if row["STAGE_ID"] not in funnel:
        raise RestError("CRM_FIELD_ERROR_VALUE_NOT_VALID", 'Неверное значение поля "Стадия"')
    if row["STAGE_ID"] == before.get("STAGE_ID"):
        return
    semantics = funnel[row["STAGE_ID"]].get("SEMANTICS") or "P"
    row |= _moved(world, kind, semantics, author)
    if before and kind.is_dynamic:
        row["PREVIOUS_STAGE_ID"] = before["STAGE_ID"]
    if kind.id == kinds.DEAL:
        row["IS_NEW"] = "Y" if row["STAGE_ID"] == next(iter(funnel)) else "N"


def _moved_to_other_funnel(before: Row, row: Row) -> bool:
    other = bool(before) and before.get("CATEGORY_ID") != row.get("CATEGORY_ID")
    return other and before.get("STAGE_ID") == row["STAGE_ID"]


def _moved(world: World, kind: Kind, semantics: str, author: Author) -> Row:
    moved: dict[str, Any] = {"MOVED_BY": author.user_id, "MOVED_TIME": world.iso()}
    if kind.is_dynamic:
        return moved
    moved["STAGE_SEMANTIC_ID"] = semantics
    if kind.id in (kinds.DEAL, kinds.QUOTE):
        moved["CLOSED"] = "N" if semantics == "P" else "Y"
        if semantics != "P":
            moved["CLOSEDATE"] = world.iso()[:10]
    elif semantics != "P":
        moved["DATE_CLOSED"] = world.iso()
    return moved
