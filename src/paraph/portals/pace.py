"""Waiting inside of a call: for our turn at a portal, and between tries of what was certainly not done."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from paraph.effects import limits
from paraph.portals.errors import NotNow

#: How often a call that was not done is tried again at once, and the first pause, seconds.
TRIES = 4
_FIRST_PAUSE = 0.5
_dice = random.SystemRandom()
Answer = TypeVar("Answer")


def pause(wait: timedelta) -> None:
    """Wait in this thread; tests put a clock of their own here."""
    time.sleep(wait.total_seconds())


def take_turn(key: str, limit: limits.Limit, longest: timedelta, message: object) -> None:
    """Return when a request may start. Raises NotNow when that is further off than `longest`."""
    waited = timedelta(0)
    while (wait := limits.take(key, limit)) is not None:
        waited += wait
        if waited > longest:
            raise NotNow(wait, message, whole_portal=True)
        pause(wait)


def patiently(ask: Callable[[], Answer]) -> Answer:
    """A few more tries for what was certainly not done (or only read), with growing pauses."""
    for attempt in range(1, TRIES + 1):
        try:
            return ask()
        except NotNow as error:
            if not error.at_once or attempt == TRIES:
                raise
        pause(timedelta(seconds=_FIRST_PAUSE * 2 ** (attempt - 1) * _dice.uniform(0.75, 1.5)))
    raise AssertionError("the last try returns or raises")
