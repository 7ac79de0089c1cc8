"""Who of a portal is which employee: by the e-mail once, afterwards as a person says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.parties.models import Employee
from paraph.texts import row_id


def remember(users: Any, workspace_id: int, user_id: object, facts: Mapping[str, Any]) -> Any:
    """The person's row (`users` is the portal's own manager); an employee of the same e-mail is theirs.

    Unless somebody chose otherwise. People may change their own e-mail on a portal: an address that is not
    the first one opens nobody's place, an administrator chooses then.
    """
    before = users.filter(user_id=user_id).first()
    user, _created = users.update_or_create(user_id=user_id, defaults=dict(facts))
    email = str(facts["email"])
    if before is not None and before.email and before.email.casefold() != email.casefold():
        user.is_chosen = True
        user.save(update_fields=("is_chosen",))
    if user.employee_id is None and not user.is_chosen:
        user.employee = employee_of(users, workspace_id, email)
        if user.employee is not None:
            user.save(update_fields=("employee",))
    return user


def employee_of(users: Any, workspace_id: int, email: str) -> Employee | None:
    """The one active employee of the workspace with this e-mail who is nobody else of the portal."""
    if not email:
        return None
    taken = users.exclude(employee=None).values("employee")
    rows = Employee.objects.filter(workspace_id=workspace_id, email__iexact=email, is_active=True)
    found = list(rows.exclude(pk__in=taken)[:2])
    return found[0] if len(found) == 1 else None


def chosen(workspace_id: int, employee_id: object) -> Employee | None:
    """The employee a person picked from the list; None for «nobody». Raises DomainError for any other id."""
    if not employee_id:
        return None
    rows = Employee.objects.filter(workspace_id=workspace_id, is_active=True)
    found = rows.filter(pk=row_id(employee_id) or 0).first()
    if found is None:
        raise DomainError("invalid", _("Выберите сотрудника из списка."), field="employee")
    return found
