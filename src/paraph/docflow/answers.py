"""What our side says about a document after it was sent or received: sign, refuse, ask to correct, annul.

A person says it with a verb. If that needs a file of its own (a refusal, a request), the channel has it
prepared; the employee signs; the channel carries it to the other side, and only then the machine moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph import texts
from paraph.docflow import answer_rules as rules
from paraph.docflow import notices, ports
from paraph.docflow.answer_rules import VERBS
from paraph.docflow.models import OPEN_ANSWER, Answer, AnswerState, Docflow
from paraph.docflow.services import apply, can
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.journal.models import JournalEvent
from paraph.parties.models import Employee
from paraph.parties.rules import can_sign
from paraph.registry import files
from paraph.registry import services as registry
from paraph.registry.models import Version, VersionRole, VersionSide
from paraph.signing import received
from paraph.signing import services as signing
from paraph.signing.models import Side, Signature, SigningTask
from paraph.trust.verdict import Headline

#: How long our signer has for an answer.
SIGN_DAYS = 5


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
        return _create(flow, "make_receipt", actor, employee)


def ask(flow: Docflow, signer: Employee) -> Answer:
    """Ask a signer for a received document, by a rule or after approval; in the caller's transaction."""
    return _create(flow, "sign", SYSTEM, signer)


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
        _record(answer, "answer:retried", actors.employee(employee.pk, employee.full_name))
        _go_on(answer)
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
        _drop(answer, actors.employee(employee.pk, employee.full_name))


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
        _ask(answer)
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
        _send(answer, signature)
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
        apply(answer.docflow, answer.event, _actor(answer), facts)


def failed(answer: Answer, message: str, *, sign_again: bool = False) -> None:
    """The answer could not be prepared or sent; a person reads why and tries again or gives it up.

    `sign_again`: the signature itself was refused, so a new one is asked for when it is tried again.
    """
    with journal.writing(answer.workspace_id):
        answer.refresh_from_db()
        if answer.is_open:
            _fail(answer, message, sign_again=sign_again)


def _fail(answer: Answer, message: str, *, sign_again: bool = False) -> None:
    flow = answer.docflow
    flow.refresh_from_db(fields=("state",))
    if not can(flow, answer.event):  # overtaken meanwhile: nothing is left to mend
        _drop(answer, SYSTEM, message)
        return
    if answer.task_id is not None:
        signing.cancel_task(answer.task_id)
    answer.state, answer.error = AnswerState.FAILED, texts.storable(message)
    if sign_again:
        answer.signature = None
    answer.save(update_fields=("state", "error", "signature", "changed_at"))
    event = _record(answer, "answer:failed", SYSTEM, reason=message)
    notices.answer_failed(answer, message, str(event.pk))


# -- how an answer goes its way -----------------------------------------------------------------------------


def of_task(task: SigningTask) -> Answer | None:
    """The answer a signing task belongs to, if it does."""
    rows = Answer.objects.select_related("docflow__package", "docflow__document", "version", "employee")
    return rows.filter(task_id=task.pk).first()


def signed(answer: Answer, signature: Signature) -> None:
    """The employee has signed, in the transaction of the signature."""
    _send(answer, signature)


def not_signed(answer: Answer, reason: str) -> None:
    """The employee declined to sign, or did not in time; in the transaction that ends the task."""
    _fail(answer, reason)


def drop_overtaken(change: ports.Change) -> None:
    """Reaction to a transition: what the machine does not allow any more need not be signed."""
    flow = change.docflow
    for answer in flow.answers.exclude(state__in=(AnswerState.DONE, AnswerState.CANCELLED)):
        if answer.state != AnswerState.SENDING and not can(flow, answer.event):
            _drop(answer, SYSTEM)


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
        return _create(flow, verb, actor, chosen, reason, event=event, content=content)


def _create(
    flow: Docflow,
    verb: str,
    actor: Actor,
    signer: Employee | None,
    reason: str = "",
    *,
    event: str = "",
    content: Mapping[str, Any] | None = None,
) -> Answer:
    flow.refresh_from_db(fields=("state", "status"))
    event = event or VERBS[verb].event
    rules.refuse_impossible(flow, verb, event)
    for stale in flow.answers.filter(state=AnswerState.FAILED, verb=verb):
        _drop(stale, actor)
    answer = Answer(
        workspace_id=flow.workspace_id,
        docflow=flow,
        verb=verb,
        event=event,
        role=VERBS[verb].role,
        reason=reason,
        content=dict(content or {}),
        employee=signer,
    )
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError as error:
        raise rules.under_way(flow) from error
    _record(answer, "answer:begun", actor, reason=reason)
    _go_on(answer)
    return answer


def _go_on(answer: Answer) -> None:
    """The next step of an answer: its file, its signature or its sending."""
    if answer.signature is not None:
        _send(answer, answer.signature)
        return
    answer.version = answer.version or _theirs(answer)
    if answer.version is not None and answer.employee is not None:
        _ask(answer)
        return
    answer.state = AnswerState.PREPARING
    answer.save()
    ports.channel(answer.docflow.package.channel).prepare(answer)
    answer.refresh_from_db()  # a channel may have prepared it at once


def _theirs(answer: Answer) -> Version | None:
    """The file of the other side that this answer signs."""
    flow = answer.docflow
    if answer.verb == "sign":
        return flow.version
    if answer.verb == "accept_revocation":
        requests = flow.document.versions.filter(role=VersionRole.REVOCATION, side=VersionSide.THEIRS)
        return requests.order_by("-number").first()
    return None


def _ask(answer: Answer) -> None:
    """Ask the employee to sign the answer's file; without one the channel's key does it."""
    answer.state, flow, version = AnswerState.SIGNING, answer.docflow, answer.version
    assert version is not None
    if answer.employee is not None:
        task = signing.request(
            docflow_id=flow.pk,
            package_id=flow.package_id,
            version=version,
            side=Side.OURS,
            employee=answer.employee,
            deadline=timezone.now() + timedelta(days=SIGN_DAYS),
        )
        answer.task_id = task.pk
        answer.save()
        notices.answer_to_sign(answer, task)
    answer.save()


def _send(answer: Answer, signature: Signature) -> None:
    answer.state, answer.signature = AnswerState.SENDING, signature
    answer.save()
    ports.channel(answer.docflow.package.channel).carry(answer, signature)


def _drop(answer: Answer, actor: Actor, reason: str = "") -> None:
    if answer.task_id is not None:
        signing.cancel_task(answer.task_id)
    answer.state = AnswerState.CANCELLED
    answer.save(update_fields=("state", "changed_at"))
    _record(answer, "answer:cancelled", actor, reason=reason)


def _record(answer: Answer, action: str, actor: Actor, reason: str = "") -> JournalEvent:
    flow = answer.docflow
    facts = {"answer": answer.pk, "verb": answer.verb, **({"reason": reason} if reason else {})}
    subject = journal.Subject(flow.package_id, flow.pk, flow.document_id)
    return journal.record(flow.workspace_id, action, actor, subject, facts)


def _actor(answer: Answer) -> Actor:
    person = answer.employee
    return actors.employee(person.pk, person.full_name) if person is not None else SYSTEM
