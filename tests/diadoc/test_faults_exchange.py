"""Whatever goes wrong on the way: nothing is lost, nothing is sent twice, nothing is tried hotly."""

import time

import pytest
from diadoc_desk import documents

import factories
from paraph.channels.diadoc import handlers
from paraph.docflow.models import Package
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.registry.models import Version
from paraph.signing.models import Signature

#: Faults of any call, with the path they befall.
ANY_CALL = ("too-many-requests", "unavailable", "error-before", "error-after", "cut-before", "cut-after")


def answered(exchange, message):
    """The partner signs the contract and refuses the act."""
    them, us = exchange.them, exchange.us
    contract, act = documents(message)
    them.patch(message.MessageId, Signatures=[them.signature(contract)])
    refusal = them.rejection(act, message.MessageId, us, "Сумма не сходится")
    them.patch(message.MessageId, XmlSignatureRejections=[refusal])


def check_whole_story(exchange, package):
    assert exchange.quarantined() == []
    assert exchange.statuses(package) == ["COMPLETED", "REJECTED"]
    assert len(exchange.their_messages()) == 1
    assert Signature.objects.filter(side="R").count() == 2  # under the contract and under the refusal
    assert Version.objects.filter(role="refusal").count() == 1


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        *((kind, "/V3/PostMessage") for kind in ANY_CALL),
        ("cut-before", "/V8/GetNewEvents"),
        ("unavailable", "/V8/GetNewEvents"),
        ("too-many-requests", "/V4/GetEntityContent"),
        ("error-before", "/V4/GetEntityContent"),
    ],
)
def test_one_call_goes_wrong_three_times(exchange, kind, path):
    exchange.diadoc.order_fault(kind, count=3, path=path)
    package = exchange.send("contract", "act")
    exchange.to_the_end()
    answered(exchange, exchange.their_messages()[0])
    exchange.to_the_end()
    check_whole_story(exchange, package)


@pytest.mark.parametrize("kind", ["duplicate-events", "equal-index-keys"])
def test_the_feed_stutters(exchange, kind):
    exchange.diadoc.order_fault(kind, count=None)
    package = exchange.send("contract", "act")
    exchange.to_the_end()
    answered(exchange, exchange.their_messages()[0])
    exchange.to_the_end()
    check_whole_story(exchange, package)


def test_events_appear_behind_the_cursor(exchange):
    """Every other event is seen only after those that followed it."""
    exchange.diadoc.order_fault("late-events", count=None, share=0.5, seconds=0.5)
    package = exchange.send("contract", "act")
    exchange.to_the_end()
    answered(exchange, exchange.their_messages()[0])
    exchange.to_the_end()
    time.sleep(0.6)
    exchange.to_the_end()
    check_whole_story(exchange, package)


def test_every_fifth_call_goes_wrong_in_its_own_way(exchange):
    for kind in (*ANY_CALL, "expired-token", "duplicate-events"):
        exchange.diadoc.order_fault(kind, count=None, share=0.04)
    package = exchange.send("contract", "act")
    for _round in range(6):
        exchange.to_the_end()
    exchange.diadoc.control("DELETE", "/faults")
    exchange.to_the_end()
    answered(exchange, exchange.their_messages()[0])
    for kind in (*ANY_CALL, "expired-token", "duplicate-events"):
        exchange.diadoc.order_fault(kind, count=None, share=0.04)
    for _round in range(6):
        exchange.to_the_end()
    exchange.diadoc.control("DELETE", "/faults")
    for effect in exchange.quarantined():  # a person tries again
        Effect.objects.filter(pk=effect.pk).update(state="waiting", failures=0)
    exchange.to_the_end()
    check_whole_story(exchange, package)


def test_a_wrong_signature_is_told_to_the_sender(exchange):
    exchange.diadoc.order_fault("signature-rejected", count=1)
    package = exchange.send("contract")
    exchange.to_the_end()
    flow = factories.flows(package)[0]
    assert flow.status == "OPERATOR_ERROR"
    assert "подпись" in flow.reason
    assert exchange.quarantined() == []


def test_too_many_wrong_signatures_are_told_and_not_tried_again(exchange):
    exchange.diadoc.order_fault("too-many-signatures", count=1, path="/V3/PostMessage")
    exchange.forget_calls()
    package = exchange.send("contract")
    exchange.to_the_end()
    flow = factories.flows(package)[0]
    assert flow.status == "OPERATOR_ERROR"
    assert "завтра" in flow.reason
    assert exchange.calls()["/V3/PostMessage"] == 1
    assert exchange.their_messages() == []


@pytest.mark.parametrize(("kind", "most"), [("too-many-requests", 1), ("unavailable", 5)])
def test_an_outage_is_waited_out_with_few_calls(exchange, kind, most):
    """429 holds the whole account back: one call per pause, however much waits; a 503 its own effect."""
    packages = [exchange.send("contract") for _number in range(5)]
    exchange.diadoc.order_fault(kind, count=None, path="/V3/PostMessage")
    exchange.forget_calls()
    for _look in range(20):
        effects.run_due()
    assert 1 <= exchange.calls()["/V3/PostMessage"] <= most
    exchange.diadoc.control("DELETE", "/faults")
    exchange.to_the_end()
    assert [exchange.statuses(package) for package in packages] == [["WAITING_RESPONSE"]] * 5
    assert len(exchange.their_messages()) == 5


def test_a_blocked_box_stops_sending_until_it_is_mended(exchange):
    exchange.diadoc.order_fault("blocked-box", count=None, path="/V3/PostMessage")
    package = exchange.send("contract")
    exchange.run()
    (effect,) = exchange.quarantined()
    assert effect.kind == "diadoc.post"
    assert "доступ" in effect.last_error.lower()
    exchange.account.refresh_from_db()
    assert exchange.account.fault
    assert exchange.statuses(package) == ["SENDING"]
    exchange.diadoc.control("DELETE", "/faults")
    effects.retry(effect.pk, exchange.firm.workspace.pk, "Администратор")
    exchange.to_the_end()
    assert exchange.statuses(package) == ["WAITING_RESPONSE"]
    exchange.account.refresh_from_db()
    assert exchange.account.fault == ""


def test_an_expired_token_is_renewed(exchange):
    exchange.diadoc.order_fault("expired-token", count=1, path="/V3/PostMessage")
    exchange.forget_calls()
    package = exchange.send("contract")
    exchange.run()
    assert exchange.statuses(package) == ["SENT"]
    assert exchange.calls()["/V3/Authenticate"] >= 1


def test_a_poison_message_is_set_apart_and_others_go_on(exchange, monkeypatch):
    from paraph.channels.diadoc import inbound

    them, us = exchange.them, exchange.us
    poison = them.post(them.message(us, them.attachment("Contract")))
    sound = them.send(us, them.attachment("Contract"))
    receive = inbound.receive

    def choke(client, message, counts):
        if message.MessageId == poison.MessageId:
            raise ValueError("a document nobody foresaw")
        return receive(client, message, counts)

    monkeypatch.setattr(inbound, "receive", choke)
    exchange.read()
    for _try in range(40):
        exchange.hurry()
        exchange.run()
    (effect,) = exchange.quarantined()
    assert effect.kind == "diadoc.apply"
    assert "nobody foresaw" in effect.last_error
    assert Package.objects.get(direction="in").outer_id == sound.MessageId
    monkeypatch.undo()
    effects.retry(effect.pk, exchange.firm.workspace.pk, "Администратор")
    exchange.run()
    assert Package.objects.filter(direction="in").count() == 2


def test_a_failing_run_is_seen(exchange):
    exchange.diadoc.order_fault("unavailable", count=None, path="/V8/GetNewEvents")
    handlers.order(exchange.account, handlers.FEED)
    exchange.run(rounds=1)
    run = exchange.account.runs.filter(job="feed").first()
    assert "503" in run.error
    assert run.finished_at
    assert run.calls["/V8/GetNewEvents"] == 3
