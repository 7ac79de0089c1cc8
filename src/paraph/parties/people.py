"""Verbs about employees: hire, change, deactivate, deputies, the one-time link that sets a password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.formats.requisites import check_inn, check_snils
from paraph.journal import services as journal
from paraph.parties import saving
from paraph.parties.events import Event
from paraph.parties.models import Department, Employee, EmployeeRole, Organization, Role, User, Workspace
from paraph.parties.rules import can_approve
from paraph.parties.wording import translated

_TEXTS = ("full_name", "position", "email")
_CODES = ("inn", "snils")


@dataclass(frozen=True)
class Invitation:
    """Parts of the one-time address where a person sets their password."""

    uid: str
    token: str


def save_employee(
    workspace: Workspace, data: Mapping[str, Any], actor: Employee, id: int | None = None
) -> Employee:
    """Hire or change an employee; their e-mail is their sign-in.

    `data`: full_name, position, email, inn, snils (of the person), organization (id), department (id or
    empty), roles (set of `Role`), password (only for a sign-in that is new; without it the administrator
    passes on the link of `issue_password_link`). A field that is not given stays as it is.
    """
    saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    with journal.writing(workspace.pk):
        if id is None:
            row = add_employee(workspace, data)
            facts = {"employee": row.pk, "name": row.full_name, "roles": sorted(row.role_names())}
            saving.record(workspace, Event.EMPLOYEE_ADDED, actor, facts)
            return row
        row = saving.find(Employee, workspace, id)
        changed = _change(row, data)
        if changed:
            facts = {"employee": row.pk, "name": row.full_name, "changed": sorted(changed)}
            if "roles" in changed:
                facts["roles"] = sorted(row.role_names())
            saving.record(workspace, Event.EMPLOYEE_CHANGED, actor, facts)
        return row


def add_employee(workspace: Workspace, data: Mapping[str, Any]) -> Employee:
    """A new employee without an event: for the verbs of this room, which write their own."""
    row = Employee(workspace=workspace)
    _change(row, data)
    return row


def _change(row: Employee, data: Mapping[str, Any]) -> set[str]:
    if "email" in data:
        data = {**data, "email": str(data["email"] or "").lower()}
    changed = saving.fill(row, data, _TEXTS, _CODES)
    changed |= _place(row, data)
    roles = _roles(row, data)
    password = str(data.get("password") or "")
    saving.check(row, (*_TEXTS, *_CODES), _faults(row, roles, password))
    if roles is not None and row.pk and Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(row)
    if row.pk is None or "email" in changed:
        _link_user(row, password)
    row.save()
    if roles is not None and _set_roles(row, roles):
        changed.add("roles")
    return changed


def _place(row: Employee, data: Mapping[str, Any]) -> set[str]:
    before = (row.organization_id, row.department_id)
    if data.get("organization"):
        row.organization = saving.find(Organization, row.workspace, data["organization"])
    if "department" in data:
        department = data["department"]
        row.department = saving.find(Department, row.workspace, department) if department else None
    now = (row.organization_id, row.department_id)
    return {
        name for name, old, new in zip(("organization", "department"), before, now, strict=True) if old != new
    }


def _roles(row: Employee, data: Mapping[str, Any]) -> set[str] | None:
    """The roles wanted, or None to leave them."""
    if "roles" not in data:
        return None if row.pk else set()
    return {str(role) for role in data["roles"]}


def _faults(row: Employee, roles: set[str] | None, password: str) -> dict[str, str]:
    faults: dict[str, str] = {}
    if row.inn:
        wrong_length = _("ИНН физлица состоит из 12 цифр.") if len(row.inn) != 12 else ""
        faults["inn"] = wrong_length or check_inn(row.inn)
    if row.snils:
        faults["snils"] = check_snils(row.snils)
    faults = translated({field: fault for field, fault in faults.items() if fault})
    if row.organization_id is None:
        faults["organization"] = _("Выберите организацию.")
    elif row.department is not None and row.department.organization_id != row.organization_id:
        faults["department"] = _("Этот отдел относится к другой организации.")
    if roles is not None and not roles:
        faults["roles"] = _("Отметьте хотя бы одну роль.")
    elif roles is not None and not roles <= set(Role.values):
        faults["roles"] = _("Такой роли нет. Обновите страницу и отметьте роли заново.")
    return faults | _sign_in_faults(row, password)


def _sign_in_faults(row: Employee, password: str) -> dict[str, str]:
    user = User.objects.filter(email=row.email).first()
    if user is not None:
        same = Employee.objects.filter(workspace=row.workspace, user=user).exclude(pk=row.pk)
        if same.exists():
            return {"email": _("Сотрудник с этим адресом уже есть: {name}.").format(name=same[0].full_name)}
    if password and (user is not None or row.pk is not None):
        return {"password": _("У этого адреса уже есть вход со своим паролем: оставьте поле пустым.")}
    if password:
        try:
            validate_password(password)
        except ValidationError as error:
            return {"password": " ".join(error.messages)}
    return {}


def _link_user(row: Employee, password: str) -> None:
    """The sign-in of the employee's e-mail: an existing one, the own one renamed, or a new one."""
    known = User.objects.filter(email=row.email).first()
    if known is not None:
        row.user = known
    elif row.user is not None and not _works_elsewhere(row.user, row.workspace):
        row.user.email = row.email
        row.user.save(update_fields=("email",))
    else:
        row.user = User.objects.create_user(row.email, password or None)


def _works_elsewhere(user: User, workspace: Workspace) -> bool:
    return user.employees.exclude(workspace=workspace).exists()


def _set_roles(row: Employee, roles: set[str]) -> bool:
    held = set(row.roles.values_list("role", flat=True))
    if roles == held:
        return False
    row.roles.filter(role__in=held - roles).delete()
    EmployeeRole.objects.bulk_create([EmployeeRole(employee=row, role=role) for role in sorted(roles - held)])
    row.__dict__.pop("_roles", None)  # read anew by role_names()
    return True


def _keep_an_administrator(row: Employee) -> None:
    """Raise when nobody would be left to administer the workspace."""
    if not row.is_active or not row.roles.filter(role=Role.ADMINISTRATOR).exists():
        return
    others = Employee.objects.filter(
        workspace=row.workspace, is_active=True, user__is_active=True, roles__role=Role.ADMINISTRATOR
    ).exclude(pk=row.pk)
    if not others.exists():
        raise DomainError(
            "last-administrator",
            _("Это единственный администратор. Сначала дайте роль администратора другому сотруднику."),
            field="roles",
        )


def deactivate_employee(workspace: Workspace, id: int, actor: Employee) -> Employee:
    """Take away access; what the person did stays theirs. The last administrator can not be deactivated."""
    return _set_active(workspace, id, actor, active=False)


def restore_employee(workspace: Workspace, id: int, actor: Employee) -> Employee:
    """Give access back, with the roles held before."""
    return _set_active(workspace, id, actor, active=True)


def _set_active(workspace: Workspace, id: int, actor: Employee, *, active: bool) -> Employee:
    saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    with journal.writing(workspace.pk):
        row = saving.find(Employee, workspace, id)
        if row.is_active == active:
            return row
        if not active:
            _keep_an_administrator(row)
        row.is_active = active
        row.save(update_fields=("is_active",))
        event = Event.EMPLOYEE_RESTORED if active else Event.EMPLOYEE_DEACTIVATED
        saving.record(workspace, event, actor, {"employee": row.pk, "name": row.full_name})
        return row


def issue_password_link(workspace: Workspace, id: int, actor: Employee) -> Invitation:
    """A one-time link with which the employee sets a password, for the administrator to pass on.

    Refused for a sign-in that also works in another workspace: its password is not this
    administrator's to change.
    """
    saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    with journal.writing(workspace.pk):
        row = saving.find(Employee, workspace, id)
        if row.user is None or not row.is_active:
            raise DomainError("no-sign-in", _("У сотрудника нет доступа. Сначала верните ему доступ."))
        if _works_elsewhere(row.user, workspace):
            raise DomainError(
                "foreign-sign-in",
                _("Этот человек работает и в другом пространстве, пароль он меняет сам в своём кабинете."),
            )
        saving.record(
            workspace, Event.PASSWORD_LINK_ISSUED, actor, {"employee": row.pk, "name": row.full_name}
        )
        uid = urlsafe_base64_encode(force_bytes(row.user.pk))
        return Invitation(uid=uid, token=default_token_generator.make_token(row.user))


def set_deputy(employee: Employee, deputy: Employee | None, until: date | None, actor: Employee) -> Employee:
    """Who decides instead of the employee up to and including `until` (None: until recalled).

    The employee may do so, or an administrator. `deputy=None` recalls the deputy.
    """
    workspace = employee.workspace
    if actor.pk != employee.pk:
        saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    with journal.writing(workspace.pk):
        row = saving.find(Employee, workspace, employee.pk)
        if deputy is not None:
            deputy = saving.find(Employee, workspace, deputy.pk)
            _check_deputy(row, deputy, until)
        until = until if deputy is not None else None
        if (row.deputy, row.deputy_until) == (deputy, until):
            return row
        row.deputy, row.deputy_until = deputy, until
        row.save(update_fields=("deputy", "deputy_until"))
        facts: dict[str, Any] = {"employee": row.pk, "name": row.full_name}
        if deputy is not None:
            facts |= {"deputy": deputy.pk, "deputy_name": deputy.full_name, "until": until}
        saving.record(workspace, Event.DEPUTY_SET if deputy else Event.DEPUTY_REMOVED, actor, facts)
        return row


def _check_deputy(row: Employee, deputy: Employee, until: date | None) -> None:
    if until is not None and until < timezone.localdate():
        raise DomainError(
            "deputy", _("Этот день уже прошёл. Укажите сегодняшний или более поздний."), field="deputy_until"
        )
    if deputy.pk == row.pk:
        message = _("Нельзя замещать самого себя. Выберите другого сотрудника.")
    elif not can_approve(deputy):
        message = _("Заместитель должен быть действующим сотрудником с ролью выше наблюдателя.")
    else:
        return
    raise DomainError("deputy", message, field="deputy")


def approver_or_deputy(employee: Employee, on: date) -> Employee:
    """Who decides on that day: the deputy while their term lasts and they are active, else the employee."""
    deputy = employee.deputy
    in_term = employee.deputy_until is None or on <= employee.deputy_until
    return deputy if deputy is not None and deputy.is_active and in_term else employee
