"""Claiming an effect, running it, and what becomes of it. The same for every runner.

Every change is one conditional UPDATE fenced by the attempt number, so a worker that was given up on cannot
change anything when it comes back.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils import timezone

from paraph.effects import limits, presence
from paraph.effects.handlers import Handler, Quarantine, Retry, Run, StaleRun, handler_for
from paraph.effects.models import Effect, LimitedKey
from paraph.effects.ports import current_runner
from paraph.texts import storable

logger = logging.getLogger(__name__)
State = Effect.State

#: Pause after the first failure; each next one is four times longer, up to the longest.
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
_dice = SystemRandom()


class UnknownKind(Handler):
    """Stands in for a missing handler: an older worker meets a newer kind, so a later try may succeed."""

    kind = ""

    def perform(self, run: Run) -> Mapping[str, Any] | None:
        raise Retry(f"Нет обработчика для «{run.kind}»: обновите программу на всех рабочих машинах")


def find_handler(kind: str) -> Handler:
    """The registered handler, or the stand-in that keeps the effect until one is there."""
    try:
        return handler_for(kind)
    except LookupError:
        return UnknownKind()


# Claiming


def claim(
    owner: str, *, lease: timedelta | None, effect_id: int | None = None, grace: timedelta = timedelta(0)
) -> Effect | None:
    """Take the most urgent due effect (or the one asked for), with a token of its key; None if there is none.

    `lease` is how long the owner is trusted without a sign of life; None = as long as the handler may take.
    `grace` leaves alone what became due only that long ago: somebody else is about to take it.
    """
    while True:
        now = timezone.now()
        with transaction.atomic(durable=True):
            effect = _candidate(now, effect_id, grace)
            if effect is None:
                return None
            handler = find_handler(effect.kind)
            if effect.key and handler.limit and limits.take(effect.key, handler.limit, now):
                continue  # its last token has just gone to another worker; the next look passes over the key
            effect.state = State.RUNNING
            effect.owner = owner
            effect.attempts += 1
            effect.lease_until = now + min(lease or handler.timeout, handler.timeout)
            effect.save(update_fields=("state", "owner", "attempts", "lease_until"))
            return effect


def _candidate(now: datetime, effect_id: int | None, grace: timedelta) -> Effect | None:
    spent = LimitedKey.objects.filter(key=OuterRef("key"), next_at__gt=now)
    ready = _waiting().filter(~Exists(spent), due_at__lte=now - grace)
    # SQLite needs no row locks: the transaction is IMMEDIATE and Django leaves the clause out.
    ready = ready.select_for_update(skip_locked=True, of=("self",))
    if effect_id is not None:
        return ready.filter(pk=effect_id).first()
    for priority in _priorities():
        found = ready.filter(priority=priority).order_by("due_at", "id").first()
        if found is not None:
            return found
    return None


def _waiting() -> QuerySet[Effect]:
    return Effect.objects.filter(state=State.WAITING)


def _priorities() -> Iterator[int]:
    """Priorities in use, highest first. One index jump each, so 100,000 effects due later cost nothing."""
    rest = _waiting().order_by("-priority").values_list("priority", flat=True)
    priority = rest.first()
    while priority is not None:
        yield priority
        priority = rest.filter(priority__lt=priority).first()


def until_next(longest: timedelta, grace: timedelta = timedelta(0)) -> timedelta:
    """How long a runner with nothing to do may sleep: to the next due time or free key, at most `longest`."""
    now = timezone.now()
    later = _waiting().filter(due_at__gt=now - grace)
    due = [later.filter(priority=one).aggregate(at=Min("due_at"))["at"] for one in _priorities()]
    held = _waiting().filter(key=OuterRef("key"), due_at__lte=now - grace)
    free = LimitedKey.objects.filter(Exists(held), next_at__gt=now).aggregate(at=Min("next_at"))["at"]
    waits: list[timedelta] = [moment + grace - now for moment in due if moment is not None]
    if free is not None:
        waits.append(free - now)
    return min([longest, *waits])


# Running


def execute(effect: Effect) -> None:
    """Run a claimed effect to its next state. Never raises what the handler raised; it is recorded."""
    run, handler = Run.of(effect), find_handler(effect.kind)
    answer = effect.answer
    try:
        if answer is None:
            answer = storable(json.loads(json.dumps(dict(handler.perform(run) or {}), allow_nan=False)))
        with transaction.atomic(durable=True):
            run.fence(state=State.DONE, answer=answer, finished_at=timezone.now(), owner="", lease_until=None)
            handler.settle(run, answer)
    except StaleRun as late:
        logger.warning("%s", late)
    except Retry as refusal:
        with _recording():
            _put_off(run, handler, effect.failures, refusal)
    except Quarantine as refusal:
        with _recording():
            _quarantine(run, refusal.reason, effect.failures + 1, answer=None)
    except Exception as error:
        logger.exception("effect %s (%s), attempt %s failed", run.id, run.kind, run.attempt)
        reason = f"Непредвиденная ошибка: {describe(error)}"
        with _recording():
            _fail(run, handler, effect.failures + 1, reason, answer=answer)


@contextmanager
def _recording() -> Iterator[None]:
    try:
        with transaction.atomic(durable=True):
            yield
    except StaleRun as late:
        logger.warning("%s", late)


def _put_off(run: Run, handler: Handler, failures: int, refusal: Retry) -> None:
    if refusal.block_key and refusal.after is not None:
        until = timezone.now() + refusal.after
        if run.key:
            limits.block(run.key, until)
        _wait(run, until, failures, refusal.reason, answer=None)
    else:
        _fail(run, handler, failures + 1, refusal.reason, answer=None, after=refusal.after)


def _fail(
    run: Run, handler: Handler, failures: int, reason: str, *, answer: Any, after: timedelta | None = None
) -> None:
    if failures >= handler.max_attempts:
        _quarantine(run, reason, failures, answer=answer)
    else:
        wait = pause(failures) if after is None else after
        _wait(run, timezone.now() + wait, failures, reason, answer=answer)


def _wait(run: Run, due_at: datetime, failures: int, reason: str, *, answer: Any) -> None:
    changes = {"due_at": due_at, "failures": failures, "last_error": reason, "answer": answer}
    run.fence(state=State.WAITING, owner="", lease_until=None, **changes)
    current_runner().wake(Effect.objects.get(pk=run.id))


def _quarantine(run: Run, reason: str, failures: int, *, answer: Any) -> None:
    changes = {"failures": failures, "last_error": reason, "answer": answer}
    run.fence(state=State.QUARANTINED, owner="", lease_until=None, **changes)
    logger.error("effect %s (%s) went to quarantine: %s", run.id, run.kind, reason)


def pause(failures: int) -> timedelta:
    """Growing pause after so many failures, with ±25 % so that many effects do not come back at once."""
    grown: timedelta = FIRST_PAUSE * int(4 ** min(failures - 1, 20))
    return min(grown, LONGEST_PAUSE) * _dice.uniform(0.75, 1.25)


#: What may carry a secret: user info and query of an address, header values, long random words.
_SECRETS = (
    (re.compile(r"(?<=://)[^\s/@]+@"), "…@"),
    (re.compile(r"\?[^\s'\"]+"), "?…"),
    (re.compile(r"(?i)\b(bearer|basic|token|password|secret)\b(\W+)\S+"), r"\1\2…"),
    (re.compile(r"(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{16,}"), "…"),
)


def describe(error: BaseException) -> str:
    """A short account of an exception, fit to be stored and shown: no secrets, at most 300 characters."""
    text = str(error)[:2000]
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return f"{type(error).__name__}: {text}"[:300]


# What a dead worker left


def release_abandoned(owner: str) -> int:
    """Give back the effects of workers that died or hang; returns how many. `owner` is the one who asks."""
    now = timezone.now()
    running = Effect.objects.filter(state=State.RUNNING)
    others = running.exclude(owner=owner).order_by("owner").values_list("owner", flat=True).distinct()
    dead = [other for other in others if not presence.is_alive(other)]
    lost = [*running.filter(owner__in=dead), *running.exclude(owner__in=dead).filter(lease_until__lt=now)]
    for effect in lost:
        logger.warning("effect %s: its worker %s is gone, giving it back", effect, effect.owner)
        run, reason = Run.of(effect), "Работа прервалась: процесс остановлен или завис"
        with _recording():
            failures, handler = effect.failures + 1, find_handler(effect.kind)
            _fail(run, handler, failures, reason, answer=effect.answer, after=timedelta(0))
    return len(lost)
