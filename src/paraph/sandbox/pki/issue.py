"""Makes the test authority: keys, certificates, lists of revoked certificates and the register."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from paraph.gost import CURVES, Curve, generate_private_key
from paraph.sandbox.emulator import write_atomically
from paraph.sandbox.errors import SandboxError
from paraph.sandbox.mchd import write as mchd
from paraph.sandbox.pki import people
from paraph.sandbox.pki.authority import (
    INDEX,
    ISSUERS,
    LIST,
    LIST_SIGNER,
    OPERATOR,
    Index,
    make_accredited_list,
    make_crl,
    now,
    write_index,
)
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import (
    INTERMEDIATE,
    OCSP_RESPONDER,
    QUALIFIED,
    ROOT,
    TSA,
    Certificate,
    Profile,
    issue_certificate,
)
from paraph.trust.crl import Reason
from paraph.trust.names import Name
from paraph.trust.pkcs8 import PrivateKey, dump_private_key
from paraph.trust.pkcs12 import KeyBundle, dump_pkcs12

ABOUT = "Все люди и организации здесь выдуманы, подписи этими ключами не имеют юридической силы."

_CURVES = {curve.title: curve for curve in CURVES.values()}
#: What nearly every real certificate uses.
_USUAL = _CURVES["CryptoPro-A"]
_TC26 = _CURVES["TC26-256-A"]
_ROOT_CURVE = _CURVES["TC26-512-A"]

_DAY = timedelta(days=1)
#: Authorities are older than the oldest certificate they issued and outlive the newest.
_AUTHORITY_PERIOD = (-1100 * _DAY, 2500 * _DAY)
#: Usual validity of a person's certificate, fifteen months, from yesterday on.
_PERIOD = (-1 * _DAY, 455 * _DAY)
_EXPIRED_PERIOD = (-500 * _DAY, -45 * _DAY)
_REVOKED_PERIOD = (-30 * _DAY, 425 * _DAY)
_REVOKED_AGO = _DAY
#: Powers of attorney are given for a year.
_POWER_LASTS = 365 * _DAY
_MOSCOW = timezone(timedelta(hours=3))
#: Whose head gives powers to the people of a side.
_HEADS = {"seller": "head", "buyer": "partner_head"}

#: Readable aloud and typed without mistakes: no letters that look like digits.
_PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105
_PASSWORD_LENGTH = 10


@dataclass(frozen=True)
class _Member:
    """Somebody who gets a key file."""

    kind: str
    person: people.Person
    period: tuple[timedelta, timedelta] = _PERIOD
    curve: Curve = _USUAL
    revoked: bool = False

    @property
    def subject(self) -> Name:
        return people.as_head(self.person) if self.kind == "head" else people.as_person(self.person)


#: By file name. Expired and revoked are the head's own earlier certificates: nothing else is wrong with them.
_MEMBERS = {
    "head": _Member("head", people.HEAD),
    "person": _Member("person", people.EMPLOYEE),
    "partner_head": _Member("head", people.PARTNER_HEAD),
    "partner_person": _Member("person", people.PARTNER_EMPLOYEE, curve=_TC26),
    "ip": _Member("ip", people.SOLE_PROPRIETOR),
    "expired": _Member("head", people.HEAD, period=_EXPIRED_PERIOD),
    "revoked": _Member("head", people.HEAD, period=_REVOKED_PERIOD, revoked=True),
}


def make_pki(
    out: Path, *, crl_base_url: str = "http://127.0.0.1:8700", force: bool = False
) -> dict[str, Any]:
    """Writes a new test authority into the folder `out` and returns its register (`index.json`).

    Certificates say that lists, status and issuers are found under `crl_base_url`; serve the folder there.
    A folder that already holds something is refused with `SandboxError`; with `force` files of the same
    names are written anew and others left alone.
    """
    if not force and out.exists() and any(out.iterdir()):
        raise SandboxError(
            f"Папка {out} не пуста, ничего не записано. Укажите новую папку или добавьте --force: "
            "прежние ключи и сертификаты будут заменены безвозвратно."
        )
    issuance = _Issuance(crl_base_url.rstrip("/"), now())
    issuance.issue_authority()
    for name, member in _MEMBERS.items():
        issuance.issue_member(name, member)
    for name, member in _MEMBERS.items():
        if member.kind == "person":
            issuance.issue_power(name, member.person)
    issuance.issue_lists()
    (out / INDEX).unlink(missing_ok=True)  # written last: a folder with a register is a whole one
    (out / "private").mkdir(mode=0o700, parents=True, exist_ok=True)
    for path, content in issuance.public.items():
        write_atomically(out / path, content)
    for path, content in issuance.secret.items():
        write_atomically(out / path, content, 0o600)
    write_index(out, issuance.index)
    return issuance.index


class _Issuance:
    """One run: what has been issued so far and the files it makes."""

    def __init__(self, base_url: str, at: datetime) -> None:
        self.base_url = base_url
        self.at = at
        self.password = "".join(secrets.choice(_PASSWORD_ALPHABET) for _ in range(_PASSWORD_LENGTH))
        self.public: dict[str, bytes] = {}
        self.secret: dict[str, bytes] = {"password": self.password.encode()}
        self.index: Index = {
            "about": ABOUT,
            "base_url": base_url,
            "created_at": at.isoformat(),
            "password_file": "password",
            "organizations": {name: asdict(found) for name, found in people.ORGANIZATIONS.items()},
            "accreditation": [
                {"status": "active", "since": (at + _AUTHORITY_PERIOD[0]).isoformat()},
            ],
            "authority": {},
            "people": {},
        }
        self._certificates: dict[str, Certificate] = {}
        self._keys: dict[str, PrivateKey] = {}

    def issue_authority(self) -> None:
        """Root, the authority under it, its services of time-stamps and status, and an operator of ЭДО."""
        for name, subject, profile, curve, issuer in (
            ("root", people.ROOT_SUBJECT, ROOT, _ROOT_CURVE, "root"),
            ("intermediate", people.INTERMEDIATE_SUBJECT, INTERMEDIATE, _USUAL, "root"),
            ("tsa", people.TSA_SUBJECT, TSA, _USUAL, "intermediate"),
            ("ocsp", people.OCSP_SUBJECT, OCSP_RESPONDER, _USUAL, "intermediate"),
            (LIST_SIGNER, people.LIST_SIGNER_SUBJECT, QUALIFIED, _USUAL, "intermediate"),
            (OPERATOR, people.OPERATOR_SUBJECT, QUALIFIED, _USUAL, "intermediate"),
        ):
            certificate = self._issue(name, subject, profile, curve, issuer, _AUTHORITY_PERIOD)
            self.public[f"{name}.pem"] = certificate.pem()
            self.secret[f"private/{name}.key"] = dump_private_key(self._keys[name])
            self.index["authority"][name] = {"certificate": f"{name}.pem", **_facts(certificate, issuer)}

    def issue_member(self, name: str, member: _Member) -> None:
        """Key file, its PEM twin and the line in the register."""
        certificate = self._issue(
            name, member.subject, QUALIFIED, member.curve, "intermediate", member.period
        )
        key = self._keys[name]
        bundle = KeyBundle(key, certificate.raw, (self._certificates["intermediate"].raw,))
        self.secret[f"{name}.p12"] = dump_pkcs12(bundle, self.password)
        self.secret[f"{name}.pem"] = dump_private_key(key) + certificate.pem()
        entry = {
            "kind": member.kind,
            "p12": f"{name}.p12",
            "pem": f"{name}.pem",
            "full_name": member.person.full_name,
            **asdict(member.person),
            **_employer(member.person),
            **_facts(certificate, "intermediate"),
        }
        if member.revoked:
            entry["revoked_at"] = (self.at - _REVOKED_AGO).isoformat()
            entry["reason"] = Reason.KEY_COMPROMISE.name
        self.index["people"][name] = entry

    def issue_power(self, name: str, person: people.Person) -> None:
        """A МЧД by the head of the person's side: with it a person's certificate binds the organisation."""
        firm, head = people.ORGANIZATIONS[person.side], _MEMBERS[_HEADS[person.side]].person
        issued = self.at.astimezone(_MOSCOW).date()
        draft = mchd.Draft(
            principal=mchd.Firm(firm.name, firm.inn, firm.kpp, firm.ogrn),
            heads=(mchd.Human(head.surname, head.given_name, head.inn, head.snils, head.title),),
            representatives=(mchd.Human(person.surname, person.given_name, person.inn, person.snils),),
            issued=issued,
            expires=issued + _POWER_LASTS,
        )
        xml, signer = mchd.write(draft), _HEADS[person.side]
        self.public[f"{draft.file_id}.xml"] = xml
        self.public[f"{draft.file_id}.sig"] = sign_detached(
            xml, key=self._keys[signer], certificate=self._certificates[signer], at=self.at
        )
        self.index["people"][name]["mchd"] = {
            "number": draft.number,
            "file": f"{draft.file_id}.xml",
            "signature": f"{draft.file_id}.sig",
        }

    def issue_lists(self) -> None:
        """Lists of revoked certificates, and the list of accredited CAs."""
        for issuer in ISSUERS:
            self.public[f"{issuer}.crl"] = make_crl(
                self.index, issuer, self._certificates[issuer], self._keys[issuer], self.at
            )
        key = self._keys[LIST_SIGNER]
        self.public[LIST] = make_accredited_list(self.index, self._certificates, key, self.at)

    def _issue(
        self,
        name: str,
        subject: Name,
        profile: Profile,
        curve: Curve,
        issuer: str,
        period: tuple[timedelta, timedelta],
    ) -> Certificate:
        key = self._keys[name] = PrivateKey(curve, generate_private_key(curve))
        services = {
            "crl_urls": [f"{self.base_url}/{issuer}.crl"],
            "ca_issuer_urls": [f"{self.base_url}/{issuer}.cer"],
            "ocsp_urls": [f"{self.base_url}/ocsp"] if issuer == "intermediate" else [],
        }
        raw = issue_certificate(
            subject=subject,
            public_key=key.point,
            curve=curve,
            issuer_key=self._keys[issuer],
            issuer_cert=self._certificates.get(issuer),
            serial=secrets.randbits(126) | 1 << 126,
            not_before=self.at + period[0],
            not_after=self.at + period[1],
            profile=profile,
            **({} if name == issuer else services),
        )
        certificate = self._certificates[name] = Certificate.parse(raw)
        return certificate


def _employer(person: people.Person) -> dict[str, str]:
    """Requisites of the organisation the person heads or works for, empty for an ИП."""
    organization = people.ORGANIZATIONS.get(person.side)
    if organization is None:
        return {"organization": "", "inn_le": "", "kpp": "", "ogrn": ""}
    return {
        "organization": organization.name,
        "inn_le": organization.inn,
        "kpp": organization.kpp,
        "ogrn": organization.ogrn,
    }


def _facts(certificate: Certificate, issuer: str) -> dict[str, Any]:
    """The part of a register line that every certificate has."""
    return {
        "subject": str(certificate.subject),
        "issuer": issuer,
        "serial": certificate.serial_hex,
        "fingerprint": certificate.fingerprint,
        "algorithm": certificate.public_key.title,
        "not_before": certificate.not_before.isoformat(),
        "not_after": certificate.not_after.isoformat(),
        "revoked_at": None,
        "reason": None,
    }
