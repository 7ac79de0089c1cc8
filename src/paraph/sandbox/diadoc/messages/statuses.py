"""How a document stands for one side: worked out from what that side sees, nothing is remembered.

The two boxes of a document see different entities, so their statuses differ (facts of order 14н, clause 5.4
of the sheet: confirmations of receipt go to the author, those of sending to the addressee).
"""

from __future__ import annotations

from dataclasses import dataclass

from paraph.sandbox.diadoc.messages import workflows
from paraph.sandbox.diadoc.messages.store import INTERNAL, LETTER, OUTBOUND, Entity, Number
from paraph.sandbox.diadoc.messages.thread import RECIPIENT_TITLES, REJECTIONS, Thread
from paraph.wire.diadoc.documents_pb2 import (
    GeneralReceiptStatus as Receipt,
)
from paraph.wire.diadoc.documents_pb2 import (
    ProxySignatureStatus as Proxy,
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
    RoamingNotificationStatus as Roaming,
)
from paraph.wire.diadoc.documents_pb2 import (
    SenderSignatureStatus as Sender,
)
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

#: Bits of `AmendmentFlags`.
AMENDMENT_REQUESTED = 1


@dataclass(frozen=True)
class State:
    """Statuses of a document in the words of the API."""

    sender: Number
    response: Number
    recipient_receipt: Number
    sender_receipt: Number
    confirmation: Number
    confirmed_at: int
    receipt_confirmation: int
    amendment_flags: int
    amendment_receipt: Number
    revocation: Number
    proxy: Number
    resolution: Number
    revocation_resolution: Number
    roaming: Number
    roaming_text: str
    finished: bool


def state_of(thread: Thread) -> State:
    sender, response = _sender(thread), _response(thread)
    receipt, sender_receipt = _recipient_receipt(thread), _sender_receipt(thread)
    confirmation, confirmed_at = _confirmation(thread)
    roaming = _roaming(thread)
    finished = sender == Sender.SenderSignatureCheckedAndValid and _finished(
        thread, response, receipt, sender_receipt, confirmed_at
    )
    return State(
        sender=sender,
        response=response,
        recipient_receipt=receipt,
        sender_receipt=sender_receipt,
        confirmation=confirmation,
        confirmed_at=confirmed_at,
        receipt_confirmation=_receipt_confirmation(thread),
        amendment_flags=AMENDMENT_REQUESTED if thread.amendment else 0,
        amendment_receipt=_amendment_receipt(thread),
        revocation=_revocation(thread),
        proxy=_proxy(thread),
        resolution=resolution_of(thread)[0],
        revocation_resolution=resolution_of(thread, thread.revocation)[0] if thread.revocation else 0,
        roaming=roaming[0],
        roaming_text=roaming[1],
        finished=finished,
    )


def _is_sender(thread: Thread) -> bool:
    return thread.card.direction in (OUTBOUND, INTERNAL)


def _sender(thread: Thread) -> Number:
    signature = thread.sender_signature
    if signature is None:
        return Sender.WaitingForSenderSignature
    if (valid := thread.valid(signature)) is None:
        return Sender.SenderSignatureUnchecked
    return Sender.SenderSignatureCheckedAndValid if valid else Sender.SenderSignatureCheckedAndInvalid


def _response(thread: Thread) -> Number:
    document = thread.document
    if not workflows.wants_answer(document.workflow, document.need_signature):
        return Response.RecipientResponseStatusNotAcceptable
    if thread.rejection is not None:
        return Response.RecipientSignatureRequestRejected
    if document.workflow.recipient_action == "Title":
        return _title_response(thread)
    answer = thread.answer
    if answer is None:
        return Response.WaitingForRecipientSignature
    return (
        Response.InvalidRecipientSignature
        if thread.valid(answer) is False
        else Response.WithRecipientSignature
    )


def _title_response(thread: Thread) -> Number:
    title = thread.title
    if title is not None:
        partly = title.more.get("outcome") == "2"
        return Response.WithRecipientPartiallySignature if partly else Response.WithRecipientSignature
    tried = [c for c in thread.children(thread.root, *RECIPIENT_TITLES) if c.box == thread.recipient]
    return Response.InvalidRecipientSignature if tried else Response.WaitingForRecipientSignature


def _recipient_receipt(thread: Thread) -> Number:
    document = thread.document
    if thread.letter.internal or not workflows.wants_receipt(document.workflow, document.need_receipt):
        return Receipt.GeneralReceiptStatusNotAcceptable
    if thread.receipt(thread.root) is not None:
        return Receipt.Finished
    return Receipt.WaitingForReceipt if _is_sender(thread) else Receipt.HaveToCreateReceipt


def _sender_receipt(thread: Thread) -> Number:
    title = thread.title
    kind = workflows.title_receipt(thread.document.workflow)
    if title is None or kind == "Never" or not (kind == "Always" or title.more.get("need_receipt")):
        return Receipt.GeneralReceiptStatusNotAcceptable
    if thread.receipt(title) is not None:
        return Receipt.Finished
    return Receipt.HaveToCreateReceipt if _is_sender(thread) else Receipt.WaitingForReceipt


def _confirmation(thread: Thread) -> tuple[Number, int]:
    """Status of this side's receipt on the operator's confirmation, and the moment of the confirmation."""
    found = thread.confirmation(thread.root)
    moment = found.created if found else 0
    if thread.document.workflow.confirmation_receipt != "Always":
        return Receipt.GeneralReceiptStatusNotAcceptable, moment
    if found is None:
        return Receipt.WaitingForReceipt, moment
    return (Receipt.Finished if thread.receipt(found) else Receipt.HaveToCreateReceipt), moment


def _receipt_confirmation(thread: Thread) -> int:
    receipt = thread.receipt(thread.root)
    found = thread.confirmation(receipt) if receipt else None
    return found.created if found else 0


def _amendment_receipt(thread: Thread) -> Number:
    amendment = thread.amendment
    if amendment is None or workflows.confirms_amendments(thread.document.workflow):
        return Receipt.GeneralReceiptStatusNotAcceptable
    if thread.receipt(amendment) is not None:
        return Receipt.Finished
    return Receipt.HaveToCreateReceipt if _is_sender(thread) else Receipt.WaitingForReceipt


def _revocation(thread: Thread) -> Number:
    request = thread.revocation
    if request is None:
        return Revocation.RevocationStatusNone
    if thread.children(request, *REJECTIONS):
        return Revocation.RevocationRejected
    others = [s for s in thread.signatures(request) if s.box != request.box and thread.valid(s) is not False]
    if others or (thread.letter.internal and len(thread.signatures(request)) > 1):
        return Revocation.RevocationAccepted
    mine = request.box == thread.box
    return Revocation.RevocationIsRequestedByMe if mine else Revocation.RequestsMyRevocation


def _proxy(thread: Thread) -> Number:
    proxy = thread.letter.proxy_box
    if not proxy:
        return Proxy.ProxySignatureStatusNone
    if thread.last(thread.root, *REJECTIONS, box=proxy):
        return Proxy.ProxySignatureRejected
    signature = thread.signature(thread.root, proxy)
    if signature is None:
        return Proxy.WaitingForProxySignature
    return Proxy.InvalidProxySignature if thread.valid(signature) is False else Proxy.WithProxySignature


def _roaming(thread: Thread) -> tuple[Number, str]:
    notes = thread.children(thread.root, Kind.RoamingNotification)
    if not notes:
        return Roaming.RoamingNotificationStatusNone, ""
    last = notes[-1]
    good = last.more["success"]
    status = Roaming.RoamingNotificationStatusSuccess if good else Roaming.RoamingNotificationStatusError
    return status, last.more.get("text", "")


def _finished(thread: Thread, response: int, receipt: int, sender_receipt: int, confirmed_at: int) -> bool:
    if thread.letter.kind != LETTER or response == Response.WaitingForRecipientSignature:
        return False
    if response == Response.InvalidRecipientSignature or receipt in _OPEN or sender_receipt in _OPEN:
        return False
    workflow = thread.document.workflow
    return not workflows.confirms(workflow) or bool(confirmed_at) or not _is_sender(thread)


_OPEN = frozenset({Receipt.HaveToCreateReceipt, Receipt.WaitingForReceipt})

#: «None» is a word of Python's.
_NO_RESOLUTION = Resolution.Value.Value("None")
#: `ResolutionRequestType` → status.
_REQUESTED = {
    0: Resolution.ApprovementRequested,
    1: Resolution.SignatureRequested,
    2: Resolution.SignatureRequested,
    3: Resolution.ActionsRequested,
}


def resolution_of(thread: Thread, of: Entity | None = None) -> tuple[Number, Entity | None]:
    """Where approval inside the box stands, of the document or of a request `of` in it; what says so."""
    target = of or thread.root
    cancelled = {entity.parent for entity in thread.entities if entity.kind == Kind.Cancellation}
    steps = [
        entity
        for entity in thread.entities
        if entity.more.get("resolves") == target.id and entity.id not in cancelled
    ]
    if not steps:
        return _NO_RESOLUTION, None
    last = steps[-1]
    if last.kind == Kind.Resolution:
        return (Resolution.Approved if last.more["type"] == 1 else Resolution.Disapproved), last
    if last.kind == Kind.ResolutionRequestDenial:
        return Resolution.SignatureDenied, last
    return _REQUESTED[last.more["type"]], last
