"""Our people: list, card with roles, access, password link, deputy."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from paraph.approval.routes import routes_of
from paraph.errors import DomainError
from paraph.parties import services
from paraph.parties.models import Department, Employee, Organization, Role
from paraph.web import inputs, respond
from paraph.web.access import of_workspace, require_role
from paraph.web.forms import Form

_FIELDS = ("full_name", "position", "email", "inn", "snils", "organization", "department")


@require_GET
@require_role(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the workspace; those without access last."""
    rows = (
        Employee.objects.filter(workspace=request.workspace)
        .select_related("organization", "department", "user", "deputy")
        .prefetch_related("roles")
        .order_by("-is_active", "full_name")
    )
    labels = dict(Role.choices)
    table = [(row, ", ".join(str(labels[held.role]) for held in row.roles.all())) for row in rows]
    return respond.page(request, "web/people.html", {"rows": table})


@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters()
def new_person(request: HttpRequest) -> HttpResponse:
    """Add an employee; a new sign-in gets a link to set the password, shown once."""
    form = Form({"roles": [Role.SENDER]})
    if request.method == "POST":
        form = Form.posted(request, *_FIELDS, several=("roles",))
        with form.refusals():
            row = services.save_employee(request.workspace, form.data, request.employee)
            if row.user.has_usable_password():
                respond.done(request, _("Сотрудник добавлен. Он входит со своим прежним паролем."))
                return respond.redirect(request, "people")
            return _show_link(request, row)
    return form.show(request, "web/person.html", _choices(request, None))


@require_role(Role.ADMINISTRATOR)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an employee."""
    row = of_workspace(request, Employee.objects.select_related("user", "deputy"), pk)
    form = Form({name: getattr(row, name) for name in _FIELDS} | {"roles": row.role_names()})
    form.data |= {"organization": row.organization_id, "department": row.department_id}
    if request.method == "POST":
        form = Form.posted(request, *_FIELDS, several=("roles",))
        with form.refusals():
            saved = services.save_employee(request.workspace, form.data, request.employee, id=pk)
            respond.done(request, _("Сотрудник сохранён: {name}").format(name=saved.full_name))
            return respond.redirect(request, "people")
    return form.show(request, "web/person.html", _choices(request, row))


def _choices(request: HttpRequest, row: Employee | None) -> dict[str, object]:
    departments = Department.objects.filter(workspace=request.workspace).select_related("organization")
    return {
        "row": row,
        "organizations": Organization.objects.filter(workspace=request.workspace).values_list("pk", "name"),
        "departments": [(each.pk, f"{each.name} — {each.organization.name}") for each in departments],
        "roles": role_choices(),
    }


def role_choices() -> list[tuple[str, str, str]]:
    """Roles with what each may do."""
    explanations = {
        Role.ADMINISTRATOR: _("настройки, сотрудники, карантин, журнал"),
        Role.SENDER: _("готовит и отправляет пакеты, ведёт контрагентов"),
        Role.SIGNER: _("подписывает от имени организации"),
        Role.HEAD: _("согласует пакеты своего отдела"),
        Role.OBSERVER: _("только смотрит"),
    }
    return [(role.value, str(role.label).capitalize(), text) for role, text in explanations.items()]


@require_POST
@require_role(Role.ADMINISTRATOR)
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time link; the page with it is not kept anywhere."""
    return _show_link(request, of_workspace(request, Employee, pk))


def _show_link(request: HttpRequest, row: Employee) -> HttpResponse:
    link = services.issue_password_link(request.workspace, row.pk, request.employee)
    address = settings.BASE_URL + reverse("set-password", args=(link.uid, link.token))
    days = settings.PASSWORD_RESET_TIMEOUT // 86400
    return respond.page(request, "web/person_link.html", {"row": row, "address": address, "days": days})


@require_POST
@require_role(Role.ADMINISTRATOR)
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or give back an employee's access."""
    row = of_workspace(request, Employee, pk)
    if request.POST.get("active") == "1":
        services.restore_employee(request.workspace, pk, request.employee)
        respond.done(request, _("Доступ возвращён: {name}").format(name=row.full_name))
    else:
        _refuse_if_routes_would_stop(row)
        services.deactivate_employee(request.workspace, pk, request.employee)
        respond.done(request, _("Доступ закрыт: {name}").format(name=row.full_name))
    return respond.redirect(request, "people")


def _refuse_if_routes_would_stop(row: Employee) -> None:
    routes = routes_of(row)
    if routes:
        raise DomainError(
            "in-routes",
            _("{name} стоит в маршрутах согласования: {routes}. Сначала замените его там.").format(
                name=row.full_name, routes=", ".join(routes)
            ),
        )


def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Who decides instead of an employee; for oneself or, for anybody, by an administrator."""
    row = of_workspace(request, Employee.objects.select_related("deputy"), pk)
    if row.pk != request.employee.pk and not request.employee.has_role(Role.ADMINISTRATOR):
        raise DomainError("forbidden", _("Заместителя назначает сам сотрудник или администратор."))
    back = "account" if row.pk == request.employee.pk else "people"
    form = Form({"deputy": row.deputy_id, "deputy_until": row.deputy_until})
    if request.method == "POST":
        form = Form.posted(request, "deputy", "deputy_until")
        with form.refusals():
            chosen = _colleague(request, form.value("deputy"))
            services.set_deputy(row, chosen, _date(form.value("deputy_until")), request.employee)
            respond.done(request, _("Заместитель назначен.") if chosen else _("Замещение снято."))
            return respond.redirect(request, back)
    others = Employee.objects.filter(workspace=request.workspace, is_active=True).exclude(pk=row.pk)
    choices = {"row": row, "back": back, "people": others.values_list("pk", "full_name")}
    return form.show(request, "web/deputy.html", choices)


def _colleague(request: HttpRequest, pk: str) -> Employee | None:
    if not pk:
        return None
    found = inputs.to_id(pk)
    if found is None:
        raise Http404
    return of_workspace(request, Employee, found)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        message = _("Укажите дату как ГГГГ-ММ-ДД или выберите в календаре.")
        raise DomainError("invalid", message, field="deputy_until") from error
