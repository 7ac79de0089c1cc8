"""A package: made from files, checked, sent, decided on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.approval import services as approval
from paraph.approval.models import ApprovalTask
from paraph.docflow import intake, packages, queries
from paraph.docflow.checks import check_package, notes
from paraph.docflow.models import Docflow, Package
from paraph.docflow.ports import Fault
from paraph.errors import DomainError
from paraph.parties.models import Employee, Role
from paraph.web import attributes, delivery, inputs, package_form, respond, states
from paraph.web.access import of_workspace, require_role
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

#: Files of the largest size that one request may bring.
_MOST_FILES = 10
#: Statuses in which a received document may still be put into other hands.
_IN_HAND = frozenset({"WAITING_OUR_SIGNATURE", "WAITING_OUR_RECEIPT", "APPROVED_TO_SIGN", "ON_APPROVAL"})
SENDERS = (Role.SENDER, Role.ADMINISTRATOR)


@takes_files("MAX_DOCUMENT_BYTES", count=_MOST_FILES)
@require_role(*SENDERS)
def new(request: HttpRequest) -> HttpResponse:
    """Files for one counterparty; every fault of the form and of the files is shown at once."""
    if request.method != "POST":
        return _show_new(request, package_form.initial(request))
    form = Form.posted(request, *package_form.FIELDS)
    draft = package_form.read_draft(request, form)
    if draft is None:
        form.message = _("Исправьте отмеченные поля. Пока ничего не создано.")
        return _show_new(request, form)
    try:
        crm = package_form.crm_object(form)
        package = intake.create_from_files(draft, package_form.uploads(request), request.employee, crm)
    except DomainError as error:
        package_form.note_files(form, error)
        return _show_new(request, form)
    respond.done(request, _("Пакет создан. Проверьте документы и отправьте его."))
    return respond.redirect(request, "package", package.pk)


def _show_new(request: HttpRequest, form: Form) -> HttpResponse:
    template = "web/packages/new_form.html" if respond.is_htmx(request) else "web/packages/new.html"
    pair = package_form.pair(request, form)
    return form.show(request, template, package_form.choices(request) | delivery.context(form, pair))


@require_GET
@require_role(*SENDERS)
def recipient(request: HttpRequest) -> HttpResponse:
    """How and where to a package may go, for the parties and the channel just chosen."""
    form = Form({name: request.GET.get(name, "").strip() for name in package_form.FIELDS})
    pair = package_form.pair(request, form)
    if pair.counterparty is not None and "recipient_email" not in request.GET:
        form.data.update(package_form.addressee(pair.counterparty))
    return respond.page(request, "web/packages/delivery.html", {"form": form, **delivery.context(form, pair)})


def show(request: HttpRequest, package_id: int) -> HttpResponse:
    """The package: a draft to complete, or where each of its documents stands."""
    package = _package(request, package_id)
    form = None
    if request.method == "POST":
        form = Form.posted(request, *package_form.FIELDS)
        parties = (package.organization, package.counterparty)
        draft = package_form.read_draft(request, form, parties)
        if draft is None:
            form.message = _("Исправьте отмеченные поля. Пока ничего не сохранено.")
        else:
            with form.refusals():
                packages.update_package(package, draft, request.employee)
                respond.done(request, _("Пакет сохранён."))
                return respond.redirect(request, "package", package.pk)
    return _show(request, package, form)


def _package(request: HttpRequest, package_id: int) -> Package:
    rows = Package.objects.select_related("organization", "counterparty", "sender", "signer", "route")
    return of_workspace(request, rows, package_id)


def _show(request: HttpRequest, package: Package, form: Form | None = None) -> HttpResponse:
    flows = _flows(package)
    is_draft = all(flow.status in ("DRAFT", "CANCELLED") for flow in flows) and any(
        flow.status == "DRAFT" for flow in flows
    )
    may_send = request.employee.has_role(*SENDERS)
    faults = check_package(package) if is_draft else []
    form = form or package_form.of_package(package)
    pair = delivery.parties(package.organization, package.counterparty, request.employee)
    context = {
        "package": package,
        "box": delivery.box_title(package),
        "documents": [_document(flow, faults, package, flows) for flow in flows],
        "is_draft": is_draft,
        "may_send": may_send,
        "faults": faults,
        "notes": notes(package) if is_draft else [],
        "rounds": _rounds(package),
        "own_approval": _own_approval(request, package),
        "kinds": attributes.KIND_CHOICES,
        "currencies": attributes.CURRENCY_CHOICES,
        "answers": attributes.answer_choices(),
        "crm": flows[0].document,
        "may_change_signer": may_send and not is_draft and _any(flows, packages.BEFORE_SIGNATURE),
        "may_assign": may_send and package.is_incoming and _any(flows, _IN_HAND),
        "may_change_recipient": may_send and _address_matters(package, flows),
        **package_form.choices(request),
        **(delivery.context(form, pair, suggest=False) if is_draft else {}),
    }
    return form.show(request, "web/packages/package.html", context)


def _address_matters(package: Package, flows: list[Docflow]) -> bool:
    """Whether a letter is still to be answered: an operator's channel delivers to a box, not by e-mail."""
    by_mail = package.channel == delivery.BY_MAIL and not package.is_incoming
    return by_mail and any(not flow.is_done for flow in flows)


def _any(flows: list[Docflow], statuses: frozenset[str]) -> bool:
    return any(flow.status in statuses for flow in flows)


def _flows(package: Package) -> list[Docflow]:
    rows = package.docflows.select_related("document__counterparty", "version__blob", "package__sender")
    return list(rows.order_by("id"))


def _document(flow: Docflow, faults: list[Fault], package: Package, flows: list[Docflow]) -> dict[str, Any]:
    held = any(other.status in packages.BEFORE_SIGNATURE for other in flows)
    form = attributes.of_document(flow.document)
    form.faults = attributes.missing(faults, flow.document_id)
    return {
        "flow": flow,
        "form": form,
        "look": states.look(flow.status, held=held),
        "title": states.title(flow.status, held=held),
    }


def _rounds(package: Package) -> list[list[ApprovalTask]]:
    """Approval tasks round by round, the newest round first."""
    rounds: dict[int, list[ApprovalTask]] = {}
    tasks = ApprovalTask.objects.filter(package_id=package.pk, workspace_id=package.workspace_id)
    for task in tasks.select_related("employee", "decided_by").order_by("-round", "order"):
        rounds.setdefault(task.round, []).append(task)
    return list(rounds.values())


def _own_approval(request: HttpRequest, package: Package) -> ApprovalTask | None:
    """The task this reader may decide now; the own one before one of a person they stand in for."""
    tasks = queries.approvals_for(request.employee).filter(package_id=package.pk).select_related("employee")
    return min(tasks, key=lambda task: task.employee_id != request.employee.pk, default=None)


@require_GET
def checks(request: HttpRequest, package_id: int) -> HttpResponse:
    """The list of what is still to be mended, for HTMX."""
    package = _package(request, package_id)
    context = {"package": package, "faults": check_package(package), "notes": notes(package)}
    return respond.page(request, "web/packages/checks.html", context)


@takes_files("MAX_DOCUMENT_BYTES", count=_MOST_FILES)
@require_POST
@require_role(*SENDERS)
def add_documents(request: HttpRequest, package_id: int) -> HttpResponse:
    """More files for a draft."""
    package = _package(request, package_id)
    try:
        intake.add_files(package, package_form.uploads(request), request.employee)
    except DomainError as error:
        if error.code in respond.NOT_OF_A_FORM:
            raise
        form = package_form.of_package(package)
        package_form.note_files(form, error)
        return _show(request, package, form)
    respond.done(request, _("Документы добавлены."))
    return respond.redirect(request, "package", package.pk)


@require_POST
@require_role(*SENDERS)
def submit(request: HttpRequest, package_id: int) -> HttpResponse:
    """Send the package on its way. A second click finds it sent and changes nothing."""
    package = _package(request, package_id)
    if not package.docflows.filter(status="DRAFT").exists():
        respond.done(request, _("Пакет уже отправлен."))
        return respond.redirect(request, "package", package.pk)
    try:
        packages.submit(package, request.employee)
    except DomainError as error:
        if error.code != "checks":
            raise
        form = package_form.of_package(package)
        form.message = error.message
        return _show(request, package, form)
    sent_to = _("Пакет отправлен на согласование.") if package.route_id else _("Пакет отправлен на подпись.")
    respond.done(request, sent_to)
    return respond.redirect(request, "package", package.pk)


@require_POST
@require_role(Role.ADMINISTRATOR, Role.SENDER, Role.SIGNER, Role.HEAD)
def decide(request: HttpRequest, package_id: int) -> HttpResponse:
    """Approve or return: the approver's own waiting task, or the one of a person they stand in for."""
    package = _package(request, package_id)
    decision = request.POST.get("decision", "")
    if decision not in ("approve", "return"):
        raise DomainError("decision", _("Выберите: согласовать или вернуть на доработку."))
    task = _own_approval(request, package)
    if task is None:
        message = _("Решение по пакету уже принято, или его ждут не от вас. Обновите страницу.")
        raise DomainError("already-decided", message)
    form = Form.posted(request, "comment")
    with form.refusals():
        approved = decision == "approve"
        approval.decide(task.pk, request.employee, approve=approved, comment=form.value("comment"))
        respond.done(request, _("Пакет согласован.") if approved else _("Пакет возвращён отправителю."))
        return respond.redirect(request, "package", package.pk)
    form.data = package_form.of_package(package).data | form.data
    return _show(request, package, form)


@require_POST
@require_role(*SENDERS)
def change_signer(request: HttpRequest, package_id: int) -> HttpResponse:
    """Somebody else signs what is not signed yet."""
    package = _package(request, package_id)
    form = Form.posted(request, "signer")
    signer = of_workspace(request, Employee, inputs.to_id(form.value("signer")) or 0)
    with form.refusals():
        packages.change_signer(package, signer, request.employee)
        respond.done(request, _("Подписант сменён."))
        return respond.redirect(request, "package", package.pk)
    return _show(request, _package(request, package_id), _over(package, form))


@require_POST
@require_role(*SENDERS)
def change_recipient(request: HttpRequest, package_id: int) -> HttpResponse:
    """The letter goes to another address, and the old link stops working."""
    package = _package(request, package_id)
    form = Form.posted(request, "recipient_email", "recipient_name")
    email, name = form.value("recipient_email"), form.value("recipient_name")
    with form.refusals():
        packages.change_recipient(package, email, name, request.employee)
        respond.done(request, _("Адрес исправлен. Что ещё ждёт ответа, отправлено на новый адрес."))
        return respond.redirect(request, "package", package.pk)
    return _show(request, _package(request, package_id), _over(package, form))


def _over(package: Package, posted: Form) -> Form:
    """The package's own values under what was just typed, with its faults."""
    form = package_form.of_package(package)
    form.data.update(posted.data)
    form.faults, form.message = posted.faults, posted.message
    return form
