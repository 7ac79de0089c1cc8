"""Reading the feed: pages, borders, repetitions, a cursor that is not known any more."""

from datetime import timedelta

import pytest
from diadoc_stub import Asked, Reply
from hypothesis import HealthCheck, given
from hypothesis import settings as limits_of
from hypothesis import strategies as st

from paraph.channels.diadoc import feed, handlers, limits, ticks
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.records import Feed, InboxEvent
from paraph.effects import services as effects
from paraph.effects.models import Effect, LimitedKey
from paraph.wire.diadoc import messages_pb2

MOMENT = 639309144572164502


def event(number: int, key: int | str) -> messages_pb2.BoxEvent:
    patch = messages_pb2.MessagePatch(
        MessageId=f"message-{number % 7}", TimestampTicks=MOMENT + number, PatchId=f"p{number}", MessageType=2
    )
    return messages_pb2.BoxEvent(EventId=f"e{number}", IndexKey=f"{key:0>6}", Patch=patch)


class Box:
    """A feed as Диадок keeps it: events by key; a page is what lies strictly after a key."""

    def __init__(self, events):
        self.events = list(events)
        self.asked = []

    def page(self, asked: Asked) -> messages_pb2.BoxEventList:
        self.asked.append(asked.query)
        after = asked.query.get("afterIndexKey", "")
        found = sorted((one for one in self.events if one.IndexKey > after), key=lambda one: one.IndexKey)
        page = found[: int(asked.query["limit"])]
        return messages_pb2.BoxEventList(Events=page, TotalCount=len(found), TotalCountType=1)


def read(account):
    LimitedKey.objects.update(next_at="2020-01-01T00:00:00Z")
    handlers.order(account, handlers.FEED)
    effects.run_due()


def stored(account):
    return set(InboxEvent.objects.filter(account=account).values_list("patch_id", flat=True))


@pytest.fixture
def box(stub, account, monkeypatch):
    found = Box([])
    stub.on("/V8/GetNewEvents", found.page)
    monkeypatch.setattr("paraph.channels.diadoc.apply.ApplyMessage.work", lambda *_: {})
    return found


def test_many_pages_are_read_in_one_run(box, account):
    box.events = [event(number, number) for number in range(350)]
    read(account)
    assert stored(account) == {f"p{number}" for number in range(350)}
    assert len(box.asked) == 4
    row = Feed.objects.get(account=account)
    assert row.recent[-1] == "000349"
    assert row.newest_at == ticks.moment(MOMENT + 349)
    assert row.caught_up_at


def test_two_events_of_one_key_at_the_border_of_a_page(box, account):
    keys = [*range(99), 99, 99, 100, *range(101, 250)]
    box.events = [event(number, key) for number, key in enumerate(keys)]
    read(account)
    assert stored(account) == {f"p{number}" for number in range(len(keys))}


@limits_of(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(0, 60), max_size=260))
def test_nothing_is_lost_whatever_keys_repeat(box, account, steps):
    """Keys that repeat up to a page, in runs of any length: everything is read, each once."""
    Effect.objects.all().delete()
    InboxEvent.objects.all().delete()
    Feed.objects.all().delete()
    keys = sorted(steps)
    box.events = [event(number, key) for number, key in enumerate(keys)]
    client = DiadocClient(account)
    feed.read(client, handlers.Counter())
    longest = max((keys.count(key) for key in keys), default=0)
    if longest < limits.PAGE:
        assert stored(account) == {f"p{number}" for number in range(len(keys))}
    assert InboxEvent.objects.count() == len(stored(account))


def test_late_events_behind_the_cursor_are_seen(box, account):
    box.events = [event(number, number * 2) for number in range(120)]
    read(account)
    box.events.append(event(500, 2 * 100 + 1))
    read(account)
    assert "p500" in stored(account)


def test_a_page_is_kept_before_the_next_is_asked_for(box, account, stub):
    """The second page fails: the first is stored, its work ordered, and the next run goes on from there."""
    box.events = [event(number, number) for number in range(150)]
    stub.on("/V8/GetNewEvents", box.page, Reply(402, b"ended"))
    read(account)
    assert len(stored(account)) == 100
    assert not Effect.objects.filter(state="quarantined").exists()
    account.refresh_from_db()
    assert "подписка" in account.fault
    assert Effect.objects.filter(kind="diadoc.apply").count() == 7
    stub.on("/V8/GetNewEvents", box.page)
    read(account)
    assert len(stored(account)) == 150
    account.refresh_from_db()
    assert account.fault == ""
    assert box.asked[-1]["afterIndexKey"] == "000050"


def test_a_cursor_diadoc_does_not_know_begins_two_days_back(box, account, stub):
    box.events = [event(number, number) for number in range(120)]
    read(account)
    stub.on("/V8/GetNewEvents", Reply(400, b"cursor must have valid value"), box.page)
    box.events.append(event(200, 200))
    read(account)
    assert "p200" in stored(account)
    since = next(int(one["timestampFromTicks"]) for one in box.asked[1:] if "timestampFromTicks" in one)
    assert ticks.moment(since) == ticks.moment(MOMENT + 119) - timedelta(days=2)


def test_the_first_reading_begins_when_the_account_was_connected(box, account):
    read(account)
    assert ticks.moment(int(box.asked[0]["timestampFromTicks"])) == account.created_at


def test_work_of_a_message_is_ordered_once_per_reading(box, account):
    box.events = [event(number, number) for number in range(20)]
    read(account)
    assert Effect.objects.filter(kind="diadoc.apply").count() == 7
    for _again in range(3):
        read(account)
    assert Effect.objects.filter(kind="diadoc.apply").count() == 7


def test_drafts_and_templates_are_passed_over(box, account, monkeypatch):
    monkeypatch.undo()
    box.events = [event(number, number) for number in range(3)]  # MessageType 2 is a draft
    handlers.order(account, handlers.FEED)
    effects.run_due()
    assert not InboxEvent.objects.filter(done_at=None).exists()
    assert not Effect.objects.filter(state="quarantined").exists()
