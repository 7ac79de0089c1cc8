"""Putting effects in, running them, and what becomes of those that fail; on both databases."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import effects_handlers
import pytest
from django.db import connection, transaction
from django.utils import timezone
from effects_handlers import SETTLED, outside

from paraph.effects import engine, presence, services
from paraph.effects.handlers import Handler, Quarantine, Retry, Run, StaleRun, handler_for, register
from paraph.effects.models import Effect
from paraph.errors import DomainError

State = Effect.State


class Scripted(Handler):
    """Does what the test tells it, one step per attempt."""

    kind = "test.scripted"
    max_attempts = 3
    steps: list = []
    settle_steps: list = []

    def perform(self, run: Run):
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step(run) if callable(step) else step

    def settle(self, run, answer):
        Effect.objects.create(kind=SETTLED, payload=dict(answer), due_at=timezone.now() + timedelta(days=1))
        step = self.settle_steps.pop(0) if self.settle_steps else None
        if isinstance(step, Exception):
            raise step


@pytest.fixture
def scripted() -> Scripted:
    handler = Scripted()
    register(handler)
    handler = handler_for(Scripted.kind)
    handler.steps, handler.settle_steps = [], []
    return handler


def put(kind: str = "test.send", payload=None, **options) -> Effect:
    with transaction.atomic():
        return services.enqueue(kind, payload or {}, **options)


def due_now(effect: Effect) -> None:
    Effect.objects.filter(pk=effect.pk).update(due_at=timezone.now())


def settled() -> list[dict]:
    return list(Effect.objects.filter(kind=SETTLED).order_by("id").values_list("payload", flat=True))


def test_an_effect_outside_a_transaction_is_refused(store):
    with pytest.raises(RuntimeError):
        services.enqueue("test.send", {})
    assert not Effect.objects.exists()


def test_rollback_of_the_event_removes_its_effect(store):
    def event():
        with transaction.atomic():
            services.enqueue("test.send", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        event()
    assert services.run_due() == 0
    assert outside() == []


def test_one_idempotency_id_is_one_effect(store):
    first = put(idempotency_id="letter-1", payload={"n": 1}, workspace_id=7)
    second = put(idempotency_id="letter-1", payload={"n": 2}, workspace_id=7)
    assert (second.pk, second.payload) == (first.pk, {"n": 1})
    assert services.run_due() == 1
    assert put(idempotency_id="letter-1", workspace_id=7).state == State.DONE
    assert services.run_due() == 0
    assert len(outside()) == 1


def test_an_idempotency_id_of_another_workspace_is_refused(store):
    put(idempotency_id="letter-1", workspace_id=7)
    with pytest.raises(ValueError):
        put(idempotency_id="letter-1", workspace_id=8)
    with pytest.raises(ValueError):
        put("test.limited", idempotency_id="letter-1", workspace_id=7)


def test_threads_racing_for_one_idempotency_id_make_one_effect(store):
    start, ids = threading.Barrier(6), []

    def race():
        start.wait()
        ids.append(put(idempotency_id="race").pk)
        connection.close()

    threads = [threading.Thread(target=race) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6
    assert len(set(ids)) == Effect.objects.count() == 1


def test_a_due_time_without_zone_is_refused(store):
    with pytest.raises(ValueError):
        put(due_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_settling_and_done_are_one_transaction(store, scripted):
    scripted.steps = [{"number": 5}]
    effect = put("test.scripted")
    assert services.run_due() == 1
    effect.refresh_from_db()
    assert (effect.state, effect.answer, effect.attempts) == (State.DONE, {"number": 5}, 1)
    assert effect.finished_at is not None
    assert effect.owner == ""
    assert settled() == [{"number": 5}]


def test_after_a_failed_settling_only_the_settling_is_repeated(store, scripted):
    scripted.steps, scripted.settle_steps = [{"number": 5}], [KeyError("bug")]
    effect = put("test.scripted")
    services.run_due()
    effect.refresh_from_db()
    assert (effect.state, effect.answer, settled()) == (State.WAITING, {"number": 5}, [])
    due_now(effect)
    services.run_due()  # `steps` is empty: asking outside again would fail
    effect.refresh_from_db()
    assert (effect.state, settled()) == (State.DONE, [{"number": 5}])


def test_an_answer_the_handler_rejects_is_forgotten(store, scripted):
    scripted.steps, scripted.settle_steps = [{"number": 5}, {"number": 6}], [Retry("не то")]
    effect = put("test.scripted")
    services.run_due()
    due_now(effect)
    services.run_due()
    assert settled() == [{"number": 6}]


@pytest.mark.parametrize(("number", "error"), [(object(), "TypeError"), (float("nan"), "ValueError")])
def test_an_answer_that_is_not_json_is_a_failure_like_any_other(store, scripted, number, error):
    scripted.steps = [{"number": number}]
    effect = put("test.scripted")
    services.run_due()
    effect.refresh_from_db()
    assert (effect.state, effect.answer) == (State.WAITING, None)
    assert error in effect.last_error


ODD = "550 \x00 mailbox \ud800"
REFUSALS = [Retry(ODD), Quarantine(ODD), Retry(ODD, timedelta(hours=1), block_key=True)]


@pytest.mark.parametrize(
    "step", [Retry(ODD), Quarantine(ODD), Retry(ODD, timedelta(hours=1), block_key=True)]
)
def test_odd_words_of_the_outside_are_kept_and_the_effect_moves_on(store, scripted, step):
    """PostgreSQL keeps no NUL: a reply with one must not leave the effect running for ever."""
    effect = put("test.scripted", key="mail")
    scripted.steps = [step]
    services.run_due()
    effect.refresh_from_db()
    assert effect.state != State.RUNNING
    assert effect.last_error == "550 \ufffd mailbox \ufffd"


def test_odd_words_in_payload_intent_and_answer_are_kept(store, scripted):
    effect = put("test.scripted", {"title": ODD})
    scripted.steps = [lambda run: run.remember({"id": ODD}) or {"said": [ODD]}]
    services.run_due()
    effect.refresh_from_db()
    assert effect.state == State.DONE
    kept = "550 \ufffd mailbox \ufffd"
    assert (effect.payload, effect.intent, effect.answer) == ({"title": kept}, {"id": kept}, {"said": [kept]})


def test_failures_wait_longer_and_longer_and_end_in_quarantine(store, scripted, caplog):
    secret = "https://bot:hunter2@example.org/hook?token=abcdef"  # noqa: S105
    scripted.steps = [OSError(f"cannot reach {secret}") for _ in range(3)]
    effect, pauses = put("test.scripted", workspace_id=7), []
    for _ in range(3):
        due_now(effect)
        before = timezone.now()
        assert services.run_due() == 1
        effect.refresh_from_db()
        pauses.append((effect.due_at - before).total_seconds())
    assert 3.7 < pauses[0] < 7
    assert 15 <= pauses[1] < 26
    assert (effect.state, effect.attempts, effect.failures) == (State.QUARANTINED, 3, 3)
    assert effect.last_error.startswith("Непредвиденная ошибка: OSError: cannot reach https://…@example.org")
    assert "hunter2" not in effect.last_error
    assert "abcdef" not in effect.last_error
    assert "Traceback" in caplog.text
    assert services.run_due() == 0


def test_pauses_are_capped():
    assert engine.pause(1000) <= engine.LONGEST_PAUSE * 1.25


def test_retry_waits_as_long_as_the_outside_asked(store, scripted):
    scripted.steps = [Retry("занято", timedelta(minutes=10)), {}]
    effect = put("test.scripted")
    services.run_due()
    effect.refresh_from_db()
    assert (effect.state, effect.last_error) == (State.WAITING, "занято")
    assert timedelta(minutes=9) < effect.due_at - timezone.now() <= timedelta(minutes=10)


def test_a_tired_key_holds_back_all_its_effects_and_no_other(store, scripted):
    scripted.steps = [Retry("429", timedelta(minutes=10), block_key=True), {}]
    first, second = put("test.scripted", key="portal"), put("test.scripted", key="portal")
    other = put("test.scripted", key="another")
    assert services.run_due() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    other.refresh_from_db()
    assert (first.state, second.state, other.state) == (State.WAITING, State.WAITING, State.DONE)
    assert (first.attempts, first.failures, second.attempts) == (1, 0, 0)
    assert engine.until_next(timedelta(hours=1)) > timedelta(minutes=9)


def test_blocking_a_key_needs_a_time():
    with pytest.raises(ValueError):
        Retry("429", block_key=True)


def test_quarantine_is_left_only_by_a_persons_decision(store, scripted):
    scripted.steps = [Quarantine("адрес не существует"), {}, Quarantine("адрес не существует")]
    first, second = put("test.scripted", workspace_id=7), None
    services.run_due()
    first.refresh_from_db()
    assert (first.state, first.last_error) == (State.QUARANTINED, "адрес не существует")
    assert [effect.pk for effect in services.quarantined(7)] == [first.pk]
    assert not services.quarantined(8).exists()

    for call in (
        lambda: services.retry(first.pk, 8, "Чужой"),
        lambda: services.drop(first.pk, 8, "так", "Чужой"),
        lambda: services.drop(first.pk, 7, "  ", "Иванов"),
    ):
        with pytest.raises(DomainError):
            call()
    services.retry(first.pk, 7, "Иванов")
    assert services.run_due() == 1
    first.refresh_from_db()
    assert (first.state, first.failures, first.decision) == (State.DONE, 0, "Повторить — Иванов")
    with pytest.raises(DomainError) as refusal:
        services.retry(first.pk, 7, "Иванов")
    assert refusal.value.code == "effect_not_quarantined"

    second = put("test.scripted", workspace_id=7)
    services.run_due()
    services.drop(second.pk, 7, "клиент ушёл", "Петров")
    second.refresh_from_db()
    assert (second.state, second.decision) == (State.DROPPED, "Снять — Петров: клиент ушёл")
    assert services.run_due() == 0
    assert services.counts(7) == {"waiting": 0, "running": 0, "done": 1, "quarantined": 0, "dropped": 1}


def test_more_urgent_effects_run_first(store):
    ordinary, urgent, late = put(), put(priority=5), put(priority=-5)
    assert services.run_due(limit=2) == 2
    assert services.run_due() == 1
    assert [line["effect"] for line in outside()] == [urgent.pk, ordinary.pk, late.pk]


def test_an_effect_of_a_kind_nobody_knows_waits_for_a_newer_program(store):
    effect = put("test.unheard-of")
    services.run_due()
    effect.refresh_from_db()
    assert effect.state == State.WAITING
    assert "test.unheard-of" in effect.last_error


def test_what_was_remembered_is_there_after_a_crash(store, scripted):
    class Crash(BaseException):
        pass

    def crash(run):
        run.remember({"message_id": "m-1"})
        raise Crash

    scripted.steps = [crash, lambda run: {"asked": run.intent["message_id"], "attempt": run.attempt}]
    put("test.scripted")
    with pytest.raises(Crash):
        services.run_due()
    assert services.run_due() == 1
    assert settled() == [{"asked": "m-1", "attempt": 2}]


def test_remembering_inside_a_transaction_is_refused(store, scripted):
    def hasty(run):
        with transaction.atomic():
            run.remember({"message_id": "m-1"})

    scripted.steps = [hasty]
    effect = put("test.scripted")
    services.run_due()
    effect.refresh_from_db()
    assert (effect.state, effect.intent) == (State.WAITING, None)
    assert "RuntimeError" in effect.last_error


def test_a_worker_that_comes_back_too_late_changes_nothing(store, scripted):
    """Its successor is still at work then, so the effect is running, but not for the late one."""
    effect, taken_by = put("test.scripted"), []

    def given_up(run):
        Effect.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert engine.release_abandoned("successor") == 1
        taken_by.append(engine.claim("successor", lease=None))
        with pytest.raises(StaleRun):
            run.remember({"message_id": "late"})
        return {"by": "late"}

    scripted.steps = [given_up, {"by": "successor"}]
    with presence.hold() as late:
        engine.execute(engine.claim(late.owner, lease=None))
    effect.refresh_from_db()
    assert (effect.state, effect.answer, effect.intent) == (State.RUNNING, None, None)
    assert settled() == []
    engine.execute(taken_by[0])
    effect.refresh_from_db()
    assert (effect.state, effect.attempts) == (State.DONE, 2)
    assert settled() == [{"by": "successor"}]


@pytest.mark.parametrize("outcome", [Retry("нет"), Quarantine("нет"), KeyError("нет")])
def test_a_late_failure_changes_nothing_either(store, scripted, outcome):
    def taken_over(run):
        Effect.objects.update(state=State.DONE)
        raise outcome

    scripted.steps = [taken_over]
    effect = put("test.scripted")
    services.run_due()
    effect.refresh_from_db()
    assert (effect.state, effect.last_error, effect.failures) == (State.DONE, "", 0)


def test_an_effect_that_kills_its_workers_ends_in_quarantine(store, scripted):
    effect = put("test.scripted")
    for _ in range(scripted.max_attempts):
        with presence.hold() as doomed:
            assert engine.claim(doomed.owner, lease=None).pk == effect.pk
        with presence.hold() as survivor:
            assert engine.release_abandoned(survivor.owner) == 1
    effect.refresh_from_db()
    assert effect.state == State.QUARANTINED
    assert "прервалась" in effect.last_error


def test_a_living_worker_keeps_its_effects(store, scripted):
    put("test.scripted")
    with presence.hold() as busy, presence.hold() as another:
        assert engine.claim(busy.owner, lease=timedelta(minutes=1)) is not None
        assert engine.release_abandoned(another.owner) == 0
        assert presence.is_alive(busy.owner)
    assert not presence.is_alive(busy.owner)


def test_two_handlers_for_one_kind_are_refused():
    class Other(Handler):
        kind = effects_handlers.Send.kind

    effects_handlers.install()
    with pytest.raises(ValueError):
        register(Other())
    with pytest.raises(LookupError):
        handler_for("test.unheard-of")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("401 for https://user:pa55@host/x", "pa55"),
        ("GET https://host/rest/1/?auth=q1w2e3 failed", "q1w2e3"),
        ("Authorization: Bearer abc.def", "abc.def"),
        ("password=hunter2 refused", "hunter2"),
        ("https://host/rest/1/q1w2e3r4t5y6u7i8/crm.item.get: 403", "q1w2e3r4t5y6u7i8"),
        ("key 7f3a9c0d7f3a9c0d7f3a9c0d7f3a9c0d unknown", "7f3a9c0d7f3a9c0d"),
    ],
)
def test_stored_errors_keep_no_secrets(text, hidden):
    assert hidden not in engine.describe(ValueError(text))


def test_stored_errors_stay_readable():
    assert engine.describe(OSError(111, "Connection refused")) == (
        "ConnectionRefusedError: [Errno 111] Connection refused"
    )
    assert len(engine.describe(ValueError("слово " * 200))) == 300
