"""Applications: the list of them, the page of one or its installer, its entry in the menu, its own links."""

from __future__ import annotations

from paraph.sandbox.bitrix24 import apps, installation, params, placements
from paraph.sandbox.bitrix24.apps import App
from paraph.sandbox.bitrix24.pages.shell import Visit, in_attribute, person_page, redirect, show
from paraph.sandbox.http import HttpError, Response


@person_page("GET", "/marketplace/")
def market(visit: Visit) -> Response:
    return show(visit, "market.html", "Приложения", apps=apps.every(visit.world))


@person_page("POST", r"/_portal/apps/(?P<number>\d+)/(?P<verb>install|update|uninstall)")
def change(visit: Visit, number: str, verb: str) -> Response:
    """As the administrator does it with the buttons of the list."""
    if not visit.user.is_admin:
        raise HttpError(403, "Приложениями управляет администратор портала.")
    app = _app(visit, number)
    if verb == "install":
        installation.install(visit.world, app.id, visit.user.id)
    elif verb == "update":
        installation.update(visit.world, app.id)
    else:
        installation.uninstall(visit.world, app.id)
    return redirect("/marketplace/" if verb == "uninstall" else f"/marketplace/app/{app.id}/")


@person_page("GET", r"/marketplace/app/(?P<number>\d+)/")
def main_page(visit: Visit, number: str) -> Response:
    """The application's page; while its installation is not finished, its installer instead."""
    app = _app(visit, number)
    order = {"app_id": app.id, "placement": "DEFAULT", "options": _given(visit)}
    return show(visit, "app.html", app.name, app=app, order=in_attribute(order))


@person_page("GET", r"/marketplace/view/(?P<client_id>[\w.]+)/")
def by_link(visit: Visit, client_id: str) -> Response:
    """REST_APP_URI: `params[…]` of the link reach the application, other parameters do not."""
    app = apps.by_client_id(visit.world, client_id)
    if app is None or not app.installed:
        raise HttpError(404, "Приложение не найдено или не установлено.")
    order = {"app_id": app.id, "placement": "REST_APP_URI", "options": _given(visit)}
    return show(visit, "app.html", app.name, app=app, order=in_attribute(order))


@person_page("GET", r"/marketplace/menu/(?P<number>\d+)/")
def menu_entry(visit: Visit, number: str) -> Response:
    bound = placements.bound_to(visit.world, "LEFT_MENU", visit.user.id)
    one = next((one for one in bound if one.id == int(number)), None)
    if one is None:
        raise HttpError(404, "Приложение убрало этот пункт меню.")
    order = {"placement": "LEFT_MENU", "binding": one.id}
    app = apps.get(visit.world, one.app_id)
    return show(visit, "app.html", one.title, app=app, order=in_attribute(order))


def _given(visit: Visit) -> dict[str, str]:
    given = params.from_query(visit.request.query_string).get("params")
    return {name: str(value) for name, value in given.items()} if isinstance(given, dict) else {}


def _app(visit: Visit, number: str) -> App:
    app = apps.find(visit.world, int(number))
    if app is None:
        raise HttpError(404, f"Приложения {number} на портале нет.")
    return app
