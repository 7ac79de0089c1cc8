"""Whom to tell what: steps of a package and its documents become letters to our people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from paraph.approval import services as approval
from paraph.approval.models import ApprovalTask
from paraph.docflow.models import Answer, Docflow, IncomingRule, Package
from paraph.docflow.ports import Change
from paraph.journal.actors import Actor
from paraph.journal.models import JournalEvent
from paraph.notifications import services as notifications
from paraph.notifications.services import News
from paraph.parties.models import Employee
from paraph.registry.models import VersionRole
from paraph.signing import services as signing
from paraph.signing.models import Side, Signature, SigningTask
from paraph.trust.verdict import Headline

#: Transition of a document of ours, or of a received one, by others → letter to the sender (the one in
#: charge), the approvers who decided and those of us who have signed.
LETTERS: Mapping[str, str] = {
    "response_accepted": "partner_signed",
    "response_accepted_with_divergences": "partner_signed",
    "response_not_accepted": "partner_refused",
    "response_rejected": "partner_refused",
    "signer_refused": "signer_refused",
    "signing_expired": "signing_expired",
    "response_expired": "response_expired",
    "delivery_expired": "delivery_expired",
    "delivery_failed": "delivery_failed",
    "withdraw": "withdrawn",
    "response_invalid": "response_invalid",
    "reject_by_operator": "operator_rejected",
    "roaming_error": "operator_rejected",
    "invitation_rejected": "delivery_failed",
    "amendment_requested": "amendment_requested",
    "revocation_requested_by_them": "revocation_requested",
    "revocation_accepted_by_them": "revocation_accepted",
    "revocation_rejected_by_them": "revocation_refused",
}


def react(change: Change) -> None:
    """Reaction to a transition: everybody concerned hears of it at once, except the one who acted."""
    flow = change.docflow
    letter = LETTERS.get(change.event)
    if flow.package.is_incoming and change.actor.side == "S":
        letter = None  # our own answer, which those concerned have given or asked for
    if change.event == "deliver" and flow.is_done:
        letter = "delivered"
    if letter is not None:
        reason = str(change.payload.get("reason", ""))
        facts = {
            **_facts(flow),
            "who": change.actor.name,
            "reason": reason,
            "is_incoming": flow.package.is_incoming,
        }
        news = _news(str(change.journal.pk), letter, flow.package, facts, flow)
        notifications.tell(news, _others(change.actor, _concerned(flow.package, flow)))


def approval_waiting(task: ApprovalTask, package: Package) -> None:
    """An approver's turn has come; the deputy hears of it too while the deputy's term lasts."""
    sender = package.sender.full_name if package.sender else package.counterparty.name
    facts = {**_package_facts(package, _flows(package)), "sender": sender}
    deputy = task.employee.deputy
    people = [task.employee]
    if deputy is not None and approval.may_decide(task, deputy):
        people.append(deputy)
    notifications.tell(_news(f"approval:{task.pk}", "approval_waiting", package, facts), people)


def returned(package: Package, reason: str, actor: Actor) -> None:
    """An approver returned the package: one letter for all its documents."""
    facts = {**_package_facts(package, _flows(package)), "who": actor.name, "reason": reason}
    news = _news(_last_event(package), "returned", package, facts)
    notifications.tell(news, _others(actor, _concerned(package)))


def signatures_requested(package: Package, flows: Sequence[Docflow], actor: Actor) -> None:
    """Our signer is asked for these documents: one letter for all of them."""
    if package.signer is None or not flows:
        return
    task = signing.waiting_task(flows[0].pk, Side.OURS)
    facts = {**_package_facts(package, flows), "deadline": _deadline(task)}
    news = _news(_last_event(package), "signature_requested", package, facts)
    notifications.tell(news, _others(actor, [package.signer]))


def signing_reminder(task: SigningTask, flow: Docflow) -> None:
    """Our signer's time is running out."""
    facts = {**_facts(flow), "deadline": _deadline(task)}
    news = _news(f"reminder:{task.pk}", "signing_reminder", flow.package, facts, flow)
    notifications.tell(news, [task.employee] if task.employee else [])


def received(package: Package, people: Iterable[Employee], later: Iterable[Docflow] | None = None) -> None:
    """A package has come: one letter for all its documents, with what is wrong with their signatures.

    `later` are documents that were added to one people know of already.
    """
    flows = _flows(package) if later is None else list(later)
    key = f"received:{package.pk}" if later is None else f"received:{package.pk}:{flows[0].pk}"
    theirs = Signature.objects.filter(docflow_id__in=[flow.pk for flow in flows], side=Side.THEIRS)
    wrong = theirs.filter(headline=Headline.INVALID.value)
    facts = {
        **_package_facts(package, flows),
        "message": package.message,
        "doubtful": wrong.exists(),
        "to_answer": any(not flow.is_done for flow in flows),
    }
    notifications.tell(_news(key, "received", package, facts), people)


def rule_skipped(package: Package, rule: IncomingRule, gone: str, administrators: Iterable[Employee]) -> None:
    """A rule for what comes was not followed: those it names have no access."""
    facts = {
        **_package_facts(package, _flows(package)),
        "number": rule.position,
        "gone": gone,
        "url": settings.BASE_URL + reverse("incoming-rule", args=[rule.pk]),
    }
    notifications.tell(_news(f"rule:{package.pk}:{rule.pk}", "rule_skipped", package, facts), administrators)


def answer_to_sign(answer: Answer, task: SigningTask) -> None:
    """Our signer is asked for an answer about a document."""
    flow = answer.docflow
    if answer.employee is None:
        return
    facts = {**_facts(flow), "what": VersionRole(answer.role).label, "deadline": _deadline(task)}
    facts["is_document"] = answer.role == VersionRole.DOCUMENT
    notifications.tell(
        _news(f"answer:{task.pk}", "answer_to_sign", flow.package, facts, flow), [answer.employee]
    )


def answer_failed(answer: Answer, reason: str, event: str) -> None:
    """What we wanted to say has not reached the other side."""
    flow = answer.docflow
    facts = {**_facts(flow), "what": VersionRole(answer.role).label, "reason": reason}
    people = {person.pk: person for person in _concerned(flow.package, flow)}
    if answer.employee is not None:
        people[answer.employee.pk] = answer.employee
    notifications.tell(_news(event, "answer_failed", flow.package, facts, flow), people.values())


def about_signature(
    letter: str, about: SigningTask | Signature, flow: Docflow, reason: str, file_sha256: str
) -> None:
    """A later check speaks against a signature: its signer, if ours, and those concerned hear of it."""
    task = about.task if isinstance(about, Signature) else about
    if task is not None:
        who = task.employee.full_name if task.employee else task.recipient
    else:
        assert isinstance(about, Signature)
        who = about.signer_name
    news = _news(
        f"{letter}:{task.pk if task else f'unasked-{about.pk}'}:{file_sha256}",
        letter,
        flow.package,
        {**_facts(flow), "reason": reason, "who": who},
        flow,
    )
    people = {person.pk: person for person in _concerned(flow.package, flow)}
    if task is not None and task.employee is not None:
        people[task.employee.pk] = task.employee
    notifications.tell(news, people.values())


def _news(
    name: str, letter: str, package: Package, facts: Mapping[str, Any], flow: Docflow | None = None
) -> News:
    return News(
        id=name,
        template=f"notifications/{letter}",
        workspace_id=package.workspace_id,
        context=facts,
        package_id=package.pk,
        docflow_id=flow.pk if flow else None,
    )


def _facts(flow: Docflow) -> dict[str, Any]:
    return {
        "document": flow.document.title,
        "counterparty": flow.document.counterparty.name,
        "url": _address(flow),
    }


def _package_facts(package: Package, flows: Sequence[Docflow]) -> dict[str, Any]:
    return {
        "package": package.title,
        "counterparty": package.counterparty.name,
        "documents": [{"title": flow.document.title} for flow in flows],
        "url": _address(flows[0]),
    }


def _address(flow: Docflow) -> str:
    return settings.BASE_URL + reverse("document", args=[flow.pk])


def _deadline(task: SigningTask | None) -> str:
    return task.deadline.isoformat() if task is not None and task.deadline else ""


def _flows(package: Package) -> list[Docflow]:
    return list(package.docflows.exclude(status="CANCELLED").select_related("document").order_by("id"))


def _concerned(package: Package, flow: Docflow | None = None) -> Iterable[Employee]:
    if package.sender is not None:
        yield package.sender
    yield from approval.deciders(package.pk)
    if flow is not None:
        yield from signing.our_signers(flow.pk)


def _others(actor: Actor, people: Iterable[Employee]) -> list[Employee]:
    return [person for person in people if (actor.kind, actor.id) != ("employee", str(person.pk))]


def _last_event(package: Package) -> str:
    """Id of the journal entry of the step being told about: the newest, as the chain head is locked."""
    events = JournalEvent.objects.filter(workspace_id=package.workspace_id, package_id=package.pk)
    return str(events.order_by("-seq").values_list("pk", flat=True)[0])
