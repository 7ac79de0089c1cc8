"""Methods that make and read service documents: receipts, refusals, requests for amendment, annulment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from paraph.formats.participants import Signer
from paraph.formats.service_documents import (
    About,
    BuiltFile,
    build_amendment_request,
    build_receipt,
    build_refusal,
    build_revocation_request,
)
from paraph.formats.service_reading import ServiceDocument, ServiceKind, read_service_document
from paraph.formats.xml_files import FormatError
from paraph.sandbox.diadoc.api import Access, Call, Reply, endpoint
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation import signers
from paraph.sandbox.diadoc.generation.answers import file_reply
from paraph.sandbox.diadoc.generation.parties import participant
from paraph.sandbox.diadoc.generation.subjects import Subject, moment, subject
from paraph.sandbox.diadoc.messages import workflows
from paraph.wire.diadoc import generation_pb2 as pb
from paraph.wire.diadoc.messages_pb2 import AttachmentType

#: Longest text of a refusal or a request for amendment.
_LONGEST_TEXT = 5000
_VERSIONS = {"revocation_request_01": "1.01", "revocation_request_02": "1.02"}


#: Who signs the file about a subject.
Who = Callable[[Subject], Signer]


def _by_content(call: Call, content: bytes) -> Who:
    return lambda about: signers.of_content(call, about.box, content)


def _by_message(call: Call, signer: pb.Signer) -> Who:
    """The first versions of the methods know no powers of attorney."""
    return lambda about: signers.of_message(call, signer)


def _ids(call: Call) -> tuple[str, str]:
    return call.required("messageId"), call.required("attachmentId")


# -- receipts ------------------------------------------------------------------------------------------------


@endpoint("POST", "/V2/GenerateReceiptXml")
def generate_receipt(call: Call) -> Reply:
    asked = call.body(pb.ReceiptGenerationRequestV2)
    return _receipt(call, (asked.MessageId, asked.AttachmentId), _by_content(call, asked.SignerContent))


@endpoint("POST", "/GenerateReceiptXml")
def generate_receipt_v1(call: Call) -> Reply:
    return _receipt(call, _ids(call), _by_message(call, call.body(pb.Signer)))


def _receipt(call: Call, ids: tuple[str, str], who: Who) -> Reply:
    """On the other side's title or on its request for amendment; 409 where the workflow has no receipt."""
    about = _subject_of_receipt(call, *ids)
    if not _receipt_possible(about):
        raise ApiError(409, "Generating receipt for this entity is not supported")
    return _made(
        call, about, who(about), lambda it, now: build_receipt(it, received_at=about.seen_at, made_at=now)
    )


def _subject_of_receipt(call: Call, message_id: str, entity_id: str) -> Subject:
    try:
        return subject(call, message_id, entity_id)
    except ApiError as error:
        if error.status != 404:
            raise
        text = f"Unable to find document for entity with LetterId=[{message_id}], EntityId=[{entity_id}]"
        raise ApiError(400, text) from error


def _receipt_possible(about: Subject) -> bool:
    workflow, kind = about.document.workflow, about.entity.kind
    if about.is_mine:
        return False
    if kind == AttachmentType.InvoiceCorrectionRequest:
        return "Receipt" in workflow.amendment_answer
    if about.entity.is_document:
        return workflows.wants_receipt(workflow, about.document.need_receipt)
    return about.is_title and workflows.title_receipt(workflow) != "Never"


# -- refusals, amendments, annulment -------------------------------------------------------------------------


@endpoint("POST", "/V2/GenerateSignatureRejectionXml")
def generate_rejection(call: Call) -> Reply:
    asked = call.body(pb.SignatureRejectionGenerationRequestV2)
    who = _by_content(call, asked.SignerContent)
    return _rejection(call, (asked.MessageId, asked.AttachmentId), who, asked.ErrorMessage)


@endpoint("POST", "/GenerateSignatureRejectionXml")
def generate_rejection_v1(call: Call) -> Reply:
    asked = call.body(pb.SignatureRejectionInfo)
    return _rejection(call, _ids(call), _by_message(call, asked.Signer), asked.ErrorMessage)


def _rejection(call: Call, ids: tuple[str, str], who: Who, text: str) -> Reply:
    """Of a title or of a proposal of annulment."""
    about = subject(call, *ids)
    if about.is_mine or not (about.is_title or about.entity.kind == AttachmentType.RevocationRequest):
        raise ApiError(409, "Generating signature rejection for this entity is not supported")
    _check_text(text, "ErrorMessage")
    return _made(
        call,
        about,
        who(about),
        lambda it, now: build_refusal(it, text=text, received_at=about.seen_at, made_at=now),
    )


@endpoint("POST", "/V2/GenerateInvoiceCorrectionRequestXml")
def generate_correction_request(call: Call) -> Reply:
    asked = call.body(pb.InvoiceCorrectionRequestGenerationRequestV2)
    who = _by_content(call, asked.SignerContent)
    return _amendment(call, (asked.MessageId, asked.AttachmentId), who, asked.ErrorMessage)


@endpoint("POST", "/GenerateInvoiceCorrectionRequestXml")
def generate_correction_request_v1(call: Call) -> Reply:
    asked = call.body(pb.InvoiceCorrectionRequestInfo)
    return _amendment(call, _ids(call), _by_message(call, asked.Signer), asked.ErrorMessage)


def _amendment(call: Call, ids: tuple[str, str], who: Who, text: str) -> Reply:
    """Only the recipient may ask for an amendment of the document."""
    about = subject(call, *ids)
    if about.is_mine or not about.entity.is_document or about.document.workflow.amendment_answer == "None":
        raise ApiError(409, "Generating correction request for this entity is not supported")
    _check_text(text, "ErrorMessage")
    return _made(
        call,
        about,
        who(about),
        lambda it, now: build_amendment_request(it, text=text, received_at=about.seen_at, made_at=now),
    )


@endpoint("POST", "/V2/GenerateRevocationRequestXml")
def generate_revocation_request(call: Call) -> Reply:
    """The form is chosen by `contentTypeId`."""
    version = _VERSIONS.get(call.required("contentTypeId"))
    if version is None:
        raise ApiError(400, f"contentTypeId: {', '.join(_VERSIONS)}")
    return _revocation(call, version)


@endpoint("POST", "/GenerateRevocationRequestXml")
def generate_revocation_request_v1(call: Call) -> Reply:
    return _revocation(call, "1.01")


def _revocation(call: Call, version: str) -> Reply:
    """By either side, about the document itself."""
    asked = call.body(pb.RevocationRequestContent)
    about = subject(call, *_ids(call))
    if not about.entity.is_document or about.letter.internal:
        raise ApiError(409, "Generating revocation request for this entity is not supported")
    if not about.signatures:
        raise ApiError(404, f"Entity {about.entity.id} has no signature")
    text = asked.Comment
    _check_text(text, "Comment")
    return _made(
        call,
        about,
        signers.of_message(call, asked.Signer),
        lambda it, now: build_revocation_request(it, text=text, made_at=now, version=version),
    )


def _made(call: Call, about: Subject, signer: Signer, build: Callable[[About, datetime], BuiltFile]) -> Reply:
    with _refusals():
        common = About(
            subject=about.file,
            author=participant(about.box),
            addressee=participant(about.partner(call)),
            guid=uuid4(),
            signer=signer,
        )
        name, data = build(common, moment(call.world.now_ticks()))
    return file_reply(name, data)


def _check_text(value: str, field: str) -> None:
    if len(value) > _LONGEST_TEXT:
        raise ApiError(400, f"{field} must be no longer than {_LONGEST_TEXT} characters")


@contextmanager
def _refusals() -> Iterator[None]:
    """What the format cannot hold is the caller's mistake."""
    try:
        yield
    except FormatError as error:
        raise ApiError(400, str(error)) from error


# -- reading -------------------------------------------------------------------------------------------------


def _read(data: bytes, *kinds: ServiceKind) -> ServiceDocument:
    with _refusals():
        found = read_service_document(data)
    if found.kind not in kinds:
        raise ApiError(400, f"Это документ {found.kind}, а нужен {' или '.join(kinds)}.")
    return found


@endpoint("POST", "/ParseRevocationRequestXml", Access.KEY)
def parse_revocation_request(call: Call) -> pb.RevocationRequestContent:
    found = _read(call.raw, ServiceKind.REVOCATION_REQUEST)
    return pb.RevocationRequestContent(Comment=found.text, Signer=signers.to_message(found.signer))


@endpoint("POST", "/ParseSignatureRejectionXml", Access.KEY)
def parse_rejection(call: Call) -> pb.SignatureRejectionInfo:
    found = _read(call.raw, ServiceKind.AMENDMENT_REQUEST)
    return pb.SignatureRejectionInfo(ErrorMessage=found.text, Signer=signers.to_message(found.signer))


@endpoint("GET", "/GetInvoiceCorrectionRequestInfo")
def correction_request_info(call: Call) -> pb.InvoiceCorrectionRequestInfo:
    about = subject(call, call.required("messageId"), call.required("entityId"))
    if about.entity.kind != AttachmentType.InvoiceCorrectionRequest:
        raise ApiError(404, f"Entity {about.entity.id} is not a correction request")
    found = _read(about.content, ServiceKind.AMENDMENT_REQUEST)
    return pb.InvoiceCorrectionRequestInfo(ErrorMessage=found.text, Signer=signers.to_message(found.signer))
