"""What happens to a document here is told to its item: reactions in their transactions."""

from __future__ import annotations

from paraph.archive.models import ArchiveRecord
from paraph.docflow.ports import Change
from paraph.portals.elma365.mapping_rows import rows
from paraph.portals.elma365.models import Company, LegalEntity
from paraph.portals.elma365.sync import links, orders
from paraph.portals.elma365.sync.models import ItemLink
from paraph.registry.models import Direction, Document


def tell_item(change: Change) -> None:
    """Reaction to a transition: the item of the document is told; one that has just come gets an item."""
    document = change.docflow.document
    if change.event == "received" and document.direction == Direction.IN:
        _expect(document)
        return
    for link in _links(document):
        ItemLink.objects.filter(pk=link.pk).update(is_final=change.docflow.is_done)
        _touch(link)


def tell_proof(instance: ArchiveRecord, **_signal: object) -> None:
    """Signal of a proof that was kept, in its transaction: the item gets the signed file."""
    for link in _links(Document.objects.get(docflow=instance.docflow_id)):
        _touch(link)


def _links(document: Document) -> list[ItemLink]:
    return list(ItemLink.objects.filter(document=document).select_related("company"))


def _touch(link: ItemLink) -> None:
    spoken = links.speaker(link)
    spoken.touch()
    orders.order(spoken)


def _expect(document: Document) -> None:
    """An item is made in the first company that knows the organisation and has a row for the kind.

    One that is switched off gets it when it is on again.
    """
    companies = Company.objects.filter(workspace_id=document.workspace_id, removed_at=None)
    for company in companies.order_by("-is_on", "pk"):
        ours = LegalEntity.objects.filter(company=company, is_active=True)
        if not ours.filter(organization=document.organization_id).exists():
            continue
        row = rows.find_in(company, document.kind)
        if row is not None:
            links.expect(company, document, row)
            return
