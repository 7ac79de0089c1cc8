"""The page «Соответствие документов»: rows with what they lack, a row's form, the try-it run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.errors import DomainError
from paraph.parties.models import Role
from paraph.portals.elma365 import connection
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.mapping_rows import attributes, catalog, reading, rows, setup, trying, wanted
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.errors import CallError
from paraph.portals.mapping import Attribute, Field, fits, read_kept
from paraph.registry.models import Direction
from paraph.web import respond
from paraph.web.access import require_role
from paraph.web.forms import Form

#: Statuses people usually want to see in the item; the others fold away.
_MAIN_STATUSES = frozenset(
    ("ON_SIGNING", "SENT", "WAITING_RESPONSE", "COMPLETED", "REJECTED", "ANNULLED", "CANCELLED")
    + ("WAITING_OUR_SIGNATURE", "RECEIVED", "SIGNED_BY_US", "REFUSED_BY_US")
)


@contextmanager
def _asked() -> Iterator[None]:
    """ELMA365's refusal, or its silence, in words for a form."""
    try:
        yield
    except CallError as error:
        raise DomainError("elma365", error.message) from error


@require_GET
@require_role(Role.ADMINISTRATOR)
def home(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows; each that lacks something says so."""
    company = connection.get(request.workspace, pk)
    found = [(row, rows.words(row)) for row in rows.of_company(company)]
    return respond.page(request, "elma365/mapping/rows.html", {"company": company, "rows": found})


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new row."""
    company = connection.get(request.workspace, pk)
    client, form = Client(company), Form({"direction": Direction.OUT})
    if request.method == "POST":
        form = Form.posted(request, "direction", "application", "kind")
        with form.refusals(), _asked():
            row = setup.add(client, form.data, request.employee)
            respond.done(request, _("Строка добавлена, поля подобраны по названиям. Проверьте их."))
            return respond.redirect(request, "elma365-map", company.pk, row.pk)
    offered: list[catalog.Application] = []
    with form.refusals(), _asked():
        offered = catalog.applications(client)
    context = {
        "company": company,
        "applications": [
            (one.value, f"{one.section} — {one.title}" if one.section else one.title) for one in offered
        ],
        "kinds": wanted.choices(company),
        "directions": [
            (Direction.OUT, _("Исходящие"), _("элемент отправляют контрагенту")),
            (Direction.IN, _("Входящие"), _("из полученного документа создаётся элемент")),
        ],
    }
    return form.show(request, "elma365/mapping/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def row(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """One row: which field holds what, by the schemas as they are now."""
    company = connection.get(request.workspace, pk)
    one = rows.get(company, row_pk)
    client, form = Client(company), Form()
    if request.method == "POST":
        with form.refusals(), _asked():
            faults = setup.save(client, one, _posted(request), request.employee)
            if faults:
                words = _("Сохранено, но работать так ещё нельзя: замечаний {count}.")
                respond.warn(request, words.format(count=len(faults)))
            else:
                respond.done(request, _("Сохранено: приложение готово к работе."))
            return respond.redirect(request, "elma365-map", company.pk, one.pk)
    processes: list[catalog.Process] = []
    offered: list[tuple[str, str]] = []
    with form.refusals(), _asked():
        if request.method != "POST":
            one = setup.check(client, one)
        if one.direction == Direction.IN:
            processes = catalog.processes(client, one.namespace, one.code)
        offered = trying.offered(client, one)
    context = {
        "company": company,
        "row": one,
        "is_asked": bool(wanted.of(company, one.kind).titles),
        "faults": rows.words(one),
        "groups": _groups(one),
        "statuses": _statuses(one),
        "their_statuses": [(each["code"], each["title"]) for each in one.their_statuses],
        "kinds": wanted.choices(company),
        "processes": [(each.value, each.title) for each in processes],
        "process": one.process,
        "offered": offered,
    }
    return form.show(request, "elma365/mapping/row.html", context)


def _posted(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    return {
        "kind": given.get("kind", ""),
        "process": given.get("process", ""),
        "mapped": {one.code: given.get(one.code, "") for one in attributes.ALL},
        "statuses": {
            name.removeprefix("status-"): value for name, value in given.items() if name.startswith("status-")
        },
    }


def _groups(one: DocumentMap) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Attributes of the form by groups: required, optional, what only we write."""
    fields = read_kept(one.fields)
    faults = {each["attribute"]: each["reason"] for each in reversed(one.faults)}
    lines = [(each, _line(one, each, fields, faults)) for each in reading.attributes_of(one)]
    without = _("Без них документ не отправить. Файл и его имя подставляются сами.")
    if one.direction == Direction.IN:
        without = _("Без них полученный документ сюда не попадёт. Файл и его имя подставляются сами.")
    return [
        (
            _("Обязательные"),
            without,
            [line for each, line in lines if each.is_required or each.code in attributes.BY_ITSELF],
        ),
        (
            _("Необязательные"),
            "",
            [
                line
                for each, line in lines
                if not each.is_required and not each.is_ours and each.code not in attributes.BY_ITSELF
            ],
        ),
        (
            _("Что записывает Paraph"),
            _("Эти поля людям менять не нужно: изменения будут возвращены."),
            [line for each, line in lines if each.is_ours and not each.is_required],
        ),
    ]


def _line(
    one: DocumentMap, each: Attribute, fields: list[Field], faults: Mapping[str, str]
) -> dict[str, Any]:
    chosen = one.mapped.get(each.code, "")
    titles = [field.title for field in fields]
    options = [
        (field.code, field.title if titles.count(field.title) == 1 else f"{field.title} ({field.code})")
        for field in fields
        if fits(each, field)
    ]
    if chosen and chosen not in dict(options):
        options.insert(0, (chosen, _("{field} — не подходит").format(field=chosen)))
    return {
        "code": each.code,
        "title": each.title,
        "is_required": each.is_required,
        "options": options,
        "chosen": chosen,
        "fault": faults.get(each.code, ""),
    }


def _statuses(one: DocumentMap) -> list[tuple[bool, str, str, str]]:
    """Ours as a document lives, with the chosen one of theirs; first whether it is a usual one."""
    return [
        (each.code in _MAIN_STATUSES, each.code, each.title, one.statuses.get(each.code, ""))
        for each in reversed(attributes.statuses(one.direction, one.kind))
    ]


@require_POST
@require_role(Role.ADMINISTRATOR)
def remove(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Take a row away."""
    company = connection.get(request.workspace, pk)
    setup.remove(rows.get(company, row_pk), request.employee)
    respond.done(request, _("Строка удалена."))
    return respond.redirect(request, "elma365-maps", company.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def try_it(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """«Проверить на элементе»: the part of the page that shows what came of it."""
    company = connection.get(request.workspace, pk)
    one = rows.get(company, row_pk)
    chosen = request.POST.get("address", "").strip() or request.POST.get("item", "")
    trial, fault = None, ""
    try:
        with _asked():
            trial = trying.attempt(Client(company), one, chosen)
    except DomainError as error:
        fault = error.message
    titles = {each["code"]: each["title"] for each in one.their_statuses}
    context = {
        "row": one,
        "trial": trial,
        "fault": fault,
        "status": titles.get(trial.status, trial.status) if trial else "",
    }
    return respond.page(request, "elma365/mapping/trial.html", context)
