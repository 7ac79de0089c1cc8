"""One HTTP call of the Диадок API: pace, connections, tries, and what each answer means.

Protobuf goes both ways without naming itself: that is the service's default. A read is tried `limits.TRIES`
times; anything that changes something is sent once, and a lost answer is `Unknown`.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx
from google.protobuf.message import DecodeError, Message

from paraph.channels.diadoc import limits, words
from paraph.channels.diadoc.errors import DiadocError, NotNow, Refused, Unknown

log = logging.getLogger(__name__)

#: Paths that say when they will be switched off, each told to the log once.
_ending: set[str] = set()
_TIMEOUT = httpx.Timeout(60, connect=10, pool=60)
#: Nothing has left this machine yet.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

Value = TypeVar("Value", bound=Message)


@dataclass(frozen=True)
class Call:
    """What to ask. `repeatable`: asking twice changes nothing, so a lost answer is asked for again."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    repeatable: bool = False
    #: Longest answer, bytes.
    longest: int = limits.ANSWER

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Answer:
    """A 2xx answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    name: str

    def read(self, kind: type[Value]) -> Value:
        """The body as a message. Raises NotNow without one, Unknown when it is something else."""
        if self.status == 204:
            raise NotNow(limits.BUSY_PAUSE, words.NOT_READY, method=self.name, trace_id=self.trace_id)
        try:
            return kind.FromString(self.body)
        except DecodeError as error:
            message = words.unreadable(self.name)
            raise Unknown(limits.FAILURE_PAUSE, message, method=self.name, trace_id=self.trace_id) from error

    @property
    def trace_id(self) -> str:
        return self.headers.get("X-Kontur-Trace-Id", "")


class _Pace:
    """At most so many calls a second by all threads of the process."""

    def __init__(self, rate: float) -> None:
        self._gap, self._next, self._lock = 1 / rate, 0.0, threading.Lock()

    def wait(self) -> None:
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + self._gap
        time.sleep(start - now)


_pace = _Pace(limits.CALLS_PER_SECOND)


_pools: dict[tuple[str, int], httpx.Client] = {}
_pools_guard = threading.Lock()


def _pool(base_url: str) -> httpx.Client:
    """The connections of this process to a service; a forked child makes its own."""
    with _pools_guard:
        key = (base_url, os.getpid())
        if key not in _pools:
            _pools[key] = _new_pool(base_url)
        return _pools[key]


def hang_up() -> None:
    """Close the kept connections of this process; the next call opens new ones."""
    with _pools_guard:
        for key in [key for key in _pools if key[1] == os.getpid()]:
            _pools.pop(key).close()


def _new_pool(base_url: str) -> httpx.Client:
    return httpx.Client(
        base_url=base_url,
        timeout=_TIMEOUT,
        follow_redirects=False,
        headers={"Accept-Encoding": "gzip"},
        limits=httpx.Limits(max_connections=limits.CONNECTIONS, max_keepalive_connections=limits.CONNECTIONS),
    )


class Transport:
    """Calls to one service; safe to share between threads. `calls` counts every request sent, by path."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self.calls: Counter[str] = Counter()

    def make(self, call: Call) -> Answer:
        """The answer, or the error it means. 204 with Retry-After is NotNow; 204 alone is an answer."""
        for attempt in range(1, limits.TRIES + 1):
            try:
                return self._once(call)
            except (Unknown, NotNow) as error:
                away = isinstance(error, Unknown) or isinstance(error.__cause__, httpx.HTTPError)
                if not away or attempt == limits.TRIES or not call.repeatable:
                    raise _as_read(error) if call.repeatable else error from error.__cause__
            time.sleep(limits.FIRST_PAUSE * 2 ** (attempt - 1))
        raise AssertionError("the last try returns or raises")

    def _once(self, call: Call) -> Answer:
        _pace.wait()
        self.calls[call.path] += 1
        try:
            response = self._send(call)
        except _NOT_SENT as error:
            message = words.unreachable(self._base_url, type(error).__name__)
            raise NotNow(limits.FAILURE_PAUSE, message, whole_service=True, method=call.name) from error
        except httpx.HTTPError as error:
            message = words.lost(type(error).__name__)
            raise Unknown(limits.FAILURE_PAUSE, message, method=call.name) from error
        return _judged(call, response)

    def _send(self, call: Call) -> httpx.Response:
        pool = _pool(self._base_url)
        with pool.stream(
            call.method, call.path, params=dict(call.query), content=call.body, headers=dict(call.headers)
        ) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > call.longest:
                    raise _too_long(call)
            headers = httpx.Headers(response.headers)
            headers.pop("Content-Encoding", None)  # the body is unpacked already
            return httpx.Response(response.status_code, headers=headers, content=bytes(body))


def _too_long(call: Call) -> DiadocError:
    """We do not take so long an answer: a read is refused for good, a change may have been made."""
    message = words.too_long(call.longest)
    if call.repeatable:
        return Refused(413, "", message, method=call.name)
    return Unknown(limits.FAILURE_PAUSE, message, method=call.name)


def _judged(call: Call, response: httpx.Response) -> Answer:
    status, after = response.status_code, _retry_after(response)
    trace_id = response.headers.get("X-Kontur-Trace-Id", "")
    if status == 204 and after is not None:
        raise NotNow(after, words.NOT_READY, method=call.name, trace_id=trace_id)
    if "Sunset" in response.headers and call.path not in _ending:
        _ending.add(call.path)
        log.warning("%s ends on %s: Paraph must be updated", call.path, response.headers["Sunset"][:40])
    if 200 <= status < 300:
        return Answer(status, response.headers, response.content, call.name)
    if status == 429:
        pause = after or limits.BUSY_PAUSE
        raise NotNow(pause, words.TOO_OFTEN, whole_service=True, method=call.name, trace_id=trace_id)
    if status >= 500:
        message = words.failure(status)
        raise Unknown(after or limits.FAILURE_PAUSE, message, method=call.name, trace_id=trace_id)
    text, code = _plain(response), response.headers.get("X-Diadoc-ErrorCode", "")
    if words.in_progress(status, text):
        raise NotNow(after or limits.BUSY_PAUSE, words.NOT_READY, method=call.name, trace_id=trace_id)
    message = words.refusal(status, text, code)
    raise Refused(status, text, message, code=code, method=call.name, trace_id=trace_id)


def _as_read(error: DiadocError) -> DiadocError:
    """A read that failed to the end has changed nothing: come back later."""
    if isinstance(error, Unknown):
        return NotNow(
            error.after, error.message, whole_service=True, method=error.method, trace_id=error.trace_id
        )
    return error


def _plain(response: httpx.Response) -> str:
    """The words of a refusal; a page of a balancer or a stray binary is no words."""
    if "html" in response.headers.get("Content-Type", ""):
        return ""
    text = response.content[:4000].decode("utf-8", "replace").strip()
    return "" if text.startswith("<") else text[:1000]


def _retry_after(response: httpx.Response) -> timedelta | None:
    """Seconds or an HTTP date; at least a second, at most `limits.LONGEST_PAUSE`."""
    text = response.headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal():
        pause = timedelta(seconds=min(int(text[:9]), 86400))
    else:
        try:
            pause = parsedate_to_datetime(text).astimezone(UTC) - datetime.now(UTC)
        except ValueError:
            return limits.BUSY_PAUSE
    return min(max(pause, timedelta(seconds=1)), limits.LONGEST_PAUSE)
