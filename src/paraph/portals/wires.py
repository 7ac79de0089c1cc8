"""What HTTP calls of all portals share: connections of this process, answers of a known length, JSON."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

#: Nothing has left this machine yet.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
#: Seconds a whole answer, or a file, may take.
_LONGEST_WAY = 240.0


class TooLong(Exception):
    """The answer is longer than was allowed."""


class Pool:
    """The connections of one kind of portal in this process; a forked child makes its own."""

    def __init__(self, timeout: httpx.Timeout, headers: Mapping[str, str]) -> None:
        self._timeout, self._headers = timeout, dict(headers)
        self._clients: dict[int, httpx.Client] = {}
        self._guard = threading.Lock()

    def client(self) -> httpx.Client:
        """No redirect is followed: where to is for the caller to judge."""
        with self._guard:
            found = self._clients.get(os.getpid())
            if found is None:
                found = httpx.Client(timeout=self._timeout, follow_redirects=False, headers=self._headers)
                self._clients[os.getpid()] = found
            return found

    def hang_up(self) -> None:
        """Close the kept connections of this process; the next call opens new ones."""
        with self._guard:
            found = self._clients.pop(os.getpid(), None)
        if found is not None:
            found.close()


def chunks(response: httpx.Response, longest: int) -> Iterator[bytes]:
    """A streamed body, at most `longest` bytes. Raises TooLong, and httpx.HTTPError when it breaks off.

    A server that sends byte after byte without an end keeps no worker: it breaks off after `_LONGEST_WAY`.
    """
    total, until = 0, time.monotonic() + _LONGEST_WAY
    for chunk in response.iter_bytes():
        total += len(chunk)
        if total > longest:
            raise TooLong
        if time.monotonic() > until:
            raise httpx.ReadTimeout("the answer has no end", request=response.request)
        yield chunk


def read(response: httpx.Response, longest: int) -> httpx.Response:
    """A streamed answer read to its end. Raises as `chunks` does."""
    body = b"".join(chunks(response, longest))
    response.headers.pop("Content-Encoding", None)  # unpacked already
    return httpx.Response(response.status_code, headers=response.headers, content=body)


def as_json(response: httpx.Response) -> Mapping[str, Any] | None:
    """The answer when it is a JSON object; a page of a balancer is none."""
    try:
        found = json.loads(response.content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
