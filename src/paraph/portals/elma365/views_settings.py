"""Pages of administrators: companies, the connection, the table of accounts, who is who."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.errors import DomainError
from paraph.parties.models import Employee, Role
from paraph.portals.elma365 import accounts, addresses, connection, files, people
from paraph.portals.elma365.blocks.models import Block
from paraph.portals.elma365.errors import CallError
from paraph.portals.elma365.models import Company, ElmaUser
from paraph.sealed import SealedError
from paraph.web import respond
from paraph.web.access import require_role
from paraph.web.forms import Form

_CONNECTION = ("title", "base_url", "token", "module_uuid", "file_hosts")


@require_GET
@require_role(Role.ADMINISTRATOR)
def home(request: HttpRequest) -> HttpResponse:
    """Companies of the workspace."""
    rows = [(row, *state_of(row)) for row in connection.companies(request.workspace)]
    return respond.page(request, "elma365/companies.html", {"rows": rows})


def state_of(company: Company) -> tuple[str, str]:
    """How the connection is, in words and in a tone of `ui.state`."""
    if not company.is_on:
        return _("Выключена"), ""
    if company.fault:
        return _("Требует внимания"), "bad"
    if company.module_uuid and not company.is_module_told:
        return _("Модуль ещё не подключён"), "act"
    return _("Работает"), "good"


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters("token")
def new(request: HttpRequest) -> HttpResponse:
    """Connect a company: its address and a token."""
    form = Form()
    if request.method == "POST":
        form = Form.posted(request, "base_url", "token")
        with form.refusals():
            row = connection.connect(request.workspace, form.data, request.employee)
            respond.done(request, _("Компания подключена. Читаем её сотрудников и юридические лица."))
            return respond.redirect(request, "elma365-company", row.pk)
    return form.show(request, "elma365/new.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters("token")
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """«Соединение»: both directions, the state, the switch."""
    row = connection.get(request.workspace, pk)
    hosts = "\n".join(row.options.get(files.FILE_HOSTS, ()))
    form = Form(
        {"title": row.title, "base_url": row.base_url, "module_uuid": row.module_uuid, "file_hosts": hosts}
    )
    if request.method == "POST":
        form = Form.posted(request, *_CONNECTION)
        with form.refusals():
            connection.connect(request.workspace, form.data, request.employee, id=row.pk)
            respond.done(request, _("Соединение сохранено."))
            return respond.redirect(request, "elma365-company", row.pk)
        row = connection.get(request.workspace, pk)
    words, tone = state_of(row)
    context: dict[str, Any] = {
        "company": row,
        "state": words,
        "tone": tone,
        "hub_url": addresses.hub(row),
        "hub_token": _hub_token(row),
        "activities": [(code, title, addresses.activity(row, code)) for code, title in Block.choices],
        "is_telling": connection.is_telling(row),
    }
    return form.show(request, "elma365/company.html", context)


def _hub_token(row: Company) -> str:
    """Shown to administrators only; empty when it does not open any more and has to be renewed."""
    try:
        return row.hub_token.reveal()
    except SealedError:
        return ""


@require_POST
@require_role(Role.ADMINISTRATOR)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """«Проверить связь»."""
    row = connection.get(request.workspace, pk)
    connection.check(row)
    if row.fault:
        respond.warn(request, row.fault)
    else:
        respond.done(request, _("ELMA365 отвечает."))
    return respond.redirect(request, "elma365-company", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """«Включить», «Выключить»."""
    row, on = connection.get(request.workspace, pk), request.POST.get("on") == "1"
    connection.switch(row, request.employee, on=on)
    respond.done(request, _("Работа с ELMA365 включена.") if on else _("Работа с ELMA365 выключена."))
    return respond.redirect(request, "elma365-company", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def renew_token(request: HttpRequest, pk: int) -> HttpResponse:
    """«Выпустить новый токен»."""
    row = connection.get(request.workspace, pk)
    connection.renew_token(row, request.employee)
    respond.done(request, _("Новый токен выпущен, прежний больше не действует."))
    return respond.redirect(request, "elma365-company", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Disconnect the company."""
    connection.remove(connection.get(request.workspace, pk), request.employee)
    respond.done(request, _("Компания отключена."))
    return respond.redirect(request, "elma365")


@require_GET
@require_role(Role.ADMINISTRATOR)
def entrance(request: HttpRequest, key: str) -> HttpResponse:
    """Opened from ELMA365: settings are for members of «Администраторы» there."""
    row = get_object_or_404(connection.companies(request.workspace), key=key)
    try:
        is_admin = people.is_administrator(row, request.employee)
    except CallError as error:
        raise DomainError("elma365", error.message) from error
    if not is_admin:
        message = _(
            "Настройки открывают из ELMA365 участники группы «Администраторы». Если вы в ней, пусть "
            "администратор Paraph прочитает сотрудников заново и свяжет вас с вашей записью."
        )
        raise DomainError("forbidden", message)
    return respond.redirect(request, "elma365-company", row.pk)


# -- accounts -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters("operator_key")
def account_table(request: HttpRequest, pk: int) -> HttpResponse:
    """«Аккаунты»: the developer's key, and our legal entities with their accounts."""
    row, form = connection.get(request.workspace, pk), Form()
    if request.method == "POST":
        form = Form.posted(request, "operator_key")
        with form.refusals():
            accounts.enter_key(row, form.data["operator_key"], request.employee)
            respond.done(request, _("Ключ сохранён."))
            return respond.redirect(request, "elma365-accounts", row.pk)
    context = {
        "company": row,
        "rows": accounts.table(row),
        "works": accounts.works(row),
        "has_own_key": accounts.operator().has_key,
        "operator": accounts.operator().title,
    }
    return form.show(request, "elma365/accounts.html", context)


@require_POST
@require_role(Role.ADMINISTRATOR)
def forget_key(request: HttpRequest, pk: int) -> HttpResponse:
    """«Стереть ключ»."""
    row = connection.get(request.workspace, pk)
    accounts.forget_key(row, request.employee)
    respond.done(request, _("Ключ стёрт."))
    return respond.redirect(request, "elma365-accounts", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters("password")
def account(request: HttpRequest, pk: int, entity: int) -> HttpResponse:
    """One legal entity: login, password, who sends."""
    company_row = connection.get(request.workspace, pk)
    row = accounts.row(company_row, entity)
    login = row.account.login if row.account else ""
    anyone = "1" if row.account and row.users is None else ""
    form = Form({"login": login, "anyone": anyone, "users": [str(each.pk) for each in row.users or ()]})
    if request.method == "POST":
        form = Form.posted(request, "login", "password", "anyone", several=("users",))
        with form.refusals():
            saved = accounts.save(company_row, entity, form.data, request.employee)
            if saved.is_connected:
                respond.done(request, _("Аккаунт сохранён."))
            else:
                respond.warn(request, _("Аккаунт сохранён. Осталось выбрать ящик на его странице."))
            return respond.redirect(request, "elma365-accounts", company_row.pk)
    people_rows = [(each.pk, each.name, each.email) for each in accounts.candidates(company_row)]
    context = {
        "company": company_row,
        "row": row,
        "people": people_rows,
        "works": accounts.works(company_row),
        "operator": accounts.operator().title,
    }
    return form.show(request, "elma365/account.html", context)


@require_POST
@require_role(Role.ADMINISTRATOR)
def remove_account(request: HttpRequest, pk: int, entity: int) -> HttpResponse:
    """Disconnect a legal entity from the operator."""
    row = connection.get(request.workspace, pk)
    accounts.remove(row, entity, request.employee)
    respond.done(request, _("Аккаунт отключён."))
    return respond.redirect(request, "elma365-accounts", row.pk)


# -- people -------------------------------------------------------------------------------------------------


@require_GET
@require_role(Role.ADMINISTRATOR)
def people_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of the company is which employee; those nobody was found for come first."""
    row = connection.get(request.workspace, pk)
    users = row.users.filter(is_active=True).select_related("employee")
    rows = Employee.objects.filter(workspace=request.workspace, is_active=True)
    context = {
        "company": row,
        "unknown": users.filter(employee=None),
        "known": users.exclude(employee=None),
        "employees": [(each.pk, f"{each.full_name} — {each.email}") for each in rows],
    }
    return respond.page(request, "elma365/people.html", context)


@require_POST
@require_role(Role.ADMINISTRATOR)
def choose_person(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """Say by hand who it is."""
    row = connection.get(request.workspace, pk)
    user = get_object_or_404(ElmaUser.objects.select_related("company"), company=row, pk=user_pk)
    people.choose(user, request.POST.get("employee", ""), request.employee)
    respond.done(request, _("Сохранено."))
    return respond.redirect(request, "elma365-people", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def read_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Read people and legal entities now."""
    row = connection.get(request.workspace, pk)
    connection.read_people(row, request.employee)
    respond.done(request, _("Читаем сотрудников и юридические лица. Обновите страницу через минуту."))
    back = "elma365-accounts" if request.POST.get("back") == "accounts" else "elma365-people"
    return respond.redirect(request, back, row.pk)
