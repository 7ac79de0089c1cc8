"""A document with everything one box has seen happen to it, and questions about that."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cached_property

from paraph.sandbox.diadoc.messages import store
from paraph.sandbox.diadoc.messages.store import Card, Document, Entity, Letter
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

#: Files of the sender and of the recipient that are titles of a document.
RECIPIENT_TITLES = frozenset(
    {
        Kind.Title,
        Kind.XmlTorg12BuyerTitle,
        Kind.XmlAcceptanceCertificateBuyerTitle,
        Kind.UniversalTransferDocumentBuyerTitle,
        Kind.UniversalCorrectionDocumentBuyerTitle,
    }
)
RECEIPTS = frozenset({Kind.InvoiceReceipt, Kind.Receipt})
REJECTIONS = frozenset({Kind.XmlSignatureRejection, Kind.SignatureRequestRejection})
#: `UniversalMessageCodeGroup`.
_RECEIPT, _AMENDMENT, _REJECTION = 1, 2, 3


@dataclass(frozen=True)
class Thread:
    """What `box` saw of `document`; built by `load`."""

    letter: Letter
    document: Document
    card: Card
    box: str
    entities: tuple[Entity, ...]

    @property
    def root(self) -> Entity:
        return next(entity for entity in self.entities if entity.is_document)

    @cached_property
    def _children(self) -> dict[str, list[Entity]]:
        found: dict[str, list[Entity]] = {}
        for entity in self.entities:
            found.setdefault(entity.parent, []).append(entity)
        return found

    def children(self, parent: Entity, *kinds: int) -> list[Entity]:
        """Files (not signatures) under `parent`, of these kinds, oldest first."""
        below = self._children.get(parent.id, [])
        return [child for child in below if not child.is_signature and child.kind in kinds]

    def signatures(self, parent: Entity) -> list[Entity]:
        """Signatures over `parent` as they were given, without twins with a stamp; oldest first."""
        return [
            child
            for child in self._children.get(parent.id, [])
            if child.is_signature and not child.more.get("cades_t")
        ]

    def signature(self, parent: Entity, box: str) -> Entity | None:
        """The last signature of the box that counts: not one of approval."""
        found = [s for s in self.signatures(parent) if s.box == box and not s.more.get("approvement")]
        return found[-1] if found else None

    def twin(self, signature: Entity) -> Entity | None:
        """The same signature raised to CAdES-T."""
        found = [child for child in self._children.get(signature.id, []) if child.more.get("cades_t")]
        return found[-1] if found else None

    def report(self, signature: Entity) -> Entity | None:
        found = self.children(signature, Kind.SignatureVerificationReport)
        return found[-1] if found else None

    def valid(self, signature: Entity | None) -> bool | None:
        """What the check of the signature said; None when there is none yet."""
        report = self.report(signature) if signature else None
        return None if report is None else bool(report.more["valid"])

    def signed(self, parent: Entity) -> bool:
        """Whether a file's author has signed it and the signature is not known to be bad."""
        own = self.signature(parent, parent.box)
        return own is not None and self.valid(own) is not False

    def last(self, parent: Entity, *kinds: int, box: str | None = None) -> Entity | None:
        """The newest file of these kinds under `parent` whose signature is not bad."""
        found = [
            child
            for child in self.children(parent, *kinds)
            if (box is None or child.box == box) and self.valid(self.signature(child, child.box)) is not False
        ]
        return found[-1] if found else None

    def universal(self, parent: Entity, group: int) -> Entity | None:
        """The newest universal message of a group that takes part in the workflow."""
        found = [
            child
            for child in self.children(parent, Kind.UniversalMessage)
            if child.more["group"] == group and not child.more.get("aside")
        ]
        return found[-1] if found else None

    # -- parts of the docflow ------------------------------------------------------------------------------

    def receipt(self, parent: Entity) -> Entity | None:
        """The receipt on a file, in either form."""
        return self.last(parent, *RECEIPTS) or self.universal(parent, _RECEIPT)

    def confirmation(self, parent: Entity) -> Entity | None:
        return self.last(parent, Kind.InvoiceConfirmation)

    @property
    def recipient(self) -> str:
        return self.letter.to_box or self.letter.from_box

    @property
    def title(self) -> Entity | None:
        """The recipient's title."""
        return self.last(self.root, *RECIPIENT_TITLES, box=self.recipient)

    @property
    def rejection(self) -> Entity | None:
        return self.last(self.root, *REJECTIONS, box=self.recipient) or self.universal(self.root, _REJECTION)

    @property
    def amendment(self) -> Entity | None:
        return self.last(self.root, Kind.InvoiceCorrectionRequest) or self.universal(self.root, _AMENDMENT)

    @property
    def revocation(self) -> Entity | None:
        return self.last(self.root, Kind.RevocationRequest)

    @property
    def answer(self) -> Entity | None:
        """The recipient's signature over the document, of a workflow with one."""
        if self.letter.internal:
            found = [s for s in self.signatures(self.root) if not s.more.get("approvement")]
            return found[-1] if len(found) > 1 else None
        return self.signature(self.root, self.recipient)

    @property
    def sender_signature(self) -> Entity | None:
        if self.letter.internal:
            found = [s for s in self.signatures(self.root) if not s.more.get("approvement")]
            return found[0] if found else None
        return self.signature(self.root, self.letter.from_box)


def load(db: sqlite3.Connection, box: str, document_id: str, until: int | None = None) -> Thread | None:
    """The document as `box` sees it, or saw it at `until`; None when it does not."""
    card = store.card(db, box, document_id)
    document = store.document(db, document_id)
    entities = tuple(store.entities_of(db, box, document=document_id, until=until))
    if card is None or document is None or not any(entity.is_document for entity in entities):
        return None
    letter = store.letter(db, document.letter)
    if letter is None:
        raise LookupError(document.letter)
    return Thread(letter, document, card, box, entities)
