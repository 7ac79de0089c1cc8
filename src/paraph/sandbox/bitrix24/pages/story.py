"""The timeline of an item: comments, lines of the log, to-dos, and what applications draw themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paraph.sandbox.bitrix24 import apps, crm, files, people
from paraph.sandbox.bitrix24.crm import activities, records
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.crm.timeline import COMMENT
from paraph.sandbox.bitrix24.pages.lists import Button, buttons
from paraph.sandbox.bitrix24.pages.shell import Visit, in_attribute, person_page
from paraph.sandbox.bitrix24.world import ZONE, World
from paraph.sandbox.http import HttpError, Response, json_response

#: The kind of objects activities are.
_ACTIVITY = "6"
_NAMES = {"comment": "Комментарий", "log": "Запись", "todo": "Дело", "configurable": "Приложение"}


@dataclass(frozen=True)
class Event:
    """An entry as the page shows it; `actions` are by their place in the layout, ready for `data-act`."""

    type: str
    name: str
    at: str
    author: str
    title: str
    text: str
    done: bool
    files: list[tuple[int, str]]
    layout: dict[str, Any]
    id: int
    menu: list[Button]

    def act(self, path: list[str]) -> str:
        return in_attribute({"activity": self.id, "path": path})


def told(visit: Visit, kind: Kind, number: int) -> list[Event]:
    names = {user.id: user.full_name for user in people.users(visit.world)}
    return [
        _event(visit.world, row, names, _menu(visit, kind, number, row))
        for row in crm.timeline(visit.world, kind.id, number)
    ]


def _menu(visit: Visit, kind: Kind, number: int, row: Row) -> list[Button]:
    """What applications offer for an activity."""
    if row["type"] not in ("todo", "configurable"):
        return []
    activity = {"ASSOCIATED_ENTITY_ID": str(row["ID"]), "ASSOCIATED_ENTITY_TYPE_ID": _ACTIVITY}
    return buttons(visit, kind, "ACTIVITY_TIMELINE_MENU", {"ENTITY_ID": str(number), **activity})


def _event(world: World, row: Row, names: dict[int, str], menu: list[Button]) -> Event:
    kept = [
        (int(one), stored.name) for one in row.get("FILES", []) if (stored := files.find(world, int(one)))
    ]
    return Event(
        type=row["type"],
        name=_NAMES[row["type"]],
        at=datetime.fromisoformat(row["created"]).astimezone(ZONE).strftime("%d.%m.%Y %H:%M"),
        author=names.get(row["author_id"], ""),
        title=said(row.get("title") or row.get("SUBJECT") or ""),
        text=said(row.get("text") or row.get("COMMENT") or row.get("DESCRIPTION") or ""),
        done=row.get("COMPLETED") == "Y",
        files=kept,
        layout=row.get("LAYOUT") or {},
        id=row["ID"],
        menu=menu,
    )


def said(text: Any) -> str:
    """A text that may be given by language."""
    if isinstance(text, dict):
        return str(text.get("ru") or next(iter(text.values()), ""))
    return str(text)


@person_page("POST", "/_portal/timeline")
def act(visit: Visit) -> Response:
    """`{"activity": 7, "path": ["footer", "buttons", "open", "action"]}`: somebody has clicked there."""
    order = visit.order()
    row = activities.find(visit.world, int(order.get("activity", 0))) or {}
    action = row.get("LAYOUT")
    for key in order.get("path", []):
        action = action.get(str(key)) if isinstance(action, dict) else None
    app = apps.find(visit.world, row.get("APP_ID", 0))
    if not isinstance(action, dict) or app is None:
        raise HttpError(404, "Запись изменилась. Обновите страницу.")
    kind = action.get("type")
    if kind == "redirect":
        return json_response({"type": kind, "uri": action["uri"]})
    if kind == "restEvent":
        activities.click(visit.world, row["ID"], str(action["id"]), visit.user.id)
        return json_response({"type": kind, "animation": action.get("animationType", "")})
    slider = action.get("sliderParams") or {}
    context = {"entityTypeId": row["OWNER_TYPE_ID"], "entityId": row["OWNER_ID"], "activityId": row["ID"]}
    given = action.get("actionParams")
    options = {**(given if isinstance(given, dict) else {}), **context}
    return json_response(
        {
            "type": kind,
            "title": said(slider.get("title") or app.name),
            "width": int(slider.get("width") or 0),
            "order": {"app_id": app.id, "placement": "DEFAULT", "options": options},
        }
    )


@person_page("GET", r"/_portal/comment/(?P<number>\d+)/(?P<file_id>\d+)")
def file_of_comment(visit: Visit, number: str, file_id: str) -> Response:
    with visit.world.reading() as db:
        row = records.load(db, COMMENT, int(number)) or {}
    stored = files.find(visit.world, int(file_id))
    if stored is None or int(file_id) not in row.get("FILES", []):
        raise HttpError(404, "Такого файла в комментарии нет.")
    return files.answer(stored)
