"""Users, and employees of organisations."""

from __future__ import annotations

import json
import secrets
from uuid import uuid4

from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.certificates import certificates_of, holder, information
from paraph.sandbox.diadoc.directory import (
    HEAD_DEPARTMENT,
    Box,
    Employee,
    User,
    boxes_of,
    employees_of,
    find_box,
    find_employee,
    find_user,
)
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.seed import ACTIONS
from paraph.sandbox.diadoc.world import World
from paraph.trust import der
from paraph.trust.certificate import Certificate
from paraph.wire.diadoc import employees_pb2 as pb
from paraph.wire.diadoc.common_pb2 import Timestamp
from paraph.wire.diadoc.organizations_pb2 import (
    AuthorizationPermission,
    DocumentAccessLevel,
    OrganizationUser,
    OrganizationUserPermissions,
    OrganizationUsersList,
)
from paraph.wire.diadoc.signing_pb2 import CertificateInfo

_PAGE = 50


def administered_box(call: Call) -> Box:
    """The box of the query; 403 unless the caller administers it."""
    box = call.box(call.required("boxId"))
    if not call.employee(box).administrator:
        raise ApiError(403, "Only administrators of the organization may do this")
    return box


# -- users -------------------------------------------------------------------------------------------------


@endpoint("GET", "/V2/GetMyUser")
def get_my_user(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetMyUser"""
    return _user(call.user)


@endpoint("GET", "/GetMyUser")
def get_my_user_v1(call: Call) -> Answer:
    """The obsolete version: with certificates."""
    told = pb.User(
        Id=call.user.id,
        LastName=call.user.surname,
        FirstName=call.user.given_name,
        MiddleName=call.user.patronymic,
    )
    for raw in certificates_of(call.world, call.user.id):
        full = information(raw, is_default=False)
        told.CloudCertificates.append(
            CertificateInfo(
                Thumbprint=full.Thumbprint,
                ValidFrom=full.ValidFrom,
                ValidTo=full.ValidTo,
                OrganizationName=full.OrganizationName,
                Inn=full.Inn,
            )
        )
    return told


@endpoint("GET", "/V2/GetOrganizationUsers")
def get_organization_users(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetOrganizationUsers"""
    box_id = call.required("boxId")
    if find_box(call.world, box_id) is None:
        raise ApiError(404, "Box is not found")
    return _users(call, call.box(box_id))


@endpoint("GET", "/GetOrganizationUsers")
def get_organization_users_v1(call: Call) -> Answer:
    """The obsolete version: by the id of an organisation."""
    boxes = boxes_of(call.world, call.required("orgId").lower())
    if not boxes:
        raise ApiError(404, "Organization is not found")
    return _users(call, call.box(boxes[0].id))


def _users(call: Call, box: Box) -> OrganizationUsersList:
    listed = OrganizationUsersList(CurrentUserId=call.user.id)
    for employee in employees_of(call.world, box.organization.id):
        listed.Users.append(
            OrganizationUser(
                Id=employee.user.id,
                Name=employee.user.full_name,
                Permissions=_user_permissions(employee),
                Position=employee.position,
            )
        )
    return listed


def _user(of: User) -> pb.UserV2:
    name = pb.FullName(LastName=of.surname, FirstName=of.given_name, MiddleName=of.patronymic or None)
    return pb.UserV2(UserId=of.id, Login=of.login, FullName=name, IsRegistered=True)


def _user_permissions(of: Employee) -> OrganizationUserPermissions:
    return OrganizationUserPermissions(
        UserDepartmentId=of.department_id,
        IsAdministrator=of.administrator,
        DocumentAccessLevel=of.access_level,
        CanSignDocuments=of.may("SignDocuments"),
        CanManageCounteragents=of.may("ManageCounteragents"),
        CanAddResolutions=of.may("AddResolutions"),
        CanRequestResolutions=of.may("RequestResolutions"),
        SelectedDepartmentIds=of.more.get("SelectedDepartmentIds", []),
        JobTitle=of.position,
        CanCreateDocuments=of.may("CreateDocuments"),
        AuthorizationPermission=AuthorizationPermission(IsBlocked=of.blocked),
        CanDeleteRestoreDocuments=of.may("DeleteRestoreDocuments"),
        CanAttachUniversalMessages=of.may("AttachUniversalMessages"),
    )


@endpoint("GET", "/V1/GetSecurityEvents")
def get_security_events(call: Call) -> Answer:
    """Nothing dangerous has been found in anybody's files."""
    administered_box(call)
    return pb.SecurityEventList()


# -- employees ---------------------------------------------------------------------------------------------


@endpoint("GET", "/GetMyEmployee")
def get_my_employee(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetMyEmployee"""
    return _employee(call.employee(call.box(call.required("boxId"))))


@endpoint("GET", "/GetEmployee")
def get_employee(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetEmployee"""
    return _employee(_found(call, administered_box(call)))


@endpoint("GET", "/GetEmployees")
def get_employees(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetEmployees"""
    box, page, count = administered_box(call), call.number("page", 1), call.number("count", _PAGE)
    if page < 1 or not 1 <= count <= _PAGE:
        raise ApiError(400, f"page must be at least 1, count between 1 and {_PAGE}")
    everybody = sorted(employees_of(call.world, box.organization.id), key=lambda of: (of.created, of.user.id))
    shown = everybody[(page - 1) * count : page * count]
    return pb.EmployeeList(Employees=[_employee(of) for of in shown], TotalCount=len(everybody))


@endpoint("POST", "/CreateEmployee")
def create_employee(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/CreateEmployee"""
    box, asked = administered_box(call), call.body(pb.EmployeeToCreate)
    credentials = asked.Credentials
    if credentials.HasField("Login") == credentials.HasField("Certificate"):
        raise ApiError(400, "Exactly one of Credentials.Login, Credentials.Certificate must be specified")
    with call.world.writing() as db:
        user = _user_to_be(call.world, credentials)
        if find_employee(call.world, box.organization.id, user.id) is not None:
            raise ApiError(409, "Employee already exists in the box")
        permissions = asked.Permissions
        more = {
            "Actions": _actions(permissions.Actions, dict.fromkeys(ACTIONS, False)),
            "SelectedDepartmentIds": list(permissions.SelectedDepartmentIds),
            "CanBeInvitedForChat": asked.CanBeInvitedForChat,
        }
        db.execute(
            "INSERT INTO employees VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                box.organization.id,
                user.id,
                asked.Position,
                _department(call.world, box, permissions.UserDepartmentId),
                DocumentAccessLevel.Value.Name(permissions.DocumentAccessLevel),
                permissions.IsAdministrator,
                permissions.AuthorizationPermission.IsBlocked,
                json.dumps(more),
                call.world.now_ticks(),
            ),
        )
    return _employee(_of_user(call.world, box, user.id))


@endpoint("POST", "/UpdateEmployee")
def update_employee(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/UpdateEmployee"""
    box, asked = administered_box(call), call.body(pb.EmployeeToUpdate)
    found = _found(call, box)
    with call.world.writing() as db:
        for column, value in _changes(call.world, box, found, asked).items():
            db.execute(
                f"UPDATE employees SET {column} = ? WHERE organization_id = ? AND user_id = ?",  # noqa: S608
                (value, found.organization_id, found.user.id),
            )
    return _employee(_of_user(call.world, box, found.user.id))


@endpoint("POST", "/DeleteEmployee")
def delete_employee(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/DeleteEmployee"""
    box, user_id = administered_box(call), call.required("userId").lower()
    if find_user(call.world, user_id) is None:
        raise ApiError(404, "Employee is not found")
    with call.world.writing() as db:
        db.execute(
            "DELETE FROM employees WHERE organization_id = ? AND user_id = ?", (box.organization.id, user_id)
        )
        db.execute("INSERT OR REPLACE INTO access_refusals VALUES (?, ?)", (box.organization.id, user_id))
    return None


def _changes(world: World, box: Box, found: Employee, asked: pb.EmployeeToUpdate) -> dict[str, object]:
    """New values by column; what is not asked for stays."""
    changes: dict[str, object] = {}
    more, permissions = dict(found.more), asked.Permissions
    if permissions.HasField("Department"):
        changes["department_id"] = _department(world, box, permissions.Department.DepartmentId)
    if permissions.HasField("IsAdministrator"):
        changes["administrator"] = permissions.IsAdministrator.IsAdministrator
    if permissions.HasField("DocumentAccessLevel"):
        level = permissions.DocumentAccessLevel.DocumentAccessLevel
        changes["access_level"] = DocumentAccessLevel.Value.Name(level)
    if permissions.HasField("AuthorizationPermission"):
        changes["blocked"] = permissions.AuthorizationPermission.IsBlocked
    if permissions.HasField("SelectedDepartments"):
        more["SelectedDepartmentIds"] = list(permissions.SelectedDepartments.SelectedDepartmentIds)
    if asked.HasField("Position"):
        changes["position"] = asked.Position.Position
    if asked.HasField("CanBeInvitedForChat"):
        more["CanBeInvitedForChat"] = asked.CanBeInvitedForChat.CanBeInvitedForChat
    more["Actions"] = _actions(permissions.Actions, more.get("Actions", {}))
    changes["more"] = json.dumps(more)
    return changes


def _user_to_be(world: World, credentials: pb.EmployeeToCreateCredentials) -> User:
    """The user with this login or certificate, made if there is none."""
    if credentials.HasField("Certificate"):
        try:
            return holder(world, Certificate.parse(credentials.Certificate.Content))
        except der.DerError as error:
            raise ApiError(400, "Credentials.Certificate.Content is not a certificate in DER") from error
    login, name = credentials.Login.Login, credentials.Login.FullName
    with world.writing() as db:
        db.execute(
            "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, '', '') ON CONFLICT DO NOTHING",
            (str(uuid4()), login, secrets.token_urlsafe(8), name.LastName, name.FirstName, name.MiddleName),
        )
        row = db.execute("SELECT id FROM users WHERE login = ?", (login,)).fetchone()
    user = find_user(world, row["id"])
    if user is None:
        raise LookupError(login)
    return user


def _actions(asked: object, before: dict[str, bool]) -> dict[str, bool]:
    after = dict(before)
    for action in asked:  # type: ignore[attr-defined]
        if action.Name not in ACTIONS:
            raise ApiError(400, f"Unknown action: {action.Name}")
        after[action.Name] = action.IsAllowed
    return after


def _department(world: World, box: Box, department_id: str) -> str:
    with world.reading() as db:
        row = db.execute(
            "SELECT 1 FROM departments WHERE id = ? AND organization_id = ?",
            (department_id.lower(), box.organization.id),
        ).fetchone()
    if row is None and department_id != HEAD_DEPARTMENT:
        raise ApiError(400, f"Department {department_id} is not found")
    return department_id.lower()


def _found(call: Call, box: Box) -> Employee:
    return _of_user(call.world, box, call.required("userId"))


def _of_user(world: World, box: Box, user_id: str) -> Employee:
    found = find_employee(world, box.organization.id, user_id)
    if found is None:
        raise ApiError(404, "Employee is not found")
    return found


def _employee(of: Employee) -> pb.Employee:
    actions = of.more.get("Actions", {})
    return pb.Employee(
        User=_user(of.user),
        Permissions=pb.EmployeePermissions(
            UserDepartmentId=of.department_id,
            IsAdministrator=of.administrator,
            DocumentAccessLevel=of.access_level,
            SelectedDepartmentIds=of.more.get("SelectedDepartmentIds", []),
            Actions=[pb.EmployeeAction(Name=name, IsAllowed=actions.get(name, False)) for name in ACTIONS],
            AuthorizationPermission=AuthorizationPermission(IsBlocked=of.blocked),
        ),
        Position=of.position,
        CanBeInvitedForChat=bool(of.more.get("CanBeInvitedForChat", True)),
        CreationTimestamp=Timestamp(Ticks=of.created),
    )
