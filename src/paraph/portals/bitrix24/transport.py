"""One HTTP call of the REST API, and what its answer means (the tables of codes and limits)."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from django.utils import timezone

from paraph.portals import wires
from paraph.portals.bitrix24 import limits, words
from paraph.portals.bitrix24.errors import Bitrix24Error, NeedsAdministrator, NotNow, PortalError, Unknown
from paraph.portals.wires import NOT_SENT, Pool

log = logging.getLogger(__name__)

_TIMEOUT = httpx.Timeout(limits.TIMEOUT, connect=10, pool=limits.TIMEOUT)
#: A bare client may get a 404 of the balancer in the cloud.
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; Paraph)", "Accept": "*/*", "Accept-Language": "ru"}

#: Answers that speak of the token, not of the call.
EXPIRED = "expired_token"
TOKEN_FAULTS = frozenset(
    {
        "NO_AUTH_FOUND",
        "invalid_token",
        "invalid_grant",
        "INVALID_CREDENTIALS",
        "user_access_error",
        "authorization_error",
        "wrong_client",
    }
)
_READING = ("get", "list", "fields", "current", "search")
_QUESTIONS = frozenset({"profile", "app.info", "scope", "methods", "server.time", "user.admin"})
#: Looks like reading and takes from the queue.
_TAKING = frozenset({"event.offline.get"})


class Moved(Exception):
    """302: the portal is called otherwise by now."""

    def __init__(self, location: str) -> None:
        super().__init__()
        self.location = location


def is_reading(method: str) -> bool:
    """Whether calling a method twice changes nothing."""
    name = method.lower()
    return name not in _TAKING and (name in _QUESTIONS or name.rpartition(".")[2].startswith(_READING))


_pool = Pool(_TIMEOUT, _HEADERS)
#: The connections of this process.
pool, hang_up = _pool.client, _pool.hang_up


def post(address: str, method: str, params: Mapping[str, Any], *, repeatable: bool) -> Mapping[str, Any]:
    """The JSON answer of one call. Raises Moved or Bitrix24Error."""
    try:
        with pool().stream("POST", f"{address}{method}", json=dict(params)) as response:
            answer = read(response, method)
    except NOT_SENT as error:
        message = words.unreachable(type(error).__name__)
        raise NotNow(limits.FAILURE_PAUSE, message, whole_portal=True, at_once=True, method=method) from error
    except httpx.HTTPError as error:
        raise _lost(words.lost(type(error).__name__), method, repeatable) from error
    return judged(answer, method, repeatable=repeatable)


def read(response: httpx.Response, method: str) -> httpx.Response:
    """A streamed answer to its end. Raises PortalError for one too long."""
    try:
        return wires.read(response, limits.ANSWER)
    except wires.TooLong as error:
        message = words.TOO_LONG
        raise PortalError("too_long", "", response.status_code, message=message, method=method) from error


def judged(response: httpx.Response, method: str, *, repeatable: bool) -> Mapping[str, Any]:
    """The answer, or the error it means."""
    status = response.status_code
    if status in (301, 302, 303, 307, 308):
        raise Moved(response.headers.get("Location", ""))
    answer = wires.as_json(response)
    if answer is None:
        if status in (500, 502, 504):
            raise _lost(words.failure(status), method, repeatable)
        raise NotNow(limits.BUSY_PAUSE, words.NOT_JSON, whole_portal=True, method=method)
    if "error" not in answer:
        return answer
    raise meaning(answer, status, method, repeatable=repeatable)


def meaning(answer: Mapping[str, Any], status: int, method: str, *, repeatable: bool) -> Bitrix24Error:
    """The error of an answer, also of one command inside a batch (its status is 200)."""
    code, text = str(answer["error"]), redacted(str(answer.get("error_description") or ""))
    match code:
        case "QUERY_LIMIT_EXCEEDED":
            return NotNow(limits.BUSY_PAUSE, words.TOO_OFTEN, whole_portal=True, at_once=True, method=method)
        case "OPERATION_TIME_LIMIT":
            return NotNow(_until_reset(answer), words.busy_method(method), method=method)
        case "OVERLOAD_LIMIT":
            return NotNow(limits.OVERLOAD_PAUSE, words.OVERLOADED, whole_portal=True, method=method)
        case "METHOD_CONFIRM_WAITING":
            return NotNow(limits.LONGEST_PAUSE, words.refusal(code, text), method=method)
        case "PORTAL_DELETED":
            return NeedsAdministrator(code, text, status, message=words.GONE, method=method)
        case "INTERNAL_SERVER_ERROR" | "ERROR_UNEXPECTED_ANSWER":
            return _lost(words.failure(status), method, repeatable)
    return PortalError(code, text, status, message=words.refusal(code, text), method=method)


def _lost(message: str, method: str, repeatable: bool) -> Bitrix24Error:
    if repeatable:
        return NotNow(limits.FAILURE_PAUSE, message, whole_portal=True, at_once=True, method=method)
    return Unknown(limits.FAILURE_PAUSE, message, method=method)


def reset_at(answer: Mapping[str, Any]) -> datetime | None:
    """`operating_reset_at` of the `time` block, when there is a sound one."""
    block = answer.get("time")
    value = block.get("operating_reset_at") if isinstance(block, dict) else None
    try:
        return datetime.fromtimestamp(int(value), UTC) if value else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _until_reset(answer: Mapping[str, Any]) -> timedelta:
    moment = reset_at(answer)
    pause = moment - timezone.now() if moment is not None else limits.OPERATING_PAUSE
    return min(max(pause, limits.BUSY_PAUSE), limits.LONGEST_PAUSE)


_SECRETS = (
    (re.compile(r"(?i)((?:auth|access_token|refresh_token|client_secret|code|token)=)[^&\s\"']+"), r"\1…"),
    (re.compile(r"(/rest/\d+/)[^/\s\"']+"), r"\1…"),
    (re.compile(r"\b[0-9a-f]{60,}\b"), "…"),
)


def redacted(text: str) -> str:
    """Words of the portal without tokens, webhook codes and signed addresses; at most 1000 characters."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text[:1000]
