"""The page of background jobs: what ran, what it found and cost, and a button to run them now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.channels.diadoc import accounts, handlers, runs
from paraph.channels.diadoc.partners import KEEPERS
from paraph.channels.diadoc.views_accounts import frame
from paraph.errors import DomainError
from paraph.web import respond
from paraph.web.access import require_role

_JOBS = (handlers.FEED, handlers.RECONCILE)


@require_GET
@require_role(*KEEPERS)
def listed(request: HttpRequest) -> HttpResponse:
    """All accounts with their jobs."""
    context = {"overviews": runs.overviews(request.workspace), **frame(request)}
    return respond.page(request, "diadoc/tasks.html", context)


@require_GET
@require_role(*KEEPERS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One account's part of the page, asked for again and again while a job runs."""
    account = accounts.get(request.workspace, pk)
    return respond.page(request, "diadoc/tasks_account.html", {"item": runs.overview(account)})


@require_POST
@require_role(*KEEPERS)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a job now."""
    account, job = accounts.get(request.workspace, pk), request.POST.get("job", handlers.FEED)
    if job not in _JOBS:
        raise DomainError("invalid", _("Выберите задачу из списка."))
    runs.run_now(account, job, request.employee)
    if respond.is_htmx(request):
        return respond.fragment(request, "diadoc/tasks_account.html", {"item": runs.overview(account)})
    respond.done(request, _("Задача запущена."))
    return respond.redirect(request, "diadoc-tasks")
