"""The clock of signing: deadlines, reminders, checks that are to be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from paraph.effects.handlers import Handler, Run
from paraph.signing import rechecks, services


class Tick(Handler):
    """Ends what is overdue and reminds of what soon will be. Each task is taken once: repeating is safe."""

    kind = "signing.tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        now = timezone.now()
        try:
            expired = services.expire_due(now)
        finally:  # a deadline that cannot be kept is no reason to remind nobody
            reminded = services.remind_due(now)
        return {"expired": expired, "reminded": reminded}


class Recheck(Handler):
    """Checks undetermined signatures again. What was decided meanwhile is left alone: repeating is safe."""

    kind = "signing.recheck"

    def perform(self, run: Run) -> Mapping[str, Any]:
        return {"checked": rechecks.recheck_due(timezone.now())}
