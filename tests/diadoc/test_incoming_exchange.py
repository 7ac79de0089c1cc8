"""What the partner sends comes as a package of ours; what we answer goes back."""

import pytest
from diadoc_desk import documents

import factories
from paraph.channels.diadoc.models import PartnerBox
from paraph.docflow import answers
from paraph.docflow.models import Package
from paraph.journal.models import JournalEvent
from paraph.registry.models import Version
from paraph.signing.models import Signature


def receive(exchange, *attachments):
    them = exchange.them
    message = them.send(exchange.us, *attachments)
    exchange.read()
    assert exchange.quarantined() == []
    return Package.objects.get(direction="in", outer_id=message.MessageId), message


def sign(exchange, package):
    factories.sign_ours(exchange.pki, package)
    exchange.run()
    assert exchange.quarantined() == []


def test_a_message_becomes_a_received_package_with_verdicts(exchange):
    them = exchange.them
    said = "Оплатите до пятницы"
    package, _message = receive(
        exchange, them.attachment("Contract"), them.attachment("ProformaInvoice", Comment=said)
    )
    contract, invoice = factories.flows(package)
    assert package.counterparty == exchange.firm.counterparty
    assert [flow.document.kind for flow in (contract, invoice)] == ["contract", "invoice"]
    assert (contract.document.number, str(contract.document.date)) == ("17", "2026-11-22")
    assert str(invoice.document.amount) == "1200.00"
    assert [flow.status for flow in (contract, invoice)] == ["WAITING_OUR_SIGNATURE", "RECEIVED"]
    assert package.message == said
    file = Version.objects.get(document=invoice.document, role="comment")
    assert (file.side, file.file_name, file.mime) == ("R", "comment.txt", "text/plain")
    for flow in (contract, invoice):
        assert Signature.objects.get(docflow_id=flow.pk, side="R").headline == "valid"


def test_we_sign_what_came(exchange):
    package, message = receive(exchange, exchange.them.attachment("Contract"))
    flow = factories.flows(package)[0]
    answers.sign(flow, exchange.firm.sender, signer=exchange.firm.signer)
    sign(exchange, package)
    exchange.read()
    assert factories.flows(package)[0].is_done
    found = exchange.them.document(message.MessageId, documents(message)[0].EntityId)
    assert found.RecipientResponseStatus == 3  # WithRecipientSignature
    assert Signature.objects.filter(docflow_id=flow.pk, side="S").count() == 1


def test_we_refuse_what_came(exchange):
    package, message = receive(exchange, exchange.them.attachment("Contract"))
    flow = factories.flows(package)[0]
    answers.refuse(flow, "Не тот договор", exchange.firm.sender, signer=exchange.firm.signer)
    exchange.run()
    sign(exchange, package)
    exchange.read()
    flow = factories.flows(package)[0]
    assert flow.reason == "Не тот договор"
    found = exchange.them.document(message.MessageId, documents(message)[0].EntityId)
    assert found.RecipientResponseStatus == 4  # RecipientSignatureRequestRejected


def test_what_was_signed_at_diadoc_itself_is_known_here(exchange):
    package, message = receive(exchange, exchange.them.attachment("Contract"))
    us = exchange.us
    us.patch(message.MessageId, Signatures=[us.signature(documents(message)[0])])
    exchange.read()
    flow = factories.flows(package)[0]
    assert flow.is_done
    assert Signature.objects.get(docflow_id=flow.pk, side="S").headline == "valid"
    assert answers.possible(flow) == ["request_revocation"]


@pytest.mark.parametrize("ours", [True, False])
def test_annulment_in_either_direction(exchange, ours):
    package, message = receive(exchange, exchange.them.attachment("ProformaInvoice"))
    them, firm = exchange.them, exchange.firm
    flow = factories.flows(package)[0]
    if ours:
        answers.request_revocation(flow, "Чужой счёт", firm.sender, signer=firm.signer)
        exchange.run()
        sign(exchange, package)
        exchange.diadoc.settle()
        found = them.message_of(message.MessageId)
        request = next(one for one in found.Entities if one.AttachmentType == 29 and one.EntityType == 1)
        refusal = them.rejection(request, message.MessageId, exchange.us, "Счёт верный")
        them.patch(message.MessageId, XmlSignatureRejections=[refusal])
        exchange.read()
        assert "revocation:REJECTED" in factories.flows(package)[0].state
        return
    document = documents(message)[0]
    request = them.revocation(document, message.MessageId, exchange.us, "Ошибка в сумме")
    them.patch(message.MessageId, RevocationRequests=[request])
    exchange.read()
    answers.accept_revocation(factories.flows(package)[0], firm.sender, signer=firm.signer)
    sign(exchange, package)
    assert factories.flows(package)[0].status.endswith("ANNULLED")


def test_what_is_said_before_its_message_is_seen_waits_for_nothing(exchange):
    """The message's own event is late: its patch makes us read the message as a whole."""
    them, us = exchange.them, exchange.us
    exchange.diadoc.order_fault("late-events", count=1, seconds=2)
    message = them.post(them.message(us, them.attachment("ProformaInvoice")))
    exchange.diadoc.settle()
    request = them.revocation(documents(message)[0], message.MessageId, us, "Ошибка")
    them.patch(message.MessageId, RevocationRequests=[request])
    exchange.read()
    exchange.read()
    assert exchange.quarantined() == []
    package = Package.objects.get(direction="in")
    assert "revocation:REQUESTED_BY_THEM" in factories.flows(package)[0].state


def test_deleting_at_diadoc_is_noted_and_takes_nothing_away(exchange):
    package, message = receive(exchange, exchange.them.attachment("Contract"))
    query = {"boxId": exchange.us.box, "messageId": message.MessageId}
    assert exchange.us.http.call("POST", "/Delete", params=query).status_code == 200
    exchange.read()
    flow = factories.flows(package)[0]
    assert flow.status == "WAITING_OUR_SIGNATURE"
    assert JournalEvent.objects.get(docflow_id=flow.pk, action="docflow:outer-deleted")


def test_an_unknown_sender_becomes_a_counterparty(exchange):
    """Their box is not among those looked up: Диадок is asked who it is."""
    PartnerBox.objects.all().delete()
    package, _message = receive(exchange, exchange.them.attachment("Contract"))
    assert package.counterparty == exchange.firm.counterparty
    box = PartnerBox.objects.get(box_id=exchange.them.box)
    assert box.counterparty == exchange.firm.counterparty
