"""How often each method was called, also since a mark."""

from __future__ import annotations

import threading
from collections import Counter


class Calls:
    """Counts by name, in memory only."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._marks: dict[str, Counter[str]] = {}
        self._lock = threading.Lock()

    def count(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1

    def mark(self, name: str) -> None:
        """From here on `since(name)` counts."""
        with self._lock:
            self._marks[name] = self._counts.copy()

    def since(self, name: str | None = None) -> dict[str, int]:
        """Counts since the mark, or since the start; raises `KeyError` for an unknown mark."""
        with self._lock:
            return dict(self._counts - (self._marks[name] if name else Counter()))
