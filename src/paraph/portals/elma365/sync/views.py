"""The page of background tasks: what ran, what it found, what waits, and a button to run them now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.parties.models import Role
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.sync import background
from paraph.portals.elma365.sync.overview import overview
from paraph.web import respond
from paraph.web.access import of_workspace, require_role


def _company(request: HttpRequest, company_id: int) -> Company:
    rows = Company.objects.filter(removed_at=None).select_related("workspace")
    return of_workspace(request, rows, company_id)


@require_GET
@require_role(Role.ADMINISTRATOR)
def show(request: HttpRequest, company_id: int) -> HttpResponse:
    """The page, or its changing part while tasks run."""
    company = _company(request, company_id)
    part = respond.is_htmx(request) and request.GET.get("part") == "1"
    template = "elma365/sync/tasks_part.html" if part else "elma365/sync/tasks.html"
    return respond.page(request, template, {"company": company, "tasks": overview(company)})


@require_POST
@require_role(Role.ADMINISTRATOR)
def run(request: HttpRequest, company_id: int) -> HttpResponse:
    """«Запустить фоновые задачи»."""
    company = _company(request, company_id)
    background.run_now(company, request.employee)
    if respond.is_htmx(request):
        context = {"company": company, "tasks": overview(company)}
        return respond.fragment(request, "elma365/sync/tasks_part.html", context)
    respond.done(request, _("Фоновые задачи запущены."))
    return respond.redirect(request, "elma365-tasks", company.pk)
