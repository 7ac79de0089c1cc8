"""Settings of the workspace: our organisations and their departments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paraph.parties import services
from paraph.parties.models import Department, Employee, Organization, Role
from paraph.web import respond
from paraph.web.access import of_workspace, require_role
from paraph.web.forms import Form

_PARTY_FIELDS = ("name", "inn", "kpp", "ogrn", "address")
_DEPARTMENT_FIELDS = ("name", "organization", "head")


@require_GET
@require_role(Role.ADMINISTRATOR)
def settings(request: HttpRequest) -> HttpResponse:
    """The first section."""
    return respond.redirect(request, "organizations")


@require_GET
@require_role(Role.ADMINISTRATOR)
def organizations(request: HttpRequest) -> HttpResponse:
    """Our legal entities."""
    rows = Organization.objects.filter(workspace=request.workspace)
    return respond.page(request, "web/organizations.html", {"rows": rows})


@require_role(Role.ADMINISTRATOR)
def organization(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change one."""
    row = of_workspace(request, Organization, pk) if pk else None
    form = Form({name: getattr(row, name) for name in _PARTY_FIELDS} if row else None)
    if request.method == "POST":
        form = Form.posted(request, *_PARTY_FIELDS)
        with form.refusals():
            saved = services.save_organization(request.workspace, form.data, request.employee, id=pk)
            respond.done(request, _("Организация сохранена: {name}").format(name=saved.name))
            return respond.redirect(request, "organizations")
    return form.show(request, "web/organization.html", {"row": row})


@require_GET
@require_role(Role.ADMINISTRATOR)
def departments(request: HttpRequest) -> HttpResponse:
    """Departments of all our organisations."""
    rows = Department.objects.filter(workspace=request.workspace).select_related("organization", "head")
    return respond.page(
        request, "web/departments.html", {"rows": rows.order_by("organization__name", "name")}
    )


@require_role(Role.ADMINISTRATOR)
def department(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change one."""
    row = of_workspace(request, Department, pk) if pk else None
    form = Form({"name": row.name, "organization": row.organization_id, "head": row.head_id} if row else None)
    if request.method == "POST":
        form = Form.posted(request, *_DEPARTMENT_FIELDS)
        with form.refusals():
            saved = services.save_department(request.workspace, form.data, request.employee, id=pk)
            respond.done(request, _("Отдел сохранён: {name}").format(name=saved.name))
            return respond.redirect(request, "departments")
    people = Employee.objects.filter(workspace=request.workspace, is_active=True)
    choices = {
        "row": row,
        "organizations": Organization.objects.filter(workspace=request.workspace).values_list("pk", "name"),
        "people": people.values_list("pk", "full_name"),
    }
    return form.show(request, "web/department.html", choices)
