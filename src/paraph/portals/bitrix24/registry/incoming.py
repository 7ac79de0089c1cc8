"""What people change in the portal's registry: read by time of change, compared with what was agreed on.

Events only wake this up: the cursor finds every change, also of events that were lost. A change of a document
that is still a draft is taken over here; any other is put back and shown as a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from paraph.docflow.services import reopen_docflow
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.portals.bitrix24 import limits
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry import attributes, orders, values
from paraph.portals.bitrix24.registry.models import Item, Registry
from paraph.portals.mapping import Conflict, Type, merge, plain, typed
from paraph.registry import services as documents
from paraph.registry.models import Document
from paraph.registry.services import Attributes

#: CRM objects an item may belong to, the nearest first: deal, company, contact.
OWNERS = (2, 4, 3)
#: Read again from so long before the last reading: clocks of the portal's machines differ.
_OVERLAP = timedelta(seconds=10)
#: Pages asked for at once after the first; what follows is read by id behind them.
_PAGES = 40
#: Conflicts kept for people to see.
_MOST_CONFLICTS = 20


def read(client: Client, since: datetime | None = None) -> int:
    """Take over what has changed in the registry of documents; how many items were looked at.

    `since`: look so far back instead of from the cursor. Raises Bitrix24Error; nothing is lost then.
    """
    portal = client.portal
    registry = Registry.objects.filter(portal=portal, kind=Registry.Kind.DOCUMENTS).first()
    if registry is None or not registry.works:
        return 0
    asked, begun, count = _query(registry, since), "", 0
    items: list[Any] = []
    while True:
        if items:
            asked["filter"] = {**asked["filter"], ">id": max(int(raw["id"]) for raw in items)}
        first = client.answer("crm.item.list", asked)
        begun = begun or str(first["time"]["date_start"])
        items, is_all = _pages(client, asked, first)
        for raw in items:
            take(portal, registry, raw)
        count += len(items)
        if is_all or not items:
            break
    if since is None:
        cursor = datetime.fromisoformat(begun) - _OVERLAP
        Registry.objects.filter(pk=registry.pk).update(cursor=cursor.isoformat(), read_at=timezone.now())
    return count


def _pages(client: Client, asked: Mapping[str, Any], first: Mapping[str, Any]) -> tuple[list[Any], bool]:
    """Items of the first page and of those after it, and whether these are all there are."""
    items, total = list(first["result"]["items"]), int(first.get("total") or 0)
    starts = range(limits.PAGE, total, limits.PAGE)
    commands = {str(start): ("crm.item.list", {**asked, "start": start}) for start in starts[:_PAGES]}
    for answer in (client.batch(commands) if commands else {}).values():
        if isinstance(answer, Bitrix24Error):
            raise answer
        items += answer["items"]
    return items, len(starts) <= _PAGES


def _query(registry: Registry, since: datetime | None) -> dict[str, Any]:
    fields = values.fields_of(registry).values()
    select = ["id", "updatedTime", *(f"parentId{owner}" for owner in OWNERS), *(one.code for one in fields)]
    begin = since.isoformat() if since else registry.cursor
    wanted = {">=updatedTime": begin} if begin else {}
    return {
        "entityTypeId": registry.entity_type_id,
        "useOriginalUfNames": "Y",
        "select": select,
        "filter": wanted,
        "order": {"id": "ASC"},
    }


def take(portal: Portal, registry: Registry, raw: Mapping[str, Any]) -> None:
    """Compare one item of the portal with ours, and take over or put back."""
    found, unreadable = values.read(registry, raw)
    with journal.writing(portal.workspace_id):
        row = _row(portal, raw, found)
        if row is None:
            _adopt(portal, registry, raw, found)
            return
        ours = values.of_item(row)
        editable = attributes.EDITABLE if values.is_draft(row) else ()
        merged = merge(row.agreed, ours, {**row.agreed, **found}, editable)
        conflicts = [
            *merged.conflicts,
            *(Conflict(code, why, ours[code]) for code, why in unreadable.items()),
        ]
        conflicts += _taken(row, merged.take, portal)
        given_up = [Conflict(code, f"уступило: {mine}", ours[code]) for code, mine in merged.given_up.items()]
        row.agreed = {
            code: value for code, value in {**row.agreed, **found}.items() if code not in unreadable
        }
        row.save(update_fields=("agreed", "stated"))
        _note(row, [*conflicts, *given_up], portal)
        if merged.put or conflicts:
            orders.touch(Item.objects.filter(pk=row.pk))


def _row(portal: Portal, raw: Mapping[str, Any], found: Mapping[str, Any]) -> Item | None:
    """Our row of the item: by its id, else by the GUID we gave it before an answer was lost."""
    rows = Item.objects.select_related("document__docflow", "document__counterparty").filter(portal=portal)
    row = rows.filter(item_id=int(raw["id"])).first()
    if row is None and (guid := _guid(found)) is not None:
        row = rows.filter(guid=guid, item_id=None).first()
        if row is not None:
            row.item_id, row.may_exist = int(raw["id"]), False
            row.save(update_fields=("item_id", "may_exist"))
    return row


def _guid(found: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID(str(found.get("guid") or ""))
    except ValueError:
        return None


def _adopt(portal: Portal, registry: Registry, raw: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """An item somebody made in the portal: it gets a GUID and waits to be put into a package."""
    owner = next((type_id for type_id in OWNERS if raw.get(f"parentId{type_id}")), 0)
    file_field = values.fields_of(registry).get("file")
    has_file = file_field is not None and bool(raw.get(file_field.code))
    Item.objects.create(
        portal=portal,
        workspace_id=portal.workspace_id,
        owner_type_id=owner,
        owner_id=int(raw.get(f"parentId{owner}") or 0),
        item_id=int(raw["id"]),
        stated={code: found.get(code) for code in attributes.EDITABLE},
        agreed=dict(found),
        source="portal" if has_file else "none",
    )


# Taking over


def _taken(row: Item, wanted: Mapping[str, Any], portal: Portal) -> list[Conflict]:
    """Take the portal's values over; those a document cannot have are conflicts."""
    if not wanted:
        return []
    row.stated = {**row.stated, **wanted}
    if row.document is None:
        return []
    changed = {code: value for code, value in wanted.items() if code in values.COLUMNS}
    if not changed:
        return []
    before = values.of_item(row)
    try:
        with transaction.atomic():
            _change(row.document, changed, portal)
    except DomainError as error:
        return [Conflict(code, f"{value}: {error.message}", before[code]) for code, value in changed.items()]
    return []


def _change(document: Document, changed: Mapping[str, Any], portal: Portal) -> None:
    stated = {code: typed(attributes.attribute("documents", code), value) for code, value in changed.items()}
    known = {name: getattr(document, name) for name in Attributes.__dataclass_fields__}
    empty = {code: "" for code, value in stated.items() if value is None and code in ("title", "number")}
    actor = Actor(kind="system", name=f"Битрикс24 {portal.domain}", side="S")
    documents.update_attributes(document, Attributes(**{**known, **stated, **empty}), actor=actor)
    flow = getattr(document, "docflow", None)
    if flow is not None:
        reopen_docflow(flow)


def _note(row: Item, conflicts: Iterable[Conflict], portal: Portal) -> None:
    """Nothing is lost silently: people see it beside the document and in the journal."""
    new = [
        {"attribute": one.attribute, "theirs": plain(one.theirs), "stays": plain(one.stays),
         "at": timezone.now().isoformat(timespec="seconds")}
        for one in conflicts
        if attributes.attribute("documents", one.attribute).type is not Type.FILE
    ]  # fmt: skip
    if not new:
        return
    row.conflicts = [*new, *row.conflicts][:_MOST_CONFLICTS]
    row.save(update_fields=("conflicts",))
    journal.record(
        row.workspace_id,
        "portal:put-back",
        Actor(kind="system", name=f"Битрикс24 {portal.domain}", side="S"),
        journal.Subject(document_id=row.document_id),
        {"item": row.item_id, "changes": new},
    )
