"""Runners and worker processes: wake-ups, take-over after a kill, sharing of work; limits; schedules."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from effects_handlers import SETTLED, LimitedSend, Send, happen, outside
from effects_store import wait_until

from paraph.effects import fleet as procrastinate_fleet
from paraph.effects import limits, presence, services, tidy, worker
from paraph.effects.handlers import register
from paraph.effects.limits import Limit
from paraph.effects.models import Effect, LimitedKey
from paraph.effects.runner import EmbeddedRunner

State = Effect.State


def put(kind: str = "test.send", count: int = 1, payload=None, **options) -> list[Effect]:
    with transaction.atomic():
        return [services.enqueue(kind, payload or {}, **options) for _ in range(count)]


def finished(count: int) -> bool:
    return Effect.objects.filter(kind__startswith="test.", state=State.DONE).count() == count


def settlements() -> Counter:
    """How often each effect was settled."""
    return Counter(
        row["effect"] for row in Effect.objects.filter(kind=SETTLED).values_list("payload", flat=True)
    )


@pytest.fixture
def running(store):
    runner = EmbeddedRunner(threads=3)
    runner.start()
    yield runner
    runner.stop()


def test_a_commit_wakes_the_embedded_runner_at_once(running):
    time.sleep(0.3)  # the threads have gone to sleep for up to a second
    times = []
    for number in range(1, 6):
        put()
        times.append(wait_until(lambda number=number: finished(number)))
    assert sorted(times)[2] < 0.3


def test_a_later_try_comes_when_it_is_due(running):
    (effect,) = put(due_at=timezone.now() + timedelta(seconds=0.6))
    wait_until(lambda: finished(1))
    effect.refresh_from_db()
    assert timedelta(0) <= effect.finished_at - effect.due_at < timedelta(seconds=2)


def test_stopping_waits_for_what_runs_and_leaves_the_rest(store):
    runner = EmbeddedRunner(threads=1)
    runner.start()
    put()
    wait_until(lambda: finished(1))
    runner.stop()
    put()
    time.sleep(0.2)
    assert services.counts(None)["waiting"] == 1 + 1  # the new one and the settlement of the first
    assert not list((store.home / "run").glob("*.lock"))


class Patient(Send):
    """Its first attempt waits for the test."""

    kind = "test.patient"
    timeout = timedelta(seconds=0.5)
    go_on = threading.Event()

    def perform(self, run):
        happen(run, "started")
        if run.attempt == 1:
            self.go_on.wait(10)
        return {}


def test_work_that_hangs_is_given_up_after_its_timeout(running):
    register(Patient())
    Patient.go_on.clear()
    (effect,) = put(Patient.kind)
    wait_until(lambda: finished(1))
    Patient.go_on.set()  # now the first attempt comes back, too late
    running.stop()
    assert [line["attempt"] for line in outside()] == [1, 2]
    assert settlements() == {effect.pk: 1}


def test_work_that_takes_longer_than_a_lease_is_left_to_its_worker(store, monkeypatch):
    monkeypatch.setattr(worker, "LEASE", timedelta(seconds=0.9))
    runners = [EmbeddedRunner(threads=1), EmbeddedRunner(threads=1)]
    for runner in runners:
        runner.start()
    (effect,) = put(payload={"seconds": 2.5})
    wait_until(lambda: finished(1))
    for runner in runners:
        runner.stop()
    assert [line["attempt"] for line in outside()] == [1]
    assert settlements() == {effect.pk: 1}


@pytest.mark.postgres
@pytest.mark.parametrize("store", ["postgres"], indirect=True)
def test_a_lock_lost_with_its_connection_is_taken_again(store):
    with presence.hold() as held:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        wait_until(lambda: not presence.is_alive(held.owner))
        held.confirm()
        assert presence.is_alive(held.owner)


def test_a_killed_workers_effect_is_taken_over_with_its_intent(fleet):
    fleet.start_workers(2)
    (effect,) = put("test.slow")
    wait_until(lambda: len(outside()) == 1)
    killed = outside()[0]["pid"]
    os.kill(killed, signal.SIGKILL)
    gap = wait_until(lambda: finished(1))
    effect.refresh_from_db()
    assert [line["what"] for line in outside()] == ["sent", "asked"]
    assert outside()[1]["pid"] != killed
    assert effect.answer == {"outside": "id-1"}
    assert (effect.attempts, settlements()) == (2, {effect.pk: 1})
    assert gap < 4


def test_the_only_worker_killed_and_started_again_loses_nothing(fleet):
    put("test.send", 40)
    (slow,) = put("test.slow", priority=1)
    fleet.start_workers()
    wait_until(lambda: any(line["effect"] == slow.pk for line in outside()))
    fleet.kill_workers()
    fleet.start_workers()
    wait_until(lambda: finished(41))
    assert set(settlements().values()) == {1}
    assert len(settlements()) == 41


def test_two_workers_share_the_effects_and_each_is_settled_once(fleet):
    fleet.start_workers(2)
    for _ in range(20):
        put(count=10, payload={"seconds": 0.01})
    wait_until(lambda: finished(200), seconds=30)
    assert set(settlements().values()) == {1}
    assert len(settlements()) == 200
    assert len({line["pid"] for line in outside()}) == 2
    assert max(Counter(line["effect"] for line in outside()).values()) == 1
    assert Effect.objects.filter(kind=tidy.KIND).count() == 1  # the one schedule both processes have


def test_rollback_removes_the_wake_up_too(fleet):
    def event():
        with transaction.atomic():
            services.enqueue("test.send", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        event()
    if fleet.runner == "procrastinate":
        assert jobs() == 0
        put()
        assert jobs() == 1


def test_the_sweeper_runs_what_lost_its_wake_up(fleet):
    put(count=3)
    if fleet.runner == "procrastinate":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
    fleet.start_workers()
    wait_until(lambda: finished(3))


@pytest.mark.postgres
@pytest.mark.parametrize("fleet", ["postgres-procrastinate"], indirect=True)
def test_jobs_of_killed_workers_are_forgotten(fleet):
    put()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    app = procrastinate_fleet._worker_app(worker=None)

    async def forget():
        async with app.open_async():
            await app.tasks["paraph.effects.forget_stalled"].func(timestamp=0)

    asyncio.run(forget())
    assert jobs() == 0


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return cursor.fetchone()[0]


def test_limits_hold_for_all_workers_together(fleet):
    """The n-th call of a key cannot come before the n-th token, however slow or fast the workers are."""
    limit, keys, count = LimitedSend.limit, [f"portal-{number}" for number in range(4)], 14
    fleet.start_workers(2)
    begin = time.time()
    with transaction.atomic():
        for key in keys * count:
            services.enqueue("test.limited", {}, key=key)
    wait_until(lambda: finished(len(keys) * count))
    for key in keys:
        times = sorted(line["at"] for line in outside() if line["key"] == key)
        tokens = [begin + max(0, n + 1 - limit.burst) / limit.rate for n in range(count)]
        assert all(at >= token for at, token in zip(times, tokens, strict=True))
    assert {line["pid"] for line in outside()} == {worker.pid for worker in fleet.workers}


def test_threads_together_take_exactly_the_tokens_there_are(store):
    """Four threads ask at each of 60 instants 10 ms apart, so the outcome does not hang on their speed."""
    limit, begin, together, taken = Limit(rate=50, burst=5), timezone.now(), threading.Barrier(4), []

    def take():
        for step in range(60):
            together.wait()
            if limits.take("portal", limit, begin + step * timedelta(milliseconds=10)) is None:
                taken.append(step)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 5 + 50 * 0.59 // 1
    assert taken.count(0) == 4


def test_a_token_grows_back_after_the_interval_and_a_burst_after_a_rest(store):
    limit, now = Limit(rate=2, burst=3), timezone.now()
    answers = [limits.take("k", limit, now) for _ in range(4)]
    assert answers == [None, None, None, timedelta(seconds=0.5)]
    assert limits.take("k", limit, now + timedelta(seconds=0.49)) == timedelta(seconds=0.01)
    assert limits.take("k", limit, now + timedelta(seconds=0.5)) is None
    rested = now + timedelta(minutes=1)
    assert [limits.take("k", limit, rested) for _ in range(4)].count(None) == 3


def test_a_block_is_kept_by_every_limit_and_never_shortened(store):
    limit, now = Limit(rate=100, burst=10), timezone.now()
    limits.block("k", now + timedelta(minutes=5))
    limits.block("k", now + timedelta(minutes=1))
    assert limits.take("k", limit, now) == timedelta(minutes=5)
    assert limits.take("k", limit, now + timedelta(minutes=5)) is None
    assert LimitedKey.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"rate": 0}, {"rate": -1}, {"rate": 1, "burst": 0}])
def test_a_limit_that_allows_nothing_is_refused(wrong):
    with pytest.raises(ValueError):
        Limit(**wrong)
