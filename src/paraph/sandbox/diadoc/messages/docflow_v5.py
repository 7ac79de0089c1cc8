"""Docflows in version 5: a list of titles, each with what every participant did about it."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.diadoc.messages import docflow_old as old
from paraph.sandbox.diadoc.messages import workflows
from paraph.sandbox.diadoc.messages.docflow_parts import View
from paraph.sandbox.diadoc.messages.status_text import docflow_status
from paraph.sandbox.diadoc.messages.statuses import resolution_of
from paraph.sandbox.diadoc.messages.store import Entity
from paraph.sandbox.diadoc.messages.thread import REJECTIONS
from paraph.wire.diadoc.docflow_pb2 import (
    DeliveryStatusV5 as Delivery,
)
from paraph.wire.diadoc.docflow_pb2 import (
    DocflowV5,
)
from paraph.wire.diadoc.docflow_pb2 import (
    TitleAuthorStatusV5 as Author,
)
from paraph.wire.diadoc.docflow_pb2 import (
    TitleParticipantResponseStatusV5 as Answer,
)
from paraph.wire.diadoc.docflow_pb2 import (
    WellKnownTitleOperationResult as Outcome,
)
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

_AUTHORS: dict[Any, Any] = {
    Sender.WaitingForSenderSignature: Author.TitleAuthorStatusWaiting,
    Sender.SenderSignatureUnchecked: Author.TitleAuthorStatusVerifying,
    Sender.SenderSignatureCheckedAndValid: Author.TitleAuthorStatusSigned,
    Sender.SenderSignatureCheckedAndInvalid: Author.TitleAuthorStatusInvalidSignature,
}
_ANSWERS: dict[Any, Any] = {
    Response.RecipientResponseStatusNotAcceptable: Answer.TitleParticipantResponseStatusNotAcceptable,
    Response.WaitingForRecipientSignature: Answer.TitleParticipantResponseStatusWaiting,
    Response.WithRecipientSignature: Answer.TitleParticipantResponseStatusSigned,
    Response.WithRecipientPartiallySignature: Answer.TitleParticipantResponseStatusSigned,
    Response.RecipientSignatureRequestRejected: Answer.TitleParticipantResponseStatusSignatureRejected,
    Response.InvalidRecipientSignature: Answer.TitleParticipantResponseStatusInvalidSignature,
}
_OUTCOMES = {
    "1": Outcome.WellKnownTitleOperationResultSigned,
    "2": Outcome.WellKnownTitleOperationResultPartiallySigned,
    "3": Outcome.WellKnownTitleOperationResultRejected,
}


def fill(view: View, made: DocflowV5) -> None:
    thread, state = view.thread, view.state
    _first_title(view, made.Titles.add())
    if thread.document.workflow.recipient_action == "Title":
        _second_title(view, made.Titles.add())
    if thread.amendment is not None:
        _amendment(view, thread.amendment, made.AmendmentRequests.add())
    if thread.revocation is not None:
        _revocation(view, thread.revocation, made.Revocation)
    made.DocflowStatus.CopyFrom(docflow_status(thread, state))
    status, source = resolution_of(thread)
    if source is not None:
        made.Resolution.IsFinished = status in (Resolution.Approved, Resolution.Disapproved)
        made.Resolution.ResolutionStatus = old.RESOLUTIONS[status]
        made.Resolution.CurrentResolutionEntityId = source.id
        old.entities(view, made.Resolution.ResolutionEntities)


def _first_title(view: View, made: Any) -> None:
    thread, state = view.thread, view.state
    made.TitleIndex = 0
    made.Author.CopyFrom(view.participant(thread.letter.from_box))
    made.AuthorSigning.Status = _AUTHORS[state.sender]
    made.AuthorSigning.IsFinished = state.sender == Sender.SenderSignatureCheckedAndValid
    made.AuthorSigning.Title.CopyFrom(view.signed(thread.root))
    if thread.letter.internal:
        return
    side = made.ParticipantDocflows.add(Participant=view.participant(thread.recipient))
    _delivery(view, side.TitleDelivery)
    side.Response.Status = _ANSWERS[state.response]
    side.Response.IsFinished = state.response not in (
        Response.WaitingForRecipientSignature,
        Response.InvalidRecipientSignature,
    )
    if rejection := thread.rejection:
        old.reject(view, rejection, side.Response.Rejection)
    elif thread.answer is not None and thread.document.workflow.recipient_action != "Title":
        side.Response.Signature.CopyFrom(view.signature(thread.answer))
    if state.recipient_receipt != Receipt.GeneralReceiptStatusNotAcceptable:
        old.receipt(view, thread.root, state.recipient_receipt, side.Receipt)


def _delivery(view: View, made: Any) -> None:
    thread, more = view.thread, view.thread.letter.more
    failed = view.state.sender == Sender.SenderSignatureCheckedAndInvalid
    made.Delivery.Status = (
        Delivery.DeliveryStatusDelivered
        if more.get("delivered")
        else Delivery.DeliveryStatusFailed
        if failed
        else Delivery.DeliveryStatusNotReady
    )
    if more.get("sent"):
        made.Delivery.SentAt.Ticks = more["sent"]
    if more.get("delivered"):
        made.Delivery.DeliveredAt.Ticks = more["delivered"]
    if workflows.confirms(thread.document.workflow) and (found := thread.confirmation(thread.root)):
        made.Confirmation.IsFinished = True
        made.Confirmation.ConfirmationAttachment.CopyFrom(view.signed(found))
        made.Confirmation.ConfirmedAt.Ticks = found.created


def _second_title(view: View, made: Any) -> None:
    thread, state = view.thread, view.state
    made.TitleIndex = 1
    made.Author.CopyFrom(view.participant(thread.recipient))
    title = thread.title
    made.AuthorSigning.IsFinished = title is not None
    if title is None:
        rejected = state.response == Response.InvalidRecipientSignature
        waiting = Author.TitleAuthorStatusInvalidSignature if rejected else Author.TitleAuthorStatusWaiting
        made.AuthorSigning.Status = waiting
        return
    valid = thread.valid(thread.signature(title, title.box))
    made.AuthorSigning.Status = (
        Author.TitleAuthorStatusVerifying if valid is None else Author.TitleAuthorStatusSigned
    )
    made.AuthorSigning.Title.CopyFrom(view.signed(title))
    made.AuthorSigning.OperationResult.WellKnown = _OUTCOMES.get(
        title.more.get("outcome", ""), Outcome.WellKnownTitleOperationResultSigned
    )
    side = made.ParticipantDocflows.add(Participant=view.participant(thread.letter.from_box))
    if state.sender_receipt != Receipt.GeneralReceiptStatusNotAcceptable:
        old.receipt(view, title, state.sender_receipt, side.Receipt)


def _amendment(view: View, item: Entity, made: Any) -> None:
    made.Requester.CopyFrom(view.participant(item.box))
    made.IsFinished = True
    made.AmendmentFlags = view.state.amendment_flags
    made.TargetEntityId = view.thread.root.id
    if item.hash and item.file_name:
        made.AmendmentRequest.CopyFrom(view.signed(item))
        made.PlainText = view.text(item)
    side = made.RecipientDocflows.add(Recipient=view.participant(view.thread.letter.from_box))
    if view.state.amendment_receipt != Receipt.GeneralReceiptStatusNotAcceptable:
        old.receipt(view, item, view.state.amendment_receipt, side.Receipt)
    if found := view.thread.confirmation(item):
        side.Confirmation.IsFinished = True
        side.Confirmation.ConfirmationAttachment.CopyFrom(view.signed(found))
        side.Confirmation.ConfirmedAt.Ticks = found.created


def _revocation(view: View, item: Entity, made: Any) -> None:
    thread, status = view.thread, view.state.revocation
    made.IsFinished = status in (Revocation.RevocationAccepted, Revocation.RevocationRejected)
    made.RevocationStatus = status
    made.Initiator.CopyFrom(view.participant(item.box))
    made.RevocationRequest.RevocationRequest.CopyFrom(view.signed(item))
    made.RevocationRequest.PlainText = view.text(item)
    made.RevocationRequest.SentAt.Ticks = item.created
    made.RevocationRequest.DeliveredAt.Ticks = max(item.seen, item.created)
    for rejection in thread.children(item, *REJECTIONS):
        answer = made.RevocationResponse.add(Participant=view.participant(rejection.box), IsFinished=True)
        old.reject(view, rejection, answer.Rejection)
    for signature in thread.signatures(item):
        if signature.box != item.box:
            answer = made.RevocationResponse.add(Participant=view.participant(signature.box), IsFinished=True)
            answer.Signature.CopyFrom(view.signature(signature))
