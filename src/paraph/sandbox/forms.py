"""Multipart forms of HTTP requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser

from paraph.sandbox.http import Request


@dataclass(frozen=True)
class Upload:
    """A file of a multipart form."""

    name: str
    content_type: str
    data: bytes


def multipart(request: Request) -> Iterator[tuple[str, str | Upload]]:
    """Names with texts and files, in the order of the form; raises `ValueError` for a broken one."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + request.body)
    if not message.is_multipart():
        raise ValueError("multipart body is broken")
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(data, bytes):
            raise ValueError("a part of the form has no name")
        filename = part.get_filename()
        if filename is None:
            yield name, data.decode("utf-8", "replace")
        else:
            yield name, Upload(filename, part.get_content_type(), data)
