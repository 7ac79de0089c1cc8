"""An item and its files as they will be sent: read by the mapping, every fault at once, bytes stored."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError
from paraph.portals.elma365.mapping_rows import attributes, reading, rows
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.mapping_rows.reading import Given, GivenFile
from paraph.portals.elma365.objects import Item
from paraph.portals.mapping import plain, typed
from paraph.registry import files, filetypes
from paraph.registry.files import ReceivedFile
from paraph.registry.services import Attributes
from paraph.registry.storage import Stored


def row_of(client: Client, item: Item) -> DocumentMap:
    """The complete row of an item's application. Raises Refusal «mapping» with what is missing."""
    try:
        return rows.require_out(client.company, item.namespace, item.code)
    except DomainError as error:
        raise Refusal(Code.MAPPING, error.message) from error


def read(client: Client, row: DocumentMap, item: Item) -> dict[str, Any]:
    """What is to be sent of an item, as JSON. Raises Refusal «item» with every fault, or «file»."""
    try:
        raw = client.item(item.namespace, item.code, item.id)
    except ElmaError as error:
        if error.code != "not-found":
            raise
        raise Refusal(Code.ITEM, _("Элемента в ELMA365 нет: возможно, его удалили.")) from error
    if raw.get("__deletedAt"):
        raise Refusal(Code.ITEM, _("Элемент в ELMA365 удалён: отправлять нечего."))
    try:
        given = reading.read_outgoing(client, row, raw)
    except DomainError as error:
        raise Refusal(
            Code.ITEM, _("Элемент не готов к отправке. {text}").format(text=error.message)
        ) from error
    if not given.files:
        raise Refusal(Code.ITEM, _("Элемент не готов к отправке: в нём нет файла документа."))
    return {
        "item": [item.namespace, item.code, item.id],
        "row": row.pk,
        "organization": given.organization.pk,
        "partner": {
            name: getattr(given.counterparty, name) for name in ("name", "inn", "kpp", "ogrn", "email")
        },
        "comment": given.comment,
        "attributes": {name: plain(value) for name, value in vars(given.attributes).items()},
        "files": [_fetched(client, given, one) for one in given.files],
    }


def stated(found: Mapping[str, Any], file: ReceivedFile, *, is_only: bool) -> Attributes:
    """Attributes of a document again; of several files of one item each is called by its own name."""
    known = {one.code: one for one in attributes.ALL}
    values = {
        name: typed(known[name], value) if name in known else value
        for name, value in found["attributes"].items()
        if value is not None
    }
    title = values.get("title", "") if is_only else file.file_name.rpartition(".")[0]
    return Attributes(**{**values, "title": title[:300]})


def received(row: Mapping[str, Any]) -> ReceivedFile:
    """A stored file again."""
    return ReceivedFile(row["file_name"], row["mime"], Stored(**row["stored"]), row["pages"])


def _fetched(client: Client, given: Given, file: GivenFile) -> dict[str, Any]:
    try:
        data = client.download(file.id, settings.MAX_DOCUMENT_BYTES)
        title = file.name or given.attributes.title or _("Документ")
        name = filetypes.completed_name(filetypes.nearest_name(title), data[: filetypes.HEAD_SIZE])
        found = files.receive(name, BytesIO(data))
    except ElmaError as error:
        raise Refusal(Code.FILE, _("Файл не получен. {text}").format(text=error.message)) from error
    except DomainError as error:
        raise Refusal(
            Code.FILE, _("Файл «{name}» не принят: {text}").format(name=name, text=error.message)
        ) from error
    return {
        "file_name": found.file_name,
        "mime": found.mime,
        "pages": found.pages,
        "stored": vars(found.stored),
    }
