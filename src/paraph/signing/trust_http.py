"""Downloads from certification authorities: bounded in size, time, and calls per host.

No redirect is followed and nothing is unpacked: only the address that was named is called, and a few
kilobytes cannot become gigabytes.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

import httpx

from paraph.trust.caches import Cache

#: How long one answer may take: somebody waits with their signature.
PATIENCE = timedelta(seconds=20)
_TIMEOUT = httpx.Timeout(5.0, connect=3.0)
#: Calls to one host at a time.
_AT_ONCE = 2
#: A host that could not be reached is left alone for so long.
_QUIET = timedelta(seconds=30)


class _Host:
    """What is remembered of one host."""

    def __init__(self) -> None:
        self.calls = BoundedSemaphore(_AT_ONCE)
        self.quiet_until = 0.0


_hosts: Cache[str, _Host] = Cache(1000)
_lock = Lock()


def download(
    url: str,
    limit: int,
    *,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    public: bool = False,
) -> bytes:
    """The bytes at the address, `limit` at most; with `content` they are the answer to a POST of it.

    `public`: the address was named by a stranger, so only hosts of the open network are called. Raises
    `httpx.HTTPError`, `httpx.InvalidURL`, or `ValueError` for what is beyond the bounds.
    """
    target = httpx.URL(url)
    address, options = _public_address(target) if public else (target, {})
    host = target.netloc.decode()
    named = {"Host": host, **(headers or {}), "Accept-Encoding": "identity"}
    method = "GET" if content is None else "POST"
    give_up = monotonic() + PATIENCE.total_seconds()
    with (
        _turn(host),
        httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as client,
        client.stream(method, address, content=content, headers=named, extensions=options) as response,
    ):
        response.raise_for_status()
        data = bytearray()
        for chunk in response.iter_raw():
            data += chunk
            if len(data) > limit:
                raise ValueError(f"the answer is larger than {limit} bytes")
            if monotonic() > give_up:
                raise ValueError(f"the answer did not come within {PATIENCE}")
    return bytes(data)


@contextmanager
def _turn(name: str) -> Iterator[None]:
    """Wait for a free call to the host; a host that fails to answer is not asked again at once."""
    with _lock:
        host = _hosts.get(name)
        if host is None:
            host = _Host()
            _hosts.put(name, host)
    if monotonic() < host.quiet_until:
        raise httpx.ConnectError("the host did not answer a moment ago")
    if not host.calls.acquire(timeout=PATIENCE.total_seconds()):
        raise httpx.PoolTimeout("too many calls to one host")
    try:
        yield
    except (httpx.NetworkError, httpx.TimeoutException):
        host.quiet_until = monotonic() + _QUIET.total_seconds()
        raise
    finally:
        host.calls.release()


def _public_address(url: httpx.URL) -> tuple[httpx.URL, dict[str, Any]]:
    """The URL with the host's network address, once all its addresses are known to be public.

    The connection goes to that very address, so that a name cannot point elsewhere a moment later.
    """
    try:
        found = socket.getaddrinfo(url.host, url.port or (443 if url.scheme == "https" else 80))
    except OSError as error:
        raise httpx.ConnectError(f"the host {url.host} is not known") from error
    addresses = [str(info[4][0]) for info in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise ValueError(f"the host {url.host} is not in the open network")
    return url.copy_with(host=addresses[0]), {"sni_hostname": url.host}


def is_public(address: str) -> bool:
    """Whether a network address belongs to the open network."""
    found = ipaddress.ip_address(address)
    return found.is_global and not found.is_multicast
