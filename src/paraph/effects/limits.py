"""Limits of outside calls per key, shared by all workers of all machines.

The generic cell rate algorithm (GCRA, ITU-T I.371) in one row per key. Instead of the theoretical arrival
time the row keeps `next_at`, the instant from which the next call conforms (that time minus the burst
tolerance). So «may this key be called now?» is a comparison any query can make without knowing the limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from paraph.effects.models import LimitedKey

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Limit:
    """`rate` calls per second on average, up to `burst` of them at once."""

    rate: float
    burst: int = 1

    def __post_init__(self) -> None:
        if self.rate <= 0 or self.burst < 1:
            raise ValueError("a limit needs a positive rate and a burst of at least 1")

    @property
    def interval(self) -> timedelta:
        """Time in which one token grows back."""
        return timedelta(seconds=1 / self.rate)


def take(key: str, limit: Limit, now: datetime | None = None) -> timedelta | None:
    """Take one token of the key; None = taken, else how long to wait before asking again."""
    now = now or timezone.now()
    while not _advance(key, limit, now):
        row = LimitedKey.objects.filter(key=key).first()
        if row is None:
            _create(key)
        elif row.next_at > now:
            wait: timedelta = row.next_at - now
            return wait
    return None


def block(key: str, until: datetime) -> None:
    """No call for the key before `until` (429, Retry-After). A longer block already there stays."""
    if not key:
        raise ValueError("an effect without a key cannot block one")
    _create(key)
    LimitedKey.objects.filter(key=key, next_at__lt=until).update(next_at=until)


def _advance(key: str, limit: Limit, now: datetime) -> bool:
    """The whole limiter: one conditional UPDATE, so two workers can never take the same token."""
    earliest = now - limit.interval * (limit.burst - 1)
    next_at = Greatest(F("next_at"), Value(earliest)) + Value(limit.interval)
    return bool(LimitedKey.objects.filter(key=key, next_at__lte=now).update(next_at=next_at))


def _create(key: str) -> None:
    LimitedKey.objects.bulk_create([LimitedKey(key=key, next_at=_LONG_AGO)], ignore_conflicts=True)
