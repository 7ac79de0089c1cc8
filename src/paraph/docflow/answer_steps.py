"""How an answer goes its way: its file, its signature, its sending; each within the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from paraph import texts
from paraph.docflow import answer_rules as rules
from paraph.docflow import notices, ports
from paraph.docflow.answer_rules import VERBS
from paraph.docflow.models import Answer, AnswerState, Docflow
from paraph.docflow.services import can
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.journal.models import JournalEvent
from paraph.parties.models import Employee
from paraph.registry.models import Version, VersionRole, VersionSide
from paraph.signing import services as signing
from paraph.signing.models import Side, Signature, SigningTask

#: How long our signer has for an answer.
SIGN_DAYS = 5


def of_task(task: SigningTask) -> Answer | None:
    """The answer a signing task belongs to, if it does."""
    rows = Answer.objects.select_related("docflow__package", "docflow__document", "version", "employee")
    return rows.filter(task_id=task.pk).first()


def drop_overtaken(change: ports.Change) -> None:
    """Reaction to a transition: what the machine does not allow any more need not be signed."""
    flow = change.docflow
    for answer in flow.answers.exclude(state__in=(AnswerState.DONE, AnswerState.CANCELLED)):
        if answer.state != AnswerState.SENDING and not can(flow, answer.event):
            drop(answer, SYSTEM)


def create(
    flow: Docflow,
    verb: str,
    actor: Actor,
    signer: Employee | None,
    reason: str = "",
    *,
    event: str = "",
    content: Mapping[str, Any] | None = None,
) -> Answer:
    """Note a new answer and set it going; DomainError when the machine or another answer is in its way."""
    flow.refresh_from_db(fields=("state", "status"))
    event = event or VERBS[verb].event
    rules.refuse_impossible(flow, verb, event)
    for stale in flow.answers.filter(state=AnswerState.FAILED, verb=verb):
        drop(stale, actor)
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
    record(answer, "answer:begun", actor, reason=reason)
    go_on(answer)
    return answer


def go_on(answer: Answer) -> None:
    """The next step of an answer: its file, its signature or its sending."""
    if answer.signature is not None:
        send(answer, answer.signature)
        return
    answer.version = answer.version or _theirs(answer)
    if answer.version is not None and answer.employee is not None:
        ask_to_sign(answer)
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


def ask_to_sign(answer: Answer) -> None:
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


def send(answer: Answer, signature: Signature) -> None:
    """The answer is signed: the channel carries it."""
    answer.state, answer.signature = AnswerState.SENDING, signature
    answer.save()
    ports.channel(answer.docflow.package.channel).carry(answer, signature)


def drop(answer: Answer, actor: Actor, reason: str = "") -> None:
    """Nobody needs the answer any more."""
    if answer.task_id is not None:
        signing.cancel_task(answer.task_id)
    answer.state = AnswerState.CANCELLED
    answer.save(update_fields=("state", "changed_at"))
    record(answer, "answer:cancelled", actor, reason=reason)


def record(answer: Answer, action: str, actor: Actor, reason: str = "") -> JournalEvent:
    """Write what became of the answer into the journal."""
    flow = answer.docflow
    facts = {"answer": answer.pk, "verb": answer.verb, **({"reason": reason} if reason else {})}
    subject = journal.Subject(flow.package_id, flow.pk, flow.document_id)
    return journal.record(flow.workspace_id, action, actor, subject, facts)


def actor_of(answer: Answer) -> Actor:
    """Who answers: the signer, else the channel's own key."""
    person = answer.employee
    return actors.employee(person.pk, person.full_name) if person is not None else SYSTEM


def fail(answer: Answer, message: str, *, sign_again: bool = False) -> None:
    """The answer stops: it was declined, missed its deadline or could not be prepared or sent."""
    flow = answer.docflow
    flow.refresh_from_db(fields=("state",))
    if not can(flow, answer.event):  # overtaken meanwhile: nothing is left to mend
        drop(answer, SYSTEM, message)
        return
    if answer.task_id is not None:
        signing.cancel_task(answer.task_id)
    answer.state, answer.error = AnswerState.FAILED, texts.storable(message)
    if sign_again:
        answer.signature = None
    answer.save(update_fields=("state", "error", "signature", "changed_at"))
    event = record(answer, "answer:failed", SYSTEM, reason=message)
    notices.answer_failed(answer, message, str(event.pk))
