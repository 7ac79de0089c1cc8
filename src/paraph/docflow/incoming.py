"""What comes to us: packages of the other side, and what both sides and the operator say about a document.

Everything is kept as it came, with a verdict on each signature. An outer id that is known already changes
nothing, so a channel may hand over the same thing as often as it likes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from paraph import texts
from paraph.docflow import incoming_rules, intake, ports
from paraph.docflow.models import Docflow, Package
from paraph.docflow.services import apply, may_apply, open_docflow
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.journal.models import JournalEvent
from paraph.parties.models import Counterparty, Organization, Workspace
from paraph.registry import files
from paraph.registry import services as registry
from paraph.registry.files import ReceivedFile
from paraph.registry.models import Blob, Direction, Document, Version, VersionRole
from paraph.registry.services import Attributes
from paraph.registry.storage import Stored
from paraph.signing import received
from paraph.signing.models import Side, Signature
from paraph.signing.received import Judged
from paraph.trust.verdict import Headline

__all__ = [
    "Incoming",
    "IncomingDocument",
    "IncomingFile",
    "apply",
    "receive",
    "receive_file",
    "receive_signature",
]

#: Characters, and the first sum, the columns have no room for.
_LONGEST = {"title": 300, "number": 100, "currency": 3}
_TOO_MUCH = Decimal(10) ** 16
#: Events by which the other side binds itself: an invalid signature must not count as that.
_BINDING = ("response_accepted", "response_accepted_with_divergences", "response_not_accepted")
_ANNULLING = ("revocation_accepted_by_us", "revocation_accepted_by_them")


@dataclass(frozen=True)
class IncomingDocument:
    """One document of a received package."""

    #: The channel's id of the document's file.
    outer_id: str
    #: What the channel says of it; an unknown kind is guessed from the file.
    attributes: Attributes
    file_name: str
    data: bytes
    #: Detached signatures of the sender, as they came.
    signatures: Sequence[bytes] = ()
    #: Whether the sender asks for our signature; None = as the kind says.
    answer_wanted: bool | None = None
    #: Key in `machines.json` when the channel knows it («NONFORM», «SCHF» …), else as the kind says.
    machine: str = ""
    sent_at: datetime | None = None
    #: How the signatures came, for protocols.
    method: str = "channel"
    #: Outer id of the document this one corrects, if the channel says so.
    corrects: str = ""


@dataclass(frozen=True)
class Incoming:
    """A package that came to one of our organisations."""

    workspace: Workspace
    organization: Organization
    counterparty: Counterparty
    channel: str
    #: The channel's id of the package, unique per organisation.
    outer_id: str
    documents: Sequence[IncomingDocument]
    title: str = ""
    message: str = ""


@dataclass(frozen=True)
class IncomingFile:
    """A file about a document: a receipt, an answer, a request, a confirmation."""

    role: str
    side: str
    outer_id: str
    file_name: str
    data: bytes
    signatures: Sequence[bytes] = ()
    #: Event of the machine it stands for, if any, and who takes it.
    event: str | None = None
    actor: Actor = SYSTEM
    payload: Mapping[str, Any] = field(default_factory=dict)
    method: str = "channel"


@dataclass(frozen=True)
class _Kept:
    """A received document whose bytes are durable and whose signatures are judged."""

    given: IncomingDocument
    file: ReceivedFile
    attributes: Attributes
    signatures: list[Judged]


def find(workspace: Workspace, organization: Organization, channel: str, outer_id: str) -> Package | None:
    """The received package of that outer id, if it is there."""
    rows = Package.objects.filter(workspace=workspace, organization=organization, channel=channel)
    return rows.filter(direction=Direction.IN, outer_id=outer_id).first()


def receive(incoming: Incoming) -> Package:
    """Register a package with its documents, verdicts and journal; hand it to the workspace's rule.

    Idempotent by (organisation, channel, outer id) and the outer ids of documents: what is there already
    stays as it is, documents that a known package did not have are added to it.
    """
    where = (incoming.workspace, incoming.organization, incoming.channel, incoming.outer_id)
    known = find(*where)
    kept = [_keep(incoming, document) for document in _missing(known, incoming.documents)]
    if known is not None and not kept:
        return known
    with journal.writing(incoming.workspace.pk):
        known = find(*where)
        missing = _missing(known, incoming.documents)
        kept = [one for one in kept if one.given in missing]
        registry.save_blobs([one.file.stored for one in kept])
        package = known or _package(incoming, kept)
        changes = [_register(incoming, package, one) for one in kept]
        for change in changes:
            ports.tell(change)
        if known is None:
            incoming_rules.hand_over(package)
        elif changes:
            later = package.docflows.filter(pk__in=[change.docflow.pk for change in changes])
            incoming_rules.hand_over_later(package, later)
    return package


def _missing(package: Package | None, documents: Sequence[IncomingDocument]) -> list[IncomingDocument]:
    """The documents a package does not have yet; one without an outer id comes with its package only."""
    if package is None:
        return list(documents)
    there = set(package.docflows.values_list("version__outer_id", flat=True)) | {""}
    return [document for document in documents if document.outer_id not in there]


def _keep(incoming: Incoming, given: IncomingDocument) -> _Kept:
    file = files.keep(given.file_name, given.data)
    attributes = intake.known_attributes(_tolerable(given), file.file_name, given.data)
    draft = Document(
        workspace=incoming.workspace,
        organization=incoming.organization,
        counterparty=incoming.counterparty,
        direction=Direction.IN,
        **vars(attributes),
    )
    version = _unsaved(draft, file.stored)
    return _Kept(
        given, file, attributes, [received.judge(version, Side.THEIRS, cms) for cms in given.signatures]
    )


def _unsaved(document: Document, stored: Stored) -> Version:
    """A version that can be judged before it is registered."""
    blob = Blob(sha256=stored.sha256, streebog256=stored.streebog256, size=stored.size)
    return Version(document=document, blob=blob)


def _tolerable(given: IncomingDocument) -> Attributes:
    """The attributes as far as they can be kept: a stranger's long number must not stop a document."""
    stated = replace(given.attributes, answer_wanted=given.answer_wanted)
    cut = {name: texts.storable(getattr(stated, name))[:longest] for name, longest in _LONGEST.items()}
    amount = stated.amount if stated.amount is not None and 0 <= stated.amount < _TOO_MUCH else None
    until = stated.valid_until
    if stated.valid_from and until and stated.valid_from > until:
        until = None
    return replace(stated, **cut, amount=amount, valid_until=until)


def _package(incoming: Incoming, kept: list[_Kept]) -> Package:
    title = texts.storable(incoming.title).strip()[:300]
    if not title:
        names = [registry.default_title(one.attributes) or one.file.file_name for one in kept]
        title = names[0][:300] if len(names) == 1 else f"{names[0][:270]} и ещё {len(names) - 1}"
    package = Package.objects.create(
        workspace=incoming.workspace,
        organization=incoming.organization,
        counterparty=incoming.counterparty,
        direction=Direction.IN,
        channel=incoming.channel,
        outer_id=incoming.outer_id,
        title=title,
        message=texts.storable(incoming.message)[: texts.LONGEST_REASON],
        sender=None,
    )
    facts = {"title": title, "documents": len(kept), "outer_id": incoming.outer_id}
    subject = journal.Subject(package_id=package.pk)
    journal.record(incoming.workspace.pk, "package:received", _sender(incoming), subject, facts)
    return package


def _sender(incoming: Incoming) -> Actor:
    party = incoming.counterparty
    return Actor(kind="counterparty", id=party.inn, name=party.name, side="R")


def _register(incoming: Incoming, package: Package, kept: _Kept) -> ports.Change:
    """Document, docflow and signatures; the change is told of when the whole package is there."""
    given, actor = kept.given, _sender(incoming)
    document = registry.register_received(
        incoming.organization,
        incoming.counterparty,
        kept.attributes,
        kept.file,
        actor=actor,
        direction=Direction.IN,
        outer_id=given.outer_id,
    )
    flow = open_docflow(package, document, given.machine)
    for judged in kept.signatures:
        received.record(flow.version, judged, flow, side=Side.THEIRS, method=given.method, actor=actor)
    if given.corrects:
        _corrects(flow, given.corrects, actor)
    facts = {"status": flow.status, **({"sent_at": given.sent_at.isoformat()} if given.sent_at else {})}
    recorded = _record(flow, "docflow:received", actor, facts)
    return ports.Change(flow, "received", actor, facts, recorded)


def _corrects(flow: Docflow, outer_id: str, actor: Actor) -> None:
    """A correction of a document received before answers our request to amend it."""
    rows = Docflow.objects.filter(
        workspace_id=flow.workspace_id,
        package__channel=flow.package.channel,
        package__organization_id=flow.package.organization_id,
        version__outer_id=outer_id,
    )
    corrected = rows.select_related("document").exclude(pk=flow.pk).first()
    if corrected is not None:
        registry.link_documents(flow.document, corrected.document, "correction", actor=actor)
        apply(corrected, "amended", actor, {"by": flow.pk})


def receive_file(flow: Docflow, file: IncomingFile) -> bool:
    """Keep a file about a document with its signatures, then take its event. False when it is there already.

    An acceptance whose signature is not valid is kept, and counts as `response_invalid`.
    """
    versions = flow.document.versions.filter(outer_id=file.outer_id)
    if file.outer_id and versions.exists():
        return False
    kept = files.keep(file.file_name, file.data)
    version = _unsaved(flow.document, kept.stored)
    judged = [received.judge(version, file.side, cms) for cms in file.signatures]
    with journal.writing(flow.workspace_id):
        if file.outer_id and versions.exists():
            return False
        added = registry.add_version(
            flow.document, kept, role=file.role, side=file.side, outer_id=file.outer_id
        )
        _record(
            flow,
            "docflow:file-received",
            file.actor,
            {"role": file.role, "side": file.side, "file": added.file_name, "sha256": added.blob_id},
        )
        for one in judged:
            received.record(added, one, flow, side=file.side, method=file.method, actor=file.actor)
        facts = {"version": added.pk, **file.payload}
        if not file.event or not _take(flow, file.event, file.actor, facts, judged):
            _came_late(flow, file.actor)
    return True


def receive_signature(
    flow: Docflow,
    cms: bytes,
    method: str,
    actor: Actor,
    *,
    version: Version | None = None,
    payload: Mapping[str, Any] | None = None,
) -> bool:
    """A signature under the document, or a request to annul (`version`). False when it is there already.

    The actor's side says whose it is: theirs, or ours made elsewhere. It is kept whatever the verdict; one
    that is not valid is no acceptance (`response_invalid`), one not yet determined counts and is rechecked.
    """
    version = version or flow.version
    side = Side.OURS if actor.side == Side.OURS else Side.THEIRS
    judged = received.judge(version, side, cms)
    with journal.writing(flow.workspace_id):
        signature, new = received.record(version, judged, flow, side=side, method=method, actor=actor)
        if not new:
            return False
        facts = {
            "signature": signature.pk,
            "received_at": signature.received_at.isoformat(),
            **(payload or {}),
        }
        if not _take(flow, _event_of(version, side), actor, facts, [judged]):
            _came_late(flow, actor)
    return True


def _came_late(flow: Docflow, actor: Actor) -> None:
    """What comes after the end belongs to the proof as well: those who keep it are told."""
    flow.refresh_from_db(fields=("state", "status", "is_done"))
    if flow.is_done:
        newest = JournalEvent.objects.filter(docflow_id=flow.pk).order_by("-seq")[0]
        ports.tell(ports.Change(flow, ports.CAME_LATE, actor, {}, newest))


def _event_of(version: Version, side: str) -> str:
    if version.role != VersionRole.REVOCATION:
        return "response_accepted"
    return "revocation_accepted_by_us" if side == Side.OURS else "revocation_accepted_by_them"


def _take(
    flow: Docflow, event: str, actor: Actor, facts: Mapping[str, Any], judged: Sequence[Judged]
) -> bool:
    """Take the event that a signed file stands for, unless its signature is not valid; whether it did."""
    faults = [received.fault(one.verdict) for one in judged if one.verdict.headline is Headline.INVALID]
    if faults and event in _BINDING:
        flow.refresh_from_db(fields=("state", "status"))
        refuted = may_apply(flow, event, actor.side)  # else it is one more beside an answer that stands
        return refuted and apply(flow, "response_invalid", SYSTEM, {**facts, "reason": faults[0]})
    if faults and event in _ANNULLING:
        return False
    return apply(flow, event, actor, facts)


def is_the_answer(signature: Signature, flow: Docflow) -> bool:
    """Whether the receiving side's answer to the document rests on this signature alone."""
    answering = Side.OURS if flow.package.is_incoming else Side.THEIRS
    if signature.side != answering:
        return False
    if signature.version.role not in (VersionRole.DOCUMENT, VersionRole.ANSWER_TITLE):
        return False
    same = Signature.objects.filter(docflow_id=flow.pk, version=signature.version, side=answering)
    return not same.exclude(pk=signature.pk).exclude(headline=Headline.INVALID.value).exists()


def _record(flow: Docflow, action: str, actor: Actor, facts: Mapping[str, Any]) -> JournalEvent:
    subject = journal.Subject(flow.package_id, flow.pk, flow.document_id)
    return journal.record(flow.workspace_id, action, actor, subject, facts)
