"""Documents the portal holds already: made by its generator, lying on its Disk, standing in its registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.docflow.intake import Upload
from paraph.errors import DomainError
from paraph.parties.models import Employee
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.registry import forming, items, orders, parties, values
from paraph.portals.bitrix24.registry.models import Item
from paraph.texts import row_id

SOURCES = (
    ("docgen", gettext_lazy("Созданные документы")),
    ("disk", gettext_lazy("Диск")),
    ("registry", gettext_lazy("Реестр портала")),
)
_MOST = 100


@dataclass(frozen=True)
class Offer:
    """One thing to be chosen, or a folder to be looked into."""

    value: str
    title: str
    note: str = ""
    folder: str = ""


def offered(client: Client, owner: tuple[int, int], source: str, folder: str) -> tuple[list[Offer], str]:
    """What may be chosen, and the folder that is shown. Raises Bitrix24Error."""
    if source == "disk":
        return _on_disk(client, row_id(folder))
    if source == "registry":
        return _in_registry(client), ""
    return _generated(client, owner), ""


def _generated(client: Client, owner: tuple[int, int]) -> list[Offer]:
    asked = {
        "filter": {"entityTypeId": owner[0], "entityId": owner[1]},
        "order": {"id": "desc"},
        "select": ["id", "title", "number", "createTime"],
    }
    found = client.call("crm.documentgenerator.document.list", asked)["documents"]
    return [
        Offer(f"docgen:{one['id']}", str(one["title"]), str(one.get("createTime") or "")[:10])
        for one in found
    ]


def _on_disk(client: Client, folder: int | None) -> tuple[list[Offer], str]:
    if folder is None:
        storages = client.call("disk.storage.getList")
        return [
            Offer("", str(one["NAME"]), _("хранилище"), str(one["ROOT_OBJECT_ID"])) for one in storages
        ], ""
    found = []
    for one in client.call("disk.folder.getChildren", {"id": folder})[:_MOST]:
        if one["TYPE"] == "folder":
            found.append(Offer("", str(one["NAME"]), _("папка"), str(one["ID"])))
        else:
            found.append(Offer(f"disk:{one['ID']}", str(one["NAME"]), str(one.get("UPDATE_TIME") or "")[:10]))
    return found, str(folder)


def _in_registry(client: Client) -> list[Offer]:
    """Documents of the registry that belong to no deal yet, or to another one."""
    rows = Item.objects.filter(portal=client.portal, document=None, is_removed=False).select_related(
        "document"
    )
    return [
        Offer(f"item:{row.pk}", str(values.of_item(row)["title"] or row.file_name or f"№ {row.item_id}"))
        for row in rows[:_MOST]
    ]


def take(client: Client, owner: tuple[int, int], chosen: Sequence[str], employee: Employee) -> int:
    """Put what was chosen into the grid; how many. Raises DomainError; what was taken before it stays."""
    items.authorise(client.portal, employee)
    if not chosen:
        raise DomainError("chosen", _("Отметьте хотя бы один документ."), field="chosen")
    for value in chosen:
        source, _colon, number = value.partition(":")
        pk = row_id(number)
        if pk is None or source not in ("docgen", "disk", "item"):
            raise DomainError("chosen", _("Такого документа нет: обновите страницу."), field="chosen")
        try:
            _take(client, owner, source, pk, employee)
        except Bitrix24Error as error:
            raise DomainError("portal", error.message, field="chosen") from error
    return len(chosen)


def _take(client: Client, owner: tuple[int, int], source: str, pk: int, employee: Employee) -> None:
    if source == "item":
        _move(client, owner, pk)
        return
    name, data = _generated_file(client, owner, pk) if source == "docgen" else _disk_file(client, pk)
    items.add_files(client.portal, owner, [Upload(name, BytesIO(data))], employee, f"{source}:{pk}")


def _move(client: Client, owner: tuple[int, int], pk: int) -> None:
    """An item of the registry that stood elsewhere now belongs to this CRM object."""
    rows = Item.objects.filter(portal=client.portal, pk=pk, document=None)
    if not rows.update(owner_type_id=owner[0], owner_id=owner[1]):
        raise DomainError("chosen", _("Документ уже в пакете: обновите страницу."), field="chosen")
    parties.of(client.portal, *owner)
    orders.touch(rows)


def _generated_file(client: Client, owner: tuple[int, int], pk: int) -> tuple[str, bytes]:
    """The PDF, or the file itself while it is not converted."""
    found: dict[str, Any] = client.call("crm.documentgenerator.document.get", {"id": pk})["document"]
    if (str(found.get("entityTypeId")), str(found.get("entityId"))) != (str(owner[0]), str(owner[1])):
        raise DomainError("chosen", _("Документ создан для другого объекта CRM."), field="chosen")
    url = found.get("pdfUrlMachine") or found.get("downloadUrlMachine")
    title = str(found["title"])
    return forming.fetch(client, str(url), int(settings.MAX_DOCUMENT_BYTES), title=title)


def _disk_file(client: Client, pk: int) -> tuple[str, bytes]:
    found = client.call("disk.file.get", {"id": pk})
    return str(found["NAME"]), client.download(str(found["DOWNLOAD_URL"]), int(settings.MAX_DOCUMENT_BYTES))
