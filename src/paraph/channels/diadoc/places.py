"""Where a document of ours is at Диадок."""

from __future__ import annotations

from paraph.channels.diadoc.reading import Kind
from paraph.channels.diadoc.records import OuterEntity, OuterMessage
from paraph.docflow.models import Docflow


def place_of(flow: Docflow) -> OuterEntity | None:
    """The entity of a docflow's document, with its message and account; None while it is not there."""
    rows = OuterEntity.objects.filter(docflow=flow, kind=Kind.DOCUMENT, is_live=True).exclude(entity_id="")
    rows = rows.filter(message__state__in=(OuterMessage.State.POSTED, OuterMessage.State.RECEIVED))
    return rows.select_related("message__account").order_by("-id").first()
