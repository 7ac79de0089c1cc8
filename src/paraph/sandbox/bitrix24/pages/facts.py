"""The filled fields of an item as a card tells them, and the files in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paraph.sandbox.bitrix24 import files, people
from paraph.sandbox.bitrix24.crm import items, kinds, requisites, rights, userfields
from paraph.sandbox.bitrix24.crm.fields import Field, fields_of
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.pages.choosing import name_of
from paraph.sandbox.bitrix24.pages.lists import kind_of
from paraph.sandbox.bitrix24.pages.shell import Visit, person_page
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Response

#: Fields of the portal people read in a card; user fields and parents are told too.
_TOLD = {
    "COMPANY_ID", "CONTACT_IDS", "COMPANY_IDS", "MYCOMPANY_ID", "LEAD_ID", "DEAL_ID", "POST", "BIRTHDATE",
    "COMMENTS", "BEGINDATE", "CLOSEDATE", "ASSIGNED_BY_ID", "ACCOUNT_NUMBER", "QUOTE_NUMBER",
}  # fmt: skip
_LINKED = {
    "crm_company": kinds.COMPANY,
    "crm_contact": kinds.CONTACT,
    "crm_lead": kinds.LEAD,
    "crm_deal": kinds.DEAL,
}
_REQUISITES = {"RQ_INN": "ИНН", "RQ_KPP": "КПП", "RQ_OGRN": "ОГРН", "RQ_OGRNIP": "ОГРНИП"}


@dataclass(frozen=True)
class Fact:
    """A filled field; `links` are pairs of an address and a text."""

    title: str
    text: str = ""
    links: tuple[tuple[str, str], ...] = ()


def told(world: World, kind: Kind, row: Row) -> list[Fact]:
    facts = []
    for field in fields_of(world, kind).values():
        value = row.get(field.name)
        is_told = field.name in _TOLD or field.dynamic or field.type == "crm_entity"
        if is_told and value not in (None, "", [], False):
            facts.append(_fact(world, kind, row, field, value if isinstance(value, list) else [value]))
    contacts = [str(one["VALUE"]) for one in row.get("FM") or []]
    if contacts:
        facts.append(Fact("Связь", ", ".join(contacts)))
    for one in requisites.of_entity(world, kind.id, row["ID"]):
        known = [f"{title} {one[name]}" for name, title in _REQUISITES.items() if one.get(name)]
        facts.append(Fact(str(one.get("NAME") or "Реквизиты"), ", ".join(known)))
    return facts


def _fact(world: World, kind: Kind, row: Row, field: Field, values: list[Any]) -> Fact:
    linked = _LINKED.get(field.type) or (
        field.settings.get("parentEntityTypeId") if field.type == "crm_entity" else None
    )
    if linked:
        found = [_link(world, int(linked), value) for value in values]
        return Fact(field.title, links=tuple(one for one in found if one))
    if field.type == "file":
        address = f"/_portal/file/{kind.id}/{row['ID']}/{field.name}"
        return Fact(field.title, links=tuple((f"{address}/{one}", _file_name(world, one)) for one in values))
    if field.type == "url":
        return Fact(field.title, links=tuple((str(one), str(one)) for one in values if _is_web(one)))
    say = _words(world, kind, field)
    return Fact(field.title, ", ".join(say(value) for value in values))


def _words(world: World, kind: Kind, field: Field) -> Callable[[Any], str]:
    """How a value of this field is said."""
    if field.type in ("user", "employee"):
        return lambda value: _person(world, value)
    if field.type == "enumeration":
        own = next(
            one for one in userfields.of_entity(world, kind.userfields) if one["FIELD_NAME"] == field.name
        )
        choices = {str(one["ID"]): str(one["VALUE"]) for one in own["LIST"]}
        return lambda value: choices.get(str(value), str(value))
    if field.type in ("date", "datetime"):
        form = "%d.%m.%Y" if field.type == "date" else "%d.%m.%Y %H:%M"
        return lambda value: datetime.fromisoformat(str(value)).strftime(form)
    if field.type == "boolean":
        return lambda value: "да" if value in (True, "Y", "1", 1) else "нет"
    return str


def _is_web(value: Any) -> bool:
    return str(value).startswith(("http://", "https://", "/"))


def _link(world: World, entity_type_id: int, value: Any) -> tuple[str, str] | None:
    kind = kinds.find_kind(world, entity_type_id)
    row = items.find(world, kind, int(value)) if kind else None
    return (kind.details(int(value)), name_of(kind, row)) if kind and row else None


def _person(world: World, value: Any) -> str:
    user = people.find_user(world, int(value))
    return user.full_name if user else str(value)


def _file_name(world: World, value: Any) -> str:
    stored = files.find(world, int(value))
    return stored.name if stored else "файл удалён"


@person_page("GET", r"/_portal/file/(?P<type_id>\d+)/(?P<number>\d+)/(?P<field>\w+)/(?P<file_id>\d+)")
def file_of_field(visit: Visit, type_id: str, number: str, field: str, file_id: str) -> Response:
    """A file of a field of an item; only what really lies there."""
    row = items.find(visit.world, kind_of(visit.world, type_id=type_id), int(number)) or {}
    held = row.get(field) if rights.may_read(visit.world, visit.auth, row) else None
    stored = files.find(visit.world, int(file_id))
    if stored is None or int(file_id) not in (held if isinstance(held, list) else [held]):
        raise HttpError(404, "Такого файла в карточке нет.")
    return files.answer(stored)
