"""Files of ELMA365: sent in parts under one hash, fetched by a link that leads to a known server only."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import httpx

from paraph.portals import wires
from paraph.portals.elma365 import limits, transport, words
from paraph.portals.elma365.errors import ElmaError, NotNow, Unknown
from paraph.portals.elma365.models import Company

if TYPE_CHECKING:
    from paraph.portals.elma365.client import Client

#: Option of a company: hosts of its file storage besides its own, as the administrator wrote them.
FILE_HOSTS = "file_hosts"


def upload(client: Client, directory_id: str, name: str, content: bytes | Path, hash: str) -> str:
    """Every part under the same hash; a lost one goes again. The file comes with the answer to the last.

    ELMA365 counts the end of a part past its last byte: «bytes 0-5242880/6000000».
    """
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    path = f"/pub/v1/disk/directory/{quote(directory_id, safe='')}/upload"
    params, answer, start = {"hash": hash or str(uuid.uuid4())}, dict[str, Any](), 0
    for part in _parts(content):
        end = start + len(part)
        request = {
            "params": params,
            "headers": {"Content-Range": f"bytes {start}-{end}/{size}"},
            "files": {"file": (name, part, "application/octet-stream")},
            "timeout": transport.UPLOAD_TIMEOUT,
        }
        answer = dict(_part_sent(client, path, request))
        start = end
    found = answer.get("file")
    if not isinstance(found, dict) or not found.get("__id"):
        raise Unknown(limits.FAILURE_PAUSE, words.INCOMPLETE, method="upload")
    return str(found["__id"])


def _parts(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        for start in range(0, max(len(content), 1), limits.PART):
            yield content[start : start + limits.PART]
        return
    with content.open("rb") as stream:
        part = stream.read(limits.PART)
        while True:
            yield part
            part = stream.read(limits.PART)
            if not part:
                return


def _part_sent(client: Client, path: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same bytes at the same place under the same hash: twice is once."""
    return client.send("POST", path, "disk/directory/upload", repeatable=True, **request)


def chunks(client: Client, file_id: str, limit: int) -> Iterator[bytes]:
    """The bytes of a file, at most `limit`: a link is asked for and followed at once, without our token.

    Raises ElmaError «foreign-address» for a link to a server that is not the company's, «too-long».
    """
    answer = client.get(f"disk/file/{quote(file_id, safe='')}/get-link")
    address = own_address(client.company, str(answer.get("Link") or ""))
    client.take_turn()
    try:
        with transport.pool().stream("GET", address, timeout=transport.UPLOAD_TIMEOUT) as response:
            _check(response)
            yield from wires.chunks(response, limit)
    except wires.TooLong as error:
        raise ElmaError("too-long", "", message=words.TOO_LONG, method="download") from error
    except httpx.HTTPError as error:
        message = words.unreachable(type(error).__name__)
        at_once = isinstance(error, wires.NOT_SENT)
        raise NotNow(limits.FAILURE_PAUSE, message, at_once=at_once, method="download") from error


def own_address(company: Company, url: str) -> str:
    """The address, if it is the company's own or of its file storage: others are not for us to call."""
    found, base = urlsplit(url), urlsplit(company.base_url)
    hosts = {base.netloc, *company.options.get(FILE_HOSTS, ())}
    if found.netloc not in hosts or found.scheme not in {base.scheme, "https"}:
        raise ElmaError("foreign-address", "", message=words.FOREIGN_ADDRESS, method="download")
    return url


def _check(response: httpx.Response) -> None:
    """Nothing but the file itself will do: no redirect, no page of an error."""
    if response.status_code == httpx.codes.OK:
        return
    if response.status_code == httpx.codes.NOT_FOUND:
        raise ElmaError("not-found", "", 404, message=words.NOT_FOUND, method="download")
    if response.is_redirect:
        raise ElmaError("foreign-address", "", message=words.FOREIGN_ADDRESS, method="download")
    raise NotNow(limits.FAILURE_PAUSE, words.failure(response.status_code), method="download")
