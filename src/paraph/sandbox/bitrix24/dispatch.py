"""From an HTTP request to a method and back: who calls, limits, the frame of the answer, the errors."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import auth, params, rest
from paraph.sandbox.bitrix24.limits import Operating, duration
from paraph.sandbox.bitrix24.rest import Auth, Call, Page, RestError
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import Cut, Request, Response

log = logging.getLogger(__name__)

_HEADERS = (("Access-Control-Allow-Origin", "*"), ("Cache-Control", "no-store"))
_JSON = "application/json; charset=utf-8"
#: Code, description and status of refusals made in more places than one.
_TOO_MANY = ("QUERY_LIMIT_EXCEEDED", "Too many requests", 503)
_INTERNAL = ("INTERNAL_SERVER_ERROR", "Internal server error", 500)
#: Faults that answer instead of the method, by kind.
_REFUSALS = {
    "query-limit": _TOO_MANY,
    "overload": ("OVERLOAD_LIMIT", "REST API is blocked due to overload", 503),
    "no-plan": ("ACCESS_DENIED", "REST API is available only on commercial plans", 403),
    "method-confirm": ("METHOD_CONFIRM_WAITING", "Waiting for confirmation", 401),
    "user-access": ("user_access_error", "The user does not have access to the application", 403),
    "no-auth": ("NO_AUTH_FOUND", "Wrong authorization data", 401),
}


@dataclass(frozen=True)
class Outcome:
    """What a method came to: its value, how long it is reckoned to have worked and what is counted now."""

    value: Any
    seconds: float
    operating: Operating

    def time(self, world: World) -> dict[str, Any]:
        """The block `time` of an answer; its clock is the portal's."""
        start = world.now()
        return {
            "start": round(start, 6),
            "finish": round(start + self.seconds, 6),
            "duration": self.seconds,
            "processing": self.seconds,
            "date_start": world.iso(start),
            "date_finish": world.iso(start + self.seconds),
            "operating_reset_at": self.operating.reset_at,
            "operating": round(self.operating.seconds, 6),
        }


@dataclass(frozen=True)
class Target:
    """What the path says: `/rest/{method}` or `/rest/{user}/{code}/{method}`, slashes doubled or not."""

    method: str
    user_id: str = ""
    code: str = ""

    @classmethod
    def of(cls, path: str) -> Target:
        """Raises `RestError` ERROR_METHOD_NOT_FOUND."""
        parts = [part for part in path.split("/") if part][1:]
        if len(parts) not in (1, 3):
            raise RestError("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
        return cls(parts[-1].removesuffix(".json"), *parts[:-1])


def answer(world: World, request: Request, base_url: str) -> Response:
    """Serves one request to `/rest/…`."""
    try:
        target = Target.of(request.path)
        world.calls.count(f"hit {_canonical(target.method)}")
        _spoil_before(world, target.method)
        if _is_bare(request) and world.faults.hit("bare-client", target.method):
            return _page(404, "404 Not Found")
        if world.deleted:
            raise RestError("PORTAL_DELETED", "Portal was deleted", 403)
        if not world.limits.admit(request.peer):
            raise RestError(*_TOO_MANY)
        response = _served(world, request, target, base_url)
    except RestError as error:
        return refusal(error)
    except _Html:
        return _page(502, "502 Bad Gateway")
    if world.faults.hit("cut-after", target.method):
        raise Cut
    return refusal(RestError(*_INTERNAL)) if world.faults.hit("error-after", target.method) else response


def _served(world: World, request: Request, target: Target, base_url: str) -> Response:
    try:
        given = params.read(request)
    except ValueError as error:
        raise RestError("INVALID_REQUEST", f"Request is broken: {error}", 400) from error
    who = _who(world, target, given)
    outcome = perform(world, who, target.method, given, base_url)
    if isinstance(outcome.value, Response):
        return outcome.value
    return _framed(world, outcome)


def _who(world: World, target: Target, given: dict[str, Any]) -> Auth:
    lower = {name.lower(): value for name, value in given.items()}
    connector = str(lower.get("auth_connector") or "")
    if target.code:
        return auth.of_webhook(world, target.user_id, target.code, connector)
    return auth.of_token(world, lower.get("auth"), target.method, connector)


def perform(world: World, who: Auth, name: str, given: dict[str, Any], base_url: str) -> Outcome:
    """Does the method by itself or from a batch; raises `RestError`."""
    found = rest.find(name)
    world.calls.count(f"call {found.name}")
    found.check(who)
    if fault := world.faults.hit("operation-time-limit", name):
        raise _blocked(Operating(world.limits.most_work, int(world.now() + fault.seconds)))
    if world.faults.hit("internal-error", name):
        raise RestError(*_INTERNAL)
    if world.limits.is_blocked(who.caller, found.name):
        raise _blocked(world.limits.operating(who.caller, found.name))
    try:
        value = found.handler(Call(world, found.name, given, who, base_url))
    except RestError:
        world.limits.worked(who.caller, found.name, duration(found.name))
        raise
    except Exception as error:
        log.exception("%s", found.name)
        raise RestError(*_INTERNAL) from error
    seconds = duration(found.name)
    return Outcome(value, seconds, world.limits.worked(who.caller, found.name, seconds))


def _blocked(operating: Operating) -> RestError:
    return RestError(
        "OPERATION_TIME_LIMIT",
        "Method is blocked due to operation time limit.",
        429,
        time={"operating": operating.seconds, "operating_reset_at": operating.reset_at},
    )


def _canonical(name: str) -> str:
    try:
        return rest.find(name).name
    except RestError:
        return name


def page_of(value: Any) -> Page:
    return value if isinstance(value, Page) else Page(value)


def _framed(world: World, outcome: Outcome) -> Response:
    page = page_of(outcome.value)
    frame: dict[str, Any] = {"result": params.php(page.result)}
    if page.next is not None:
        frame["next"] = page.next
    if page.total is not None:
        frame["total"] = page.total
    frame["time"] = outcome.time(world)
    return _json(frame, 200)


def error_of(error: RestError) -> dict[str, Any]:
    return {"error": error.code, "error_description": error.description, **error.extra}


def refusal(error: RestError) -> Response:
    return _json(error_of(error), error.status)


def _json(value: Any, status: int) -> Response:
    return Response(json.dumps(value, ensure_ascii=False).encode(), _JSON, status, _HEADERS)


# -- faults ------------------------------------------------------------------------------------------------


def _is_bare(request: Request) -> bool:
    """Whether a program asks for a file without saying who it is and where it comes from."""
    return "token" in request.query and not (request.headers["User-Agent"] and request.headers["Referer"])


def _page(status: int, title: str) -> Response:
    """What the balancer in front of the portal says."""
    body = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return Response(body.encode(), "text/html", status)


class _Html(Exception):
    """The balancer answers instead of the portal."""


def _spoil_before(world: World, name: str) -> None:
    faults = world.faults
    if fault := faults.hit("slow", name):
        time.sleep(fault.seconds)
    if faults.hit("cut-before", name):
        raise Cut
    if faults.hit("html", name):
        raise _Html
    for kind, refusal in _REFUSALS.items():
        if faults.hit(kind, name):
            raise RestError(*refusal)
