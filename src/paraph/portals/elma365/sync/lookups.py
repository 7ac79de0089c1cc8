"""What is asked of ELMA365 before something is done: where files go, who is who, what a lost answer left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from paraph.portals.elma365.client import Client, Fields
from paraph.portals.elma365.errors import ElmaError
from paraph.portals.elma365.mapping_rows import parties, reading
from paraph.portals.elma365.sync.models import ItemLink
from paraph.portals.elma365.sync.values import MARK

#: What the administrator may call the folder for our files; without it they go into the first one.
_FOLDER = "Документы ЭДО"


def directory(client: Client) -> str:
    """Id of the folder of ELMA365's Disk our files are put into. Raises ElmaError «no-folder»."""
    found = list(client.directories())
    named = [one for one in found if one.get("__name") == _FOLDER]
    for one in [*named, *found]:
        return str(one["__id"])
    raise ElmaError("no-folder", "", message=_("В «Файлах» ELMA365 нет ни одной доступной папки: создайте."))


def item(client: Client, link: ItemLink) -> Fields | None:
    """The item that bears the link's guid; None when none does."""
    field = reading.binding(link.row).fields["guid"].code
    found = client.items(link.namespace, link.code, filter={"tf": {field: str(link.guid)}})
    return next((one for one in found if one.get(field) == str(link.guid)), None)


def was_said(client: Client, link: ItemLink, text: str) -> bool:
    """Whether the message is the last of ours in the item's feed: the same may have been said long before."""
    ours = [one for one in client.messages(*link.item) if str(one.get("body") or "").startswith(MARK)]
    newest = max(ours, key=lambda one: str(one.get("__createdAt") or ""), default={})
    return newest.get("body") == text


def process(client: Client, link: ItemLink, template: tuple[str, str]) -> str | None:
    """An instance of a process that was started over the item; None when there is none."""
    found = client.instances(*template, [link.item])
    return next((str(one["__id"]) for one in found if _is_over(one, link)), None)


def _is_over(instance: Mapping[str, Any], link: ItemLink) -> bool:
    """Whether it names the item, as a filter nobody knew would not have asked for."""
    about = instance.get("__item")
    named = about.get("id") if isinstance(about, Mapping) else None
    return str(link.item_id) == named or [str(link.item_id)] == instance.get(link.code)


def counterparty(client: Client, link: ItemLink) -> dict[str, Any]:
    """Who sent the document, as an item of «Компании»; nothing when there is none, or no field for it."""
    if not link.row.mapped.get("counterparty"):
        return {}
    party = link.document.counterparty
    return {"counterparty": parties.find_company(client, link.row, party.inn, party.kpp)}
