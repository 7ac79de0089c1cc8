"""A finished document's print form and the operator's protocol are fetched and kept with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paraph.archive import services as archive
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.jobs import CHANNEL_NAME, Job
from paraph.channels.diadoc.places import place_of
from paraph.docflow.models import Docflow
from paraph.docflow.ports import CAME_LATE, Change
from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.registry import services as registry
from paraph.registry.storage import Stored

FINISH = "diadoc.finish"
PRINT_FORM, PROTOCOL, PROTOCOL_SIGNATURE = "print-form", "operator-protocol", "operator-protocol-signature"
_NAMES = {
    PRINT_FORM: "Печатная форма.pdf",
    PROTOCOL: "Протокол Диадока.pdf",
    PROTOCOL_SIGNATURE: "Протокол Диадока.pdf.sig",
}
#: Statuses by which Диадок says it makes no such file for this document.
_NONE = (400, 404, 409)


def finish_when_done(change: Change) -> None:
    """Reaction to a transition: a docflow that has just become done is finished once more."""
    flow = change.docflow
    if not flow.is_done or change.event == CAME_LATE or flow.package.channel != CHANNEL_NAME:
        return
    place = place_of(flow)
    if place is None:
        return
    effects.enqueue(
        FINISH,
        {"account": place.message.account_id, "docflow": flow.pk},
        key=place.message.account.key,
        idempotency_id=f"{FINISH}:{flow.pk}:{change.journal.seq}",
        workspace_id=flow.workspace_id,
        docflow_id=flow.pk,
        package_id=flow.package_id,
        priority=-10,
    )


class FinishDocument(Job):
    """Fetches what Диадок has made; what is not ready yet is asked for again when it says."""

    kind = FINISH
    max_attempts = 30

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        flow = Docflow.objects.get(pk=run.payload["docflow"])
        place = place_of(flow)
        if place is None:
            return {}
        where = (place.message.message_id, place.entity_id)
        kept = dict(run.intent or {})
        if PRINT_FORM not in kept:
            kept[PRINT_FORM] = self._kept(lambda: client.print_form(*where))
            run.remember(kept)
        if PROTOCOL not in kept:
            protocol = self._or_none(lambda: client.protocol(*where))
            kept[PROTOCOL] = _store(protocol.PrintForm) if protocol else None
            kept[PROTOCOL_SIGNATURE] = _store(protocol.Signature) if protocol else None
            run.remember(kept)
        return kept

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        flow = Docflow.objects.get(pk=run.payload["docflow"])
        for role, stored in answer.items():
            if stored:
                archive.attach_extra(flow, role, _NAMES[role], Stored(**stored))

    def _kept(self, fetch: Any) -> dict[str, Any] | None:
        data = self._or_none(fetch)
        return _store(data) if data else None

    def _or_none(self, fetch: Any) -> Any:
        try:
            return fetch()
        except Refused as error:
            if error.status in _NONE:
                return None
            raise


def _store(data: bytes) -> dict[str, Any] | None:
    return vars(registry.store_bytes(data)) if data else None
