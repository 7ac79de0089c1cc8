"""Who may set portals up, and how the faults of a form are told."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.parties.models import Employee, Role


def authorise(workspace_id: int, actor: Employee) -> None:
    """Raise «forbidden» unless the actor is an administrator here."""
    if actor.workspace_id != workspace_id or not actor.has_role(Role.ADMINISTRATOR):
        raise DomainError("forbidden", _("Для этого действия не хватает прав. Обратитесь к администратору."))


def refuse(faults: Mapping[str, str]) -> None:
    """Raise when a form has faults."""
    if faults:
        message = _("Исправьте отмеченные поля. Пока ничего не сохранено.")
        raise DomainError("invalid", message, faults=faults)
