"""The effect that builds and keeps the proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paraph.archive import services
from paraph.docflow.models import Docflow
from paraph.effects.handlers import Handler, Run
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM
from paraph.journal.models import JournalEvent
from paraph.registry.storage import Stored


class BuildArchive(Handler):
    """Rendering is repeatable: the same event gives the same bytes, so a crash costs only time."""

    kind = "archive.build"

    def perform(self, run: Run) -> Mapping[str, Any]:
        proof = services.build_proof(_flow(run), JournalEvent.objects.get(pk=run.payload["event"]))
        return {
            "protocol": vars(proof.protocol),
            "bundle": vars(proof.bundle),
            "stamped": vars(proof.stamped) if proof.stamped else None,
            "stamp_note": proof.stamp_note,
        }

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        flow = _flow(run)
        stamped = answer["stamped"]
        proof = services.Proof(
            Stored(**answer["protocol"]),
            Stored(**answer["bundle"]),
            Stored(**stamped) if stamped else None,
            answer["stamp_note"],
        )
        record = services.keep(flow, proof)
        journal.record(
            flow.workspace_id,
            "archive:kept",
            SYSTEM,
            journal.Subject(flow.package_id, flow.pk, flow.document_id),
            {"bundle_sha256": record.bundle_id, "protocol_sha256": record.protocol_id},
        )


def _flow(run: Run) -> Docflow:
    return Docflow.objects.select_related("document", "version__blob", "package").get(
        pk=run.payload["docflow"]
    )
