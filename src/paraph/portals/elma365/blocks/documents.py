"""Documents of an item: what was sent from it, or came and made it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from paraph.docflow.models import Docflow
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.objects import Item
from paraph.registry.models import Direction


def of_item(company: Company, item: Item) -> QuerySet[Docflow]:
    """Docflows of an item, the newest first."""
    sent = Q(document__crm_portal=company.portal, document__crm_object=item.name)
    came = Q(
        document__elma365_link__company=company,
        document__elma365_link__namespace=item.namespace,
        document__elma365_link__code=item.code,
        document__elma365_link__item_id=item.id,
    )
    rows = Docflow.objects.filter(sent | came, workspace_id=company.workspace_id)
    return rows.select_related("document", "version", "package__organization").order_by("-id")


def newest(company: Company, item: Item) -> Docflow:
    """The document an item stands for now. Raises Refusal."""
    found = of_item(company, item).first()
    if found is None:
        raise Refusal(Code.NOT_FOUND)
    return found


def received(company: Company, item: Item) -> Docflow:
    """The received document of an item. Raises Refusal."""
    rows = of_item(company, item).filter(document__direction=Direction.IN)
    found = rows.first()
    if found is None:
        message = _("По этому элементу нет входящего документа: подписать или отклонить нечего.")
        raise Refusal(Code.NOT_FOUND, message)
    return found
