"""Drafts: sent, recycled, prepared for signing."""

from __future__ import annotations

import sqlite3

from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.api import ApiError, Call, endpoint
from paraph.sandbox.diadoc.directory import Box, box_guid
from paraph.sandbox.diadoc.messages import contents, events, operations, render, store
from paraph.sandbox.diadoc.messages.parties import parties, require
from paraph.sandbox.diadoc.messages.posting import Prepared, create
from paraph.sandbox.diadoc.messages.read import letter_of, thread_of
from paraph.sandbox.diadoc.messages.store import Document, Entity, Letter
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import DocumentId
from paraph.wire.diadoc.messages_pb2 import AttachmentType


def draft_of(db: sqlite3.Connection, box: Box, draft_id: str) -> Letter:
    """A draft of the box still in use. Raises `ApiError` 404 or 409."""
    letter = store.letter(db, draft_id)
    if letter is None or letter.kind != store.DRAFT or letter.from_box != box.id:
        raise ApiError(404, f"Draft {draft_id} is not found")
    if letter.more.get("recycled"):
        raise ApiError(409, f"Draft {draft_id} is already recycled")
    return letter


@endpoint("POST", "/SendDraft")
def send_draft(call: Call) -> pb.Message:
    """A message out of a draft; the draft is over then."""
    posted = call.body(pb.DraftToSend)
    box = call.box(posted.BoxId)
    return operations.once(call, "SendDraft", box.id, lambda db: _send(call, db, box, posted), pb.Message)


def _send(call: Call, db: sqlite3.Connection, box: Box, posted: pb.DraftToSend) -> pb.Message:
    require(call, box, "SignDocuments")
    draft = draft_of(db, box, posted.DraftId)
    if posted.ToBoxId and draft.to_box and box_guid(posted.ToBoxId) != draft.to_box:
        raise ApiError(400, "DraftToSend.ToBoxId differs from the recipient of the draft")
    who = parties(
        call,
        box,
        posted.ToBoxId or draft.to_box,
        posted.ProxyBoxId or draft.proxy_box,
        internal=draft.internal,
        departments=(
            draft.from_department,
            posted.ToDepartmentId or draft.to_department,
            posted.ProxyDepartmentId or draft.proxy_department,
        ),
    )
    given = {item.ParentEntityId.lower(): item for item in posted.DocumentSignatures}
    prepared = [
        _prepared(call, db, box, document, given.get(document.id), f"DraftToSend.Documents[{index}]")
        for index, document in enumerate(store.documents_of(db, draft.id))
    ]
    letter = create(
        call, db, who, prepared, lock_mode=draft.lock_mode, draft=draft.id, origin=[store.DRAFT, draft.id]
    )
    _end(call, db, draft, became=[letter.id])
    return render.message(db, box.id, letter)


def _prepared(
    call: Call,
    db: sqlite3.Connection,
    box: Box,
    document: Document,
    given: pb.DocumentSenderSignature | None,
    path: str,
) -> Prepared:
    root = store.entity(db, box.id, document.id)
    if root is None:
        raise LookupError(document.id)
    data = patched(db, document.id, given.PatchedContentId) if given else None
    data = data or store.content(db, root) or b""
    if given is None:
        raise ApiError(400, f"{path}: Signature for document {document.id} is not specified")
    return prepared_again(
        call, db, box, document, root, contents.sender_signature(call, box, given, data, path), path
    )


def prepared_again(
    call: Call,
    db: sqlite3.Connection,
    box: Box,
    document: Document,
    root: Entity,
    signed: contents.Signed,
    path: str,
) -> Prepared:
    """A kept document put as one to be posted in another letter."""
    found = store.entities_of(db, box.id, document=document.id)
    comment = next((e for e in found if e.kind == AttachmentType.AttachmentComment), None)
    card = store.card(db, box.id, document.id)
    own = types.own_types(call.world, box.id)
    return Prepared(
        path=path,
        description=types.find(document.type, document.function, document.version, own=own),
        workflow_id=document.workflow_id,
        signed=signed,
        metadata=document.metadata,
        file_name=root.file_name,
        comment=(store.content(db, comment) or b"").decode() if comment else "",
        custom_id=document.custom_id,
        need_signature=document.need_signature,
        need_receipt=document.need_receipt,
        encrypted=document.encrypted,
        editing_setting=document.editing_setting,
        custom=card.custom if card else {},
    )


def _end(call: Call, db: sqlite3.Connection, draft: Letter, became: list[str]) -> None:
    moment = call.world.now_ticks()
    draft = store.update_letter(db, draft.id, recycled=True, became=became)
    marks = {"DraftIsRecycled": True, "DraftIsTransformedToMessageIdList": became}
    names = [document.id for document in store.documents_of(db, draft.id)]
    events.announce(
        call.world, db, draft.from_box, events.News(store.new_id(), draft, (), names, patch=marks), moment
    )


@endpoint("POST", "/RecycleDraft")
def recycle_draft(call: Call) -> None:
    """«409» the second time."""
    box = call.box(call.required("boxId"))
    with call.world.writing() as db:
        _end(call, db, draft_of(db, box, call.required("draftId")), [])


# -- before signing ------------------------------------------------------------------------------------------


@endpoint("POST", "/PrepareDocumentsToSign")
def prepare_documents_to_sign(call: Call) -> pb.PrepareDocumentsToSignResponse:
    """Contents to sign, each under an id to quote with the signature.

    The sandbox writes no signer into titles: what is prepared is the content as it is.
    """
    asked = call.body(pb.PrepareDocumentsToSignRequest)
    box = call.box(asked.BoxId)
    answer = pb.PrepareDocumentsToSignResponse()
    with call.world.writing() as db:
        for item in asked.DraftDocuments:
            letter_of(call, db, box, item.DocumentId.MessageId)
            _keep_patched(call, db, box, item.DocumentId, answer)
        for document in asked.Documents:
            _keep_patched(call, db, box, document.DocumentId, answer)
        for number, given in enumerate(asked.Contents):
            path = f"PrepareDocumentsToSignRequest.Contents[{number}].Content"
            data = contents.content_of(call, given.Content, path)
            none = DocumentId(MessageId="", EntityId="")
            _answer(call, db, box, none, "", data, answer)
    return answer


def _keep_patched(
    call: Call,
    db: sqlite3.Connection,
    box: Box,
    wanted: DocumentId,
    answer: pb.PrepareDocumentsToSignResponse,
) -> None:
    thread = thread_of(call, db, box, wanted.MessageId, wanted.EntityId)
    data = store.content(db, thread.root) or b""
    _answer(call, db, box, wanted, thread.document.id, data, answer)


def _answer(
    call: Call,
    db: sqlite3.Connection,
    box: Box,
    wanted: DocumentId,
    document: str,
    data: bytes,
    answer: pb.PrepareDocumentsToSignResponse,
) -> None:
    made = store.new_id()
    kept = store.keep(db, data)
    db.execute("INSERT INTO patched_contents VALUES (?, ?, ?, ?)", (made, document, box.id, kept))
    content = None if call.flag("excludeContent") else data
    answer.DocumentPatchedContents.add(DocumentId=wanted, PatchedContentId=made, Content=content)


def patched(db: sqlite3.Connection, document: str, name: str) -> bytes | None:
    """A prepared content of a document; None when no name is given. Raises `ApiError` 400."""
    if not name:
        return None
    row = db.execute(
        "SELECT data FROM patched_contents JOIN contents USING (hash) WHERE id = ? AND document = ?",
        (name.lower(), document),
    ).fetchone()
    if row is None:
        raise ApiError(400, f"PatchedContentId {name} is not found")
    return bytes(row["data"])
