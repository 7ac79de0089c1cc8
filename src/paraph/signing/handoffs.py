"""Lending a signing task to a program on the signer's device that speaks to the hub by itself.

The program has no sign-in: it knows an id that was made for one person and one document, works once and ends
soon. What it brings is checked like any other signature; nothing it says about it is believed.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.journal import actors
from paraph.parties.models import Employee
from paraph.signing import endings
from paraph.signing import services as signing
from paraph.signing.models import Handoff, HandoffState, SigningTask

#: Time from the click to the finished signature: reading is done before.
LIFE = timedelta(minutes=15)
_OPEN = (HandoffState.OFFERED, HandoffState.TAKEN)


def offer(task: SigningTask, employee: Employee, method: str) -> tuple[Handoff, str]:
    """Lend the employee's own task: the row, and the id for the program, which is given out this once.

    A loan of the same task that was not used ends. Raises DomainError when the task is not theirs or ended.
    """
    if task.employee_id != employee.pk:
        raise DomainError("forbidden", _("Это задание на подпись другого сотрудника."))
    endings.refuse_if_ended(task)
    Handoff.objects.filter(task=task, state__in=_OPEN).update(state=HandoffState.CANCELLED)
    id = str(uuid.uuid4())
    row = Handoff.objects.create(
        workspace_id=task.workspace_id,
        task=task,
        employee=employee,
        method=method,
        id_hash=_fingerprint(id),
        expires_at=timezone.now() + LIFE,
    )
    return row, id


def take(id: str, method: str) -> Handoff:
    """The loan of an id that still works: the program has come for the document. DomainError otherwise."""
    row = _open(id, method)
    endings.refuse_if_ended(row.task)
    _move(row, HandoffState.TAKEN)
    return row


def file_token(row: Handoff) -> str:
    """What the program shows to fetch the file of a loan; it tells nothing of the id."""
    text = f"handoff file {row.id_hash}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def for_file(pk: int, token: str) -> Handoff:
    """The loan whose file is asked for. DomainError when the token is another's or the loan has ended."""
    row = _rows().filter(pk=pk, state=HandoffState.TAKEN, expires_at__gt=timezone.now()).first()
    if row is None or not hmac.compare_digest(file_token(row), token):
        raise _unknown()
    return row


def finish(id: str, method: str, cms: bytes) -> Handoff:
    """Take the signature the program made, once. DomainError, kept in the row too, when it is refused."""
    row = _open(id, method)
    who = actors.employee(row.employee_id, row.employee.full_name)
    try:
        signing.accept_signature(row.task, cms, method=method, actor=who)
    except DomainError as error:
        _move(row, HandoffState.FAILED, error.message)
        raise
    _move(row, HandoffState.SIGNED)
    return row


def give_up(id: str, method: str, reason: str = "") -> None:
    """The program stopped, or its user did (no reason). DomainError for an id that does not work any more."""
    row = _open(id, method)
    _move(row, HandoffState.FAILED if reason else HandoffState.CANCELLED, reason)


def standing(pk: int, employee: Employee) -> Handoff:
    """The employee's own loan as it is now, for the page that waits. DomainError for another's."""
    row = _rows().filter(pk=pk, employee=employee).first()
    if row is None:
        raise DomainError("not-found", _("Задание на подпись не найдено."))
    return row


def is_over(row: Handoff) -> bool:
    """Whether nothing more will come of it."""
    return row.state not in _OPEN or row.expires_at <= timezone.now()


def _rows() -> QuerySet[Handoff]:
    return Handoff.objects.select_related(
        "task__version__document__counterparty", "task__employee", "employee"
    )


def _open(id: str, method: str) -> Handoff:
    rows = _rows().filter(id_hash=_fingerprint(id), method=method, state__in=_OPEN)
    row = rows.filter(expires_at__gt=timezone.now(), employee__is_active=True).first()
    if row is None:
        raise _unknown()
    return row


def _move(row: Handoff, state: HandoffState, error: str = "") -> None:
    """Conditional, so that of two answers to one id one is taken."""
    if not Handoff.objects.filter(pk=row.pk, state__in=_OPEN).update(state=state, error=error):
        raise _unknown()
    row.state, row.error = state, error


def _unknown() -> DomainError:
    message = _(
        "Ссылка на подписание не действует: она одноразовая. Вернитесь на страницу и нажмите ещё раз."
    )
    return DomainError("handoff", message)


def _fingerprint(id: str) -> str:
    return hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()
