"""Faults to order: the next N operations of an emulator go wrong in a chosen way."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import asdict, dataclass, replace
from typing import Any

from paraph.sandbox.http import HttpError, Request, Response, Routes, json_response


@dataclass(frozen=True)
class Fault:
    """What goes wrong, how many more times, and for how long where time matters."""

    kind: str
    count: int
    seconds: float


class Faults:
    """Queue of ordered faults; kept in memory only, so a restart ends every fault."""

    def __init__(self, kinds: frozenset[str], *, seconds: float) -> None:
        self._kinds = kinds
        self._seconds = seconds
        self._queue: deque[Fault] = deque()
        self._lock = threading.Lock()

    def take(self) -> Fault | None:
        """The fault for the operation about to be done, used up once."""
        with self._lock:
            if not self._queue:
                return None
            fault = self._queue.popleft()
            if fault.count > 1:
                self._queue.appendleft(replace(fault, count=fault.count - 1))
            return fault

    def add_routes(self, routes: Routes) -> None:
        """`POST /faults` orders, `GET` lists what is left, `DELETE` cancels all."""
        routes.add("POST", "/faults", self._order)
        routes.add("GET", "/faults", lambda request: self._left())
        routes.add("DELETE", "/faults", self._cancel)

    def _order(self, request: Request) -> Response:
        fault = self._parse(request.json_object())
        with self._lock:
            self._queue.append(fault)
        return self._left()

    def _parse(self, order: dict[str, Any]) -> Fault:
        kind, count, seconds = order.get("kind"), order.get("count", 1), order.get("seconds", self._seconds)
        if kind not in self._kinds:
            raise HttpError(400, f"Поле kind: укажите одно из {', '.join(sorted(self._kinds))}.")
        if type(count) is not int or count < 1:
            raise HttpError(400, "Поле count: целое число от 1.")
        if type(seconds) not in (int, float) or not 0 <= seconds <= 3600:
            raise HttpError(400, "Поле seconds: число от 0 до 3600.")
        return Fault(kind, count, float(seconds))

    def _left(self) -> Response:
        with self._lock:
            return json_response([asdict(fault) for fault in self._queue])

    def _cancel(self, request: Request) -> Response:
        with self._lock:
            self._queue.clear()
        return self._left()
