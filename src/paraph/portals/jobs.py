"""What a refusal, a wait and a lost answer of a portal mean to the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.utils import timezone

from paraph.effects.handlers import Quarantine, Retry, Run
from paraph.effects.models import LimitedKey
from paraph.portals.errors import NotNow, Refused, Unknown

_LONGEST_PAUSE = timedelta(hours=1)
Answer = TypeVar("Answer")


def attempt(run: Run, work: Callable[[], Answer]) -> Answer:
    """What `work` gives. Raises Retry or Quarantine for what a call inside of it raised.

    A lost answer comes back to the effect as another attempt: look (`run.intent`) before repeating a change.
    """
    try:
        return work()
    except NotNow as error:
        if error.whole_portal:
            raise Retry(error.full, error.after, block_key=True) from error
        raise Retry(error.full, _longer(error.after, run)) from error
    except Unknown as error:
        raise Retry(error.full, _longer(error.after, run)) from error
    except Refused as error:
        raise Quarantine(error.full) from error


def resume(key: str) -> None:
    """What the effects of this key waited for has come: they need not wait for their next look."""
    LimitedKey.objects.filter(key=key).update(next_at=timezone.now())


def _longer(after: timedelta, run: Run) -> timedelta:
    """What the portal asked for, doubled with every attempt."""
    grown: timedelta = after * int(2 ** min(run.attempt - 1, 10))
    return min(grown, _LONGEST_PAUSE)
