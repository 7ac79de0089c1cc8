"""How every verb of this room changes a row: who may, which row, what is wrong, what is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.formats.requisites import check_party, digits
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Employee, Workspace
from paraph.parties.wording import translated
from paraph.texts import row_id, storable

Row = TypeVar("Row", bound=Model)


def authorise(workspace: Workspace, actor: Employee, *roles: str) -> None:
    """Raise «forbidden» unless the actor works here and holds one of the roles."""
    if actor.workspace_id != workspace.pk or not actor.has_role(*roles):
        raise DomainError("forbidden", _("Для этого действия не хватает прав. Обратитесь к администратору."))


def find(model: type[Row], workspace: Workspace, pk: Any) -> Row:
    """The workspace's row with this id; «not-found» for any other, be it foreign or not a number."""
    rows = model._default_manager.filter(workspace=workspace)
    row = rows.filter(pk=row_id(pk)).first()
    if row is None:
        raise DomainError(
            "not-found", _("Запись не найдена в вашем рабочем пространстве. Обновите страницу.")
        )
    return row


def find_or_new(model: type[Row], workspace: Workspace, pk: int | None) -> Row:
    """The row to change, or a new one of the workspace."""
    return model(workspace=workspace) if pk is None else find(model, workspace, pk)


def fill(
    row: Model, data: Mapping[str, Any], texts: tuple[str, ...], codes: tuple[str, ...] = ()
) -> set[str]:
    """Put the given fields into the row; fields not given stay. Codes lose spaces and hyphens.

    Returns the names of the fields whose value changed.
    """
    changed = set()
    for name in (*texts, *codes):
        if name not in data:
            continue
        raw = storable(str(data[name] or ""))
        value = digits(raw).upper() if name in codes else " ".join(raw.split())
        if value != getattr(row, name):
            setattr(row, name, value)
            changed.add(name)
    return changed


def party_faults(row: Any) -> dict[str, str]:
    """Faults of ИНН, КПП and ОГРН of an organisation or counterparty."""
    return translated(check_party(row.inn, row.kpp, row.ogrn))


def check(row: Model, fields: tuple[str, ...], faults: Mapping[str, str]) -> None:
    """Raise one refusal with every fault: those of the fields themselves (empty, too long) and the given.

    A given fault is more exact and replaces what the field says.
    """
    others = [field.name for field in row._meta.fields if field.name not in fields]
    found: dict[str, str] = {}
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        found = {name: " ".join(messages) for name, messages in error.message_dict.items()}
    found.update(faults)
    if found:
        raise DomainError("invalid", _("Исправьте отмеченные поля. Пока ничего не сохранено."), faults=found)


def record(workspace: Workspace, event: str, actor: Employee, data: Mapping[str, Any]) -> None:
    """Write the journal event of a change, in its transaction."""
    who = actors.employee(actor.pk, actor.full_name)
    journal.record(workspace.pk, str(event), who, journal.Subject(), data)
