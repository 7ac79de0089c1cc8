"""Answers to what was sent: receipts, signatures, refusals, amendment, annulment, packets."""

from __future__ import annotations

from pathlib import Path

from diadoc_desk import Side, documents, of_kind
from diadoc_http import DiadocHttp

from paraph.sandbox.diadoc.messages import service
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import LockMode
from paraph.wire.diadoc.documents_pb2 import (
    GeneralReceiptStatus as Receipt,
)
from paraph.wire.diadoc.documents_pb2 import (
    RecipientResponseStatus as Response,
)
from paraph.wire.diadoc.documents_pb2 import (
    RevocationStatus as Revocation,
)
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind


def _sent(seller: Side, buyer: Side, **fields: object) -> tuple[str, pb.Entity]:
    message = seller.send(buyer, seller.attachment(**fields))
    return message.MessageId, documents(message)[0]


def test_the_recipient_signs_and_the_sender_sees_it(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    patch = buyer.patch(message, Signatures=[buyer.signature(root)])

    for side in (seller, buyer):
        document = side.document(message, root.EntityId)
        assert document.RecipientResponseStatus == Response.WithRecipientSignature
        assert document.DocflowStatus.PrimaryStatus.Severity == "Success"
    theirs = [event for event in seller.events() if event.EventId == patch.PatchId]
    assert len(theirs) == 1
    delivered = [event.Patch for event in buyer.events() if event.Patch.MessageIsDelivered]
    assert [event.DeliveredPatchId for event in delivered] == [patch.PatchId]


def test_who_has_answered_cannot_answer_again(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    buyer.patch(message, Signatures=[buyer.signature(root)])
    assert buyer.patch_refused(message, Signatures=[buyer.signature(root)]).status_code == 409
    refusal = buyer.rejection(root, message, seller)
    assert buyer.patch_refused(message, XmlSignatureRejections=[refusal]).status_code == 409


def test_a_refusal_carries_its_reason(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    buyer.patch(message, XmlSignatureRejections=[buyer.rejection(root, message, seller)])
    document = seller.document(message, root.EntityId)
    assert document.RecipientResponseStatus == Response.RecipientSignatureRequestRejected
    (refusal,) = of_kind(seller.message_of(message), Kind.XmlSignatureRejection)
    assert "Неверная сумма".encode("cp1251") in seller.content_of(refusal, message)


def test_the_older_numbering_knows_a_refusal_as_plain_text(seller: Side, buyer: Side) -> None:
    """The same field number means another array in version 3."""
    message, root = _sent(seller, buyer)
    refusal = pb.RequestedSignatureRejection(
        ParentEntityId=root.EntityId, SignedContent=buyer.signed("Не заказывали".encode())
    )
    posted = pb.MessagePatchToPost(BoxId=buyer.box, MessageId=message, RequestedSignatureRejections=[refusal])
    buyer.http.post(pb.MessagePatch, "/V3/PostMessagePatch", posted)
    buyer.http.settle()
    (found,) = of_kind(seller.message_of(message), Kind.SignatureRequestRejection)
    assert seller.content_of(found, message).decode() == "Не заказывали"

    newer = pb.MessagePatchToPostV2(BoxId=buyer.box, MessageId=message)
    newer.Resolutions.add(InitialDocumentId=root.EntityId, ResolutionType=1)
    answer = buyer.refused("/V3/PostMessagePatch", newer)
    assert answer.status_code == 400


def test_a_receipt_must_be_a_receipt(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer, NeedReceipt=True)
    assert (
        buyer.document(message, root.EntityId).RecipientReceiptMetadata.ReceiptStatus
        == Receipt.HaveToCreateReceipt
    )
    assert (
        seller.document(message, root.EntityId).RecipientReceiptMetadata.ReceiptStatus
        == Receipt.WaitingForReceipt
    )

    wrong = pb.ReceiptAttachment(ParentEntityId=root.EntityId, SignedContent=buyer.signed(b"<x/>"))
    refused = buyer.patch_refused(message, Receipts=[wrong])
    assert refused.status_code == 400
    assert (
        refused.text == "MessagePatchToPost.Receipts[0]: Документ не может быть отправлен в указанном формате"
    )

    buyer.patch(message, Receipts=[buyer.receipt(root, message, seller)])
    for side in (seller, buyer):
        metadata = side.document(message, root.EntityId).RecipientReceiptMetadata
        assert metadata.ReceiptStatus == Receipt.Finished
    again = buyer.patch_refused(message, Receipts=[buyer.receipt(root, message, seller)])
    assert again.status_code == 409


def test_the_sender_may_not_give_its_own_receipt(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    receipt = seller.receipt(root, message, buyer)
    assert seller.patch_refused(message, Receipts=[receipt]).status_code == 400


# -- annulment -----------------------------------------------------------------------------------------------


def test_annulment_is_seen_from_both_sides_and_accepted_by_a_signature(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    seller.patch(message, RevocationRequests=[seller.revocation(root, message, buyer)])
    assert seller.document(message, root.EntityId).RevocationStatus == Revocation.RevocationIsRequestedByMe
    assert buyer.document(message, root.EntityId).RevocationStatus == Revocation.RequestsMyRevocation
    (request,) = of_kind(buyer.message_of(message), Kind.RevocationRequest)

    own = seller.patch_refused(message, Signatures=[seller.signature(request)])
    assert own.status_code == 403
    buyer.patch(message, Signatures=[buyer.signature(request)])

    for side in (seller, buyer):
        document = side.document(message, root.EntityId)
        assert document.RevocationStatus == Revocation.RevocationAccepted
        assert document.DocflowStatus.PrimaryStatus.StatusText == "Аннулирован"


def test_annulment_may_be_refused_and_asked_again(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    buyer.patch(message, RevocationRequests=[buyer.revocation(root, message, seller)])
    again = buyer.patch_refused(message, RevocationRequests=[buyer.revocation(root, message, seller)])
    assert again.status_code == 409
    (request,) = of_kind(seller.message_of(message), Kind.RevocationRequest)
    seller.patch(message, XmlSignatureRejections=[seller.rejection(request, message, buyer)])
    assert buyer.document(message, root.EntityId).RevocationStatus == Revocation.RevocationRejected

    seller.patch(message, RevocationRequests=[seller.revocation(root, message, buyer)])
    assert buyer.document(message, root.EntityId).RevocationStatus == Revocation.RequestsMyRevocation


# -- bad signatures of the recipient -------------------------------------------------------------------------


def test_three_bad_signatures_a_day_lock_the_document(
    diadoc: DiadocHttp, seller: Side, buyer: Side, pki_dir: Path
) -> None:
    message, root = _sent(seller, buyer)
    for _ in range(3):
        bad = pb.DocumentSignature(ParentEntityId=root.EntityId, Signature=buyer.sign(b"something else"))
        buyer.patch(message, Signatures=[bad])
    document = buyer.document(message, root.EntityId)
    assert document.RecipientResponseStatus == Response.InvalidRecipientSignature
    assert (
        seller.document(message, root.EntityId).RecipientResponseStatus
        == Response.WaitingForRecipientSignature
    )

    refused = buyer.patch_refused(message, Signatures=[buyer.signature(root)])
    assert refused.status_code == 409
    assert refused.text == (
        "Too many failed signatures today. There were 3 attempts, but max allowed per day is 3"
    )

    diadoc.control("POST", "/clock", {"seconds": 86400})
    seller = Side.of(diadoc, "seller", "head", pki_dir)
    buyer = Side.of(diadoc, "buyer", "partner_head", pki_dir)
    buyer.patch(message, Signatures=[buyer.signature(root)])
    assert seller.document(message, root.EntityId).RecipientResponseStatus == Response.WithRecipientSignature


# -- packets -------------------------------------------------------------------------------------------------


def test_a_locked_packet_is_answered_as_a_whole_or_not_at_all(seller: Side, buyer: Side) -> None:
    message = seller.send(buyer, seller.attachment(), seller.attachment("Torg12"), LockMode=LockMode.Full)
    first, second = documents(message)
    before = len(buyer.message_of(message.MessageId).Entities)
    refused = buyer.patch_refused(message.MessageId, Signatures=[buyer.signature(first)])
    assert refused.status_code == 409
    assert "locked" in refused.text
    assert len(buyer.message_of(message.MessageId).Entities) == before
    assert len(buyer.message_of(message.MessageId).Entities) == len(
        buyer.message_of(message.MessageId).Entities
    )

    buyer.patch(message.MessageId, Signatures=[buyer.signature(first), buyer.signature(second)])
    for root in (first, second):
        document = seller.document(message.MessageId, root.EntityId)
        assert document.RecipientResponseStatus == Response.WithRecipientSignature


def test_an_unlocked_packet_is_answered_document_by_document(seller: Side, buyer: Side) -> None:
    message = seller.send(buyer, seller.attachment(), seller.attachment("Torg12"))
    first, second = documents(message)
    buyer.patch(
        message.MessageId,
        Signatures=[buyer.signature(first)],
        XmlSignatureRejections=[buyer.rejection(second, message.MessageId, seller)],
    )
    statuses = [
        seller.document(message.MessageId, root.EntityId).RecipientResponseStatus for root in (first, second)
    ]
    assert statuses == [Response.WithRecipientSignature, Response.RecipientSignatureRequestRejected]


def test_packets_that_meet_become_another(seller: Side, buyer: Side) -> None:
    one = seller.send(buyer, seller.attachment(), seller.attachment("Torg12"))
    two = seller.send(buyer, seller.attachment(), seller.attachment("Torg12"))
    first, second = documents(one)[0], documents(two)[0]
    command = pb.EditDocumentPacketCommand(DocumentId=first.EntityId)
    command.AddDocumentsToPacket.add(MessageId=two.MessageId, EntityId=second.EntityId)
    seller.patch(one.MessageId, EditDocumentPacketCommands=[command])
    pairs = ((one, first), (two, second))
    after = [seller.document(message.MessageId, root.EntityId).PacketId for message, root in pairs]
    assert after[0] == after[1]
    assert after[0] not in (first.PacketId, second.PacketId)


# -- inside the organisation ---------------------------------------------------------------------------------


def test_approval_stays_inside_the_box(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    user = buyer.http.json("GET", "/V2/GetMyUser")["UserId"]
    ask = pb.ResolutionRequestAttachment(InitialDocumentId=root.EntityId, Type=0, TargetUserId=user)
    buyer.patch(message, ResolutionRequests=[ask])
    approve = pb.ResolutionAttachment(InitialDocumentId=root.EntityId, ResolutionType=1, Comment="Согласен")
    patch = buyer.patch(message, Resolutions=[approve])
    (resolution,) = of_kind(patch, Kind.Resolution)
    assert resolution.ResolutionInfo.InitialRequestId
    assert buyer.document(message, root.EntityId).ResolutionStatus.Type == 1
    assert seller.document(message, root.EntityId).ResolutionStatus.Type == 0
    assert not of_kind(seller.message_of(message), Kind.Resolution)


def test_tags_are_each_box_s_own_and_limited(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    tag = pb.CustomDataPatch(ParentEntityId=root.EntityId, Operation=0, Key="order", Value="15")
    seller.patch(message, CustomDataPatches=[tag])
    assert [(item.Key, item.Value) for item in seller.document(message, root.EntityId).CustomData] == [
        ("order", "15")
    ]
    assert not buyer.document(message, root.EntityId).CustomData
    long = pb.CustomDataPatch(ParentEntityId=root.EntityId, Operation=0, Key="k", Value="x" * 201)
    assert seller.patch_refused(message, CustomDataPatches=[long]).status_code == 400
    assert seller.patch_refused(message, CustomDataPatches=[tag] * 16).status_code == 400


def test_approval_by_signature_stays_inside_too(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    before = len(seller.message_of(message).Entities)
    buyer.patch(message, Signatures=[buyer.signature(root, IsApprovementSignature=True)])
    assert len(seller.message_of(message).Entities) == before
    document = buyer.document(message, root.EntityId)
    assert document.RecipientResponseStatus == Response.WaitingForRecipientSignature
    found = buyer.message_of(message, originalSignature=True)
    assert any(entity.IsApprovementSignature for entity in found.Entities)


def test_a_delayed_locked_packet_is_signed_together(seller: Side, buyer: Side) -> None:
    attachments = [seller.attachment(), seller.attachment("Torg12")]
    for attachment in attachments:
        attachment.SignedContent.ClearField("Signature")
    posted = seller.message(buyer, *attachments, DelaySend=True, LockMode=LockMode.Send)
    message = seller.post(posted)
    first, second = documents(message)
    alone = seller.patch_refused(message.MessageId, Signatures=[seller.signature(first)])
    assert alone.status_code == 409
    seller.patch(message.MessageId, Signatures=[seller.signature(first), seller.signature(second)])
    assert len(buyer.events()) == 1
    buyer.patch(message.MessageId, Signatures=[buyer.signature(first)])


def test_a_route_of_approval_is_set_and_taken_off(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    guid = buyer.http.json("GET", "/GetBox", boxId=buyer.box)["BoxIdGuid"]
    route = service.add_resolution_route(buyer.http.world, guid, "Договоры")
    routes = buyer.http.json("GET", "/GetResolutionRoutes", boxId=buyer.box)["ResolutionRoutes"]
    assert [(one["RouteId"], one["Name"]) for one in routes] == [(route, "Договоры")]
    assign = pb.ResolutionRouteAssignment(InitialDocumentId=root.EntityId, RouteId=route)
    patch = buyer.patch(message, ResolutionRouteAssignments=[assign])
    (entity,) = of_kind(patch, Kind.ResolutionRouteAssignmentAttachment)
    assert entity.ResolutionRouteAssignmentInfo.RouteId == route
    unknown = pb.ResolutionRouteAssignment(InitialDocumentId=root.EntityId, RouteId=message)
    assert buyer.patch_refused(message, ResolutionRouteAssignments=[unknown]).status_code == 404


def test_a_request_to_sign_may_be_denied_and_the_denial_taken_back(seller: Side, buyer: Side) -> None:
    message, root = _sent(seller, buyer)
    user = buyer.http.json("GET", "/V2/GetMyUser")["UserId"]
    ask = pb.ResolutionRequestAttachment(InitialDocumentId=root.EntityId, Type=1, TargetUserId=user)
    (request,) = of_kind(buyer.patch(message, ResolutionRequests=[ask]), Kind.ResolutionRequest)
    assert buyer.document(message, root.EntityId).ResolutionStatus.Type == 4
    deny = pb.ResolutionRequestDenialAttachment(InitialResolutionRequestId=request.EntityId)
    (denial,) = of_kind(buyer.patch(message, ResolutionRequestDenials=[deny]), Kind.ResolutionRequestDenial)
    assert buyer.document(message, root.EntityId).ResolutionStatus.Type == 5
    back = pb.ResolutionRequestDenialCancellationAttachment(InitialResolutionRequestDenialId=denial.EntityId)
    buyer.patch(message, ResolutionRequestDenialCancellations=[back])
    assert buyer.document(message, root.EntityId).ResolutionStatus.Type == 4
    again = buyer.patch_refused(message, ResolutionRequestDenialCancellations=[back])
    assert again.status_code == 409


def test_a_link_joins_packets_unless_one_is_locked(seller: Side, buyer: Side) -> None:
    message, contract = _sent(seller, buyer)
    act = seller.attachment("AcceptanceCertificate")
    act.InitialDocumentIds.add(MessageId=message, EntityId=contract.EntityId)
    joined = seller.send(buyer, act)
    packet = seller.document(message, contract.EntityId).PacketId
    (root,) = documents(joined)
    assert seller.document(joined.MessageId, root.EntityId).PacketId == packet

    act.CustomDocumentId = "another"
    locked = seller.send(buyer, act, LockMode=LockMode.Full)
    (root,) = documents(locked)
    document = seller.document(locked.MessageId, root.EntityId)
    assert document.PacketId != packet
    assert document.InitialDocumentIds[0].EntityId == contract.EntityId
    command = pb.EditDocumentPacketCommand(DocumentId=contract.EntityId)
    command.AddDocumentsToPacket.add(MessageId=locked.MessageId, EntityId=root.EntityId)
    assert seller.patch_refused(message, EditDocumentPacketCommands=[command]).status_code == 409
