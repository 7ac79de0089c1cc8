"""Folders of counterparties and deals on the portal's Disk, and names its files may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from paraph.portals.bitrix24.clickdoc.models import DiskFolder
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import PortalError
from paraph.registry.models import Document

#: Codes of the portal: the name is taken in the folder; there is no such object (any more).
NAME_TAKEN, NOT_FOUND = "DISK_OBJ_22000", "ERROR_NOT_FOUND"
#: Signs no name on Disk may hold.
_FORBIDDEN = re.compile("[\\x00-\\x1f\\\\/:*?\"'<>|~#&;\\u202e]+")
_LONGEST = 120
#: What `portal.options["clickdoc_storage"]` may be.
APP_STORAGE, COMMON_STORAGE = "app", "common"
#: The folder of ours among other people's on the common Disk.
_OURS = "Документы Paraph"


def disk_name(text: str, ending: str = "") -> str:
    """A name Disk takes, with its ending whole."""
    clean = _FORBIDDEN.sub(" ", text)
    return " ".join(clean.split()).strip(" .")[: _LONGEST - len(ending)].strip() + ending


def numbered(file_name: str) -> Iterator[str]:
    """Names for a file that must not take another's place: «Акт.pdf», «Акт (2).pdf» …"""
    path = PurePath(file_name)
    yield disk_name(path.stem, path.suffix)
    for number in range(2, 1000):
        yield disk_name(path.stem, f" ({number}){path.suffix}")


def path_of(document: Document) -> tuple[str, ...]:
    """Folders a document lies in: its counterparty (ИНН tells two of one name apart), then its deal."""
    party = document.counterparty
    folders = [disk_name(party.name, f" ИНН {party.inn}")]
    if document.crm_object:
        folders.append(disk_name(document.crm_object))
    return tuple(folders)


def ensure(client: Client, names: Sequence[str]) -> int:
    """Id of the folder of these names under the root, made where it is not there. Raises Bitrix24Error."""
    parent, path = _root(client), ""
    if client.portal.options.get("clickdoc_storage") == COMMON_STORAGE:
        names = (_OURS, *names)
    for name in names:
        path = f"{path}/{name}"
        parent = _known(client, path) or _remember(client, path, _made(client, parent, name))
    return parent


def forget(client: Client) -> None:
    """Somebody has removed a folder of ours: all of them are looked for anew."""
    DiskFolder.objects.filter(portal=client.portal).delete()


def child(client: Client, folder_id: int, name: str) -> dict[str, Any] | None:
    """What has this name in the folder."""
    found = client.call("disk.folder.getChildren", {"id": folder_id, "filter": {"NAME": name}})
    return next((row for row in found if str(row["NAME"]).casefold() == name.casefold()), None)


def _root(client: Client) -> int:
    known = _known(client, "/")
    if known:
        return known
    if client.portal.options.get("clickdoc_storage") == COMMON_STORAGE:
        found = client.call("disk.storage.getList", {"filter": {"ENTITY_TYPE": "common"}})
        storage = found[0] if found else client.call("disk.storage.getForApp")
    else:
        storage = client.call("disk.storage.getForApp")
    return _remember(client, "/", int(storage["ROOT_OBJECT_ID"]))


def _known(client: Client, path: str) -> int | None:
    rows = DiskFolder.objects.filter(portal=client.portal, path=path)
    return rows.values_list("folder_id", flat=True).first()


def _remember(client: Client, path: str, folder_id: int) -> int:
    DiskFolder.objects.update_or_create(portal=client.portal, path=path, defaults={"folder_id": folder_id})
    return folder_id


def _made(client: Client, parent: int, name: str) -> int:
    try:
        return int(client.call("disk.folder.addSubFolder", {"id": parent, "data": {"NAME": name}})["ID"])
    except PortalError as error:
        if error.code != NAME_TAKEN:
            raise
    found = child(client, parent, name)
    if found is None:
        raise PortalError(NOT_FOUND, "", message=f"Папка «{name}» на Диске не найдена.")
    return int(found["ID"])
