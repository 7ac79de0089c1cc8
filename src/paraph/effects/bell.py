"""Wakes the threads of this process when there is something to do."""

from __future__ import annotations

import threading


class Bell:
    """Counts its strokes, so that one rung just before a thread lies down is not missed."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.strokes = 0

    def ring(self) -> None:
        """Wake everybody."""
        with self._changed:
            self.strokes += 1
            self._changed.notify_all()

    def wait(self, heard: int, timeout: float) -> None:
        """Sleep until there are more strokes than the caller had `heard`, at most `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.strokes != heard, timeout)


bell = Bell()
