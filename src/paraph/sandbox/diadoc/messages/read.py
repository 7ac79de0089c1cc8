"""Reading one message, document, entity or signature."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from paraph.sandbox.diadoc.api import ApiError, Call, Reply, endpoint
from paraph.sandbox.diadoc.certificates import thumbprint
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.messages import access, cards, render, store
from paraph.sandbox.diadoc.messages.store import INBOUND, Entity, Letter
from paraph.sandbox.diadoc.messages.thread import Thread, load
from paraph.trust.cms import parse_signed_data
from paraph.wire.diadoc import documents_pb2, signing_pb2
from paraph.wire.diadoc import messages_pb2 as pb

_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


def letter_of(call: Call, db: sqlite3.Connection, box: Box, message_id: str) -> Letter:
    """A message of the box. Raises `ApiError` 404."""
    letter = store.letter(db, message_id)
    if letter is None or not store.cards_of(db, letter.id, box.id):
        raise ApiError(404, f"Message {message_id} is not found")
    return letter


def thread_of(call: Call, db: sqlite3.Connection, box: Box, message_id: str, document_id: str) -> Thread:
    """A document of the box the caller may see. Raises `ApiError` 403 or 404."""
    thread = load(db, box.id, document_id)
    if thread is None or thread.letter.id != message_id.lower():
        raise ApiError(404, f"Document {message_id}/{document_id} is not found")
    access.require_document(call, box, thread.card)
    return thread


# -- messages ------------------------------------------------------------------------------------------------


@endpoint("GET", "/V6/GetMessage")
def get_message_v6(call: Call) -> pb.Message:
    return _message(call)


@endpoint("GET", "/V5/GetMessage")
def get_message_v5(call: Call) -> pb.Message:
    return _message(call)


@endpoint("GET", "/V4/GetMessage")
def get_message_v4(call: Call) -> pb.Message:
    """Signatures with a stamp have the original ones as parents here."""
    return _message(call, old_parents=True)


@endpoint("GET", "/V3/GetMessage")
def get_message_v3(call: Call) -> pb.Message:
    """As version 4, with content unless told otherwise."""
    return _message(call, old_parents=True, inject=True)


def _message(call: Call, *, old_parents: bool = False, inject: bool = False) -> pb.Message:
    box = call.box(call.required("boxId"))
    wanted = (call.arg("entityId") or "").lower()
    with call.world.reading() as db:
        letter = letter_of(call, db, box, call.required("messageId"))
        if wanted:
            thread_of(call, db, box, letter.id, wanted)
        else:
            access.require_letter(call, db, box, letter)
        entities = store.entities_of(db, box.id, letter=letter.id)
        shown = [entity for entity in entities if not wanted or entity.document == wanted]
        twins = {entity.parent: entity for entity in shown if entity.more.get("cades_t")}
        original = call.flag("originalSignature")
        answer = render.message(db, box.id, letter, _chosen(shown, twins, original))
        if not original and not old_parents:
            signed = {twin.id: _by_id(shown, twin.parent).parent for twin in twins.values()}
            for entity in answer.Entities:
                entity.ParentEntityId = signed.get(entity.EntityId, entity.ParentEntityId)
        if call.flag("injectEntityContent", inject):
            render.inject(db, box.id, answer.Entities)
    return answer


def _by_id(entities: list[Entity], entity_id: str) -> Entity:
    return next(entity for entity in entities if entity.id == entity_id)


def _chosen(entities: list[Entity], twins: dict[str, Entity], original: bool) -> list[Entity]:
    """Original signatures, or in their place those raised to CAdES-T where there are some."""
    if original:
        return [entity for entity in entities if not entity.more.get("cades_t")]
    return [entity for entity in entities if entity.id not in twins]


# -- documents -----------------------------------------------------------------------------------------------


@endpoint("GET", "/V3/GetDocument")
def get_document(call: Call) -> documents_pb2.Document:
    """Content comes along by default, unlike `GetMessage`; larger than 1 048 576 bytes it is left out."""
    box = call.box(call.required("boxId"))
    with call.world.reading() as db:
        thread = thread_of(call, db, box, call.required("messageId"), call.required("entityId"))
        answer = render.document(db, thread)
        root = thread.root
        if root.size is not None:
            answer.Content.Size = root.size
            if call.flag("injectEntityContent", True) and root.size <= render.MAX_INJECTED:
                answer.Content.Data = store.content(db, root) or b""
    return answer


@endpoint("GET", "/GetDocumentsByMessageId")
def get_documents_by_message_id(call: Call) -> documents_pb2.DocumentList:
    box = call.box(call.required("boxId"))
    with call.world.reading() as db:
        letter = letter_of(call, db, box, call.required("messageId"))
        access.require_letter(call, db, box, letter)
        ids = [card.document for card in store.cards_of(db, letter.id, box.id)]
        return _list(db, box, ids)


@endpoint("GET", "/GetDocumentsByCustomId")
def get_documents_by_custom_id(call: Call) -> documents_pb2.DocumentList:
    """The sender's documents with an id of its own."""
    box = call.box(call.required("boxId"))
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT documents.id FROM documents JOIN letters ON letters.id = letter"
            " WHERE custom_id = ? AND custom_id != '' AND from_box = ? ORDER BY created",
            (call.required("customDocumentId"), box.id),
        ).fetchall()
        cards_ = [store.card(db, box.id, row["id"]) for row in rows]
        ids = [card.document for card in cards_ if card and access.sees(call, box, card)]
        return _list(db, box, ids)


def _list(db: sqlite3.Connection, box: Box, ids: list[str]) -> documents_pb2.DocumentList:
    threads = [thread for thread in (load(db, box.id, name) for name in ids) if thread is not None]
    documents = [render.document(db, thread) for thread in threads]
    return documents_pb2.DocumentList(TotalCount=len(documents), Documents=documents, HasMoreResults=False)


# -- entities ------------------------------------------------------------------------------------------------


@endpoint("GET", "/V4/GetEntityContent")
def get_entity_content(call: Call) -> Reply:
    """The bytes as they are; 404 for an entity without content. Fetching a received document reads it."""
    box = call.box(call.required("boxId"))
    with call.world.reading() as db:
        letter = letter_of(call, db, box, call.required("messageId"))
        entity = store.entity(db, box.id, call.required("entityId"))
        if entity is None or entity.letter != letter.id:
            raise ApiError(404, f"Entity {call.required('entityId')} is not found")
        card = store.card(db, box.id, entity.document)
        if card is not None:
            access.require_document(call, box, card)
        data = store.content(db, entity)
        if data is None:
            raise ApiError(404, f"Entity {entity.id} has no content")
    if card is not None and entity.is_document and card.direction == INBOUND and not card.read:
        with call.world.writing() as db:
            cards.change_card(db, box.id, entity.id, read=1)
            cards.refresh(db, box.id, [entity.id])
    return Reply(data)


@endpoint("GET", "/GetSignatureInfo")
def get_signature_info(call: Call) -> signing_pb2.SignatureInfo:
    """The signature and its certificate."""
    box = call.box(call.required("boxId"))
    with call.world.reading() as db:
        letter = letter_of(call, db, box, call.required("messageId"))
        entity = store.entity(db, box.id, call.required("entityId"))
        if entity is None or entity.letter != letter.id or not entity.is_signature:
            raise ApiError(404, f"Signature {call.required('entityId')} is not found")
        thread = thread_of(call, db, box, letter.id, entity.document)
        cms = store.content(db, entity) or b""
        original = next((e for e in thread.entities if e.id == entity.parent), entity)
        report = thread.report(original if entity.more.get("cades_t") else entity)
        verdict = store.content(db, report) if report else None
    return _signature_info(cms, report, verdict)


def _signature_info(cms: bytes, report: Entity | None, verdict: bytes | None) -> signing_pb2.SignatureInfo:
    data = parse_signed_data(cms)
    certificate = next((c for c in data.certificates if data.signers[0].points_at(c)), None)
    if certificate is None:
        raise ApiError(404, "Certificate of the signature is not found")
    signer = certificate.signer_info()
    claimed = data.signers[0].claimed_time or certificate.not_before
    info = signing_pb2.SignatureInfo(
        Thumbprint=thumbprint(certificate.raw),
        SerialNumber=signer.serial,
        Issuer=signer.issuer,
        StartDate=certificate.not_before.strftime("%d.%m.%Y"),
        EndDate=certificate.not_after.strftime("%d.%m.%Y"),
        OrgName=signer.organization,
        OrgInn=signer.inn_le,
        JobTitle=signer.title,
        Surname=signer.full_name.partition(" ")[0],
        FirstName=signer.full_name.partition(" ")[2],
        Snils=signer.snils,
    )
    info.SigningTime.Ticks = (claimed - _YEAR_ONE) // timedelta(microseconds=1) * 10
    if report is not None and verdict is not None:
        info.SignatureVerificationTime.Ticks = report.created
        info.SignatureVerificationResult.ParseFromString(verdict)
    return info
