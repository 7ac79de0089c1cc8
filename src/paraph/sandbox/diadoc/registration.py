"""Registration by certificate: an organisation is found or made, the holder becomes its administrator."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from uuid import uuid4

from paraph.sandbox.diadoc import certificates
from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.certificates import thumbprint
from paraph.sandbox.diadoc.directory import (
    HEAD_DEPARTMENT,
    Organization,
    User,
    boxes_of,
    employees_of,
    find_employee,
    organization,
    organizations,
    user_of,
)
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.seed import ACTIONS, Subscriber, add
from paraph.sandbox.diadoc.world import World, job, tables
from paraph.trust import der
from paraph.trust.certificate import Certificate
from paraph.trust.cms import CmsError, parse_signed_data
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer as Yes
from paraph.trust.verdict import FactName, SignerInfo
from paraph.trust.verify import verify_signature
from paraph.wire.diadoc import organizations_pb2 as pb

#: Attempts of one user to be registered, and the time they are counted over, seconds.
_ATTEMPTS, _DAY = 3, 86400.0
_TOO_MANY = f"Too many registration attempts today. Max allowed per day is {_ATTEMPTS}"
#: Who is an administrator by position.
_POSITIONS = ("главный бухгалтер", "генеральный директор", "директор", "главный врач", "ректор")

tables(
    """
    CREATE TABLE IF NOT EXISTS registration_attempts (user_id TEXT NOT NULL, at REAL NOT NULL);
    CREATE TABLE IF NOT EXISTS registration_proofs (
        user_id TEXT NOT NULL, thumbprint TEXT NOT NULL, data BLOB NOT NULL,
        proved INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (user_id, thumbprint)
    );
    CREATE TABLE IF NOT EXISTS access_requests (
        organization_id TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (organization_id, user_id)
    );
    CREATE TABLE IF NOT EXISTS access_refusals (
        organization_id TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (organization_id, user_id)
    );
    """
)


def register_by_certificates(world: World, user: User, *, employ: bool) -> None:
    """What GetMyOrganizations does on the way; `ApiError` 409 when a user has tried too often today."""
    for raw in certificates.certificates_of(world, user.id):
        certificate = Certificate.parse(raw)
        about = certificate.signer_info()
        if not _names_subscriber(about) or not certificate.valid_at(_now(world)):
            continue
        found = _organization(world, about)
        if found is not None and find_employee(world, found.id, user.id) is not None:
            continue
        if found is not None and not employ:
            continue
        _count_attempt(world, user)
        found = found or _create(world, about)
        if employ and _obstacle(world, found, user, about) is None:
            _employ(world, found, user, about)


@endpoint("POST", "/Register")
def register(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/Register"""
    asked = call.body(pb.RegistrationRequest)
    certificate = _certificate(call, asked.CertificateContent, asked.Thumbprint)
    about, mark = certificate.signer_info(), thumbprint(certificate.raw)
    if not _names_subscriber(about):
        return pb.RegistrationResponse(RegistrationStatus="AccessIsDenied")
    with call.world.writing():
        found = _organization(call.world, about)
        if found is not None and find_employee(call.world, found.id, call.user.id) is not None:
            return _told(call.world, found, "RegistrationIsCompleted")
        if data := _proof_wanted(call.world, call.user, mark):
            return _told(call.world, found, "CertificateOwnershipProofIsRequired", data)
        if found is None:
            found = _create(call.world, about)
            call.world.later("register", {"user": call.user.id, "thumbprint": mark})
            return _told(call.world, found, "RegistrationIsInProgress")
        obstacle = _obstacle(call.world, found, call.user, about)
        if obstacle is None:
            _employ(call.world, found, call.user, about)
        return _told(call.world, found, obstacle or "RegistrationIsCompleted")


def _told(
    world: World, of: Organization | None, status: str, data: bytes | None = None
) -> pb.RegistrationResponse:
    box_id = None if of is None else boxes_of(world, of.id)[0].id
    return pb.RegistrationResponse(RegistrationStatus=status, BoxId=box_id, DataToSign=data)


@endpoint("POST", "/RegisterConfirm")
def register_confirm(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/RegisterConfirm"""
    asked = call.body(pb.RegistrationConfirmRequest)
    certificate = _certificate(call, asked.CertificateContent, asked.Thumbprint)
    mark = thumbprint(certificate.raw)
    with call.world.writing() as db:
        row = db.execute(
            "SELECT data FROM registration_proofs WHERE user_id = ? AND thumbprint = ? AND NOT proved",
            (call.user.id, mark),
        ).fetchone()
        if row is None:
            raise ApiError(409, "Registration does not require confirmation")
        if row["data"] != asked.DataToSign or not _signed(call.world, asked, certificate):
            raise ApiError(400, "Invalid signature")
        db.execute(
            "UPDATE registration_proofs SET proved = 1 WHERE user_id = ? AND thumbprint = ?",
            (call.user.id, mark),
        )
        certificates.remember(call.world, call.user, certificate)
    return None


@job("register")
def _register(world: World, payload: dict[str, str]) -> None:
    """The first person of an organisation just made."""
    known = certificates.find(world, payload["thumbprint"])
    if known is None:
        raise LookupError(payload["thumbprint"])
    about = known[0].signer_info()
    found = _organization(world, about)
    with world.reading() as db:
        row = db.execute("SELECT * FROM users WHERE id = ?", (payload["user"],)).fetchone()
    user = user_of(row)
    if found is not None and find_employee(world, found.id, user.id) is None:
        _employ(world, found, user, about)


def _certificate(call: Call, content: bytes, mark: str) -> Certificate:
    """The thumbprint counts if both are given, and must be known then."""
    if mark:
        known = certificates.find(call.world, mark)
        if known is None:
            raise ApiError(400, f"Certificate with thumbprint {mark} is not found")
        return known[0]
    try:
        return Certificate.parse(content)
    except der.DerError as error:
        raise ApiError(400, "CertificateContent is not a certificate in DER") from error


def _names_subscriber(about: SignerInfo) -> bool:
    """The certificate of an organisation or an ИП, not of a person alone."""
    return bool(about.inn_le or about.ogrnip)


def _organization(world: World, about: SignerInfo) -> Organization | None:
    """The head organisation of this operator with the certificate's ИНН."""
    found = organizations(world, about.inn_le or about.inn)
    return next((of for of in found if not of.roaming and not of.more.get("IsBranch")), None)


def _create(world: World, about: SignerInfo) -> Organization:
    """As if of the state register: the subject of the certificate says the same."""
    name = about.organization or f"Индивидуальный предприниматель {about.full_name}"
    subscriber = Subscriber(
        inn=about.inn_le or about.inn,
        kpp="" if about.ogrnip else f"{about.inn_le[:4]}01001",
        ogrn=about.ogrn or about.ogrnip,
        short_name=name,
        full_name=name,
        city="",
        street="",
        region=(about.inn_le or about.inn)[:2],
        kind="Individual" if about.ogrnip else "Juridical",
    )
    found = organization(world, add(world, f"inn_{subscriber.inn}", subscriber))
    if found is None:
        raise LookupError(subscriber.inn)
    return found


def _obstacle(world: World, of: Organization, user: User, about: SignerInfo) -> str | None:
    """Why the holder does not become an administrator at once, as a name of RegistrationStatus."""
    with world.writing() as db:
        key = (of.id, user.id)
        refused = db.execute(
            "SELECT 1 FROM access_refusals WHERE organization_id = ? AND user_id = ?", key
        ).fetchone()
        if refused:
            return "AccessRequestIsRejected"
        if of.inn.startswith("99") or any(one.more.get("IsBranch") for one in organizations(world, of.inn)):
            return "RegistrationInBranchIsForbidden"
        administrators = [one for one in employees_of(world, of.id) if one.administrator and not one.blocked]
        confirmed = [one for one in administrators if certificates.certificates_of(world, one.user.id)]
        same = any(one.user.inn and one.user.inn == about.inn for one in administrators)
        if not confirmed or same or about.title.lower() in _POSITIONS:
            return None
        db.execute("INSERT OR IGNORE INTO access_requests VALUES (?, ?)", key)
    return "AccessRequestIsPending"


def _employ(world: World, of: Organization, user: User, about: SignerInfo) -> None:
    more = json.dumps({"Actions": dict.fromkeys(ACTIONS, True)})
    with world.writing() as db:
        db.execute(
            "INSERT INTO employees VALUES (?, ?, ?, ?, 'AllDocuments', 1, 0, ?, ?)",
            (of.id, user.id, about.title, HEAD_DEPARTMENT, more, world.now_ticks()),
        )


def _count_attempt(world: World, user: User) -> None:
    with world.writing() as db:
        (made,) = db.execute(
            "SELECT count(*) FROM registration_attempts WHERE user_id = ? AND at > ?",
            (user.id, world.now() - _DAY),
        ).fetchone()
        if made >= _ATTEMPTS:
            raise ApiError(409, _TOO_MANY)
        db.execute("INSERT INTO registration_attempts VALUES (?, ?)", (user.id, world.now()))


def _proof_wanted(world: World, user: User, mark: str) -> bytes | None:
    """What is to be signed; nothing if the user has come by this certificate or proved it before."""
    if any(thumbprint(raw) == mark for raw in certificates.certificates_of(world, user.id)):
        return None
    with world.writing() as db:
        db.execute(
            "INSERT OR IGNORE INTO registration_proofs (user_id, thumbprint, data) VALUES (?, ?, ?)",
            (user.id, mark, f"{uuid4()} {secrets.token_hex(16)}".encode()),
        )
        row = db.execute(
            "SELECT * FROM registration_proofs WHERE user_id = ? AND thumbprint = ?", (user.id, mark)
        ).fetchone()
    return None if row["proved"] else bytes(row["data"])


def _signed(world: World, asked: pb.RegistrationConfirmRequest, certificate: Certificate) -> bool:
    """Whether the certificate's key signed the data."""
    try:
        data = parse_signed_data(asked.Signature)
        verdicts = verify_signature(
            asked.Signature, content=asked.DataToSign, store=TrustStore([]), at=_now(world)
        )
    except CmsError:
        return False
    return any(
        signer.points_at(certificate)
        and all(verdict.facts[name].answer is Yes.YES for name in (FactName.INTACT, FactName.SIGNATURE))
        for signer, verdict in zip(data.signers, verdicts, strict=True)
    )


def _now(world: World) -> datetime:
    return datetime.fromtimestamp(world.now(), UTC)
