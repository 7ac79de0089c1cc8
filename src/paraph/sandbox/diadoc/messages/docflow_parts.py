"""Pieces all versions of docflows are made of: files, signatures, sides."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from paraph.formats.service_reading import read_service_document
from paraph.formats.xml_files import FormatError
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT
from paraph.sandbox.diadoc.messages import render, store
from paraph.sandbox.diadoc.messages.statuses import State, state_of
from paraph.sandbox.diadoc.messages.store import INTERNAL, Entity
from paraph.sandbox.diadoc.messages.thread import Thread
from paraph.wire.diadoc import docflow_pb2 as pb
from paraph.wire.diadoc.documents_pb2 import DocumentParticipantV2
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.types_pb2 import ParticipantType


@dataclass
class View:
    """A document's thread being written down; bytes go along while `budget` lasts."""

    db: sqlite3.Connection
    thread: Thread
    inject: bool = False
    budget: int = render.MAX_INJECTED

    @property
    def state(self) -> State:
        return state_of(self.thread)

    def entity(self, item: Entity) -> pb.DocflowEntity:
        made = pb.DocflowEntity(EntityId=item.id)
        made.CreationTimestamp.Ticks = item.created
        if item.size is not None:
            made.Content.Size = item.size
            if self.inject and item.size <= self.budget:
                made.Content.Data = store.content(self.db, item) or b""
                self.budget -= item.size
        return made

    def attachment(self, item: Entity) -> pb.Attachment:
        return pb.Attachment(
            Entity=self.entity(item), AttachmentFilename=item.file_name, DisplayFilename=item.file_name
        )

    def signature(self, item: Entity) -> pb.SignatureV3:
        """`IsValid` is true until the check says otherwise."""
        thread = self.thread
        made = pb.SignatureV3(
            Cms=self.entity(item),
            SignerBoxId=render.wire_box(item.box),
            SignerDepartmentId=item.department or HEAD_DEPARTMENT,
            IsValid=thread.valid(item) is not False,
        )
        if twin := thread.twin(item):
            made.CadesT.CopyFrom(self.entity(twin))
        report = thread.report(item)
        if self.inject and report is not None:
            made.VerificationResult.ParseFromString(store.content(self.db, report) or b"")
        if thread.letter.more.get("delivered"):
            made.DeliveredAt.Ticks = max(item.seen, thread.letter.more["delivered"])
        for power in thread.children(item, Kind.PowerOfAttorney):
            self._power(power, made.PowerOfAttorney)
        return made

    def _power(self, power: Entity, made: pb.SignaturePowerOfAttorney) -> None:
        made.Entity.CopyFrom(self.entity(power))
        made.FullId.RegistrationNumber, made.FullId.IssuerInn = power.more["full_id"]
        made.SendingType = power.more["sending"]
        for change in self.thread.children(power, Kind.PowerOfAttorneyStatus):
            step = made.StatusChanges.add(Entity=self.entity(change))
            for status in (step.PowerOfAttorneyStatus, made.Status):
                status.StatusNamedId = change.more["status"]["id"]
                status.StatusText = change.more["status"]["text"]

    def signed(self, item: Entity) -> pb.SignedAttachmentV3:
        """A file with its author's signature and comment."""
        made = pb.SignedAttachmentV3(Attachment=self.attachment(item), ContentTypeId=content_type(item))
        signature = self.thread.signature(item, item.box)
        if item.is_document:
            signature = self.thread.sender_signature
        if signature is not None:
            made.Signature.CopyFrom(self.signature(signature))
        for comment in self.thread.children(item, Kind.AttachmentComment):
            made.Comment.CopyFrom(self.entity(comment))
        return made

    def text(self, item: Entity) -> str:
        """The reason a service document gives, as plain text."""
        data = store.content(self.db, item) or b""
        if item.kind == Kind.SignatureRequestRejection:
            return data.decode("utf-8", "replace")
        try:
            return read_service_document(data).text
        except FormatError:
            return ""

    def participant(self, box: str) -> DocumentParticipantV2:
        letter = self.thread.letter
        role = "Sender" if box == letter.from_box else "Proxy" if box == letter.proxy_box else "Recipient"
        if letter.internal:
            role = "Sender"
        row = self.db.execute(
            "SELECT roaming FROM organizations JOIN boxes ON organizations.id = organization_id"
            " WHERE boxes.id = ?",
            (box,),
        ).fetchone()
        departments = {
            "Sender": letter.from_department,
            "Proxy": letter.proxy_department,
            "Recipient": letter.to_department,
        }
        made = DocumentParticipantV2(
            BoxId=render.wire_box(box),
            DepartmentId=departments[role] or HEAD_DEPARTMENT,
            Role=role,
            Type=getattr(ParticipantType, role),
            IsCurrentBox=box == self.thread.box,
        )
        made.Flags.IsRoaming = bool(row and row["roaming"])
        made.Flags.IsCrossborder = made.Flags.IsForeign = False
        return made

    @property
    def is_sender(self) -> bool:
        return self.thread.box == self.thread.letter.from_box or self.thread.card.direction == INTERNAL


#: `ContentTypeId` of service documents; of a document it is its full version.
_CONTENT_TYPES: dict[int, str] = {
    Kind.InvoiceReceipt: "invoice_receipt",
    Kind.Receipt: "receipt",
    Kind.InvoiceConfirmation: "invoice_confirmation",
    Kind.InvoiceCorrectionRequest: "amendment_request",
    Kind.XmlSignatureRejection: "signature_rejection",
    Kind.SignatureRequestRejection: "signature_rejection_text",
    Kind.RevocationRequest: "revocation_request_02",
}


def content_type(item: Entity) -> str:
    return _CONTENT_TYPES.get(item.kind, "title")
