"""The registry: one list of all documents, and what may be done with several at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.docflow import answers, packages, queries
from paraph.docflow.models import Docflow, Package
from paraph.docflow.queries import Filters
from paraph.errors import DomainError
from paraph.parties.models import Counterparty, Organization, Role
from paraph.parties.rules import can_sign
from paraph.registry.kinds import KIND_CHOICES, KINDS
from paraph.signing.models import SigningTask
from paraph.web import answer_panel, inputs, respond, states
from paraph.web.forms import Form
from paraph.web.views.signing import several_address

#: Counterparties offered in the filter's list.
_MOST_CHOICES = 300
_SENDERS = (Role.SENDER, Role.ADMINISTRATOR)


def tabs() -> list[tuple[str, str]]:
    """Tabs of the lists of documents, in order."""
    return [
        ("", _("Все")),
        ("draft", _("Черновики")),
        ("approval", _("На согласовании")),
        ("ours", _("Ждут нас")),
        ("theirs", _("Ждут контрагента")),
        ("done", _("Завершены")),
        ("rejected", _("Отказы и ошибки")),
    ]


def _directions() -> list[tuple[str, str]]:
    return [("", _("Все")), ("out", _("Исходящие")), ("in", _("Входящие"))]


@require_GET
def registry(request: HttpRequest) -> HttpResponse:
    """A page of the list as the address says: tab, filters, search, place in the list."""
    filters, form = _filters(request)
    place = {name: inputs.to_id(request.GET.get(name, "")) for name in ("older", "newer")}
    page = queries.page(request.workspace.pk, filters, **place)
    counts = queries.counts(request.workspace.pk, filters)
    in_approval = {row["package_id"] for row in page.rows if row["status"] == "ON_APPROVAL"}
    approvers = queries.approvers(in_approval)
    organizations = Organization.objects.filter(workspace=request.workspace).values_list("pk", "name")
    choices = {
        "counterparties": _counterparties(request, filters.counterparty),
        "organizations": list(organizations),
    }
    may_send, may_sign = request.employee.has_role(*_SENDERS), request.employee.has_role(Role.SIGNER)
    context = {
        "tabs": [(code, title, counts.tabs[code]) for code, title in tabs()],
        "directions": [(code, title, counts.directions[code]) for code, title in _directions()],
        "tab": filters.tab,
        "rows": [
            shown_row(row, approvers.get(row["package_id"], []), request.employee.pk) for row in page.rows
        ],
        "page": page,
        "chips": _chips(form, choices),
        "kinds": KIND_CHOICES,
        "may_send": may_send,
        "may_sign": may_sign,
        "may_act": may_send or may_sign,
        "form": form,
        **choices,
    }
    return respond.page(request, "web/registry/registry.html", context)


def _counterparties(request: HttpRequest, chosen: int | None) -> list[tuple[int, str]]:
    """Choices of the filter; a list too long to choose from holds the chosen one alone."""
    rows = Counterparty.objects.filter(workspace=request.workspace).values_list("pk", "name")
    found = list(rows[: _MOST_CHOICES + 1])
    return found if len(found) <= _MOST_CHOICES else list(rows.filter(pk=chosen))


_FILTERS = ("tab", "direction", "q", "kind", "counterparty", "organization", "since", "until", "mine")


def _filters(request: HttpRequest) -> tuple[Filters, Form]:
    """Filters of the address. What cannot be read is left out of them and of the form shown."""
    form = Form({name: request.GET.get(name, "").strip() for name in _FILTERS})
    data = form.data
    data["tab"] = data["tab"] if data["tab"] in queries.TABS else ""
    data["direction"] = data["direction"] if data["direction"] in ("out", "in") else ""
    data["kind"] = data["kind"] if data["kind"] in KINDS else ""
    filters = Filters(
        tab=data["tab"],
        direction=data["direction"],
        text=data["q"],
        kind=data["kind"],
        counterparty=inputs.to_id(data["counterparty"]),
        organization=inputs.to_id(data["organization"]),
        since=inputs.read_date(form, "since"),
        until=inputs.read_date(form, "until"),
        employee=request.employee.pk if data["mine"] else None,
    )
    for name in form.faults:
        data[name] = ""
    return filters, form


def _chips(form: Form, choices: dict[str, list[tuple[int, str]]]) -> list[tuple[str, str]]:
    """Filters in force, in words, with the name of the parameter that a click takes away."""
    names = {
        "counterparty": {str(pk): name for pk, name in choices["counterparties"]},
        "organization": {str(pk): name for pk, name in choices["organizations"]},
        "kind": {code: str(kind.title) for code, kind in KINDS.items()},
    }
    chips = [
        (name, names[name].get(form.value(name), _("неизвестно")))
        for name in ("kind", "counterparty", "organization")
        if form.value(name)
    ]
    for name, words in (("since", _("с {day}")), ("until", _("по {day}"))):
        if form.value(name):
            day = inputs.to_date(form.value(name))
            chips.append((name, words.format(day=f"{day:%d.%m.%Y}")))
    if form.value("mine"):
        chips.append(("mine", _("только мои")))
    if form.value("q"):
        chips.append(("q", f"«{form.value('q')}»"))
    return chips


def shown_row(row: dict[str, Any], approvers: list[tuple[int, str]], reader: int) -> dict[str, Any]:
    """A row of `queries.page` with its words: status, whose turn it is."""
    look = states.look(row["status"], held=row["held"])
    direction = queries.direction_of(row["machine"])
    people = states.in_turn(
        look.turn,
        sender=(row["package__sender_id"], row["package__sender__full_name"]),
        signer=(row["package__signer_id"], row["package__signer__full_name"] or ""),
        approvers=approvers,
    )
    return {
        **row,
        "kind_title": KINDS[row["document__kind"]].title,
        "direction": direction,
        "look": look,
        "status_title": states.title(row["status"], held=row["held"]),
        "turn": states.turn_words(look.turn, people, reader, received=direction == "in"),
        "is_mine": reader in dict(people),
    }


@dataclass(frozen=True)
class Outcome:
    """What became of one selected document."""

    flow: Docflow
    done: bool
    message: str


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing with the selected documents; each is checked by itself and reported."""
    chosen = [pk for pk in map(inputs.to_id, request.POST.getlist("flow")) if pk]
    rows = Docflow.objects.filter(workspace=request.workspace, pk__in=chosen).select_related(
        "document__counterparty", "package__organization", "package__counterparty", "package__signer",
        "package__route",
    ).order_by("id")  # fmt: skip
    flows = list(rows)
    if not flows:
        respond.warn(request, _("Отметьте документы в списке."))
        return respond.redirect(request, "registry")
    if request.POST.get("action") == "sign":
        return _bulk_sign(request, flows)
    return respond.page(request, "web/registry/outcome.html", {"outcomes": _bulk_send(request, flows)})


def _bulk_sign(request: HttpRequest, flows: list[Docflow]) -> HttpResponse:
    """To the signing page with what of the documents waits for the reader, or can be signed by them now."""
    own = queries.signings_for(request.employee).filter(docflow_id__in=[flow.pk for flow in flows])
    tasks, left_out = list(own), []
    asked = {task.docflow_id for task in tasks}
    for flow in flows:
        if flow.pk not in asked:
            try:
                tasks.append(_begun(request, flow))
            except DomainError as error:
                left_out.append(f"{flow.document.title} ({error.message})")
    if not tasks:
        respond.warn(request, _("Среди отмеченных нет документов, которые ждут вашей подписи."))
        return respond.redirect(request, "registry")
    if left_out:
        message = _("Пропущены: {titles}.")
        respond.warn(request, message.format(titles="; ".join(left_out)))
    return respond.redirect(request, several_address(tasks))


def _begun(request: HttpRequest, flow: Docflow) -> SigningTask:
    """The reader's own task to sign a received document nobody was asked to sign yet."""
    if not flow.package.is_incoming or "sign" not in answer_panel.possible(flow, request.employee):
        raise DomainError("not-awaited", _("ваша подпись не нужна"))
    if not can_sign(request.employee):
        raise DomainError("forbidden", _("у вас нет роли «подписант»"))
    made = answers.sign(flow, request.employee)
    return SigningTask.objects.get(pk=made.task_id)


def _bulk_send(request: HttpRequest, flows: list[Docflow]) -> list[Outcome]:
    outcomes = []
    for package_id in dict.fromkeys(flow.package_id for flow in flows):
        together = [flow for flow in flows if flow.package_id == package_id]
        try:
            message = _send(request, together[0].package, together)
            outcomes += [Outcome(flow, True, message) for flow in together]
        except DomainError as error:
            faults = [fault.message for fault in error.details.get("faults", ())]
            message = " ".join(faults) or error.message
            outcomes += [Outcome(flow, False, message) for flow in together]
    return outcomes


def _send(request: HttpRequest, package: Package, chosen: list[Docflow]) -> str:
    """Send a package of which these documents were chosen; a package goes whole or not at all."""
    drafts = set(package.docflows.filter(status="DRAFT").values_list("pk", flat=True))
    if not drafts:
        raise DomainError("wrong-state", _("Уже отправлен: отправить можно только черновик."))
    if not drafts <= {flow.pk for flow in chosen}:
        message = _("В пакете есть другие документы. Отметьте их все или отправьте пакет с его страницы.")
        raise DomainError("package-part", message)
    packages.submit(package, request.employee)
    return _("Отправлен на согласование.") if package.route_id else _("Отправлен на подпись.")
