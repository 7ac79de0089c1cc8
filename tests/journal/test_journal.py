"""The journal is a chain: any change in it is found."""

import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from paraph.journal import actors, services
from paraph.journal.models import JournalEvent, JournalHead
from paraph.parties.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

WHO = actors.employee(7, "Петров Пётр")


@pytest.fixture
def workspace():
    return Workspace.objects.create(name="Проба")


def write(workspace, count=5):
    for number in range(count):
        with services.writing(workspace.pk):
            services.record(
                workspace.pk,
                "docflow:sign",
                WHO,
                services.Subject(package_id=1, docflow_id=2, document_id=3),
                {"номер": number, "текст": "ёж"},
            )


def test_untouched_journal_is_whole(workspace):
    write(workspace)
    assert list(services.verify()) == []
    assert JournalEvent.objects.count() == 5


CHANGES = [
    ("seq", 77),
    ("action", "docflow:sigm"),
    ("at", None),
    ("time_source", "часы сервера!"),
    ("actor_kind", "system"),
    ("actor_id", "8"),
    ("actor_name", "Петров Пётр."),
    ("package_id", 2),
    ("docflow_id", 3),
    ("document_id", None),
    ("data", {"номер": 1, "текст": "еж"}),
    ("previous", "0" * 64),
    ("hash", "f" * 64),
]


@pytest.mark.parametrize(("field", "value"), CHANGES)
@pytest.mark.parametrize("position", [1, 3, 5])
def test_any_changed_field_is_found(workspace, field, value, position):
    write(workspace)
    event = JournalEvent.objects.get(workspace=workspace, seq=position)
    if field == "at":
        value = event.at + timedelta(microseconds=1)
    if field == "previous" and position == 1:
        value = "1" * 64
    JournalEvent.objects.filter(pk=event.pk).update(**{field: value})
    assert list(services.verify())


def test_every_byte_of_the_stored_text_matters(workspace):
    write(workspace, 2)
    event = JournalEvent.objects.get(seq=2)
    text = json.dumps(event.data, ensure_ascii=False)
    for position in range(len(text)):
        altered = text[:position] + ("x" if text[position] != "x" else "y") + text[position + 1 :]
        try:
            data = json.loads(altered)
        except ValueError:
            continue  # no longer JSON: the database itself cannot be read
        JournalEvent.objects.filter(pk=event.pk).update(data=data)
        assert list(services.verify()), position
    JournalEvent.objects.filter(pk=event.pk).update(data=event.data)
    assert not list(services.verify())


@pytest.mark.parametrize("position", [1, 3, 5])
def test_missing_event_is_found(workspace, position):
    write(workspace)
    JournalEvent.objects.filter(seq=position).delete()
    assert list(services.verify())


def test_journal_cut_off_at_the_end_is_found(workspace):
    write(workspace)
    JournalEvent.objects.filter(seq__gte=3).delete()
    assert list(services.verify())


def test_lost_head_is_found(workspace):
    write(workspace)
    JournalHead.objects.all().delete()
    assert list(services.verify())


def test_workspaces_have_chains_of_their_own(workspace):
    other = Workspace.objects.create(name="Другое")
    write(workspace, 2)
    write(other, 3)
    assert list(services.verify()) == []
    JournalEvent.objects.filter(workspace=other, seq=2).update(actor_name="x")
    assert {fault.workspace_id for fault in services.verify()} == {other.pk}
    assert list(services.verify(workspace.pk)) == []


def test_event_without_its_transaction_is_refused(workspace):
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError):
        services.record(workspace.pk, "docflow:sign", WHO, services.Subject())


def test_rolled_back_fact_leaves_no_event(workspace):
    def fail():
        with services.writing(workspace.pk):
            services.record(workspace.pk, "docflow:sign", WHO, services.Subject())
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert JournalEvent.objects.count() == 0
    write(workspace, 1)
    assert list(services.verify()) == []


# What people and the outside put into it

ODD_TEXTS = {
    "NUL": "до\x00после",
    "half of a surrogate pair": "\ud800",
    "a whole pair": "\U0001f58b",
    "very long": "ж" * 1_000_000,
    "right to left": "\u202eгнёрп",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_text_is_recorded_and_the_chain_stays_whole(workspace, text):
    with services.writing(workspace.pk):
        who = actors.counterparty("partner@vasilek.example", text[:300])
        services.record(workspace.pk, "docflow:sign", who, services.Subject(), {text[:50]: text, "n": [text]})
    assert list(services.verify()) == []
    assert len(JournalEvent.objects.get().data["n"][0]) == len(text)


@pytest.mark.parametrize("number", [0.1, 1e16, 1e22, -0.0, 1e-7, 123456789.123456789, 2**70, True, None])
def test_any_number_reads_back_as_it_was_hashed(workspace, number):
    """PostgreSQL keeps numbers of JSON in another form than they were written in."""
    with services.writing(workspace.pk):
        services.record(workspace.pk, "docflow:sign", WHO, services.Subject(), {"n": number})
    assert list(services.verify()) == []


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_recorded_as_its_name(workspace, number):
    with services.writing(workspace.pk):
        services.record(workspace.pk, "docflow:sign", WHO, services.Subject(), {"n": number})
    assert list(services.verify()) == []


def test_clock_of_the_server_may_go_backwards(workspace):
    write(workspace, 2)
    with services.writing(workspace.pk):
        earlier = timezone.now() - timedelta(days=400)
        services.record(workspace.pk, "docflow:sign", WHO, services.Subject(), at=earlier)
    write(workspace, 1)
    assert list(services.verify()) == []
    assert list(JournalEvent.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4]


def test_journal_is_verified_while_people_work(workspace, monkeypatch):
    """An event written while the chains are being read is no break of them."""
    other = Workspace.objects.create(name="Другое")
    write(workspace, 3)
    write(other, 3)
    read, written = services.event_hash, []

    def slow(event):
        if not written:
            written.append(True)
            write(workspace, 2)
            write(other, 2)
        return read(event)

    monkeypatch.setattr(services, "event_hash", slow)
    assert list(services.verify()) == []
    assert JournalEvent.objects.count() == 10


def test_event_added_behind_the_head_is_found(workspace):
    write(workspace, 3)
    last = JournalEvent.objects.get(seq=3)
    last.pk, last.seq, last.previous = None, 4, last.hash
    last.hash = services.event_hash(last)
    last.save(force_insert=True)
    assert list(services.verify())


def test_ten_thousand_events_are_verified_in_seconds(workspace):
    write(workspace, 1)
    first = JournalEvent.objects.get()
    rows, previous = [], first.hash
    for seq in range(2, 10_001):
        row = JournalEvent(
            workspace=workspace, seq=seq, action="docflow:sign", at=first.at, time_source="часы сервера",
            actor_kind="employee", actor_id="7", actor_name="Петров", data={"номер": seq}, previous=previous,
        )  # fmt: skip
        previous = row.hash = services.event_hash(row)
        rows.append(row)
    JournalEvent.objects.bulk_create(rows, batch_size=1000)
    JournalHead.objects.update(seq=10_000, hash=previous)
    started = time.process_time()
    assert list(services.verify()) == []
    assert time.process_time() - started < 5
