"""Starting an approval round and deciding in it."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph import texts
from paraph.approval import ports
from paraph.approval.models import ApprovalState, ApprovalTask, Mode, Route
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Employee
from paraph.parties.rules import can_approve

_OPEN = (ApprovalState.QUEUED, ApprovalState.WAITING)


def start(package_id: int, route: Route) -> None:
    """Open a new round for a package, in the caller's transaction."""
    last = ApprovalTask.objects.filter(package_id=package_id).aggregate(Max("round"))["round__max"] or 0
    steps = list(route.steps.select_related("employee"))
    if not steps:
        raise DomainError("route", _("В маршруте согласования нет ни одного человека: дополните маршрут."))
    for order, step in enumerate(steps, start=1):
        at_once = route.mode == Mode.PARALLEL or order == 1
        task = ApprovalTask.objects.create(
            workspace_id=route.workspace_id,
            package_id=package_id,
            round=last + 1,
            order=order,
            employee=step.employee,
            state=ApprovalState.WAITING if at_once else ApprovalState.QUEUED,
        )
        if at_once:
            ports.listener().waiting(task)


def may_decide(task: ApprovalTask, employee: Employee) -> bool:
    """The approver, or the approver's deputy while the deputy's term lasts."""
    if not can_approve(employee) or employee.workspace_id != task.workspace_id:
        return False
    approver = task.employee
    if approver.pk == employee.pk:
        return True
    until = approver.deputy_until
    in_term = until is None or timezone.localdate() <= until
    return approver.deputy_id == employee.pk and in_term


def decide(task_id: int, employee: Employee, *, approve: bool, comment: str = "") -> None:
    """Approve or return a package. A return needs a comment; a decision is taken exactly once."""
    task = (
        ApprovalTask.objects.select_related("employee")
        .filter(pk=task_id, workspace_id=employee.workspace_id)
        .first()
    )
    if task is None:
        raise DomainError("not-found", _("Задание на согласование не найдено."))
    if not may_decide(task, employee):
        raise DomainError(
            "forbidden", _("Согласовать может только {name} или его заместитель.").format(name=task.employee)
        )
    if approve:
        comment = texts.comment(comment, "comment")
    else:
        comment = texts.reason(comment, "comment", _("Напишите, что исправить: это увидит отправитель."))
    with journal.writing(task.workspace_id):
        _decide(task, employee, ApprovalState.APPROVED if approve else ApprovalState.REJECTED, comment)


def _decide(task: ApprovalTask, employee: Employee, state: ApprovalState, comment: str) -> None:
    changed = ApprovalTask.objects.filter(pk=task.pk, state=ApprovalState.WAITING).update(
        state=state, comment=comment, decided_by=employee, decided_at=timezone.now()
    )
    if not changed:
        raise DomainError("already-decided", _("По этому пакету решение уже принято. Обновите страницу."))
    actor = actors.employee(employee.pk, employee.full_name)
    approved = state == ApprovalState.APPROVED
    journal.record(
        task.workspace_id,
        "package:approved" if approved else "package:returned",
        actor,
        journal.Subject(package_id=task.package_id),
        {"approver": task.employee.full_name, "comment": comment, "round": task.round},
    )
    if approved:
        _next(task, actor)
    else:
        cancel(task.package_id)
        ports.listener().rejected(task.package_id, comment, actor)


def _next(task: ApprovalTask, actor: actors.Actor) -> None:
    round_tasks = ApprovalTask.objects.filter(package_id=task.package_id, round=task.round)
    if round_tasks.filter(state=ApprovalState.WAITING).exists():
        return
    following = round_tasks.filter(state=ApprovalState.QUEUED).order_by("order").first()
    if following is None:
        ports.listener().approved(task.package_id, actor)
        return
    following.state = ApprovalState.WAITING
    following.save(update_fields=("state",))
    ports.listener().waiting(following)


def deciders(package_id: int) -> list[Employee]:
    """Everybody who has decided on a package, in any round."""
    decided = ApprovalTask.objects.filter(package_id=package_id, decided_by__isnull=False)
    return [task.decided_by for task in decided.select_related("decided_by__user")]


def cancel(package_id: int) -> None:
    """Close every open task of a package, in the caller's transaction."""
    ApprovalTask.objects.filter(package_id=package_id, state__in=_OPEN).update(
        state=ApprovalState.CANCELLED, decided_at=timezone.now()
    )
