"""One HTTP call of the Web API, and what its answer means.

200 may be a refusal (`success: false`); 400, 403 and 404 are; 429 says «nothing was done». Anything else that
goes wrong once the request has left may have happened after the change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from paraph.portals import wires
from paraph.portals.elma365 import limits, words
from paraph.portals.elma365.errors import CallError, ElmaError, NotNow, TooOften, Unknown
from paraph.texts import storable

_TIMEOUT = httpx.Timeout(limits.TIMEOUT, connect=10, pool=limits.TIMEOUT)
UPLOAD_TIMEOUT = httpx.Timeout(limits.UPLOAD_TIMEOUT, connect=10, pool=limits.TIMEOUT)
_pool = wires.Pool(_TIMEOUT, {"User-Agent": "Paraph", "Accept": "*/*", "Accept-Language": "ru"})
#: The connections of this process.
pool, hang_up = _pool.client, _pool.hang_up

_REFUSALS = {400: "bad-request", 401: "forbidden", 403: "forbidden", 404: "not-found"}
_SERVER_FAULT = 500
_OVERLOADED = 429
#: ELMA365 is not there at all; any other failure is about what was asked, and holds back nothing else.
_AWAY = frozenset({502, 503, 504})


def send(
    verb: str,
    url: str,
    method: str,
    *,
    token: str,
    repeatable: bool,
    is_enveloped: bool = True,
    timeout: httpx.Timeout = _TIMEOUT,
    headers: Mapping[str, str] | None = None,
    **request: Any,
) -> Mapping[str, Any]:
    """The JSON answer of one call; `method` names it to people. Raises CallError.

    `repeatable` says that doing it twice changes nothing; methods of our module have no envelope
    (`is_enveloped`); `request` is as httpx takes it.
    """
    given = {"Authorization": f"Bearer {token}", **(headers or {})}
    try:
        with pool().stream(verb, url, headers=given, timeout=timeout, **request) as response:
            answer = wires.read(response, limits.ANSWER)
    except wires.NOT_SENT as error:
        message = words.unreachable(type(error).__name__)
        raise NotNow(limits.FAILURE_PAUSE, message, whole_portal=True, at_once=True, method=method) from error
    except (httpx.InvalidURL, UnicodeError) as error:
        message = words.unreachable(type(error).__name__)
        raise ElmaError("bad-address", "", message=message, method=method) from error
    except httpx.HTTPError as error:
        raise _lost(words.lost(type(error).__name__), method, repeatable, whole_portal=True) from error
    except wires.TooLong as error:
        raise ElmaError("too-long", "", message=words.TOO_LONG, method=method) from error
    return judged(answer, method, repeatable=repeatable, is_enveloped=is_enveloped)


def judged(
    response: httpx.Response, method: str, *, repeatable: bool, is_enveloped: bool = True
) -> Mapping[str, Any]:
    """The answer, or the error it means. In the envelope of the Web API only `success: true` is a success."""
    status, answer = response.status_code, wires.as_json(response)
    if status == _OVERLOADED:
        wait = _wait(response)
        is_short = wait <= limits.LONGEST_WAIT
        raise TooOften(wait, words.TOO_OFTEN, whole_portal=True, at_once=is_short, method=method)
    if status >= _SERVER_FAULT:
        raise _lost(words.failure(status), method, repeatable, whole_portal=status in _AWAY)
    if response.is_redirect:
        raise ElmaError("moved", "", status, message=words.MOVED, method=method)
    if status >= 400:
        code = _REFUSALS.get(status, "refused")
        text = _said(answer) or f"HTTP {status}"
        raise ElmaError(code, text, status, message=words.refusal(code, text), method=method)
    if answer is None:
        raise _lost(words.NOT_JSON, method, repeatable)
    if answer.get("success") is False:
        text = _said(answer)
        raise ElmaError("unsuccess", text, status, message=words.refusal("unsuccess", text), method=method)
    if is_enveloped and answer.get("success") is not True:
        raise _lost(words.INCOMPLETE, method, repeatable)
    return answer


def _lost(message: object, method: str, repeatable: bool, *, whole_portal: bool = False) -> CallError:
    if repeatable:
        after = limits.FAILURE_PAUSE
        return NotNow(after, message, whole_portal=whole_portal, at_once=True, method=method)
    return Unknown(limits.FAILURE_PAUSE, message, method=method)


def _wait(response: httpx.Response) -> timedelta:
    """Retry-After in seconds, within reason."""
    said = response.headers.get("Retry-After", "")
    if not said.isascii() or not said.isdecimal() or len(said) > 6:
        return limits.BUSY_PAUSE
    return min(timedelta(seconds=int(said)), limits.LONGEST_PAUSE)


_SECRET = re.compile(r"(?i)((?:token|bearer|authorization|signature|x-amz-[a-z-]+)[=: ]+)[^\s&\"',]+")


def _said(answer: Mapping[str, Any] | None) -> str:
    """ELMA365's own words without tokens and signatures; at most 1000 characters."""
    error = (answer or {}).get("error") or (answer or {}).get("message") or ""
    return str(storable(_SECRET.sub(r"\1…", str(error))))[:1000]
