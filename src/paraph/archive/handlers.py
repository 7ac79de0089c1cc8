"""The effect that builds and keeps the proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paraph.archive import services
from paraph.docflow.models import Docflow
from paraph.effects.handlers import Handler, Run
from paraph.journal.models import JournalEvent
from paraph.registry.storage import Stored


class BuildArchive(Handler):
    """Rendering is repeatable: the same event gives the same bytes, so a crash costs only time."""

    kind = services.BUILD

    def perform(self, run: Run) -> Mapping[str, Any]:
        flow, event = _flow(run), _event(run)
        if services.is_kept(flow, event):
            return {}
        proof = services.build_proof(flow, event)
        return {
            "protocol": vars(proof.protocol),
            "bundle": vars(proof.bundle),
            "stamped": vars(proof.stamped) if proof.stamped else None,
            "stamp_note": proof.stamp_note,
        }

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        if not answer:
            return
        stamped = answer["stamped"]
        proof = services.Proof(
            Stored(**answer["protocol"]),
            Stored(**answer["bundle"]),
            Stored(**stamped) if stamped else None,
            answer["stamp_note"],
        )
        services.keep(_flow(run), proof, _event(run))


def _event(run: Run) -> JournalEvent:
    return JournalEvent.objects.get(pk=run.payload["event"])


def _flow(run: Run) -> Docflow:
    return Docflow.objects.select_related("document", "version__blob", "package").get(
        pk=run.payload["docflow"]
    )
