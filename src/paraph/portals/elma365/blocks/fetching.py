"""An item and its files as they will be sent: read by the mapping, every fault at once, bytes stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from paraph.docflow import formalised, intake
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

#: Refusals that say it of the file itself; others may be failures of ELMA365.
_NO_FILE = frozenset({"not-found", "too-long", "foreign-address"})


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
        "files": [_fetched(client, given, one) for one in given.files],
    }


def stated(file: Mapping[str, Any]) -> Attributes:
    """Attributes of a file's document again."""
    known = {one.code: one for one in attributes.ALL}
    found = {name: value for name, value in file["attributes"].items() if value is not None}
    return Attributes(
        **{name: typed(known[name], value) if name in known else value for name, value in found.items()}
    )


def received(row: Mapping[str, Any]) -> ReceivedFile:
    """A stored file again."""
    return ReceivedFile(row["file_name"], row["mime"], Stored(**row["stored"]), row["pages"])


def _name(file: GivenFile, given: Given, data: bytes) -> str:
    """What the item calls it, with the ending of its content; a title of ФНС says its name itself."""
    title = formalised.recognise(data)
    if title is not None:
        return filetypes.nearest_name(f"{title.file_id}.xml")
    name = filetypes.nearest_name(file.name or given.attributes.title or _("Документ"))
    return filetypes.completed_name(name, data[: filetypes.HEAD_SIZE])


def _fetched(client: Client, given: Given, file: GivenFile) -> dict[str, Any]:
    try:
        data = client.download(file.id, settings.MAX_DOCUMENT_BYTES)
        found = files.receive(_name(file, given, data), BytesIO(data))
    except ElmaError as error:
        if error.code not in _NO_FILE:
            raise
        raise Refusal(Code.FILE, _("Файл не получен. {text}").format(text=error.message)) from error
    except DomainError as error:
        message = _("Файл «{name}» не принят: {text}")
        raise Refusal(Code.FILE, message.format(name=file.name, text=error.message)) from error
    stated = intake.known_attributes(given.attributes, found.file_name, data)
    if len(given.files) > 1:  # of several files of one item each is called by its own name
        stated = replace(stated, title=found.file_name.rpartition(".")[0][:300])
    return {
        "file_name": found.file_name,
        "mime": found.mime,
        "pages": found.pages,
        "stored": vars(found.stored),
        "attributes": {name: plain(value) for name, value in vars(stated).items()},
    }
