"""Lists of items: a table with the menu of each row, and the kanban with badges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import crm, people, placements
from paraph.sandbox.bitrix24.crm import kinds, rights, stages
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.pages.choosing import name_of
from paraph.sandbox.bitrix24.pages.shell import Visit, in_attribute, person_page, show
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Response

#: Items on a page.
_MOST = 200
_TITLES = {
    "DEAL": "Сделки",
    "LEAD": "Лиды",
    "CONTACT": "Контакты",
    "COMPANY": "Компании",
    "QUOTE": "Предложения",
}
OLD = "lead|deal|contact|company|quote"


@dataclass(frozen=True)
class Entry:
    """A line of a list, a card of a kanban."""

    id: int
    name: str
    url: str
    sum: str
    responsible: str
    stage: Row | None
    badges: list[Row]


@dataclass(frozen=True)
class Button:
    """What an application offers: opens its page in a slider."""

    title: str
    order: str


def kind_of(world: World, code: str = "", type_id: str = "") -> Kind:
    """Raises `HttpError` 404."""
    kind = kinds.find_kind(world, int(type_id)) if type_id else kinds.kind_by_code(world, code)
    if kind is None:
        raise HttpError(404, "На портале нет таких элементов.")
    return kind


def buttons(visit: Visit, kind: Kind, spot: str, options: dict[str, Any]) -> list[Button]:
    """Buttons of applications bound to a spot of this kind: `CRM_DEAL_LIST_MENU`."""
    placement = f"CRM_{kind.code}_{spot}"
    return [
        Button(one.title, in_attribute({"placement": placement, "binding": one.id, "options": options}))
        for one in placements.bound_to(visit.world, placement, visit.user.id)
    ]


def _entries(visit: Visit, kind: Kind) -> list[Entry]:
    """What the person may see of the kind, newest first."""
    world = visit.world
    names = {user.id: user.full_name for user in people.users(world)}
    known = {one["STATUS_ID"]: one for one in _stages(world, kind)}
    return [
        Entry(
            id=row["ID"],
            name=name_of(kind, row),
            url=kind.details(row["ID"]),
            sum=money(row),
            responsible=names.get(row.get("ASSIGNED_BY_ID") or 0, ""),
            stage=known.get(row.get("STAGE_ID")),
            badges=crm.badges_of(world, kind.id, row["ID"]),
        )
        for row in crm.list_entities(world, kind.id, limit=_MOST)
        if rights.may_read(world, visit.auth, row)
    ]


def _stages(world: World, kind: Kind) -> list[Row]:
    if not kind.has_stages:
        return []
    funnels = [one["ID"] for one in stages.categories(world, kind)] if kind.has_categories else [0]
    return [stage for funnel in funnels for stage in stages.of_category(world, kind, int(funnel))]


def money(row: Row) -> str:
    """`15 000,00 RUB`; empty for items without a sum."""
    if not row.get("OPPORTUNITY"):
        return ""
    whole = f"{float(row['OPPORTUNITY']):,.2f}".replace(",", " ").replace(".", ",")
    return f"{whole} {row.get('CURRENCY_ID') or ''}".strip()


@person_page("GET", rf"/crm/(?P<code>{OLD})/(list/)?")
def old_list(visit: Visit, code: str) -> Response:
    return _list(visit, kind_of(visit.world, code))


@person_page("GET", r"/crm/type/(?P<type_id>\d+)/(list/)?(category/\d+/)?")
def smart_list(visit: Visit, type_id: str) -> Response:
    return _list(visit, kind_of(visit.world, type_id=type_id))


def _list(visit: Visit, kind: Kind) -> Response:
    entries = _entries(visit, kind)
    return show(
        visit,
        "list.html",
        _TITLES.get(kind.code, kind.title),
        entries=entries,
        has_stages=kind.has_stages,
        tools=buttons(visit, kind, "LIST_TOOLBAR", {}),
        menus={entry.id: buttons(visit, kind, "LIST_MENU", {"ID": str(entry.id)}) for entry in entries},
    )


@person_page("GET", r"/crm/deal/kanban/(category/\d+/)?")
def kanban(visit: Visit) -> Response:
    kind = kind_of(visit.world, "deal")
    entries = _entries(visit, kind)
    columns = [
        (
            stage["NAME"],
            [entry for entry in entries if entry.stage and entry.stage["STATUS_ID"] == stage["STATUS_ID"]],
        )
        for stage in _stages(visit.world, kind)
    ]
    return show(
        visit,
        "kanban.html",
        "Сделки: канбан",
        columns=columns,
        tools=buttons(visit, kind, "LIST_TOOLBAR", {}),
    )
