"""What the feed has lost, the comparison of lists finds."""

import pytest
from diadoc_desk import documents

import factories
from paraph.channels.diadoc import feed, handlers
from paraph.channels.diadoc.records import InboxEvent, OuterMessage
from paraph.docflow.models import Package
from paraph.signing.models import Signature


def compare(exchange):
    exchange.diadoc.settle()
    handlers.order(exchange.account, handlers.RECONCILE)
    exchange.run()
    assert exchange.quarantined() == []
    return exchange.account.runs.filter(job="reconcile").first()


@pytest.fixture
def deaf(monkeypatch):
    """The feed brings nothing, ever."""
    monkeypatch.setattr(feed, "_page", lambda client, row, after: [])


def test_everything_is_found_without_a_feed(exchange, deaf):
    them, us = exchange.them, exchange.us
    package = exchange.send("contract", "act")
    exchange.run()
    came = them.send(us, them.attachment("Contract"), them.attachment("ProformaInvoice"))
    run = compare(exchange)
    assert run.counts == {"seen": 4, "missing": 2, "differs": 2, "pulled": 2}
    assert exchange.statuses(package) == ["WAITING_RESPONSE"] * 2
    assert Package.objects.get(direction="in").outer_id == came.MessageId

    contract, act = documents(exchange.their_messages()[0])
    message = exchange.their_messages()[0].MessageId
    them.patch(message, Signatures=[them.signature(contract)])
    them.patch(message, XmlSignatureRejections=[them.rejection(act, message, us, "Не те работы")])
    assert compare(exchange).counts["differs"] == 2
    assert exchange.statuses(package) == ["COMPLETED", "REJECTED"]
    assert factories.flows(package)[1].reason == "Не те работы"

    request = them.revocation(contract, message, us, "Договор с ошибкой")
    them.patch(message, RevocationRequests=[request])
    assert compare(exchange).counts["differs"] == 1
    assert factories.flows(package)[0].status == "REVOCATION_ASKED"


def test_when_nothing_was_lost_nothing_is_read_again(exchange):
    exchange.send("contract")
    exchange.run()
    exchange.them.send(exchange.us, exchange.them.attachment("Contract"))
    exchange.read()
    exchange.forget_calls()
    run = compare(exchange)
    assert run.counts == {"seen": 2, "pulled": 0}
    assert exchange.calls() == {"/V3/GetDocuments": 2}
    assert run.calls == {"/V3/GetDocuments": 2}


def test_a_message_whose_answer_was_lost_is_found_by_our_names(exchange, deaf):
    """Posted, the answer lost, and no feed: the comparison knows it by the names of its documents."""
    exchange.diadoc.order_fault("cut-after", count=1, path="/V3/PostMessage")
    package = exchange.send("contract")
    exchange.run()
    assert exchange.statuses(package) == ["SENDING"]
    compare(exchange)
    assert exchange.statuses(package) == ["WAITING_RESPONSE"]
    exchange.hurry()
    exchange.run()  # the repeated effect changes nothing
    assert exchange.statuses(package) == ["WAITING_RESPONSE"]
    assert len(exchange.their_messages()) == 1
    assert OuterMessage.objects.filter(state="posted").count() == 1


def test_what_people_send_by_hand_is_left_alone(exchange):
    exchange.us.send(exchange.them, exchange.us.attachment("Contract"))
    exchange.read()
    assert OuterMessage.objects.get().state == "foreign"
    run = compare(exchange)
    assert run.counts == {"seen": 1, "pulled": 0}
    assert not Package.objects.exists()


def test_old_rows_of_done_events_are_forgotten(exchange):
    exchange.them.send(exchange.us, exchange.them.attachment("Contract"))
    exchange.read()
    assert InboxEvent.objects.exists()
    InboxEvent.objects.update(done_at="2020-01-01T00:00:00Z")
    compare(exchange)
    assert not InboxEvent.objects.exists()
    exchange.account.feed.recent = []
    exchange.account.feed.save()
    exchange.read()  # all of it comes again and is known all the same
    assert Package.objects.filter(direction="in").count() == 1


def test_a_document_restored_at_diadoc_joins_its_package(exchange):
    them, us = exchange.them, exchange.us
    message = them.send(us, them.attachment("Contract"), them.attachment("ProformaInvoice"))
    hidden = documents(message)[0].EntityId
    where = {"boxId": us.box, "messageId": message.MessageId, "documentId": hidden}
    assert us.http.call("POST", "/Delete", params=where).status_code == 200
    exchange.read()
    package = Package.objects.get(direction="in")
    assert [flow.document.kind for flow in factories.flows(package)] == ["invoice"]
    assert us.http.call("POST", "/Restore", params=where).status_code == 200
    exchange.read()
    assert compare(exchange).counts["missing"] == 1
    assert [flow.document.kind for flow in factories.flows(package)] == ["invoice", "contract"]
    contract = factories.flows(package)[1]
    assert contract.version.outer_id == hidden
    assert contract.status == "WAITING_OUR_SIGNATURE"
    assert Signature.objects.get(docflow_id=contract.pk).headline == "valid"
    assert compare(exchange).counts["pulled"] == 0
