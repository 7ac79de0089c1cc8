"""What only the sandbox has: `/_sandbox/…`, JSON in and out, open to everybody on this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from paraph.sandbox.bitrix24.faults import KINDS
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Request, Response, Routes, json_response
from paraph.sandbox.orders import add_common, number_of, order_of

_PREFIX = "/_sandbox/"

#: Takes the world, the request and the named groups of the pattern; a value that is no Response goes as JSON.
ControlHandler = Callable[..., Any]

_table: list[tuple[str, str, ControlHandler]] = []
_state: dict[str, Callable[[World], Any]] = {}


def control(method: str, pattern: str) -> Callable[[ControlHandler], ControlHandler]:
    """Serves `/_sandbox/{pattern}` with `handler(world, request, **named groups)`."""

    def register(handler: ControlHandler) -> ControlHandler:
        _table.append((method, pattern, handler))
        return handler

    return register


def in_state(name: str) -> Callable[[Callable[[World], Any]], Callable[[World], Any]]:
    """Adds what the decorated function tells to `GET /_sandbox/state` under this name."""

    def register(teller: Callable[[World], Any]) -> Callable[[World], Any]:
        _state[name] = teller
        return teller

    return register


def add_routes(world: World, routes: Routes) -> None:
    for method, pattern, handler in _table:
        routes.add(method, _PREFIX + pattern, _bound(world, handler))


def _bound(world: World, handler: ControlHandler) -> Callable[..., Response]:
    def answer(request: Request, **groups: str) -> Response:
        value = handler(world, request, **groups)
        return value if isinstance(value, Response) else json_response(value)

    return answer


add_common(control, KINDS, "часть имени метода или события, например crm.item")


# -- state -------------------------------------------------------------------------------------------------


@control("GET", "state")
def state(world: World, request: Request) -> Any:
    """Everything there is to see."""
    return {
        "now": world.iso(),
        "url": world.url,
        "jobs": world.pending_jobs(),
        "faults": world.faults.left(),
        **{name: teller(world) for name, teller in _state.items()},
    }


# -- limits and counters -----------------------------------------------------------------------------------


@control("POST", "limits")
def set_limits(world: World, request: Request) -> Any:
    """`{"rate": 1/s, "burst": n, "operating": seconds}`: other limits; what was counted is forgotten."""
    order, limits = order_of(request), world.limits
    limits.rate = number_of(order, "rate", limits.rate, 1e6)
    limits.burst = number_of(order, "burst", limits.burst, 1e9)
    limits.most_work = number_of(order, "operating", limits.most_work, 1e9)
    limits.clear()
    return {"rate": limits.rate, "burst": limits.burst, "operating": limits.most_work}


@control("GET", "calls")
def calls(world: World, request: Request) -> Any:
    """`?mark=…`: since that mark, else since the start. A batch is one hit and as many calls as it holds."""
    try:
        counts = world.calls.since(request.one("mark"))
    except KeyError as error:
        raise HttpError(404, f"Отметки {error} нет. Поставьте её: POST {_PREFIX}calls.") from error
    hits = {name.removeprefix("hit "): n for name, n in counts.items() if name.startswith("hit ")}
    inner = {name.removeprefix("call "): n for name, n in counts.items() if name.startswith("call ")}
    return {
        "hits": hits,
        "calls": inner,
        "total_hits": sum(hits.values()),
        "total_calls": sum(inner.values()),
    }


@control("POST", "rename")
def rename(world: World, request: Request) -> Any:
    """The portal gets its other address; the one before answers «302»."""
    world.rename()
    return {"url": world.url, "domain": world.domain}


@control("POST", "portal")
def switch_portal(world: World, request: Request) -> Any:
    """`{"deleted": true}`: every call hears PORTAL_DELETED; `{"old_frames": true}`: frames hear less."""
    order = request.json_object()
    if not order.keys() <= {"deleted", "old_frames"}:
        raise HttpError(400, "Поля: deleted, old_frames; значения true или false.")
    for name, on in order.items():
        world.set(name, "1" if on is True else "")
    return {"deleted": world.deleted, "old_frames": world.old_frames}
