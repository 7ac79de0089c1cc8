"""One document: what it says, where it stands, how it is proved; and the steps its sender may take."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.docflow import packages
from paraph.docflow.checks import check_package, notes
from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.parties.models import Role
from paraph.registry import services as registry
from paraph.registry.models import Document
from paraph.web import answer_panel, attributes, document_page, inputs, respond
from paraph.web.access import of_workspace, require_role
from paraph.web.forms import Form

SENDERS = (Role.SENDER, Role.ADMINISTRATOR)
_NEEDED = (
    "document__organization", "document__counterparty", "document__created_by", "version__blob",
    "package__sender", "package__signer", "package__organization", "package__counterparty", "archive",
)  # fmt: skip


def find(request: HttpRequest, flow_id: int) -> Docflow:
    """The docflow of this workspace with everything its page shows, or 404."""
    return of_workspace(request, Docflow.objects.select_related(*_NEEDED), flow_id)


@require_GET
def show(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Preview and facts."""
    return _show(request, find(request, flow_id))


def _show(request: HttpRequest, flow: Docflow, form: Form | None = None) -> HttpResponse:
    return (form or Form()).show(request, "web/documents/document.html", document_page.context(request, flow))


@require_GET
def progress(request: HttpRequest, flow_id: int) -> HttpResponse:
    """What is still under way, asked by the page every few seconds; reloads the page when it has moved."""
    flow = find(request, flow_id)
    work = document_page.work(flow)
    mark = answer_panel.mark(flow)
    if work is None or request.GET.get("at") != mark:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return respond.page(request, "web/documents/progress.html", {"flow": flow, "work": work, "mark": mark})


@require_role(*SENDERS)
def change(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Correct the attributes of a draft: on a page of its own, or inside the package by HTMX."""
    flow = find(request, flow_id)
    if request.method != "POST":
        return _show_attributes(request, flow, attributes.of_document(flow.document))
    form = attributes.posted(request.POST.dict())
    stated = attributes.read(form, flow.document)
    if stated is None:
        form.message = _("Исправьте отмеченные поля. Пока ничего не сохранено.")
    else:
        with form.refusals():
            packages.change_document(flow, stated, request.employee)
    if respond.is_htmx(request):
        return _show_saved(request, flow, form)
    if form.message:
        return _show_attributes(request, flow, form)
    respond.done(request, _("Реквизиты документа сохранены."))
    to_package = request.POST.get("from") == "package"
    return respond.redirect(request, *(("package", flow.package_id) if to_package else ("document", flow.pk)))


def _show_saved(request: HttpRequest, flow: Docflow, form: Form) -> HttpResponse:
    """What the change did inside the package's page: faults of what was typed, else what is still missing."""
    faults = check_package(flow.package)
    refused = bool(form.message)
    shown = form.faults if refused else attributes.missing(faults, flow.document_id)
    form.faults = dict(shown)
    context = {
        "form": form, "flow": flow, "package": flow.package, "faults": faults, "notes": notes(flow.package),
        "fields": attributes.FIELDS,
    }  # fmt: skip
    return respond.page(request, "web/packages/saved.html", context, status=422 if refused else 200)


def _show_attributes(request: HttpRequest, flow: Docflow, form: Form) -> HttpResponse:
    context = {
        "flow": flow, "kinds": attributes.KIND_CHOICES, "currencies": attributes.CURRENCY_CHOICES,
        "answers": attributes.answer_choices(),
    }  # fmt: skip
    return form.show(request, "web/documents/attributes.html", context)


@require_POST
@require_role(*SENDERS)
def withdraw(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Take the document back, with a reason."""
    flow = find(request, flow_id)
    form = Form.posted(request, "reason")
    with form.refusals():
        packages.withdraw(flow, form.value("reason"), request.employee)
        respond.done(request, _("Документ отозван."))
        return respond.redirect(request, "document", flow.pk)
    return _show(request, flow, form)


@require_POST
@require_role(*SENDERS)
def again(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Ask once more: our signer, or the partner, whoever has not answered."""
    flow = find(request, flow_id)
    if flow.status == "SIGN_FAILED":
        packages.retry_signature(flow, request.employee)
        respond.done(request, _("Подпись запрошена снова."))
    else:
        packages.ask_again(flow, request.employee)
        respond.done(request, _("Контрагенту отправлена новая ссылка."))
    return respond.redirect(request, "document", flow.pk)


@require_POST
@require_role(*SENDERS)
def link(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Tie the document to another one."""
    flow = find(request, flow_id)
    form = Form.posted(request, "target", "relation")
    with form.refusals():
        target = Document.objects.filter(
            workspace=request.workspace, pk=inputs.to_id(form.value("target"))
        ).first()
        if target is None:
            raise DomainError("link", _("Выберите документ из списка."), field="target")
        who = actors.employee(request.employee.pk, request.employee.full_name)
        registry.link_documents(flow.document, target, form.value("relation"), actor=who)
        respond.done(request, _("Связь добавлена."))
        return respond.redirect(request, "document", flow.pk)
    return _show(request, flow, form)


@require_GET
@require_role(*SENDERS)
def link_targets(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Documents that fit the words typed, to choose one to link to."""
    flow = find(request, flow_id)
    return respond.page(
        request,
        "web/documents/link_targets.html",
        {"targets": document_page.link_targets(flow, request.GET.get("q", "")), "form": Form()},
    )
