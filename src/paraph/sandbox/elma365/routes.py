"""Where the parts of the emulator register what they serve: operations of the Web API, pages, the control.

@api("POST", "app/{ns}/{code}/create")     # /pub/v1/app/…; handler(call, ns, code) → envelope
@page("GET", "/{ns}/{code}/")              # handler(world, request, ns, code) → Response
@control("POST", "module")                 # /_sandbox/module; handler(world, request) → JSON
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paraph.sandbox.elma365.envelope import BadRequest, Refused
from paraph.sandbox.elma365.world import World
from paraph.sandbox.http import HttpError, Request, Response, Routes, json_response

if TYPE_CHECKING:
    from paraph.sandbox.elma365.people import User

API_PREFIX = "/pub/v1/"
CONTROL_PREFIX = "/_sandbox/"


@dataclass(frozen=True)
class Call:
    """An operation asked for by a user who showed a token."""

    world: World
    request: Request
    user: User
    #: «POST app/{ns}/{code}/list»: what calls are counted by.
    name: str

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object of the body, of `?query=` in a GET; nothing is `{}`. Raises `BadRequest`."""
        text: str | bytes | None = self.request.body
        if self.request.method == "GET":
            text = self.request.one("query")
        if not text or not text.strip():
            return {}
        try:
            value = json.loads(text, parse_constant=_no_number)
        except ValueError as error:
            raise BadRequest(f"invalid JSON: {error}") from error
        if not isinstance(value, dict):
            raise BadRequest("invalid JSON: an object is expected")
        return value


def _no_number(name: str) -> None:
    """JSON has no NaN and no infinity, though Python reads them."""
    raise ValueError(f"unexpected {name}")


ApiHandler = Callable[..., dict[str, Any]]
PageHandler = Callable[..., Response]
#: A value that is no Response goes as JSON.
ControlHandler = Callable[..., Any]


@dataclass(frozen=True)
class Operation:
    """An operation of the Web API, served by `dispatch`."""

    method: str
    path: str
    handler: ApiHandler

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


operations: list[Operation] = []
_pages: list[tuple[str, str, PageHandler]] = []
_controls: list[tuple[str, str, ControlHandler]] = []
_state: dict[str, Callable[[World], Any]] = {}


def api(*methods_and_path: str) -> Callable[[ApiHandler], ApiHandler]:
    """Registers an operation: one or two methods, then its path after `/pub/v1/` with names in braces."""
    *methods, path = methods_and_path

    def register(handler: ApiHandler) -> ApiHandler:
        operations.extend(Operation(method, path, handler) for method in methods)
        return handler

    return register


def page(method: str, path: str) -> Callable[[PageHandler], PageHandler]:
    """Serves an address of the system that is not the Web API; names in braces become arguments."""

    def register(handler: PageHandler) -> PageHandler:
        _pages.append((method, path, handler))
        return handler

    return register


def control(method: str, path: str) -> Callable[[ControlHandler], ControlHandler]:
    """Serves `/_sandbox/{path}`: what only the emulator has, open to everybody on this machine."""

    def register(handler: ControlHandler) -> ControlHandler:
        _controls.append((method, path, handler))
        return handler

    return register


def in_state(name: str) -> Callable[[Callable[[World], Any]], Callable[[World], Any]]:
    """Adds what the decorated function tells to `GET /_sandbox/state` under this name."""

    def register(teller: Callable[[World], Any]) -> Callable[[World], Any]:
        _state[name] = teller
        return teller

    return register


def told(world: World) -> dict[str, Any]:
    """What the parts have to say in `GET /_sandbox/state`."""
    return {name: teller(world) for name, teller in _state.items()}


def pattern(path: str) -> str:
    """`app/{ns}/{code}` as a regular expression: a name stands for one segment, the rest for itself."""
    literals_and_names = re.split(r"\{(\w+)\}", path)
    return "".join(
        f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part)
        for index, part in enumerate(literals_and_names)
    )


def add_pages(world: World, routes: Routes) -> None:
    """The control and the pages; operations of the Web API are added by `dispatch`."""
    for method, path, handler in _controls:
        routes.add(method, CONTROL_PREFIX + pattern(path), _answered(world, handler))
    for method, path, handler in _pages:
        routes.add(method, pattern(path), _bound(world, handler))


def _bound(world: World, handler: PageHandler) -> Callable[..., Response]:
    return lambda request, **groups: handler(world, request, **groups)


def _answered(world: World, handler: ControlHandler) -> Callable[..., Response]:
    def answer(request: Request, **groups: str) -> Response:
        try:
            value = handler(world, request, **groups)
        except Refused as refused:
            raise HttpError(404 if refused.status == 404 else 400, str(refused)) from refused
        return value if isinstance(value, Response) else json_response(value)

    return answer
