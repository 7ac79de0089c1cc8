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

    def start_worker(self) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen([sys.executable, str(HERE / "effects_worker.py")], env=self.environment)
        self.workers.append(worker)
        return worker

    def stop_workers(self) -> None:
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        codes = [worker.wait(20) for worker in self.workers]
        assert set(codes) <= {0, -signal.SIGKILL}, codes

    def kill_workers(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> float:
    """Seconds it took; fails if it takes longer than allowed."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - start
