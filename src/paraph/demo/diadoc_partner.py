"""The demonstration's partner at Диадок: a person with another program, who speaks to the operator only."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from paraph.demo.people import key_of, sign, wait_for
from paraph.demo.samples import Sample
from paraph.demo.world import DemoError, World
from paraph.formats.signer_content import SignerContent, build_signer_content
from paraph.formats.title_answers import ACCEPTED, TitleAnswer, build_user_contract
from paraph.wire.diadoc import common_pb2, documents_pb2, generation_pb2, messages_pb2

_TIMEOUT = 30.0


@dataclass
class Box:
    """A box of the operator with the person who works in it."""

    id: str
    login: str
    password: str


class Partner:
    """Reads the box, signs, refuses and asks to annul, as an integrator's program would."""

    def __init__(self, world: World, box: Box, key: str) -> None:
        self.box = box
        self._key = key_of(world, key)
        self._http = httpx.Client(base_url=world.diadoc["url"], timeout=_TIMEOUT)
        weakref.finalize(self, self._http.close)
        #: Calls of the API made by this program, to be told from the hub's.
        self.calls: Counter[str] = Counter()
        self._http.event_hooks = {"request": [self._count]}
        self._client_id = world.diadoc["developer_key"]
        self._token = self._authenticate()
        #: Messages of earlier days: the same deal may be played again.
        self._old: set[str] = set()
        self._old = {document.MessageId for document in self.documents()}

    def _count(self, request: httpx.Request) -> None:
        self.calls[f"{request.method} {request.url.path}"] += 1

    def _authenticate(self) -> str:
        answer = self._http.post(
            "/V3/Authenticate",
            params={"type": "password"},
            json={"login": self.box.login, "password": self.box.password},
            headers={"Authorization": f"DiadocAuth ddauth_api_client_id={self._client_id}"},
        )
        return _checked(answer).text

    def _call(self, method: str, path: str, body: Any = b"", **params: str) -> httpx.Response:
        credentials = f"DiadocAuth ddauth_api_client_id={self._client_id},ddauth_token={self._token}"
        content = body if isinstance(body, bytes) else body.SerializeToString()
        return _checked(
            self._http.request(
                method, path, params=params, content=content, headers={"Authorization": credentials}
            )
        )

    def documents(self, number: str = "") -> list[Any]:
        """What came since this program was started, with statuses; of one number when it is given."""
        newest = {"filterCategory": "Any.Inbound", "sortDirection": "Descending"}
        answer = self._call("GET", "/V3/GetDocuments", boxId=self.box.id, **newest)
        found = documents_pb2.DocumentList.FromString(answer.content).Documents
        fresh = [document for document in found if document.MessageId not in self._old]
        return [document for document in fresh if not number or document.DocumentNumber == number]

    def wait_for(self, number: str) -> Any:
        """The delivered document of that number."""
        found = wait_for(f"документ {number} в ящике партнёра", lambda: self.documents(number))
        return found[0]

    def content(self, document: Any, entity: str = "") -> bytes:
        """The bytes of a document or of another entity of its message."""
        place = {"boxId": self.box.id, "messageId": document.MessageId}
        return self._call(
            "GET", "/V4/GetEntityContent", entityId=entity or document.EntityId, **place
        ).content

    def send(self, to_box: str, samples: Sequence[Sample]) -> None:
        """Signed documents to us, for us to sign too."""
        attachments = [
            messages_pb2.DocumentAttachment(
                SignedContent=self._signed(sample.data),
                TypeNamedId="Nonformalized",
                NeedRecipientSignature=True,
                Metadata=[
                    common_pb2.MetadataItem(Key="FileName", Value=sample.file_name),
                    common_pb2.MetadataItem(Key="DocumentNumber", Value=sample.number),
                    common_pb2.MetadataItem(Key="DocumentDate", Value=_russian(sample.date)),
                ],
            )
            for sample in samples
        ]
        message = messages_pb2.MessageToPost(
            FromBoxId=self.box.id, ToBoxId=to_box, DocumentAttachments=attachments
        )
        self._call("POST", "/V3/PostMessage", message, operationId=uuid4().hex)

    def sign(self, document: Any) -> None:
        """The partner's signature under the document."""
        signature = messages_pb2.DocumentSignature(
            ParentEntityId=document.EntityId, Signature=sign(self._key, self.content(document))
        )
        self._patch(document, Signatures=[signature])

    def refuse(self, document: Any, reason: str) -> None:
        """A signed refusal with its reason."""
        request = generation_pb2.SignatureRejectionGenerationRequestV2(
            ErrorMessage=reason,
            MessageId=document.MessageId,
            AttachmentId=document.EntityId,
            SignerContent=self._signer(),
        )
        xml = self._call("POST", "/V2/GenerateSignatureRejectionXml", request, boxId=self.box.id).content
        attachment = messages_pb2.XmlSignatureRejectionAttachment(
            ParentEntityId=document.EntityId, SignedContent=self._signed(xml)
        )
        self._patch(document, XmlSignatureRejections=[attachment])

    def ask_annulment(self, document: Any, reason: str) -> None:
        """A signed request to annul the document."""
        signer = generation_pb2.Signer(SignerCertificate=self._key.certificate)
        request = generation_pb2.RevocationRequestContent(Comment=reason, Signer=signer)
        xml = self._call(
            "POST",
            "/V2/GenerateRevocationRequestXml",
            request,
            boxId=self.box.id,
            messageId=document.MessageId,
            attachmentId=document.EntityId,
            contentTypeId="revocation_request_02",
        ).content
        attachment = messages_pb2.RevocationRequestAttachment(
            ParentEntityId=document.EntityId, SignedContent=self._signed(xml)
        )
        self._patch(document, RevocationRequests=[attachment])

    def receipt(self, document: Any) -> None:
        """The signed receipt of a document that needs one."""
        request = generation_pb2.ReceiptGenerationRequestV2(
            MessageId=document.MessageId, AttachmentId=document.EntityId, SignerContent=self._signer()
        )
        xml = self._call("POST", "/V2/GenerateReceiptXml", request, boxId=self.box.id).content
        attachment = messages_pb2.ReceiptAttachment(
            ParentEntityId=document.EntityId, SignedContent=self._signed(xml)
        )
        self._patch(document, Receipts=[attachment])

    def accept(self, document: Any) -> None:
        """The signed buyer's title: everything is accepted."""
        contract = build_user_contract(
            TitleAnswer(ACCEPTED, datetime.now(UTC).date(), text="Товары приняты без расхождений"),
            [self._signer_content()],
            box_id=self.box.id,
        )
        xml = self._call(
            "POST",
            "/GenerateTitleXml",
            contract,
            boxId=self.box.id,
            documentTypeNamedId=document.TypeNamedId,
            documentFunction=document.Function,
            documentVersion=document.Version,
            titleIndex="1",
            letterId=document.MessageId,
            documentId=document.EntityId,
        ).content
        attachment = messages_pb2.RecipientTitleAttachment(
            ParentEntityId=document.EntityId, SignedContent=self._signed(xml), NeedReceipt=False
        )
        self._patch(document, RecipientTitles=[attachment])

    def _signer(self) -> bytes:
        """Who signs, as the operator's generators want it."""
        return build_signer_content(self._signer_content(), self.box.id)

    def _signer_content(self) -> SignerContent:
        return SignerContent(certificate=self._key.certificate, status="1", signature_type="1")

    def _signed(self, content: bytes) -> Any:
        return messages_pb2.SignedContent(Content=content, Signature=sign(self._key, content))

    def _patch(self, document: Any, **parts: Any) -> None:
        patch = messages_pb2.MessagePatchToPostV2(BoxId=self.box.id, MessageId=document.MessageId, **parts)
        self._call("POST", "/V4/PostMessagePatch", patch, operationId=uuid4().hex)

    def is_annulled(self, document: Any) -> bool:
        """Whether both sides agreed to annul it."""
        accepted = documents_pb2.RevocationStatus.RevocationAccepted
        return any(
            one.EntityId == document.EntityId and one.RevocationStatus == accepted for one in self.documents()
        )


def _russian(day: str) -> str:
    """An ISO date as Диадок writes dates."""
    return ".".join(reversed(day.split("-")))


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code >= 400:
        raise DemoError(f"Диадок {answer.request.url.path}: {answer.status_code}. {answer.text[:400]}")
    return answer
