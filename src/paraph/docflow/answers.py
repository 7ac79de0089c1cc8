"""What our side says about a document after it was sent or received: sign, refuse, ask to correct, annul.

A person says it with a verb. If that needs a file of its own (a refusal, a request), the channel has it
prepared; the employee signs; the channel carries it to the other side, and only then the machine moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from paraph import texts
from paraph.docflow import answer_rules as rules
from paraph.docflow import answer_steps as steps
from paraph.docflow import ports
from paraph.docflow.answer_rules import VERBS
from paraph.docflow.models import OPEN_ANSWER, Answer, AnswerState, Docflow
from paraph.docflow.services import apply
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM
from paraph.parties.models import Employee
from paraph.parties.rules import can_sign
from paraph.registry import files
from paraph.registry import services as registry
from paraph.registry.models import Version, VersionRole, VersionSide
from paraph.signing import received
from paraph.signing.models import Side, Signature
from paraph.trust.verdict import Headline


class Outcome(StrEnum):
    """How a title answers: `КодИтога` of the buyer's title (order ЕД-7-26/970@)."""

    ACCEPTED = "response_accepted"  #: 1
    WITH_DIVERGENCES = "response_accepted_with_divergences"  #: 2
    NOT_ACCEPTED = "response_not_accepted"  #: 3


@dataclass(frozen=True)
class TitleAnswer:
    """What a person states in the answering title; the channel's file is made of it."""

    outcome: str = Outcome.ACCEPTED
    #: When goods or results were accepted; the day of signing when not stated.
    accepted_on: date | None = None
    #: Content of the operation, `СодОпер`.
    operation: str = ""
    #: The document that describes the divergences: name, number, date.
    divergence_name: str = ""
    divergence_number: str = ""
    divergence_date: date | None = None
    #: Full name and position of who took the goods over, when it is stated.
    received_by: str = ""
    received_position: str = ""


# -- verbs for people ---------------------------------------------------------------------------------------


def sign(
    flow: Docflow, employee: Employee, *, signer: Employee | None = None, confirm: bool = False
) -> Answer:
    """Sign a received document. One whose sender's signature is not valid needs `confirm=True`.

    In every verb `employee` acts and `signer` signs: without one the employee, or who signs the package.
    """
    rules.refuse_doubtful(flow, confirm)
    return _begin(flow, "sign", employee, signer)


def accept_title(
    flow: Docflow,
    content: TitleAnswer,
    employee: Employee,
    *,
    signer: Employee | None = None,
    confirm: bool = False,
) -> Answer:
    """Answer a formalised document with a title of our side."""
    rules.refuse_doubtful(flow, confirm)
    outcome = Outcome(content.outcome)
    if outcome is Outcome.WITH_DIVERGENCES and not content.divergence_name.strip():
        message = _("Назовите документ о расхождениях: акт, его номер и дату.")
        raise DomainError("divergence", message, field="divergence_name")
    stated = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in vars(content).items()
    }
    return _begin(flow, "accept_title", employee, signer, event=str(outcome), content=texts.storable(stated))


def title_content(answer: Answer) -> TitleAnswer:
    """What `accept_title` was given."""
    days = {
        name: date.fromisoformat(answer.content[name])
        for name in ("accepted_on", "divergence_date")
        if answer.content.get(name)
    }
    return TitleAnswer(**{**answer.content, **days})


def refuse(flow: Docflow, reason: str, employee: Employee, *, signer: Employee | None = None) -> Answer:
    """Refuse a received document, with a reason the sender reads."""
    return _begin(flow, "refuse", employee, signer, reason)


def request_amendment(
    flow: Docflow, reason: str, employee: Employee, *, signer: Employee | None = None
) -> Answer:
    """Ask the sender to correct a formalised document (уведомление об уточнении)."""
    return _begin(flow, "request_amendment", employee, signer, reason)


def request_revocation(
    flow: Docflow, reason: str, employee: Employee, *, signer: Employee | None = None
) -> Answer:
    """Propose to annul a document that was delivered, ours or theirs."""
    return _begin(flow, "request_revocation", employee, signer, reason)


def accept_revocation(flow: Docflow, employee: Employee, *, signer: Employee | None = None) -> Answer:
    """Agree to annul: our signature under their request."""
    return _begin(flow, "accept_revocation", employee, signer)


def refuse_revocation(
    flow: Docflow, reason: str, employee: Employee, *, signer: Employee | None = None
) -> Answer:
    """Refuse to annul, with a reason the other side reads."""
    return _begin(flow, "refuse_revocation", employee, signer, reason)


def make_receipt(flow: Docflow, employee: Employee | None = None) -> Answer:
    """Tell that a document was received; without an employee the channel's own key signs.

    A receipt that is open already is given back.
    """
    with journal.writing(flow.workspace_id):
        known = flow.answers.filter(role=VersionRole.RECEIPT, state__in=OPEN_ANSWER).first()
        if known is not None:
            return known
        actor = actors.employee(employee.pk, employee.full_name) if employee else SYSTEM
        if employee is not None:
            rules.authorise(flow, employee)
            rules.refuse_signer(flow, employee)
        return steps.create(flow, "make_receipt", actor, employee)


def ask(flow: Docflow, signer: Employee) -> Answer:
    """Ask a signer for a received document, by a rule or after approval; in the caller's transaction."""
    return steps.create(flow, "sign", SYSTEM, signer)


def possible(flow: Docflow) -> list[str]:
    """Verbs a person may choose now: the machine allows them, the channel carries them, none is under way."""
    if flow.answers.filter(state__in=OPEN_ANSWER).exclude(role=VersionRole.RECEIPT).exists():
        return []
    carried = ports.channel(flow.package.channel).answers(flow)
    offered = [verb for verb in VERBS if verb in carried and verb != "make_receipt"]
    return [verb for verb in offered if rules.allowed(flow, verb)]


def retry(answer: Answer, employee: Employee) -> Answer:
    """Try once more what was not sent: from where it stopped, with the signature if there is one."""
    flow = answer.docflow
    rules.authorise(flow, employee)
    with journal.writing(flow.workspace_id):
        answer.refresh_from_db()
        if answer.state != AnswerState.FAILED:
            raise DomainError(
                "wrong-state", _("Повторить можно только то, что не отправлено. Обновите страницу.")
            )
        rules.refuse_impossible(flow, answer.verb, answer.event)
        answer.error = ""
        steps.record(answer, "answer:retried", actors.employee(employee.pk, employee.full_name))
        steps.go_on(answer)
    return answer


def cancel(answer: Answer, employee: Employee) -> None:
    """Give up an answer that has not left yet."""
    flow = answer.docflow
    rules.authorise(flow, employee)
    with journal.writing(flow.workspace_id):
        answer.refresh_from_db()
        if answer.state == AnswerState.SENDING:
            raise DomainError("wrong-state", _("Уже отправляется: отменить нельзя. Дождитесь результата."))
        if answer.state in (AnswerState.DONE, AnswerState.CANCELLED):
            raise DomainError("wrong-state", _("Отменять нечего: обновите страницу."))
        steps.drop(answer, actors.employee(employee.pk, employee.full_name))


def _begin(
    flow: Docflow,
    verb: str,
    employee: Employee,
    signer: Employee | None,
    reason: str = "",
    *,
    event: str = "",
    content: Mapping[str, Any] | None = None,
) -> Answer:
    """Create an answer and set it going; DomainError when it is impossible now."""
    rules.authorise(flow, employee)
    if VERBS[verb].reason:
        reason = texts.reason(reason, "reason", VERBS[verb].reason)
    chosen = signer or (employee if can_sign(employee) else flow.package.signer)
    rules.refuse_signer(flow, chosen)
    with journal.writing(flow.workspace_id):
        actor = actors.employee(employee.pk, employee.full_name)
        return steps.create(flow, verb, actor, chosen, reason, event=event, content=content)


# -- verbs for channels -------------------------------------------------------------------------------------


def prepared(answer: Answer, file_name: str, data: bytes) -> bool:
    """The answer's file is there: keep it and ask the employee to sign. False when nobody needs it any more.

    Of an answer without an employee the channel signs it and calls `signed_by_key`.
    """
    kept = files.keep(file_name, data)
    with journal.writing(answer.workspace_id):
        answer.refresh_from_db()
        if answer.state != AnswerState.PREPARING:
            return False
        if answer.version is None or answer.version.blob_id != kept.stored.sha256:
            answer.version = registry.add_version(answer.docflow.document, kept, role=answer.role)
        steps.ask_to_sign(answer)
    return True


def signed_by_key(answer: Answer, cms: bytes, method: str) -> Signature:
    """The channel's own key signed the answer's file: check, keep and send it.

    Raises DomainError when the answer waits for no signature, or the signature is not valid (failed then).
    """
    assert answer.version is not None, "a file is prepared before it is signed"
    judged = received.judge(answer.version, Side.OURS, cms)
    if judged.verdict.headline is Headline.INVALID:
        reason = received.fault(judged.verdict)
        failed(answer, reason)
        raise DomainError("signature-invalid", reason)
    with journal.writing(answer.workspace_id):
        answer.refresh_from_db()
        if answer.state != AnswerState.SIGNING:
            raise DomainError("wrong-state", _("Этот ответ уже не ждёт подписи."))
        flow = answer.docflow
        signature, _new = received.record(
            answer.version, judged, flow, side=Side.OURS, method=method, actor=SYSTEM
        )
        steps.send(answer, signature)
    return signature


def carried(answer: Answer, payload: Mapping[str, Any] | None = None, *, outer_id: str = "") -> None:
    """The answer has reached the other side: the machine moves. Repeating changes nothing.

    `outer_id` is the channel's id of the answer's file, by which it is known when it comes back in the feed.
    """
    with journal.writing(answer.workspace_id):
        answer.refresh_from_db()
        if answer.state == AnswerState.DONE:
            return
        answer.state, answer.error = AnswerState.DONE, ""
        answer.save(update_fields=("state", "error", "changed_at"))
        if outer_id and answer.version is not None and answer.version.side == VersionSide.OURS:
            Version.objects.filter(pk=answer.version.pk, outer_id="").update(outer_id=outer_id)
        facts = {
            "answer": answer.pk,
            **({"reason": answer.reason} if answer.reason else {}),
            **(payload or {}),
        }
        apply(answer.docflow, answer.event, steps.actor_of(answer), facts)


def failed(answer: Answer, message: str, *, sign_again: bool = False) -> None:
    """The answer could not be prepared or sent; a person reads why and tries again or gives it up.

    `sign_again`: the signature itself was refused, so a new one is asked for when it is tried again.
    """
    with journal.writing(answer.workspace_id):
        answer.refresh_from_db()
        if answer.is_open:
            steps.fail(answer, message, sign_again=sign_again)
