"""What every page of the portal has around it: who sits there, the menu, the bell, leave to run scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import urlencode

from paraph.sandbox import http
from paraph.sandbox.bitrix24 import notify, params, people, placements, sessions
from paraph.sandbox.bitrix24.bizproc import tasks
from paraph.sandbox.bitrix24.crm import kinds
from paraph.sandbox.bitrix24.rest import Auth, RestError
from paraph.sandbox.bitrix24.routes import route
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Request, Response

#: Applications stand in frames wherever they live; scripts and styles are the portal's own files.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " frame-src http: https:; form-action http: https:; base-uri 'none'"
)
#: Applications see in `Origin` which portal has opened them.
_REFERRER = "strict-origin-when-cross-origin"
_KINDS = {"js": "text/javascript", "css": "text/css"}


@dataclass(frozen=True)
class Visit:
    """A person at a page of the portal."""

    world: World
    request: Request
    user: people.User

    @property
    def host(self) -> str:
        """Under which name the browser knows the portal: what its frames may answer to."""
        return self.request.headers.get("Host") or self.world.domain

    @property
    def auth(self) -> Auth:
        """In whose name things are done here."""
        return Auth("session", self.user.id, self.user.is_admin, frozenset())

    @property
    def in_slider(self) -> bool:
        return self.request.one("IFRAME") == "Y"

    def order(self) -> dict[str, Any]:
        return self.request.json_object()

    def form(self) -> dict[str, Any]:
        """The fields of a plain form."""
        return params.read(self.request)


PageHandler = Callable[..., Response]


def person_page(method: str, pattern: str) -> Callable[[PageHandler], PageHandler]:
    """Serves the path to people who have signed in; others choose who they are first."""

    def register(handler: PageHandler) -> PageHandler:
        def answer(world: World, request: Request, **groups: str) -> Response:
            user = sessions.signed_in(world, request)
            if user is None and method == "GET":
                return redirect(f"/?{urlencode({'back': request.path})}")
            if user is None:
                raise HttpError(403, "Войдите на портал: выберите сотрудника на главной странице.")
            try:
                return handler(Visit(world, request, user), **groups)
            except RestError as error:
                raise HttpError(400, error.description or str(error.code)) from error

        route(method, pattern)(answer)
        return handler

    return register


def redirect(path: str, *headers: tuple[str, str]) -> Response:
    return Response(status=303, headers=(("Location", path), *headers))


def show(visit: Visit, template: str, title: str, **context: Any) -> Response:
    """A page with the portal's menu; in a slider without it."""
    return http.page(
        f"bitrix24/{template}",
        _POLICY,
        _REFERRER,
        title=title,
        user=visit.user,
        bare=visit.in_slider,
        menu=[] if visit.in_slider else _menu(visit),
        notices=len(notify.of_user(visit.world, visit.user.id)),
        tasks=len(tasks.of_user(visit.world, visit.user.id)),
        path=visit.request.path,
        **context,
    )


def show_stranger(template: str, title: str, **context: Any) -> Response:
    """A page for somebody who has not signed in."""
    known: dict[str, Any] = {"title": title, "user": None, "bare": True, "menu": []}
    return http.page(f"bitrix24/{template}", _POLICY, _REFERRER, **known, **context)


def _menu(visit: Visit) -> list[tuple[str, str]]:
    entries = [("/crm/deal/list/", "Сделки"), ("/crm/deal/kanban/", "Канбан")]
    entries += [("/crm/company/list/", "Компании"), ("/crm/contact/list/", "Контакты")]
    smart = [kind for kind in kinds.all_kinds(visit.world) if kind.type_id is not None]
    entries += [(f"/crm/type/{kind.id}/list/", kind.title) for kind in smart]
    entries += [("/bizproc/", "Бизнес-процессы"), ("/marketplace/", "Приложения")]
    bound = placements.bound_to(visit.world, "LEFT_MENU", visit.user.id)
    return entries + [(f"/marketplace/menu/{one.id}/", one.title) for one in bound]


def in_attribute(value: Any) -> str:
    """JSON for a `data-` attribute."""
    return json.dumps(value, ensure_ascii=False)


@route("GET", r"/_portal/static/(?P<name>[a-z]+\.(?P<kind>js|css))")
def static(world: World, request: Request, name: str, kind: str) -> Response:
    found = resources.files("paraph.sandbox").joinpath("static", "bitrix24", name)
    if not found.is_file():
        raise HttpError(404, f"Файла {name} нет.")
    return Response(
        found.read_bytes(), f"{_KINDS[kind]}; charset=utf-8", headers=(("Cache-Control", "no-cache"),)
    )


# -- coming and going --------------------------------------------------------------------------------------


@route("GET", "/")
def entrance(world: World, request: Request) -> Response:
    """Who are you? Everybody who works here may be chosen."""
    workers = [user for user in people.users(world) if user.is_active]
    return show_stranger(
        "entrance.html",
        "Вход на портал",
        users=workers,
        back=_back(request.one("back")),
        member_id=world.member_id,
    )


@route("POST", "/_portal/enter")
def enter(world: World, request: Request) -> Response:
    form = params.read(request)
    number = str(form.get("user", ""))
    user = people.find_user(world, int(number)) if number.isdigit() else None
    if user is None or not user.is_active:
        raise HttpError(400, "Такой сотрудник на портале не работает.")
    return redirect(_back(form.get("back")), sessions.sign_in(user.id))


def _back(path: str | None) -> str:
    """A path of this portal to return to."""
    return path if path and path.startswith("/") and not path.startswith(("//", "/\\")) else "/crm/deal/list/"
