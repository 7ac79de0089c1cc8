"""Pages and other addresses of the portal that are not REST: `@route("GET", "/crm/deal/list/")`."""

from __future__ import annotations

from collections.abc import Callable

from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import Response, Routes

#: Takes the world, the request and the named groups of the pattern.
PageHandler = Callable[..., Response]

_table: list[tuple[str, str, PageHandler]] = []


def route(method: str, pattern: str) -> Callable[[PageHandler], PageHandler]:
    """Serves paths of this regular expression with `handler(world, request, **named groups)`."""

    def register(handler: PageHandler) -> PageHandler:
        _table.append((method, pattern, handler))
        return handler

    return register


def add_routes(world: World, routes: Routes) -> None:
    for method, pattern, handler in _table:
        routes.add(method, pattern, _bound(world, handler))


def _bound(world: World, handler: PageHandler) -> Callable[..., Response]:
    return lambda request, **groups: handler(world, request, **groups)
