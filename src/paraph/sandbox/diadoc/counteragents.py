"""Counterparties: the list, invitations, breaking up, what happened."""

from __future__ import annotations

import base64
import json
import sqlite3
from datetime import date
from uuid import UUID, uuid4

from paraph.sandbox.diadoc import relations
from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.directory import Box, Organization, boxes_of, find_box, organization, organizations
from paraph.sandbox.diadoc.errors import ApiError, NotReady
from paraph.sandbox.diadoc.organizations import described
from paraph.sandbox.diadoc.relations import Relation, are_partners, is_blocked
from paraph.sandbox.diadoc.world import World, job, tables
from paraph.wire.diadoc import counteragents_pb2 as pb
from paraph.wire.diadoc.common_pb2 import AsyncMethodResult, DocumentId, TotalCountType
from paraph.wire.diadoc.messages_pb2 import AcquireCounteragentRequest, AcquireCounteragentResultV2

__all__ = ["are_partners", "is_blocked", "required_partner_box"]

#: From then on a box is named, not an organisation.
_END_OF_SECOND_VERSION = date(2026, 11, 10)
_PAGE = 100
_LONGEST_MESSAGE = 2000
_LONGEST_COMMENT = 5000
#: Values of `counteragentStatus` and what they choose.
_FILTERS = {
    "ismycounteragent": (relations.PARTNERS,),
    "invitesme": (relations.INVITES_ME,),
    "isinvitedbyme": (relations.INVITED_BY_ME,),
    "rejected": (relations.REJECTS_ME, relations.REJECTED_BY_ME),
}
_ROAMING = "Setting is required for document exchange. Apply for roaming on www.diadoc.ru/roaming"

tables(
    """
    CREATE TABLE IF NOT EXISTS acquisitions (
        id TEXT PRIMARY KEY, user_id TEXT NOT NULL, box_id TEXT NOT NULL, counteragent_box_id TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting', answer TEXT
    );
    """
)


def required_partner_box(call: Call) -> Box:
    """The other side's box named in the query; 404 when there is none."""
    if call.arg("counteragentBoxId") is None and (organization_id := call.arg("counteragentOrgId")):
        return _box_of(call.world, organization_id)
    box_id = call.required("counteragentBoxId")
    found = find_box(call.world, box_id)
    if found is None:
        raise ApiError(404, f"Box {box_id} is not found")
    return found


# -- the list ----------------------------------------------------------------------------------------------


@endpoint("GET", "/V2/GetCounteragents", sunset=_END_OF_SECOND_VERSION)
@endpoint("GET", "/V3/GetCounteragents")
def get_counteragents(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetCounteragents"""
    mine = _my_box(call).organization
    after, query = call.arg("afterIndexKey"), call.arg("query")
    if after and query:
        raise ApiError(400, "Parameters afterIndexKey and query are mutually exclusive")
    size = call.number("pageSize", _PAGE)
    if not 1 <= size <= _PAGE:
        raise ApiError(400, f"pageSize must be between 1 and {_PAGE}")
    ticks, other = _parse_key(after) if after else (0, "")
    chosen = _chosen_statuses(call.arg("counteragentStatus"))
    marks = ",".join("?" * len(chosen))
    where = f"relations.organization_id = ? AND relations.status IN ({marks}) AND sought(inn, more, ?)"
    values = (mine.id, *chosen, (query or "").lower())
    source = "FROM relations JOIN organizations AS others ON others.id = other_id WHERE"
    with call.world.reading() as db:
        db.create_function("sought", 3, _sought, deterministic=True)
        (total,) = db.execute(f"SELECT count(*) {source} {where}", values).fetchone()  # noqa: S608
        rows = db.execute(
            f"SELECT relations.* {source} {where} AND (changed, other_id) > (?, ?)"  # noqa: S608
            " ORDER BY changed, other_id LIMIT ?",
            (*values, ticks, other, size),
        ).fetchall()
    found = [_shown(call.world, relations.relation_of(row)) for row in rows]
    return pb.CounteragentList(TotalCount=total, Counteragents=found, TotalCountType=TotalCountType.Equal)


@endpoint("GET", "/V2/GetCounteragent", sunset=_END_OF_SECOND_VERSION)
@endpoint("GET", "/V3/GetCounteragent")
def get_counteragent(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetCounteragent"""
    mine = _my_box(call).organization
    other = required_partner_box(call).organization
    found = relations.relation(call.world, mine.id, other.id)
    if found is None:
        raise ApiError(404, f"Organization {other.id} is not in the list of counteragents")
    shown = _shown(call.world, found, departments=True)
    shown.ClearField("IndexKey")
    return shown


def _chosen_statuses(name: str | None) -> tuple[str, ...]:
    if name is None:
        return tuple(status for statuses in _FILTERS.values() for status in statuses)
    if name.lower() not in _FILTERS:
        raise ApiError(400, f"Invalid value of query string parameter counteragentStatus: {name}")
    return _FILTERS[name.lower()]


def _sought(inn: str, more: str, query: str) -> bool:
    """SQLite folds the case of Latin letters only."""
    told = json.loads(more)
    names = (told.get("FullName", ""), told.get("ShortName", ""))
    return not query or query == inn or any(query in name.lower() for name in names)


def _shown(world: World, of: Relation, *, departments: bool = False) -> pb.Counteragent:
    other = _existing(world, of.other_id)
    shown = pb.Counteragent(
        IndexKey=f"{of.changed:016X}{UUID(of.other_id).hex.upper()}",
        Organization=described(world, other, departments=departments, head=True),
        CurrentStatus=of.status,
        LastEventTimestampTicks=of.changed,
        MessageFromCounteragent=of.message_from,
        MessageToCounteragent=of.message_to,
        InvitationDocumentId=_document_id(of.invitation),
    )
    if of.status == relations.PARTNERS:
        shown.CounteragentGroupId = of.group_id
    return shown


def _document_id(invitation: tuple[str, str] | None) -> DocumentId | None:
    return None if invitation is None else DocumentId(MessageId=invitation[0], EntityId=invitation[1])


def _parse_key(key: str) -> tuple[int, str]:
    try:
        return int(key[:16], 16), str(UUID(key[16:]))
    except ValueError as error:
        raise ApiError(400, "cursor must have valid value") from error


def _existing(world: World, organization_id: str) -> Organization:
    found = organization(world, organization_id)
    if found is None:
        raise LookupError(organization_id)
    return found


# -- invitations -------------------------------------------------------------------------------------------


@endpoint("POST", "/V2/AcquireCounteragent", sunset=_END_OF_SECOND_VERSION)
@endpoint("POST", "/V3/AcquireCounteragent")
def acquire_counteragent(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/AcquireCounteragent"""
    box = managed_box(call)
    asked = call.body(AcquireCounteragentRequest)
    if len(asked.MessageToCounteragent) > _LONGEST_MESSAGE:
        raise ApiError(400, f"MessageToCounteragent is longer than {_LONGEST_MESSAGE} characters")
    other = _invited(call.world, asked)
    if other.organization.id == box.organization.id:
        raise ApiError(400, "Organization can't invite itself")
    if other.organization.more.get("RoamingSettingRequired"):
        raise ApiError(409, _ROAMING, code="Invitations.RoamingOperatorRequestIsRequired")
    task = str(uuid4())
    with call.world.writing() as db:
        db.execute(
            "INSERT INTO acquisitions (id, user_id, box_id, counteragent_box_id) VALUES (?, ?, ?, ?)",
            (task, call.user.id, box.id, other.id),
        )
        request = base64.b64encode(asked.SerializeToString()).decode()
        call.world.later("acquire-counteragent", {"task": task, "request": request})
    return AsyncMethodResult(TaskId=task)


@endpoint("GET", "/V2/AcquireCounteragentResult")
def acquire_counteragent_result(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/AcquireCounteragentResult"""
    with call.world.reading() as db:
        row = db.execute(
            "SELECT * FROM acquisitions WHERE id = ?", (call.required("taskId").lower(),)
        ).fetchone()
    if row is None:
        raise ApiError(404, "Task is not found")
    call.box(row["box_id"])
    if row["state"] == "waiting":
        raise NotReady
    if row["state"] == "failed":
        raise ApiError(409, row["answer"])
    invitation = _document_id(tuple(json.loads(row["answer"])) if row["answer"] else None)
    return AcquireCounteragentResultV2(BoxId=row["counteragent_box_id"], InvitationDocumentId=invitation)


@endpoint("POST", "/V2/BreakWithCounteragent")
def break_with_counteragent(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/BreakWithCounteragent"""
    world, mine, other = call.world, managed_box(call).organization, required_partner_box(call).organization
    comment = call.arg("comment")
    if comment is not None and len(comment) > _LONGEST_COMMENT:
        raise ApiError(400, f"Comment is longer than {_LONGEST_COMMENT} characters")
    found = relations.relation(world, mine.id, other.id)
    if found is None:
        return None
    if found.status in (relations.INVITES_ME, relations.INVITED_BY_ME) and found.invitation:
        raise ApiError(409, "Invitation with a document is revoked or rejected by a patch to its message")
    match found.status:
        case relations.PARTNERS:
            relations.part(world, mine.id, other.id, comment)
        case relations.INVITES_ME:
            relations.reject(world, mine.id, other.id, comment)
        case relations.INVITED_BY_ME:
            relations.withdraw(world, mine.id, other.id, comment)
    return None


def managed_box(call: Call, *, administrator: bool = False) -> Box:
    """The caller's box `myBoxId` (or `boxId`) whose counterparties the caller may manage; else 403."""
    box = call.box(call.required("boxId")) if call.arg("boxId") else _my_box(call)
    employee = call.employee(box)
    if not employee.may("ManageCounteragents") or (administrator and not employee.administrator):
        raise ApiError(403, "User has no permission to manage counteragents")
    return box


def _my_box(call: Call) -> Box:
    """By `myBoxId`, or by `myOrgId` as the second version of the methods had it."""
    if call.arg("myBoxId") is None and (organization_id := call.arg("myOrgId")):
        return call.box(_box_of(call.world, organization_id).id)
    return call.box(call.required("myBoxId"))


def _box_of(world: World, organization_id: str) -> Box:
    found = next(iter(boxes_of(world, organization_id.lower())), None)
    if found is None:
        raise ApiError(404, f"Organization {organization_id} is not found")
    return found


def _invited(world: World, asked: AcquireCounteragentRequest) -> Box:
    """By box, organisation or ИНН; of several with one ИНН, the one created last."""
    if asked.BoxId:
        box = find_box(world, asked.BoxId)
    elif asked.OrgId:
        box = next(iter(boxes_of(world, asked.OrgId.lower())), None)
    elif asked.Inn:
        heads = [of for of in organizations(world, asked.Inn) if not of.more.get("IsBranch")]
        box = next(iter(boxes_of(world, heads[-1].id)), None) if heads else None
    else:
        raise ApiError(400, "One of BoxId, OrgId, Inn must be specified")
    if box is None:
        raise ApiError(404, "Organization is not found")
    return box


@job("acquire-counteragent")
def _acquire(world: World, payload: dict[str, str]) -> None:
    with world.writing() as db:
        row = db.execute("SELECT * FROM acquisitions WHERE id = ?", (payload["task"],)).fetchone()
        asked = AcquireCounteragentRequest.FromString(base64.b64decode(payload["request"]))
        state, answer = "done", None
        try:
            invitation = _perform(world, row, asked)
            answer = json.dumps(invitation) if invitation else None
        except ApiError as error:
            state, answer = "failed", error.text
        db.execute("UPDATE acquisitions SET state = ?, answer = ? WHERE id = ?", (state, answer, row["id"]))


def _perform(world: World, task: sqlite3.Row, asked: AcquireCounteragentRequest) -> tuple[str, str] | None:
    """Invites or accepts; returns the id of the invitation's document. Raises `ApiError` if it cannot."""
    mine, other = find_box(world, task["box_id"]), find_box(world, task["counteragent_box_id"])
    if mine is None or other is None:
        raise LookupError(task["id"])
    one, two = mine.organization.id, other.organization.id
    message = asked.MessageToCounteragent or None
    found = relations.relation(world, one, two)
    if found is not None and found.status == relations.PARTNERS:
        return found.invitation
    if found is not None and found.status == relations.INVITES_ME:
        if found.must_sign:
            raise ApiError(409, "Invitation with a document is accepted by signing the document")
        relations.accept(world, one, two, message)
        return found.invitation
    invitation = None
    if asked.HasField("InvitationDocument"):
        # Messages know counterparties, not the other way round.
        from paraph.sandbox.diadoc.messages import service

        invitation = service.post_invitation(
            world, task["user_id"], mine, other, asked.InvitationDocument, asked.MessageToCounteragent
        )
    must_sign = asked.InvitationDocument.SignatureRequested
    relations.invite(world, one, two, message, invitation, must_sign=must_sign)
    if other.organization.roaming:
        world.later("accept-invitation", {"by": two, "of": one})
    return invitation


@job("accept-invitation")
def _accept(world: World, payload: dict[str, str]) -> None:
    """Operators with SupportsAutoInvitation accept by themselves."""
    if relations.status(world, payload["by"], payload["of"]) == relations.INVITES_ME:
        relations.accept(world, payload["by"], payload["of"])
