"""Runners: what makes due effects run.

Embedded (one machine): threads of the serving process. Procrastinate (PostgreSQL, many machines): see
`fleet`. Both take effects only through `Worker`, so all the rules are the same.
"""

from __future__ import annotations

import atexit
import logging
import signal
import threading
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections, connections, transaction

from paraph.effects import engine
from paraph.effects.bell import bell
from paraph.effects.models import Effect
from paraph.effects.ports import Runner
from paraph.effects.sqlite import warn_about_sqlite
from paraph.effects.worker import Worker

__all__ = ["EmbeddedRunner", "Runner", "run_worker", "start_embedded_if_configured"]

logger = logging.getLogger(__name__)

#: Longest sleep of an idle thread; effects committed by another process wait no longer than this.
POLL = timedelta(seconds=1)


class EmbeddedRunner:
    """Threads of this process that claim what is due, woken by a bell on commit and by a short poll.

    With `grace` it is a sweeper: it takes only what has been due for so long that nobody seems to care.
    """

    def __init__(self, threads: int = 2, grace: timedelta = timedelta(0)) -> None:
        self._count = threads
        self._grace = grace
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._worker: Worker | None = None

    def wake(self, effect: Effect) -> None:
        """Ring once the effect is committed."""
        transaction.on_commit(bell.ring)

    def start(self) -> Worker:
        """Begin to work; a runner is started once. Gives the worker, for those who also hand it effects."""
        self._worker = worker = Worker()
        for number in range(self._count):
            thread = threading.Thread(
                target=self._work, args=(worker,), name=f"effects-{number}", daemon=True
            )
            thread.start()
            self._threads.append(thread)
        return worker

    def stop(self, timeout: float | None = None) -> None:
        """Take nothing new and wait for what runs, at most `timeout` seconds per thread.

        What still runs then keeps its name, so nobody takes it over as long as this process lives.
        """
        self._stopping.set()
        bell.ring()
        for thread in self._threads:
            thread.join(timeout)
        if self._worker and not any(thread.is_alive() for thread in self._threads):
            self._worker.stop()
            self._worker = None

    def _work(self, worker: Worker) -> None:
        while not self._stopping.is_set():
            heard = bell.strokes
            try:
                busy = worker.run_one(grace=self._grace)
                rest = timedelta(0) if busy else engine.until_next(POLL, self._grace)
            except Exception:
                logger.exception("the outbox could not be read, trying again")
                busy, rest = False, POLL
            if not busy:
                bell.wait(heard, rest.total_seconds())
                close_old_connections()
        connections.close_all()


_started: list[EmbeddedRunner] = []


def start_embedded_if_configured() -> None:
    """Start the embedded runner of this serving process, once, if the installation uses it."""
    if settings.EFFECTS_RUNNER != "embedded" or _started:
        return
    warn_about_sqlite()
    runner = EmbeddedRunner()
    runner.start()
    _started.append(runner)
    atexit.register(runner.stop, timeout=10)


def run_worker() -> None:
    """Work in the foreground until SIGTERM or SIGINT; the body of `paraph worker`.

    With procrastinate this is one process of the fleet; with the embedded runner it works beside the
    serving process.
    """
    warn_about_sqlite()
    if settings.EFFECTS_RUNNER == "procrastinate":
        from paraph.effects import fleet  # the package is needed only by those who chose it

        fleet.run()
        return
    runner, asked_to_stop = EmbeddedRunner(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    runner.start()
    asked_to_stop.wait()
    runner.stop()
