"""Signing: the person of the task signs in the page, uploads a signature, or declines."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.docflow import queries
from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.registry.models import VersionRole
from paraph.signing import rechecks
from paraph.signing import services as signing
from paraph.signing.models import Side, SigningTask, TaskState
from paraph.web import answer_words, document_page, inputs, respond, service_texts
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

_METHODS = ("browser-key", "file", "cryptopro-plugin")


def own_task(request: HttpRequest, task_id: int) -> SigningTask:
    """The task, for the person it is meant for only: an administrator cannot sign for others."""
    try:
        task = signing.get_task(task_id, request.workspace.pk)
    except DomainError as error:
        raise Http404 from error
    if task.side != Side.OURS:
        raise Http404
    if task.employee_id != request.employee.pk:
        raise PermissionDenied
    return task


def _flow(task: SigningTask) -> Docflow:
    rows = Docflow.objects.select_related("document__counterparty", "version__blob", "package__sender")
    return rows.get(pk=task.docflow_id)


@takes_files("MAX_SIGNATURE_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, task_id: int) -> HttpResponse:
    """The document and the ways to sign it; POST brings the signature."""
    task = own_task(request, task_id)
    form = Form()
    if request.method == "POST":
        try:
            return _receive(request, task)
        except DomainError as error:
            if respond.is_htmx(request):
                return JsonResponse({"error": error.message}, status=422)
            form.fail(error)
    return _show(request, task, form)


def _receive(request: HttpRequest, task: SigningTask) -> HttpResponse:
    upload = request.FILES.get("signature")
    if upload is None:
        raise DomainError("signature-missing", _("Выберите файл подписи .sig."), field="signature")
    if upload.size > settings.MAX_SIGNATURE_BYTES:
        message = _("Файл больше 1 МБ: это не подпись. Выберите файл .sig, созданный вашей программой.")
        raise DomainError("signature-too-large", message, field="signature")
    stated = request.POST.get("method", "file")
    method = stated if stated in _METHODS else "file"
    who = actors.employee(request.employee.pk, request.employee.full_name)
    accepted = signing.accept_signature(task, upload.read(), method=method, actor=who)
    address = next_address(request, task)
    if respond.is_htmx(request):
        return JsonResponse({"redirect": address})
    message = _("Документ подписан: {title}.") if accepted else _("Подпись получена, проверяется: {title}.")
    respond.done(request, message.format(title=task.version.document.title))
    return respond.redirect(request, address)


def next_address(request: HttpRequest, task: SigningTask) -> str:
    """The next document of the package that waits for the same person, else the one just signed."""
    following = queries.signings_for(request.employee).filter(package_id=task.package_id).first()
    if following is not None:
        return reverse("sign", args=[following.pk])
    return reverse("document", args=[task.docflow_id])


def _show(request: HttpRequest, task: SigningTask, form: Form) -> HttpResponse:
    flow = _flow(task)
    waiting = queries.signings_for(request.employee).filter(package_id=task.package_id)
    others = list(waiting.exclude(pk=task.pk).select_related("version__document"))
    is_document = task.version.role == VersionRole.DOCUMENT
    context = {
        "task": task,
        "flow": flow,
        "purpose": answer_words.to_sign(task.version),
        "sends": answer_words.sends(task.version) if _is_answer(task, flow) else "",
        "lines": [] if is_document else service_texts.lines(task.version, flow.document),
        "is_document": is_document,
        "is_waiting": task.state == TaskState.WAITING,
        "pending": rechecks.pending(task.pk),
        "is_overdue": task.deadline is not None and task.deadline < timezone.now(),
        "others": others,
        "all_address": several_address([task, *others]),
        "batch": "",
        "cryptoarm": settings.SECURE,  # the program speaks https only
        **document_page.preview(flow),
    }
    return form.show(request, "web/signing/sign.html", context)


def _is_answer(task: SigningTask, flow: Docflow) -> bool:
    """Whether it is asked after the document was sent or came: something said to the other side."""
    return flow.package.is_incoming or task.version.role != VersionRole.DOCUMENT


def several_address(tasks: list[SigningTask]) -> str:
    """The page that signs these tasks together."""
    return f"{reverse('sign-several')}?{urlencode([('task', task.pk) for task in tasks])}"


def _batch(tasks: list[SigningTask]) -> str:
    """The documents for `sign-form.js`, which signs them one after another with the key opened once."""
    return json.dumps(
        [
            {
                "url": reverse("document-version", args=[task.docflow_id, task.version_id]),
                "sha256": task.version.blob_id,
                "action": reverse("sign", args=[task.pk]),
                "title": _titled(task),
            }
            for task in tasks
        ],
        ensure_ascii=False,
    )


def _titled(task: SigningTask) -> str:
    """The document, and what is said of it when the file is another one."""
    title = task.version.document.title
    if task.version.role == VersionRole.DOCUMENT:
        return title
    return f"{answer_words.file_title(task.version)}: {title}"


@require_GET
def several(request: HttpRequest) -> HttpResponse:
    """Signing what was selected in the registry: only the reader's own waiting tasks are taken."""
    chosen = [inputs.to_id(text) for text in request.GET.getlist("task")]
    mine = queries.signings_for(request.employee).filter(pk__in=[pk for pk in chosen if pk])
    tasks: list[Any] = list(mine.select_related("version__document__counterparty", "version__blob"))
    left_out = len(set(chosen)) - len(tasks)
    context = {
        "rows": [(task, answer_words.to_sign(task.version)) for task in tasks],
        "batch": _batch(tasks),
        "batch_size": len(tasks),
        "left_out": left_out,
    }
    return respond.page(request, "web/signing/several.html", context)


@require_POST
def decline(request: HttpRequest, task_id: int) -> HttpResponse:
    """Refuse to sign, with a reason the sender reads."""
    task = own_task(request, task_id)
    form = Form.posted(request, "reason")
    with form.refusals():
        who = actors.employee(request.employee.pk, request.employee.full_name)
        signing.decline(task, form.value("reason"), actor=who)
        respond.done(request, _("Вы отказались подписать документ. Отправитель увидит причину."))
        return respond.redirect(request, "document", task.docflow_id)
    return _show(request, task, form)
