"""Keeping the proof of a finished docflow, and checking that what is kept is still what it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from paraph import __version__
from paraph.archive.bundle import build_bundle
from paraph.archive.evidence import (
    DocumentFacts,
    Evidence,
    ExtraFacts,
    FileFacts,
    PartyFacts,
    PowerFacts,
    SignatureFacts,
    SignedBy,
    StepFacts,
)
from paraph.archive.evidence import Side as PartySide
from paraph.archive.models import ArchiveExtra, ArchiveRecord, StampPlace
from paraph.archive.places import Place
from paraph.archive.protocol import render_protocol
from paraph.archive.stamp import StampError, stamp_pdf
from paraph.archive.steps import describe
from paraph.authority import services as authority
from paraph.docflow import ports
from paraph.docflow.machine import status_titles
from paraph.docflow.models import AnswerState, Docflow
from paraph.docflow.ports import Change
from paraph.effects import services as effects
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM
from paraph.journal.models import JournalEvent
from paraph.registry.models import Blob, Version, VersionRole, VersionSide
from paraph.registry.outer import OuterChanged
from paraph.registry.ports import OuterUnreachable
from paraph.registry.services import save_blob, store_bytes
from paraph.registry.storage import Stored, store
from paraph.signing.models import Side, Signature
from paraph.signing.verification import certificates_of
from paraph.trust.cms import CmsError

BUILD = "archive.build"
#: Journal events of the first proof and of each that replaced it.
KEPT, COMPLETED = "archive:kept", "archive:completed"
#: A proof is built again when nothing more has come for so long, at most so long after the first addition.
QUIET, LONGEST = timedelta(seconds=30), timedelta(minutes=5)
#: Which party each side is, by the document's direction.
_SIDES = {
    "out": {Side.OURS: PartySide.SENDER, Side.THEIRS: PartySide.RECIPIENT, Side.OPERATOR: PartySide.OPERATOR},
    "in": {Side.OURS: PartySide.RECIPIENT, Side.THEIRS: PartySide.SENDER, Side.OPERATOR: PartySide.OPERATOR},
}
_UNASKED = {Side.OURS: SignedBy.KEY, Side.THEIRS: SignedBy.PARTNER, Side.OPERATOR: SignedBy.OPERATOR}
#: What a channel's extra is, in words.
_EXTRAS = {
    "print-form": "печатная форма",
    "operator-protocol": "протокол оператора",
    "operator-protocol-signature": "подпись оператора под протоколом",
}
_METHODS = {
    "browser-key": "ключ в браузере",
    "file": "файл подписи .sig",
    "cryptopro-plugin": "КриптоПро ЭЦП Browser plug-in",
    "cryptoarm": "КриптоАРМ ГОСТ",
    "receipts-key": "ключ для извещений",
}


@dataclass(frozen=True)
class Proof:
    """The files of a proof, durable and not yet registered."""

    protocol: Stored
    bundle: Stored
    stamped: Stored | None
    stamp_note: str


def archive_when_done(change: Change) -> None:
    """Reaction to a transition: a docflow that is done and bears a signature gets its proof."""
    _archive(change.docflow, change.journal)


def attach_extra(flow: Docflow, role: str, file_name: str, stored: Stored) -> None:
    """Add a file a channel made of a document to its proof, in the caller's transaction.

    One file of each role («print-form», «operator-protocol» …): a newer one takes the place of the older.
    """
    blob = save_blob(stored)
    if ArchiveExtra.objects.filter(docflow=flow, role=role, blob=blob).exists():
        return
    ArchiveExtra.objects.update_or_create(
        docflow=flow,
        role=role,
        defaults={"workspace_id": flow.workspace_id, "file_name": file_name[:255], "blob": blob},
    )
    subject = journal.Subject(flow.package_id, flow.pk, flow.document_id)
    facts = {"role": role, "file": file_name, "sha256": blob.pk}
    _archive(flow, journal.record(flow.workspace_id, "archive:extra", SYSTEM, subject, facts))


def place_stamps(flow: Docflow, places: Iterable[Place]) -> None:
    """Say where the marks go on the stamped copy that will be made, in the caller's transaction."""
    StampPlace.objects.filter(docflow=flow).delete()
    StampPlace.objects.bulk_create(
        StampPlace(workspace_id=flow.workspace_id, docflow=flow, **vars(place)) for place in places
    )


def stamp_places(flow: Docflow) -> list[Place]:
    """Places named for the marks of a document."""
    rows = StampPlace.objects.filter(docflow=flow)
    return [Place(PartySide(row.side), row.page, row.x, row.y) for row in rows]


def _archive(flow: Docflow, event: JournalEvent) -> None:
    """The first proof is built at once; what comes after it is gathered into one more."""
    if flow.is_done and Signature.objects.filter(docflow_id=flow.pk).exists():
        has_proof = ArchiveRecord.objects.filter(docflow=flow).exists()
        effects.gather(
            BUILD,
            {"docflow": flow.pk, "event": event.pk},
            docflow_id=flow.pk,
            workspace_id=flow.workspace_id,
            package_id=flow.package_id,
            quiet=QUIET if has_proof else timedelta(0),
            longest=LONGEST,
        )


def build_proof(flow: Docflow, last_event: JournalEvent) -> Proof:
    """Render and store protocol, stamped copy and bundle; the same docflow gives the same bytes."""
    evidence = gather(flow, last_event)
    original = store().read(flow.version.blob_id)
    protocol = render_protocol(evidence)
    stamped, note = None, ""
    if flow.version.mime == "application/pdf":
        try:
            stamped = stamp_pdf(original, evidence, stamp_places(flow))
        except StampError as error:
            note = str(error)
    else:
        note = "Штамп ставится только на PDF."
    parts = (*evidence.files, *evidence.extras)
    bundle = build_bundle(evidence, original, protocol, stamped, [store().read(one.sha256) for one in parts])
    return Proof(
        store_bytes(protocol), store_bytes(bundle), store_bytes(stamped) if stamped else None, note[:300]
    )


def is_kept(flow: Docflow, last_event: JournalEvent) -> bool:
    """Whether the proof that is kept reaches up to the event already."""
    newest = JournalEvent.objects.filter(docflow_id=flow.pk, action__in=(KEPT, COMPLETED)).order_by("-seq")
    kept = newest.first()
    return kept is not None and kept.data.get("up_to", 0) >= last_event.seq


def keep(flow: Docflow, proof: Proof, last_event: JournalEvent) -> None:
    """Register the proof up to an event, with its journal event; it replaces an earlier one of the docflow.

    A proof that was longer in the making than a newer one changes nothing.
    """
    with journal.writing(flow.workspace_id):
        if is_kept(flow, last_event):
            return
        record, created = _register(flow, proof)
        journal.record(
            flow.workspace_id,
            KEPT if created else COMPLETED,
            SYSTEM,
            journal.Subject(flow.package_id, flow.pk, flow.document_id),
            {
                "bundle_sha256": record.bundle_id,
                "protocol_sha256": record.protocol_id,
                "up_to": last_event.seq,
            },
        )


def _register(flow: Docflow, proof: Proof) -> tuple[ArchiveRecord, bool]:
    return ArchiveRecord.objects.update_or_create(
        docflow=flow,
        defaults={
            "workspace_id": flow.workspace_id,
            "protocol": save_blob(proof.protocol),
            "bundle": save_blob(proof.bundle),
            "stamped": save_blob(proof.stamped) if proof.stamped else None,
            "stamp_note": proof.stamp_note,
        },
    )


def gather(flow: Docflow, last_event: JournalEvent) -> Evidence:
    """Everything known about a docflow up to an event of its journal."""
    signatures = Signature.objects.filter(docflow_id=flow.pk).select_related("task", "version").order_by("id")
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
        signatures=tuple(_signature(flow, one) for one in signatures if one.version_id == flow.version_id),
        files=tuple(_file(flow, version, signatures) for version in _exchanged(flow)),
        extras=tuple(map(_extra, flow.extras.select_related("blob"))),
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


def _exchanged(flow: Docflow) -> list[Version]:
    """Files about the document that reached the other side or came from it, in their order."""
    unsent = flow.answers.exclude(state=AnswerState.DONE).exclude(version=None)
    sent = flow.answers.filter(state=AnswerState.DONE).exclude(version=None)
    left_out = unsent.exclude(version__in=sent.values("version")).values("version")
    files = flow.document.versions.exclude(role=VersionRole.DOCUMENT).select_related("blob")
    ours = Q(side=VersionSide.OURS, outer_id="", pk__in=left_out)
    return list(files.exclude(ours).order_by("number"))


def _file(flow: Docflow, version: Version, signatures: Iterable[Signature]) -> FileFacts:
    return FileFacts(
        role=str(version.get_role_display()),
        side=_SIDES[flow.package.direction][Side(version.side)],
        file_name=version.file_name,
        size=version.blob.size,
        sha256=version.blob_id,
        streebog256=version.blob.streebog256,
        came_at=version.created_at,
        signatures=tuple(_signature(flow, one) for one in signatures if one.version_id == version.pk),
    )


def _extra(extra: ArchiveExtra) -> ExtraFacts:
    title = _EXTRAS.get(extra.role, extra.role)
    return ExtraFacts(title, extra.file_name, extra.blob.size, extra.blob_id)


def _parties(flow: Docflow) -> tuple[PartyFacts, ...]:
    document, package = flow.document, flow.package
    mine = package.sender.email if package.sender else ""
    rows = (
        (Side.OURS, document.organization, mine),
        (Side.THEIRS, document.counterparty, package.recipient_email),
    )
    sides = _SIDES[package.direction]
    parties = [
        PartyFacts(sides[side], row.name, row.inn, row.kpp, row.ogrn, email) for side, row, email in rows
    ]
    return tuple(sorted(parties, key=lambda party: party.side is not PartySide.SENDER))


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


def _signature(flow: Docflow, signature: Signature) -> SignatureFacts:
    cms, side = store().read(signature.blob_id), Side(signature.side)
    asked = SignedBy.EMPLOYEE if side is Side.OURS else SignedBy.GUEST
    return SignatureFacts(
        file_name=f"{signature.version.file_name}.sig",
        side=_SIDES[flow.package.direction][side],
        signed_by=asked if signature.task else _UNASKED[side],
        method=method_words(signature.method),
        received_at=signature.received_at,
        verdict=signature.verdict,
        cms=cms,
        certificates=_certificates(cms),
        powers=_powers(signature),
    )


def method_words(code: str) -> str:
    """How a signature was made, or the channel it came through."""
    channel = ports.channels().get(code)
    return _METHODS.get(code) or (str(channel.title) if channel else code)


def _certificates(cms: bytes) -> tuple[bytes, ...]:
    """Certificates of a signature; a file that came as one and cannot be read has none."""
    try:
        return certificates_of(cms)
    except CmsError:
        return ()


def _powers(signature: Signature) -> tuple[PowerFacts, ...]:
    fact = (signature.verdict.get("facts") or {}).get("authority") or {}
    rows = authority.relied_on(signature.workspace_id, fact)
    files = [(row.number, authority.file_of(row)) for row in rows]
    return tuple(PowerFacts(number, file.name, file.xml, file.signatures) for number, file in files)


def verify_files(unreachable: dict[str, str] | None = None) -> Iterator[str]:
    """SHA-256 of every registered file whose bytes are gone or changed (re-reads everything).

    What lives outside is read from there. A file whose place cannot be asked now is put into `unreachable`
    with the reason, or counts as broken without it.
    """
    for sha256 in Blob.objects.order_by("sha256").values_list("sha256", flat=True).iterator():
        try:
            whole = store().intact(sha256)
        except OuterChanged:
            whole = False
        except OuterUnreachable as error:
            if unreachable is not None:
                unreachable[sha256] = error.message
                continue
            whole = False
        if not whole:
            yield sha256
