"""The form of one step: a reason, a signer, what was accepted; and the step itself."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.docflow import answers
from paraph.docflow.answers import Outcome, TitleAnswer
from paraph.docflow.models import Answer, Docflow
from paraph.parties.models import Employee, Role
from paraph.parties.rules import can_sign
from paraph.web import answer_words, inputs
from paraph.web.forms import Form

FIELDS = (
    "reason", "signer", "confirm",
    "outcome", "accepted_on", "operation", "received_by", "received_position",
    "divergence_name", "divergence_number", "divergence_date",
)  # fmt: skip
_LONGEST = {
    "operation": 255,
    "received_by": 180,
    "received_position": 255,
    "divergence_name": 255,
    "divergence_number": 100,
}


def initial(flow: Docflow, verb: str) -> Form:
    """What is most likely: accepted today, signed by the package's signer."""
    form = Form({"signer": flow.package.signer_id, "outcome": Outcome.ACCEPTED.value})
    if verb == "accept_title":
        form.data["accepted_on"] = timezone.now().astimezone(inputs.MOSCOW).date().isoformat()
    return form


def choices(flow: Docflow, employee: Employee, form: Form) -> dict[str, Any]:
    """Options of the form; a reader who may sign signs for themselves and chooses nobody."""
    signers = Employee.objects.filter(
        workspace_id=flow.workspace_id,
        is_active=True,
        organization_id=flow.package.organization_id,
        roles__role=Role.SIGNER,
    )
    return {
        "signers": [] if can_sign(employee) else list(signers.values_list("pk", "full_name")),
        "asks_signer": not can_sign(employee),
        "asks_confirm": bool(form.fault("confirm")) or form.value("confirm") == "1",
        "outcomes": [
            (Outcome.ACCEPTED.value, _("Принято без расхождений"), ""),
            (Outcome.WITH_DIVERGENCES.value, _("Принято с расхождениями"), _("назовите документ о них")),
            (Outcome.NOT_ACCEPTED.value, _("Не принято"), ""),
        ],
    }


def take(flow: Docflow, verb: str, form: Form, employee: Employee) -> Answer | None:
    """Begin the answer the form states; None when the form has faults. Raises DomainError."""
    signer = _signer(flow, form, employee)
    title = _title(form) if verb == "accept_title" else None
    if form.faults:
        form.message = _("Исправьте отмеченные поля. Пока ничего не отправлено.")
        return None
    confirmed = {"confirm": form.value("confirm") == "1"}
    if verb == "make_receipt":
        return answers.make_receipt(flow, employee)
    if verb == "sign":
        return answers.sign(flow, employee, signer=signer, **confirmed)
    if title is not None:
        return answers.accept_title(flow, title, employee, signer=signer, **confirmed)
    step = getattr(answers, verb)
    stated = (form.value("reason"),) if answer_words.STEPS[verb].asks_reason else ()
    made: Answer = step(flow, *stated, employee, signer=signer)
    return made


def _signer(flow: Docflow, form: Form, employee: Employee) -> Employee | None:
    """Whom the reader asks to sign; None when they sign themselves or the package's signer does."""
    if can_sign(employee) or not form.value("signer"):
        return None
    people = Employee.objects.filter(workspace_id=flow.workspace_id, is_active=True, roles__role=Role.SIGNER)
    found = people.filter(pk=inputs.to_id(form.value("signer"))).first()
    if found is None:
        form.faults["signer"] = _("Выберите из списка.")
    return found


def _title(form: Form) -> TitleAnswer:
    if form.value("outcome") not in set(Outcome):
        form.faults["outcome"] = _("Выберите, как принят документ.")
    for name, longest in _LONGEST.items():
        if len(form.value(name)) > longest:
            form.faults[name] = _("Не длиннее {count} знаков.").format(count=longest)
    if form.value("received_by") and len(form.value("received_by").split()) < 2:
        form.faults["received_by"] = _("Укажите фамилию и имя.")
    return TitleAnswer(
        outcome=form.value("outcome"),
        accepted_on=inputs.read_date(form, "accepted_on"),
        operation=form.value("operation"),
        received_by=form.value("received_by"),
        received_position=form.value("received_position"),
        divergence_name=form.value("divergence_name"),
        divergence_number=form.value("divergence_number"),
        divergence_date=inputs.read_date(form, "divergence_date"),
    )
