"""Handlers the tests of the outbox use, in the test's process and in the worker processes it starts.

What happens outside is a line in a file; what is settled is a row «test.settled» that is never due.
"""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from paraph.effects.handlers import Handler, register
from paraph.effects.limits import Limit
from paraph.effects.services import enqueue

SETTLED = "test.settled"


def outside() -> list[dict]:
    """What has happened outside, in order."""
    path = Path(settings.HOME) / "outside.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def happen(run, what: str) -> None:
    """One line, written at once; lines of several processes do not mix."""
    line = {"what": what, "effect": run.id, "key": run.key, "attempt": run.attempt, "pid": os.getpid()}
    file = os.open(Path(settings.HOME) / "outside.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, json.dumps({**line, "at": time.time()}).encode() + b"\n")
    os.close(file)


class Send(Handler):
    """Happens once outside, in as many seconds as the payload says, and settles."""

    kind = "test.send"

    def perform(self, run):
        time.sleep(run.payload.get("seconds", 0))
        happen(run, "sent")
        return {"by": os.getpid()}

    def settle(self, run, answer):
        later = timezone.now() + timedelta(days=1)
        enqueue(SETTLED, {"effect": run.id, "attempt": run.attempt, **answer}, due_at=later)


class LimitedSend(Send):
    kind = "test.limited"
    limit = Limit(rate=8, burst=2)


class Slow(Send):
    """Records its intent, happens outside and then hangs; a later attempt only asks."""

    kind = "test.slow"

    def perform(self, run):
        if run.intent:
            happen(run, "asked")
            return {"outside": run.intent["outside"]}
        run.remember({"outside": f"id-{run.attempt}"})
        happen(run, "sent")
        time.sleep(60)
        return {}


def install() -> None:
    for handler in (Send(), LimitedSend(), Slow()):
        register(handler)
