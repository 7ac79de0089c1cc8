"""What happens to a document here is told to the portal it belongs to: reactions in their transactions."""

from __future__ import annotations

from typing import Any

from paraph.archive.models import ArchiveRecord
from paraph.docflow.models import Docflow, Package
from paraph.docflow.ports import Change
from paraph.portals.bitrix24 import objects
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry import orders, timeline
from paraph.portals.bitrix24.registry.models import Item, PackageItem
from paraph.portals.mapping import plain
from paraph.registry.models import Direction, Document


def tell_portal(change: Change) -> None:
    """Reaction to a transition: the document, its package and its timeline have changed."""
    document = change.docflow.document
    portal = portal_of(document)
    found = objects.parse(document.crm_object)
    if portal is None or found is None or document.direction != Direction.OUT:
        return
    owner = (found.type_id, found.id)
    item = item_of(portal, document, owner)
    changes: dict[str, Any] = {"is_final": change.docflow.is_done}
    if change.event in ("accept", "deliver") and not item.stated.get("sent_at"):
        changes["stated"] = {**item.stated, "sent_at": plain(change.journal.at.replace(microsecond=0))}
    Item.objects.filter(pk=item.pk).update(**changes)
    orders.touch(Item.objects.filter(pk=item.pk))
    _touch_package(portal, change.docflow, owner)
    orders.order(portal)


def fires_triggers(portal: Portal) -> bool:
    """Whether the administrator has rules that wait for them: each takes the portal many seconds."""
    return bool(portal.options.get("registry_triggers", False))


def portal_of(document: Document) -> Portal | None:
    """The portal a document was born in."""
    if not document.crm_portal:
        return None
    return Portal.objects.filter(workspace_id=document.workspace_id, member_id=document.crm_portal).first()


def item_of(portal: Portal, document: Document, owner: tuple[int, int]) -> Item:
    """The row of a document in the portal's registry; also of one that did not come from the tab."""
    item, _created = Item.objects.get_or_create(
        document=document,
        defaults={
            "portal": portal,
            "workspace_id": document.workspace_id,
            "owner_type_id": owner[0],
            "owner_id": owner[1],
            "source": "document",
        },
    )
    return item


def _touch_package(portal: Portal, flow: Docflow, owner: tuple[int, int]) -> None:
    row = package_row(portal, flow.package, owner)
    flows = list(flow.package.docflows.all())
    wanted = fires_triggers(portal) and timeline.has_triggers(row.owner_type_id)
    due = timeline.due_triggers(row.fired, flows) if wanted else []
    PackageItem.objects.filter(pk=row.pk).update(
        is_final=all(one.is_done for one in flows), to_fire=sorted({*row.to_fire, *due})
    )
    orders.touch(PackageItem.objects.filter(pk=row.pk))


def package_row(portal: Portal, package: Package, owner: tuple[int, int]) -> PackageItem:
    """The row of a package in the portal's registry."""
    row, _created = PackageItem.objects.get_or_create(
        package=package,
        defaults={
            "portal": portal,
            "workspace_id": package.workspace_id,
            "owner_type_id": owner[0],
            "owner_id": owner[1],
        },
    )
    return row


def tell_proof(instance: ArchiveRecord, **_signal: object) -> None:
    """Signal of a proof that was kept, in its transaction: the portal gets the signed file."""
    document = Document.objects.get(docflow=instance.docflow_id)
    for row in Item.objects.filter(document=document).select_related("portal"):
        orders.touch(Item.objects.filter(pk=row.pk))
        orders.order(row.portal)
