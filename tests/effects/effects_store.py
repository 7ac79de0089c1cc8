"""Where the effects of a test are kept, and worker processes beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

HERE = Path(__file__).parent


@dataclass
class Store:
    """Where the effects of a test are kept, and the processes that run them."""

    url: str
    home: Path
    runner: str = "embedded"
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        chosen = {
            "PARAPH_DATABASE_URL": self.url,
            "PARAPH_HOME": str(self.home),
            "PARAPH_RUNNER": self.runner,
        }
        python = {"PYTHONPATH": str(HERE), "DJANGO_SETTINGS_MODULE": "effects_settings"}
        return {**os.environ, **python, **chosen}

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], env=self.environment, check=True)

    def start_workers(self, count: int = 1) -> None:
        """Start so many and wait until all that live are at work."""
        for _ in range(count):
            command = [sys.executable, str(HERE / "effects_worker.py")]
            self.workers.append(subprocess.Popen(command, env=self.environment))
        self._wait_for_locks()

    def kill_workers(self) -> None:
        """SIGKILL to all."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self._wait_for_locks()

    def _wait_for_locks(self) -> None:
        living = [worker.pid for worker in self.workers if worker.poll() is None]
        wait_until(lambda: self._locks_of(living) == len(living))

    def _locks_of(self, living: list[int]) -> int:
        """Locks workers hold, seen with other means than the product's; the dead leave files behind."""
        if connection.vendor == "sqlite":
            names = [path.name for path in (self.home / "run").glob("*.lock")]
            return sum(f"-{pid}-" in name for name in names for pid in living)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
                "WHERE l.locktype = 'advisory' AND d.datname = current_database()"
            )
            return cursor.fetchone()[0]

    def stop_workers(self) -> None:
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        codes = [worker.wait(20) for worker in self.workers]
        assert set(codes) <= {0, -signal.SIGKILL}, codes


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> float:
    """Seconds it took; fails if it takes longer than allowed."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - start
