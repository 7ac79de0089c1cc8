"""Organisations of other operators: found among the participants of the exchange, or brought in."""

from __future__ import annotations

from dataclasses import dataclass

from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.directory import organizations
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.organizations import by_fns_id, described
from paraph.sandbox.diadoc.seed import Subscriber, add
from paraph.wire.diadoc import organizations_pb2 as pb

#: Code of this operator, with which identifiers of its own subscribers begin.
OWN_OPERATOR = "2BM"
_ORGANIZATION_INN = 10


@dataclass(frozen=True)
class Participant:
    """A subscriber of another operator, known to ФНС."""

    fns_id: str
    inn: str
    kpp: str
    full_name: str
    hidden: bool = False


#: Participants this operator has not met yet; the last one has closed its data.
STRANGERS = (
    Participant(
        "2AL-7700000249-770001001-202001010101010101010",
        "7700000249",
        "770001001",
        "Общество с ограниченной ответственностью «Соседи»",
    ),
    Participant(
        "2AL-7700000256-770001001-202001010101010101011",
        "7700000256",
        "770001001",
        "Общество с ограниченной ответственностью «Затворник»",
        hidden=True,
    ),
)


@endpoint("POST", "/SearchFnsParticipants")
def search_fns_participants(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/SearchFnsParticipants"""
    call.box(call.required("myBoxId"))
    asked = call.body(pb.SearchFnsParticipantsRequest)
    if asked.FnsParticipantId:
        _check_foreign(asked.FnsParticipantId)
    elif not asked.Inn:
        raise ApiError(400, "Inn or FnsParticipantId must be specified")
    elif len(asked.Inn) == _ORGANIZATION_INN and not asked.Kpp:
        raise ApiError(400, "Kpp must be specified")
    found = [one for one in _participants(call) if _fits(one, asked)]
    shown = [one for one in found if not one.hidden]
    status = "Ok" if shown else "NotAllowed" if found else "NotFound"
    answer = pb.SearchFnsParticipantsResponse(Status=f"{status}FnsParticipantSearchStatus")
    for one in shown:
        answer.Participants.add(
            FnsParticipantId=one.fns_id, Inn=one.inn, Kpp=one.kpp or None, FullName=one.full_name
        )
    return answer


@endpoint("POST", "/GetOrCreateRoamingOrganizationByFnsParticipantId")
def get_or_create_roaming_organization(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetOrCreateRoamingOrganizationByFnsParticipantId"""
    call.box(call.required("myBoxId"))
    fns_id = call.body(pb.GetOrCreateRoamingOrganizationByFnsParticipantIdRequest).FnsParticipantId
    _check_foreign(fns_id)
    with call.world.writing() as db:
        found = by_fns_id(call.world, fns_id)
        if found is None:
            stranger = next((one for one in STRANGERS if one.fns_id == fns_id and not one.hidden), None)
            if stranger is None:
                raise ApiError(409, "Roaming organization can't be found or created")
            organization_id = add(call.world, f"fns_{stranger.inn}", _subscriber(stranger))
            db.execute("UPDATE organizations SET fns_id = ? WHERE id = ?", (fns_id, organization_id))
            found = by_fns_id(call.world, fns_id)
    if found is None:
        raise LookupError(fns_id)
    return described(call.world, found, departments=True)


def _check_foreign(fns_id: str) -> None:
    if fns_id.upper().startswith(OWN_OPERATOR):
        raise ApiError(400, "FnsParticipantId must belong to another operator")


def _participants(call: Call) -> list[Participant]:
    """Strangers, and whom the operator knows in roaming already."""
    known = [
        Participant(of.fns_id, of.inn, of.kpp, of.more["FullName"])
        for of in organizations(call.world)
        if of.roaming
    ]
    met = {one.fns_id for one in known}
    return known + [one for one in STRANGERS if one.fns_id not in met]


def _fits(one: Participant, asked: pb.SearchFnsParticipantsRequest) -> bool:
    if asked.FnsParticipantId:
        return one.fns_id == asked.FnsParticipantId
    return one.inn == asked.Inn and (not asked.Kpp or one.kpp == asked.Kpp)


def _subscriber(one: Participant) -> Subscriber:
    return Subscriber(
        inn=one.inn,
        kpp=one.kpp,
        ogrn="",
        short_name=one.full_name.replace("Общество с ограниченной ответственностью", "ООО"),
        full_name=one.full_name,
        city="Москва",
        street="",
        region="77",
        operator=one.fns_id[:3],
    )
