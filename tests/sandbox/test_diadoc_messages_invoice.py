"""Order 14н: the operator confirms dates to both sides, each of which sees its own part of the chain."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from diadoc_desk import Side, documents, of_kind

from paraph.formats.service_reading import ServiceKind, read_service_document
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName
from paraph.trust.verify import verify_signature
from paraph.wire.diadoc import docflow_pb2
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.documents_pb2 import (
    GeneralReceiptStatus as Receipt,
)
from paraph.wire.diadoc.documents_pb2 import (
    RecipientResponseStatus as Response,
)
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.messages_pb2 import EntityType
from tests.formats.title_kit import utd


def _invoice(seller: Side, buyer: Side, function: str = "СЧФ", **fields: object) -> tuple[str, pb.Entity]:
    name = "Invoice" if function == "СЧФ" else "UniversalTransferDocument"
    data = utd(function=function)
    own = {} if name == "Invoice" else {"Function": function}
    attachment = seller.attachment(name, content=data, **own, **fields)
    attachment.ClearField("Metadata")
    message = seller.send(buyer, attachment)
    return message.MessageId, documents(message)[0]


def _kinds(side: Side, message: str, parent: str) -> list[ServiceKind]:
    """Confirmations of the operator under a file, as the side sees them."""
    found = side.message_of(message)
    return [
        read_service_document(side.content_of(item, message)).kind
        for item in of_kind(found, Kind.InvoiceConfirmation)
        if item.ParentEntityId == parent
    ]


def test_the_chain_of_an_invoice(seller: Side, buyer: Side) -> None:
    message, root = _invoice(seller, buyer)
    # 2 and 2′: the author hears when its file was received, the addressee when it was sent on.
    assert _kinds(seller, message, root.EntityId) == [ServiceKind.RECEIPT_DATE]
    assert _kinds(buyer, message, root.EntityId) == [ServiceKind.SENDING_DATE]
    document = seller.document(message, root.EntityId)
    assert document.ConfirmationMetadata.DateTimeTicks
    assert document.RecipientReceiptMetadata.ReceiptStatus == Receipt.WaitingForReceipt
    assert document.RecipientResponseStatus == Response.RecipientResponseStatusNotAcceptable

    # 3, then 4 and 4′: now the buyer is the author.
    buyer.patch(message, Receipts=[buyer.receipt(root, message, seller)])
    (receipt,) = of_kind(seller.message_of(message), Kind.InvoiceReceipt)
    assert receipt.ParentEntityId == root.EntityId
    assert _kinds(buyer, message, receipt.EntityId) == [ServiceKind.RECEIPT_DATE]
    assert _kinds(seller, message, receipt.EntityId) == [ServiceKind.SENDING_DATE]
    for side in (seller, buyer):
        metadata = side.document(message, root.EntityId).RecipientReceiptMetadata
        assert metadata.ReceiptStatus == Receipt.Finished
        assert metadata.ConfirmationMetadata.DateTimeTicks

    # 5, then 6 and 6′.
    buyer.patch(message, CorrectionRequests=[buyer.amendment(root, message, seller)])
    (request,) = of_kind(seller.message_of(message), Kind.InvoiceCorrectionRequest)
    assert _kinds(buyer, message, request.EntityId) == [ServiceKind.RECEIPT_DATE]
    assert _kinds(seller, message, request.EntityId) == [ServiceKind.SENDING_DATE]
    assert seller.document(message, root.EntityId).AmendmentRequestMetadata.AmendmentFlags == 1


def test_a_confirmation_names_the_file_and_is_signed_by_the_operator(seller: Side, buyer: Side) -> None:
    message, root = _invoice(seller, buyer)
    whole = seller.message_of(message, originalSignature=True)
    (confirmation,) = of_kind(whole, Kind.InvoiceConfirmation)
    data = seller.content_of(confirmation, message)
    document = read_service_document(data)
    given = [
        e
        for e in whole.Entities
        if e.ParentEntityId == root.EntityId and e.EntityType == EntityType.Signature
    ]
    assert document.subject.name == root.FileName.removesuffix(".xml")
    assert list(document.subject.signatures) == [seller.content_of(e, message) for e in given]
    (signature,) = [e for e in whole.Entities if e.ParentEntityId == confirmation.EntityId]
    cms = seller.content_of(signature, message)
    (verdict,) = verify_signature(cms, content=data, store=TrustStore([]), at=datetime.now(UTC))
    assert verdict.facts[FactName.SIGNATURE].answer is Answer.YES
    assert verdict.signer.organization == "Вымышленный оператор ЭДО"
    assert not signature.SignerBoxId


def test_formalised_documents_take_no_metadata(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment("Invoice", content=utd(function="СЧФ"))
    answer = seller.refused("/V3/PostMessage", seller.message(buyer, attachment))
    assert answer.status_code == 400
    assert "Provided odd metadata items" in answer.text


def test_the_sender_s_type_decides_and_the_function_must_agree(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment(
        "UniversalTransferDocument", content=utd(function="ДОП"), Function="СЧФДОП"
    )
    attachment.ClearField("Metadata")
    assert seller.refused("/V3/PostMessage", seller.message(buyer, attachment)).status_code == 400


def test_numbers_and_sums_are_read_from_the_title(seller: Side, buyer: Side) -> None:
    message, root = _invoice(seller, buyer)
    document = buyer.document(message, root.EntityId)
    assert document.DocumentNumber == "101"
    assert document.InvoiceMetadata.Total == {item.Key: item.Value for item in document.Metadata}["TotalSum"]


@pytest.mark.parametrize(("function", "receipt"), [("ДОП", False), ("СЧФДОП", True)])
def test_a_transfer_document_may_be_refused(seller: Side, buyer: Side, function: str, receipt: bool) -> None:
    message, root = _invoice(seller, buyer, function)
    document = buyer.document(message, root.EntityId)
    expected = Receipt.HaveToCreateReceipt if receipt else Receipt.GeneralReceiptStatusNotAcceptable
    assert document.RecipientReceiptMetadata.ReceiptStatus == expected
    assert document.RecipientResponseStatus == Response.WaitingForRecipientSignature
    buyer.patch(message, XmlSignatureRejections=[buyer.rejection(root, message, seller)])
    (refusal,) = of_kind(seller.message_of(message), Kind.XmlSignatureRejection)
    confirmed = [ServiceKind.SENDING_DATE] if receipt else []
    assert _kinds(seller, message, refusal.EntityId) == confirmed
    plain = buyer.patch_refused(message, Signatures=[buyer.signature(root)])
    assert plain.status_code == 400


@pytest.mark.parametrize("version", [3, 4])
def test_older_docflows_show_the_chain(seller: Side, buyer: Side, version: int) -> None:
    message, root = _invoice(seller, buyer)
    buyer.patch(message, Receipts=[buyer.receipt(root, message, seller)])
    asked = docflow_pb2.GetDocflowBatchRequest()
    wanted = asked.Requests.add(InjectEntityContent=True)
    wanted.DocumentId.MessageId, wanted.DocumentId.EntityId = message, root.EntityId
    kind = getattr(docflow_pb2, f"GetDocflowBatchResponseV{version}")
    (found,) = seller.http.post(kind, f"/V{version}/GetDocflows", asked, boxId=seller.box).Documents
    title = found.Docflow.SenderTitle
    assert title.IsFinished
    assert title.Attachment.Signature.VerificationResult.IsValid
    assert found.Docflow.SenderTitle.Attachment.Attachment.Entity.Content.Data == seller.content_of(
        root, message
    )
    assert found.Docflow.Confirmation.ConfirmedAt.Ticks
    assert found.Docflow.RecipientReceipt.Status == Receipt.Finished
    assert found.Docflow.RecipientReceipt.Confirmation.IsFinished
    assert found.DocumentInfo.Participants.Recipient.BoxId == buyer.box


def test_the_newest_docflow_shows_titles_and_sides(seller: Side, buyer: Side) -> None:
    message, root = _invoice(seller, buyer, "СЧФДОП")
    asked = docflow_pb2.GetDocflowBatchRequest()
    wanted = asked.Requests.add()
    wanted.DocumentId.MessageId, wanted.DocumentId.EntityId = message, root.EntityId
    kind = docflow_pb2.GetDocflowBatchResponseV5
    (found,) = buyer.http.post(kind, "/V5/GetDocflows", asked, boxId=buyer.box).Documents
    first, second = found.Docflow.Titles
    assert first.AuthorSigning.IsFinished
    assert first.ParticipantDocflows[0].TitleDelivery.Confirmation.IsFinished
    assert first.ParticipantDocflows[0].Receipt.Status == Receipt.HaveToCreateReceipt
    assert second.TitleIndex == 1
    assert second.Author.IsCurrentBox


def test_the_older_workflow_confirms_to_the_author_who_receipts_it(seller: Side, buyer: Side) -> None:
    """Order 174н: what is said about a confirmation is between its owner and the operator."""
    message, root = _invoice(seller, buyer, WorkflowId=10)
    assert _kinds(seller, message, root.EntityId) == [ServiceKind.RECEIPT_DATE]
    assert not _kinds(buyer, message, root.EntityId)
    document = seller.document(message, root.EntityId)
    assert document.ConfirmationMetadata.ReceiptStatus == Receipt.HaveToCreateReceipt
    (confirmation,) = of_kind(seller.message_of(message), Kind.InvoiceConfirmation)
    before = len(buyer.message_of(message).Entities)
    seller.patch(message, Receipts=[seller.receipt(confirmation, message, buyer)])
    document = seller.document(message, root.EntityId)
    assert document.ConfirmationMetadata.ReceiptStatus == Receipt.Finished
    assert len(buyer.message_of(message).Entities) == before
