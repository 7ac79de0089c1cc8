"""Things that come round: each due slot of a schedule puts one effect into the outbox, whoever notices it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects.services import enqueue

#: Done effects of the installation itself are kept this long; a slot forgotten earlier could run twice.
KEPT = timedelta(days=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Schedule:
    """An effect to be put into the outbox once per interval; slots are counted from midnight UTC."""

    name: str
    interval: timedelta
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)

    def slot(self, now: datetime) -> str:
        """The slot that contains `now`, named by its beginning."""
        return (_EPOCH + (now - _EPOCH) // self.interval * self.interval).strftime("%Y-%m-%dT%H:%M:%SZ")


_schedules: dict[str, Schedule] = {}
#: Slots this process has seen to; saves asking the database every second.
_seen: dict[str, str] = {}


def every(name: str, interval: timedelta, kind: str, payload: Mapping[str, Any] | None = None) -> None:
    """Register a schedule (from `AppConfig.ready()`). Slots missed while nothing ran are not made up for."""
    if not timedelta(seconds=1) <= interval < KEPT:
        raise ValueError(f"a schedule's interval is at least one second and less than {KEPT.days} days")
    schedule = Schedule(name, interval, kind, payload or {})
    if _schedules.setdefault(name, schedule) != schedule:
        raise ValueError(f"two schedules are called {name!r}")


def tick(now: datetime | None = None) -> int:
    """Put the effects of slots not yet seen into the outbox; returns how many slots were looked at.

    The unique idempotency id lets only one worker succeed; the others find the effect that is there.
    """
    now, looked = now or timezone.now(), 0
    for schedule in tuple(_schedules.values()):
        slot = schedule.slot(now)
        if _seen.get(schedule.name) != slot:
            with transaction.atomic():
                enqueue(schedule.kind, schedule.payload, idempotency_id=f"{schedule.name}:{slot}")
            _seen[schedule.name] = slot
            looked += 1
    return looked
