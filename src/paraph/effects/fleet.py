"""The runner for PostgreSQL and many machines: procrastinate carries the wake-ups.

A job says only «run effect N» and is deferred on the caller's own connection, so it commits or vanishes with
the event. What to do, when, how often and with which limits stays in the effect's row. A sweeper in every
worker process runs what no job has run: effects held back by the limit of their key, left by a dead worker,
or whose job got lost.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status

from paraph.effects.models import Effect
from paraph.effects.runner import EmbeddedRunner
from paraph.effects.worker import Worker

QUEUE = "effects"
TASK = "paraph.effects.run"
#: Jobs run at the same time by one process.
CONCURRENCY = 4
#: How often due jobs are looked for besides being notified of new ones, seconds.
POLL = 1.0
#: What no job has taken for so long is the sweeper's.
GRACE = timedelta(seconds=1)

#: Defers on Django's connection of the calling thread, inside its transaction.
_outbox = App(connector=DjangoConnector())


class ProcrastinateRunner:
    """Defers one job per wake-up; the workers of the fleet fetch it."""

    def wake(self, effect: Effect) -> None:
        """Defer «run effect N» in the caller's transaction, for later if the effect is due later."""
        later = effect.due_at if effect.due_at > timezone.now() else None
        job = _outbox.configure_task(TASK, queue=QUEUE, priority=effect.priority, schedule_at=later)
        job.defer(effect_id=effect.pk)


def run() -> None:
    """One worker process of the fleet, in the foreground until SIGTERM or SIGINT."""
    sweeper = EmbeddedRunner(threads=1, grace=GRACE)
    worker = sweeper.start()
    try:
        _worker_app(worker).run_worker(
            queues=[QUEUE],
            name="effects",
            concurrency=CONCURRENCY,
            fetch_job_polling_interval=POLL,
            delete_jobs="always",
        )
    finally:
        sweeper.stop()


def _worker_app(worker: Worker) -> App:
    app = DjangoApp(connector=DjangoConnector().get_worker_connector())

    @app.task(name=TASK, queue=QUEUE)
    def run_effect(effect_id: int) -> None:
        worker.run_one(effect_id)

    @app.periodic(cron="* * * * *")
    @app.task(name="paraph.effects.forget_stalled", queue=QUEUE)
    async def forget_stalled(timestamp: int) -> None:
        # The effects of a killed process have long been given back; only its jobs would stay for ever.
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE):
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)

    return app
