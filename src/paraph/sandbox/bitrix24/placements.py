"""Places of the portal an application shows itself in: which handler is bound where."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import apps
from paraph.sandbox.bitrix24.control import in_state
from paraph.sandbox.bitrix24.event_methods import check_handler
from paraph.sandbox.bitrix24.rest import Call, RestError, method, truth
from paraph.sandbox.bitrix24.world import World, tables

_OBJECTS = ("LEAD", "DEAL", "CONTACT", "COMPANY", "QUOTE", "SMART_INVOICE", "ORDER")
_SPOTS = (
    "DETAIL_TAB",
    "DETAIL_TOOLBAR",
    "DETAIL_ACTIVITY",
    "ACTIVITY_TIMELINE_MENU",
    "DOCUMENTGENERATOR_BUTTON",
    "LIST_MENU",
    "LIST_TOOLBAR",
)
#: Places any application may have.
_COMMON = ("DEFAULT", "LEFT_MENU", "REST_APP_URI", "PAGE_BACKGROUND_WORKER")
_SCOPED = {
    "crm": tuple(f"CRM_{one}_{spot}" for one in _OBJECTS for spot in _SPOTS),
    "bizproc": ("BIZPROC_ACTIVITY_PROPERTIES_DIALOG",),
}
_DYNAMIC = re.compile(rf"CRM_DYNAMIC_\d+_({'|'.join(_SPOTS)})")
#: Places with one handler per application only.
_SINGLE = ("PAGE_BACKGROUND_WORKER", "REST_APP_URI")
_BY_USER = ("PAGE_BACKGROUND_WORKER",)

tables(
    """
    CREATE TABLE IF NOT EXISTS placements (
        id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, placement TEXT NOT NULL, handler TEXT NOT NULL,
        title TEXT NOT NULL, description TEXT NOT NULL, group_name TEXT NOT NULL, languages TEXT NOT NULL,
        options TEXT NOT NULL, user_id INTEGER NOT NULL, UNIQUE (app_id, placement, handler, user_id)
    );
    """
)


@dataclass(frozen=True)
class Binding:
    """A handler in a place; `title` is what a Russian-speaking user reads."""

    id: int
    app_id: int
    placement: str
    handler: str
    title: str
    group: str
    options: dict[str, Any]


def bound_to(world: World, placement: str, user_id: int) -> list[Binding]:
    """What is shown in the place: handlers of applications installed to the end, in the order of binding."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT p.*, a.name AS app_name FROM placements p JOIN apps a ON a.id = p.app_id"
            " WHERE p.placement = ? AND a.installed AND a.finished AND p.user_id IN (0, ?) ORDER BY p.id",
            (placement, user_id),
        ).fetchall()
    return [_binding(row) for row in rows]


def _binding(row: sqlite3.Row) -> Binding:
    russian = json.loads(row["languages"]).get("ru")
    russian = russian if isinstance(russian, dict) else {}
    return Binding(
        row["id"],
        row["app_id"],
        row["placement"],
        row["handler"],
        russian.get("TITLE") or row["title"] or row["app_name"],
        russian.get("GROUP_NAME") or row["group_name"],
        json.loads(row["options"]),
    )


def _places(call: Call) -> list[str]:
    scoped = [name for scope, names in _SCOPED.items() if scope in call.auth.scopes for name in names]
    return [*_COMMON, *scoped]


def _place(call: Call) -> str:
    name = str(call.required("PLACEMENT")).upper()
    smart = "crm" in call.auth.scopes and _DYNAMIC.fullmatch(name)
    if name not in _places(call) and not smart:
        raise RestError("ERROR_PLACEMENT_NOT_FOUND", "Placement not found")
    return name


@method("placement.list", "placement", app_only="WRONG_AUTH_TYPE")
def places(call: Call) -> Any:
    """Places open to the application; `FULL` and `SCOPE` tell more and fewer."""
    scope = call.arg("SCOPE")
    if scope:
        return list(_SCOPED.get(str(scope), ()))
    if truth(call.arg("FULL")):
        return [*_COMMON, *(name for names in _SCOPED.values() for name in names)]
    return _places(call)


@method("placement.bind", "placement", app_only="WRONG_AUTH_TYPE", admin=True)
def bind(call: Call) -> Any:
    name, handler = _place(call), str(call.required("HANDLER"))
    check_handler(handler)
    user_id, options = call.number("USER_ID"), call.mapping("OPTIONS")
    if user_id and name not in _BY_USER:
        raise RestError("ERROR_PLACEMENT_USER_MODE", "User mode is not available")
    if name == "PAGE_BACKGROUND_WORKER" and not options.get("errorHandlerUrl"):
        raise RestError("EMPTY_ERROR_HANDLER_URL", "Field errorHandlerUrl is empty")
    values = (
        *(call.text(one) for one in ("TITLE", "DESCRIPTION", "GROUP_NAME")),
        json.dumps(call.mapping("LANG_ALL"), ensure_ascii=False),
        json.dumps(options, ensure_ascii=False),
        user_id,
    )
    with call.world.writing() as db:
        there = db.execute(
            "SELECT handler, user_id FROM placements WHERE app_id = ? AND placement = ?",
            (call.auth.app_id, name),
        ).fetchall()
        if name in _SINGLE and there:
            raise RestError("ERROR_PLACEMENT_MAX_COUNT", "Placement max count is reached")
        if any((row["handler"], row["user_id"]) == (handler, user_id) for row in there):
            raise RestError("ERROR_CORE", "Unable to set placement handler: Handler already binded")
        db.execute(
            "INSERT INTO placements (app_id, placement, handler, title, description, group_name, languages,"
            " options, user_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (call.auth.app_id, name, handler, *values),
        )
    return True


@method("placement.unbind", "placement", app_only="WRONG_AUTH_TYPE", admin=True)
def unbind(call: Call) -> Any:
    """`count` counts each handler twice: when it was found and when it was taken away."""
    name, handler = _place(call), call.text("HANDLER") or None
    with call.world.writing() as db:
        found = db.execute(
            "DELETE FROM placements WHERE app_id = ? AND placement = ? AND handler = coalesce(?, handler)",
            (call.auth.app_id, name, handler),
        ).rowcount
    return {"count": 2 * found}


@method("placement.get", "placement", app_only="WRONG_AUTH_TYPE", admin=True)
def bindings(call: Call) -> Any:
    """What the application has bound."""
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT * FROM placements WHERE app_id = ? ORDER BY id", (call.auth.app_id,)
        ).fetchall()
    return [
        {
            "placement": row["placement"],
            "userId": row["user_id"],
            "handler": row["handler"],
            "options": json.loads(row["options"]),
            "title": row["title"],
            "description": row["description"],
            "langAll": json.loads(row["languages"])
            or {
                "ru": {
                    "TITLE": row["title"],
                    "DESCRIPTION": row["description"],
                    "GROUP_NAME": row["group_name"],
                }
            },
        }
        for row in rows
    ]


@in_state("placements")
def _shown(world: World) -> Any:
    with world.reading() as db:
        return [
            dict(row)
            for row in db.execute("SELECT app_id, placement, handler, title FROM placements ORDER BY id")
        ]


@apps.on_removal
def _forget(world: World, app_id: int) -> None:
    with world.writing() as db:
        db.execute("DELETE FROM placements WHERE app_id = ?", (app_id,))
