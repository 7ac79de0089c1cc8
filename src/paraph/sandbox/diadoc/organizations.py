"""Organisations and their boxes, looked up and described."""

from __future__ import annotations

import json
from collections.abc import Iterable

from paraph.sandbox.diadoc import relations
from paraph.sandbox.diadoc.api import Access, Answer, Call, endpoint
from paraph.sandbox.diadoc.directory import (
    HEAD_DEPARTMENT,
    Box,
    Organization,
    boxes_of,
    find_box,
    organization,
    organizations,
)
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.world import World
from paraph.wire.diadoc import organizations_pb2 as pb

#: What the operator offers to roaming with each of the other operators.
_OPERATORS = (
    (
        "2be",
        "Тестовый оператор «Второй»",
        ("SupportsRevocation", "EnableRevocationV2", "SupportsAutoInvitation"),
    ),
    ("2al", "Тестовый оператор «Третий»", ("SupportsRevocation",)),
)
_FEATURES = {
    "SupportsRevocation": "Аннулирование 1.01",
    "EnableRevocationV2": "Аннулирование 1.02",
    "SupportsAutoInvitation": "Автоматическая обработка приглашений",
}


def described(
    world: World, of: Organization, *, departments: bool = False, head: bool = False
) -> pb.Organization:
    """An organisation as the API shows it; its departments on request, `head` among them or not."""
    told = pb.Organization(
        OrgId=of.id,
        Inn=of.inn,
        Kpp=of.kpp,
        FullName=of.more["FullName"],
        ShortName=of.more.get("ShortName", of.more["FullName"]),
        Ogrn=of.more.get("Ogrn"),
        FnsParticipantId=of.fns_id,
        Address=address(of.more.get("Address", {})),
        IfnsCode=of.inn[:4],
        IsPilot=False,
        IsActive=True,
        IsTest=bool(of.more.get("IsTest", True)),
        IsBranch=bool(of.more.get("IsBranch", False)),
        IsRoaming=of.roaming,
        IsEmployee=False,
        InvitationCount=0,
        SearchCount=0,
        Sociability="CounteragentsOnly" if of.counteragents_only else "AllOrganizations",
        LiquidationDate=of.more.get("LiquidationDate") or (_UNKNOWN_DATE if of.liquidated else None),
        IsForeign=False,
        HasCertificateToSign=not of.roaming,
        OrganizationType=of.more["OrganizationType"],
        IsOwner=False,
        ReadyForEpdStatus="UndefinedEpdStatus",
    )
    told.Boxes.extend(described_box(box) for box in boxes_of(world, of.id))
    if departments:
        told.Departments.extend(_departments(world, of.id, head=head))
    return told


_UNKNOWN_DATE = "01.01.2025"


def described_box(box: Box) -> pb.Box:
    return pb.Box(
        BoxId=box.diadoc_id,
        BoxIdGuid=box.id,
        Title=box.title,
        InvoiceFormatVersion="v5_02",
        EncryptedDocumentsAllowed=bool(box.organization.more.get("EncryptedDocumentsAllowed", False)),
    )


def address(of: dict[str, str]) -> pb.Address:
    """An address in Russia of its parts by name; the dialect shows an empty code."""
    return pb.Address(RussianAddress=pb.RussianAddress(**{"Region": "", **of}), AddressCode="")


def described_department(row: object) -> pb.Department:
    """A department of its row in the database."""
    told: dict[str, str] = dict(row)  # type: ignore[call-overload]
    return pb.Department(
        DepartmentId=told["id"],
        ParentDepartmentId=told["parent_id"],
        Name=told["name"],
        Abbreviation=told["abbreviation"],
        Kpp=told["kpp"] or None,
        Address=address(json.loads(told["more"]).get("Address", {})),
        IsDisabled=False,
    )


#: The department nobody made: it is there from the beginning.
HEAD = {
    "id": HEAD_DEPARTMENT,
    "parent_id": "",
    "name": "Головное подразделение",
    "abbreviation": "ГП",
    "kpp": "",
    "more": "{}",
}


def _departments(world: World, organization_id: str, *, head: bool) -> Iterable[pb.Department]:
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM departments WHERE organization_id = ? ORDER BY created", (organization_id,)
        ).fetchall()
    return map(described_department, [*([HEAD] if head else []), *rows])


# -- methods -----------------------------------------------------------------------------------------------


@endpoint("GET", "/GetMyOrganizations")
def get_my_organizations(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetMyOrganizations"""
    # Registration describes organisations, so it comes later.
    from paraph.sandbox.diadoc.registration import register_by_certificates

    register_by_certificates(call.world, call.user, employ=call.flag("autoRegister", default=True))
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT organization_id FROM employees WHERE user_id = ? ORDER BY rowid", (call.user.id,)
        ).fetchall()
    listed = pb.OrganizationList()
    for row in rows:
        if (of := organization(call.world, row["organization_id"])) is not None:
            told = described(call.world, of, departments=True)
            told.IsEmployee = True
            listed.Organizations.append(told)
    return listed


@endpoint("GET", "/GetOrganization", Access.KEY)
def get_organization(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetOrganization"""
    given = [name for name in ("orgId", "boxId", "fnsParticipantId", "inn") if call.arg(name)]
    if len(given) != 1:
        raise ApiError(400, "Exactly one of orgId, boxId, fnsParticipantId, inn must be specified")
    value, world = call.required(given[0]), call.world
    found: Organization | None
    match given[0]:
        case "orgId":
            found = organization(world, value)
        case "boxId":
            box = find_box(world, value)
            found = box.organization if box else None
        case "fnsParticipantId":
            found = by_fns_id(world, value)
        case _:
            found = _only_by_inn(world, value, call.arg("kpp"))
    if found is None:
        raise ApiError(404, "Organization is not found")
    return described(world, found, departments=True)


def by_fns_id(world: World, fns_id: str) -> Organization | None:
    with world.reading() as db:
        row = db.execute("SELECT id FROM organizations WHERE fns_id = ?", (fns_id,)).fetchone()
    return None if row is None else organization(world, row["id"])


def _only_by_inn(world: World, inn: str, kpp: str | None) -> Organization | None:
    """The one with this КПП, else the head one; several answer no more than none."""
    found = organizations(world, inn)
    if kpp:
        same = [of for of in found if of.kpp == kpp]
        found = same or [of for of in found if not of.more.get("IsBranch")]
    return found[0] if len(found) == 1 else None


@endpoint("GET", "/GetBox", Access.KEY)
def get_box(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetBox"""
    box = find_box(call.world, call.required("boxId"))
    if box is None:
        raise ApiError(404, "Box is not found")
    told = described_box(box)
    told.Organization.CopyFrom(described(call.world, box.organization, departments=True))
    return told


@endpoint("GET", "/GetOrganizationsByInnKpp", Access.KEY)
def get_organizations_by_inn_kpp(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetOrganizationsByInnKpp"""
    kpp, listed = call.arg("kpp"), pb.OrganizationList()
    for of in organizations(call.world, call.required("inn")):
        if kpp in (None, of.kpp):
            told = described(call.world, of, departments=True)
            if call.flag("includeRelations"):
                told.InvitationCount = _invitations(call.world, of)
            listed.Organizations.append(told)
    return listed


def _invitations(world: World, of: Organization) -> int:
    with world.reading() as db:
        (count,) = db.execute(
            "SELECT count(*) FROM relations WHERE organization_id = ? AND status = ?",
            (of.id, relations.INVITES_ME),
        ).fetchone()
    return int(count)


@endpoint("GET", "/GetOrganizationsByForeignTaxpayerCode", Access.KEY)
def get_organizations_by_foreign_taxpayer_code(call: Call) -> Answer:
    """Nobody here is foreign."""
    call.required("foreignTaxpayerCode")
    return pb.OrganizationList()


@endpoint("POST", "/SendFnsRegistrationMessage")
def send_fns_registration_message(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/SendFnsRegistrationMessage"""
    if call.box(call.required("boxId")).organization.more.get("IsTest", True):
        raise ApiError(409, "Registration message can't be sent for a test organization")
    return None


@endpoint("POST", "/V2/GetOrganizationsByInnList", Access.KEY)
def get_organizations_by_inn_list(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetOrganizationsByInnList"""
    box_id = call.arg("myBoxId")
    mine = call.box(box_id).organization if box_id else None
    answer = pb.GetOrganizationsByInnListResponse()
    for inn in call.body(pb.GetOrganizationsByInnListRequest).InnList:
        for of in organizations(call.world, inn) if inn else ():
            found = relations.relation(call.world, mine.id, of.id) if mine else None
            told = answer.Organizations.add(
                Organization=described(call.world, of),
                CounteragentStatus=found.status if found else relations.NONE,
            )
            if found is not None:
                _tell_relation(told, found)
    return answer


def _tell_relation(told: pb.OrganizationWithCounteragentStatus, of: relations.Relation) -> None:
    told.LastEventTimestampTicks = of.changed
    if of.message_from is not None:
        told.MessageFromCounteragent = of.message_from
    if of.message_to is not None:
        told.MessageToCounteragent = of.message_to
    if of.invitation is not None:
        told.InvitationDocumentId.MessageId, told.InvitationDocumentId.EntityId = of.invitation
    if of.status == relations.PARTNERS:
        told.CounteragentGroupId = of.group_id


@endpoint("GET", "/GetOrganizationFeatures")
def get_organization_features(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetOrganizationFeatures"""
    box_id = call.required("boxId")
    if find_box(call.world, box_id) is None:
        raise ApiError(404, "Box is not found")
    of = call.box(box_id).organization
    blocked = bool(of.more.get("SendingBlocked", False))
    status = pb.BlockStatus(
        ManualBlockStatus=pb.ManualBlockStatus(IsBlocked=blocked),
        AutoBlockStatus=pb.AutoBlockStatus(IsBlocked=False),
    )
    return pb.OrganizationFeatures(BlockStatus=status, Features=["AllowProxy", "CustomDocumentTypes"])


@endpoint("GET", "/GetRoamingOperators")
def get_roaming_operators(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetRoamingOperators"""
    call.box(call.required("boxId"))
    listed = pb.RoamingOperatorList()
    for fns_id, name, features in _OPERATORS:
        told = listed.RoamingOperators.add(FnsId=fns_id, Name=name, IsActive=True)
        for feature in features:
            told.Features.add(Name=feature, Description=_FEATURES[feature])
    return listed
