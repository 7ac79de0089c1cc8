"""Background tasks of a company: what was left undone is ordered again, items are compared with documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.docflow import ports
from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run
from paraph.effects.limits import block
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.parties.models import Employee, Role
from paraph.portals.elma365 import limits
from paraph.portals.elma365.client import Client, Fields
from paraph.portals.elma365.errors import CallError, ElmaError, LockedOut, NotNow
from paraph.portals.elma365.jobs import Job
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.standing import lose
from paraph.portals.elma365.sync import comparing, links, orders
from paraph.portals.elma365.sync.models import ItemLink, TaskRun

TASKS = "elma365.tasks"
EVERY = timedelta(minutes=5)
#: Items of documents that are done are looked at so long.
_WATCHED = timedelta(days=30)
_RUNS_KEPT = timedelta(days=30)
#: How long one item is held while what was found in it is noted.
_HOLD = timedelta(minutes=1)
#: What a run counts.
COUNTED = ("seen", "put_back", "removed", "stopped", "ordered")
#: States of a process that goes on no more by itself and has not come to its end.
STOPPED = frozenset({"cancel", "error"})
_UNDER_WAY = (Effect.State.WAITING, Effect.State.RUNNING)


class TasksTick(Handler):
    """Orders the background tasks of every company."""

    kind = "elma365.tasks-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        slot = f"{int(timezone.now().timestamp()) // int(EVERY.total_seconds())}"
        found = list(Company.objects.filter(removed_at=None, is_on=True))
        for company in found:
            if not under_way(company).exists():  # else those of a company that is away would pile up
                with transaction.atomic():
                    order(company, slot=slot)
        TaskRun.objects.filter(started_at__lt=timezone.now() - _RUNS_KEPT).delete()
        return {"companies": len(found)}


class RunTasks(Job):
    """What goes wrong is told in its TaskRun; the next run of the schedule is the next try."""

    kind = TASKS
    timeout = timedelta(minutes=15)

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        company, counts = client.company, Counter(dict.fromkeys(COUNTED, 0))
        asked_by = Employee.objects.filter(pk=run.payload.get("asked_by") or 0).first()
        row = TaskRun.objects.create(company=company, workspace_id=company.workspace_id, asked_by=asked_by)
        try:
            refused = [*compare(client, counts, run.id), *look_at_processes(client, counts)]
            row.error = " ".join(dict.fromkeys(error.full for error in refused))
            counts["ordered"] = wake(company)
        except CallError as error:
            row.error = error.full
            if isinstance(error, LockedOut):
                lose(company, error)
            if isinstance(error, NotNow) and error.whole_portal:
                block(company.effects_key, timezone.now() + error.after)
        row.counts, row.finished_at = dict(counts), timezone.now()
        row.save()
        return {"counts": row.counts, "error": row.error}


def order(company: Company, *, slot: str = "", asked_by: Employee | None = None) -> None:
    """Put the tasks into the outbox, in the caller's transaction; once for each `slot`."""
    effects.enqueue(
        TASKS,
        {"company": company.pk, "asked_by": asked_by.pk if asked_by else None},
        key=company.effects_key,
        idempotency_id=f"{TASKS}:{company.pk}:{slot}" if slot else None,
        workspace_id=company.workspace_id,
        priority=5 if asked_by else 0,
    )


def run_now(company: Company, actor: Employee) -> int:
    """«Запустить фоновые задачи»: ours, the operator's, and what waits for a person; how many of these.

    Raises DomainError when they run already, or the connection is switched off.
    """
    if actor.workspace_id != company.workspace_id or not actor.has_role(Role.ADMINISTRATOR):
        raise DomainError("forbidden", _("У вас нет права на это действие. Обратитесь к администратору."))
    if not company.works:
        raise DomainError("off", _("Соединение с ELMA365 выключено: включите его в разделе «Соединение»."))
    if under_way(company).exists():
        raise DomainError("wrong-state", _("Задачи уже выполняются. Подождите минуту."))
    stuck = list(quarantined(company))
    with transaction.atomic():
        for effect in stuck:
            effects.retry(effect.pk, company.workspace_id, actor.full_name)
        order(company, asked_by=actor)
    for operator in ports.operators():
        operator.run_tasks(company.workspace, actor)
    return len(stuck)


def under_way(company: Company) -> QuerySet[Effect]:
    """Effects of the tasks that wait or run."""
    mine = Effect.objects.filter(kind=TASKS, key=company.effects_key, workspace_id=company.workspace_id)
    return mine.filter(state__in=_UNDER_WAY)


def quarantined(company: Company) -> QuerySet[Effect]:
    """Effects of the company that wait for a person."""
    return effects.quarantined(company.workspace_id).filter(key=company.effects_key)


# What was left undone


def wake(company: Company) -> int:
    """Order the telling of items nobody tells: changed by hand, of a mapping that was mended, of a company
    that was off; how many. What waits in quarantine waits for a person.
    """
    kept = (*_UNDER_WAY, Effect.State.QUARANTINED)
    held = Effect.objects.filter(kind=orders.SYNC, key=company.effects_key, state__in=kept)
    rows = ItemLink.objects.filter(company=company, is_dirty=True, is_removed=False)
    rows = rows.filter(Q(row__is_complete=True) | Q(row__is_removed=True))
    rows = rows.exclude(document__docflow__pk__in=held.values("docflow_id"))
    found = [link for link in rows.select_related("company", "row", "document") if links.row_of(link).works]
    with transaction.atomic():
        for link in found:
            orders.order(link)
    return len(found)


# Comparing


def compare(client: Client, counts: Counter[str], effect_id: int) -> list[ElmaError]:
    """Look at the items of documents under way and of those lately done; refusals, one for an application.

    Raises NotNow and Unknown.
    """
    refused = []
    for application, found in _watched(client.company).items():
        try:
            for some in _pages(found):
                _compare(client, application, some, counts, effect_id)
        except ElmaError as error:
            refused.append(error)
    return refused


def _compare(
    client: Client,
    application: tuple[str, str],
    some: Sequence[ItemLink],
    counts: Counter[str],
    effect_id: int,
) -> None:
    asked_at, ids = timezone.now(), [str(link.item_id) for link in some]
    there: dict[str, Fields] = {str(one["__id"]): one for one in client.items(*application, ids=ids)}
    for link in some:
        counts["seen"] += 1
        raw = there.get(str(link.item_id))
        if not comparing.is_as_left(link, raw) and link.enter(effect_id, timezone.now() + _HOLD):
            try:
                _take(link, raw, asked_at, counts)
            finally:
                link.leave()


def _take(link: ItemLink, raw: Fields | None, asked_at: datetime, counts: Counter[str]) -> None:
    """Nobody writes to the item now; one written to since it was read stands otherwise than that."""
    link.refresh_from_db()
    if link.is_dirty or (link.told_at is not None and link.told_at >= asked_at):
        return
    was_removed = link.is_removed
    put_back = comparing.take(link, raw)
    counts["put_back"] += put_back or 0
    counts["removed"] += put_back is None and not was_removed


def look_at_processes(client: Client, counts: Counter[str]) -> list[ElmaError]:
    """Note where the processes of received documents stand that still wait for us; refusals, one for a
    process. Raises NotNow and Unknown.
    """
    rows = ItemLink.objects.filter(company=client.company, is_final=False, is_removed=False)
    found: dict[tuple[str, str], list[ItemLink]] = {}
    for link in rows.exclude(process_id=None).exclude(row__process_code="").select_related("row"):
        process = (link.row.process_namespace, link.row.process_code)
        found.setdefault(process, []).append(link)
    refused = []
    for process, started in found.items():
        try:
            for some in _pages(started):
                _note_states(client, process, some, counts)
        except ElmaError as error:
            refused.append(error)
    return refused


def _note_states(
    client: Client, process: tuple[str, str], some: Sequence[ItemLink], counts: Counter[str]
) -> None:
    told = client.instances(*process, [link.item for link in some])
    states = {str(one["__id"]): str(one.get("__state") or "") for one in told}
    for link in some:
        state = states.get(str(link.process_id), link.process_state)[:20]
        if state != link.process_state:
            link.keep(process_state=state)
            counts["stopped"] += state in STOPPED


def _watched(company: Company) -> dict[tuple[str, str], list[ItemLink]]:
    """By application the links that speak for their items."""
    lately = Q(is_final=False) | Q(changed_at__gte=timezone.now() - _WATCHED)
    rows = ItemLink.objects.filter(lately, company=company, row__is_complete=True).exclude(item_id=None)
    rows = rows.filter(document__docflow__isnull=False)
    newest = {link.item: link for link in rows.select_related("company", "row", "document").order_by("pk")}
    found: dict[tuple[str, str], list[ItemLink]] = {}
    for link in newest.values():
        found.setdefault((link.namespace, link.code), []).append(link)
    return found


def _pages(found: Sequence[ItemLink]) -> Iterator[Sequence[ItemLink]]:
    for begin in range(0, len(found), limits.PAGE):
        yield found[begin : begin + limits.PAGE]
