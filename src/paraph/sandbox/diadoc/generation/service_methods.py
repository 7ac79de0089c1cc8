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


@endpoint("POST", "/V2/GenerateReceiptXml")
def generate_receipt(call: Call) -> Reply:
    """On the other side's title or on its request for amendment; 409 where the workflow has no receipt."""
    asked = call.body(pb.ReceiptGenerationRequestV2)
    about = _subject_of_receipt(call, asked.MessageId, asked.AttachmentId)
    if not _receipt_possible(about):
        raise ApiError(409, "Generating receipt for this entity is not supported")
    signer = signers.of_content(call, about.box, asked.SignerContent)
    return _made(
        call, about, signer, lambda it, now: build_receipt(it, received_at=about.seen_at, made_at=now)
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


@endpoint("POST", "/V2/GenerateSignatureRejectionXml")
def generate_rejection(call: Call) -> Reply:
    """Of a title or of a proposal of annulment."""
    asked = call.body(pb.SignatureRejectionGenerationRequestV2)
    about = subject(call, asked.MessageId, asked.AttachmentId)
    if about.is_mine or not (about.is_title or about.entity.kind == AttachmentType.RevocationRequest):
        raise ApiError(409, "Generating signature rejection for this entity is not supported")
    signer = signers.of_content(call, about.box, asked.SignerContent)
    text = _text(asked.ErrorMessage, "ErrorMessage")
    return _made(
        call,
        about,
        signer,
        lambda it, now: build_refusal(it, text=text, received_at=about.seen_at, made_at=now),
    )


@endpoint("POST", "/V2/GenerateInvoiceCorrectionRequestXml")
def generate_correction_request(call: Call) -> Reply:
    """Only the recipient may ask for an amendment of the document."""
    asked = call.body(pb.InvoiceCorrectionRequestGenerationRequestV2)
    about = subject(call, asked.MessageId, asked.AttachmentId)
    if about.is_mine or not about.entity.is_document or about.document.workflow.amendment_answer == "None":
        raise ApiError(409, "Generating correction request for this entity is not supported")
    signer = signers.of_content(call, about.box, asked.SignerContent)
    text = _text(asked.ErrorMessage, "ErrorMessage")
    return _made(
        call,
        about,
        signer,
        lambda it, now: build_amendment_request(it, text=text, received_at=about.seen_at, made_at=now),
    )


@endpoint("POST", "/V2/GenerateRevocationRequestXml")
def generate_revocation_request(call: Call) -> Reply:
    """By either side, about the document itself; the format is chosen by `contentTypeId`."""
    version = _VERSIONS.get(call.required("contentTypeId"))
    if version is None:
        raise ApiError(400, f"contentTypeId: {', '.join(_VERSIONS)}")
    asked = call.body(pb.RevocationRequestContent)
    about = subject(call, call.required("messageId"), call.required("attachmentId"))
    if not about.entity.is_document or about.letter.internal:
        raise ApiError(409, "Generating revocation request for this entity is not supported")
    if not about.signatures:
        raise ApiError(404, f"Entity {about.entity.id} has no signature")
    signer = signers.of_message(call, asked.Signer)
    text = _text(asked.Comment, "Comment")
    return _made(
        call,
        about,
        signer,
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


def _text(value: str, field: str) -> str:
    if len(value) > _LONGEST_TEXT:
        raise ApiError(400, f"{field} must be no longer than {_LONGEST_TEXT} characters")
    return value


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
