"""Asking for signatures, receiving them, declining, expiring. A task ends exactly once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph import texts
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.parties.models import Employee
from paraph.registry import services as registry
from paraph.registry.models import Version
from paraph.signing import endings, ports, rechecks, rules, verification
from paraph.signing.endings import Brought, finish, record, refuse_if_ended, try_finish
from paraph.signing.models import Side, Signature, SigningTask, TaskState
from paraph.trust.verdict import Headline

log = logging.getLogger(__name__)

#: A reminder goes out when this share of the time to the deadline is left.
_REMIND_BEFORE = 4


def request(
    *,
    docflow_id: int,
    package_id: int,
    version: Version,
    side: str,
    employee: Employee | None = None,
    recipient: str = "",
    deadline: datetime | None = None,
) -> SigningTask:
    """Ask for a signature under exact bytes, in the caller's transaction."""
    return SigningTask.objects.create(
        workspace_id=version.document.workspace_id,
        docflow_id=docflow_id,
        package_id=package_id,
        version=version,
        side=side,
        employee=employee,
        recipient=recipient,
        deadline=deadline,
        remind_at=_reminder_time(deadline),
    )


def _reminder_time(deadline: datetime | None) -> datetime | None:
    if deadline is None:
        return None
    left = deadline - timezone.now()
    return deadline - left / _REMIND_BEFORE if left > timedelta(0) else None


def get_task(task_id: int, workspace_id: int) -> SigningTask:
    """A task of the workspace, or DomainError."""
    task = (
        SigningTask.objects.select_related("version__document__counterparty", "version__blob", "employee")
        .filter(pk=task_id, workspace_id=workspace_id)
        .first()
    )
    if task is None:
        raise DomainError("not-found", _("Задание на подпись не найдено."))
    return task


def waiting_task(docflow_id: int, side: str) -> SigningTask | None:
    """The open request of one side for a document, if there is one."""
    return SigningTask.objects.filter(docflow_id=docflow_id, side=side, state=TaskState.WAITING).first()


def our_signers(docflow_id: int) -> list[Employee]:
    """Our people who have signed a document."""
    signed = SigningTask.objects.filter(docflow_id=docflow_id, side=Side.OURS, state=TaskState.SIGNED)
    return [task.employee for task in signed.select_related("employee__user") if task.employee is not None]


def accept_signature(task: SigningTask, cms: bytes, *, method: str, actor: Actor) -> Signature | None:
    """Verify a detached signature completely, keep its bytes, and end the task.

    None when nothing speaks against the signature but it cannot be judged yet: it is kept and checked again
    by schedule (see `rechecks`), and the task waits. Raises DomainError, having changed nothing, when the
    task has ended, our signer lost the right to sign, the signature is unreadable, is of another file, does
    not verify, or its certificate is not the signer's.
    """
    refuse_if_ended(task)
    rules.check_right(task)
    now = timezone.now()
    verdict = verification.examine(task.version, cms, at=now)
    verification.refuse_if_wrong(verdict)
    verdict = rules.with_authority(task, verdict)
    rules.refuse_stranger(task, verdict)
    stored = registry.store_bytes(cms)
    with journal.writing(task.workspace_id):
        brought = Brought(registry.save_blob(stored), method, actor, now)
        if verdict.headline is Headline.UNDETERMINED:
            rechecks.keep(task, brought, verdict)
            return None
        return endings.accept(task, brought, verdict)


def decline(task: SigningTask, reason: str, *, actor: Actor) -> None:
    """Refuse to sign, with a reason the sender will read."""
    reason = texts.reason(reason, "reason", _("Напишите причину отказа: её увидит отправитель."))
    refuse_if_ended(task)
    with journal.writing(task.workspace_id):
        finish(task, TaskState.DECLINED, timezone.now(), decline_reason=reason)
        record(task, "signature:declined", actor, {"reason": reason, "side": task.side})
        ports.listener().declined(task, actor)


def cancel(docflow_id: int, *sides: str) -> None:
    """Withdraw the open requests of a docflow to these sides (to both), in the caller's transaction."""
    waiting = SigningTask.objects.filter(docflow_id=docflow_id, state=TaskState.WAITING)
    waiting.filter(side__in=sides or Side.values).update(
        state=TaskState.CANCELLED, finished_at=timezone.now()
    )


def cancel_task(task_id: int) -> None:
    """Withdraw one open request, in the caller's transaction."""
    SigningTask.objects.filter(pk=task_id, state=TaskState.WAITING).update(
        state=TaskState.CANCELLED, finished_at=timezone.now()
    )


def expire_due(now: datetime) -> int:
    """End the tasks whose deadline has passed; returns how many. A signature being checked came in time."""

    def expire(task: SigningTask) -> bool:
        if not try_finish(task, TaskState.EXPIRED, now):
            return False
        record(task, "signature:expired", SYSTEM, {"side": task.side})
        ports.listener().expired(task)
        return True

    due = SigningTask.objects.filter(state=TaskState.WAITING, deadline__lte=now, pending=None)
    return _each(due, expire)


def remind_due(now: datetime) -> int:
    """Tell the listener about tasks whose reminder time has come, each once; returns how many."""
    due = SigningTask.objects.filter(
        state=TaskState.WAITING, remind_at__lte=now, reminded_at=None, pending=None
    )

    def remind(task: SigningTask) -> bool:
        if not due.filter(pk=task.pk).update(reminded_at=now):
            return False
        ports.listener().reminder_due(task)
        return True

    return _each(due, remind)


def _each(due: QuerySet[SigningTask], act: Callable[[SigningTask], bool]) -> int:
    """Act on each task in a transaction of its own; how many were still there to be acted on.

    One that fails holds back no other: it is logged, and the last failure is raised in the end.
    """
    count, failure = 0, None
    for task in due.select_related("version__document", "employee"):
        try:
            with journal.writing(task.workspace_id):
                count += act(task)
        except Exception as error:
            log.exception("signing task %s", task.pk)
            failure = error
    if failure is not None:
        raise failure
    return count
