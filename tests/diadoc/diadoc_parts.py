"""Answers of Диадок as tests need them: organisations, boxes, relations, types, rights."""

from __future__ import annotations

import uuid

from paraph.parties.models import Counterparty, Organization
from paraph.wire.diadoc import counteragents_pb2, employees_pb2, organizations_pb2, types_pb2
from paraph.wire.diadoc.organizations_pb2 import DocumentAccessLevel

OUR_BOX = "0c2a1d6e3f4b4a5e8b7c9d0e1f2a3b4c@diadoc.ru"
PARTNER_BOX = "9b1d0000000000000000000000000001@diadoc.ru"


def box(box_id: str, title: str = "Ящик") -> organizations_pb2.Box:
    guid = str(uuid.UUID(box_id.partition("@")[0]))
    return organizations_pb2.Box(BoxId=box_id, BoxIdGuid=guid, Title=title)


def organization(of: Organization | Counterparty, *box_ids: str, **more) -> organizations_pb2.Organization:
    facts = {"IsActive": True, "ReadyForEpdStatus": 1, "OrganizationType": 2, "Sociability": 0, **more}
    return organizations_pb2.Organization(
        OrgId=str(uuid.uuid5(uuid.NAMESPACE_URL, of.inn)),
        Inn=facts.pop("Inn", of.inn),
        Kpp=facts.pop("Kpp", of.kpp),
        FullName=of.name,
        ShortName=of.name,
        Boxes=[box(box_id) for box_id in box_ids],
        FnsParticipantId=f"2BM-{of.inn}",
        **facts,
    )


def listed(status: int, ticks: int = 1, key: str = "k", **more) -> counteragents_pb2.Counteragent:
    return counteragents_pb2.Counteragent(
        IndexKey=key, CurrentStatus=status, LastEventTimestampTicks=ticks, **more
    )


def page(*rows: counteragents_pb2.Counteragent) -> counteragents_pb2.CounteragentList:
    return counteragents_pb2.CounteragentList(TotalCount=len(rows), TotalCountType=1, Counteragents=rows)


def features(*, blocked: bool = False) -> organizations_pb2.OrganizationFeatures:
    answer = organizations_pb2.OrganizationFeatures()
    answer.BlockStatus.ManualBlockStatus.IsBlocked = blocked
    answer.BlockStatus.AutoBlockStatus.IsBlocked = False
    return answer


def employee(
    access: int = DocumentAccessLevel.AllDocuments, department: str = "d-1", *, blocked: bool = False
) -> employees_pb2.Employee:
    answer = employees_pb2.Employee(Position="", CanBeInvitedForChat=False)
    answer.User.UserId = "u"
    answer.User.IsRegistered = True
    answer.Permissions.UserDepartmentId = department
    answer.Permissions.IsAdministrator = False
    answer.Permissions.DocumentAccessLevel = access
    answer.Permissions.AuthorizationPermission.IsBlocked = blocked
    return answer


def kind(
    name: str,
    title: str,
    function: str = "default",
    version: str = "v1",
    *,
    formal: bool = False,
    **keys: bool,
) -> types_pb2.DocumentTypeDescriptionV3:
    """A type with one version; `keys` are metadata the sender gives, True = required."""
    described = types_pb2.DocumentTypeDescriptionV3(
        Name=name, Title=title, RequiresFnsRegistration=formal, UniversalMessagesStartDate=""
    )
    of = described.Functions.add(Name=function).Versions.add(
        Version=version,
        IsActual=True,
        SupportsContentPatching=False,
        SupportsEncrypting=False,
        SupportsPredefinedRecipientTitle=False,
        SupportsAmendmentRequest=False,
    )
    of.Workflows.add(Id=2, IsDefault=True)
    first = of.Titles.add(Index=0, IsFormal=formal)
    first.SignerInfo.SignerType = 0
    first.SignerInfo.ExtendedDocumentTitleType = -1
    for key, required in keys.items():
        first.MetadataItems.add(Id=key, Type=0, IsRequired=required, Source=1)
    first.MetadataItems.add(Id="ReadFromContent", Type=0, IsRequired=True, Source=0)
    return described


def types() -> types_pb2.GetDocumentTypesResponseV3:
    return types_pb2.GetDocumentTypesResponseV3(
        DocumentTypes=[
            kind(
                "Contract",
                "Договор",
                FileName=True,
                DocumentDate=True,
                DocumentNumber=True,
                ContractPrice=False,
            ),
            kind("Nonformalized", "Неформализованный документ", FileName=True),
            kind("ProformaInvoice", "Счёт на оплату", FileName=True, DocumentDate=True, TotalSum=True),
            kind("UniversalTransferDocument", "УПД", "СЧФДОП", "utd970_05_03_01", formal=True),
            kind("XmlAcceptanceCertificate", "Акт", "ДОП", "utd970_05_03_01", formal=True),
        ]
    )
