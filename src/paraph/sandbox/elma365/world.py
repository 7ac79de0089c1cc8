"""What the emulated company knows: its tables and jobs, its address, ids and times as ELMA365 writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from paraph.sandbox import world
from paraph.sandbox.calls import Calls
from paraph.sandbox.elma365.faults import Faults

blueprint: world.Blueprint[World] = world.Blueprint()
tables = blueprint.tables
#: What the system does by itself, in one transaction; `errand` is for calls to somebody outside.
job = blueprint.job
errand = blueprint.errand

#: Who did what nobody did: the system itself.
SYSTEM = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Settings:
    """How the emulated system behaves."""

    #: Seconds each asynchronous step takes: a step of a process, a call of the module.
    delay: float = 0.2
    #: Seconds a file's link lives.
    link_life: float = 900.0


class World(world.World):
    """State of the emulated company in its folder."""

    def __init__(
        self, folder: Path, settings: Settings | None = None, url: str = "http://elma.invalid"
    ) -> None:
        self.settings = settings or Settings()
        #: Where the system answers, with the scheme and without a slash at the end.
        self.url = url
        super().__init__(folder, blueprint, self.settings.delay)
        self.faults = Faults()
        self.calls = Calls()

    def iso(self, moment: float | None = None) -> str:
        """A moment (now if None) as the Web API writes it: `2026-11-22T08:41:24Z`."""
        seconds = self.now() if moment is None else moment
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_id() -> str:
    """The id of something new."""
    return str(uuid4())


def fixed_id(*of: str) -> str:
    """The same id for the same thing in every sandbox."""
    return str(uuid5(NAMESPACE_URL, "paraph-sandbox-elma365/" + "/".join(of)))


def is_id(value: object) -> bool:
    """Whether the value is a UUID in its usual form."""
    if not isinstance(value, str) or len(value) != 36:
        return False
    try:
        UUID(value)
    except ValueError:
        return False
    return True
