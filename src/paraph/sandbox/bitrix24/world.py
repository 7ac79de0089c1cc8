"""What the emulated portal knows: its tables and jobs, its address and its clock in the portal's form."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

from paraph.sandbox import world
from paraph.sandbox.bitrix24.faults import Faults
from paraph.sandbox.bitrix24.limits import Limits
from paraph.sandbox.calls import Calls

blueprint: world.Blueprint[World] = world.Blueprint()
tables = blueprint.tables
#: What the portal does by itself, in one transaction; `errand` is for calls to somebody outside.
job = blueprint.job
errand = blueprint.errand

#: The portal's time zone: portals of Moscow companies keep Moscow time.
ZONE = timezone(timedelta(hours=3))


@dataclass(frozen=True)
class Settings:
    """How the emulated portal behaves."""

    #: Seconds each asynchronous step takes: a delivery of an event, a step of a process.
    delay: float = 0.2
    #: Requests of one address per second, and how many may come at once.
    rate: float = 2.0
    burst: float = 50.0
    #: Seconds a method of one application may work within ten minutes.
    operating: float = 480.0
    #: Whether everything answers by HTTPS, with a throw-away authority (`ca` of the ready file).
    tls: bool = False
    #: Names of the portal, of its next address and of the OAuth server where a proxy leads to them by HTTPS;
    #: else all three have this machine's address and ports.
    names: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Addresses:
    """Where the portal answers, where it answers after a renaming, and where the OAuth server is."""

    portal: str = "http://portal.invalid"
    moved: str = "http://moved.invalid"
    oauth: str = "http://oauth.invalid"


class World(world.World):
    """State of the emulated portal in its folder."""

    def __init__(
        self, folder: Path, settings: Settings | None = None, addresses: Addresses | None = None
    ) -> None:
        self.settings = settings or Settings()
        self.addresses = addresses or Addresses()
        super().__init__(folder, blueprint, self.settings.delay)
        self.faults = Faults()
        self.calls = Calls()
        self.limits = Limits(self.now, self.settings.rate, self.settings.burst, self.settings.operating)
        #: What stays when the address changes.
        self.member_id = self.kept("member-id", lambda: secrets.token_hex(16))
        self._moved = self.setting("moved") == "1"

    # -- address -------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where the portal is now, with the scheme and without a slash at the end."""
        return self.addresses.moved if self._moved else self.addresses.portal

    @property
    def domain(self) -> str:
        """Host and port of `url`."""
        return urlsplit(self.url).netloc

    @property
    def protocol(self) -> str:
        """`1` for https, as the portal tells an application in its frame."""
        return "1" if urlsplit(self.url).scheme == "https" else "0"

    @property
    def client_endpoint(self) -> str:
        return f"{self.url}/rest/"

    @property
    def server_endpoint(self) -> str:
        return f"{self.addresses.oauth}/rest/"

    def rename(self) -> None:
        """Gives the portal its other address; the one before answers «302»."""
        self._moved = not self._moved
        self.set("moved", "1" if self._moved else "")

    @property
    def deleted(self) -> bool:
        return self.setting("deleted") == "1"

    @property
    def old_frames(self) -> bool:
        """Whether frames are opened as by an older portal."""
        return self.setting("old_frames") == "1"

    # -- time ----------------------------------------------------------------------------------------------

    def iso(self, moment: float | None = None) -> str:
        """A moment (now if None) as the portal writes it: `2026-11-22T08:41:24+03:00`."""
        return (
            datetime.fromtimestamp(self.now() if moment is None else moment, UTC)
            .astimezone(ZONE)
            .isoformat(timespec="seconds")
        )
