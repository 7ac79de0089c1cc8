"""Sending through the emulated operator: PostMessage and what comes of it."""

from __future__ import annotations

from diadoc_desk import Side, documents, of_kind

from paraph.wire.diadoc.documents_pb2 import RecipientResponseStatus as Response
from paraph.wire.diadoc.documents_pb2 import SenderSignatureStatus as Sender
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind


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
