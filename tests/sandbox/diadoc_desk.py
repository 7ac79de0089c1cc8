"""Two firms at their desks: what they post to the emulated operator and how they sign it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from diadoc_http import DiadocHttp
from google.protobuf.message import Message as AnyMessage

from paraph.formats import service_documents as service
from paraph.formats.participants import FullName, Signer
from paraph.sandbox.diadoc.directory import find_box
from paraph.sandbox.diadoc.generation.parties import participant
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.pkcs8 import load_private_key
from paraph.wire.diadoc import documents_pb2
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import MetadataItem
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.messages_pb2 import EntityType

SIGNER = Signer(FullName("Полевой", "Иван", "Андреевич"), "Директор", status="1")


@dataclass
class Side:
    """A firm: its user, its box, its key."""

    http: DiadocHttp
    box: str
    pem: Path

    @classmethod
    def of(cls, diadoc: DiadocHttp, organization: str, person: str, pki: Path) -> Side:
        """Somebody of a seeded organisation, with the key of the test authority."""
        users = diadoc.ready["organizations"][organization]["users"]
        number = next(index for index, user in enumerate(users) if user["person"] == person)
        return cls(diadoc.as_user(organization, number), diadoc.box(organization), pki / f"{person}.pem")

    def sign(self, content: bytes) -> bytes:
        data = self.pem.read_bytes()
        certificate = load_certificates(data)[0]
        return sign_detached(
            content, key=load_private_key(data), certificate=certificate, at=datetime.now(UTC)
        )

    @property
    def certificate(self) -> Certificate:
        return load_certificates(self.pem.read_bytes())[0]

    # -- sending -------------------------------------------------------------------------------------------

    def attachment(
        self, type_named_id: str = "Contract", content: bytes | None = None, **fields: Any
    ) -> pb.DocumentAttachment:
        """A signed document of a kind with metadata that satisfies it; `fields` are those of the message."""
        content = content or f"{type_named_id} {uuid4()}".encode()
        made = pb.DocumentAttachment(TypeNamedId=type_named_id, **fields)
        made.SignedContent.Content = content
        made.SignedContent.Signature = self.sign(content)
        if not made.Metadata:
            made.Metadata.extend(metadata(type_named_id))
        return made

    def message(
        self, to: Side | None, *attachments: pb.DocumentAttachment, **fields: Any
    ) -> pb.MessageToPost:
        to_box = {"ToBoxId": to.box} if to else {}
        return pb.MessageToPost(FromBoxId=self.box, DocumentAttachments=attachments, **to_box, **fields)

    def post(self, posted: pb.MessageToPost, **params: Any) -> pb.Message:
        return self.http.post(pb.Message, "/V3/PostMessage", posted, **params)

    def send(self, to: Side, *attachments: pb.DocumentAttachment, **fields: Any) -> pb.Message:
        """Posts and waits until the operator has done its part."""
        answer = self.post(self.message(to, *attachments, **fields))
        self.http.settle()
        return answer

    def refused(self, path: str, body: AnyMessage, **params: Any) -> httpx.Response:
        """The answer to a POST that should not succeed."""
        return self.http.call("POST", path, params=params, content=body.SerializeToString())

    def patch(self, message: str, *, settle: bool = True, **arrays: Any) -> pb.MessagePatch:
        posted = pb.MessagePatchToPostV2(BoxId=self.box, MessageId=message, **arrays)
        answer = self.http.post(pb.MessagePatch, "/V4/PostMessagePatch", posted)
        if settle:
            self.http.settle()
        return answer

    def patch_refused(self, message: str, **arrays: Any) -> httpx.Response:
        posted = pb.MessagePatchToPostV2(BoxId=self.box, MessageId=message, **arrays)
        return self.refused("/V4/PostMessagePatch", posted)

    # -- answers -------------------------------------------------------------------------------------------

    def signature(self, of: pb.Entity, **fields: Any) -> pb.DocumentSignature:
        return pb.DocumentSignature(
            ParentEntityId=of.EntityId, Signature=self.sign(self.content_of(of)), **fields
        )

    def signed(self, content: bytes) -> pb.SignedContent:
        return pb.SignedContent(Content=content, Signature=self.sign(content))

    def receipt(self, of: pb.Entity, message: str, author: Side) -> pb.ReceiptAttachment:
        about, now = self._about(of, message, author), datetime.now(UTC)
        _, data = service.build_receipt(about, received_at=now, made_at=now)
        return pb.ReceiptAttachment(ParentEntityId=of.EntityId, SignedContent=self.signed(data))

    def rejection(self, of: pb.Entity, message: str, author: Side, text: str = "Неверная сумма") -> Any:
        return pb.XmlSignatureRejectionAttachment(
            ParentEntityId=of.EntityId, SignedContent=self.signed(self._refusal(of, message, author, text))
        )

    def amendment(self, of: pb.Entity, message: str, author: Side, text: str = "Уточните адрес") -> Any:
        return pb.CorrectionRequestAttachment(
            ParentEntityId=of.EntityId, SignedContent=self.signed(self._refusal(of, message, author, text))
        )

    def revocation(self, of: pb.Entity, message: str, other: Side, text: str = "Ошибка") -> Any:
        about = self._about(of, message, other)
        _, data = service.build_revocation_request(about, text=text, made_at=datetime.now(UTC))
        return pb.RevocationRequestAttachment(ParentEntityId=of.EntityId, SignedContent=self.signed(data))

    def _refusal(self, of: pb.Entity, message: str, author: Side, text: str) -> bytes:
        now = datetime.now(UTC)
        return service.build_refusal(
            self._about(of, message, author), text=text, received_at=now, made_at=now
        )[1]

    def _about(self, of: pb.Entity, message: str, other: Side) -> service.About:
        found = self.message_of(message, originalSignature=True)
        given = [
            e
            for e in found.Entities
            if e.ParentEntityId == of.EntityId and e.EntityType == EntityType.Signature
        ]
        signatures = tuple(self.content_of(e, message) for e in given)
        subject = service.SignedFile(of.FileName, signatures)
        return service.About(
            subject, self._participant(self.box), self._participant(other.box), uuid4(), SIGNER
        )

    def _participant(self, box: str) -> Any:
        found = find_box(self.http.world, box)
        assert found is not None
        return participant(found)

    # -- reading -------------------------------------------------------------------------------------------

    def message_of(self, message: str, **params: Any) -> pb.Message:
        return self.http.get(pb.Message, "/V6/GetMessage", boxId=self.box, messageId=message, **params)

    def document(self, message: str, entity: str) -> documents_pb2.Document:
        return self.http.get(
            documents_pb2.Document, "/V3/GetDocument", boxId=self.box, messageId=message, entityId=entity
        )

    def content_of(self, of: pb.Entity, message: str = "") -> bytes:
        message = message or self._message_id(of)
        answer = self.http.call(
            "GET",
            "/V4/GetEntityContent",
            params={"boxId": self.box, "messageId": message, "entityId": of.EntityId},
        )
        assert answer.status_code == 200, answer.text
        return answer.content

    def _message_id(self, of: pb.Entity) -> str:
        if of.HasField("DocumentInfo"):
            return of.DocumentInfo.MessageId
        with self.http.world.reading() as db:
            row = db.execute("SELECT letter FROM entities WHERE id = ?", (of.EntityId,)).fetchone()
        return str(row["letter"])

    def events(self, **params: Any) -> Sequence[pb.BoxEvent]:
        return self.http.get(pb.BoxEventList, "/V8/GetNewEvents", boxId=self.box, **params).Events


def metadata(type_named_id: str) -> list[MetadataItem]:
    found = {"FileName": f"{type_named_id}.pdf", "DocumentDate": "22.11.2026", "DocumentNumber": "17"}
    if type_named_id in ("ProformaInvoice", "Torg12", "Torg13", "AcceptanceCertificate"):
        found["TotalSum"] = "1200.00"
    return [MetadataItem(Key=key, Value=value) for key, value in found.items()]


def documents(message: pb.Message) -> list[pb.Entity]:
    return [entity for entity in message.Entities if entity.HasField("DocumentInfo")]


def of_kind(message: pb.Message | pb.MessagePatch, kind: int) -> list[pb.Entity]:
    return [e for e in message.Entities if e.EntityType == EntityType.Attachment and e.AttachmentType == kind]


def plain(kind: int) -> str:
    return Kind.Value.Name(kind)
