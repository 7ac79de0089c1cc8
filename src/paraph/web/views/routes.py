"""Approval routes: list, form. The order of people is the order of the numbered fields."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paraph.approval.models import Mode, Route
from paraph.approval.routes import save_route
from paraph.parties.models import Employee, Role
from paraph.web import respond
from paraph.web.access import of_workspace, require_role
from paraph.web.forms import Form

#: Empty places offered beyond the people already in a route.
_SPARE = 3


@require_GET
@require_role(Role.ADMINISTRATOR)
def routes(request: HttpRequest) -> HttpResponse:
    """Routes of the workspace; those switched off last."""
    rows = Route.objects.filter(workspace=request.workspace).order_by("-is_active", "name")
    return respond.page(request, "web/routes.html", {"rows": rows.prefetch_related("steps__employee")})


@require_role(Role.ADMINISTRATOR)
def route(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change one."""
    row = of_workspace(request, Route, pk) if pk else None
    form = Form({"mode": Mode.SEQUENTIAL.value, "people": [], "is_active": "1"})
    if row:
        people = list(row.steps.values_list("employee_id", flat=True))
        form = Form({"name": row.name, "mode": row.mode, "people": people})
        form.data["is_active"] = "1" if row.is_active else ""
    if request.method == "POST":
        form = Form.posted(request, "name", "mode", "is_active", several=("people",))
        form.data["people"] = [person for person in form.data["people"] if person]
        with form.refusals():
            saved = save_route(request.workspace, form.data, request.employee, id=pk)
            respond.done(request, _("Маршрут сохранён: {name}").format(name=saved.name))
            return respond.redirect(request, "routes")
    chosen = [str(person) for person in form.data["people"]]
    people = Employee.objects.filter(workspace=request.workspace, is_active=True)
    choices = {
        "row": row,
        "places": chosen + [""] * _SPARE,
        "people": [(str(pk), name) for pk, name in people.values_list("pk", "full_name")],
        "modes": [
            (Mode.SEQUENTIAL.value, _("По очереди"), _("следующий получает пакет после решения предыдущего")),
            (Mode.PARALLEL.value, _("Одновременно"), _("все получают пакет сразу, нужны все решения")),
        ],
    }
    return form.show(request, "web/route.html", choices)
