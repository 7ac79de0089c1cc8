"""How the connection with a portal is, in words: for the page «Состояние»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paraph.effects.models import Effect
from paraph.portals.bitrix24 import accounts, limits, registration
from paraph.portals.bitrix24.models import (
    Inbound,
    MethodUse,
    Portal,
    PortalState,
    PortalToken,
    PortalUser,
    Registration,
)

#: Calls are counted by days of UTC.
_USE_DAYS = timedelta(days=30)
#: The queue is read every two minutes: later than this something is wrong.
_QUEUE_LATE = timedelta(minutes=15)
_UNWORKED_LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Line:
    """One thing that was looked at: tone «good», «bad», «wait» or empty; `advice` says what to do."""

    name: str
    text: str
    tone: str = ""
    advice: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Use:
    """Calls of a method in the last days."""

    method: str
    calls: int
    in_batches: int


@dataclass(frozen=True)
class Health:
    """Everything the page shows."""

    lines: list[Line]
    registered: list[Registration]
    missing: list[str]
    uses: list[Use]
    tokens: list[tuple[PortalToken, str]]
    is_busy: bool
    waiting: int
    stuck: int
    #: Requests of the last days, batches counted once.
    requests: int


Look = Callable[[Portal], Line | None]
_looks: list[Look] = []


def add(look: Look) -> Look:
    """A feature's own line (from `AppConfig.ready()`): waiting robots, for example."""
    if look not in _looks:
        _looks.append(look)
    return look


def of(portal: Portal) -> Health:
    """Look at everything that is known; the portal itself is not asked."""
    lines = [_state(portal), _installed(portal), _scopes(portal), _tokens(portal)]
    lines += [_registration(portal), _test(portal), _inbound(portal), _queue(portal), _unworked(portal)]
    lines += [line for look in _looks if (line := look(portal)) is not None]
    queued = Effect.objects.filter(key=portal.key, workspace_id=portal.workspace_id)
    known = set(portal.registrations.filter(fault="").values_list("kind", "code"))
    missing = [thing.code for thing in registration.wanted(portal) if (thing.kind, thing.code) not in known]
    uses = _uses(portal)
    return Health(
        lines=lines,
        registered=list(portal.registrations.all()),
        missing=missing,
        uses=uses,
        tokens=_owners(portal),
        is_busy=accounts.is_busy(portal),
        waiting=queued.filter(state__in=(Effect.State.WAITING, Effect.State.RUNNING)).count(),
        stuck=queued.filter(state=Effect.State.QUARANTINED).count(),
        requests=sum(use.calls for use in uses),
    )


def _state(portal: Portal) -> Line:
    tone = "good" if portal.works else "bad"
    return Line(_("Портал"), str(PortalState(portal.state).label), tone, portal.fault)


def _installed(portal: Portal) -> Line:
    if portal.is_installed and not portal.application_token:
        advice = _("Портал не передал токен приложения, его вызовам мы не верим: переустановите приложение.")
        return Line(_("Установка"), _("без токена приложения"), "bad", advice, portal.checked_at)
    if portal.is_installed:
        return Line(_("Установка"), _("завершена"), "good", at=portal.checked_at)
    advice = _("Пока установка не завершена, портал не показывает вкладки и не присылает события: "
               "откройте приложение в портале под администратором.")  # fmt: skip
    return Line(_("Установка"), _("не завершена"), "bad", advice, portal.checked_at)


def _scopes(portal: Portal) -> Line:
    lacking = [scope for scope in limits.SCOPES if not portal.has_scope(scope)]
    if not lacking:
        return Line(_("Права"), _("выданы все"), "good")
    advice = _("Отметьте их в карточке приложения в портале и переустановите приложение.")
    return Line(_("Права"), _("не хватает: {scopes}").format(scopes=", ".join(lacking)), "bad", advice)


def _tokens(portal: Portal) -> Line:
    alive = portal.tokens.filter(fault="", is_admin=True).count()
    text = ngettext("{count} администратор", "{count} администраторов", alive).format(count=alive)
    if alive == 0:
        return Line(_("Токены"), text, "bad", _("Администратор портала должен открыть приложение в портале."))
    if alive == 1:
        advice = _("Если этого администратора уволят, связь прервётся: "
                   "пусть приложение откроет ещё один.")  # fmt: skip
        return Line(_("Токены"), text, "wait", advice)
    return Line(_("Токены"), text, "good")


def _registration(portal: Portal) -> Line:
    refused = portal.registrations.exclude(fault="").count()
    name = _("Роботы, вкладки, события")
    if portal.registered_at is None:
        return Line(name, _("ещё не зарегистрированы"), "wait", _("Нажмите «Починить»."))
    if refused:
        text = _("портал отказал в {count}").format(count=refused)
        return Line(name, text, "bad", _("Причины — в списке ниже."), portal.registered_at)
    return Line(name, _("на месте"), "good", at=portal.registered_at)


def _test(portal: Portal) -> Line:
    name = _("Проверочное событие")
    if portal.test_event_at is None:
        advice = _("Нажмите «Проверить события»: портал пришлёт событие за несколько секунд.")
        return Line(name, _("не приходило"), "wait", advice)
    return Line(name, _("пришло"), "good", at=portal.test_event_at)


def _inbound(portal: Portal) -> Line:
    name = _("Последний вызов от портала")
    return Line(name, "" if portal.last_inbound_at else _("ещё не было"), at=portal.last_inbound_at)


def _queue(portal: Portal) -> Line:
    name = _("Очередь событий")
    if not portal.registrations.filter(code__endswith=":offline", fault="").exists():
        return Line(name, _("не нужна: событий не ждём"))
    if portal.polled_at is None or timezone.now() - portal.polled_at > _QUEUE_LATE:
        return Line(name, _("давно не читалась"), "bad" if portal.works else "", at=portal.polled_at)
    return Line(name, _("читается"), "good", at=portal.polled_at)


def _unworked(portal: Portal) -> Line:
    left = Inbound.objects.filter(portal=portal, done_at=None)
    count = left.count()
    name = _("Ждут обработки вызовы портала")
    if not count:
        return Line(name, _("нет"), "good")
    is_late = left.filter(received_at__lt=timezone.now() - _UNWORKED_LATE).exists()
    advice = _("Посмотрите карантин: там сказано, что мешает.") if is_late else ""
    return Line(name, str(count), "bad" if is_late else "wait", advice)


def _uses(portal: Portal) -> list[Use]:
    since = (datetime.now(UTC) - _USE_DAYS).date()
    rows: Any = MethodUse.objects.filter(portal=portal, day__gte=since).values("method")
    found = rows.annotate(total=Sum("calls"), inner=Sum("in_batches")).order_by("-total", "-inner", "method")
    return [Use(row["method"], row["total"], row["inner"]) for row in found]


def _owners(portal: Portal) -> list[tuple[PortalToken, str]]:
    names = dict(PortalUser.objects.filter(portal=portal).values_list("user_id", "name"))
    rows = portal.tokens.order_by("-is_admin", "-updated_at")[:20]
    return [(row, names.get(row.user_id) or f"#{row.user_id}") for row in rows]


def kind_words(kind: str) -> str:
    """A kind of registered thing in words."""
    words = {
        registration.Robot.kind: _("робот"),
        registration.Activity.kind: _("действие процесса"),
        registration.Placement.kind: _("место в интерфейсе"),
        registration.EventBinding.kind: _("событие"),
        registration.Trigger.kind: _("триггер"),
        registration.Badge.kind: _("отметка канбана"),
    }
    return words.get(kind, kind)
