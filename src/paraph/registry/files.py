"""Receiving a file from a person: what it is, whether it is sound, its durable bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.registry import filetypes, preview
from paraph.registry.filetypes import check_file
from paraph.registry.storage import CHUNK, Stored, store

_HEAD = 8192


@dataclass(frozen=True)
class ReceivedFile:
    """A checked file whose bytes are already durable."""

    file_name: str
    mime: str
    stored: Stored
    pages: int | None


def receive(file_name: str, stream: BinaryIO) -> ReceivedFile:
    """Check and store a file a person gives.

    Raises DomainError for an empty or oversize file, a name and content that disagree, a damaged PDF; nothing
    is kept then. The size is counted while reading, so a false Content-Length does not help.
    """
    limit = settings.MAX_DOCUMENT_BYTES
    head = stream.read(_HEAD)
    file_type = check_file(file_name, head, len(head), limit=limit)
    pages: int | None = None

    def check_pages(path: Path) -> None:
        nonlocal pages
        pages = preview.check_pdf(path)

    is_pdf = file_type.mime == "application/pdf"
    stored = store().put(_limited(head, stream, limit), check_pages if is_pdf else None)
    return ReceivedFile(file_type.file_name, file_type.mime, stored, pages)


def keep(file_name: str, data: bytes) -> ReceivedFile:
    """Store a file that came from outside as it is: what it is worth is found out later, nothing is refused.

    A file that is not what its name says, or a damaged PDF, is kept as bytes without a type.
    """
    name = filetypes.nearest_name(file_name)
    try:
        return receive(name, BytesIO(data))
    except DomainError:
        return ReceivedFile(name, "application/octet-stream", store().put([data]), None)


def _limited(head: bytes, stream: BinaryIO, limit: int) -> Iterator[bytes]:
    size = len(head)
    yield head
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            megabytes = limit // (1024 * 1024)
            message = _("Файл больше {limit} МБ: уменьшите его или разделите на части.")
            raise DomainError("file-too-large", message.format(limit=megabytes), field="file")
        yield chunk
