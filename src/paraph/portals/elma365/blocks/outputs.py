"""What a process is told about documents: where each stands, who signed, ids here and at the operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from paraph.docflow.machine import status_titles
from paraph.docflow.models import Docflow
from paraph.docflow.services import regions
from paraph.journal.models import JournalEvent
from paraph.portals import statuses
from paraph.portals.elma365.blocks import documents, runs
from paraph.portals.elma365.blocks.models import BlockRun
from paraph.portals.statuses import Status
from paraph.signing.models import Signature

#: How a received document was answered → what the process is told, and the status whose title says it.
_ANSWERED: Mapping[str, tuple[Status, str]] = MappingProxyType(
    {
        "ACCEPTED": (Status.SIGNED, "SIGNED_BY_US"),
        "ACCEPTED_WITH_DIVERGENCES": (Status.DIVERGENCES, "SIGNED_WITH_DIVERGENCES"),
        "REJECTED": (Status.REJECTED, "REFUSED_BY_US"),
        "NOT_ACCEPTED": (Status.REJECTED, "NOT_ACCEPTED_BY_US"),
        "INVALID_SIGNATURE": (Status.INVALID, "OUR_SIGNATURE_INVALID"),
    }
)
#: Journal events of a sent document that tell the operator's ids.
_TAKEN = ("docflow:accept", "docflow:deliver")


def of(run: BlockRun) -> dict[str, Any]:
    """Every output of a request as things stand; ids are the first document's, the status the worst one's.

    A request that found no document yet tells of the newest one of its item.
    """
    rows = list(run.documents.select_related("docflow__document", "docflow__package", "answer__signature"))
    flows = [row.docflow for row in rows] or list(documents.of_item(run.company, runs.item_of(run))[:1])
    said = next((row.answer for row in rows if row.answer is not None), None)
    signature = said.signature if said is not None else None
    return {
        "hub_document_id": _text(flows[0].pk) if flows else "",
        "hub_document_ids": [_text(flow.pk) for flow in flows],
        "provider_document_id": provider_id(flows[0]) if flows else "",
        **standing(flows),
        **(_signed(signature) if signature is not None else {}),
    }


def standing(flows: Sequence[Docflow]) -> dict[str, str]:
    """Code and words of where documents stand; of a received one what we answered."""
    if len(flows) == 1 and flows[0].package.is_incoming:
        answered = _ANSWERED.get(regions(flows[0]).get("response", ""))
        if answered is not None:
            title, reason = status_titles()[answered[1]], flows[0].reason
            return {
                "status_code": str(answered[0]),
                "status_text": f"{title}: {reason}" if reason else title,
            }
    return statuses.standing(flows)


def provider_id(flow: Docflow) -> str:
    """Message and document at the operator, «message:document»; empty before the operator has it."""
    if flow.package.is_incoming:
        return ":".join(filter(None, (flow.package.outer_id, flow.version.outer_id)))
    rows = JournalEvent.objects.filter(docflow_id=flow.pk, action__in=_TAKEN).order_by("-seq")
    for event in rows:
        ids = [str(event.data.get(name) or "") for name in ("message_id", "entity_id")]
        if all(ids):
            return ":".join(ids)
    return ""


def _signed(signature: Signature) -> dict[str, str]:
    signer = signature.verdict.get("signer") or {}
    return {
        "signature_id": _text(signature.pk),
        "signature_serial": str(signer.get("serial", "")),
        "signature_name": signature.signer_name,
        "signature_time": signature.received_at.isoformat(),
    }


def _text(number: int) -> str:
    return str(number)
