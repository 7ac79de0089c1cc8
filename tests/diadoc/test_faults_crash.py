"""The process dies between any two steps of sending and of reading: nothing is lost, nothing done twice.

A step is a commit or a call of the API. A walk dies at its n-th step, before or after it; then everything
starts again. Walks follow each other in one world, so each also meets what the one before left behind.
"""

from contextlib import contextmanager

import pytest
from django.db.transaction import Atomic

import factories
from effort import effort
from paraph.channels.diadoc import handlers
from paraph.channels.diadoc.transport import Transport
from paraph.docflow.models import Package
from paraph.effects.models import Effect
from paraph.signing.models import Signature


class Killed(BaseException):
    """The process is gone: nobody catches this."""


class Killer:
    """Counts steps and dies at the chosen one."""

    def __init__(self, point, moment):
        self.point, self.moment, self.count, self.depth = point, moment, 0, 0

    def step(self, work):
        self.count += 1
        if self.count == self.point and self.moment == "before":
            raise Killed
        result = work()
        if self.count == self.point and self.moment == "after":
            raise Killed
        return result


@contextmanager
def dying(monkeypatch, point, moment):
    """Within the block the process dies at this step; gives the killer, to ask how many there were."""
    killer = Killer(point, moment)
    call, enter, leave = Transport._once, Atomic.__enter__, Atomic.__exit__

    def begin(self):
        killer.depth += 1
        return enter(self)

    def end(self, kind, error, trace):
        killer.depth -= 1
        if killer.depth or kind is not None:
            return leave(self, kind, error, trace)
        if killer.count + 1 == killer.point and killer.moment == "before":
            killer.count += 1
            leave(self, Killed, Killed(), None)  # rolled back with the process
            raise Killed
        return killer.step(lambda: leave(self, kind, error, trace))

    with monkeypatch.context() as patch:
        patch.setattr(Transport, "_once", lambda self, asked: killer.step(lambda: call(self, asked)))
        patch.setattr(Atomic, "__enter__", begin)
        patch.setattr(Atomic, "__exit__", end)
        try:
            yield killer
        except Killed:
            pass


def walks(monkeypatch, step, act):
    """Die at every `step`-th step of the act, before and after it, until it has no more."""
    for point in range(1, 400, step):
        for moment in ("before", "after"):
            with dying(monkeypatch, point, moment) as killer:
                act()
            if killer.count < point:
                return
            yield point
    raise AssertionError("the act never ends")


@pytest.fixture
def quiet(exchange, monkeypatch):
    """Letters and print forms are others' business here."""
    monkeypatch.setattr("paraph.channels.diadoc.final.FinishDocument.work", lambda *_: {})
    return exchange


def test_dying_while_sending(quiet, monkeypatch):
    exchange, sent = quiet, []

    sent.append(exchange.send("contract"))
    count = 0
    for _died in walks(monkeypatch, effort(2, 1), exchange.run):
        count += 1
        exchange.to_the_end()
        assert exchange.statuses(sent[-1]) == ["WAITING_RESPONSE"]
        assert len(exchange.their_messages()) == len(sent)
        sent.append(exchange.send("contract"))
    assert count >= 8
    assert exchange.quarantined() == []


def test_dying_while_reading(quiet, monkeypatch):
    exchange = quiet
    them, us = exchange.them, exchange.us

    def arrive():
        """A contract comes, and one of ours is signed."""
        package = exchange.send("contract")
        exchange.to_the_end()
        ours = exchange.their_messages()[-1]
        root = next(one for one in ours.Entities if one.HasField("DocumentInfo"))
        them.patch(ours.MessageId, Signatures=[them.signature(root)])
        came = them.send(us, them.attachment("Contract"))
        handlers.order(exchange.account, handlers.FEED)
        return package, came

    package, came = arrive()
    count = 0
    for _died in walks(monkeypatch, effort(11, 1), exchange.run):
        count += 1
        exchange.to_the_end()
        assert exchange.statuses(package) == ["COMPLETED"]
        flow = factories.flows(package)[0]
        assert Signature.objects.filter(docflow_id=flow.pk, side="R").count() == 1
        received = Package.objects.get(direction="in", outer_id=came.MessageId)
        (theirs,) = factories.flows(received)
        assert Signature.objects.filter(docflow_id=theirs.pk).count() == 1
        package, came = arrive()
    assert count >= 6
    assert exchange.quarantined() == []
    assert not Effect.objects.filter(state="running").exists()
