"""Additions the other side sees: receipts, signatures, titles, refusals, amendment, annulment."""

from __future__ import annotations

from typing import Any

from paraph.formats.service_reading import ServiceKind
from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.api import ApiError
from paraph.sandbox.diadoc.messages import contents, workflows
from paraph.sandbox.diadoc.messages.drafts import patched
from paraph.sandbox.diadoc.messages.patch_work import Work, labels
from paraph.sandbox.diadoc.messages.posting import sign
from paraph.sandbox.diadoc.messages.statuses import state_of
from paraph.sandbox.diadoc.messages.store import Entity
from paraph.sandbox.diadoc.messages.thread import RECIPIENT_TITLES, Thread
from paraph.wire.diadoc.documents_pb2 import RecipientResponseStatus as Response
from paraph.wire.diadoc.documents_pb2 import RevocationStatus as Revocation
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

_TITLE_KINDS = {
    "XmlTorg12": Kind.XmlTorg12BuyerTitle,
    "XmlAcceptanceCertificate": Kind.XmlAcceptanceCertificateBuyerTitle,
    "UniversalTransferDocument": Kind.UniversalTransferDocumentBuyerTitle,
    "UniversalTransferDocumentRevision": Kind.UniversalTransferDocumentBuyerTitle,
    "UniversalCorrectionDocument": Kind.UniversalCorrectionDocumentBuyerTitle,
    "UniversalCorrectionDocumentRevision": Kind.UniversalCorrectionDocumentBuyerTitle,
}
#: What a receipt may be about beside a document.
_RECEIPTED = RECIPIENT_TITLES | {Kind.InvoiceConfirmation, Kind.InvoiceCorrectionRequest}
_OPEN = (Response.WaitingForRecipientSignature, Response.InvalidRecipientSignature)


def receipt(work: Work, item: Any, path: str) -> None:
    parent = work.parent(item.ParentEntityId, path)
    if parent.box == work.box.id or not (parent.is_document or parent.kind in _RECEIPTED):
        raise ApiError(400, f"{path}: A receipt for entity {parent.id} can't be sent")
    thread = work.thread(parent)
    if thread.receipt(parent) is not None:
        raise ApiError(409, f"{path}: Receipt is already sent")
    given, name = work.service_file(parent, item.SignedContent, ServiceKind.RECEIPT, path)
    kind = Kind.InvoiceReceipt if workflows.confirms(thread.document.workflow) else Kind.Receipt
    work.add_signed(parent, kind, given, file_name=name, labels=labels(item.Labels, path))


def correction_request(work: Work, item: Any, path: str) -> None:
    work.recipient_only(path)
    thread = work.root(item.ParentEntityId, path)
    if thread.amendment is not None:
        raise ApiError(409, f"{path}: Amendment request is already sent")
    given, name = work.service_file(thread.root, item.SignedContent, ServiceKind.AMENDMENT_REQUEST, path)
    work.add_signed(
        thread.root, Kind.InvoiceCorrectionRequest, given, file_name=name, labels=labels(item.Labels, path)
    )


# -- answers -------------------------------------------------------------------------------------------------


def signature(work: Work, item: Any, path: str) -> None:
    """The main signature of a side, one of approval, or consent to annul."""
    parent = work.parent(item.ParentEntityId, path)
    work.may_sign(parent)
    thread = work.thread(parent)
    if item.IsApprovementSignature:
        more = {"approvement": True}
    elif parent.kind == Kind.RevocationRequest:
        _check_revocation_answer(work, thread, parent, path)
        work.answer("Revocation", parent)
        more = {}
    else:
        _check_signing(work, thread, parent, path)
        more = {}
    data = patched(work.db, parent.document, item.PatchedContentId) or work.content(parent)
    given = contents.signature(work.call, work.box, item, data, path)
    rest = {**more, **({"labels": labels(item.Labels, path)} if item.Labels else {})}
    work.add(*sign(work.db, parent, work.box.id, given, work.moment, user=work.call.user.id, **rest))


def _check_signing(work: Work, thread: Thread, parent: Entity, path: str) -> None:
    if not parent.is_document:
        raise ApiError(400, f"{path}: Entity {parent.id} can't be signed")
    if work.is_sender and not (work.letter.internal and thread.sender_signature):
        if thread.sender_signature is not None and thread.valid(thread.sender_signature) is not False:
            raise ApiError(409, f"{path}: Document is already signed")
        return
    if work.box.id == work.letter.proxy_box:
        own = thread.signature(parent, work.box.id)
        if own is not None and thread.valid(own) is not False:
            raise ApiError(409, f"{path}: Document is already signed")
        return
    if thread.document.workflow.recipient_action not in ("Signature", "OptionalSignature"):
        raise ApiError(
            400, f"{path}: Workflow {thread.document.workflow_id} does not allow a recipient's signature"
        )
    _check_open(thread, path)
    work.answer("Signature", parent)


def _check_open(thread: Thread, path: str) -> None:
    """Raises `ApiError` 409 unless the recipient's answer is waited for."""
    state = state_of(thread)
    if state.revocation == Revocation.RevocationAccepted:
        raise ApiError(409, f"{path}: Document is revoked")
    if state.response == Response.RecipientResponseStatusNotAcceptable:
        raise ApiError(400, f"{path}: Recipient's answer was not requested")
    if state.response not in _OPEN:
        raise ApiError(409, f"{path}: Document is already signed or rejected")


def rejection(work: Work, item: Any, path: str) -> None:
    """A refusal to sign a document, or to annul it."""
    _reject(work, item, path, formal=True)


def plain_rejection(work: Work, item: Any, path: str) -> None:
    """The older refusal: the reason as plain text."""
    _reject(work, item, path, formal=False)


def _reject(work: Work, item: Any, path: str, *, formal: bool) -> None:
    parent = work.parent(item.ParentEntityId, path)
    thread = work.thread(parent)
    if parent.kind == Kind.RevocationRequest:
        _check_revocation_answer(work, thread, parent, path)
        what = "RevocationRejection"
    elif parent.is_document:
        work.recipient_only(path)
        if work.box.id != work.letter.proxy_box:
            _check_open(thread, path)
        what = "SignatureRejection"
    else:
        raise ApiError(400, f"{path}: Entity {parent.id} can't be rejected")
    if formal:
        given, name = work.service_file(parent, item.SignedContent, ServiceKind.AMENDMENT_REQUEST, path)
    else:
        given, name = work.signed_file(parent, item.SignedContent, path), ""
    kind = Kind.XmlSignatureRejection if formal else Kind.SignatureRequestRejection
    work.add_signed(parent, kind, given, file_name=name, labels=labels(item.Labels, path))
    work.answer(what, parent)


def recipient_title(work: Work, item: Any, path: str) -> None:
    work.recipient_only(path)
    thread = work.root(item.ParentEntityId, path)
    document = thread.document
    if document.workflow.recipient_action != "Title":
        raise ApiError(400, f"{path}: Workflow {document.workflow_id} does not allow a recipient's title")
    _check_open(thread, path)
    given = work.signed_file(thread.root, item.SignedContent, path)
    description = types.find(
        document.type, document.function, document.version,
        own=types.own_types(work.call.world, work.letter.from_box),
    )  # fmt: skip
    problems = types.check_metadata(description, 1, [], given.content)
    if problems:
        raise ApiError(
            400,
            "; ".join(f"{path}: {problem}" for problem in problems),
            code="DocumentService.InvalidFileContent",
        )
    name = types.metadata_of(description, 1, [], given.content).get("FileName", "")
    about = {"need_receipt": item.NeedReceipt, "outcome": types.outcome_of(given.content)}
    kind = _TITLE_KINDS.get(document.type, Kind.Title)
    work.add_signed(thread.root, kind, given, file_name=name, labels=labels(item.Labels, path), **about)
    work.answer("Signature", thread.root)


# -- annulment -----------------------------------------------------------------------------------------------


def revocation_request(work: Work, item: Any, path: str) -> None:
    thread = work.root(item.ParentEntityId, path)
    work.need_delivered(path)
    state = state_of(thread)
    if state.revocation not in (Revocation.RevocationStatusNone, Revocation.RevocationRejected):
        raise ApiError(409, f"{path}: Revocation is already requested")
    given, name = work.service_file(thread.root, item.SignedContent, ServiceKind.REVOCATION_REQUEST, path)
    work.add_signed(
        thread.root, Kind.RevocationRequest, given, file_name=name, labels=labels(item.Labels, path)
    )
    work.answer("RevocationRequest", thread.root)


def _check_revocation_answer(work: Work, thread: Thread, request: Entity, path: str) -> None:
    if request.box == work.box.id and not work.letter.internal:
        raise ApiError(403, f"{path}: Own revocation request can't be answered")
    if thread.revocation is None or thread.revocation.id != request.id:
        raise ApiError(409, f"{path}: Revocation request is not actual")
    if state_of(thread).revocation in (Revocation.RevocationAccepted, Revocation.RevocationRejected):
        raise ApiError(409, f"{path}: Revocation request is already answered")
