"""A package goes out through the emulated operator and comes back answered."""

import pytest
from diadoc_desk import documents

import factories
from paraph.channels.diadoc.records import OuterEntity
from paraph.docflow import answers
from paraph.registry.models import Version
from paraph.signing.models import Signature
from paraph.wire.diadoc.messages_pb2 import AttachmentType


@pytest.fixture
def delivered(exchange):
    """A contract, an invoice and an act at the partner's; and their message."""
    package = exchange.send("contract", "invoice", "act")
    exchange.run()
    exchange.read()
    return package, exchange.their_messages()[-1]


def test_a_package_is_one_message_and_its_documents_are_delivered(exchange):
    package = exchange.send("contract", "invoice", "act")
    assert exchange.statuses(package) == ["SENDING"] * 3
    exchange.run()
    assert exchange.quarantined() == []
    assert exchange.statuses(package) == ["SENT"] * 3
    exchange.read()
    assert exchange.quarantined() == []
    assert exchange.statuses(package) == ["WAITING_RESPONSE", "COMPLETED", "WAITING_RESPONSE"]
    message = exchange.their_messages()[-1]
    assert [one.FileName for one in documents(message)] == [
        flow.version.file_name for flow in factories.flows(package)
    ]


def test_what_we_say_with_a_package_is_not_taken_for_the_partners(exchange):
    package = exchange.send("contract", message="Просим подписать до пятницы.")
    exchange.run()
    exchange.read()
    assert exchange.quarantined() == []
    entities = exchange.their_messages()[-1].Entities
    (comment,) = (one for one in entities if one.AttachmentType == AttachmentType.AttachmentComment)
    contract = factories.flows(package)[0].document
    assert not Version.objects.filter(document=contract, role="comment").exists()
    assert OuterEntity.objects.get(message__account=exchange.account, entity_id=comment.EntityId).side == "S"


def test_the_partner_signs_one_and_refuses_another(exchange, delivered):
    package, message = delivered
    contract, _invoice, act = documents(message)
    them, us = exchange.them, exchange.us
    them.patch(message.MessageId, Signatures=[them.signature(contract)])
    refusal = them.rejection(act, message.MessageId, us, "Сумма не сходится")
    them.patch(message.MessageId, XmlSignatureRejections=[refusal])
    exchange.read()
    assert exchange.quarantined() == []
    signed, _one_sided, refused = factories.flows(package)
    assert (signed.status, signed.is_done) == ("COMPLETED", True)
    assert (refused.status, refused.reason) == ("REJECTED", "Сумма не сходится")
    kept = Signature.objects.get(docflow_id=signed.pk, side="R")
    assert kept.headline == "valid"
    assert kept.signer_name == "Полевой Иван Андреевич"
    file = Version.objects.get(document=refused.document, role="refusal")
    assert file.side == "R"
    assert Signature.objects.get(version=file).headline == "valid"


def test_the_partner_asks_to_annul_and_we_agree(exchange, delivered):
    package, message = delivered
    invoice = documents(message)[1]
    them, us = exchange.them, exchange.us
    request = them.revocation(invoice, message.MessageId, us, "Счёт выставлен по ошибке")
    them.patch(message.MessageId, RevocationRequests=[request])
    exchange.read()
    flow = factories.flows(package)[1]
    assert (flow.status, flow.reason) == ("REVOCATION_ASKED", "Счёт выставлен по ошибке")
    answer = answers.accept_revocation(flow, exchange.firm.sender, signer=exchange.firm.signer)
    factories.sign_ours(exchange.pki, package)
    exchange.run()
    answer.refresh_from_db()
    assert (answer.state, answer.error) == ("done", "")
    assert factories.flows(package)[1].status == "ANNULLED"
    exchange.read()
    assert exchange.quarantined() == []
    exchange.diadoc.settle()
    status = them.document(message.MessageId, invoice.EntityId).RevocationStatus
    assert status == 4  # RevocationAccepted


def test_we_ask_to_annul_and_the_partner_refuses_then_agrees(exchange, delivered):
    package, message = delivered
    them = exchange.them
    flow = factories.flows(package)[1]
    answers.request_revocation(flow, "Ошиблись суммой", exchange.firm.sender, signer=exchange.firm.signer)
    exchange.run()  # Диадок writes the request
    factories.sign_ours(exchange.pki, package)
    exchange.run()
    assert exchange.quarantined() == []
    assert factories.flows(package)[1].status == "REVOCATION_REQUESTED"
    exchange.diadoc.settle()
    found = them.message_of(message.MessageId)
    request = next(one for one in found.Entities if one.AttachmentType == 29 and one.EntityType == 1)
    them.patch(message.MessageId, Signatures=[them.signature(request)])
    exchange.read()
    assert exchange.quarantined() == []
    assert factories.flows(package)[1].status == "ANNULLED"


def test_reading_again_changes_nothing(exchange, delivered):
    package, message = delivered
    contract = documents(message)[0]
    exchange.them.patch(message.MessageId, Signatures=[exchange.them.signature(contract)])
    exchange.read()
    before = exchange.picture(), Signature.objects.count(), Version.objects.count()
    for _again in range(3):
        exchange.read()
    assert (exchange.picture(), Signature.objects.count(), Version.objects.count()) == before
    exchange.account.feed.recent = []
    exchange.account.feed.save()
    exchange.read()
    assert (exchange.picture(), Signature.objects.count(), Version.objects.count()) == before
