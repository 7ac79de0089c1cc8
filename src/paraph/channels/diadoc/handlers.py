"""The background jobs of accounts: the feed every few minutes, the comparison every night, either now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.channels.diadoc import costs, feed, inspection, reconcile
from paraph.channels.diadoc.answers import CarryAnswer, PrepareAnswer
from paraph.channels.diadoc.apply import ApplyMessage
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import DiadocError, NotNow
from paraph.channels.diadoc.final import FinishDocument, finish_when_done
from paraph.channels.diadoc.jobs import Job
from paraph.channels.diadoc.models import Account
from paraph.channels.diadoc.sending import PostMessage
from paraph.docflow.ports import on_change
from paraph.effects import limits as effect_limits
from paraph.effects import schedules
from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run, register
from paraph.parties.models import Employee

FEED, RECONCILE = "feed", "reconcile"
#: Shortest interval of an account; the schedule looks this often which of them are due.
_TICK = timedelta(minutes=1)
_NIGHT = timedelta(days=1)
#: Minutes between readings while the account has a fault; «Запустить» and «Проверить связь» do not wait.
_REFUSED = 60


class _Background(Job):
    """A job with a `Run` row."""

    job: str

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        asked_by = Employee.objects.filter(pk=run.payload.get("asked_by") or 0).first()
        counts: Counter[str] = Counter()
        with costs.running(client, self.job, asked_by) as row:
            try:
                self.do(run, client, counts)
            finally:
                row.counts = dict(counts)
        return dict(counts)

    def do(self, run: Run, client: DiadocClient, counts: Counter[str]) -> None:
        raise NotImplementedError


class ReadFeed(_Background):
    """Reads the events of one box to their end.

    What goes wrong is told on the account and in its `Run`; the next run of the schedule is the next try.
    """

    kind, job = "diadoc.feed", FEED

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        try:
            return super().work(run, client)
        except DiadocError as error:
            inspection.note(client.account, error)
            if isinstance(error, NotNow) and error.whole_service:
                effect_limits.block(client.account.key, timezone.now() + error.after)
            return {"error": error.full}

    def do(self, run: Run, client: DiadocClient, counts: Counter[str]) -> None:
        feed.read(client, counts)
        inspection.note(client.account, None)


class Reconcile(_Background):
    """Compares what Диадок lists with what we hold."""

    kind, job = "diadoc.reconcile", RECONCILE
    timeout = timedelta(minutes=30)

    def do(self, run: Run, client: DiadocClient, counts: Counter[str]) -> None:
        reconcile.compare(client, counts, cause=str(run.id))


class _ForEach(Handler):
    """Orders a job for every account that works."""

    job: str

    def perform(self, run: Run) -> Mapping[str, Any]:
        ordered = 0
        for account in Account.objects.filter(removed_at=None, is_paused=False).exclude(box_id=""):
            with transaction.atomic():
                ordered += order(account, self.job, slot=self.slot(account))
        return {"accounts": ordered}

    def slot(self, account: Account) -> str:
        raise NotImplementedError


class FeedTick(_ForEach):
    """The feed, once per interval of each account."""

    kind, job = "diadoc.feed-tick", FEED

    def slot(self, account: Account) -> str:
        seconds = interval(account) * 60
        return f"{interval(account)}m{int(timezone.now().timestamp()) // seconds}"


class NightTick(_ForEach):
    """The comparison, once a day."""

    kind, job = "diadoc.night-tick", RECONCILE

    def slot(self, account: Account) -> str:
        return f"{timezone.now():%Y-%m-%d}"


_JOBS: Mapping[str, type[_Background]] = {FEED: ReadFeed, RECONCILE: Reconcile}


def interval(account: Account) -> int:
    """Minutes between readings of the feed. One Диадок refuses is asked seldom: wrong logins lock a user."""
    asked = max(account.interval_minutes, 1)
    return max(asked, _REFUSED) if account.fault else asked


def kind_of(job: str) -> str:
    """Kind of the effect that runs a job."""
    return _JOBS[job].kind


def order(account: Account, job: str, *, slot: str = "", asked_by: Employee | None = None) -> int:
    """Put a job into the outbox, in the caller's transaction; one for each `slot`. How many were ordered."""
    kind = kind_of(job)
    effects.enqueue(
        kind,
        {"account": account.pk, "asked_by": asked_by.pk if asked_by else None},
        key=account.key,
        idempotency_id=f"{kind}:{account.pk}:{slot}" if slot else None,
        workspace_id=account.workspace_id,
        priority=5 if asked_by else 0,
    )
    return 1


def install() -> None:
    """Register handlers, schedules and the reaction to finished documents (from `AppConfig.ready()`)."""
    for handler in (
        PostMessage(),
        PrepareAnswer(),
        CarryAnswer(),
        ApplyMessage(),
        FinishDocument(),
        ReadFeed(),
        Reconcile(),
        FeedTick(),
        NightTick(),
    ):
        register(handler)
    schedules.every("diadoc.feed", _TICK, FeedTick.kind)
    schedules.every("diadoc.reconcile", _NIGHT, NightTick.kind)
    on_change(finish_when_done)
