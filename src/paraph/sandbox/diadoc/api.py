"""How methods of the API are written: a table of endpoints, a call with its arguments, an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from google.protobuf.message import Message

from paraph.sandbox.diadoc import codec
from paraph.sandbox.diadoc.directory import Box, Employee, User, box_guid, find_box, find_employee
from paraph.sandbox.diadoc.errors import ApiError, NotReady
from paraph.sandbox.diadoc.world import World
from paraph.sandbox.http import Request

__all__ = [
    "Access",
    "ApiError",
    "Call",
    "Endpoint",
    "NotReady",
    "Reply",
    "canonical",
    "endpoint",
    "find",
    "removed",
]

M = TypeVar("M", bound=Message)
PROTOBUF = "application/x-protobuf"
JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


class Access(StrEnum):
    """What a method asks of its caller."""

    USER = "user"
    #: The developer's key is enough.
    KEY = "key"


@dataclass(frozen=True)
class Reply:
    """An answer that is neither a message nor plain bytes."""

    body: bytes = b""
    content_type: str = "application/octet-stream"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


#: What one hears of a stranger's box.
_REQUESTED = "Access to Box is denied. Request to admins of Box was created. Please try again later"

Answer = Message | bytes | str | Reply | None
Handler = Callable[["Call"], Answer]


@dataclass(frozen=True)
class Endpoint:
    """A method of the API."""

    path: str
    handler: Handler
    access: Access
    #: The last day it is promised to work.
    sunset: date | None = None


#: By path in lower case, then by HTTP method.
_table: dict[str, dict[str, Endpoint]] = {}


def endpoint(
    method: str, path: str, access: Access = Access.USER, *, sunset: date | None = None
) -> Callable[[Handler], Handler]:
    """Serves `path` with the decorated function: bytes go out as they are, a string as plain text."""

    def register(handler: Handler) -> Handler:
        _table.setdefault(path.lower(), {})[method] = Endpoint(path, handler, access, sunset)
        return handler

    return register


def removed(method: str, path: str) -> None:
    """A method that was there once: «410 Gone»."""

    def gone(call: Call) -> Answer:
        raise ApiError(410, f"Method {path} has been removed")

    endpoint(method, path, Access.KEY)(gone)


def canonical(path: str) -> str:
    """The path as it is written in the description of the service; unknown ones as they came."""
    methods = _table.get(_key(path))
    return next(iter(methods.values())).path if methods else path


def _key(path: str) -> str:
    return "/" + path.lower().strip("/")


def find(method: str, path: str) -> Endpoint:
    """Raises `ApiError` 404 or 405."""
    methods = _table.get(_key(path))
    if methods is None:
        raise ApiError(404, "Resource not found")
    if method not in methods:
        raise ApiError(405, f"Method {method} is not allowed")
    return methods[method]


@dataclass
class Call:
    """One request to the API."""

    world: World
    request: Request
    endpoint: Endpoint
    #: None where the developer's key is enough.
    caller: User | None = None
    _args: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._args = {name.lower(): values[-1] for name, values in self.request.query.items()}

    # -- arguments -----------------------------------------------------------------------------------------

    def arg(self, name: str) -> str | None:
        """A parameter of the query; an empty one is as good as none."""
        return self._args.get(name.lower()) or None

    def required(self, name: str) -> str:
        value = self.arg(name)
        if value is None:
            raise ApiError(400, f"Missing required query string parameter: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """On when the bare name is there, off when it says false."""
        value = self._args.get(name.lower())
        return default if value is None else value.strip().lower() not in ("false", "0")

    def number(self, name: str, default: int) -> int:
        value = self.arg(name)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError as error:
            raise ApiError(400, f"Invalid value of query string parameter {name}: {value}") from error

    # -- body ----------------------------------------------------------------------------------------------

    @property
    def raw(self) -> bytes:
        return self.request.body

    def body(self, kind: type[M]) -> M:
        """The body as a message, by its Content-Type."""
        return codec.read(self.request.headers.get("Content-Type"), self.request.body, kind)

    # -- who asks ------------------------------------------------------------------------------------------

    @property
    def user(self) -> User:
        if self.caller is None:
            raise ApiError(401, "Authorization token is required")
        return self.caller

    def box(self, box_id: str) -> Box:
        """The caller's own box, by either form of its id: 400, 402 or 403 when it cannot be used."""
        if box_guid(box_id) is None:
            raise ApiError(400, f"Invalid box id: {box_id}")
        box = find_box(self.world, box_id)
        if box is None or find_employee(self.world, box.organization.id, self.user.id) is None:
            raise ApiError(403, _REQUESTED)
        organization = box.organization
        if organization.liquidated:
            raise ApiError(403, "Organization is liquidated")
        blocked = organization.blocked or self.world.faults.hit("blocked-box", self.request.path)
        if blocked or self.employee(box).blocked:
            raise ApiError(403, "Access to Box is denied. Box is blocked")
        if not organization.subscribed:
            raise ApiError(402, "API subscription of the organization has ended")
        return box

    def employee(self, box: Box) -> Employee:
        """What the caller may do in a box of theirs."""
        found = find_employee(self.world, box.organization.id, self.user.id)
        if found is None:
            raise ApiError(403, "Access to Box is denied")
        return found

    @cached_property
    def wants_json(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "").lower()
