"""A patch in the making: what is being added to a message, by whom, and the checks all additions share."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any

from paraph.formats.service_reading import ServiceKind, read_service_document
from paraph.formats.xml_files import FormatError
from paraph.sandbox.diadoc.api import ApiError, Call
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.messages import judging, packets, store
from paraph.sandbox.diadoc.messages.contents import Signed, signed
from paraph.sandbox.diadoc.messages.parties import require
from paraph.sandbox.diadoc.messages.post import too_many_signatures
from paraph.sandbox.diadoc.messages.posting import child, sign
from paraph.sandbox.diadoc.messages.store import Entity, Letter
from paraph.sandbox.diadoc.messages.thread import Thread, load
from paraph.wire.diadoc import messages_pb2 as pb

MAX_LABEL, MAX_LABELS = 20, 30
_WRONG_FORMAT = "Документ не может быть отправлен в указанном формате"


@dataclass
class Work:
    """One call of PostMessagePatch."""

    call: Call
    db: sqlite3.Connection
    box: Box
    letter: Letter
    moment: int
    patch_id: str = field(default_factory=store.new_id)
    entities: list[Entity] = field(default_factory=list)
    #: Documents whose docflow moved, and what `EntityPatches` will say.
    documents: set[str] = field(default_factory=set)
    entity_patches: list[dict[str, Any]] = field(default_factory=list)
    #: Documents answered in this patch, by what was done: a full lock wants all of them.
    answered: dict[str, set[str]] = field(default_factory=dict)

    def add(self, *entities: Entity) -> None:
        """New entities; later items of the same patch see them."""
        store.show(self.db, self.box.id, entities, self.moment)
        self.entities += entities
        self.documents |= {entity.document for entity in entities}

    # -- what is spoken about ------------------------------------------------------------------------------

    def parent(self, entity_id: str, path: str) -> Entity:
        """An entity of this message the box sees. Raises `ApiError` 404."""
        found = store.entity(self.db, self.box.id, entity_id)
        if found is None or found.letter != self.letter.id:
            raise ApiError(404, f"{path}: Entity {entity_id} is not found in message {self.letter.id}")
        return found

    def thread(self, of: Entity) -> Thread:
        found = load(self.db, self.box.id, of.document)
        if found is None:
            raise LookupError(of.document)
        return found

    def root(self, entity_id: str, path: str) -> Thread:
        """The thread of a document named by its own id. Raises `ApiError` 400 for another entity."""
        parent = self.parent(entity_id, path)
        if not parent.is_document:
            raise ApiError(400, f"{path}: Entity {entity_id} is not a document")
        return self.thread(parent)

    def content(self, of: Entity) -> bytes:
        return store.content(self.db, of) or b""

    # -- who may what --------------------------------------------------------------------------------------

    @property
    def is_sender(self) -> bool:
        return self.box.id == self.letter.from_box

    def recipient_only(self, path: str) -> None:
        if self.is_sender and not self.letter.internal:
            raise ApiError(403, f"{path}: Only the recipient may do this")

    def need_delivered(self, path: str) -> None:
        if not self.letter.more.get("travelled"):
            raise ApiError(409, f"{path}: Document is not delivered yet")

    def may_sign(self, parent: Entity) -> None:
        """Raises `ApiError`: no right to sign, or three bad signatures today."""
        require(self.call, self.box, "SignDocuments")
        hit = self.call.world.faults.hit("too-many-signatures", self.call.request.path)
        if hit or judging.is_locked(self.call.world, self.db, parent.id, self.box.id):
            raise too_many_signatures()

    def answer(self, what: str, parent: Entity) -> None:
        """Notes that a document is answered, for the check of a full lock."""
        self.answered.setdefault(what, set()).add(parent.document)

    def check_locks(self) -> None:
        for what, documents in self.answered.items():
            packets.require_whole(self.db, self.letter, documents, what)
        if self.is_sender and self.letter.lock_mode in (packets.SEND, packets.FULL):
            self._check_sent_together()

    def _check_sent_together(self) -> None:
        """A delayed message of a locked packet is signed as a whole."""
        if "sent" in self.letter.more or not any(entity.is_signature for entity in self.entities):
            return
        for document in store.documents_of(self.db, self.letter.id):
            thread = load(self.db, self.box.id, document.id)
            if thread is None or thread.sender_signature is None:
                raise ApiError(409, "Document packet is locked: all its documents must be signed together")

    # -- adding --------------------------------------------------------------------------------------------

    def add_signed(
        self, parent: Entity, kind: int, given: Signed, *, file_name: str, labels: list[str], **more: Any
    ) -> Entity:
        """A file with its author's signature, under `parent`."""
        if labels:
            more["labels"] = labels
        rest = {"box": self.box.id, "file_name": file_name, "more": more}
        made = child(self.db, parent, kind, self.moment, given.content, self.call.user.id, **rest)
        signature = sign(self.db, made, self.box.id, given, self.moment, user=self.call.user.id)
        self.add(made, *signature)
        return made

    def signed_file(self, parent: Entity, given: pb.SignedContent, path: str) -> Signed:
        self.may_sign(parent)
        return signed(self.call, self.box, given, path)

    def service_file(
        self, parent: Entity, given: pb.SignedContent, kind: ServiceKind, path: str
    ) -> tuple[Signed, str]:
        """A signed service document of the right format, and its name. Raises `ApiError` 400."""
        found = self.signed_file(parent, given, path)
        try:
            document = read_service_document(found.content)
        except FormatError as error:
            raise ApiError(400, f"{path}: {_WRONG_FORMAT}") from error
        if document.kind is not kind:
            raise ApiError(400, f"{path}: {_WRONG_FORMAT}")
        return found, f"{document.file_id}.xml"


def labels(given: Any, path: str) -> list[str]:
    """Labels within their limits. Raises `ApiError` 400."""
    found = list(given)
    if len(found) > MAX_LABELS or any(len(label) > MAX_LABEL for label in found):
        raise ApiError(
            400, f"{path}: At most {MAX_LABELS} labels of up to {MAX_LABEL} characters are allowed"
        )
    return found
