"""What an administrator watches: effects in quarantine, the journal and its chain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.docflow.models import Package
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.parties.models import Role
from paraph.web import inputs, respond, wording
from paraph.web.access import require_role

_SHOWN = 100
_PAGE = 50


@require_GET
@require_role(Role.ADMINISTRATOR)
def quarantine(request: HttpRequest) -> HttpResponse:
    """What the hub could not do by itself and left to a person; newest first."""
    rows = list(effects.quarantined(request.workspace.pk)[:_SHOWN])
    ids = {row.package_id for row in rows if row.package_id}
    packages = Package.objects.filter(workspace=request.workspace).in_bulk(ids)
    table = [_row(effect, packages.get(effect.package_id)) for effect in rows]
    return respond.page(request, "web/quarantine.html", {"rows": table, "shown": _SHOWN})


def _row(effect: Effect, package: Package | None) -> dict[str, Any]:
    recipient = " ".join(filter(None, (effect.payload.get("to_name"), effect.payload.get("to"))))
    if not recipient and package is not None:
        recipient = " ".join(filter(None, (package.recipient_name, package.recipient_email)))
    return {
        "effect": effect,
        "title": wording.effect_title(effect.kind),
        "recipient": recipient,
        "package": package,
    }


@require_POST
@require_role(Role.ADMINISTRATOR)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again from the start."""
    effect = _quarantined(request, pk)
    with journal.writing(request.workspace.pk):
        effects.retry(pk, request.workspace.pk, request.employee.full_name)
        _record(request, wording.EFFECT_RETRIED, effect, {})
    respond.done(request, _("Повторяем. Если снова не получится, задание вернётся сюда."))
    return respond.redirect(request, "quarantine")


@require_POST
@require_role(Role.ADMINISTRATOR)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up, with a reason that stays in the journal."""
    effect = _quarantined(request, pk)
    reason = request.POST.get("reason", "").strip()
    try:
        with journal.writing(request.workspace.pk):
            effects.drop(pk, request.workspace.pk, reason, request.employee.full_name)
            _record(request, wording.EFFECT_DROPPED, effect, {"reason": reason})
    except DomainError as error:
        if error.field != "reason":
            raise
        respond.warn(request, error.message)
    else:
        respond.done(request, _("Задание отброшено. Причина записана в журнал."))
    return respond.redirect(request, "quarantine")


def _quarantined(request: HttpRequest, pk: int) -> Effect:
    effect = Effect.objects.filter(workspace_id=request.workspace.pk, pk=pk).first()
    if effect is None:
        raise DomainError("not-found", _("Задание не найдено в вашем рабочем пространстве."))
    return effect


def _record(request: HttpRequest, action: str, effect: Effect, data: dict[str, Any]) -> None:
    actor = actors.employee(request.employee.pk, request.employee.full_name)
    subject = journal.Subject(package_id=effect.package_id, docflow_id=effect.docflow_id)
    facts = {"effect": effect.pk, "kind": effect.kind, **data}
    journal.record(request.workspace.pk, action, actor, subject, facts)


@require_GET
@require_role(Role.ADMINISTRATOR)
def journal_page(request: HttpRequest) -> HttpResponse:
    """Newest events, older ones by `before`; of one package or document by the filters."""
    events = JournalEvent.objects.filter(workspace=request.workspace)
    filters = {name: request.GET.get(name, "").strip() for name in ("package", "document", "before")}
    unread = {name for name, text in filters.items() if text and inputs.to_id(text) is None}
    for name, lookup in (("package", "package_id"), ("document", "document_id"), ("before", "seq__lt")):
        if filters[name] and name not in unread:
            events = events.filter(**{lookup: inputs.to_id(filters[name])})
    rows = list(events.order_by("-seq")[: _PAGE + 1]) if not unread else []
    context = {
        "rows": [(event, *wording.event_words(event)) for event in rows[:_PAGE]],
        "older": rows[_PAGE - 1].seq if len(rows) > _PAGE else None,
        "filters": filters,
        "unread": unread,
    }
    return respond.page(request, "web/journal.html", context)


@require_POST
@require_role(Role.ADMINISTRATOR)
def verify_journal(request: HttpRequest) -> HttpResponse:
    """Recompute the chain of this workspace and say what was found."""
    faults = list(journal.verify(request.workspace.pk))
    checked = JournalEvent.objects.filter(workspace=request.workspace).count()
    return respond.page(request, "web/journal_verified.html", {"faults": faults, "checked": checked})
