"""What only the emulator has: `/_sandbox/…`, its state and time, faults to order, counted calls, people."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.elma365 import items, people, schemas
from paraph.sandbox.elma365.faults import KINDS
from paraph.sandbox.elma365.routes import control, in_state, told
from paraph.sandbox.elma365.world import World
from paraph.sandbox.http import HttpError, Request
from paraph.sandbox.orders import add_common

add_common(control, KINDS, "часть «МЕТОД путь», например POST app/documents")


# -- state -------------------------------------------------------------------------------------------------


@control("GET", "state")
def state(world: World, request: Request) -> Any:
    """Everything there is to see."""
    return {
        "now": world.iso(),
        "url": world.url,
        "jobs": world.pending_jobs(),
        "faults": world.faults.left(),
        **told(world),
    }


@in_state("items")
def _items(world: World) -> dict[str, int]:
    """How many elements each application has."""
    return {
        f"{app.namespace}/{app.code}": len(items.all_of(world, app.namespace, app.code))
        for app in schemas.applications(world)
    }


# -- counters ----------------------------------------------------------------------------------------------


@control("GET", "calls")
def calls(world: World, request: Request) -> Any:
    """`?mark=…`: calls of the Web API since that mark, else since the start, by «МЕТОД путь»."""
    try:
        counts = world.calls.since(request.one("mark"))
    except KeyError as error:
        raise HttpError(404, f"Отметки {error} нет. Поставьте её: POST /_sandbox/calls.") from error
    return {"calls": counts, "total": sum(counts.values())}


# -- people ------------------------------------------------------------------------------------------------


@control("POST", "users/{id}")
def change_user(world: World, request: Request, id: str) -> Any:
    """`{"active": false, "join": group, "leave": group}`: blocks a user, moves them between groups."""
    order = request.json_object()
    if people.user(world, id) is None:
        raise HttpError(404, f"Пользователя {id} нет.")
    known = {group.id for group in people.groups(world)}
    if not {order[name] for name in ("join", "leave") if name in order} <= known:
        raise HttpError(400, "Поля join и leave: id группы.")
    with world.writing():
        if "active" in order:
            people.set_active(world, id, order["active"] is True)
        if "join" in order:
            people.join(world, order["join"], id)
        if "leave" in order:
            people.leave(world, order["leave"], id)
    changed = people.user(world, id)
    assert changed is not None
    return people.told(world, changed)
