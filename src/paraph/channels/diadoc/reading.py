"""What entities of messages and patches mean, whoever brought them. Pure.

Диадок tells one story in many types of attachments (named ones of old, `Title` and universal messages of
late); here each becomes one of a few kinds, with the side that made it and the machine's event it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from paraph.wire.diadoc import documents_pb2, messages_pb2
from paraph.wire.diadoc.documents_pb2 import GeneralReceiptStatus, UniversalMessageCodeGroup
from paraph.wire.diadoc.messages_pb2 import AttachmentType, EntityType

OURS, THEIRS, OPERATOR = "S", "R", "HUB"
#: Whether a box is ours, by either form of its id.
IsOurs = Callable[[str], bool]


class Kind(StrEnum):
    """What an entity is to us."""

    DOCUMENT = "document"
    SIGNATURE = "signature"
    TITLE = "title"
    RECEIPT = "receipt"
    REFUSAL = "refusal"
    AMENDMENT = "amendment"
    REVOCATION = "revocation"
    CONFIRMATION = "confirmation"
    COMMENT = "comment"
    #: The operator found a signature right or wrong.
    CHECK = "check"
    #: What was sent could not be delivered.
    FAILURE = "failure"
    ROAMING = "roaming"
    POWER = "power"
    #: Resolutions, labels, moves between departments: the business of Диадок's own users.
    OTHER = "other"


_KINDS = {
    AttachmentType.InvoiceReceipt: Kind.RECEIPT,
    AttachmentType.Receipt: Kind.RECEIPT,
    AttachmentType.InvoiceConfirmation: Kind.CONFIRMATION,
    AttachmentType.RoamingConfirmation: Kind.CONFIRMATION,
    AttachmentType.InvoiceCorrectionRequest: Kind.AMENDMENT,
    AttachmentType.SignatureRequestRejection: Kind.REFUSAL,
    AttachmentType.XmlSignatureRejection: Kind.REFUSAL,
    AttachmentType.RevocationRequest: Kind.REVOCATION,
    AttachmentType.AttachmentComment: Kind.COMMENT,
    AttachmentType.SignatureVerificationReport: Kind.CHECK,
    AttachmentType.DeliveryFailureNotification: Kind.FAILURE,
    AttachmentType.RoamingNotification: Kind.ROAMING,
    AttachmentType.PowerOfAttorneyStatus: Kind.POWER,
    **dict.fromkeys(
        (
            AttachmentType.EcrCatConformanceCertificateMetadata,
            AttachmentType.StructuredData,
            AttachmentType.Resolution,
            AttachmentType.ResolutionRequest,
            AttachmentType.ResolutionRequestDenial,
            AttachmentType.CustomData,
            AttachmentType.MoveDocument,
            AttachmentType.ResolutionRouteAssignmentAttachment,
            AttachmentType.ResolutionRouteRemovalAttachment,
            AttachmentType.Cancellation,
            AttachmentType.Edition,
            AttachmentType.DeletionRestoration,
            AttachmentType.TemplateTransformation,
            AttachmentType.TemplateRefusal,
            AttachmentType.OuterDocflow,
            AttachmentType.PowerOfAttorney,
            AttachmentType.TtGisFixationCancellationRequest,
            AttachmentType.TemplateTransformationChange,
        ),
        Kind.OTHER,
    ),
}

_UNIVERSAL = {
    UniversalMessageCodeGroup.Receipt: Kind.RECEIPT,
    UniversalMessageCodeGroup.AmendmentRequest: Kind.AMENDMENT,
    UniversalMessageCodeGroup.Rejection: Kind.REFUSAL,
}

#: Kinds that only the operator makes.
_OPERATORS = frozenset({Kind.CONFIRMATION, Kind.CHECK, Kind.FAILURE, Kind.ROAMING, Kind.POWER})


@dataclass(frozen=True)
class Known:
    """An entity met before, as far as what hangs on it is concerned."""

    kind: Kind
    side: str


@dataclass(frozen=True)
class Piece:
    """An entity with what it hangs on."""

    entity: messages_pb2.Entity = field(repr=False)
    kind: Kind
    side: str
    #: The entity it answers; empty for a document.
    parent_id: str = ""
    parent: Known | None = None
    #: Ids of the signatures that came along.
    signatures: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.entity.EntityId

    @property
    def event(self) -> str | None:
        """The machine's event; None when there is none, or only the content can tell (titles, reports)."""
        us = "us" if self.side == OURS else "them"
        above = self.parent.kind if self.parent else None
        if self.kind is Kind.REVOCATION:
            return f"revocation_requested_by_{us}"
        if above is Kind.REVOCATION and self.kind is Kind.REFUSAL:
            return f"revocation_rejected_by_{us}"
        return _EVENTS.get((self.kind, above))

    @property
    def is_answer(self) -> bool:
        """Whether it is the other side's signature under a document or a request to annul."""
        above = self.parent
        signed = above is not None and above.kind in (Kind.DOCUMENT, Kind.REVOCATION)
        return self.kind is Kind.SIGNATURE and signed and above is not None and self.side != above.side


_EVENTS: Mapping[tuple[Kind, Kind | None], str] = {
    (Kind.RECEIPT, Kind.DOCUMENT): "receipt_signed",
    (Kind.REFUSAL, Kind.DOCUMENT): "response_rejected",
    (Kind.AMENDMENT, Kind.DOCUMENT): "amendment_requested",
    (Kind.CONFIRMATION, Kind.RECEIPT): "receipt_confirmed",
    (Kind.CONFIRMATION, Kind.TITLE): "response_confirmed",
    (Kind.CONFIRMATION, Kind.REFUSAL): "response_confirmed",
    (Kind.CONFIRMATION, Kind.SIGNATURE): "response_confirmed",
    (Kind.CONFIRMATION, Kind.AMENDMENT): "amendment_confirmed",
}


def kind_of(entity: messages_pb2.Entity) -> Kind:
    """The kind of an entity; attachments of unknown types are documents or titles."""
    if entity.EntityType == EntityType.Signature:
        return Kind.OTHER if entity.IsApprovementSignature else Kind.SIGNATURE
    if entity.EntityType != EntityType.Attachment:
        return Kind.OTHER
    if entity.AttachmentType == AttachmentType.UniversalMessage:
        info = entity.UniversalMessageInfo
        return Kind.OTHER if info.IsOutOfWorkflow else _UNIVERSAL.get(info.CodeGroup, Kind.OTHER)
    known = _KINDS.get(entity.AttachmentType)
    return known or (Kind.TITLE if entity.ParentEntityId else Kind.DOCUMENT)


def pieces(
    entities: Iterable[messages_pb2.Entity], known: Mapping[str, Known], author: str, is_ours: IsOurs
) -> list[Piece]:
    """The entities of one message or patch as pieces, each after what it answers.

    `known` are entities of the message met earlier; `author` is the side whose message it is. An attachment
    names its author's signatures; a signature of the other side is an answer.
    """
    ordered = _parents_first(entities)
    signatures: dict[str, list[messages_pb2.Entity]] = {}
    for entity in ordered:
        if entity.EntityType == EntityType.Signature:
            signatures.setdefault(entity.ParentEntityId, []).append(entity)
    met, found = dict(known), []
    for entity in ordered:
        kind, under = kind_of(entity), signatures.get(entity.EntityId, [])
        parent = met.get(entity.ParentEntityId)
        side = _side(entity, kind, under, parent, author, is_ours)
        met[entity.EntityId] = Known(kind, side)
        own = (one.EntityId for one in under if _signer(one, side, is_ours) == side)
        found.append(Piece(entity, kind, side, entity.ParentEntityId, parent, tuple(own)))
    return found


def _signer(signature: messages_pb2.Entity, otherwise: str, is_ours: IsOurs) -> str:
    if not signature.SignerBoxId:
        return otherwise
    return OURS if is_ours(signature.SignerBoxId) else THEIRS


def _side(
    entity: messages_pb2.Entity,
    kind: Kind,
    signatures: list[messages_pb2.Entity],
    parent: Known | None,
    author: str,
    is_ours: IsOurs,
) -> str:
    """Who made an entity: by its signer, by the box it names, else by whose turn it was."""
    if kind in _OPERATORS:
        return OPERATOR
    if kind is Kind.DOCUMENT:
        return author
    if kind is Kind.COMMENT:  # Диадок takes one only together with the file it is about
        return parent.side if parent else author
    if entity.EntityType == EntityType.Signature:
        return _signer(entity, parent.side if parent else author, is_ours)
    boxes = (
        entity.RevocationRequestInfo.InitiatorBoxId,
        entity.UniversalMessageInfo.UniversalMessageCreator.BoxId,
        entity.SignerBoxId,
        *(one.SignerBoxId for one in signatures[:1]),
    )
    box = next(filter(None, boxes), "")
    if box:
        return OURS if is_ours(box) else THEIRS
    if parent is None:
        return author
    return {OURS: THEIRS, THEIRS: OURS}.get(parent.side, author)


def _parents_first(entities: Iterable[messages_pb2.Entity]) -> list[messages_pb2.Entity]:
    """The given order, except that nothing comes before what it hangs on."""
    waiting = {entity.EntityId: entity for entity in entities}
    ordered: list[messages_pb2.Entity] = []
    while waiting:
        ready = [one for one in waiting.values() if one.ParentEntityId not in waiting]
        ready = ready or list(waiting.values())  # parents in a circle: as they came
        for entity in ready:
            ordered.append(entity)
            del waiting[entity.EntityId]
    return ordered


def same_box(box: str, *forms: str) -> bool:
    """Whether a box id is one of these; «32hex@diadoc.ru» and the GUID name one box."""
    return _bare(box) in {_bare(form) for form in forms if form}


def _bare(box: str) -> str:
    return box.split("@", 1)[0].replace("-", "").lower()


def receipt_is_ours(document: documents_pb2.Document) -> bool:
    """Whether Диадок waits for our receipt of the document."""
    status = document.RecipientReceiptMetadata.ReceiptStatus
    return bool(status == GeneralReceiptStatus.HaveToCreateReceipt)
