"""Organisations and their boxes."""

from __future__ import annotations

from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.directory import Organization, boxes_of, organization
from paraph.sandbox.diadoc.world import World
from paraph.wire.diadoc import organizations_pb2 as pb


def described(
    world: World, of: Organization, *, boxes: bool = True, departments: bool = False
) -> pb.Organization:
    """An organisation as the API shows it."""
    told = pb.Organization(
        OrgId=of.id,
        Inn=of.inn,
        Kpp=of.kpp or None,
        FullName=of.more["FullName"],
        ShortName=of.more.get("ShortName"),
        Ogrn=of.more.get("Ogrn"),
        FnsParticipantId=of.fns_id,
        IsActive=True,
        IsTest=True,
        IsRoaming=of.roaming,
        Sociability=pb.Sociability.CounteragentsOnly
        if of.counteragents_only
        else pb.Sociability.AllOrganizations,
        OrganizationType=pb.OrganizationType.Value.Value(of.more["OrganizationType"]),
        ReadyForEpdStatus=pb.ReadyForEpdStatus.UndefinedEpdStatus,
    )
    if boxes:
        for box in boxes_of(world, of.id):
            told.Boxes.add(BoxId=box.diadoc_id, BoxIdGuid=box.id, Title=box.title)
    return told


@endpoint("GET", "/GetMyOrganizations")
def get_my_organizations(call: Call) -> Answer:
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT organization_id FROM employees WHERE user_id = ? ORDER BY rowid", (call.user.id,)
        ).fetchall()
    mine = [organization(call.world, row["organization_id"]) for row in rows]
    return pb.OrganizationList(Organizations=[described(call.world, of) for of in mine if of])
