"""How the background jobs of accounts are doing: for the page, and for ordering them now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from paraph.channels.diadoc import accounts, costs, handlers, partners
from paraph.channels.diadoc.deeds import authorise
from paraph.channels.diadoc.models import Account, Run
from paraph.channels.diadoc.records import Feed, InboxEvent
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.parties.models import Employee, Workspace

State = Effect.State
#: Runs shown per account.
_SHOWN = 8
#: A feed not read to its end for so many intervals is late.
_LATE = 3
#: Calls are counted by days of UTC.
_SPENT_DAYS = timedelta(days=30)
JOBS = {
    "feed": gettext_lazy("лента событий"),
    "reconcile": gettext_lazy("сверка"),
    "partners": gettext_lazy("контрагенты"),
}
_COUNTS = {
    "events": gettext_lazy("событий: {count}"),
    "new": gettext_lazy("новых: {count}"),
    "seen": gettext_lazy("сверено документов: {count}"),
    "missing": gettext_lazy("не хватало: {count}"),
    "differs": gettext_lazy("расходилось: {count}"),
    "pulled": gettext_lazy("перечитано сообщений: {count}"),
    "partners": gettext_lazy("записей: {count}"),
}


@dataclass(frozen=True)
class Line:
    """A run in words."""

    run: Run
    job: str
    did: str
    calls: int


@dataclass(frozen=True)
class Overview:
    """An account's jobs as the page shows them."""

    account: Account
    feed: Feed | None
    lines: list[Line]
    #: Effects of the account by what becomes of them.
    queued: int
    stuck: int
    #: Events stored and not yet applied.
    unapplied: int
    #: Calls of the API in the last `_SPENT_DAYS` by method, most called first.
    spent: dict[str, int]
    next_at: datetime | None
    is_busy: bool
    is_late: bool

    @property
    def last(self) -> Line | None:
        return next((line for line in self.lines if line.run.job == handlers.FEED), None)

    @property
    def lag(self) -> str:
        """How long ago the end of the feed was last reached, in words."""
        if self.feed is None or self.feed.caught_up_at is None:
            return _("лента ещё не прочитана")
        minutes = int((timezone.now() - self.feed.caught_up_at).total_seconds() // 60)
        if minutes < 1:
            return _("меньше минуты")
        return ngettext("{count} минута", "{count} минут", minutes).format(count=minutes)


def overviews(workspace: Workspace) -> list[Overview]:
    """Every account of the workspace."""
    return [overview(account) for account in accounts.of_workspace(workspace)]


def overview(account: Account) -> Overview:
    """One account, by a fixed number of queries."""
    feed = Feed.objects.filter(account=account).first()
    effects = Effect.objects.filter(key=account.key, workspace_id=account.workspace_id)
    ordered = effects.filter(kind__in=(handlers.ReadFeed.kind, handlers.Reconcile.kind))
    runs = Run.objects.filter(account=account).select_related("asked_by")[:_SHOWN]
    return Overview(
        account=account,
        feed=feed,
        lines=[_line(run) for run in runs],
        queued=effects.filter(state__in=(State.WAITING, State.RUNNING)).count(),
        stuck=effects.filter(state=State.QUARANTINED).count(),
        unapplied=InboxEvent.objects.filter(account=account, done_at=None).count(),
        spent=costs.total(account, timezone.now().date() - _SPENT_DAYS),
        next_at=_next(account),
        is_busy=ordered.filter(state__in=(State.WAITING, State.RUNNING)).exists(),
        is_late=account.works and _late(account, feed),
    )


def _line(run: Run) -> Line:
    known = [words.format(count=run.counts[name]) for name, words in _COUNTS.items() if run.counts.get(name)]
    nothing = _("нового нет") if run.finished_at and not run.error else ""
    job = str(JOBS.get(run.job, run.job))
    return Line(run, job, ", ".join(known) or nothing, sum(run.calls.values()))


def _next(account: Account) -> datetime | None:
    """The next slot of the account's schedule."""
    if not account.works:
        return None
    seconds = handlers.interval(account) * 60
    now = int(timezone.now().timestamp())
    return datetime.fromtimestamp((now // seconds + 1) * seconds, tz=timezone.get_current_timezone())


def _late(account: Account, feed: Feed | None) -> bool:
    allowed = timedelta(minutes=max(account.interval_minutes, 1) * _LATE)
    reached = feed.caught_up_at if feed is not None and feed.caught_up_at else account.created_at
    return bool(timezone.now() - reached > allowed)


def is_busy(account: Account, job: str) -> bool:
    """Whether the job is ordered or under way."""
    states = (State.WAITING, State.RUNNING)
    return Effect.objects.filter(key=account.key, kind=handlers.kind_of(job), state__in=states).exists()


def run_now(account: Account, job: str, actor: Employee) -> None:
    """Order a job now. Raises DomainError when the account is not connected or the job is under way."""
    authorise(account.workspace_id, actor, *partners.KEEPERS)
    if not account.is_connected:
        raise DomainError("not-connected", _("Сначала выберите ящик учётной записи."))
    if is_busy(account, job):
        raise DomainError("wrong-state", _("Задача уже выполняется. Подождите минуту."))
    with transaction.atomic():
        handlers.order(account, job, asked_by=actor)
