"""How REST methods of the portal are written: a table of methods, a call with its parameters, an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from paraph.sandbox.bitrix24.world import World

__all__ = ["Auth", "Call", "Method", "Page", "RestError", "find", "method", "methods"]

#: Elements of one page of a list.
PAGE = 50
#: PHP_INT_MAX: where a number written as a text ends.
_LARGEST = 2**63 - 1
#: What a method for applications says to a webhook, by code.
_OUT_OF_CONTEXT = {
    "ACCESS_DENIED": "Access denied! Application context required",
    "WRONG_AUTH_TYPE": "Current authorization type is denied for this method Application context required",
    "ERROR_WRONG_CONTEXT": "Works only in application context",
}


class RestError(Exception):
    """A refusal `{"error": code, "error_description": …}`; `extra` stands beside them."""

    def __init__(self, code: str | int, description: str = "", status: int = 400, **extra: Any) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description
        self.status = status
        self.extra = extra


@dataclass(frozen=True)
class Auth:
    """Who calls: a webhook or an application in the name of a user."""

    #: `webhook` or `app`.
    kind: str
    user_id: int
    is_admin: bool
    scopes: frozenset[str]
    #: The application; of a webhook 0.
    app_id: int = 0
    #: What proves it: the access token, or `user/code` of a webhook. Addresses of files carry it.
    token: str = ""
    #: `auth_connector` of the request: events caused by it do not come back to that connector's queue.
    connector: str = ""

    @property
    def caller(self) -> str:
        """Whose time of work is counted."""
        return f"app {self.app_id}" if self.app_id else f"webhook {self.token}"


@dataclass(frozen=True)
class Page:
    """A part of a list: `total` and `next` go beside the result; None leaves them out."""

    result: Any
    total: int | None = None
    next: int | None = None

    @classmethod
    def of(cls, items: list[Any], start: int, key: str = "", size: int = PAGE) -> Page:
        """The page of a whole list from `start`, -1 is the first without counting; `key` wraps the items."""
        first = max(0, start)
        part = items[first : first + size]
        result: Any = {key: part} if key else part
        if start < 0:
            return cls(result)
        return cls(result, len(items), first + size if first + size < len(items) else None)


@dataclass
class Call:
    """One call of a method, by itself or from a batch."""

    world: World
    method: str
    params: dict[str, Any]
    auth: Auth
    #: Where the request came to, with the scheme and without a slash at the end.
    base_url: str = ""
    _by_lower: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._by_lower = {name.lower(): value for name, value in self.params.items()}

    @property
    def user_id(self) -> int:
        return self.auth.user_id

    def arg(self, name: str, default: Any = None) -> Any:
        """A parameter, whatever the case of its name."""
        return self._by_lower.get(name.lower(), default)

    def required(self, name: str) -> Any:
        """Raises `RestError` ERROR_ARGUMENT when the parameter is absent or empty."""
        value = self.arg(name)
        if value is None or value == "" or value == {}:
            raise RestError("ERROR_ARGUMENT", f"Argument '{name}' is null or empty", argument=name)
        return value

    def number(self, name: str, default: int = 0) -> int:
        """A whole number, also written as text; raises `RestError` ERROR_ARGUMENT."""
        value = self.arg(name)
        if value is None or value == "":
            return default
        try:
            return max(-_LARGEST, min(_LARGEST, int(str(value))))
        except ValueError as error:
            raise RestError("ERROR_ARGUMENT", f"Argument '{name}' must be a number", argument=name) from error

    def text(self, name: str) -> str:
        """A text, also a number written as one; what is neither is an empty one."""
        value = self.arg(name)
        return str(value) if isinstance(value, str | int | float) and value is not False else ""

    def mapping(self, name: str) -> dict[str, Any]:
        """An object; what is none is an empty one."""
        value = self.arg(name)
        return value if isinstance(value, dict) else {}

    def flag(self, name: str, default: bool = False) -> bool:
        """`Y`, 1 and true are true."""
        value = self.arg(name)
        return default if value is None else truth(value)

    @property
    def start(self) -> int:
        """The offset of the page; -1 asks not to count."""
        return self.number("start")

    def rest_url(self, method: str, **query: str) -> str:
        """An address of the portal's REST that carries the caller's right: it dies with the token."""
        if self.auth.app_id:
            return f"{self.base_url}/rest/{method}.json?{urlencode({'auth': self.auth.token, **query})}"
        return f"{self.base_url}/rest/{self.auth.token}/{method}.json?{urlencode(query)}"


def truth(value: Any) -> bool:
    """What PHP clients send for yes."""
    return value is True or str(value).upper() in ("Y", "1", "TRUE")


Handler = Callable[[Call], Any]


@dataclass(frozen=True)
class Method:
    """A method of REST. `scopes`: any one of them opens it, none are needed if empty."""

    name: str
    handler: Handler
    scopes: tuple[str, ...]
    #: The code a webhook is refused with; empty if it may call.
    app_only: str
    admin: bool
    #: Whether it may stand in a batch.
    batch: bool

    def check(self, auth: Auth) -> None:
        """Raises `RestError` unless this caller may call it."""
        if self.scopes and not auth.scopes.intersection(self.scopes):
            raise RestError(
                "insufficient_scope",
                "The request requires higher privileges than provided by the access token",
                403,
            )
        if self.app_only and not auth.app_id:
            raise RestError(self.app_only, _OUT_OF_CONTEXT[self.app_only], 403)
        if self.admin and not auth.is_admin:
            raise RestError("ACCESS_DENIED", "Access denied!", 403)


#: By name in lower case.
_table: dict[str, Method] = {}


def method(
    name: str,
    scope: str | tuple[str, ...] = (),
    *,
    app_only: bool | str = False,
    admin: bool = False,
    batch: bool = True,
) -> Callable[[Handler], Handler]:
    """Serves the REST method with the decorated function.

    The function returns a JSON value, a `Page`, or a `Response` of `paraph.sandbox.http` that goes out as it
    is. `app_only` refuses webhooks with ACCESS_DENIED, or with the code given.
    """
    code = app_only if isinstance(app_only, str) else "ACCESS_DENIED" if app_only else ""
    scopes = (scope,) if isinstance(scope, str) else scope

    def register(handler: Handler) -> Handler:
        if name.lower() in _table:
            raise ValueError(f"{name} is served twice")
        _table[name.lower()] = Method(name, handler, scopes, code, admin, batch)
        return handler

    return register


def find(name: str) -> Method:
    """Raises `RestError` ERROR_METHOD_NOT_FOUND."""
    found = _table.get(name.lower())
    if found is None:
        raise RestError("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
    return found


def methods() -> list[Method]:
    """Every method there is, by name."""
    return sorted(_table.values(), key=lambda one: one.name.lower())
