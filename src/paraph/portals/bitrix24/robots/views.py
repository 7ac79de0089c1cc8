"""Pages of the robots in a portal's settings: switches, who signs, requests of processes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.balance import services as balance
from paraph.errors import DomainError
from paraph.parties.models import Employee, Role
from paraph.portals.bitrix24 import accounts
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.robots import codes, deeds, inputs, runs, setting, signers
from paraph.portals.bitrix24.robots.models import SENDABLE, News, RobotRun
from paraph.portals.bitrix24.transport import redacted
from paraph.portals.durations import in_words
from paraph.texts import row_id
from paraph.web import respond
from paraph.web.access import require_role
from paraph.web.forms import Form

_FIELDS = ("is_on", "has_activities", "channel", "kind", "sender", "answer_days")
_PAGE = 50
#: What a list of requests may be narrowed to.
_SHOWN = ("", "waiting", "fault", "undelivered")


# -- settings -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """The switches and what robots do when a process says nothing else."""
    portal = accounts.portal(request.workspace, pk)
    row = runs.settings_of(portal)
    form = Form({name: getattr(row, name) for name in ("channel", "kind", "answer_days", "news")})
    form.data |= {
        "sender": row.sender_id or "",
        "on": [name for name in ("is_on", "has_activities") if getattr(row, name)],
    }
    if request.method == "POST":
        form = Form.posted(request, *_FIELDS, several=("news", "on"))
        chosen = {name: name in form.several("on") for name in ("is_on", "has_activities")}
        with form.refusals():
            setting.save(portal, {**form.data, **chosen}, request.employee)
            respond.done(request, _("Настройки роботов сохранены. Портал узнает о них за минуту."))
            return respond.redirect(request, "bitrix24-robots", portal.pk)
    context = {
        "portal": portal,
        "robots": deeds.all_of(is_activity=False),
        "activities": deeds.all_of(is_activity=True),
        "channels": setting.channels(),
        "kinds": SENDABLE,
        "senders": _senders(request),
        "news": [(value, label, "") for value, label in News.choices],
        "account": balance.of(request.workspace.pk),
        "unready": sum(1 for card in signers.cards(portal) if card.missing),
        "codes": codes.TEXTS.items(),
    }
    return form.show(request, "bitrix24/robots/settings.html", context)


def _senders(request: HttpRequest) -> list[tuple[int, str]]:
    rows = Employee.objects.filter(
        workspace=request.workspace, is_active=True, roles__role__in=(Role.SENDER, Role.ADMINISTRATOR)
    )
    return list(rows.distinct().order_by("full_name").values_list("pk", "full_name"))


@require_GET
@require_role(Role.ADMINISTRATOR)
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose signature is known, how each signs, what is missing."""
    portal = accounts.portal(request.workspace, pk)
    return respond.page(
        request, "bitrix24/robots/people.html", {"portal": portal, "cards": signers.cards(portal)}
    )


# -- requests -----------------------------------------------------------------------------------------------


@require_GET
@require_role(Role.ADMINISTRATOR)
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """Requests of the portal's processes, newest first; what waits shows how long."""
    portal = accounts.portal(request.workspace, pk)
    form = Form({name: request.GET.get(name, "").strip() for name in ("show", "code", "entity")})
    older = row_id(request.GET.get("older", ""))
    rows = _chosen(portal, form)
    if older is not None:
        rows = rows.filter(pk__lt=older)
    page = list(rows.select_related("package")[: _PAGE + 1])
    context = {
        "portal": portal,
        "form": form,
        "titles": deeds.titles(),
        "rows": [_shown(run) for run in page[:_PAGE]],
        "older": page[_PAGE - 1].pk if len(page) > _PAGE else None,
        "waiting": RobotRun.objects.filter(portal=portal, answered_at=None).count(),
        "shows": [
            ("", _("Все запуски")),
            ("waiting", _("Процесс ждёт ответа")),
            ("fault", _("Ответ с ошибкой")),
            ("undelivered", _("Ответ не дошёл")),
        ],
    }
    return respond.page(request, "bitrix24/robots/runs.html", context)


def _chosen(portal: Portal, form: Form) -> QuerySet[RobotRun]:
    rows = RobotRun.objects.filter(portal=portal)
    narrowed = {
        "waiting": Q(answered_at=None),
        "fault": Q(answer__error="Y"),
        "undelivered": Q(answered_at__isnull=False, delivered_at=None),
    }
    if form.value("show") in narrowed:
        rows = rows.filter(narrowed[form.value("show")])
    if form.value("code"):
        rows = rows.filter(code=form.value("code"))
    if form.value("entity"):
        rows = rows.filter(entity__istartswith=form.value("entity"))
    return rows


def _shown(run: RobotRun) -> dict[str, Any]:
    said = run.answer or {}
    place = inputs.entity(run.entity, ("crm", "", run.entity))
    return {
        "run": run,
        "title": deeds.titles().get(run.code, run.code),
        "text": said.get("response_text", ""),
        "is_fault": said.get("error") == "Y",
        "status": said.get("status_text", ""),
        "path": place.path if place is not None else "",
        "age": in_words(run.age()) if not run.is_answered else "",
        "left": run.deadline,
    }


def _run(request: HttpRequest, pk: int, run_id: int) -> tuple[Portal, RobotRun]:
    portal = accounts.portal(request.workspace, pk)
    rows = RobotRun.objects.select_related("portal__application", "portal__workspace", "package")
    return portal, get_object_or_404(rows, portal=portal, pk=run_id)


@require_GET
@require_role(Role.ADMINISTRATOR)
def one(request: HttpRequest, pk: int, run_id: int) -> HttpResponse:
    """One request: what was given, every step, what was answered."""
    portal, run = _run(request, pk, run_id)
    properties = run.data.get("properties")
    context = {
        "portal": portal,
        "documents": run.documents.select_related("docflow__document"),
        "steps": run.steps.all(),
        "given": _given(properties if isinstance(properties, dict) else {}),
        "answer": list((run.answer or {}).items()),
        "may_send": run.is_answered and portal.works,
        "now": timezone.now(),
        **_shown(run),
    }
    return respond.page(request, "bitrix24/robots/run.html", context)


def _given(properties: dict[str, Any]) -> list[tuple[str, str]]:
    """Parameters as text, without what a signed address carries."""
    return [(name, redacted(", ".join(inputs.several(value)))) for name, value in properties.items()]


@require_POST
@require_role(Role.ADMINISTRATOR)
def answer_again(request: HttpRequest, pk: int, run_id: int) -> HttpResponse:
    """Send the decided answer once more."""
    portal, run = _run(request, pk, run_id)
    if not run.is_answered:
        raise DomainError("wrong-state", _("Ответа ещё нет: повторять нечего. Обновите страницу."))
    with transaction.atomic():
        RobotRun.objects.filter(pk=run.pk).update(delivered_at=None)
        runs.order_answer(run)
    respond.done(request, _("Ответ отправляется снова. Портал учтёт только первый дошедший."))
    return respond.redirect(request, "bitrix24-robot-run", portal.pk, run.pk)
