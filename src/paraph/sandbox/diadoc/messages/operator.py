"""The operator's own keys: it signs its confirmations, stamps signatures and makes test signatures.

Throw-away ГОСТ keys with certificates of an invented operator, made once and kept in the emulator's folder.
Where the test authority runs beside, it has issued the certificate confirmations are signed with.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paraph.gost import CURVES, generate_private_key
from paraph.sandbox.diadoc.world import World
from paraph.sandbox.emulator import write_atomically
from paraph.sandbox.pki.authority import OPERATOR
from paraph.trust import cades, tsp
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import (
    QUALIFIED,
    ROOT,
    TSA,
    Certificate,
    Profile,
    issue_certificate,
    load_certificates,
)
from paraph.trust.cms import Level
from paraph.trust.names import Name, organization_subject
from paraph.trust.pkcs8 import PrivateKey, dump_private_key, load_private_key
from paraph.trust.store import TrustStore

_CURVE = next(curve for curve in CURVES.values() if curve.title == "CryptoPro-A")
_PERIOD = (timedelta(days=-400), timedelta(days=2500))
_MEMBERS: dict[str, tuple[str, Profile]] = {
    "root": ("Корень вымышленного оператора", ROOT),
    "operator": ("Вымышленный оператор ЭДО", QUALIFIED),
    "tsa": ("Штампы времени вымышленного оператора", TSA),
    "test": ("Тестовая подпись вымышленного оператора", QUALIFIED),
}
_made: dict[Path, Operator] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Operator:
    """Keys and certificates by name."""

    keys: dict[str, PrivateKey]
    certificates: dict[str, Certificate]

    def sign(self, content: bytes) -> bytes:
        """DER of the operator's detached signature."""
        return self._sign(content, "operator")

    def sign_for_test(self, content: bytes) -> bytes:
        """What `SignWithTestSignature` puts under a document of a test box."""
        return self._sign(content, "test")

    def stamped(self, signature: bytes, content: bytes) -> bytes:
        """The signature raised to CAdES-T by the operator's own stamp."""
        store = TrustStore([self.certificates["root"]])
        return cades.upgrade(signature, Level.T, stamper=self._stamp, store=store, content=content)

    def _sign(self, content: bytes, name: str) -> bytes:
        return sign_detached(
            content, key=self.keys[name], certificate=self.certificates[name], at=datetime.now(UTC)
        )

    def _stamp(self, request: tsp.Request) -> bytes:
        return tsp.issue_response(
            request,
            key=self.keys["tsa"],
            certificate=self.certificates["tsa"],
            at=datetime.now(UTC),
            serial=secrets.randbits(63),
        )


def of(world: World) -> Operator:
    """The operator of this world; its keys are made when they are first needed."""
    folder = world.folder / "operator"
    with _lock:
        if folder not in _made:
            found = _load(folder) if (folder / "test.pem").exists() else _make(folder)
            _take_issued(found, world.folder.parent / "pki")
            _made[folder] = found
        return _made[folder]


def _take_issued(found: Operator, pki: Path) -> None:
    key = pki / "private" / f"{OPERATOR}.key"
    if key.exists():
        found.keys["operator"] = load_private_key(key.read_bytes())
        found.certificates["operator"] = load_certificates((pki / f"{OPERATOR}.pem").read_bytes())[0]


def _load(folder: Path) -> Operator:
    files = {name: (folder / f"{name}.pem").read_bytes() for name in _MEMBERS}
    return Operator(
        {name: load_private_key(data) for name, data in files.items()},
        {name: load_certificates(data)[0] for name, data in files.items()},
    )


def _make(folder: Path) -> Operator:
    keys = {name: PrivateKey(_CURVE, generate_private_key(_CURVE)) for name in _MEMBERS}
    found = Operator(keys, {})
    for name in _MEMBERS:
        found.certificates[name] = _issue(found, name)
        data = dump_private_key(keys[name]) + found.certificates[name].pem()
        write_atomically(folder / f"{name}.pem", data, 0o600)
    return found


def _issue(found: Operator, name: str) -> Certificate:
    at = datetime.now(UTC).replace(microsecond=0)
    title, profile = _MEMBERS[name]
    raw = issue_certificate(
        subject=_subject(title),
        public_key=found.keys[name].point,
        curve=_CURVE,
        issuer_key=found.keys["root"],
        issuer_cert=found.certificates.get("root"),
        serial=secrets.randbits(126) | 1 << 126,
        not_before=at + _PERIOD[0],
        not_after=at + _PERIOD[1],
        profile=profile,
    )
    return Certificate.parse(raw)


def _subject(title: str) -> Name:
    return organization_subject(
        common_name=title,
        organization="Вымышленный оператор ЭДО",
        inn_le="7700000104",
        ogrn="1197799000035",
    )
