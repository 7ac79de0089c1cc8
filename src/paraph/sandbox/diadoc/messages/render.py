"""Letters, patches, entities and documents as messages of the API, the way one box sees them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from uuid import UUID

from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT
from paraph.sandbox.diadoc.messages import legacy_metadata, store
from paraph.sandbox.diadoc.messages.status_text import docflow_status
from paraph.sandbox.diadoc.messages.statuses import State, resolution_of, state_of
from paraph.sandbox.diadoc.messages.store import Entity, Letter
from paraph.sandbox.diadoc.messages.thread import Thread, load
from paraph.wire.diadoc import documents_pb2
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import CustomDataItem, DocumentId, DocumentType, LockMode, MetadataItem
from paraph.wire.diadoc.powers_pb2 import PowerOfAttorneySendingType

#: Bytes of content one answer may carry.
MAX_INJECTED = 1_048_576
_TITLES = {known.type_named_id: known.title for known in types.COMMON}


def wire_box(guid: str) -> str:
    """The form of a box id the API gives in messages."""
    return f"{UUID(guid).hex}@diadoc.ru" if guid else ""


def box_title(db: sqlite3.Connection, guid: str) -> str:
    row = db.execute("SELECT title FROM boxes WHERE id = ?", (guid,)).fetchone()
    return "" if row is None else str(row["title"])


def user_name(db: sqlite3.Connection, user_id: str) -> str:
    row = db.execute("SELECT surname, given_name, patronymic FROM users WHERE id = ?", (user_id,)).fetchone()
    return "" if row is None else " ".join(filter(None, tuple(row)))


# -- messages ------------------------------------------------------------------------------------------------


def message(
    db: sqlite3.Connection,
    box: str,
    letter: Letter,
    entities: Iterable[Entity] | None = None,
    *,
    until: int | None = None,
) -> pb.Message:
    """A letter with everything the box sees of it, or with some entities only."""
    seen = store.entities_of(db, box, letter=letter.id, until=until)
    cards = store.cards_of(db, letter.id, box)
    answer = pb.Message(
        MessageId=letter.id,
        TimestampTicks=letter.created,
        LastPatchTimestampTicks=max((entity.seen for entity in seen), default=letter.created),
        FromBoxId=wire_box(letter.from_box),
        FromTitle=box_title(db, letter.from_box),
        ToBoxId=wire_box(letter.to_box) or None,
        ToTitle=box_title(db, letter.to_box) or None,
        IsDraft=letter.kind == store.DRAFT,
        DraftIsLocked=bool(letter.more.get("locked")),
        DraftIsRecycled=bool(letter.more.get("recycled")),
        CreatedFromDraftId=letter.more.get("draft"),
        DraftIsTransformedToMessageIdList=letter.more.get("became", []),
        IsDeleted=bool(cards) and all(card.deleted for card in cards),
        IsTest=bool(letter.more.get("test")),
        IsInternal=letter.internal,
        IsProxified=bool(letter.proxy_box),
        PacketIsLocked=letter.lock_mode == LockMode.Full,
        LockMode=letter.lock_mode,
        MessageType=letter.kind,
        IsReusable=bool(letter.more.get("reusable")),
    )
    if letter.proxy_box:
        answer.ProxyBoxId, answer.ProxyTitle = wire_box(letter.proxy_box), box_title(db, letter.proxy_box)
    if letter.kind == store.TEMPLATE:
        about = answer.TemplateToLetterTransformationInfo
        about.LetterFromBoxId = wire_box(letter.more["message_from"])
        about.LetterToBoxId = wire_box(letter.more["message_to"])
    answer.Entities.extend(rendered(db, box, seen if entities is None else entities, until=until))
    return answer


def rendered(
    db: sqlite3.Connection, box: str, entities: Iterable[Entity], *, until: int | None = None
) -> list[pb.Entity]:
    return [entity(db, box, item, until=until) for item in entities]


def entity(db: sqlite3.Connection, box: str, item: Entity, *, until: int | None = None) -> pb.Entity:
    answer = pb.Entity(
        EntityType=item.type,
        EntityId=item.id,
        AuthorUserId=item.user if item.box == box and item.user else None,
        ParentEntityId=item.parent or None,
        AttachmentType=item.kind,
        FileName=item.file_name or None,
        SignerBoxId=wire_box(item.box) if item.is_signature else None,
        SignerDepartmentId=(item.department or HEAD_DEPARTMENT) if item.is_signature else None,
        RawCreationDate=item.created,
        Labels=item.more.get("labels", []),
        ContentTypeId=item.more.get("content_type"),
        IsApprovementSignature=bool(item.more.get("approvement")),
        NotDeliveredEventId=item.more.get("not_delivered"),
        NeedReceipt=bool(item.more.get("need_receipt")),
    )
    if item.size is not None:
        answer.Content.Size = item.size
    if item.is_document:
        _add_document(db, box, item, answer, until)
    _add_details(db, item, answer)
    return answer


def _add_document(
    db: sqlite3.Connection, box: str, item: Entity, answer: pb.Entity, until: int | None
) -> None:
    thread = load(db, box, item.id, until)
    if thread is None:
        return
    answer.DocumentInfo.CopyFrom(document(db, thread))
    answer.NeedRecipientSignature = thread.document.need_signature
    answer.NeedReceipt = thread.document.need_receipt
    answer.PacketId = thread.card.packet
    answer.IsEncryptedContent = thread.document.encrypted
    answer.AttachmentVersion = answer.Version = thread.document.version


def _add_details(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    """The part of an entity that only its kind has."""
    add = _DETAILS.get(item.kind)
    if add is not None:
        add(db, item, answer)


def _resolution(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    info = answer.ResolutionInfo
    info.ResolutionType, info.Author = item.more["type"], user_name(db, item.user)
    if item.more.get("request"):
        info.InitialRequestId = item.more["request"]


def _resolution_request(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    info = answer.ResolutionRequestInfo
    info.RequestType, info.Author = item.more["type"], user_name(db, item.user)
    info.Target.UserId = item.more.get("target_user", "")
    info.Target.DepartmentId = item.more.get("target_department", "")
    info.Target.User = user_name(db, item.more.get("target_user", ""))


def _denial(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    info = answer.ResolutionRequestDenialInfo
    info.Author, info.InitialRequestId = user_name(db, item.user), item.parent


def _route_assignment(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    info = answer.ResolutionRouteAssignmentInfo
    info.RouteId, info.Author = item.more["route"], user_name(db, item.user)


def _route_removal(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    info = answer.ResolutionRouteRemovalInfo
    info.RouteId, info.Author = item.more["route"], user_name(db, item.user)


def _cancellation(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    answer.CancellationInfo.Author = user_name(db, item.user)


def _revocation(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    answer.RevocationRequestInfo.InitiatorBoxId = wire_box(item.box)


def _moving(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    info = answer.MoveDocumentInfo
    info.MovedFromDepartment, info.MovedToDepartment = item.more["from"], item.more["to"]


def _transformation(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    became = answer.TemplateTransformationInfo.TransformedToDocumentId
    became.MessageId, became.EntityId = item.more["message"], item.more["document"]


def _refusal(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    info = answer.TemplateRefusalInfo
    info.Type, info.BoxId, info.Comment = item.more["type"], wire_box(item.box), item.more.get("comment", "")


def _universal(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    answer.UniversalMessageInfo.CopyFrom(universal_message(item))


def _power(db: sqlite3.Connection, item: Entity, answer: pb.Entity) -> None:
    info = answer.PowerOfAttorneyInfo
    info.FullId.RegistrationNumber, info.FullId.IssuerInn = item.more["full_id"]
    info.SendingType = item.more.get("sending", PowerOfAttorneySendingType.Metadata)
    if status := item.more.get("status"):
        info.Status.StatusNamedId, info.Status.StatusText = status["id"], status["text"]


_DETAILS: dict[store.Number, Callable[[sqlite3.Connection, Entity, pb.Entity], None]] = {
    pb.AttachmentType.Resolution: _resolution,
    pb.AttachmentType.ResolutionRequest: _resolution_request,
    pb.AttachmentType.ResolutionRequestDenial: _denial,
    pb.AttachmentType.ResolutionRouteAssignmentAttachment: _route_assignment,
    pb.AttachmentType.ResolutionRouteRemovalAttachment: _route_removal,
    pb.AttachmentType.Cancellation: _cancellation,
    pb.AttachmentType.RevocationRequest: _revocation,
    pb.AttachmentType.MoveDocument: _moving,
    pb.AttachmentType.TemplateTransformation: _transformation,
    pb.AttachmentType.TemplateRefusal: _refusal,
    pb.AttachmentType.UniversalMessage: _universal,
    pb.AttachmentType.PowerOfAttorney: _power,
    pb.AttachmentType.PowerOfAttorneyStatus: _power,
}


def universal_message(item: Entity) -> documents_pb2.UniversalMessageInfo:
    info = documents_pb2.UniversalMessageInfo(
        CodeGroup=item.more["group"], IsOutOfWorkflow=bool(item.more.get("aside"))
    )
    info.UniversalMessageCreator.BoxId = wire_box(item.box)
    info.UniversalMessageCreator.DepartmentId = item.department or HEAD_DEPARTMENT
    for code, text in item.more.get("events", []):
        info.Events.add(StatusCode=code, PlainText=text)
    return info


# -- documents -----------------------------------------------------------------------------------------------


def document(db: sqlite3.Connection, thread: Thread) -> documents_pb2.Document:
    """A document with its statuses; every required field is set, content is never there."""
    own, card, letter, state = thread.document, thread.card, thread.letter, state_of(thread)
    root = thread.root
    answer = documents_pb2.Document(
        MessageId=letter.id,
        EntityId=own.id,
        CreationTimestampTicks=root.created,
        CounteragentBoxId=wire_box(card.partner) or None,
        DocumentType=_document_type(own.type),
        FileName=root.file_name,
        DocumentDate=own.metadata.get("DocumentDate", ""),
        DocumentNumber=own.number,
        IsDeleted=card.deleted,
        DepartmentId=card.department or HEAD_DEPARTMENT,
        IsTest=bool(letter.more.get("test")),
        FromDepartmentId=letter.from_department or HEAD_DEPARTMENT,
        ToDepartmentId=letter.to_department or HEAD_DEPARTMENT,
        CustomDocumentId=own.custom_id if card.box == letter.from_box else "",
        SendTimestampTicks=letter.more.get("sent"),
        DeliveryTimestampTicks=letter.more.get("delivered"),
        PacketId=card.packet,
        DocumentDirection=card.direction,
        LastModificationTimestampTicks=max(card.modified, max(e.seen for e in thread.entities)),
        IsEncryptedContent=own.encrypted,
        IsRead=card.read,
        PacketIsLocked=letter.lock_mode == LockMode.Full,
        AttachmentVersion=own.version,
        TypeNamedId=own.type,
        Function=own.function,
        WorkflowId=own.workflow_id,
        Title=title(thread),
        EditingSettingId=own.editing_setting,
        LockMode=letter.lock_mode,
        Version=own.version,
        HasUnreadOutOfWorkflowUniversalMessages=False,
    )
    if letter.proxy_box:
        answer.ProxyBoxId = wire_box(letter.proxy_box)
        answer.ProxyDepartmentId = letter.proxy_department or HEAD_DEPARTMENT
    if origin := letter.more.get("origin"):
        answer.Origin.MessageType, answer.Origin.MessageId = origin
    answer.Metadata.extend(MetadataItem(Key=key, Value=value) for key, value in own.metadata.items())
    answer.CustomData.extend(CustomDataItem(Key=key, Value=value) for key, value in card.custom.items())
    _add_statuses(db, thread, state, answer)
    _add_links(db, own.id, answer)
    legacy_metadata.add(answer, thread, state)
    return answer


def title(thread: Thread) -> str:
    """«Счет № 5 от 01.02.2026», or the file's name when there is no number."""
    own = thread.document
    name = _TITLES.get(own.type, own.type)
    if not own.number:
        return thread.root.file_name or name
    day = own.metadata.get("DocumentDate", "")
    return f"{name} № {own.number}" + (f" от {day}" if day else "")


def _document_type(type_named_id: str) -> store.Number:
    known = DocumentType.Value.DESCRIPTOR.values_by_name
    return int(known[type_named_id].number) if type_named_id in known else -1


def _add_statuses(
    db: sqlite3.Connection, thread: Thread, state: State, answer: documents_pb2.Document
) -> None:
    answer.SenderSignatureStatus = state.sender
    answer.RecipientResponseStatus = state.response
    answer.ProxySignatureStatus = state.proxy
    answer.RevocationStatus = state.revocation
    answer.RoamingNotificationStatus = state.roaming
    answer.RoamingNotificationStatusDescription = state.roaming_text
    answer.RecipientReceiptMetadata.ReceiptStatus = state.recipient_receipt
    if state.receipt_confirmation:
        answer.RecipientReceiptMetadata.ConfirmationMetadata.ReceiptStatus = state.confirmation
        answer.RecipientReceiptMetadata.ConfirmationMetadata.DateTimeTicks = state.receipt_confirmation
    answer.SenderReceiptMetadata.ReceiptStatus = state.sender_receipt
    answer.ConfirmationMetadata.ReceiptStatus = state.confirmation
    answer.ConfirmationMetadata.DateTimeTicks = state.confirmed_at
    answer.AmendmentRequestMetadata.AmendmentFlags = state.amendment_flags
    answer.AmendmentRequestMetadata.ReceiptStatus = state.amendment_receipt
    answer.DocflowStatus.CopyFrom(docflow_status(thread, state))
    kind, source = resolution_of(thread)
    answer.ResolutionStatus.Type = kind
    answer.ResolutionStatus.AuthorUserId = source.user if source else ""
    answer.ResolutionStatus.AuthorFIO = user_name(db, source.user) if source else ""
    if source and source.more.get("target_user"):
        answer.ResolutionStatus.Target.UserId = source.more["target_user"]
        answer.ResolutionStatus.Target.User = user_name(db, source.more["target_user"])


def _add_links(db: sqlite3.Connection, document_id: str, answer: documents_pb2.Document) -> None:
    for row in db.execute("SELECT * FROM links WHERE subordinate = ?", (document_id,)):
        answer.InitialDocumentIds.append(DocumentId(MessageId=row["initial_letter"], EntityId=row["initial"]))
    for row in db.execute("SELECT * FROM links WHERE initial = ?", (document_id,)):
        answer.SubordinateDocumentIds.append(
            DocumentId(MessageId=row["subordinate_letter"], EntityId=row["subordinate"])
        )
    for row in db.execute(
        "SELECT moment, to_box FROM forwards WHERE document = ? ORDER BY n", (document_id,)
    ):
        event = answer.ForwardDocumentEvents.add(ToBoxId=wire_box(row["to_box"]))
        event.Timestamp.Ticks = row["moment"]


def inject(db: sqlite3.Connection, box: str, entities: Iterable[pb.Entity]) -> None:
    """Puts bytes into entities while all of them together stay within `MAX_INJECTED`."""
    left = MAX_INJECTED
    for answer in entities:
        found = store.entity(db, box, answer.EntityId)
        if found is None or found.size is None or found.size > left:
            continue
        answer.Content.Data = store.content(db, found) or b""
        left -= found.size
