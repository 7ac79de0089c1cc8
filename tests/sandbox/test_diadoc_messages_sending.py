"""Sending through the emulated operator: PostMessage and what comes of it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from diadoc_desk import Side, documents, metadata, of_kind
from diadoc_http import DiadocHttp

from paraph.wire.diadoc import documents_pb2
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import DocumentDirection, LockMode, MetadataItem
from paraph.wire.diadoc.documents_pb2 import RecipientResponseStatus as Response
from paraph.wire.diadoc.documents_pb2 import SenderSignatureStatus as Sender
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.powers_pb2 import PowerOfAttorneyValidationStatusNamedId
from paraph.wire.diadoc.signing_pb2 import SignatureVerificationResult


def test_a_message_is_checked_and_delivered(seller: Side, buyer: Side) -> None:
    posted = seller.post(seller.message(buyer, seller.attachment()))
    (root,) = documents(posted)
    assert root.DocumentInfo.SenderSignatureStatus == Sender.SenderSignatureUnchecked
    assert not root.DocumentInfo.DeliveryTimestampTicks

    seller.http.settle()

    sent = seller.document(posted.MessageId, root.EntityId)
    assert sent.SenderSignatureStatus == Sender.SenderSignatureCheckedAndValid
    assert sent.RecipientResponseStatus == Response.WaitingForRecipientSignature
    got = buyer.document(posted.MessageId, root.EntityId)
    assert got.DeliveryTimestampTicks == sent.DeliveryTimestampTicks > sent.SendTimestampTicks
    assert len(of_kind(seller.message_of(posted.MessageId), Kind.SignatureVerificationReport)) == 1
    (report, delivered) = seller.events()[1:]
    assert report.Patch.Entities
    assert delivered.Patch.MessageIsDelivered
    (event,) = buyer.events()
    assert event.Message.MessageId == posted.MessageId
    assert event.EventId == posted.MessageId


def test_every_required_field_is_on_the_wire(seller: Side, buyer: Side) -> None:
    """Strict clients refuse a message with one missing, also in events and lists."""
    message = seller.send(buyer, seller.attachment(), seller.attachment("ProformaInvoice"))
    for side in (seller, buyer):
        assert side.message_of(message.MessageId).IsInitialized()
        assert all(event.IsInitialized() for event in side.events())
        document = side.document(message.MessageId, documents(message)[0].EntityId)
        for name in (
            "RecipientReceiptMetadata",
            "ConfirmationMetadata",
            "SenderReceiptMetadata",
            "DocflowStatus",
        ):
            assert document.HasField(name), name


# -- idempotency ---------------------------------------------------------------------------------------------


def test_the_same_operation_gives_the_same_answer(seller: Side, buyer: Side) -> None:
    first = seller.post(seller.message(buyer, seller.attachment()), operationId="Op-1")
    seller.http.settle()
    again = seller.post(seller.message(buyer, seller.attachment()), operationId="oP-1")
    assert again.SerializeToString() == first.SerializeToString()
    assert len(buyer.events()) == 1


def test_without_an_operation_the_same_body_is_the_same_message(seller: Side, buyer: Side) -> None:
    posted = seller.message(buyer, seller.attachment())
    first = seller.post(posted)
    assert seller.post(posted).MessageId == first.MessageId
    assert seller.post(posted, operationId="").MessageId == first.MessageId
    assert seller.post(posted, operationId="other").MessageId != first.MessageId


def test_a_repeat_while_the_first_runs_is_not_ready(seller: Side, buyer: Side) -> None:
    posted = seller.message(buyer, seller.attachment())
    world = seller.http.world
    answers = []
    with world.writing():
        first = threading.Thread(target=lambda: answers.append(seller.post(posted, operationId="a")))
        first.start()
        _wait_until_running(seller)
        repeat = seller.refused("/V3/PostMessage", posted, operationId="A")
    first.join()
    assert repeat.status_code == 204
    assert int(repeat.headers["Retry-After"]) >= 1
    assert seller.post(posted, operationId="a").MessageId == answers[0].MessageId


def _wait_until_running(side: Side) -> None:
    from paraph.sandbox.diadoc.messages import operations

    while not any(mark[0] == id(side.http.world) for mark in set(operations._running)):
        pass


# -- what is refused -----------------------------------------------------------------------------------------


def _refused(side: Side, posted: pb.MessageToPost) -> tuple[int, str, str]:
    answer = side.refused("/V3/PostMessage", posted)
    return answer.status_code, answer.text, answer.headers.get("X-Diadoc-ErrorCode", "")


def test_an_empty_message_is_refused(seller: Side, buyer: Side) -> None:
    status, text, _ = _refused(seller, seller.message(buyer))
    assert (status, text) == (400, "MessageToPost should contain at least one attachment")


def test_forty_documents_fit_and_one_more_does_not(seller: Side, buyer: Side) -> None:
    many = [seller.attachment() for _ in range(41)]
    assert _refused(seller, seller.message(buyer, *many))[0] == 400
    assert len(documents(seller.post(seller.message(buyer, *many[:40])))) == 40


def test_missing_metadata_are_all_named(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment(Metadata=[MetadataItem(Key="DocumentDate", Value="01.02.2026")])
    status, text, code = _refused(seller, seller.message(buyer, attachment))
    path = "MessageToPost.DocumentAttachments[0]: Невозможно получить данные по ключу"
    assert (status, code) == (400, "DocumentService.InvalidFileContent")
    assert text == f"{path}: FileName; {path}: DocumentNumber"


def test_odd_metadata_are_refused(seller: Side, buyer: Side) -> None:
    given = [*metadata("Contract"), MetadataItem(Key="Colour", Value="red")]
    status, text, code = _refused(seller, seller.message(buyer, seller.attachment(Metadata=given)))
    assert status == 400
    assert code == "DocumentService.InvalidFileContent"
    assert "Provided odd metadata items. Keys: Colour" in text


def test_an_unknown_type_is_a_coded_conflict(seller: Side, buyer: Side) -> None:
    status, text, code = _refused(seller, seller.message(buyer, seller.attachment("Poem")))
    assert status == 409
    assert code == "DocumentService.InvalidDocumentType"
    assert text == "ErrorCode: DocumentService.InvalidDocumentType (Http.Conflict)"


def test_a_type_must_be_named(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment()
    attachment.TypeNamedId = ""
    text = "MessageToPost.DocumentAttachments[0]: Incorrect DocumentAttachment. TypeNamedId must be specified"
    assert _refused(seller, seller.message(buyer, attachment))[:2] == (400, text)


def test_content_is_given_in_exactly_one_way(seller: Side, buyer: Side) -> None:
    both, none = seller.attachment(), seller.attachment()
    both.SignedContent.NameOnShelf = "name"
    none.SignedContent.ClearField("Content")
    for attachment in (both, none):
        status, text, _ = _refused(seller, seller.message(buyer, attachment))
        assert status == 400
        assert "Exactly one of Content and NameOnShelf" in text


def test_content_may_lie_on_the_shelf(seller: Side, buyer: Side) -> None:
    data = b"a large contract" * 50_000
    name = seller.http.call("POST", "/V2/ShelfUpload", content=data).text
    attachment = seller.attachment(content=data)
    attachment.SignedContent.ClearField("Content")
    attachment.SignedContent.NameOnShelf = name
    message = seller.send(buyer, attachment)
    assert buyer.content_of(documents(message)[0], message.MessageId) == data


def test_what_is_no_signature_is_refused_at_once(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment()
    attachment.SignedContent.Signature = b"not a signature"
    text = "MessageToPost.DocumentAttachments[0].SignedContent: Signature is invalid"
    assert _refused(seller, seller.message(buyer, attachment))[:2] == (400, text)


def test_custom_ids_are_unique_in_a_message(seller: Side, buyer: Side) -> None:
    same = [seller.attachment(CustomDocumentId="a") for _ in range(2)]
    assert _refused(seller, seller.message(buyer, *same))[0] == 400


def test_nobody_sends_to_oneself_or_into_the_void(seller: Side, buyer: Side) -> None:
    assert _refused(seller, seller.message(seller, seller.attachment()))[0] == 400
    assert _refused(seller, seller.message(None, seller.attachment()))[0] == 400


def test_who_takes_from_partners_only_says_so(diadoc: DiadocHttp, seller: Side, pki_dir: Path) -> None:
    careful = Side.of(diadoc, "ip", "ip", pki_dir)
    status, text, _ = _refused(seller, seller.message(careful, seller.attachment()))
    assert (status, text) == (409, "Recipient allows to receive messages only from counteragents")
    prototype = pb.MessageToPostPrototype(FromBoxId=seller.box, ToBoxId=careful.box)
    prototype.DocumentPrototypes.add(CustomDocumentId="a", TypeNamedId="Poem")
    found = seller.http.post(pb.MessageValidationResult, "/CanPostMessage", prototype)
    assert [error.CustomDocumentId for error in found.Errors] == ["", "a"]
    assert found.Errors[0].ApiMessage == text


# -- links and packets ---------------------------------------------------------------------------------------


def test_documents_are_linked_by_their_own_ids(seller: Side, buyer: Side) -> None:
    contract = seller.attachment(CustomDocumentId="contract")
    act = seller.attachment("AcceptanceCertificate", CustomDocumentId="act")
    act.InitialDocumentIds.add(MessageId="", EntityId="contract")
    message = seller.send(buyer, contract, act)
    first, second = (seller.document(message.MessageId, root.EntityId) for root in documents(message))
    assert first.CustomDocumentId == "contract"
    assert [item.EntityId for item in second.InitialDocumentIds] == [first.EntityId]
    assert [item.EntityId for item in first.SubordinateDocumentIds] == [second.EntityId]
    assert first.PacketId == second.PacketId != ""
    by_custom = seller.http.get(
        documents_pb2.DocumentList, "/GetDocumentsByCustomId", boxId=seller.box, customDocumentId="act"
    )
    assert [found.EntityId for found in by_custom.Documents] == [second.EntityId]


def test_an_unknown_link_is_refused(seller: Side, buyer: Side) -> None:
    act = seller.attachment()
    act.SubordinateDocumentIds.add(MessageId="", EntityId="nothing")
    assert _refused(seller, seller.message(buyer, act))[0] == 400


def test_the_older_lock_is_the_full_one(seller: Side, buyer: Side) -> None:
    message = seller.send(buyer, seller.attachment(), LockPacket=True)
    assert message.LockMode == LockMode.Full
    assert buyer.message_of(message.MessageId).PacketIsLocked


# -- older arrays --------------------------------------------------------------------------------------------


def test_older_arrays_become_the_same_documents(seller: Side, buyer: Side) -> None:
    data = b"text"
    signed = pb.SignedContent(Content=data, Signature=seller.sign(data))
    common = {
        "SignedContent": signed,
        "FileName": "a.pdf",
        "DocumentDate": "01.02.2026",
        "DocumentNumber": "5",
    }
    posted = pb.MessageToPost(
        FromBoxId=seller.box,
        ToBoxId=buyer.box,
        NonformalizedDocuments=[pb.NonformalizedAttachment(NeedRecipientSignature=True, **common)],
        ProformaInvoices=[pb.BasicDocumentAttachment(Total="10.00", Vat="1.00", **common)],
        Contracts=[pb.ContractAttachment(ContractPrice="9.00", **common)],
        AcceptanceCertificates=[pb.AcceptanceCertificateAttachment(Total="10.00", **common)],
        SupplementaryAgreements=[
            pb.SupplementaryAgreementAttachment(ContractNumber="1", ContractDate="01.01.2026", **common)
        ],
        PriceLists=[
            pb.PriceListAttachment(
                PriceListEffectiveDate="01.03.2026",
                ContractDocumentDate="01.01.2026",
                ContractDocumentNumber="1",
                **common,
            )
        ],
    )
    seller.post(posted)
    seller.http.settle()
    (event,) = buyer.events()
    found = {root.DocumentInfo.TypeNamedId: root.DocumentInfo for root in documents(event.Message)}
    assert set(found) == {
        "Nonformalized", "ProformaInvoice", "Contract", "AcceptanceCertificate", "SupplementaryAgreement",
        "PriceList",
    }  # fmt: skip
    assert found["ProformaInvoice"].ProformaInvoiceMetadata.Vat == "1.00"
    assert found["ProformaInvoice"].RecipientResponseStatus == Response.RecipientResponseStatusNotAcceptable
    assert found["Nonformalized"].RecipientResponseStatus == Response.WaitingForRecipientSignature
    assert found["AcceptanceCertificate"].RecipientResponseStatus == Response.WaitingForRecipientSignature
    assert found["Contract"].ContractMetadata.ContractPrice == "9.00"
    waiting = documents_pb2.BilateralDocumentStatus.InboundWaitingForRecipientSignature
    assert found["Contract"].ContractMetadata.DocumentStatus == waiting


# -- signatures that are not good ----------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["partner_head", "expired", "over other bytes"])
def test_a_bad_signature_comes_back_to_the_sender(
    seller: Side, buyer: Side, pki_dir: Path, whose: str
) -> None:
    attachment = seller.attachment()
    if whose == "over other bytes":
        attachment.SignedContent.Signature = seller.sign(b"other")
    else:
        other = Side(seller.http, seller.box, pki_dir / f"{whose}.pem")
        attachment.SignedContent.Signature = other.sign(attachment.SignedContent.Content)
    message = seller.send(buyer, attachment)
    (root,) = documents(message)
    document = seller.document(message.MessageId, root.EntityId)
    assert document.SenderSignatureStatus == Sender.SenderSignatureCheckedAndInvalid
    assert not document.DeliveryTimestampTicks
    assert not buyer.events()
    whole = seller.message_of(message.MessageId)
    (report,) = of_kind(whole, Kind.SignatureVerificationReport)
    verdict = SignatureVerificationResult.FromString(seller.content_of(report, message.MessageId))
    assert not verdict.IsValid
    assert of_kind(whole, Kind.DeliveryFailureNotification)
    assert seller.events()[-1].Patch.NotDeliveredEventId == message.MessageId

    seller.patch(message.MessageId, Signatures=[seller.signature(root)])
    assert len(buyer.events()) == 1


def test_a_signature_may_be_rejected_later_on_demand(seller: Side, buyer: Side) -> None:
    seller.http.order_fault("signature-rejected")
    message = seller.send(buyer, seller.attachment())
    document = seller.document(message.MessageId, documents(message)[0].EntityId)
    assert document.SenderSignatureStatus == Sender.SenderSignatureCheckedAndInvalid


def test_the_lock_of_bad_signatures_comes_on_demand(seller: Side, buyer: Side) -> None:
    seller.http.order_fault("too-many-signatures")
    status, text, _ = _refused(seller, seller.message(buyer, seller.attachment()))
    assert status == 409
    assert text == "Too many failed signatures today. There were 3 attempts, but max allowed per day is 3"


def test_a_test_signature_is_made_by_the_operator(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment()
    attachment.SignedContent.ClearField("Signature")
    attachment.SignedContent.SignWithTestSignature = True
    message = seller.send(buyer, attachment)
    assert len(buyer.events()) == 1
    attachment.SignedContent.PowerOfAttorney.UseDefault = True
    attachment.CustomDocumentId = "another body"
    status, _, code = _refused(seller, seller.message(buyer, attachment))
    assert (status, code) == (400, "DocumentService.NotAllowedToSignWithPowerOfAttorney")
    assert documents(message)


# -- later and inside ----------------------------------------------------------------------------------------


def test_a_delayed_message_goes_when_it_is_signed(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment()
    attachment.SignedContent.ClearField("Signature")
    message = seller.post(seller.message(buyer, attachment, DelaySend=True))
    (root,) = documents(message)
    assert root.DocumentInfo.SenderSignatureStatus == Sender.WaitingForSenderSignature
    seller.http.settle()
    assert not buyer.events()
    seller.patch(message.MessageId, Signatures=[seller.signature(root)])
    assert len(buyer.events()) == 1
    assert seller.document(message.MessageId, root.EntityId).SendTimestampTicks


def test_an_unsigned_document_is_refused_unless_delayed(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment()
    attachment.SignedContent.ClearField("Signature")
    assert _refused(seller, seller.message(buyer, attachment))[0] == 400


def test_an_internal_message_stays_in_the_box(seller: Side, buyer: Side) -> None:
    department = seller.http.json("GET", "/admin/GetDepartments", boxId=seller.box)["Departments"][-1]["Id"]
    posted = seller.message(None, seller.attachment(), IsInternal=True, ToDepartmentId=department)
    message = seller.post(posted)
    seller.http.settle()
    document = seller.document(message.MessageId, documents(message)[0].EntityId)
    assert document.DocumentDirection == DocumentDirection.Internal
    assert document.SenderSignatureStatus == Sender.SenderSignatureCheckedAndValid
    assert document.DepartmentId == department
    assert not buyer.events()


def test_the_intermediate_recipient_signs_first(
    diadoc: DiadocHttp, seller: Side, buyer: Side, pki_dir: Path
) -> None:
    between = Side(diadoc.as_user("buyer_branch"), diadoc.box("buyer_branch"), buyer.pem)
    message = seller.send(buyer, seller.attachment(), ProxyBoxId=between.box)
    (root,) = documents(message)
    assert not buyer.events()
    between.patch(message.MessageId, Signatures=[between.signature(root)])
    assert len(buyer.events()) == 1
    document = seller.document(message.MessageId, root.EntityId)
    assert document.ProxySignatureStatus == documents_pb2.ProxySignatureStatus.WithProxySignature
    buyer.patch(message.MessageId, Signatures=[buyer.signature(root)])
    assert (
        seller.document(message.MessageId, root.EntityId).RecipientResponseStatus
        == Response.WithRecipientSignature
    )


def test_who_was_turned_away_cannot_send(seller: Side, buyer: Side) -> None:
    params = {"myBoxId": buyer.box, "counteragentBoxId": seller.box}
    assert buyer.http.call("POST", "/V2/BreakWithCounteragent", params=params).status_code == 200
    status, text, _ = _refused(seller, seller.message(buyer, seller.attachment()))
    assert (status, text) == (409, "Recipient forbids to receive messages from blocked senders")


def test_a_person_who_signs_without_a_power_is_noted(diadoc: DiadocHttp, buyer: Side, pki_dir: Path) -> None:
    """The document goes; its status says that no МЧД is attached."""
    employee = Side.of(diadoc, "seller", "person", pki_dir)
    message = employee.send(buyer, employee.attachment())
    document = buyer.document(message.MessageId, documents(message)[0].EntityId)
    assert document.SenderSignatureStatus == Sender.SenderSignatureCheckedAndValid
    status = document.DocflowStatus.PowerOfAttorneyGeneralStatus.StatusNamedId
    assert status == PowerOfAttorneyValidationStatusNamedId.IsNotAttached


def test_a_default_power_must_be_there(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment()
    attachment.SignedContent.PowerOfAttorney.UseDefault = True
    status, text, _ = _refused(seller, seller.message(buyer, attachment))
    path = "MessageToPost.DocumentAttachments[0].SignedContent.PowerOfAttorney.UseDefault"
    assert status == 409
    assert text == f"{path}: Value can't be True when default power of attorney is not specified"


def test_structured_data_belong_to_a_document(seller: Side, buyer: Side) -> None:
    posted = seller.message(buyer, seller.attachment(CustomDocumentId="a"))
    posted.StructuredDataAttachments.add(Content=b"{}", FileName="a.json", ParentCustomDocumentId="a")
    message = seller.post(posted)
    (data,) = of_kind(message, Kind.StructuredData)
    assert data.ParentEntityId == documents(message)[0].EntityId
    posted.StructuredDataAttachments[0].ParentCustomDocumentId = "b"
    assert _refused(seller, posted)[0] == 400
