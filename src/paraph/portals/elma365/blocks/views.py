"""The page «Блоки процессов» of a company's settings: every request, its steps, its answer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.errors import DomainError
from paraph.parties.models import Role
from paraph.portals.durations import in_words
from paraph.portals.elma365 import addresses, connection
from paraph.portals.elma365.blocks import runs
from paraph.portals.elma365.blocks.codes import TEXTS, Code
from paraph.portals.elma365.blocks.models import Block, BlockRun
from paraph.portals.elma365.models import Company
from paraph.texts import row_id
from paraph.web import respond
from paraph.web.access import require_role
from paraph.web.forms import Form

_PAGE = 50


@require_GET
@require_role(Role.ADMINISTRATOR)
def listed(request: HttpRequest, company_id: int) -> HttpResponse:
    """Requests of the company's processes, newest first; what waits shows how long."""
    company = connection.get(request.workspace, company_id)
    form = Form({name: request.GET.get(name, "").strip() for name in ("show", "block", "item")})
    older = row_id(request.GET.get("older", ""))
    rows = _chosen(company, form)
    if older is not None:
        rows = rows.filter(pk__lt=older)
    page = list(rows.select_related("company", "package")[: _PAGE + 1])
    context = {
        "company": company,
        "form": form,
        "blocks": Block.choices,
        "rows": [_shown(run) for run in page[:_PAGE]],
        "older": page[_PAGE - 1].pk if len(page) > _PAGE else None,
        "waiting": BlockRun.objects.filter(company=company, answered_at=None).count(),
        "addresses": [(label, addresses.activity(company, value)) for value, label in Block.choices],
        "codes": [(code, text) for code, text in TEXTS.items() if code is not Code.OK],
        "shows": [
            ("", _("Все запуски")),
            ("waiting", _("Процесс ждёт ответа")),
            ("fault", _("Ответ с ошибкой")),
            ("undelivered", _("Ответ не дошёл")),
        ],
    }
    return respond.page(request, "elma365/blocks/runs.html", context)


def _chosen(company: Company, form: Form) -> QuerySet[BlockRun]:
    rows = BlockRun.objects.filter(company=company)
    narrowed = {
        "waiting": Q(answered_at=None),
        "fault": Q(answer__status="error"),
        "undelivered": Q(answered_at__isnull=False, delivered_at=None),
    }
    if form.value("show") in narrowed:
        rows = rows.filter(narrowed[form.value("show")])
    if form.value("block"):
        rows = rows.filter(block=form.value("block"))
    if form.value("item"):
        named = Q(code__istartswith=form.value("item")) | Q(instance_id=form.value("item").lower())
        rows = rows.filter(named)
    return rows


def _shown(run: BlockRun) -> dict[str, Any]:
    said, item = run.answer or {}, runs.item_of(run)
    return {
        "run": run,
        "said": said.get("error") or said.get("status_text") or "",
        "is_fault": said.get("status") == "error",
        "item": f"{item.namespace}/{item.code}",
        "card": run.company.base_url + item.path,
        "age": "" if run.is_answered else in_words(run.age()),
    }


def _run(request: HttpRequest, company_id: int, pk: int) -> BlockRun:
    company = connection.get(request.workspace, company_id)
    return get_object_or_404(BlockRun.objects.select_related("company", "package"), company=company, pk=pk)


@require_GET
@require_role(Role.ADMINISTRATOR)
def one(request: HttpRequest, company_id: int, pk: int) -> HttpResponse:
    """One request: what was given, every step, what was answered."""
    run = _run(request, company_id, pk)
    people = _people(run)
    answer = run.answer or {}
    context = {
        "company": run.company,
        "documents": run.documents.select_related("docflow__document"),
        "steps": run.steps.all(),
        "user": people.get(run.user_id, run.user_id),
        "given": [(name, people.get(str(value), value)) for name, value in run.params.items()],
        "answer": [*answer.get("outputs", {}).items(), ("error_code", answer.get("error_code", ""))],
        "may_send": run.is_answered and not run.is_by_hand and run.company.works,
        **_shown(run),
    }
    return respond.page(request, "elma365/blocks/run.html", context)


def _people(run: BlockRun) -> dict[str, str]:
    """Names of the users of ELMA365 a request speaks of, by id."""
    ids = [run.user_id, *(value for value in run.params.values() if isinstance(value, str))]
    return {user.user_id: str(user) for user in run.company.users.filter(user_id__in=ids)}


@require_POST
@require_role(Role.ADMINISTRATOR)
def answer_again(request: HttpRequest, company_id: int, pk: int) -> HttpResponse:
    """Send the decided answer once more."""
    run = _run(request, company_id, pk)
    if not run.is_answered or run.is_by_hand or run.answer is None:
        raise DomainError("wrong-state", _("Ответа, который можно повторить, нет. Обновите страницу."))
    with transaction.atomic():
        runs.order_answer(run)
    respond.done(request, _("Ответ отправляется снова. Процесс учтёт только первый дошедший."))
    return respond.redirect(request, "elma365-block-run", run.company_id, run.pk)
