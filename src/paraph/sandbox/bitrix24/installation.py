"""The life of an application on the portal: installed, finished by its installer, updated, removed."""

from __future__ import annotations

import json
import secrets
from typing import Any

from paraph.sandbox.bitrix24 import apps, auth, events, offline, options, people
from paraph.sandbox.bitrix24.control import control, in_state
from paraph.sandbox.bitrix24.disk import storages
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Request
from paraph.sandbox.orders import order_of

_LANGUAGE = "ru"


def install(world: World, app_id: int, user_id: int) -> None:
    """Installs the application in the name of an administrator.

    One without pages hears ONAPPINSTALL and is ready; one with pages is ready when the page of its installer,
    opened in a frame, says so: until then its places are not shown and it hears no events.
    """
    with world.writing() as db:
        db.execute(
            "UPDATE apps SET installed = 1, finished = api_only, installer = ?, application_token = ?"
            " WHERE id = ?",
            (user_id, secrets.token_hex(16), app_id),
        )
        _tell_installed(world, apps.get(world, app_id))


def finish(world: World, app_id: int) -> None:
    """The installer's page has called installFinish."""
    with world.writing() as db:
        db.execute("UPDATE apps SET finished = installed WHERE id = ?", (app_id,))


def update(world: World, app_id: int, scopes: tuple[str, ...] = ()) -> None:
    """A new version: what it had registered is gone, the page of its installer must finish it again."""
    app = apps.get(world, app_id)
    with world.writing() as db:
        data = {"VERSION": app.version + 1, "PREVIOUS_VERSION": app.version, "LANGUAGE_ID": _LANGUAGE}
        events.tell(world, app, "ONAPPUPDATE", data, app.installer)
        apps.take_away(world, app_id)
        db.execute(
            "UPDATE apps SET version = version + 1, finished = api_only, scopes = ? WHERE id = ?",
            (",".join(scopes or app.scopes), app_id),
        )
        _tell_installed(world, apps.get(world, app_id))


def uninstall(world: World, app_id: int, *, clean: bool = False) -> None:
    """Removes the application; its handlers hear ONAPPUNINSTALL without tokens, nothing works any more."""
    app = apps.get(world, app_id)
    with world.writing() as db:
        events.tell(world, app, "ONAPPUNINSTALL", {"LANGUAGE_ID": _LANGUAGE, "CLEAN": int(clean)}, None)
        apps.take_away(world, app_id)
        offline.forget(world, app_id)
        if clean:
            options.forget(world, app_id)
            storages.forget(world, app_id)
        db.execute("UPDATE apps SET installed = 0, finished = 0 WHERE id = ?", (app_id,))
        db.execute("DELETE FROM tokens WHERE app_id = ?", (app_id,))


def _tell_installed(world: World, app: apps.App) -> None:
    if not app.api_only:
        return
    data = {"VERSION": app.version, "ACTIVE": "Y", "INSTALLED": "Y", "LANGUAGE_ID": _LANGUAGE}
    told = apps.token_for(world, app.id, app.installer, client_id=app.client_id)
    about = {"event": "ONAPPINSTALL", "event_handler_id": app.id, "ts": int(world.now())}
    fields = {**about, "data": data, "auth": told}
    apps.post(world, app.install_url, fields, app_id=app.id)


# -- control -----------------------------------------------------------------------------------------------


def _card(app: apps.App) -> dict[str, Any]:
    return {
        "id": app.id,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "name": app.name,
        "handler": app.handler,
        "install": app.install_url,
        "scopes": list(app.scopes),
        "api_only": app.api_only,
        "version": app.version,
        "installed": app.installed,
        "finished": app.finished,
        "installer": app.installer,
        "application_token": app.application_token,
    }


@in_state("apps")
def _cards(world: World) -> Any:
    return [_card(app) for app in apps.every(world)]


def _asked(world: World, app_id: str) -> apps.App:
    app = apps.find(world, int(app_id))
    if app is None:
        raise HttpError(404, f"Приложения {app_id} на портале нет. Добавьте его: POST /_sandbox/apps.")
    return app


def _asked_user(world: World, order: dict[str, Any]) -> int:
    user = people.find_user(world, int(order.get("user_id", 1)))
    if user is None:
        raise HttpError(400, "Поле user_id: номер сотрудника портала.")
    return user.id


def _scopes(order: dict[str, Any], default: tuple[str, ...]) -> tuple[str, ...]:
    scopes = tuple(order.get("scopes", default))
    unknown = set(scopes) - set(auth.SCOPES)
    if unknown:
        raise HttpError(400, f"Нет таких прав: {', '.join(sorted(unknown))}.")
    return scopes


@control("GET", "apps")
def listed(world: World, request: Request) -> Any:
    return _cards(world)


@control("POST", "apps")
def added(world: World, request: Request) -> Any:
    """`{"name", "handler", "install", "scopes": […], "api_only": false}` → the card with its keys."""
    order = request.json_object()
    name, handler = order.get("name", ""), order.get("handler", "")
    if not all(isinstance(one, str) and one for one in (name, handler)):
        raise HttpError(400, "Поля name и handler: название приложения и адрес его обработчика.")
    install_url, api_only = order.get("install", handler), order.get("api_only", False) is True
    scopes = _scopes(order, auth.SCOPES)
    return _card(apps.add(world, name, handler, install_url, scopes, api_only=api_only))


@control("POST", r"apps/(?P<app_id>\d+)/install")
def installed(world: World, request: Request, app_id: str) -> Any:
    """`{"user_id": 1}`; an application with pages is to be opened on the portal then, or finished by hand."""
    user_id = _asked_user(world, order_of(request))
    install(world, _asked(world, app_id).id, user_id)
    return _card(_asked(world, app_id))


@control("POST", r"apps/(?P<app_id>\d+)/finish")
def finished(world: World, request: Request, app_id: str) -> Any:
    """As if the page of the installer had called installFinish."""
    finish(world, _asked(world, app_id).id)
    return _card(_asked(world, app_id))


@control("POST", r"apps/(?P<app_id>\d+)/update")
def updated(world: World, request: Request, app_id: str) -> Any:
    """`{"scopes": […]}`: the next version, with other rights if they are given."""
    app = _asked(world, app_id)
    update(world, app.id, _scopes(order_of(request), app.scopes))
    return _card(_asked(world, app_id))


@control("POST", r"apps/(?P<app_id>\d+)/uninstall")
def uninstalled(world: World, request: Request, app_id: str) -> Any:
    """`{"clean": false}`."""
    uninstall(world, _asked(world, app_id).id, clean=order_of(request).get("clean") is True)
    return _card(_asked(world, app_id))


@control("POST", r"apps/(?P<app_id>\d+)/tokens")
def tokens(world: World, request: Request, app_id: str) -> Any:
    """`{"user_id": 1}` → a pair of tokens, as a handler of the application gets them."""
    app = _asked(world, app_id)
    if not app.installed:
        raise HttpError(409, "Приложение не установлено, токенов у него нет.")
    return apps.token_for(world, app.id, _asked_user(world, order_of(request)))


@control("POST", r"apps/(?P<app_id>\d+)/frame")
def frame(world: World, request: Request, app_id: str) -> Any:
    """`{"user_id", "placement", "options"}` → address, query and form a frame is opened with."""
    order, app = order_of(request), _asked(world, app_id)
    options = order.get("options") or {}
    query, form = apps.frame_form(
        world, app.id, _asked_user(world, order), order.get("placement", "DEFAULT"), options
    )
    return {"url": app.handler if app.finished else app.install_url, "query": query, "form": form}


@control("GET", "deliveries")
def deliveries(world: World, request: Request) -> Any:
    """What the portal posted to applications, the last thousand, with the answer's status or the failure."""
    with world.reading() as db:
        rows = db.execute("SELECT * FROM deliveries ORDER BY id DESC LIMIT 1000").fetchall()
    return [{**dict(row), "at": world.iso(row["at"]), "fields": json.loads(row["fields"])} for row in rows]
