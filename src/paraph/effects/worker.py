"""A worker: a name with a lock, the effects it runs at the moment, and a thread that keeps house."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import close_old_connections, connections
from django.utils import timezone

from paraph.effects import engine, presence, schedules
from paraph.effects.handlers import Run, StaleRun

logger = logging.getLogger(__name__)

#: How long a worker is trusted without a sign of life; it gives one three times as often.
LEASE = timedelta(seconds=30)
#: How often it looks for effects of dead workers and for schedules, seconds.
BEAT = 0.5


class Worker:
    """Runs effects in the threads that call it, and keeps house in one of its own.

    Housekeeping: extend the leases of what runs here (up to the handler's timeout, so that work that hangs
    is given up), give back what dead workers left, put due schedules into the outbox.
    """

    def __init__(self) -> None:
        self._presence = presence.hold()
        self._active: dict[int, tuple[Run, datetime]] = {}
        self._stopping = threading.Event()
        self._house = threading.Thread(target=self._keep_house, name="effects-house", daemon=True)
        self._house.start()

    def stop(self) -> None:
        """Let the name go; to be called when none of its effects runs any more."""
        self._stopping.set()
        self._house.join()
        self._presence.release()

    def run_one(self, effect_id: int | None = None, grace: timedelta = timedelta(0)) -> bool:
        """Claim and run the most urgent due effect, or the one asked for; False if there was none to run."""
        effect = engine.claim(self._presence.owner, lease=LEASE, effect_id=effect_id, grace=grace)
        if effect is None:
            return False
        give_up_at = timezone.now() + engine.find_handler(effect.kind).timeout
        self._active[effect.pk] = (Run.of(effect), give_up_at)
        try:
            engine.execute(effect)
        finally:
            self._active.pop(effect.pk, None)
        return True

    def _keep_house(self) -> None:
        extend_at = timezone.now()
        while not self._stopping.wait(BEAT):
            try:
                close_old_connections()
                if timezone.now() >= extend_at:
                    extend_at = timezone.now() + LEASE / 3
                    self._presence.confirm()
                    self._extend_leases()
                engine.release_abandoned(self._presence.owner)
                schedules.tick()
            except Exception:
                logger.exception("housekeeping of effects failed, trying again")
        connections.close_all()

    def _extend_leases(self) -> None:
        for run, give_up_at in list(self._active.values()):
            with suppress(StaleRun):  # it has ended just now, or will notice itself
                run.fence(lease_until=min(timezone.now() + LEASE, give_up_at))
