"""How the exchange of a company with its documents is doing: for the page of background tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.docflow.models import Docflow
from paraph.effects.models import Effect
from paraph.portals.elma365 import objects
from paraph.portals.elma365.mapping_rows import attributes
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.sync import background, steps
from paraph.portals.elma365.sync.models import ItemLink, TaskRun
from paraph.web.wording import effect_title

_SHOWN_RUNS, _SHOWN_LINKS = 8, 30
#: Tasks that have not run for so many intervals are late.
_LATE = 3
_COUNTS = {
    "seen": gettext_lazy("сверено элементов: {count}"),
    "put_back": gettext_lazy("возвращено изменений: {count}"),
    "removed": gettext_lazy("удалены в ELMA365: {count}"),
    "stopped": gettext_lazy("остановились процессы: {count}"),
    "ordered": gettext_lazy("отправлено обновлений: {count}"),
}


@dataclass(frozen=True)
class Line:
    """A run in words."""

    run: TaskRun
    did: str

    @property
    def took(self) -> float | None:
        """Seconds."""
        end: datetime | None = self.run.finished_at
        return (end - self.run.started_at).total_seconds() if end else None


@dataclass(frozen=True)
class Stuck:
    """Work that waits for a person."""

    effect: Effect
    about: str
    flow: Docflow | None


@dataclass(frozen=True)
class Trouble:
    """An item that does not know its document, or one whose changes were put back."""

    link: ItemLink
    flow: Docflow | None
    address: str
    words: list[str]


@dataclass(frozen=True)
class Overview:
    """The page."""

    lines: list[Line]
    stuck: list[Stuck]
    troubles: list[Trouble]
    counts: Mapping[str, int]
    next_at: datetime
    is_busy: bool
    is_late: bool


def overview(company: Company) -> Overview:
    """Everything the page shows, by a fixed number of queries."""
    links = ItemLink.objects.filter(company=company)
    runs = list(TaskRun.objects.filter(company=company).select_related("asked_by")[:_SHOWN_RUNS])
    return Overview(
        lines=[Line(run, _did(run)) for run in runs],
        stuck=_stuck(company),
        troubles=_troubles(company),
        counts={
            "links": links.count(),
            "waiting": links.filter(is_dirty=True, is_removed=False).count(),
            "removed": links.filter(is_removed=True).count(),
        },
        next_at=_next(),
        is_busy=background.under_way(company).exists(),
        is_late=company.works and _is_late(company, runs),
    )


def _did(run: TaskRun) -> str:
    known = [
        str(words).format(count=run.counts[name]) for name, words in _COUNTS.items() if run.counts.get(name)
    ]
    return ", ".join(known) or (_("нового нет") if run.finished_at and not run.error else "")


def _stuck(company: Company) -> list[Stuck]:
    effects = list(background.quarantined(company)[:_SHOWN_LINKS])
    flows = Docflow.objects.select_related("document").in_bulk(
        [one.docflow_id for one in effects if one.docflow_id]
    )
    return [Stuck(one, effect_title(one.kind), flows.get(one.docflow_id or 0)) for one in effects]


def _troubles(company: Company) -> list[Trouble]:
    links = ItemLink.objects.filter(company=company).select_related("company", "document__docflow", "row")
    found = links.exclude(fault="").order_by("-changed_at")[:_SHOWN_LINKS]
    is_stopped = Q(process_state__in=background.STOPPED, is_final=False)
    changed = (
        links.filter(fault="").filter(~Q(conflicts=[]) | is_stopped).order_by("-changed_at")[:_SHOWN_LINKS]
    )
    return [_trouble(link) for link in (*found, *changed)]


def _trouble(link: ItemLink) -> Trouble:
    address = ""
    if link.item_id is not None:
        address = link.company.base_url + objects.Item(*link.item).path
    flow = getattr(link.document, "docflow", None)
    is_stopped = link.process_state in background.STOPPED and not link.is_final
    stopped = [_("Процесс в ELMA365 прерван или остановился с ошибкой: запустите его в карточке элемента.")]
    return Trouble(
        link, flow, address, [*stopped * is_stopped, *(_words(link, one) for one in link.conflicts)]
    )


def _words(link: ItemLink, one: Mapping[str, Any]) -> str:
    """What was changed by hand, in words: «Статус: «Подписан» → «Отправлен»»."""
    if one["what"] == steps.STATUS:
        named = {each["code"]: each["title"] for each in link.row.their_statuses}
        theirs, stays = (named.get(one[side], one[side]) for side in ("theirs", "stays"))
        return _("Статус «{theirs}» — возвращён «{stays}».").format(theirs=theirs, stays=stays)
    titles = {each.code: each.title for each in attributes.ALL}
    return _("Поле «{field}» изменили вручную — значение возвращено.").format(
        field=titles.get(one["what"], one["what"])
    )


def _next() -> datetime:
    seconds = int(background.EVERY.total_seconds())
    now = int(timezone.now().timestamp())
    return datetime.fromtimestamp((now // seconds + 1) * seconds, tz=timezone.get_current_timezone())


def _is_late(company: Company, runs: list[TaskRun]) -> bool:
    last: datetime = runs[0].started_at if runs else company.created_at
    allowed: timedelta = background.EVERY * _LATE
    return bool(timezone.now() - last > allowed)
