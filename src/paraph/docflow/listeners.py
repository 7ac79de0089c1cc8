"""Docflow's answers to what approval and signing tell it; each runs in the teller's transaction."""

from __future__ import annotations

from paraph.approval.models import ApprovalTask
from paraph.docflow import notices, packages, ports
from paraph.docflow.models import Docflow, Package
from paraph.docflow.services import advance, regions
from paraph.journal.actors import SYSTEM, Actor
from paraph.signing.models import Side, Signature, SigningTask


class OnApproval:
    """Moves a package's docflows as the approval round ends."""

    def waiting(self, task: ApprovalTask) -> None:
        notices.approval_waiting(task, Package.objects.get(pk=task.package_id))

    def approved(self, package_id: int, actor: Actor) -> None:
        package = Package.objects.get(pk=package_id)
        for flow in package.docflows.filter(status="ON_APPROVAL"):
            advance(flow, "approve", actor)
        packages.request_signatures(package, actor)

    def rejected(self, package_id: int, reason: str, actor: Actor) -> None:
        package = Package.objects.get(pk=package_id)
        for flow in package.docflows.filter(status="ON_APPROVAL"):
            advance(flow, "disapprove", actor, {"reason": reason})
        notices.returned(package, reason, actor)


class OnSigning:
    """Moves a docflow as its signing tasks end."""

    def signed(self, task: SigningTask, signature: Signature, actor: Actor) -> None:
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

    def doubted(self, task: SigningTask, reason: str, file_sha256: str) -> None:
        flow = Docflow.objects.get(pk=task.docflow_id)
        notices.about_signature("signature_doubted", task, flow, reason, file_sha256)

    def declined(self, task: SigningTask, actor: Actor) -> None:
        flow = Docflow.objects.get(pk=task.docflow_id)
        event = "signer_refused" if task.side == Side.OURS else "response_rejected"
        advance(flow, event, actor, {"reason": task.decline_reason})

    def expired(self, task: SigningTask) -> None:
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
