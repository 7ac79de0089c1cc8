"""Many at once: strangers' events before ours, several workers, people who click twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from diadoc_desk import documents
from django.db import close_old_connections, connection, transaction

import factories
from paraph.channels.diadoc import handlers
from paraph.docflow import answers
from paraph.docflow.models import Answer, Package
from paraph.effects import services as effects
from paraph.effects.models import Effect, LimitedKey
from paraph.errors import DomainError
from paraph.registry.models import Version
from paraph.signing.models import Signature

STRANGERS = 40


def test_what_came_does_not_queue_behind_what_is_not_ours(exchange):
    """Another program sends from the same box all the time."""
    them, us = exchange.them, exchange.us
    for _number in range(STRANGERS):
        us.post(us.message(them, us.attachment("Nonformalized")))
    came = them.send(us, them.attachment("Contract"))
    handlers.order(exchange.account, handlers.FEED)
    exchange.forget_calls()
    LimitedKey.objects.all().delete()
    effects.run_due()
    assert Package.objects.get(direction="in").outer_id == came.MessageId
    calls = exchange.calls()
    assert "/V6/GetMessage" not in calls
    assert calls["/V8/GetNewEvents"] <= 2


@pytest.mark.django_db(transaction=True)
def test_three_workers_and_twice_clicking_people(exchange):
    """Events stutter, three workers take what they find, each button is pressed by two hands at once."""
    if connection.vendor == "sqlite":
        pytest.skip("threads of a test share one connection to SQLite")
    exchange.diadoc.order_fault("duplicate-events", count=None)
    them, us, firm = exchange.them, exchange.us, exchange.firm
    over = threading.Event()

    def work():
        while not over.is_set():
            LimitedKey.objects.update(next_at="2020-01-01T00:00:00Z")
            effects.run_due()
            over.wait(0.05)
        close_old_connections()
        connection.close()

    def twice(deed):
        def press(_hand):
            try:
                deed()
            except DomainError as error:
                return error.code
            finally:
                connection.close()
            return "done"

        with ThreadPoolExecutor(2) as hands:
            return sorted(hands.map(press, range(2)))

    def calm():
        for _look in range(200):
            over.wait(0.1)
            busy = Effect.objects.filter(state__in=("waiting", "running")).exclude(kind="diadoc.finish")
            if not busy.exists():
                return
        raise AssertionError(list(busy.values("kind", "state", "last_error")))

    def read():
        calm()
        exchange.diadoc.settle()
        for _twice in range(2):
            with transaction.atomic():
                handlers.order(exchange.account, handlers.FEED)
        calm()

    with ThreadPoolExecutor(3) as workers:
        jobs = [workers.submit(work) for _worker in range(3)]
        try:
            packages_sent = [exchange.send("contract") for _number in range(3)]
            came = [them.send(us, them.attachment("Contract")) for _number in range(3)]
            read()
            for message in exchange.their_messages():
                root = documents(message)[0]
                them.patch(message.MessageId, Signatures=[them.signature(root)])
            received = list(Package.objects.filter(direction="in"))
            for package in received:
                flow = factories.flows(package)[0]
                pressed = twice(
                    lambda flow=flow: answers.refuse(flow, "Нет", firm.sender, signer=firm.signer)
                )
                assert pressed == ["answer-open", "done"]
            calm()
            for package in received:
                assert "done" in twice(lambda package=package: factories.sign_ours(exchange.pki, package))
            read()
            read()
        finally:
            over.set()
        for job in jobs:
            job.result()
    assert exchange.quarantined() == []
    assert [exchange.statuses(package) for package in packages_sent] == [["COMPLETED"]] * 3
    assert len(exchange.their_messages()) == 3
    assert Package.objects.filter(direction="in").count() == len(came)
    assert [exchange.statuses(package) for package in received] == [["REFUSED_BY_US"]] * 3
    assert sorted(Answer.objects.values_list("state", flat=True)) == ["done"] * 3
    assert Version.objects.filter(role="refusal").count() == 3
    assert Signature.objects.filter(side="R").count() == 6
