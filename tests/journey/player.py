"""Plays the journey while a runner does the effects: threads of this process, or worker processes.

With `--kill` one worker is killed with SIGKILL again and again and replaced, as a machine that dies would be.
Prints the summary as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import django

from tests.journey.hub import program

_PATIENCE = 60.0


class Fleet:
    """Worker processes, one of which may be killed at any moment."""

    def __init__(self, size: int, kill: bool) -> None:
        self.kill = kill
        self.workers = [self._start() for _ in range(size)]

    def _start(self) -> subprocess.Popen:
        return subprocess.Popen(program("paraph.cli", "worker"), env=os.environ)

    def work(self) -> None:
        if self.kill:
            self.workers[0].send_signal(signal.SIGKILL)
            self.workers[0].wait()
            self.workers = [*self.workers[1:], self._start()]
        wait_until_idle()

    def stop(self) -> None:
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait(timeout=20)


def wait_until_idle() -> None:
    """Wait for somebody else to run every effect that is due."""
    from paraph.effects.models import Effect

    deadline = time.monotonic() + _PATIENCE
    while Effect.objects.filter(state__in=("waiting", "running")).exists():
        assert time.monotonic() < deadline, list(Effect.objects.values("kind", "state", "last_error"))
        time.sleep(0.05)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pki", type=Path, required=True)
    arguments.add_argument("--mail-url", required=True)
    arguments.add_argument("--kill", action="store_true")
    options = arguments.parse_args()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from paraph.demo import seed
    from paraph.effects.runner import EmbeddedRunner
    from tests.journey.journey import Journey

    call_command("migrate", interactive=False, verbosity=0)
    seed.seed(options.pki)
    if settings.EFFECTS_RUNNER == "embedded":
        runner = EmbeddedRunner()
        runner.start()
        work, stop = wait_until_idle, runner.stop
    else:
        fleet = Fleet(2, options.kill)
        work, stop = fleet.work, fleet.stop
    try:
        journey = Journey(options.pki, options.mail_url, work)
        journey.play()
        print(json.dumps(journey.summary(), ensure_ascii=False))
    finally:
        stop()


if __name__ == "__main__":
    main()
