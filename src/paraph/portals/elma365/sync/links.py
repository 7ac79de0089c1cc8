"""Which document belongs to which item: made once, by a block that sends or by a document that came."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from paraph.portals.elma365.mapping_rows import rows
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.sync import orders
from paraph.portals.elma365.sync.models import ItemLink
from paraph.registry.models import Direction, Document


def bind(company: Company, document: Document, row: DocumentMap, item_id: UUID | str) -> ItemLink:
    """Make a document the one of an item, in the caller's transaction; the item is told of it from now on.

    `row` is the DocumentMap the document was read by. Several documents of one package may belong to one
    item; a document of a later package takes the item over, with what the item knows. Binding again changes
    nothing.
    """
    before = of_item(company, row.namespace, row.code, item_id).first()
    link, created = ItemLink.objects.get_or_create(
        document=document,
        defaults={
            "company": company,
            "workspace_id": company.workspace_id,
            "row": row,
            "direction": Direction.OUT,
            "namespace": row.namespace,
            "code": row.code,
            "item_id": UUID(str(item_id)),
            "agreed": before.agreed if before else {},
            "status_set": before.status_set if before else "",
            "files": before.files if before else {},
        },
    )
    if created:
        ItemLink.objects.filter(pk__in=of_item(company, *link.item).exclude(pk=link.pk)).update(
            is_dirty=False
        )
        orders.order(link)
    return link


def expect(company: Company, document: Document, row: DocumentMap) -> ItemLink:
    """An item is to be made for a document that came, in the caller's transaction."""
    link, created = ItemLink.objects.get_or_create(
        document=document,
        defaults={
            "company": company,
            "workspace_id": company.workspace_id,
            "row": row,
            "direction": Direction.IN,
            "namespace": row.namespace,
            "code": row.code,
        },
    )
    if created:
        orders.order(link)
    return link


def of_item(company: Company, namespace: str, code: str, item_id: UUID | str) -> QuerySet[ItemLink]:
    """Links of an item, the newest first."""
    rows = ItemLink.objects.filter(company=company, namespace=namespace, code=code, item_id=item_id)
    return rows.select_related("document__docflow__package").order_by("-id")


def row_of(link: ItemLink) -> DocumentMap:
    """The row a link goes by: one that was removed is replaced by the one that came after it.

    A document that has nothing in ELMA365 yet may go to another application then.
    """
    if not link.row.is_removed:
        return link.row
    if link.direction == Direction.IN:
        found = rows.find_in(link.company, link.document.kind)
    else:
        found = rows.find_out(link.company, link.namespace, link.code)
    is_free = link.item_id is None and not link.begun
    return found if found is not None and (is_free or found.application == link.row.application) else link.row


def speaker(link: ItemLink) -> ItemLink:
    """Of several documents of an item the one that speaks for it: the newest."""
    if link.item_id is None:
        return link
    newest = of_item(link.company, link.namespace, link.code, link.item_id).first()
    return newest or link
