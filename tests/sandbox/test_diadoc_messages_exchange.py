"""Titles of the recipient, universal messages, invitations, roaming, repeated patches, restarts."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from diadoc_desk import SIGNER, Side, documents, metadata, of_kind
from diadoc_http import DiadocHttp

from paraph.formats.title_answers import ACCEPTED, WITH_DIVERGENCES, TitleAnswer, build_answer
from paraph.formats.universal import Statement, UniversalMessage, build_universal_message
from paraph.wire.diadoc import documents_pb2
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import AsyncMethodResult
from paraph.wire.diadoc.documents_pb2 import (
    GeneralReceiptStatus as Receipt,
)
from paraph.wire.diadoc.documents_pb2 import (
    RecipientResponseStatus as Response,
)
from paraph.wire.diadoc.documents_pb2 import (
    RoamingNotificationStatus as Roaming,
)
from paraph.wire.diadoc.documents_pb2 import (
    UniversalMessageBehaviour as Behaviour,
)
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.messages_pb2 import EntityType
from tests.formats.title_kit import utd


def _transfer(seller: Side, buyer: Side, function: str = "ДОП", **fields: object) -> tuple[str, pb.Entity]:
    attachment = seller.attachment(
        "UniversalTransferDocument", content=utd(function=function), Function=function, **fields
    )
    attachment.ClearField("Metadata")
    message = seller.send(buyer, attachment)
    return message.MessageId, documents(message)[0]


def _title(buyer: Side, message: str, root: pb.Entity, result: str) -> pb.RecipientTitleAttachment:
    found = buyer.message_of(message, originalSignature=True)
    under = [e for e in found.Entities if e.ParentEntityId == root.EntityId]
    signatures = [buyer.content_of(e, message) for e in under if e.EntityType == EntityType.Signature]
    answer = TitleAnswer(result, date(2026, 11, 22), "Товары приняты", creator="ООО «Василёк»")
    _, data = build_answer(
        buyer.content_of(root, message), signatures, answer, [SIGNER], guid=uuid4(), made_at=datetime.now(UTC)
    )
    content = buyer.signed(data)
    return pb.RecipientTitleAttachment(ParentEntityId=root.EntityId, SignedContent=content, NeedReceipt=True)


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (ACCEPTED, Response.WithRecipientSignature),
        (WITH_DIVERGENCES, Response.WithRecipientPartiallySignature),
    ],
)
def test_the_recipient_answers_with_a_title(seller: Side, buyer: Side, result: str, status: int) -> None:
    message, root = _transfer(seller, buyer)
    buyer.patch(message, RecipientTitles=[_title(buyer, message, root, result)])
    (title,) = of_kind(seller.message_of(message), Kind.UniversalTransferDocumentBuyerTitle)
    document = seller.document(message, root.EntityId)
    assert document.RecipientResponseStatus == status
    assert document.SenderReceiptMetadata.ReceiptStatus == Receipt.HaveToCreateReceipt
    seller.patch(message, Receipts=[seller.receipt(title, message, buyer)])
    assert buyer.document(message, root.EntityId).SenderReceiptMetadata.ReceiptStatus == Receipt.Finished


def test_the_title_of_workflow_18_is_confirmed(seller: Side, buyer: Side) -> None:
    message, root = _transfer(seller, buyer, "СЧФДОП", WorkflowId=18)
    buyer.patch(message, RecipientTitles=[_title(buyer, message, root, ACCEPTED)])
    (title,) = of_kind(seller.message_of(message), Kind.UniversalTransferDocumentBuyerTitle)
    for side in (seller, buyer):
        found = of_kind(side.message_of(message), Kind.InvoiceConfirmation)
        assert title.EntityId in {item.ParentEntityId for item in found}


def test_a_wrong_title_is_refused(seller: Side, buyer: Side) -> None:
    message, root = _transfer(seller, buyer)
    wrong = pb.RecipientTitleAttachment(
        ParentEntityId=root.EntityId, SignedContent=buyer.signed(utd(function="ДОП")), NeedReceipt=False
    )
    assert buyer.patch_refused(message, RecipientTitles=[wrong]).status_code == 400
    own = _title(buyer, message, root, ACCEPTED)
    assert seller.patch_refused(message, RecipientTitles=[own]).status_code == 403


# -- universal messages --------------------------------------------------------------------------------------


def _universal(root: pb.Entity, code: str, **fields: object) -> pb.UniversalMessageAttachment:
    content = build_universal_message(UniversalMessage((Statement(code, "текст"),)))
    made = pb.UniversalMessageAttachment(ParentEntityId=root.EntityId, **fields)
    made.UniversalMessageContent.Content = content
    return made


def test_a_universal_message_stands_for_a_receipt_and_a_refusal(seller: Side, buyer: Side) -> None:
    message, root = _transfer(seller, buyer, "СЧФДОП")
    buyer.patch(message, UniversalMessages=[_universal(root, "1999")])
    document = seller.document(message, root.EntityId)
    assert document.RecipientReceiptMetadata.ReceiptStatus == Receipt.Finished
    buyer.patch(message, UniversalMessages=[_universal(root, "3999")])
    document = seller.document(message, root.EntityId)
    assert document.RecipientResponseStatus == Response.RecipientSignatureRequestRejected
    found = of_kind(seller.message_of(message), Kind.UniversalMessage)
    assert [item.UniversalMessageInfo.Events[0].StatusCode for item in found] == [1999, 3999]


def test_codes_of_the_workflow_cannot_be_sent_beside_it(seller: Side, buyer: Side) -> None:
    message, root = _transfer(seller, buyer, "СЧФДОП")
    beside = _universal(root, "1999", Behaviour=Behaviour.DoesNotAffectWorkflow)
    assert buyer.patch_refused(message, UniversalMessages=[beside]).status_code == 400


# -- invitations ---------------------------------------------------------------------------------------------


def test_an_invitation_with_a_document_is_accepted_by_signing_it(
    diadoc: DiadocHttp, seller: Side, pki_dir: Path
) -> None:
    """Also by those who take nothing else from strangers."""
    buyer = Side.of(diadoc, "ip", "ip", pki_dir)
    asked = pb.AcquireCounteragentRequest(BoxId=buyer.box, MessageToCounteragent="Давайте работать")
    asked.InvitationDocument.FileName = "приглашение.pdf"
    asked.InvitationDocument.SignatureRequested = True
    asked.InvitationDocument.SignedContent.CopyFrom(seller.signed(b"an invitation"))
    path = "/V3/AcquireCounteragent"
    task = seller.http.post(AsyncMethodResult, path, asked, myBoxId=seller.box)
    seller.http.settle()
    result = seller.http.get(
        pb.AcquireCounteragentResultV2, "/V2/AcquireCounteragentResult", taskId=task.TaskId
    )
    (event,) = buyer.events()
    (root,) = documents(event.Message)
    assert root.DocumentInfo.TypeNamedId == "TrustConnectionRequest"
    assert result.InvitationDocumentId.EntityId == root.EntityId
    buyer.patch(event.Message.MessageId, Signatures=[buyer.signature(root)])
    partner = seller.http.json("GET", "/V3/GetCounteragent", myBoxId=seller.box, counteragentBoxId=buyer.box)
    assert partner["CurrentStatus"] == "IsMyCounteragent"


# -- roaming -------------------------------------------------------------------------------------------------


def _roaming(diadoc: DiadocHttp, seller: Side) -> Side:
    return Side(seller.http, diadoc.box("buyer_roaming"), seller.pem)


def test_the_other_operator_s_answer_comes_to_the_sender(diadoc: DiadocHttp, seller: Side) -> None:
    message = seller.send(_roaming(diadoc, seller), seller.attachment())
    document = seller.document(message.MessageId, documents(message)[0].EntityId)
    assert document.RoamingNotificationStatus == Roaming.RoamingNotificationStatusSuccess
    assert document.DeliveryTimestampTicks


def test_the_other_operator_may_refuse(diadoc: DiadocHttp, seller: Side) -> None:
    with diadoc.world.writing() as db:
        db.execute(
            "UPDATE organizations SET more = json_set(more, '$.RoamingError', 'Абонент отключён')"
            " WHERE alias = 'buyer_roaming'"
        )
    message = seller.send(_roaming(diadoc, seller), seller.attachment())
    document = seller.document(message.MessageId, documents(message)[0].EntityId)
    assert document.RoamingNotificationStatus == Roaming.RoamingNotificationStatusError
    assert document.RoamingNotificationStatusDescription == "Абонент отключён"
    assert not document.DeliveryTimestampTicks
    found = seller.http.get(
        documents_pb2.DocumentList,
        "/V3/GetDocuments",
        boxId=seller.box,
        filterCategory="Any.OutboundRoamingNotificationError",
    )
    assert found.TotalCount == 1


# -- repeats and restarts ------------------------------------------------------------------------------------


def test_a_patch_is_performed_once_per_operation(seller: Side, buyer: Side) -> None:
    message = seller.send(buyer, seller.attachment())
    posted = pb.MessagePatchToPostV2(BoxId=buyer.box, MessageId=message.MessageId)
    posted.Signatures.append(buyer.signature(documents(message)[0]))
    first = buyer.http.post(pb.MessagePatch, "/V4/PostMessagePatch", posted, operationId="x")
    assert buyer.http.post(pb.MessagePatch, "/V4/PostMessagePatch", posted, operationId="X") == first
    assert buyer.refused("/V4/PostMessagePatch", posted, operationId="").status_code == 409


def test_nothing_of_a_refused_patch_is_kept(seller: Side, buyer: Side) -> None:
    message = seller.send(buyer, seller.attachment())
    (root,) = documents(message)
    events = len(buyer.events())
    wrong = pb.ReceiptAttachment(ParentEntityId=root.EntityId, SignedContent=buyer.signed(b"<x/>"))
    answer = buyer.patch_refused(message.MessageId, Signatures=[buyer.signature(root)], Receipts=[wrong])
    assert answer.status_code == 400
    document = buyer.document(message.MessageId, root.EntityId)
    assert document.RecipientResponseStatus == Response.WaitingForRecipientSignature
    assert len(buyer.events()) == events


def test_what_was_begun_is_finished_after_a_restart(
    start_diadoc: Callable[[], DiadocHttp], http: httpx.Client, pki_dir: Path
) -> None:
    diadoc = start_diadoc()
    seller = Side.of(diadoc, "seller", "head", pki_dir)
    to = Side(diadoc, diadoc.box("buyer"), seller.pem)
    posted = seller.message(to, seller.attachment())
    message = seller.post(posted, operationId="before")
    emulator = start_diadoc().emulator
    # The kept connections of the first client are still served by the emulator that was stopped.
    with httpx.Client(trust_env=False, timeout=10) as fresh:
        diadoc = DiadocHttp(emulator, fresh)
        diadoc.settle()
        seller = Side.of(diadoc, "seller", "head", pki_dir)
        buyer = Side.of(diadoc, "buyer", "partner_head", pki_dir)
        assert [event.EventId for event in buyer.events()] == [message.MessageId]
        assert seller.post(posted, operationId="before").MessageId == message.MessageId


def test_json_serves_as_well_as_protobuf(seller: Side, buyer: Side) -> None:
    message = seller.send(buyer, seller.attachment())
    (root,) = documents(message)
    found = buyer.http.json("GET", "/V8/GetNewEvents", boxId=buyer.box)
    shown = found["Events"][0]["Message"]["Entities"][0]["DocumentInfo"]
    assert shown["EntityId"] == root.EntityId
    assert isinstance(shown["CreationTimestampTicks"], int)
    assert shown["RecipientResponseStatus"] == "WaitingForRecipientSignature"


def test_a_message_is_posted_in_json(seller: Side, buyer: Side) -> None:
    data = b"a contract"
    body = {
        "FromBoxId": seller.box,
        "toBoxId": buyer.box,
        "DocumentAttachments": [
            {
                "TypeNamedId": "Contract",
                "SignedContent": {
                    "Content": base64.b64encode(data).decode(),
                    "Signature": base64.b64encode(seller.sign(data)).decode(),
                },
                "Metadata": [{"Key": item.Key, "Value": item.Value} for item in metadata("Contract")],
                "NeedReceipt": "true",
                "SomethingNew": 1,
            }
        ],
    }
    posted = seller.http.json("POST", "/V3/PostMessage", body, operationId="json")
    seller.http.settle()
    assert posted["LockMode"] == "None"
    assert posted["IsDraft"] is False
    (event,) = buyer.events()
    assert event.Message.MessageId == posted["MessageId"]
