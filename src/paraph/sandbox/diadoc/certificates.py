"""Certificates the operator has seen, and whose they are."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.directory import User, employees_of, find_user, user_of
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.world import EPOCH, TICKS_PER_SECOND, World, tables
from paraph.trust import der
from paraph.trust.certificate import Certificate, load_certificates
from paraph.wire.diadoc.signing_pb2 import CertificateInfoV2, CertificateList

tables(
    """
    CREATE TABLE IF NOT EXISTS certificates (
        thumbprint TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, raw BLOB NOT NULL
    );
    CREATE INDEX IF NOT EXISTS certificates_by_user ON certificates (user_id);
    """
)


def thumbprint(raw: bytes) -> str:
    """SHA-1 in upper case, as systems show it."""
    return hashlib.sha1(raw, usedforsecurity=False).hexdigest().upper()


def remember(world: World, user: User, certificate: Certificate) -> None:
    with world.writing() as db:
        db.execute(
            "INSERT OR REPLACE INTO certificates VALUES (?, ?, ?)",
            (thumbprint(certificate.raw), user.id, certificate.raw),
        )


def read_authority(world: World, folder: Path) -> None:
    """Takes the certificates of the test authority in `folder`, if it is there, for its people's users."""
    index_file = folder / "index.json"
    if not index_file.exists():
        return
    people = json.loads(index_file.read_bytes())["people"]
    with world.writing() as db:
        rows = db.execute("SELECT * FROM users WHERE person <> ''").fetchall()
        for row in rows:
            if entry := people.get(row["person"]):
                for certificate in load_certificates((folder / entry["pem"]).read_bytes()):
                    remember(world, user_of(row), certificate)


def holder(world: World, certificate: Certificate) -> User:
    """Whose certificate it is: by the certificate, by ИНН, or somebody new who works nowhere yet."""
    found = find(world, thumbprint(certificate.raw))
    user = None if found is None else find_user(world, found[1])
    if user is None:
        user = _by_inn(world, certificate) or _newcomer(world, certificate)
        remember(world, user, certificate)
    return user


def _by_inn(world: World, certificate: Certificate) -> User | None:
    inn = certificate.signer_info().inn
    with world.reading() as db:
        row = db.execute("SELECT * FROM users WHERE inn = ? AND inn <> ''", (inn,)).fetchone()
    return None if row is None else user_of(row)


def _newcomer(world: World, certificate: Certificate) -> User:
    about, mark = certificate.signer_info(), thumbprint(certificate.raw)
    surname, _, names = about.full_name.partition(" ")
    given_name, _, patronymic = names.partition(" ")
    user = User(str(uuid4()), mark.lower(), surname, given_name, patronymic, about.inn, "")
    with world.writing() as db:
        db.execute(
            "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (user.id, user.login, secrets.token_urlsafe(24), surname, given_name, patronymic, about.inn, ""),
        )
    return user


def find(world: World, mark: str) -> tuple[Certificate, str] | None:
    """A known certificate by thumbprint, and the id of its user."""
    with world.reading() as db:
        row = db.execute("SELECT * FROM certificates WHERE thumbprint = ?", (mark.upper(),)).fetchone()
    return None if row is None else (Certificate.parse(row["raw"]), row["user_id"])


def certificates_of(world: World, user_id: str) -> list[bytes]:
    with world.reading() as db:
        rows = db.execute("SELECT raw FROM certificates WHERE user_id = ? ORDER BY rowid", (user_id,))
        return [row["raw"] for row in rows.fetchall()]


def certificates_of_organization(world: World, organization_id: str) -> list[bytes]:
    employees = employees_of(world, organization_id)
    return [raw for employee in employees for raw in certificates_of(world, employee.user.id)]


@endpoint("GET", "/GetMyCertificates")
def get_my_certificates(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetMyCertificates"""
    call.box(call.required("boxId"))
    listed = CertificateList()
    for number, raw in enumerate(certificates_of(call.world, call.user.id)):
        listed.Certificates.append(information(raw, is_default=number == 0))
    return listed


@endpoint("GET", "/CanSendInvoice")
@endpoint("POST", "/CanSendInvoice")
def can_send_invoice(call: Call) -> Answer:
    """Whether the certificate is one of the box's: 200 or 403. The body is the certificate."""
    of = call.box(call.required("boxId")).organization
    try:
        about = Certificate.parse(call.raw).signer_info()
    except der.DerError as error:
        raise ApiError(400, "Request body is not an X.509 certificate in DER") from error
    if of.inn not in (about.inn_le, about.inn) and call.raw not in certificates_of_organization(
        call.world, of.id
    ):
        raise ApiError(403, "The certificate can't be used to sign invoices of the box")
    return None


def information(raw: bytes, *, is_default: bool) -> CertificateInfoV2:
    """A certificate as the API tells of it."""
    certificate = Certificate.parse(raw)
    about = certificate.signer_info()
    surname, _, names = about.full_name.partition(" ")
    first, _, middle = names.partition(" ")
    kind = "LegalEntity" if about.inn_le else "IndividualEntity" if about.ogrnip else "PhysicalPerson"
    initials = " ".join(f"{name[0]}." for name in (first, middle) if name)
    return CertificateInfoV2(
        Thumbprint=thumbprint(raw),
        Type="Token",
        ValidFrom=_ticks(certificate.not_before),
        ValidTo=_ticks(certificate.not_after),
        PrivateKeyValidFrom=_ticks(certificate.not_before),
        PrivateKeyValidTo=_ticks(certificate.not_after),
        OrganizationName=about.organization,
        Inn=about.inn_le or about.inn,
        UserFirstName=first,
        UserMiddleName=middle,
        UserLastName=surname,
        UserShortName=f"{surname} {initials}".strip(),
        IsDefault=is_default,
        SubjectType=kind,
    )


def _ticks(moment: datetime) -> int:
    return EPOCH + int(moment.astimezone(UTC).timestamp()) * TICKS_PER_SECOND
