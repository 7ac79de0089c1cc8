"""Faults to order: which calls go wrong, how and how often."""

from __future__ import annotations

import random
import threading
from dataclasses import asdict, dataclass
from typing import Any

#: What can be ordered, said to people. The first seven befall any call, the rest the methods concerned.
KINDS = {
    "too-many-requests": "429 со страницей балансировщика",
    "unavailable": "503 со страницей балансировщика",
    "error-before": "500, ничего не сделано",
    "error-after": "500, хотя операция выполнена",
    "slow": "ответ придёт через seconds секунд",
    "cut-before": "соединение оборвано, ничего не сделано",
    "cut-after": "соединение оборвано, хотя операция выполнена",
    "expired-token": "401: токен истёк",
    "blocked-box": "403: ящик заблокирован",
    "lost-part": "часть файла, посланная на полку, потеряна",
    "too-many-signatures": "409: три неверные подписи за день",
    "duplicate-events": "событие приходит дважды",
    "late-events": "событие появляется в ленте после более поздних",
    "equal-index-keys": "два события с одним ключом на границе страницы",
    "signature-rejected": "подпись принята, а потом признана неверной",
}


@dataclass
class Fault:
    """An order: `count` more times (for ever if None) or for a `share` of calls, on paths with `path`."""

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
        """The fault of this kind that befalls the call of `path`, used up once."""
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
