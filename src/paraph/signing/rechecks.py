"""Checking again, by schedule, what could not be determined when a signature came.

A signature whose certificate cannot be judged yet (no list of revoked ones in force, an issuer not known) is
kept with the time it came: nobody has to bring it twice, and the task waits. An accepted one is checked again
while any of its facts stays undetermined; a changed answer is written beside it and into the journal.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph import texts
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.registry.storage import store
from paraph.signing import endings, ports, received, rules, verification
from paraph.signing.endings import Brought
from paraph.signing.models import PendingSignature, Signature, SigningTask, TaskState
from paraph.trust.verdict import Headline, Verdict

log = logging.getLogger(__name__)

#: Waits between checks; the last one repeats.
_WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
#: A signature that stayed undetermined for so long is given up: its signer is asked again.
PATIENCE = timedelta(days=7)
#: Signatures looked at in one round, and how long a round takes at most: each may call a certification
#: authority, and what takes longer than the handler may is given to another worker too.
_ROUND, _ROUND_LASTS = 50, timedelta(minutes=2)
_PARTS = ("task__employee__organization", "task__version__document__counterparty", "blob")
_OWN_PARTS = ("version__document__organization", "version__document__counterparty", "version__blob")


def keep(task: SigningTask, brought: Brought, verdict: Verdict) -> None:
    """Keep a signature that cannot be judged yet, in the caller's transaction; a later one replaces it."""
    endings.refuse_if_ended(task)
    reason = verdict.first_open.reason
    PendingSignature.objects.update_or_create(
        task=task,
        defaults={
            "workspace_id": task.workspace_id,
            "blob": brought.blob,
            "method": brought.method,
            "actor": vars(brought.actor),
            "reason": texts.storable(reason),
            "received_at": brought.at,
            "checks": 0,
            "check_at": brought.at + _WAITS[0],
        },
    )
    data = {"side": task.side, "reason": reason, "signature_sha256": brought.blob.pk}
    endings.record(task, "signature:kept", brought.actor, texts.storable(data))


def recheck_due(now: datetime) -> int:
    """Check again what is due; returns how many. One that fails holds back no other and comes again."""
    kept = PendingSignature.objects.filter(check_at__lte=now).order_by("check_at")
    accepted = Signature.objects.filter(recheck_at__lte=now).order_by("recheck_at")
    due = [*kept.select_related(*_PARTS)[:_ROUND], *accepted.select_related(*_PARTS, *_OWN_PARTS)[:_ROUND]]
    give_up = monotonic() + _ROUND_LASTS.total_seconds()
    return sum(_guarded(row, now) for row in due if monotonic() < give_up)


def wake_by_authority(workspace_id: int, since: datetime | None) -> None:
    """A power of attorney came or changed: what it may bear on is checked again at once.

    That is every signature whose authority is open, and those received `since` a power was revoked.
    """
    affected = Q(verdict__facts__authority__answer="undetermined")
    if since is not None:
        affected |= Q(received_at__gte=since)
    Signature.objects.filter(affected, workspace_id=workspace_id).update(recheck_at=timezone.now())


def _guarded(row: PendingSignature | Signature, now: datetime) -> int:
    try:
        if isinstance(row, PendingSignature):
            _recheck_pending(row, now)
        else:
            _recheck_accepted(row, now)
    except Exception:
        log.exception("recheck of %s %s", type(row).__name__, row.pk)
        field = "check_at" if isinstance(row, PendingSignature) else "recheck_at"
        type(row).objects.filter(pk=row.pk).update(**{field: now + _WAITS[-1]})
        return 0
    return 1


def _recheck_pending(row: PendingSignature, now: datetime) -> None:
    task, actor = row.task, Actor(**row.actor)
    if task.state != TaskState.WAITING:
        row.delete()
        return
    verdict, wrong = _judge(task, row.blob_id, row.received_at)
    if verdict is None or wrong:
        _refuse(row, wrong)
        return
    with journal.writing(task.workspace_id):
        if not PendingSignature.objects.filter(pk=row.pk, blob_id=row.blob_id).exists():
            return  # another signature has come meanwhile
        if verdict.headline is not Headline.UNDETERMINED:
            endings.accept(task, Brought(row.blob, row.method, actor, row.received_at), verdict)
            return
        row.reason, row.checks = texts.storable(verdict.first_open.reason), row.checks + 1
        row.check_at = now + _wait(row.checks)
        row.save(update_fields=("reason", "checks", "check_at"))
    if now - row.received_at > PATIENCE:
        _refuse(row, _("Проверить подпись так и не удалось. {reason}").format(reason=row.reason))


def _refuse(row: PendingSignature, reason: str) -> None:
    task = row.task
    with journal.writing(task.workspace_id):
        if not PendingSignature.objects.filter(pk=row.pk, blob_id=row.blob_id).delete()[0]:
            return
        data = {"side": task.side, "reason": reason, "signature_sha256": row.blob_id}
        endings.record(task, "signature:refused", SYSTEM, data)
        ports.listener().refused(task, reason, row.blob_id)


def _recheck_accepted(signature: Signature, now: datetime) -> None:
    due = signature.recheck_at
    verdict, wrong = _judge(signature, signature.blob_id, signature.received_at)
    signature.rechecks += 1
    settled = bool(wrong) or (verdict is not None and not endings.is_open(signature.side, verdict))
    over = settled or now - signature.received_at > PATIENCE
    with journal.writing(signature.workspace_id):
        if wrong:
            endings.record(signature, "signature:doubted", SYSTEM, {"side": signature.side, "reason": wrong})
            ports.listener().doubted(signature, wrong)
        found = verdict.as_dict() if verdict is not None else signature.verdict
        if verdict is not None and _answers(found) != _answers(signature.verdict):
            signature.verdict, signature.headline = texts.storable(found), verdict.headline.value
            answers = {"side": signature.side, "answers": _answers(signature.verdict)}
            endings.record(signature, "signature:rechecked", SYSTEM, answers)
        signature.save(update_fields=("verdict", "headline", "rechecks"))
        # One that was woken meanwhile stays due: what woke it may have come too late for this check.
        asked = Signature.objects.filter(pk=signature.pk, recheck_at=due)
        asked.update(recheck_at=None if over else now + _wait(signature.rechecks))


def _judge(about: SigningTask | Signature, blob_id: str, at: datetime) -> tuple[Verdict | None, str]:
    """The verdict on a kept file as of when it came (None: there can be none), and what speaks against it."""
    if isinstance(about, Signature) and about.task is None:
        found = received.find(about.version, about.side, store().read(blob_id), at=at)
        return found, received.fault(found)
    verdict = None
    try:
        verdict = verification.examine(about.version, store().read(blob_id), at=at)
        verdict = rules.with_authority(about, verdict)
        verification.refuse_if_wrong(verdict)
        rules.refuse_stranger(about, verdict)
    except DomainError as error:
        return verdict, error.message
    return verdict, ""


def _answers(verdict: dict[str, object]) -> dict[str, str]:
    facts = verdict.get("facts") or {}
    assert isinstance(facts, dict)
    return {name: fact["answer"] for name, fact in facts.items()}


def _wait(checks: int) -> timedelta:
    return _WAITS[min(checks, len(_WAITS) - 1)]


def pending(task_id: int | None) -> PendingSignature | None:
    """The signature of a task that is being checked, if there is one."""
    return PendingSignature.objects.filter(task_id=task_id).first()
