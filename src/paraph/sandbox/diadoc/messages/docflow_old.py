"""Docflows in versions 3 and 4: one layout, the messages differ in universal messages only."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.diadoc.messages.docflow_parts import View
from paraph.sandbox.diadoc.messages.render import universal_message, wire_box
from paraph.sandbox.diadoc.messages.status_text import docflow_status
from paraph.sandbox.diadoc.messages.statuses import resolution_of
from paraph.sandbox.diadoc.messages.store import Entity
from paraph.sandbox.diadoc.messages.thread import REJECTIONS
from paraph.wire.diadoc.docflow_pb2 import DocflowResolutionStatus
from paraph.wire.diadoc.documents_pb2 import (
    GeneralReceiptStatus as Receipt,
)
from paraph.wire.diadoc.documents_pb2 import (
    RecipientResponseStatus as Response,
)
from paraph.wire.diadoc.documents_pb2 import (
    ResolutionStatusType as Resolution,
)
from paraph.wire.diadoc.documents_pb2 import (
    RevocationStatus as Revocation,
)
from paraph.wire.diadoc.documents_pb2 import (
    SenderSignatureStatus as Sender,
)
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

#: `ResolutionStatusType` → `DocflowResolutionStatus`.
RESOLUTIONS: dict[Any, Any] = {
    Resolution.Approved: DocflowResolutionStatus.Approved,
    Resolution.Disapproved: DocflowResolutionStatus.Disapproved,
    Resolution.ApprovementRequested: DocflowResolutionStatus.ApprovementRequested,
    Resolution.SignatureRequested: DocflowResolutionStatus.PrimarySignatureRequested,
    Resolution.SignatureDenied: DocflowResolutionStatus.SignatureRequestRejected,
    Resolution.ActionsRequested: DocflowResolutionStatus.ActionsRequested,
}


def fill(view: View, made: Any) -> None:
    """Fills a `DocflowV3` or `DocflowV4`."""
    state, thread = view.state, view.thread
    _title(view, made.SenderTitle)
    if confirmation := thread.confirmation(thread.root):
        _confirmation(view, confirmation, made.Confirmation)
    if state.recipient_receipt != Receipt.GeneralReceiptStatusNotAcceptable:
        receipt(view, thread.root, state.recipient_receipt, made.RecipientReceipt)
    if thread.title is not None and state.sender_receipt != Receipt.GeneralReceiptStatusNotAcceptable:
        receipt(view, thread.title, state.sender_receipt, made.SenderReceipt)
    if state.response != Response.RecipientResponseStatusNotAcceptable:
        _response(view, made.RecipientResponse)
    if thread.amendment is not None:
        _amendment(view, thread.amendment, made.AmendmentRequest)
    if thread.revocation is not None:
        _revocation(view, thread.revocation, made.Revocation)
    _resolution(view, made)
    made.DocflowStatus.CopyFrom(docflow_status(thread, state))


def _title(view: View, made: Any) -> None:
    thread, letter = view.thread, view.thread.letter
    status = view.state.sender
    made.IsFinished = status == Sender.SenderSignatureCheckedAndValid
    made.Attachment.CopyFrom(view.signed(thread.root))
    made.SenderSignatureStatus = status
    _times(made, letter.more.get("sent"), letter.more.get("delivered"))
    for note in thread.children(thread.root, Kind.RoamingNotification):
        made.RoamingNotification.Notification.CopyFrom(view.entity(note))
        made.RoamingNotification.IsSuccess = note.more["success"]
    for message in thread.children(thread.root, Kind.UniversalMessage):
        if message.more.get("aside"):
            _universal(view, message, made.OutOfWorkflowUniversalMessageDocflow.Messages.add())


def _times(made: Any, sent: int | None, delivered: int | None) -> None:
    if sent:
        made.SentAt.Ticks = sent
    if delivered:
        made.DeliveredAt.Ticks = delivered


def _confirmation(view: View, item: Entity, made: Any) -> None:
    made.IsFinished = True
    made.ConfirmationAttachment.CopyFrom(view.signed(item))
    made.ConfirmedAt.Ticks = item.created
    if view.thread.receipt(item) is not None:
        receipt(view, item, Receipt.Finished, made.Receipt)


def receipt(view: View, of: Entity, status: Any, made: Any) -> None:
    """The receipt on a file: versions 3, 4 and 5."""
    made.Status = status
    made.IsFinished = status == Receipt.Finished
    found = view.thread.receipt(of)
    if found is None:
        return
    _times(made, found.created, max(found.seen, found.created))
    if found.kind == Kind.UniversalMessage:
        if "UniversalMessage" in made.DESCRIPTOR.fields_by_name:
            _universal(view, found, made.UniversalMessage)
        return
    made.ReceiptAttachment.CopyFrom(view.signed(found))
    if confirmation := view.thread.confirmation(found):
        _confirmation(view, confirmation, made.Confirmation)


def _universal(view: View, item: Entity, made: Any) -> None:
    made.Attachment.CopyFrom(view.attachment(item))
    made.MessageInfo.CopyFrom(universal_message(item))
    made.ContentTypeId = "universal_message"


def _response(view: View, made: Any) -> None:
    thread, state = view.thread, view.state
    made.ResponseStatus = state.response
    made.IsFinished = state.response not in (
        Response.WaitingForRecipientSignature,
        Response.InvalidRecipientSignature,
    )
    answer = None
    if rejection := thread.rejection:
        reject(view, rejection, made.Rejection)
        answer = rejection
    elif title := thread.title:
        made.Title.CopyFrom(view.signed(title))
        answer = title
        if confirmation := thread.confirmation(title):
            _confirmation(view, confirmation, made.Confirmation)
    elif thread.document.workflow.recipient_action != "Title" and (answer := thread.answer):
        made.Signature.CopyFrom(view.signature(answer))
    if answer is not None:
        _times(made, answer.created, max(answer.seen, answer.created))


def reject(view: View, item: Entity, made: Any) -> None:
    """A refusal: versions 3, 4 and 5."""
    made.IsFormal = item.kind != Kind.SignatureRequestRejection
    made.DeliveredAt.Ticks = max(item.seen, item.created)
    if item.kind == Kind.UniversalMessage and "UniversalMessage" in made.DESCRIPTOR.fields_by_name:
        _universal(view, item, made.UniversalMessage)
        return
    made.SignatureRejection.CopyFrom(view.signed(item))
    made.PlainText = view.text(item)


def _amendment(view: View, item: Entity, made: Any) -> None:
    state = view.state
    made.AmendmentFlags = state.amendment_flags
    made.IsFinished = True
    _times(made, item.created, max(item.seen, item.created))
    if item.kind != Kind.UniversalMessage:
        made.AmendmentRequest.CopyFrom(view.signed(item))
        made.PlainText = view.text(item)
    if state.amendment_receipt != Receipt.GeneralReceiptStatusNotAcceptable:
        receipt(view, item, state.amendment_receipt, made.Receipt)
    if confirmation := view.thread.confirmation(item):
        _confirmation(view, confirmation, made.ConfirmationDocflow)


def _revocation(view: View, item: Entity, made: Any) -> None:
    status = view.state.revocation
    made.IsFinished = status in (Revocation.RevocationAccepted, Revocation.RevocationRejected)
    made.RevocationStatus = status
    made.InitiatorBoxId = wire_box(item.box)
    request = made.RevocationRequest
    request.RevocationRequest.CopyFrom(view.signed(item))
    request.PlainText = view.text(item)
    _times(request, item.created, max(item.seen, item.created))
    for rejection in view.thread.children(item, *REJECTIONS):
        reject(view, rejection, made.RevocationResponse.SignatureRejection)
    for signature in view.thread.signatures(item):
        if signature.box != item.box:
            made.RevocationResponse.RecipientSignature.CopyFrom(view.signature(signature))


def _resolution(view: View, made: Any) -> None:
    status, source = resolution_of(view.thread)
    if source is None:
        return
    made.Resolution.IsFinished = status in (Resolution.Approved, Resolution.Disapproved)
    made.Resolution.ParentEntityId = view.thread.root.id
    made.Resolution.ResolutionStatus = RESOLUTIONS[status]
    made.Resolution.ResolutionEntityId = source.id
    entities(view, made.ResolutionEntities)


def entities(view: View, made: Any) -> None:
    """`ResolutionEntitiesV3`: what was asked and answered inside the box."""
    for item in view.thread.entities:
        if item.kind == Kind.ResolutionRequest:
            one = made.Requests.add(
                Entity=view.entity(item), AuthorUserId=item.user, RequestType=item.more["type"]
            )
            one.Target.UserId = item.more.get("target_user", "")
            one.Target.DepartmentId = item.more.get("target_department", "")
        elif item.kind == Kind.Resolution:
            made.Resolutions.add(
                Entity=view.entity(item),
                ResolutionRequestId=item.more.get("request"),
                AuthorUserId=item.user,
                ResolutionType=item.more["type"],
            )
        elif item.kind == Kind.ResolutionRequestDenial:
            made.SignatureDenials.add(
                Entity=view.entity(item), ResolutionRequestId=item.parent, AuthorUserId=item.user
            )
        elif item.is_signature and item.more.get("approvement"):
            made.ApprovementSignatures.add(Signature=view.signature(item), AuthorUserId=item.user)
