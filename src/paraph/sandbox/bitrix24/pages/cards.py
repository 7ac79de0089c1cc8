"""The card of an item: its fields, timeline and processes, and one tab for every application bound there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import placements
from paraph.sandbox.bitrix24.bizproc import instances, sequences
from paraph.sandbox.bitrix24.bizproc.documents import Document
from paraph.sandbox.bitrix24.crm import items, kinds, rights, stages
from paraph.sandbox.bitrix24.crm.items import Author
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.documentgenerator import templates
from paraph.sandbox.bitrix24.pages import facts, papers, story
from paraph.sandbox.bitrix24.pages.choosing import name_of
from paraph.sandbox.bitrix24.pages.lists import OLD, buttons, kind_of, money
from paraph.sandbox.bitrix24.pages.shell import Visit, in_attribute, person_page, redirect, show
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Response

#: Smart processes and what came after the old kinds are named otherwise in the menu of the card.
_OLD_IDS = (kinds.LEAD, kinds.DEAL, kinds.CONTACT, kinds.COMPANY)


@dataclass(frozen=True)
class Tab:
    """A tab of an application; opened when it is first shown."""

    key: str
    title: str
    order: str


@person_page("GET", rf"/crm/(?P<code>{OLD})/details/(?P<number>\d+)/")
def old_card(visit: Visit, code: str, number: str) -> Response:
    return _card(visit, kind_of(visit.world, code), int(number))


@person_page("GET", r"/crm/type/(?P<type_id>\d+)/details/(?P<number>\d+)/")
def smart_card(visit: Visit, type_id: str, number: str) -> Response:
    return _card(visit, kind_of(visit.world, type_id=type_id), int(number))


def _card(visit: Visit, kind: Kind, number: int) -> Response:
    world, row = visit.world, _row(visit, kind, number)
    document = Document(kind, number)
    tab, toolbar = f"CRM_{kind.code}_DETAIL_TAB", "ID" if kind.id in _OLD_IDS else "ENTITY_ID"
    return show(
        visit,
        "card.html",
        name_of(kind, row),
        kind=kind,
        item=row,
        sum=money(row),
        stages=_stages(world, kind, row),
        facts=facts.told(world, kind, row),
        story=story.told(visit, kind, number),
        papers=papers.of_item(visit, kind, number),
        templates=templates.of_kind(world, kind.id),
        tabs=[
            Tab(
                f"tab-{one.id}",
                one.title,
                in_attribute({"placement": tab, "binding": one.id, "options": {"ID": str(number)}}),
            )
            for one in placements.bound_to(world, tab, visit.user.id)
        ],
        tools=[
            *buttons(visit, kind, "DETAIL_TOOLBAR", {toolbar: str(number)}),
            *buttons(visit, kind, "DOCUMENTGENERATOR_BUTTON", {"ENTITY_ID": str(number)}),
            *buttons(visit, kind, "DETAIL_ACTIVITY", {"ENTITY_ID": str(number)}),
        ],
        sequences=[one for one in sequences.every(world, kind) if one.start != sequences.STAGE],
        processes=[(one, instances.log_of(world, one.id)) for one in instances.of_item(world, document)],
        moment=lambda at: world.iso(at),
    )


def _row(visit: Visit, kind: Kind, number: int) -> Row:
    row = items.find(visit.world, kind, number)
    if row is None or not rights.may_read(visit.world, visit.auth, row):
        raise HttpError(404, f"{kind.title} {number}: элемента нет, или он вам не виден.")
    return row


def _stages(world: World, kind: Kind, row: Row) -> list[Row]:
    if not kind.has_stages:
        return []
    return stages.of_category(world, kind, int(row.get("CATEGORY_ID") or 0))


# -- what a person does with the card ----------------------------------------------------------------------


@person_page("POST", r"/_portal/card/(?P<type_id>\d+)/(?P<number>\d+)/stage")
def move(visit: Visit, type_id: str, number: str) -> Response:
    kind = kind_of(visit.world, type_id=type_id)
    _row(visit, kind, int(number))
    stage = str(visit.form().get("stage", ""))
    items.update(visit.world, kind, int(number), {"STAGE_ID": stage}, [], Author(visit.user.id, visit.auth))
    return redirect(kind.details(int(number)))


@person_page("POST", r"/_portal/card/(?P<type_id>\d+)/(?P<number>\d+)/start")
def start(visit: Visit, type_id: str, number: str) -> Response:
    """A sequence started by hand, with the values of its parameters."""
    kind, form = kind_of(visit.world, type_id=type_id), visit.form()
    _row(visit, kind, int(number))
    chosen = str(form.get("sequence", ""))
    sequence = sequences.find(visit.world, int(chosen)) if chosen.isdigit() else None
    if sequence is None or sequence.kind != kind:
        raise HttpError(404, "Такой последовательности нет.")
    given = _parameters(str(form.get("parameters") or "{}"))
    sequences.begin(visit.world, sequence, Document(kind, int(number)), visit.user.id, given)
    return redirect(f"{kind.details(int(number))}#processes")


def _parameters(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise HttpError(400, 'Параметры — объект JSON, например {"signer": "user_2"}.')
    return given
