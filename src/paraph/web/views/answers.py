"""What our side says about a document: each step has an address of its own and opens as a dialog too."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from paraph.docflow import answers
from paraph.docflow.models import Answer, Docflow
from paraph.signing.models import SigningTask, TaskState
from paraph.web import answer_form, answer_panel, answer_words, respond
from paraph.web.access import of_workspace, require_role
from paraph.web.forms import Form
from paraph.web.views.documents import find


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*answer_panel.ANSWERERS)
def answer(request: HttpRequest, flow_id: int, verb: str) -> HttpResponse:
    """Ask what the step needs (a reason, or what was accepted), then take it."""
    if verb not in answer_words.STEPS:
        raise Http404
    flow = find(request, flow_id)
    if request.method != "POST":
        form = answer_form.initial(flow, verb)
        if verb not in answer_panel.possible(flow, request.employee):
            form.message = _("Сейчас это невозможно: состояние документа изменилось. Вернитесь к документу.")
        return _show(request, flow, verb, form)
    form = Form.posted(request, *answer_form.FIELDS)
    with form.refusals():
        made = answer_form.take(flow, verb, form, request.employee)
        if made is not None:
            return _next(request, flow, made, verb)
    return _show(request, flow, verb, form)


def _show(request: HttpRequest, flow: Docflow, verb: str, form: Form) -> HttpResponse:
    template = "web/answers/form.html" if respond.is_htmx(request) else "web/answers/page.html"
    step = answer_words.STEPS[verb]
    choices = answer_form.choices(flow, request.employee, form)
    return form.show(request, template, {"flow": flow, "verb": verb, "step": step, **choices})


def _next(request: HttpRequest, flow: Docflow, made: Answer, verb: str) -> HttpResponse:
    """To the signature when it is the reader's own and can be given at once, else back to the document."""
    task = SigningTask.objects.filter(pk=made.task_id, state=TaskState.WAITING).first()
    if task is not None and task.employee_id == request.employee.pk:
        return respond.redirect(request, "sign", task.pk)
    respond.done(request, str(answer_words.STEPS[verb].done))
    return respond.redirect(request, "document", flow.pk)


def _answer_of(request: HttpRequest, flow_id: int, answer_id: int) -> Answer:
    rows = Answer.objects.filter(docflow_id=flow_id).select_related("docflow__package", "docflow__document")
    return of_workspace(request, rows, answer_id)


@require_POST
@require_role(*answer_panel.ANSWERERS)
def retry(request: HttpRequest, flow_id: int, answer_id: int) -> HttpResponse:
    """Once more, after it failed."""
    answers.retry(_answer_of(request, flow_id, answer_id), request.employee)
    respond.done(request, _("Повторяем."))
    return respond.redirect(request, "document", flow_id)


@require_POST
@require_role(*answer_panel.ANSWERERS)
def cancel(request: HttpRequest, flow_id: int, answer_id: int) -> HttpResponse:
    """Give the answer up before it has left."""
    answers.cancel(_answer_of(request, flow_id, answer_id), request.employee)
    respond.done(request, _("Ответ отменён, контрагенту ничего не отправлено."))
    return respond.redirect(request, "document", flow_id)
