"""What every page has around it: who sits there, the menu, tasks that wait; leave to run our scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, urlencode

from paraph.sandbox import http
from paraph.sandbox.elma365 import people, routes, schemas
from paraph.sandbox.elma365.bpm import tasks
from paraph.sandbox.elma365.envelope import Refused
from paraph.sandbox.elma365.world import World
from paraph.sandbox.http import HttpError, Request, Response

COOKIE = "elma_user"
#: Scripts and styles are the emulator's own files; buttons of the card lead to the hub in a new tab.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'"
)
_STATIC = {"elma.js": "text/javascript", "elma.css": "text/css"}
_HOME = "/documents/contracts"


@dataclass(frozen=True)
class Visit:
    """A person at a page."""

    world: World
    request: Request
    user: people.User

    def form(self) -> dict[str, str]:
        """The fields of a plain form."""
        return form_of(self.request)


PageHandler = Callable[..., Response]


def person_page(method: str, path: str) -> Callable[[PageHandler], PageHandler]:
    """Serves the path to people who have signed in; others choose who they are first."""

    def register(handler: PageHandler) -> PageHandler:
        def answer(world: World, request: Request, **groups: str) -> Response:
            user = _signed_in(world, request)
            if user is None and method == "GET":
                return redirect(f"/?{urlencode({'back': request.path})}")
            if user is None:
                raise HttpError(403, "Войдите: выберите сотрудника на главной странице.")
            try:
                return handler(Visit(world, request, user), **groups)
            except Refused as refused:
                raise HttpError(404 if refused.status == 404 else 400, str(refused)) from refused

        routes.page(method, path)(answer)
        return handler

    return register


def _signed_in(world: World, request: Request) -> people.User | None:
    """The employee who signed in by choosing a user, unless they have left."""
    try:
        cookie = SimpleCookie(request.headers.get("Cookie", "")).get(COOKIE)
    except CookieError:
        return None
    user = people.user(world, cookie.value) if cookie else None
    return user if user and user.is_active else None


def form_of(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))


def redirect(path: str, *headers: tuple[str, str]) -> Response:
    return Response(status=303, headers=(("Location", path), *headers))


def show(visit: Visit, template: str, title: str, **context: Any) -> Response:
    """A page with the menu."""
    return http.page(
        f"elma365/{template}",
        _POLICY,
        title=title,
        user=visit.user,
        menu=_menu(visit.world),
        waiting=len(tasks.of_user(visit.world, visit.user.id)),
        path=visit.request.path,
        **context,
    )


def fragment(template: str, **context: Any) -> Response:
    """A part of a page, fetched by its script."""
    return http.page(f"elma365/{template}", _POLICY, **context)


def _menu(world: World) -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections with addresses and names of their applications."""
    return [
        (
            section["name"],
            [
                (f"/{app.namespace}/{app.code}", app.name)
                for app in schemas.applications(world, section["code"])
            ],
        )
        for section in reversed(schemas.namespaces(world))
    ]


@routes.page("GET", "/_static/{name}")
def static(world: World, request: Request, name: str) -> Response:
    kind = _STATIC.get(name)
    if kind is None:
        raise HttpError(404, f"Файла {name} нет.")
    data = resources.files("paraph.sandbox").joinpath("static", "elma365", name).read_bytes()
    return Response(data, f"{kind}; charset=utf-8", headers=(("Cache-Control", "no-cache"),))


# -- coming and going --------------------------------------------------------------------------------------


@routes.page("GET", "/")
def entrance(world: World, request: Request) -> Response:
    """Who are you? Everybody who works here may be chosen."""
    workers = [user for user in people.users(world) if user.is_active]
    back = _back(request.one("back"))
    known: dict[str, Any] = {"title": "Вход", "user": None}
    return http.page("elma365/entrance.html", _POLICY, users=workers, back=back, **known)


@routes.page("POST", "/_enter")
def enter(world: World, request: Request) -> Response:
    form = form_of(request)
    user = people.user(world, form.get("user", ""))
    if user is None or not user.is_active:
        raise HttpError(400, "Такой сотрудник здесь не работает.")
    cookie = f"{COOKIE}={user.id}; Path=/; HttpOnly; SameSite=Lax"
    return redirect(_back(form.get("back")), ("Set-Cookie", cookie))


def _back(path: str | None) -> str:
    """A path of this system to return to."""
    return path if path and path.startswith("/") and not path.startswith(("//", "/\\")) else _HOME
