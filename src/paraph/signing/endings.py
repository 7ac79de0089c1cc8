"""How a signing task ends: one conditional UPDATE, the signature's row, the journal, the room that asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from paraph import texts
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.registry.models import Blob, Version
from paraph.signing import ports, rules
from paraph.signing.models import PendingSignature, Side, Signature, SigningTask, TaskState
from paraph.trust.verdict import Headline, Verdict

_ALREADY = {
    TaskState.SIGNED: gettext_lazy("Документ уже подписан. Повторная подпись не нужна."),
    TaskState.DECLINED: gettext_lazy(
        "По документу уже дан отказ. Изменить решение нельзя: попросите отправить документ снова."
    ),
    TaskState.EXPIRED: gettext_lazy("Срок подписания истёк. Попросите отправить документ снова."),
    TaskState.CANCELLED: gettext_lazy("Запрос подписи отменён отправителем: подписывать не нужно."),
}


#: An accepted signature of which something is undetermined is checked again after this long; so is one by a
#: power of attorney, which may be revoked while the signature is under way.
_FIRST_RECHECK = timedelta(minutes=5)


@dataclass(frozen=True)
class Brought:
    """A signature file as somebody brought it."""

    blob: Blob
    method: str
    actor: Actor
    at: datetime


def accept(task: SigningTask, brought: Brought, verdict: Verdict) -> Signature:
    """End the task with a signature that was checked, in the caller's transaction."""
    finish(task, TaskState.SIGNED, timezone.now())
    signature = write(
        brought,
        verdict,
        version=task.version,
        docflow_id=task.docflow_id,
        package_id=task.package_id,
        side=task.side,
        task=task,
    )
    ports.listener().signed(task, signature, brought.actor)
    return signature


def write(
    brought: Brought,
    verdict: Verdict,
    *,
    version: Version,
    docflow_id: int,
    package_id: int,
    side: str,
    task: SigningTask | None = None,
) -> Signature:
    """The row of a signature and its journal event, in the caller's transaction."""
    signature = Signature.objects.create(
        workspace_id=version.document.workspace_id,
        docflow_id=docflow_id,
        package_id=package_id,
        task=task,
        version=version,
        blob=brought.blob,
        side=side,
        method=brought.method,
        signer_name=texts.storable(verdict.signer.full_name or verdict.signer.common_name)[:300],
        fingerprint=verdict.signer.fingerprint,
        headline=verdict.headline.value,
        verdict=texts.storable(verdict.as_dict()),  # with names as strangers' certificates give them
        received_at=brought.at,
        recheck_at=timezone.now() + _FIRST_RECHECK if may_change(side, verdict) else None,
    )
    record(signature, "signature:received", brought.actor, _summary(signature, verdict))
    return signature


def may_change(side: str, verdict: Verdict) -> bool:
    """Whether a later check may find something else; a power of attorney may be revoked meanwhile."""
    if verdict.headline is Headline.INVALID:
        return False
    return is_open(side, verdict) or (side != Side.OPERATOR and rules.rests_on_power(verdict))


def is_open(side: str, verdict: Verdict) -> bool:
    """Whether waiting may answer something; an operator's authority is never known here."""
    return verdict.headline is Headline.UNDETERMINED if side == Side.OPERATOR else verdict.is_open


def finish(task: SigningTask, state: TaskState, now: datetime, decline_reason: str = "") -> None:
    """End a waiting task, or raise DomainError with the words for how it has already ended."""
    if not try_finish(task, state, now, decline_reason):
        refuse_if_ended(task)
        raise RuntimeError(f"signing task {task.pk} could not be finished")


def try_finish(task: SigningTask, state: TaskState, now: datetime, decline_reason: str = "") -> bool:
    """The conditional UPDATE that lets exactly one of two simultaneous answers through."""
    changed = SigningTask.objects.filter(pk=task.pk, state=TaskState.WAITING).update(
        state=state, finished_at=now, decline_reason=decline_reason
    )
    if changed:
        task.state, task.finished_at, task.decline_reason = state, now, decline_reason
        PendingSignature.objects.filter(task=task).delete()
    return bool(changed)


def refuse_if_ended(task: SigningTask) -> None:
    """DomainError with the right words when the task is no longer waiting."""
    state = SigningTask.objects.values_list("state", flat=True).get(pk=task.pk)
    if state != TaskState.WAITING:
        raise DomainError(f"task-{state}", _ALREADY[TaskState(state)])


def record(about: SigningTask | Signature, action: str, actor: Actor, data: dict[str, object]) -> None:
    """A journal event about the document of a task or a signature."""
    subject = journal.Subject(about.package_id, about.docflow_id, about.version.document_id)
    journal.record(about.workspace_id, action, actor, subject, data)


def _summary(signature: Signature, verdict: Verdict) -> dict[str, object]:
    return {
        "side": signature.side,
        "side_title": str(Side(signature.side).label),
        "signer": signature.signer_name,
        "certificate": verdict.signer.serial,
        "method": signature.method,
        "headline": signature.headline,
        "signature_sha256": signature.blob_id,
        "file_sha256": signature.version.blob_id,
    }
