"""Signatures judged by the operator: a report on each, a stamped twin of the good, a count of the bad."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from paraph.sandbox.diadoc import powers
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.messages import operator, signatures, store
from paraph.sandbox.diadoc.messages.posting import child
from paraph.sandbox.diadoc.messages.signatures import Found
from paraph.sandbox.diadoc.messages.store import Entity
from paraph.sandbox.diadoc.messages.thread import RECEIPTS
from paraph.sandbox.diadoc.world import World
from paraph.trust.cades import CadesError
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.powers_pb2 import PowerOfAttorneyValidationStatusNamedId as PowerStatus
from paraph.wire.diadoc.signing_pb2 import SignatureVerificationResult

#: Bad signatures of one box under one entity in a day, after which there is «409».
MAX_BAD_A_DAY = 3
_REJECTED = "Подпись не прошла проверку."
_NOT_ATTACHED = {
    "id": PowerStatus.IsNotAttached,
    "text": "Доверенность не приложена",
    "severity": "Warning",
}


def judge(
    world: World, db: sqlite3.Connection, box: Box, given: Sequence[Entity], moment: int
) -> tuple[list[Entity], list[tuple[Entity, str]]]:
    """Reports, twins and states of powers that come of a check, and bad signatures with the reasons."""
    fresh: list[Entity] = []
    bad: list[tuple[Entity, str]] = []
    for signature in given:
        parent = store.entity(db, box.id, signature.parent)
        cms, data = store.content(db, signature), store.content(db, parent) if parent else None
        if parent is None or cms is None or data is None:
            raise LookupError(signature.id)
        found = _found(world, box, signature, cms, data)
        power = _power_status(world, db, box, signature, found)
        fresh.append(_report(world, db, signature, found, moment, None if power else _need(found, parent)))
        if power:
            fresh.append(_power_report(db, signature, power, moment, counts=parent.kind not in RECEIPTS))
        if found.valid:
            fresh += _twin(world, db, signature, cms, data, moment)
        else:
            bad.append((signature, found.reason))
            _count(world, db, signature.parent, box.id)
    return fresh, bad


def _found(world: World, box: Box, signature: Entity, cms: bytes, data: bytes) -> Found:
    if world.faults.hit("signature-rejected"):
        return Found(False, _REJECTED)
    if signature.more.get("test"):
        return Found(True)
    return signatures.check(world, cms, data, box.organization)


def _report(
    world: World,
    db: sqlite3.Connection,
    signature: Entity,
    found: Found,
    moment: int,
    status: dict[str, Any] | None,
) -> Entity:
    result = SignatureVerificationResult(IsValid=found.valid)
    if found.certificate is not None:
        result.CertificateStatus.IsValid = found.valid
        result.CertificateStatus.VerificationTime.Ticks = moment
        result.CertificateStatus.CertificateChain.add(
            CertificateChainStatusFlags=0, DerCertificate=found.certificate.raw
        )
    more = {"valid": found.valid, "reason": found.reason, **({"status": status} if status else {})}
    return child(
        db,
        signature,
        Kind.SignatureVerificationReport,
        moment,
        result.SerializeToString(),
        "",
        box="",
        more=more,
    )


def _need(found: Found, parent: Entity) -> dict[str, Any] | None:
    """A person signed for an organisation without a МЧД; receipts do not count."""
    return _NOT_ATTACHED if found.valid and found.needs_power and parent.kind not in RECEIPTS else None


def _twin(
    world: World, db: sqlite3.Connection, signature: Entity, cms: bytes, data: bytes, moment: int
) -> list[Entity]:
    """The signature with the operator's stamp; none when its kind of key cannot be stamped."""
    try:
        stamped = operator.of(world).stamped(cms, data)
    except CadesError:
        return []
    twin = store.signature(signature, signature.box, moment, user=signature.user, more={"cades_t": True})
    return [store.put_entity(db, twin, stamped)]


def _power_status(
    world: World, db: sqlite3.Connection, box: Box, signature: Entity, found: Found
) -> tuple[Entity, dict[str, Any]] | None:
    """The power given with the signature and what its checks say."""
    rows = store.entities_of(db, box.id, document=signature.document)
    own = [e for e in rows if e.parent == signature.id and e.kind == Kind.PowerOfAttorney]
    if not own:
        return None
    number, issuer = own[0].more["full_id"]
    power = powers.find(world, number, issuer)
    if power is None or found.certificate is None:
        return own[0], _status(PowerStatus.CanNotBeValidated, "Доверенность не удалось проверить", "Warning")
    failed = powers.checks(world, power, found.certificate, box.organization.inn)
    worst = [check for check in failed if check.level == "Error"]
    if worst:
        return own[0], _status(PowerStatus.IsNotValid, worst[0].text, "Error")
    if any(check.level == "Warning" for check in failed):
        return own[0], _status(PowerStatus.HasWarnings, "Доверенность действительна с замечаниями", "Warning")
    return own[0], _status(PowerStatus.IsValid, "Доверенность действительна", "Success")


def _status(number: int, text: str, severity: str) -> dict[str, Any]:
    return {"id": number, "text": text, "severity": severity}


def _power_report(
    db: sqlite3.Connection,
    signature: Entity,
    power: tuple[Entity, dict[str, Any]],
    moment: int,
    *,
    counts: bool,
) -> Entity:
    entity, status = power
    more = {"full_id": entity.more["full_id"], "status": status, "counts": counts}
    return child(db, entity, Kind.PowerOfAttorneyStatus, moment, None, "", box=signature.box, more=more)


# -- the limit of bad signatures -----------------------------------------------------------------------------


def _day(world: World) -> str:
    return datetime.fromtimestamp(world.now(), UTC).date().isoformat()


def _count(world: World, db: sqlite3.Connection, entity: str, box: str) -> None:
    db.execute(
        "INSERT INTO bad_signatures VALUES (?, ?, ?, 1)"
        " ON CONFLICT (entity, box, day) DO UPDATE SET count = count + 1",
        (entity, box, _day(world)),
    )


def is_locked(world: World, db: sqlite3.Connection, entity: str, box: str) -> bool:
    """Whether the box has given too many bad signatures under the entity today."""
    row = db.execute(
        "SELECT count FROM bad_signatures WHERE entity = ? AND box = ? AND day = ?",
        (entity, box, _day(world)),
    ).fetchone()
    return row is not None and row["count"] >= MAX_BAD_A_DAY
