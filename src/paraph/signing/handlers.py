"""The clock of signing: deadlines and reminders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from paraph.effects.handlers import Handler, Run
from paraph.signing import services


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
