"""Faults to order: which calls of an emulator go wrong, how and how often."""

from __future__ import annotations

import random
import threading
from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Fault:
    """An order: `count` more times (for ever if None) or for a `share` of calls, on names with `path`."""

    kind: str
    count: int | None = 1
    share: float = 1.0
    path: str = ""
    seconds: float = 2.0


class Faults:
    """Ordered faults, in memory only: a restart ends every fault."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []
        self._lock = threading.Lock()
        self._chance = random.Random(1)  # noqa: S311 -- which call goes wrong is no secret

    def order(self, fault: Fault) -> None:
        with self._lock:
            self._orders.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._orders.clear()

    def hit(self, kind: str, path: str = "") -> Fault | None:
        """The fault of this kind that befalls the call named `path`, used up once."""
        with self._lock:
            for fault in self._orders:
                if fault.kind != kind or fault.path.lower() not in path.lower():
                    continue
                if fault.share < 1 and self._chance.random() >= fault.share:
                    continue
                if fault.count is not None:
                    fault.count -= 1
                    if not fault.count:
                        self._orders.remove(fault)
                return fault
        return None

    def left(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._orders]
