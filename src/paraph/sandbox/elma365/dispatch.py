"""From an HTTP request to an operation of the Web API and back: who calls, the envelope, ordered faults."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from paraph.sandbox.elma365 import access, envelope, routes
from paraph.sandbox.elma365.envelope import Refused
from paraph.sandbox.elma365.routes import Call, Operation
from paraph.sandbox.elma365.world import World
from paraph.sandbox.http import Cut, HttpError, Request, Response, Routes

log = logging.getLogger(__name__)

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: Faults that answer instead of the operation: text and status.
_REFUSALS = {
    "unsuccess": ("internal error", 200),
    "bad-request": ("bad request", 400),
    "forbidden": ("access denied", 403),
    "error-before": ("internal server error", 500),
}


def add_operations(world: World, into: Routes) -> None:
    """Every registered operation under `/pub/v1/`; any other address there is 404."""
    for operation in routes.operations:
        path = routes.API_PREFIX + routes.pattern(operation.path)
        into.add(operation.method, path, _served(world, operation))
    for method in _METHODS:
        into.add(method, f"{routes.API_PREFIX}.*", lambda request: envelope.refusal("not found", 404))


def _served(world: World, operation: Operation) -> Callable[..., Response]:
    def answer(request: Request, **groups: str) -> Response:
        where = f"{request.method} {request.path.removeprefix(routes.API_PREFIX)}"
        world.calls.count(operation.name)
        return with_faults(world, where, lambda: _done(world, operation, request, groups))

    return answer


def with_faults(world: World, where: str, work: Callable[[], Response]) -> Response:
    """What `work` answers, unless a fault is ordered for «МЕТОД путь»."""
    response = _spoiled(world, where) or work()
    if world.faults.hit("cut-after", where):
        raise Cut
    if world.faults.hit("error-after", where):
        return envelope.refusal("internal server error", 500)
    return response


def _done(world: World, operation: Operation, request: Request, groups: dict[str, str]) -> Response:
    try:
        user = access.user_of(world, request.headers)
        return envelope.respond(operation.handler(Call(world, request, user, operation.name), **groups))
    except Refused as refused:
        return envelope.refusal(str(refused), refused.status)
    except HttpError as error:
        return envelope.refusal(str(error), error.status)
    except Cut:
        raise
    except Exception:
        log.exception("%s", operation.name)
        return envelope.refusal("internal server error", 500)


def _spoiled(world: World, where: str) -> Response | None:
    """What an ordered fault answers instead of the operation."""
    faults = world.faults
    if fault := faults.hit("slow", where):
        time.sleep(fault.seconds)
    if faults.hit("cut-before", where):
        raise Cut
    if fault := faults.hit("too-many", where):
        return envelope.refusal("too many requests", 429, (("Retry-After", f"{fault.seconds:g}"),))
    for kind, (text, status) in _REFUSALS.items():
        if faults.hit(kind, where):
            return envelope.refusal(text, status)
    return None
