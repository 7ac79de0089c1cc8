"""Lists of items of an application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paraph.sandbox.elma365 import items, schemas
from paraph.sandbox.elma365.pages import facts
from paraph.sandbox.elma365.pages.shell import Visit, person_page, show
from paraph.sandbox.elma365.schemas import Application
from paraph.sandbox.elma365.world import World
from paraph.sandbox.http import Response

#: Columns a list shows when the application has such fields.
_COLUMNS = ("number", "date", "amount", "counterparty", "edo_status", "_inn", "_kpp", "_position")


@dataclass(frozen=True)
class Row:
    """An item of the list."""

    path: str
    name: str
    status: str
    cells: list[str]


@person_page("GET", "/{ns}/{code}")
def application(visit: Visit, ns: str, code: str) -> Response:
    app = schemas.application(visit.world, ns, code)
    columns = [one for name in _COLUMNS if (one := app.field(name))]
    rows = [
        Row(
            facts.card_path(ns, code, item["__id"]),
            item["__name"],
            status_name(app, item),
            [facts.words(visit.world, one, item.get(one.code)) for one in columns],
        )
        for item in newest_first(visit.world, app)
    ]
    titles = [one.name for one in columns]
    return show(visit, "list.html", app.name, app=app, columns=titles, rows=rows)


def newest_first(world: World, app: Application) -> list[dict[str, Any]]:
    return list(reversed(items.all_of(world, app.namespace, app.code)))


def status_name(app: Application, item: dict[str, Any]) -> str:
    """What the item's status is called; empty if the application has none."""
    status = app.status_by_id(item["__status"]["status"])
    return status.name if status else ""
