"""Files of a portal: signed addresses are fetched at once and never kept; long files go up in two steps."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import httpx

from paraph.portals import wires
from paraph.portals.bitrix24 import budget, limits, oauth, transport, words
from paraph.portals.bitrix24.errors import NotNow, PortalError, Unknown
from paraph.portals.bitrix24.models import Portal

if TYPE_CHECKING:
    from paraph.portals.bitrix24.client import Client


def chunks(portal: Portal, url: str, limit: int) -> Iterator[bytes]:
    """The bytes at a signed address of this portal, at most `limit`. Raises Bitrix24Error."""
    address = own_address(portal, url)
    budget.take_turn(portal)
    budget.count(portal, "download")
    try:
        with transport.pool().stream("GET", address, headers={"Referer": f"{portal.base_url}/"}) as response:
            _check(response)
            yield from wires.chunks(response, limit)
    except wires.TooLong as error:
        raise PortalError("too_long", "", 200, message=words.TOO_LONG, method="download") from error
    except httpx.HTTPError as error:
        message = words.unreachable(type(error).__name__)
        raise NotNow(limits.FAILURE_PAUSE, message, whole_portal=True, method="download") from error


def own_address(portal: Portal, url: str) -> str:
    """The address, if it is the portal's own: a token in it must not go elsewhere."""
    address = urljoin(f"{portal.base_url}/", url)
    base = f"{portal.base_url}/"
    if oauth.host_of(address) != oauth.host_of(base) or address.partition(":")[0] != base.partition(":")[0]:
        raise PortalError("foreign_address", "", message=words.FOREIGN_ADDRESS, method="download")
    return address


def _check(response: httpx.Response) -> None:
    """A refusal comes as JSON with a status of its own, an overload as a page."""
    if response.status_code == 200:
        return
    answer = transport.read(response, "download")
    try:
        transport.judged(answer, "download", repeatable=True)
    except transport.Moved as error:
        raise NotNow(limits.FAILURE_PAUSE, words.MOVED, method="download") from error
    raise NotNow(limits.FAILURE_PAUSE, words.failure(response.status_code), method="download")


def upload(
    client: Client, method: str, params: Mapping[str, Any], name: str, content: bytes | Path
) -> dict[str, Any]:
    """One request for a short file; for a long one an address first, and the bytes there."""
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if size <= limits.INLINE_FILE:
        return upload_inline(client, method, params, name, content)
    place = client.call(method, params)
    return _post_file(
        client.portal, str(place["uploadUrl"]), str(place.get("field") or "file"), name, content
    )


def upload_inline(
    client: Client, method: str, params: Mapping[str, Any], name: str, content: bytes | Path
) -> dict[str, Any]:
    """One request, however long the file is: a method that gives no address to post it to."""
    data = content.read_bytes() if isinstance(content, Path) else content
    inline = [name, base64.b64encode(data).decode("ascii")]
    return dict(client.call(method, {**params, "fileContent": inline}))


def _post_file(portal: Portal, url: str, field: str, name: str, content: bytes | Path) -> dict[str, Any]:
    address = own_address(portal, url)
    budget.take_turn(portal)
    budget.count(portal, "upload")
    stream = content.open("rb") if isinstance(content, Path) else None
    try:
        files = {field: (name, stream or content, "application/octet-stream")}
        response = transport.pool().post(address, files=files)  # type: ignore[arg-type]
    except wires.NOT_SENT as error:
        message = words.unreachable(type(error).__name__)
        raise NotNow(limits.FAILURE_PAUSE, message, whole_portal=True, method="upload") from error
    except httpx.HTTPError as error:
        raise Unknown(limits.FAILURE_PAUSE, words.lost(type(error).__name__), method="upload") from error
    finally:
        if stream is not None:
            stream.close()
    try:
        answer = transport.judged(response, "upload", repeatable=False)
    except transport.Moved as error:
        raise NotNow(limits.FAILURE_PAUSE, words.MOVED, method="upload") from error
    return dict(answer["result"])
