"""What the emulated operator knows and does by itself: its tables, jobs, ticks and keys."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from paraph.sandbox import world
from paraph.sandbox.calls import Calls
from paraph.sandbox.diadoc.faults import Faults

#: 100-nanosecond ticks between 0001-01-01 and 1970-01-01, both UTC.
EPOCH = 621_355_968_000_000_000
TICKS_PER_SECOND = 10_000_000

blueprint: world.Blueprint[World] = world.Blueprint()
tables = blueprint.tables
job = blueprint.job


@dataclass(frozen=True)
class Settings:
    """How the emulated operator behaves."""

    #: Seconds each asynchronous step takes: a signature's check, a delivery, a confirmation.
    delay: float = 0.2


class World(world.World):
    """State of the emulated operator in its folder."""

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        super().__init__(folder, blueprint, self.settings.delay)
        self._ticks_lock = threading.Lock()
        self._last_ticks = 0
        self.faults = Faults()
        self.calls = Calls()
        #: The integrator's program at the provider of OpenID Connect.
        self.client_id = self.kept("client-id", lambda: f"paraph.{secrets.token_hex(6)}")
        self.client_secret = self.kept("client-secret", lambda: secrets.token_urlsafe(32))
        #: What a service the operator trusts is given: `X-Diadoc-ServiceKey`.
        self.service_key = self.kept("service-key", lambda: secrets.token_hex(16))
        #: What an integrator is given for its program: `ddauth_api_client_id`.
        self.developer_key = self.kept("developer-key", lambda: f"paraph-{secrets.token_hex(16)}")

    def now_ticks(self) -> int:
        """100-nanosecond ticks since 0001-01-01 UTC, greater with every call."""
        with self._ticks_lock:
            self._last_ticks = max(self._last_ticks + 1, EPOCH + int(self.now() * TICKS_PER_SECOND))
            return self._last_ticks
