"""Powers of attorney in the messages of the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from paraph.formats.mchd_types import Individual, Party, PartyKind, Power, PowerOfAttorney
from paraph.sandbox.diadoc.powers import MOSCOW, SYSTEM, Check, Kept
from paraph.wire.diadoc import powers_pb2 as pb
from paraph.wire.diadoc.common_pb2 import DateTimeOffsetDto, Severity, Timestamp
from paraph.wire.diadoc.employees_pb2 import FullName

_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)
_HOUR = 36_000_000_000
_UNKNOWN_INN = "000000000000"
_Status = pb.PowerOfAttorneyValidationStatusNamedId


def full_id(power: Kept) -> pb.PowerOfAttorneyFullId:
    return pb.PowerOfAttorneyFullId(RegistrationNumber=power.number, IssuerInn=power.issuer_inn)


def described(power: Kept) -> pb.PowerOfAttorney:
    """All the service tells of a power."""
    poa = power.poa
    start, end = _moment(poa.issued), _moment(poa.expires + timedelta(days=1)) - 1
    made = pb.PowerOfAttorney(
        FullId=full_id(power),
        Issuer=_issuer(poa.principals[0]),
        Confidant=_confidant(poa.representatives[0]),
        StartAt=Timestamp(Ticks=start),
        ExpireAt=Timestamp(Ticks=end),
        System=power.system or SYSTEM,
        IdFile=poa.file_id,
        PermissionsInfo=_permissions(poa),
        Representatives=[_representative(party) for party in poa.representatives],
        StartAtByMoscow=DateTimeOffsetDto(UtcTicks=start, OffsetTicks=3 * _HOUR),
        ExpireAtByMoscow=DateTimeOffsetDto(UtcTicks=end, OffsetTicks=3 * _HOUR),
    )
    if poa.sub_delegated:
        made.DelegationInfo.RootRegistrationNumber = poa.first_number
        made.DelegationInfo.ParentRegistrationNumber = poa.parent_number
        made.DelegationInfo.RootIssuers.extend(_issuer(party) for party in poa.principals)
    return made


def _moment(day: date) -> int:
    """Ticks of the midnight a Moscow day begins with."""
    at = datetime.combine(day, time(), MOSCOW)
    return (at - _YEAR_ONE) // timedelta(microseconds=1) * 10


def _issuer(party: Party) -> pb.PowerOfAttorneyIssuer:
    kinds = pb.PowerOfAttorneyIssuerType
    name, kpp = party.name, party.entity.kpp if party.entity else ""
    match party.kind:
        case PartyKind.SOLE_PROPRIETOR:
            person = pb.PowerOfAttorneyIssuerIndividualEntity(Inn=party.inn, OrganizationName=name)
            return pb.PowerOfAttorneyIssuer(Type=kinds.IndividualEntity, IndividualEntity=person)
        case PartyKind.PERSON:
            human = pb.PowerOfAttorneyIssuerPhysicalEntity(Inn=party.inn, PersonName=_name(party.person))
            return pb.PowerOfAttorneyIssuer(Type=kinds.PhysicalEntity, PhysicalEntity=human)
        case PartyKind.FOREIGN:
            abroad = pb.PowerOfAttorneyIssuerForeignEntity(OrganizationName=name, Inn=party.inn, Kpp=kpp)
            return pb.PowerOfAttorneyIssuer(Type=kinds.ForeignEntity, ForeignEntity=abroad)
        case _:
            firm = pb.PowerOfAttorneyIssuerLegalEntity(Inn=party.inn, Kpp=kpp, OrganizationName=name)
            return pb.PowerOfAttorneyIssuer(Type=kinds.LegalEntity, LegalEntity=firm)


def _confidant(party: Party) -> pb.PowerOfAttorneyConfidant:
    """A person; of an organisation, who heads it."""
    heads = [person for head in party.heads for person in head.people]
    person = party.person or (heads[0] if heads else Individual("-", "-"))
    made = pb.PowerOfAttorneyConfidant(PersonName=_name(person), Inn=person.inn or _UNKNOWN_INN)
    if party.entity:
        made.Organization.Inn = party.entity.inn or _UNKNOWN_INN
        made.Organization.Name = party.entity.name
        if party.entity.kpp:
            made.Organization.Kpp = party.entity.kpp
    return made


def _representative(party: Party) -> pb.PowerOfAttorneyRepresentative:
    kinds = pb.PowerOfAttorneyRepresentativeType
    if party.kind is PartyKind.SOLE_PROPRIETOR:
        owner = pb.PowerOfAttorneyRepresentativeIndividualEntity(Inn=party.inn, OrganizationName=party.name)
        return pb.PowerOfAttorneyRepresentative(
            Type=kinds.RepresentativeIndividualEntity, IndividualEntity=owner
        )
    if party.entity:
        firm = pb.PowerOfAttorneyRepresentativeLegalEntity(
            Inn=party.entity.inn, Kpp=party.entity.kpp, OrganizationName=party.entity.name
        )
        return pb.PowerOfAttorneyRepresentative(Type=kinds.RepresentativeLegalEntity, LegalEntity=firm)
    human = pb.PowerOfAttorneyRepresentativePhysicalEntity(Inn=party.inn, PersonName=_name(party.person))
    return pb.PowerOfAttorneyRepresentative(Type=kinds.RepresentativePhysicalEntity, PhysicalEntity=human)


def _name(person: Individual | None) -> FullName:
    known = person or Individual("-", "-")
    made = FullName(LastName=known.surname, FirstName=known.given_name)
    if known.patronymic:
        made.MiddleName = known.patronymic
    return made


def _permissions(poa: PowerOfAttorney) -> pb.PowerOfAttorneyPermissionsInfo:
    listed = []
    if poa.text_powers:
        listed.append(pb.PowerOfAttorneyPermissions(Type="text", TextPermission=poa.text_powers))
    if poa.powers:
        readable = [_permission(power) for power in poa.powers]
        listed.append(
            pb.PowerOfAttorneyPermissions(Type="machineReadable", MachineReadablePermission=readable)
        )
    joint = "group" if poa.joint else "personal"
    return pb.PowerOfAttorneyPermissionsInfo(Permissions=listed, JointPermissions=joint)


def _permission(power: Power) -> pb.PowerOfAttorneyMachineReadablePermission:
    bounds = [
        pb.PowerOfAttorneyRestrictions(
            Id=number, Code=bound.code, Name=bound.name, ValueText=bound.value, ValueName=bound.value_name
        )
        for number, bound in enumerate(power.restrictions, start=1)
    ]
    return pb.PowerOfAttorneyMachineReadablePermission(Code=power.code, Name=power.name, Restrictions=bounds)


def validation(found: Sequence[Check]) -> pb.PowerOfAttorneyValidationStatus:
    """The verdict over all checks with its protocol."""
    levels = {check.level for check in found}
    if "Error" in levels:
        status, severity, text = _Status.IsNotValid, Severity.Error, "Доверенность недействительна"
    elif "Warning" in levels:
        status, severity, text = _Status.HasWarnings, Severity.Warning, "Проверено не всё"
    else:
        status, severity, text = _Status.IsValid, Severity.Success, "Доверенность действительна"
    made = pb.PowerOfAttorneyValidationStatus(Severity=severity, StatusNamedId=status, StatusText=text)
    made.ValidationProtocol.CheckResults.extend(_result(check) for check in found)
    return made


def _result(check: Check) -> pb.ValidationCheckResult:
    result = pb.ValidationCheckResult(Name=check.name, Status=check.level)
    if check.text:
        result.Error.Code, result.Error.Text = check.name, check.text
    return result
