"""The test authority at work: lists of revoked certificates, revocation, answers about status, time-stamps.

Its register is `index.json`: who has which certificate and what became of it. Beside the keys that is the
only state; lists and answers are made from it.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from paraph.sandbox.emulator import write_atomically
from paraph.sandbox.errors import SandboxError
from paraph.sandbox.pki.accredited import make_list
from paraph.trust import ocsp, tsp
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.crl import Crl, Reason, Revocation, issue_crl
from paraph.trust.keys import SigningKey
from paraph.trust.pkcs8 import PrivateKey, load_private_key
from paraph.trust.tsl import AccreditedList

INDEX = "index.json"
#: Those who sign lists; each has `NAME.pem`, `NAME.crl` and `private/NAME.key`.
ISSUERS = ("root", "intermediate")
#: Who signs the list of accredited CAs.
LIST_SIGNER = "tsl-signer"
LIST = "tsl.xml"
#: An operator of ЭДО, who signs confirmations.
OPERATOR = "operator"
_SERVICES = ("tsa", "ocsp", LIST_SIGNER)

#: For how long a list is in force, and when it is replaced.
_CRL_LASTS = timedelta(days=7)
_CRL_RENEWED_BEFORE = timedelta(days=2)
#: A new list of accredited CAs comes out every day.
_LIST_LASTS = timedelta(days=1)
#: For how long an answer about status may be kept.
_STATUS_LASTS = timedelta(minutes=5)

Index = dict[str, Any]


class UnknownSerial(ValueError):
    """The authority has issued no certificate with this serial number."""


def now() -> datetime:
    """The current moment to the second: certificates and lists know no fractions."""
    return datetime.now(UTC).replace(microsecond=0)


def write_index(folder: Path, index: Index) -> None:
    write_atomically(folder / INDEX, json.dumps(index, ensure_ascii=False, indent=1).encode())


def make_crl(index: Index, issuer: str, certificate: Certificate, key: SigningKey, at: datetime) -> bytes:
    """DER of the list of `issuer` as of `at`; numbers are moments, so they grow (RFC 5280 cl. 5.2.3)."""
    revoked = (_revocation(entry) for entry in _entries(index) if entry["issuer"] == issuer)
    return issue_crl(
        issuer_cert=certificate,
        issuer_key=key,
        revoked=[revocation for revocation in revoked if revocation],
        this_update=at,
        next_update=at + _CRL_LASTS,
        number=int(at.timestamp()),
    )


def make_accredited_list(
    index: Index, certificates: Mapping[str, Certificate], key: SigningKey, at: datetime
) -> bytes:
    """The signed list of accredited CAs as of `at`: this authority with the history of its register."""
    return make_list(
        index["accreditation"],
        [certificates["intermediate"]],
        crl_urls=[f"{index['base_url']}/intermediate.crl"],
        at=at,
        key=key,
        signer=certificates[LIST_SIGNER],
    )


class Authority:
    """The authority of one folder; methods may be called from any thread."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._index: Index = json.loads((folder / INDEX).read_bytes())
        self._certificates: dict[str, Certificate] = {}
        self._keys: dict[str, PrivateKey] = {}
        if LIST_SIGNER not in self._index["authority"]:
            raise SandboxError(
                f"Тестовый УЦ в папке {folder} создан прежней версией и не ведёт перечня аккредитованных УЦ. "
                "Удалите эту папку: УЦ будет создан заново с новыми ключами."
            )
        for name in (*ISSUERS, *_SERVICES):
            self._certificates[name] = load_certificates((folder / f"{name}.pem").read_bytes())[0]
            self._keys[name] = load_private_key((folder / "private" / f"{name}.key").read_bytes())

    @property
    def index(self) -> Index:
        """The register as it is now; not to be changed."""
        return self._index

    def certificate(self, name: str) -> bytes:
        """DER of the certificate of one of `ISSUERS`."""
        return self._certificates[name].raw

    def crl(self, issuer: str) -> bytes:
        """DER of the list of one of `ISSUERS`, made anew when it has less than two days left."""
        with self._lock:
            path = self._folder / f"{issuer}.crl"
            raw = path.read_bytes()
            next_update = Crl.parse(raw).next_update
            if next_update is None or next_update - self._clock() < _CRL_RENEWED_BEFORE:
                raw = self._write_crl(issuer, self._index)
            return raw

    def accredited_list(self) -> bytes:
        """The signed list of accredited CAs, made anew when it is older than a day."""
        with self._lock:
            raw = (self._folder / LIST).read_bytes()
            if self._clock() - AccreditedList.parse(raw).issued_at > _LIST_LASTS:
                raw = self._write_list(self._index)
            return raw

    def set_accreditation(self, status: str, since: datetime) -> list[dict[str, str]]:
        """From `since` (aware) on the authority's accreditation has this status; returns its history.

        `status` is a name of `accredited.STATUSES`. What was to begin at that moment or later is forgotten.
        """
        with self._lock:
            kept = [
                line for line in self._index["accreditation"] if datetime.fromisoformat(line["since"]) < since
            ]
            history = [*kept, {"status": status, "since": since.isoformat()}]
            index = {**self._index, "accreditation": history}
            write_index(self._folder, index)
            self._write_list(index)
            self._index = index
            return history

    def revoke(self, serial: str, reason: Reason = Reason.UNSPECIFIED) -> dict[str, Any]:
        """Revokes from this moment on; returns the register's line. The first revocation of several stands.

        `serial` is hexadecimal as in the register. Raises `UnknownSerial`.
        """
        with self._lock:
            index = json.loads(json.dumps(self._index))
            entry = next((entry for entry in _entries(index) if entry["serial"] == _normal(serial)), None)
            if entry is None:
                raise UnknownSerial(serial)
            if entry["revoked_at"] is None:
                entry["revoked_at"] = self._clock().isoformat()
                entry["reason"] = reason.name
                write_index(self._folder, index)
                self._write_crl(entry["issuer"], index)
                self._index = index
            return dict(entry)

    def answer_status(self, request: bytes) -> bytes:
        """DER of an OCSPResponse for a DER OCSPRequest, whatever was asked (RFC 6960 cl. 2.3)."""
        try:
            parsed = ocsp.Request.parse(request)
        except ocsp.OcspError:
            return ocsp.failure_response(ocsp.Failure.MALFORMED_REQUEST)
        issued = {int(entry["serial"], 16): entry for entry in _entries(self._index)}
        if any(item.serial not in issued for item in parsed.ids):
            return ocsp.failure_response(ocsp.Failure.UNAUTHORIZED)
        at = self._clock()
        return ocsp.issue_response(
            parsed,
            issuer=self._certificates["intermediate"],
            revoked=lambda serial: _revocation(issued[serial]),
            key=self._keys["ocsp"],
            certificate=self._certificates["ocsp"],
            this_update=at,
            next_update=at + _STATUS_LASTS,
        )

    def stamp(self, request: bytes) -> bytes:
        """DER of a TimeStampResp for a DER TimeStampReq; raises `tsp.TspError` if it is not one."""
        return tsp.issue_response(
            tsp.Request.parse(request),
            key=self._keys["tsa"],
            certificate=self._certificates["tsa"],
            chain=(self._certificates["intermediate"],),
            at=self._clock(),
            serial=secrets.randbits(63) + 1,
        )

    def _write_list(self, index: Index) -> bytes:
        raw = make_accredited_list(index, self._certificates, self._keys[LIST_SIGNER], self._clock())
        write_atomically(self._folder / LIST, raw)
        return raw

    def _write_crl(self, issuer: str, index: Index) -> bytes:
        raw = make_crl(index, issuer, self._certificates[issuer], self._keys[issuer], self._clock())
        write_atomically(self._folder / f"{issuer}.crl", raw)
        return raw


def _entries(index: Index) -> Iterator[dict[str, Any]]:
    """Every certificate in the register."""
    yield from index["authority"].values()
    yield from index["people"].values()


def _revocation(entry: dict[str, Any]) -> Revocation | None:
    if entry["revoked_at"] is None:
        return None
    return Revocation(
        int(entry["serial"], 16), datetime.fromisoformat(entry["revoked_at"]), Reason[entry["reason"]]
    )


def _normal(serial: str) -> str:
    """Hexadecimal as the register writes it, from any spelling in use: lower case, spaces, colons."""
    return serial.replace(":", "").replace(" ", "").upper().removeprefix("0X")
