"""Received documents: handing a package over, and the rules that do it by themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.approval.models import Route
from paraph.docflow import incoming_rules, packages
from paraph.docflow.models import IncomingRule, Package
from paraph.parties.models import Counterparty, Employee, Organization, Role
from paraph.registry.kinds import KIND_CHOICES
from paraph.web import inputs, respond
from paraph.web.access import of_workspace, require_role
from paraph.web.forms import Form

SENDERS = (Role.SENDER, Role.ADMINISTRATOR)
_HANDS = ("responsible", "route", "signer")
_CONDITIONS = ("organization", "counterparty", "kind")


def _package(request: HttpRequest, package_id: int) -> Package:
    rows = Package.objects.select_related("organization", "counterparty", "sender", "signer", "route")
    return of_workspace(request, rows, package_id)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*SENDERS)
def assign(request: HttpRequest, package_id: int) -> HttpResponse:
    """Put a received package into hands: who is in charge, who approves, who signs."""
    package = _package(request, package_id)
    form = Form({"responsible": package.sender_id, "route": package.route_id, "signer": package.signer_id})
    if request.method == "POST":
        form = Form.posted(request, *_HANDS)
        chosen = {
            "responsible": _chosen(request, form, "responsible", Employee),
            "route": _chosen(request, form, "route", Route),
            "signer": _chosen(request, form, "signer", Employee),
        }
        if form.faults:
            form.message = _("Исправьте отмеченные поля. Пока ничего не сохранено.")
        else:
            with form.refusals():
                incoming_rules.assign(package, request.employee, **chosen)
                respond.done(request, _("Пакет передан."))
                return respond.redirect(request, "package", package.pk)
    template = "web/packages/assign_form.html" if respond.is_htmx(request) else "web/packages/assign.html"
    return form.show(request, template, {"package": package, **_people(request)})


def _chosen(request: HttpRequest, form: Form, name: str, model: Any) -> Any:
    """Row of a select of this workspace that may be used; an unknown value is a fault."""
    if not form.value(name):
        return None
    rows = model.objects.filter(workspace=request.workspace, is_active=True)
    row = rows.filter(pk=inputs.to_id(form.value(name))).first()
    if row is None:
        form.faults[name] = _("Такого варианта нет. Обновите страницу и выберите снова.")
    return row


def _people(request: HttpRequest) -> dict[str, Any]:
    employees = Employee.objects.filter(workspace=request.workspace, is_active=True)
    signers = employees.filter(roles__role=Role.SIGNER)
    routes = Route.objects.filter(workspace=request.workspace, is_active=True)
    return {
        "people": list(employees.values_list("pk", "full_name")),
        "signers": list(signers.values_list("pk", "full_name")),
        "routes": list(routes.values_list("pk", "name")),
    }


@require_POST
@require_role(*SENDERS)
def anew(request: HttpRequest, package_id: int) -> HttpResponse:
    """What an operator returned becomes a draft again."""
    draft = packages.send_anew(_package(request, package_id), request.employee)
    respond.done(request, _("Документы снова в черновике. Исправьте их и отправьте."))
    return respond.redirect(request, "package", draft.pk)


@require_GET
@require_role(Role.ADMINISTRATOR)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in the order they are tried; with a question in the address, which one would be followed."""
    form = Form({name: request.GET.get(name, "").strip() for name in _CONDITIONS})
    asked = "try" in request.GET
    context = {
        "rows": incoming_rules.rules_of(request.workspace),
        "kind_titles": dict(KIND_CHOICES),
        "asked": asked,
        "found": _fitting(request, form) if asked else None,
        **_parties(request),
    }
    return form.show(request, "web/incoming/rules.html", context)


def _fitting(request: HttpRequest, form: Form) -> IncomingRule | None:
    return incoming_rules.rule_fitting(
        request.workspace.pk,
        organization_id=inputs.to_id(form.value("organization")),
        counterparty_id=inputs.to_id(form.value("counterparty")),
        kinds=[form.value("kind")],
    )


def _parties(request: HttpRequest) -> dict[str, Any]:
    organizations = Organization.objects.filter(workspace=request.workspace)
    counterparties = Counterparty.objects.filter(workspace=request.workspace)
    return {
        "organizations": list(organizations.values_list("pk", "name")),
        "counterparties": list(counterparties.values_list("pk", "name")),
        "kinds": KIND_CHOICES,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def rule(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change one."""
    row = of_workspace(request, IncomingRule, pk) if pk else None
    form = _of_rule(row) if row else Form({"is_active": "1", "position": _next_position(request)})
    if request.method == "POST":
        form = Form.posted(request, *_CONDITIONS, *_HANDS, "position", "is_active", several=("notify",))
        with form.refusals():
            incoming_rules.save_rule(request.workspace, form.data, request.employee, id=pk)
            respond.done(request, _("Правило сохранено."))
            return respond.redirect(request, "incoming-rules")
    return form.show(request, "web/incoming/rule.html", {"row": row, **_people(request), **_parties(request)})


def _of_rule(row: IncomingRule) -> Form:
    ids = {name: getattr(row, f"{name}_id") for name in ("organization", "counterparty", *_HANDS)}
    notify = list(row.notify.values_list("pk", flat=True))
    active = "1" if row.is_active else ""
    return Form({**ids, "kind": row.kind, "notify": notify, "position": row.position, "is_active": active})


def _next_position(request: HttpRequest) -> int:
    """After all that are there, ten apart so that one may be put between."""
    last = IncomingRule.objects.filter(workspace=request.workspace).order_by("position").last()
    return last.position + 10 if last else 10


@require_POST
@require_role(Role.ADMINISTRATOR)
def remove_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one away."""
    incoming_rules.remove_rule(request.workspace, pk, request.employee)
    respond.done(request, _("Правило удалено."))
    return respond.redirect(request, "incoming-rules")
