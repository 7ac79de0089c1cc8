"""A letter with its documents put into the sender's box; used by every way to send one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.api import ApiError, Call
from paraph.sandbox.diadoc.messages import cards, events, packets, store
from paraph.sandbox.diadoc.messages.contents import Power, Signed
from paraph.sandbox.diadoc.messages.parties import Parties, is_test
from paraph.sandbox.diadoc.messages.store import DRAFT, LETTER, Document, Entity, Letter
from paraph.sandbox.diadoc.world import World
from paraph.wire.diadoc.common_pb2 import CustomDataItem, DocumentId
from paraph.wire.diadoc.messages_pb2 import AttachmentType, EntityType

#: Documents in one message.
MAX_DOCUMENTS = 40
MAX_COMMENT = 5000
MAX_TAG_KEY, MAX_TAG_VALUE, MAX_TAGS = 60, 200, 30


@dataclass(frozen=True)
class Prepared:
    """A checked document that is about to be kept."""

    path: str
    description: types.Description
    workflow_id: int
    signed: Signed
    metadata: dict[str, str]
    file_name: str
    comment: str = ""
    custom_id: str = ""
    need_signature: bool = False
    need_receipt: bool = False
    encrypted: bool = False
    editing_setting: str = ""
    initial: Sequence[DocumentId] = ()
    subordinate: Sequence[DocumentId] = ()
    custom: dict[str, str] = field(default_factory=dict)
    structured: Sequence[tuple[str, bytes]] = ()


def tags(items: Sequence[CustomDataItem], path: str) -> dict[str, str]:
    """CustomData within its limits. Raises `ApiError` 400."""
    for item in items:
        if not item.Key or len(item.Key) > MAX_TAG_KEY or len(item.Value) > MAX_TAG_VALUE:
            raise ApiError(
                400, f"{path}: CustomData key must be 1-{MAX_TAG_KEY}, value up to {MAX_TAG_VALUE} characters"
            )
    if len(items) > MAX_TAGS:
        raise ApiError(400, f"{path}: CustomData must contain up to {MAX_TAGS} items")
    return {item.Key: item.Value for item in items}


def check_comment(text: str, path: str) -> str:
    if len(text) > MAX_COMMENT:
        raise ApiError(400, f"{path}: Comment length exceeds maximum {MAX_COMMENT}")
    return text


def create(
    call: Call,
    db: sqlite3.Connection,
    who: Parties,
    prepared: Sequence[Prepared],
    *,
    kind: int = LETTER,
    lock_mode: int = 1,
    **more: Any,
) -> Letter:
    """Keeps the letter, tells the sender's feed, and has signatures checked if all are there."""
    world, moment = call.world, call.world.now_ticks()
    ready = kind == LETTER and all(item.signed.signature for item in prepared)
    letter = _letter(who, kind, lock_mode, moment, {**more, **({"sent": moment} if ready else {})})
    store.put_letter(db, letter)
    packet = store.new_id()
    documents, entities = [], []
    for position, item in enumerate(prepared):
        document, own = _put(call, db, letter, item, position, moment)
        documents.append(document)
        entities += own
        store.show(db, letter.from_box, own, moment)
        department = letter.to_department if letter.internal else letter.from_department
        cards.open_card(
            db, letter.from_box, letter, document, moment,
            department=department, packet=packet, custom=item.custom,
        )  # fmt: skip
    _link(db, letter, documents, prepared, moment)
    news = events.News(letter.id, letter, entities, [document.id for document in documents], whole=True)
    events.announce(world, db, letter.from_box, news, moment)
    if ready:
        check_later(world, letter, "", letter.from_box, entities)
    return letter


def _letter(who: Parties, kind: int, lock_mode: int, moment: int, more: dict[str, Any]) -> Letter:
    return Letter(
        id=store.new_id(),
        kind=kind,
        created=moment,
        from_box=who.sender.id,
        to_box=who.recipient.id if who.recipient else "",
        proxy_box=who.proxy.id if who.proxy else "",
        from_department=who.from_department,
        to_department=who.to_department,
        proxy_department=who.proxy_department,
        internal=who.internal,
        lock_mode=lock_mode,
        more={**more, "test": is_test(who.sender)},
    )


def check_later(world: World, letter: Letter, patch: str, box: str, entities: Sequence[Entity]) -> None:
    """Has the operator check signatures among `entities`, then send on what they sign."""
    signatures = [entity.id for entity in entities if entity.is_signature]
    payload = {"letter": letter.id, "patch": patch, "box": box, "entities": [e.id for e in entities]}
    if signatures:
        world.later("diadoc-check", {**payload, "signatures": signatures})
    else:
        world.later("diadoc-deliver-patch", payload)


def _put(
    call: Call, db: sqlite3.Connection, letter: Letter, item: Prepared, position: int, moment: int
) -> tuple[Document, list[Entity]]:
    own = item.description
    document = Document(
        store.new_id(), letter.id, position, own.type_named_id, own.function, own.version, item.workflow_id,
        item.custom_id, item.need_signature, item.need_receipt, item.encrypted, item.metadata,
        item.editing_setting,
    )  # fmt: skip
    store.put_document(db, document)
    root = Entity(
        document.id, letter.id, document.id, EntityType.Attachment, attachment_type(own.type_named_id),
        moment, box=letter.from_box, department=letter.from_department, user=call.user.id,
        file_name=item.file_name,
    )  # fmt: skip
    entities = [store.put_entity(db, root, item.signed.content)]
    if item.signed.signature and letter.kind != DRAFT:
        entities += sign(db, root, letter.from_box, item.signed, moment, user=call.user.id)
    if item.comment:
        entities.append(
            child(db, root, AttachmentType.AttachmentComment, moment, item.comment.encode(), call.user.id)
        )
    for name, data in item.structured:
        entities.append(
            child(db, root, AttachmentType.StructuredData, moment, data, call.user.id, file_name=name)
        )
    return document, entities


def child(
    db: sqlite3.Connection, parent: Entity, kind: int, moment: int, data: bytes | None, user: str, **rest: Any
) -> Entity:
    """A file under `parent` by the same author unless `box` says otherwise."""
    rest.setdefault("box", parent.box)
    new = Entity(
        store.new_id(), parent.letter, parent.document, EntityType.Attachment, kind, moment,
        parent=parent.id, user=user, **rest,
    )  # fmt: skip
    return store.put_entity(db, new, data)


def sign(
    db: sqlite3.Connection,
    parent: Entity,
    box: str,
    signed: Signed,
    moment: int,
    *,
    user: str = "",
    **more: Any,
) -> list[Entity]:
    """A signature over `parent`, with its power of attorney if one was given."""
    if signed.test:
        more["test"] = True
    if signed.labels:
        more["labels"] = signed.labels
    new = store.signature(parent, box, moment, user=user, more=more)
    entities = [store.put_entity(db, new, signed.signature)]
    if signed.power is not None:
        entities.append(_power(db, new, signed.power, moment, user))
    return entities


def _power(db: sqlite3.Connection, signature: Entity, power: Power, moment: int, user: str) -> Entity:
    about = {"full_id": [power.number, power.issuer_inn], "sending": power.sending}
    data = power.files[0] if power.files else None
    return child(db, signature, AttachmentType.PowerOfAttorney, moment, data, user, more=about)


def attachment_type(type_named_id: str) -> int:
    """Newer types have no number of their own and come as titles."""
    known = AttachmentType.Value.DESCRIPTOR.values_by_name
    return int(known[type_named_id].number) if type_named_id in known else AttachmentType.Title


def _link(
    db: sqlite3.Connection,
    letter: Letter,
    documents: Sequence[Document],
    prepared: Sequence[Prepared],
    moment: int,
) -> None:
    by_custom = {document.custom_id: document for document in documents if document.custom_id}
    for document, item in zip(documents, prepared, strict=True):
        for ids, forward in ((item.initial, True), (item.subordinate, False)):
            for wanted in ids:
                other = _linked(db, letter, by_custom, wanted, item.path)
                ends = (other.letter, other.id), (letter.id, document.id)
                store.link(db, *(ends if forward else ends[::-1]))
                if other.letter != letter.id and not packets.are_locked(db, document.id, other.id):
                    packets.join(db, letter.from_box, other.id, [d.id for d in documents], moment)


def _linked(
    db: sqlite3.Connection, letter: Letter, by_custom: dict[str, Document], wanted: DocumentId, path: str
) -> Document:
    if not wanted.MessageId:
        if wanted.EntityId not in by_custom:
            raise ApiError(400, f"{path}: Document with CustomDocumentId {wanted.EntityId} is not found")
        return by_custom[wanted.EntityId]
    found = store.document(db, wanted.EntityId)
    if (
        found is None
        or found.letter != wanted.MessageId.lower()
        or not store.card(db, letter.from_box, found.id)
    ):
        raise ApiError(400, f"{path}: Document {wanted.MessageId}/{wanted.EntityId} is not found")
    return found
