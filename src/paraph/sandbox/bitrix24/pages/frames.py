"""Applications in frames: what is posted into one, what it hears from `getInitData`, what it may ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from paraph.sandbox.bitrix24 import apps, installation, options, placements
from paraph.sandbox.bitrix24.apps import App
from paraph.sandbox.bitrix24.bizproc import catalog
from paraph.sandbox.bitrix24.pages.shell import Visit, person_page
from paraph.sandbox.bitrix24.world import tables
from paraph.sandbox.http import HttpError, Response, json_response

tables(
    """
    CREATE TABLE IF NOT EXISTS portal_frames (
        sid TEXT PRIMARY KEY, app_id INTEGER NOT NULL, user_id INTEGER NOT NULL
    );
    """
)

_SETTINGS = "BIZPROC_ACTIVITY_PROPERTIES_DIALOG"
_RELOAD = {"command": ["reloadData"], "event": ["reloadData"]}
#: Commands and events of a place, by the end of its name; other places have none.
_INTERFACES = {
    "_DETAIL_TAB": _RELOAD,
    "_DETAIL_ACTIVITY": _RELOAD,
    "_DETAIL_TOOLBAR": _RELOAD,
    "_LIST_MENU": _RELOAD,
    "_LIST_TOOLBAR": _RELOAD,
    _SETTINGS: {"command": ["setPropertyValue"], "event": []},
}


@dataclass(frozen=True)
class Target:
    """What stands in a frame: which page of which application."""

    app: App
    placement: str
    handler: str
    title: str


def _target(visit: Visit, order: dict[str, Any]) -> Target:
    """What the page asks for: a binding of a place, settings of a robot, or the application's main page."""
    placement = str(order.get("placement", "DEFAULT"))
    if "binding" in order:
        bound = placements.bound_to(visit.world, placement, visit.user.id)
        for one in bound:
            if one.id == order["binding"]:
                return Target(apps.get(visit.world, one.app_id), placement, one.handler, one.title)
        raise HttpError(404, "Приложение убрало отсюда свою страницу. Обновите страницу портала.")
    if "settings" in order:
        return _settings(visit, str(order["settings"]))
    app = apps.find(visit.world, int(order.get("app_id", 0)))
    if app is None or not app.installed:
        raise HttpError(404, "Приложение не установлено.")
    if placement == "REST_APP_URI":
        own = [
            one for one in placements.bound_to(visit.world, placement, visit.user.id) if one.app_id == app.id
        ]
        if own:
            return Target(app, placement, own[0].handler, own[0].title)
    return Target(app, "DEFAULT", app.handler if app.finished else app.install_url, app.name)


def _settings(visit: Visit, internal_code: str) -> Target:
    for one in catalog.of_portal(visit.world):
        if one.internal_code == internal_code and one.placement_handler:
            return Target(apps.get(visit.world, one.app_id), _SETTINGS, one.placement_handler, one.name)
    raise HttpError(404, "У робота нет своей страницы настроек.")


@person_page("POST", "/_portal/frames")
def open_frame(visit: Visit) -> Response:
    """Everything the page needs to open the frame and to answer what it asks."""
    order = visit.order()
    target = _target(visit, order)
    given = order.get("options")
    context = {"URI": str(order.get("uri", "")), **(given if isinstance(given, dict) else {})}
    query, form = apps.frame_form(visit.world, target.app.id, visit.user.id, target.placement, context)
    query["DOMAIN"] = visit.host
    with visit.world.writing() as db:
        db.execute(
            "INSERT INTO portal_frames VALUES (?, ?, ?)", (query["APP_SID"], target.app.id, visit.user.id)
        )
    joint = "&" if "?" in target.handler else "?"
    address = urlsplit(target.handler)
    return json_response(
        {
            "sid": query["APP_SID"],
            "app_id": target.app.id,
            "title": target.title,
            "name": "|".join((visit.host, query["PROTOCOL"], query["APP_SID"])),
            "origin": f"{address.scheme}://{address.netloc}",
            "action": f"{target.handler}{joint}{urlencode(query)}",
            "form": form,
            "init": _init(visit, target, query, form, context),
            "interface": _interface(target.placement),
        }
    )


def _interface(placement: str) -> dict[str, list[str]]:
    found = (told for end, told in _INTERFACES.items() if placement.endswith(end))
    return next(found, {"command": [], "event": []})


def _init(
    visit: Visit, target: Target, query: dict[str, str], form: dict[str, str], context: dict[str, Any]
) -> dict[str, Any]:
    app = target.app
    return {
        "LANG": query["LANG"],
        "DOMAIN": query["DOMAIN"],
        "PROTOCOL": query["PROTOCOL"],
        "PATH": "/rest",
        "AUTH_ID": form["AUTH_ID"],
        "REFRESH_ID": form["REFRESH_ID"],
        "AUTH_EXPIRES": form["AUTH_EXPIRES"],
        "MEMBER_ID": form["member_id"],
        "IS_ADMIN": visit.user.is_admin,
        "APP_OPTIONS": options.of(visit.world, app.id),
        "USER_OPTIONS": options.of(visit.world, app.id, visit.user.id),
        "PLACEMENT": target.placement,
        "PLACEMENT_OPTIONS": context,
        "INSTALL": not app.finished,
        "FIRST_RUN": visit.world.setting(_first_run(app)) is None,
    }


def _first_run(app: App) -> str:
    return f"opened-{app.client_id}"


# -- what an application asks of the portal by postMessage -------------------------------------------------

Answer = Callable[[Visit, App, dict[str, Any]], dict[str, Any]]


def _auth(visit: Visit, app: App, order: dict[str, Any]) -> dict[str, Any]:
    token = apps.issue(visit.world, app.id, visit.user.id)
    return {"AUTH_ID": token.access, "REFRESH_ID": token.refresh, "AUTH_EXPIRES": str(apps.ACCESS_LIFE)}


def _install(visit: Visit, app: App, order: dict[str, Any]) -> dict[str, Any]:
    visit.world.set(_first_run(app), "1")
    return {"result": True}


def _finish(visit: Visit, app: App, order: dict[str, Any]) -> dict[str, Any]:
    if not visit.user.is_admin:
        raise HttpError(403, "Завершить установку приложения может только администратор портала.")
    installation.finish(visit.world, app.id)
    return {"result": True, "path": f"/marketplace/app/{app.id}/"}


def _app_option(visit: Visit, app: App, order: dict[str, Any]) -> dict[str, Any]:
    if not visit.user.is_admin:
        raise HttpError(403, "Общие параметры приложения меняет администратор портала.")
    options.put(visit.world, app.id, options.NOBODY, {str(order["name"]): order.get("value")})
    return options.of(visit.world, app.id)


def _user_option(visit: Visit, app: App, order: dict[str, Any]) -> dict[str, Any]:
    options.put(visit.world, app.id, visit.user.id, {str(order["name"]): order.get("value")})
    return options.of(visit.world, app.id, visit.user.id)


_ANSWERS: dict[str, Answer] = {
    "auth": _auth,
    "install": _install,
    "install-finish": _finish,
    "app-option": _app_option,
    "user-option": _user_option,
}


@person_page("POST", rf"/_portal/frames/(?P<sid>[0-9a-f]{{32}})/(?P<verb>{'|'.join(_ANSWERS)})")
def bridge(visit: Visit, sid: str, verb: str) -> Response:
    """Only for a frame that was opened for this person."""
    with visit.world.reading() as db:
        row = db.execute(
            "SELECT app_id FROM portal_frames WHERE sid = ? AND user_id = ?", (sid, visit.user.id)
        ).fetchone()
    app = apps.find(visit.world, row["app_id"]) if row else None
    if app is None or not app.installed:
        raise HttpError(404, "Такой страницы приложения вам не открывали.")
    return json_response(_ANSWERS[verb](visit, app, visit.order()))
