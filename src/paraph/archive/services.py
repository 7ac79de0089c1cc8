"""Keeping the proof of a finished docflow, and checking that what is kept is still what it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from paraph import __version__
from paraph.archive.bundle import build_bundle
from paraph.archive.evidence import (
    DocumentFacts,
    Evidence,
    PartyFacts,
    PowerFacts,
    SignatureFacts,
    SignedBy,
    StepFacts,
)
from paraph.archive.evidence import Side as PartySide
from paraph.archive.models import ArchiveRecord
from paraph.archive.protocol import render_protocol
from paraph.archive.stamp import StampError, stamp_pdf
from paraph.archive.steps import describe
from paraph.authority import services as authority
from paraph.docflow.machine import status_titles
from paraph.docflow.models import Docflow
from paraph.docflow.ports import Change
from paraph.effects import services as effects
from paraph.journal.models import JournalEvent
from paraph.registry.models import Blob
from paraph.registry.services import save_blob, store_bytes
from paraph.registry.storage import Stored, store
from paraph.signing.models import Side, Signature
from paraph.signing.verification import certificates_of

_SIDES = {Side.OURS: PartySide.SENDER, Side.THEIRS: PartySide.RECIPIENT, Side.OPERATOR: PartySide.OPERATOR}
_METHODS = {"browser-key": "ключ в браузере", "file": "файл подписи .sig"}


@dataclass(frozen=True)
class Proof:
    """The files of a proof, durable and not yet registered."""

    protocol: Stored
    bundle: Stored
    stamped: Stored | None
    stamp_note: str


def archive_when_done(change: Change) -> None:
    """Reaction to a transition: a docflow that is done and bears a signature gets its proof."""
    flow = change.docflow
    if flow.is_done and Signature.objects.filter(docflow_id=flow.pk).exists():
        effects.enqueue(
            "archive.build",
            {"docflow": flow.pk, "event": change.journal.pk},
            idempotency_id=f"archive:{flow.pk}:{change.journal.seq}",
            workspace_id=flow.workspace_id,
            docflow_id=flow.pk,
            package_id=flow.package_id,
        )


def build_proof(flow: Docflow, last_event: JournalEvent) -> Proof:
    """Render and store protocol, stamped copy and bundle; the same docflow gives the same bytes."""
    evidence = gather(flow, last_event)
    original = store().read(flow.version.blob_id)
    protocol = render_protocol(evidence)
    stamped, note = None, ""
    if flow.version.mime == "application/pdf":
        try:
            stamped = stamp_pdf(original, evidence)
        except StampError as error:
            note = str(error)
    else:
        note = "Штамп ставится только на PDF."
    bundle = build_bundle(evidence, original, protocol, stamped)
    return Proof(
        store_bytes(protocol), store_bytes(bundle), store_bytes(stamped) if stamped else None, note[:300]
    )


def keep(flow: Docflow, proof: Proof) -> ArchiveRecord:
    """Register the proof, in the caller's transaction; a later proof of the same docflow replaces it."""
    record, _created = ArchiveRecord.objects.update_or_create(
        docflow=flow,
        defaults={
            "workspace_id": flow.workspace_id,
            "protocol": save_blob(proof.protocol),
            "bundle": save_blob(proof.bundle),
            "stamped": save_blob(proof.stamped) if proof.stamped else None,
            "stamp_note": proof.stamp_note,
        },
    )
    return record


def gather(flow: Docflow, last_event: JournalEvent) -> Evidence:
    """Everything known about a docflow up to an event of its journal."""
    signatures = Signature.objects.filter(docflow_id=flow.pk).select_related("task").order_by("id")
    events = JournalEvent.objects.filter(workspace_id=flow.workspace_id, seq__lte=last_event.seq)
    own = (
        events.filter(docflow_id=flow.pk)
        | events.filter(package_id=flow.package_id, docflow_id=None)
        | events.filter(document_id=flow.document_id)
    )
    return Evidence(
        document=_document(flow),
        parties=_parties(flow),
        steps=tuple(_step(event) for event in own.order_by("seq")),
        signatures=tuple(_signature(signature) for signature in signatures),
        outcome=_outcome(flow),
        journal_head=last_event.hash,
        product_version=__version__,
        made_at=last_event.at,
    )


def _outcome(flow: Docflow) -> str:
    title = status_titles()[flow.status]
    return f"{title}. {flow.reason}".strip() if flow.reason else f"{title}."


def _document(flow: Docflow) -> DocumentFacts:
    document, version = flow.document, flow.version
    return DocumentFacts(
        id=str(document.pk),
        title=document.title,
        file_name=version.file_name,
        mime=version.mime,
        size=version.blob.size,
        sha256=version.blob_id,
        streebog256=version.blob.streebog256,
        kind=str(document.get_kind_display()),
        number=document.number,
        date=document.date,
        amount=document.amount,
        currency=document.currency,
    )


def _parties(flow: Docflow) -> tuple[PartyFacts, ...]:
    ours, theirs = flow.document.organization, flow.document.counterparty
    return (
        PartyFacts(PartySide.SENDER, ours.name, ours.inn, ours.kpp, ours.ogrn, flow.package.sender.email),
        PartyFacts(
            PartySide.RECIPIENT,
            theirs.name,
            theirs.inn,
            theirs.kpp,
            theirs.ogrn,
            flow.package.recipient_email,
        ),
    )


def _step(event: JournalEvent) -> StepFacts:
    what, details = describe(event)
    return StepFacts(
        at=event.at,
        who=event.actor_name,
        what=what,
        details=details,
        time_source=event.time_source,
        journal_number=event.seq,
        journal_hash=event.hash,
    )


def _signature(signature: Signature) -> SignatureFacts:
    cms = store().read(signature.blob_id)
    return SignatureFacts(
        file_name=f"{signature.version.file_name}.sig",
        side=_SIDES[Side(signature.side)],
        signed_by=SignedBy.EMPLOYEE if signature.side == Side.OURS else SignedBy.GUEST,
        method=_METHODS.get(signature.method, signature.method),
        received_at=signature.received_at,
        verdict=signature.verdict,
        cms=cms,
        certificates=certificates_of(cms),
        powers=_powers(signature),
    )


def _powers(signature: Signature) -> tuple[PowerFacts, ...]:
    fact = (signature.verdict.get("facts") or {}).get("authority") or {}
    rows = authority.relied_on(signature.workspace_id, fact)
    files = [(row.number, authority.file_of(row)) for row in rows]
    return tuple(PowerFacts(number, file.name, file.xml, file.signatures) for number, file in files)


def verify_files() -> Iterator[str]:
    """SHA-256 of every registered file whose bytes are gone or changed (re-reads everything)."""
    for sha256 in Blob.objects.order_by("sha256").values_list("sha256", flat=True).iterator():
        if not store().intact(sha256):
            yield sha256
