"""Pages of administrators: applications step by step, a portal's state, who is who."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.parties.models import Employee, Role
from paraph.portals.bitrix24 import accounts, addresses, health, limits
from paraph.portals.bitrix24.models import Application, Portal, PortalState, PortalUser
from paraph.web import respond
from paraph.web.access import require_role
from paraph.web.forms import Form

_TONES = {
    PortalState.ACTIVE: "good",
    PortalState.NEEDS_ADMIN: "bad",
    PortalState.UNINSTALLED: "",
    PortalState.DELETED: "",
}


@require_GET
@require_role(Role.ADMINISTRATOR)
def home(request: HttpRequest) -> HttpResponse:
    """Portals of the workspace, and applications that are not installed anywhere yet."""
    rows: list[tuple[Application, Portal | None, str, str]] = []
    for application in accounts.applications(request.workspace):
        portals = list(application.portals.all())
        rows += [(application, portal, *_state(portal)) for portal in portals]
        if not portals:
            rows.append((application, None, *_step(application)))
    return respond.page(request, "bitrix24/portals.html", {"rows": rows})


def _state(portal: Portal) -> tuple[str, str]:
    if portal.works and not portal.is_installed:
        return _("Установка не завершена"), "act"
    words = str(PortalState(portal.state).label)
    return words[:1].upper() + words[1:], _TONES[PortalState(portal.state)]


def _step(application: Application) -> tuple[str, str]:
    if not application.client_id:
        return _("Ждёт кодов из портала"), "act"
    return _("Ждёт установки в портале"), "act"


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Begin to connect a portal."""
    form = Form({"oauth": settings.BITRIX24.oauth[0]})
    if request.method == "POST":
        form = Form.posted(request, "name", "oauth")
        with form.refusals():
            row = accounts.add(request.workspace, form.data, request.employee)
            return respond.redirect(request, "bitrix24-application", row.pk)
    context = {"servers": [(each, each) for each in settings.BITRIX24.oauth]}
    return form.show(request, "bitrix24/application_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters("client_secret")
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """What to enter in the portal, what to bring back from there, and how far it has come."""
    row = accounts.application(request.workspace, pk)
    form = Form({"client_id": row.client_id})
    if request.method == "POST":
        form = Form.posted(request, "client_id", "client_secret")
        with form.refusals():
            accounts.enter_keys(row, form.data, request.employee)
            respond.done(request, _("Коды сохранены. Теперь установите приложение в портале."))
            return respond.redirect(request, "bitrix24-application", row.pk)
    context = {
        "row": row,
        "portals": [(portal, *_state(portal)) for portal in row.portals.all()],
        "handler": addresses.app(row),
        "install": addresses.install(row),
        "scopes": limits.SCOPES,
        "is_reachable": settings.BASE_URL.startswith("https://"),
    }
    if respond.is_htmx(request):
        return respond.page(request, "bitrix24/application_state.html", context)
    return form.show(request, "bitrix24/application.html", context)


@require_POST
@require_role(Role.ADMINISTRATOR)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Disconnect an application."""
    accounts.remove(accounts.application(request.workspace, pk), request.employee)
    respond.done(request, _("Приложение отключено. Удалите его и в портале."))
    return respond.redirect(request, "bitrix24")


# -- one portal ---------------------------------------------------------------------------------------------


@require_GET
@require_role(Role.ADMINISTRATOR)
def portal(request: HttpRequest, pk: int) -> HttpResponse:
    """How the connection is."""
    row = accounts.portal(request.workspace, pk)
    words, tone = _state(row)
    found = health.of(row)
    context: dict[str, Any] = {
        "portal": row,
        "state": words,
        "tone": tone,
        "health": found,
        "registered": [(health.kind_words(each.kind), each) for each in found.registered],
    }
    part = "bitrix24/health.html" if respond.is_htmx(request) else "bitrix24/state.html"
    return respond.page(request, part, context)


@require_POST
@require_role(Role.ADMINISTRATOR)
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """«Починить»."""
    row = accounts.portal(request.workspace, pk)
    accounts.repair(row, request.employee)
    respond.done(request, _("Проверяем портал и регистрируем недостающее."))
    return respond.redirect(request, "bitrix24-portal", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def test_event(request: HttpRequest, pk: int) -> HttpResponse:
    """«Проверить события»."""
    row = accounts.portal(request.workspace, pk)
    accounts.test_event(row, request.employee)
    respond.done(request, _("Портал пришлёт событие за несколько секунд. Обновите страницу."))
    return respond.redirect(request, "bitrix24-portal", row.pk)


@require_GET
@require_role(Role.ADMINISTRATOR)
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of the portal is which employee; those nobody was found for come first."""
    row = accounts.portal(request.workspace, pk)
    users = PortalUser.objects.filter(portal=row, is_active=True).select_related("employee")
    context = {
        "portal": row,
        "unknown": users.filter(employee=None),
        "known": users.exclude(employee=None),
        "employees": _employees(request),
    }
    return respond.page(request, "bitrix24/people.html", context)


def _employees(request: HttpRequest) -> list[tuple[int, str]]:
    rows = Employee.objects.filter(workspace=request.workspace, is_active=True)
    return [(row.pk, f"{row.full_name} — {row.email}") for row in rows]


@require_POST
@require_role(Role.ADMINISTRATOR)
def choose_person(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """Say by hand who it is."""
    row = accounts.portal(request.workspace, pk)
    user = get_object_or_404(PortalUser.objects.select_related("portal__application"), portal=row, pk=user_pk)
    accounts.choose(user, request.POST.get("employee", ""), request.employee)
    respond.done(request, _("Сохранено."))
    return respond.redirect(request, "bitrix24-people", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def read_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the portal's employees now."""
    row = accounts.portal(request.workspace, pk)
    accounts.read_people(row, request.employee)
    respond.done(request, _("Читаем сотрудников портала. Обновите страницу через минуту."))
    return respond.redirect(request, "bitrix24-people", row.pk)
