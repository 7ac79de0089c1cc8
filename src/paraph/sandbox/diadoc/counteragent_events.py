"""What happened to counterparties, and their certificates."""

from __future__ import annotations

import base64
import binascii
import json
import sqlite3
from uuid import UUID

from paraph.sandbox.diadoc import relations
from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.certificates import certificates_of_organization
from paraph.sandbox.diadoc.counteragents import managed_box, required_partner_box
from paraph.sandbox.diadoc.directory import boxes_of
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.world import World
from paraph.wire.diadoc import counteragents_pb2 as pb
from paraph.wire.diadoc.common_pb2 import DocumentId, TotalCountType

_PAGE = 100
_NEVER = 2**63 - 1


@endpoint("GET", "/V1/GetCounteragentEvents")
def get_counteragent_events(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetCounteragentEvents"""
    mine, limit = managed_box(call).organization, call.number("limit", _PAGE)
    if not 1 <= limit <= _PAGE:
        raise ApiError(400, f"limit must be between 1 and {_PAGE}")
    where = "organization_id = ? AND ticks BETWEEN ? AND ?"
    values: list[object] = [
        mine.id,
        call.number("timestampFromTicks", 0),
        call.number("timestampToTicks", _NEVER),
    ]
    if call.arg("counteragentBoxId"):
        where += " AND other_id = ?"
        values.append(required_partner_box(call).organization.id)
    descending = (call.arg("orderBy") or "Ascending").lower() == "descending"
    after = call.arg("afterIndexKey")
    page, compare, order = "", "<" if descending else ">", "DESC" if descending else "ASC"
    if after:
        page = f" AND (ticks, id) {compare} (?, ?)"
    with call.world.reading() as db:
        (total,) = db.execute(f"SELECT count(*) FROM relation_events WHERE {where}", values).fetchone()  # noqa: S608
        rows = db.execute(
            f"SELECT * FROM relation_events WHERE {where}{page}"  # noqa: S608
            f" ORDER BY ticks {order}, id {order} LIMIT ?",
            [*values, *(_parse_key(after) if after else ()), limit],
        ).fetchall()
    return pb.BoxCounteragentEventList(
        Events=[_event(call.world, row) for row in rows],
        TotalCount=total,
        TotalCountType=TotalCountType.Equal,
    )


def _event(world: World, row: sqlite3.Row) -> pb.BoxCounteragentEvent:
    box = next(iter(boxes_of(world, row["other_id"])))
    info = pb.CounteragentInfo(
        CounteragentBoxId=box.id,
        Status=row["status"],
        EventTimestampTicks=row["ticks"],
        LastEventComment=row["comment"],
        MessageFromCounteragent=row["message_from"],
        MessageToCounteragent=row["message_to"],
    )
    if row["invitation"]:
        message_id, entity_id = json.loads(row["invitation"])
        info.InvitationDocumentId.CopyFrom(DocumentId(MessageId=message_id, EntityId=entity_id))
    if row["status"] == relations.PARTNERS:
        info.CounteragentGroupId = row["group_id"]
    return pb.BoxCounteragentEvent(
        EventId=row["id"], Counteragent=info, IndexKey=_key(row["ticks"], row["id"]), EventTypes=[row["kind"]]
    )


def _key(ticks: int, event_id: str) -> str:
    """Base64 with «+» and «/»: who does not encode it for a URL loses it."""
    return base64.b64encode(ticks.to_bytes(8, "big") + UUID(event_id).bytes).decode()


def _parse_key(key: str) -> tuple[int, str]:
    try:
        raw = base64.b64decode(key, validate=True)
        return int.from_bytes(raw[:8], "big"), str(UUID(bytes=raw[8:]))
    except (binascii.Error, ValueError) as error:
        raise ApiError(400, "cursor must have valid value") from error


@endpoint("GET", "/V2/GetCounteragentCertificates")
def get_counteragent_certificates(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetCounteragentCertificates"""
    mine = call.box(call.required("myBoxId")).organization
    other = required_partner_box(call).organization
    if not mine.more.get("EncryptedDocumentsAllowed"):
        raise ApiError(403, "Encrypted documents are not allowed for the box")
    if not relations.are_partners(call.world, mine.id, other.id):
        raise ApiError(404, f"Organization {other.id} is not in the list of counteragents")
    known = certificates_of_organization(call.world, other.id)
    return pb.CounteragentCertificateList(
        Certificates=[pb.Certificate(RawCertificateData=raw) for raw in known]
    )
