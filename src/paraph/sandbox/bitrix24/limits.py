"""How much may be asked: a leaky bucket per source address, and time of work per method and application."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

#: Work is counted in buckets of a minute, the last ten of them together.
_BUCKET = 60
_BUCKETS = 10
#: Seconds of work a method is reckoned to take, by the longest beginning of its name in lower case.
#: The portal's own times differ from hour to hour; the order of magnitude is what matters.
DURATIONS = {
    "": 0.05,
    "app.": 0.01,
    "batch": 0.0,
    "bizproc.event.send": 0.3,
    "bizproc.workflow.start": 1.0,
    "crm.automation.trigger.execute": 13.0,
    "crm.documentgenerator.document.add": 3.0,
    "crm.documentgenerator.document.upload": 2.0,
    "crm.item.add": 0.3,
    "crm.item.list": 0.1,
    "crm.item.update": 0.25,
    "crm.activity.configurable.add": 0.2,
    "crm.activity.configurable.update": 0.2,
    "crm.timeline.": 0.15,
    "disk.folder.uploadfile": 0.8,
    "disk.file.uploadversion": 0.8,
    "im.notify.": 0.1,
    "scope": 0.001,
    "server.time": 0.001,
}


def duration(method: str) -> float:
    """Seconds the method is reckoned to work."""
    name = method.lower()
    return DURATIONS[max((known for known in DURATIONS if name.startswith(known)), key=len)]


@dataclass(frozen=True)
class Operating:
    """Work of a method for an application in the last ten minutes, and when the oldest of it is forgotten."""

    seconds: float
    reset_at: int


class Limits:
    """Counters in memory only; they go by the clock of the world. `rate` is 1/s, `most_work` is seconds."""

    def __init__(self, now: Callable[[], float], rate: float, burst: float, most_work: float) -> None:
        self.rate = rate
        self.burst = burst
        self.most_work = most_work
        self._now = now
        self._lock = threading.Lock()
        self._levels: dict[str, tuple[float, float]] = {}
        self._work: dict[tuple[str, str], dict[int, float]] = {}

    def admit(self, peer: str) -> bool:
        """One more request from this address, unless the bucket is full."""
        with self._lock:
            now = self._now()
            level, at = self._levels.get(peer, (0.0, now))
            level = max(0.0, level - max(0.0, now - at) * self.rate)
            admitted = level + 1 <= self.burst
            self._levels[peer] = (level + admitted, now)
            return admitted

    def operating(self, caller: str, method: str) -> Operating:
        """What is counted against the method now; `caller` is the application or the webhook."""
        with self._lock:
            minute = int(self._now()) // _BUCKET
            buckets = self._work.setdefault((caller, method), {})
            for old in [bucket for bucket in buckets if bucket <= minute - _BUCKETS]:
                del buckets[old]
            return Operating(sum(buckets.values()), (min(buckets, default=minute) + _BUCKETS) * _BUCKET)

    def is_blocked(self, caller: str, method: str) -> bool:
        return self.operating(caller, method).seconds >= self.most_work

    def worked(self, caller: str, method: str, seconds: float) -> Operating:
        """Counts the work and tells what it comes to."""
        with self._lock:
            buckets = self._work.setdefault((caller, method), {})
            minute = int(self._now()) // _BUCKET
            buckets[minute] = buckets.get(minute, 0.0) + seconds
        return self.operating(caller, method)

    def clear(self) -> None:
        with self._lock:
            self._levels.clear()
            self._work.clear()
