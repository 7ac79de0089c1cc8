"""The file a service document is about, as the box sees it: its name, its signatures, whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from paraph.formats.service_documents import SignedFile
from paraph.sandbox.diadoc.api import Call
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation.parties import box_of
from paraph.sandbox.diadoc.messages import store
from paraph.sandbox.diadoc.messages import thread as threads
from paraph.sandbox.diadoc.messages.access import require_document
from paraph.sandbox.diadoc.messages.store import Document, Entity, Letter
from paraph.sandbox.diadoc.messages.thread import Thread

_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


def moment(ticks: int) -> datetime:
    """Ticks of the service as a moment in UTC."""
    return _YEAR_ONE + timedelta(microseconds=ticks // 10)


@dataclass(frozen=True)
class Subject:
    """An entity the box sees, with what stands beside it."""

    box: Box
    thread: Thread
    entity: Entity
    content: bytes
    #: Signatures of its author, as they were given.
    signatures: tuple[bytes, ...]

    @property
    def document(self) -> Document:
        return self.thread.document

    @property
    def letter(self) -> Letter:
        return self.thread.letter

    @property
    def is_title(self) -> bool:
        return self.entity.is_document or self.entity.kind in threads.RECIPIENT_TITLES

    @property
    def is_mine(self) -> bool:
        return self.entity.box == self.box.id

    @property
    def file(self) -> SignedFile:
        """Raises `FormatError` when nobody has signed it."""
        return SignedFile(self.entity.file_name, self.signatures)

    @property
    def seen_at(self) -> datetime:
        return moment(self.entity.seen)

    def partner(self, call: Call) -> Box:
        """The other end: the author of what is not ours; `ApiError` 409 when there is none."""
        if self.entity.box and not self.is_mine:
            return box_of(call.world, self.entity.box)
        others = [box for box in self.letter.boxes if box != self.box.id]
        if not others:
            raise ApiError(409, "The document has no counteragent")
        return box_of(call.world, others[-1])


def subject(call: Call, message_id: str, entity_id: str) -> Subject:
    """What the ids name in the box of the call (`boxId`); `ApiError` 403 or 404 when it is not seen."""
    box = call.box(call.required("boxId"))
    with call.world.reading() as db:
        entity = store.entity(db, box.id, entity_id)
        if store.letter(db, message_id) is None:
            raise ApiError(404, f"Message {message_id} is not found")
        thread = threads.load(db, box.id, entity.document) if entity else None
        if entity is None or thread is None or entity.letter != message_id.lower() or entity.is_signature:
            raise ApiError(404, f"Entity {entity_id} is not found in message {message_id}")
        require_document(call, box, thread.card)
        given = [one for one in thread.signatures(entity) if one.box == entity.box]
        signatures = tuple(filter(None, (store.content(db, one) for one in given)))
        return Subject(box, thread, entity, store.content(db, entity) or b"", signatures)
