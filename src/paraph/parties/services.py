"""Verbs of the parties: workspaces, our organisations, departments, people (`people`), counterparties.

Every verb works inside one workspace: an id of another workspace is «not-found». Faults of a form come all
at once in `DomainError.details["faults"]` by field name. Each change writes its journal event in the same
transaction; a save that changes nothing writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM
from paraph.parties import saving
from paraph.parties.events import Event
from paraph.parties.models import Counterparty, Department, Employee, Organization, Role, User, Workspace
from paraph.parties.people import (
    Invitation,
    approver_or_deputy,
    deactivate_employee,
    issue_password_link,
    restore_employee,
    save_employee,
    set_deputy,
)
from paraph.parties.people import add_employee as _add_employee
from paraph.texts import storable

__all__ = [
    "Invitation",
    "approver_or_deputy",
    "counterparty_for",
    "create_workspace",
    "deactivate_employee",
    "find_counterparties",
    "issue_password_link",
    "restore_employee",
    "save_counterparty",
    "save_department",
    "save_employee",
    "save_organization",
    "set_deputy",
]

Party = TypeVar("Party", Organization, Counterparty)

_PARTY_TEXTS = ("name",)
_PARTY_CODES = ("inn", "kpp", "ogrn")


def create_workspace(
    name: str,
    admin_email: str,
    admin_name: str,
    password: str,
    organization: Mapping[str, str],
) -> Employee:
    """A new workspace with its first organisation and its first administrator, who may also send.

    `organization`: name, inn, kpp, ogrn, address. `password` is empty only for a sign-in that exists.
    Faults of the administrator's data are named `email`, `full_name`, `password`; of the workspace
    `workspace_name`.
    """
    with transaction.atomic():
        workspace = Workspace(name=" ".join(name.split()))
        faults = {} if workspace.name else {"workspace_name": _("Укажите название рабочего пространства.")}
        if not password and not User.objects.filter(email=admin_email.strip().lower()).exists():
            faults["password"] = _("Укажите пароль администратора.")
        row = Organization(workspace=workspace)
        saving.fill(row, organization, (*_PARTY_TEXTS, "address"), _PARTY_CODES)
        saving.check(row, (*_PARTY_TEXTS, "address"), saving.party_faults(row) | faults)
        workspace.save()
        row.save()
        admin = _add_employee(
            workspace,
            {"full_name": admin_name, "email": admin_email, "password": password, "organization": row.pk,
             "roles": {Role.ADMINISTRATOR, Role.SENDER}},
        )  # fmt: skip
        saving.record(workspace, Event.WORKSPACE_CREATED, admin, {"name": workspace.name})
        saving.record(workspace, Event.ORGANIZATION_ADDED, admin, _party_facts(row))
        saving.record(workspace, Event.EMPLOYEE_ADDED, admin, {"employee": admin.pk, "name": admin.full_name})
    return admin


def save_organization(
    workspace: Workspace, data: Mapping[str, Any], actor: Employee, id: int | None = None
) -> Organization:
    """Add or change our legal entity: name, inn, kpp, ogrn, address. Administrators only."""
    saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    with journal.writing(workspace.pk):
        row = saving.find_or_new(Organization, workspace, id)
        changed = saving.fill(row, data, (*_PARTY_TEXTS, "address"), _PARTY_CODES)
        taken = _("Организация с такими ИНН и КПП уже есть: {name}. Измените её вместо новой.")
        saving.check(row, (*_PARTY_TEXTS, "address"), saving.party_faults(row) or _duplicate(row, taken))
        return _save_party(row, changed, actor, (Event.ORGANIZATION_ADDED, Event.ORGANIZATION_CHANGED))


def save_counterparty(
    workspace: Workspace, data: Mapping[str, Any], actor: Employee, id: int | None = None
) -> Counterparty:
    """Add or change the other side: name, inn, kpp, ogrn, contact_name, email. Senders may too."""
    saving.authorise(workspace, actor, Role.ADMINISTRATOR, Role.SENDER)
    texts = (*_PARTY_TEXTS, "contact_name", "email")
    with journal.writing(workspace.pk):
        row = saving.find_or_new(Counterparty, workspace, id)
        changed = saving.fill(row, data, texts, _PARTY_CODES)
        taken = _("Контрагент с такими ИНН и КПП уже есть: {name}. Измените его вместо нового.")
        saving.check(row, texts, saving.party_faults(row) or _duplicate(row, taken))
        return _save_party(row, changed, actor, (Event.COUNTERPARTY_ADDED, Event.COUNTERPARTY_CHANGED))


def counterparty_for(
    workspace: Workspace, name: str, inn: str, kpp: str = "", *, ogrn: str = "", email: str = ""
) -> Counterparty:
    """The counterparty with these requisites, as a channel states them; added when it is not known yet.

    A firm known under another КПП is not the same counterparty. Raises DomainError when the requisites are
    wrong, as in `save_counterparty`.
    """
    row = Counterparty(workspace=workspace)
    given = {"name": name[:300], "inn": inn, "kpp": kpp, "ogrn": ogrn, "email": email}
    saving.fill(row, given, (*_PARTY_TEXTS, "email"), _PARTY_CODES)
    with journal.writing(workspace.pk):
        known = Counterparty.objects.filter(workspace=workspace, inn=row.inn, kpp=row.kpp).first()
        if known is not None:
            return known
        saving.check(row, (*_PARTY_TEXTS, "email"), saving.party_faults(row))
        row.save()
        facts = {**_party_facts(row), "changed": ["inn", "kpp", "name"]}
        journal.record(workspace.pk, str(Event.COUNTERPARTY_ADDED), SYSTEM, journal.Subject(), facts)
    return row


def find_counterparties(workspace: Workspace, text: str) -> QuerySet[Counterparty]:
    """Counterparties whose name, contact or requisites hold every word of the text.

    Names are compared in the forms people type (as given, capitalised, in capitals), because SQLite's
    LIKE ignores case for Latin letters only.
    """
    found = Counterparty.objects.filter(workspace=workspace)
    for word in storable(text).split():
        matches = Q()
        for form in {word, word.lower(), word.capitalize(), word.upper()}:
            matches |= Q(name__icontains=form) | Q(contact_name__icontains=form)
        found = found.filter(
            matches | Q(inn__startswith=word) | Q(kpp=word) | Q(ogrn=word) | Q(email__icontains=word)
        )
    return found


def save_department(
    workspace: Workspace, data: Mapping[str, Any], actor: Employee, id: int | None = None
) -> Department:
    """Add or change a department: name, organization (id), head (employee id or empty)."""
    saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    with journal.writing(workspace.pk):
        row = saving.find_or_new(Department, workspace, id)
        changed = saving.fill(row, data, ("name",))
        changed |= _place_department(row, workspace, data)
        same = Department.objects.filter(organization_id=row.organization_id, name=row.name).exclude(
            pk=row.pk
        )
        faults = {"name": _("Такой отдел в этой организации уже есть.")} if same.exists() else {}
        if row.organization_id is None:
            faults["organization"] = _("Выберите организацию.")
        saving.check(row, ("name",), faults)
        added = row.pk is None
        row.save()
        if changed:
            event = Event.DEPARTMENT_ADDED if added else Event.DEPARTMENT_CHANGED
            facts = {"department": row.pk, "name": row.name, "changed": sorted(changed)}
            saving.record(workspace, event, actor, facts)
        return row


def _place_department(row: Department, workspace: Workspace, data: Mapping[str, Any]) -> set[str]:
    before = (row.organization_id, row.head_id)
    if data.get("organization"):
        row.organization = saving.find(Organization, workspace, data["organization"])
    if "head" in data:
        row.head = saving.find(Employee, workspace, data["head"]) if data["head"] else None
    now = (row.organization_id, row.head_id)
    return {name for name, old, new in zip(("organization", "head"), before, now, strict=True) if old != new}


def _duplicate(row: Organization | Counterparty, message: str) -> dict[str, str]:
    same = type(row).objects.filter(workspace=row.workspace, inn=row.inn, kpp=row.kpp).exclude(pk=row.pk)
    other = same.first()
    return {"inn": message.format(name=other.name)} if other else {}


def _save_party(row: Party, changed: set[str], actor: Employee, events: tuple[Event, Event]) -> Party:
    added = row.pk is None
    row.save()
    if changed:
        facts = {**_party_facts(row), "changed": sorted(changed)}
        saving.record(row.workspace, events[0] if added else events[1], actor, facts)
    return row


def _party_facts(row: Organization | Counterparty) -> dict[str, Any]:
    return {type(row).__name__.lower(): row.pk, "name": row.name, "inn": row.inn, "kpp": row.kpp}
