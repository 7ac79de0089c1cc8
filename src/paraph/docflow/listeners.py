"""Docflow's answers to what approval, signing and its own transitions tell it, in their transactions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from paraph.approval import services as approval
from paraph.approval.models import ApprovalTask
from paraph.docflow import answer_steps, incoming, incoming_rules, notices, packages, ports
from paraph.docflow.models import Docflow, Package
from paraph.docflow.services import advance, apply, regions
from paraph.journal.actors import SYSTEM, Actor
from paraph.registry.models import LinkRelation
from paraph.signing.models import Side, Signature, SigningTask


class OnApproval:
    """Moves a package's docflows as the approval round ends."""

    def waiting(self, task: ApprovalTask) -> None:
        notices.approval_waiting(task, Package.objects.get(pk=task.package_id))

    def approved(self, package_id: int, actor: Actor) -> None:
        package = Package.objects.get(pk=package_id)
        for flow in package.docflows.filter(status="ON_APPROVAL"):
            advance(flow, "approve", actor)
        if package.is_incoming:
            incoming_rules.ask_signer(package)
        else:
            packages.request_signatures(package, actor)

    def rejected(self, package_id: int, reason: str, actor: Actor) -> None:
        package = Package.objects.get(pk=package_id)
        for flow in package.docflows.filter(status="ON_APPROVAL"):
            advance(flow, "disapprove", actor, {"reason": reason})
        notices.returned(package, reason, actor)


class OnSigning:
    """Moves a docflow, or an answer about it, as its signing tasks end."""

    def signed(self, task: SigningTask, signature: Signature, actor: Actor) -> None:
        answer = answer_steps.of_task(task)
        if answer is not None:
            answer_steps.send(answer, signature)
            return
        flow = Docflow.objects.get(pk=task.docflow_id)
        event = "sign" if task.side == Side.OURS else "response_accepted"
        received = signature.received_at.isoformat()
        advance(flow, event, actor, {"signature": signature.pk, "received_at": received})
        if task.side == Side.OURS:
            packages.send_if_complete(flow.package)

    def refused(self, task: SigningTask, reason: str, file_sha256: str) -> None:
        flow = Docflow.objects.get(pk=task.docflow_id)
        notices.about_signature("signature_refused", task, flow, reason, file_sha256)
        if task.side == Side.THEIRS:
            ports.channel(flow.package.channel).refuse_signature(flow, reason, file_sha256)

    def doubted(self, signature: Signature, reason: str) -> None:
        flow = Docflow.objects.get(pk=signature.docflow_id)
        notices.about_signature("signature_doubted", signature, flow, reason, signature.blob_id)
        if signature.task is None and incoming.is_the_answer(signature, flow):
            apply(flow, "response_invalid", SYSTEM, {"reason": reason})

    def declined(self, task: SigningTask, actor: Actor) -> None:
        answer = answer_steps.of_task(task)
        if answer is not None:
            answer_steps.fail(
                answer,
                _("{name}: отказ от подписи. {reason}").format(name=actor.name, reason=task.decline_reason),
            )
            return
        flow = Docflow.objects.get(pk=task.docflow_id)
        event = "signer_refused" if task.side == Side.OURS else "response_rejected"
        advance(flow, event, actor, {"reason": task.decline_reason})

    def expired(self, task: SigningTask) -> None:
        answer = answer_steps.of_task(task)
        if answer is not None:
            answer_steps.fail(answer, _("Подписант не подписал в срок."))
            return
        flow = Docflow.objects.get(pk=task.docflow_id)
        if task.side == Side.OURS:
            advance(flow, "signing_expired", SYSTEM)
        elif regions(flow)["outgoing"] == "DELIVERED":
            advance(flow, "response_expired", SYSTEM)
        else:
            advance(flow, "delivery_expired", SYSTEM)

    def reminder_due(self, task: SigningTask) -> None:
        flow = Docflow.objects.get(pk=task.docflow_id)
        if task.side == Side.OURS:
            notices.signing_reminder(task, flow)
        else:
            ports.channel(flow.package.channel).remind(flow)


def close_amendment(change: ports.Change) -> None:
    """Reaction: the operator has taken a correction, so the request to amend what it corrects is met."""
    if change.event != "accept":
        return
    links = change.docflow.document.links_out.filter(relation=LinkRelation.CORRECTION)
    corrected = Docflow.objects.filter(document__in=links.values("target"))
    for flow in corrected:
        apply(flow, "amended", change.actor, {"by": change.docflow.pk})


def end_approval(change: ports.Change) -> None:
    """Reaction: a received document was answered while people still decide on it; they need not."""
    package = change.docflow.package
    answered = package.is_incoming and change.event.startswith("response_")
    if answered and not package.docflows.filter(status="ON_APPROVAL").exists():
        approval.cancel(package.pk)
