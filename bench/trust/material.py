"""What is measured on: signatures by many keys, and a PKI of three links with a signed document.

Everything is written to a folder from which ours and the peers read the very same bytes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paraph.gost import CURVES, generate_private_key
from paraph.trust import der, oids
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import INTERMEDIATE, QUALIFIED, ROOT, Certificate, Profile, issue_certificate
from paraph.trust.crl import issue_crl
from paraph.trust.keys import PublicKey, hasher
from paraph.trust.names import Name, organization_subject, person_subject
from paraph.trust.pkcs8 import PrivateKey

CRYPTOPRO_A = CURVES["1.2.643.2.2.35.1"]
TC26_256_A = CURVES["1.2.643.7.1.2.1.1.1"]
TC26_512_A = CURVES["1.2.643.7.1.2.1.2.1"]

#: Works and the curve of each.
VERIFY = {"verify-256": CRYPTOPRO_A, "verify-512": TC26_512_A}
#: Keys of each work, one after another; more than `verify` keeps count of, so that none is known to it.
_KEYS = 2048
#: The work with one key kept, and how many signatures that key made.
KEPT = "verify-256-kept"
_KEPT_SIGNATURES = 256

HASHED = 16 << 20
#: Documents by name, bytes; the small one is next to no work to hash.
DOCUMENTS = {"document": 100 * 1024, "small": 1024}
BIG_FILE = 1 << 30
_PIECE = 1 << 20
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Signed:
    """A key, a digest and its signature."""

    point: tuple[int, int]
    digest: bytes
    signature: bytes


def make(folder: Path) -> None:
    """Write keys, PKI, documents and their signatures into `folder`."""
    (folder / "trust").mkdir(parents=True, exist_ok=True)
    for name, curve in VERIFY.items():
        keys = (PrivateKey(curve, generate_private_key(curve)) for _ in range(_KEYS))
        _write_signed(folder / name, keys)
    _write_signed(
        folder / KEPT, [PrivateKey(CRYPTOPRO_A, generate_private_key(CRYPTOPRO_A))] * _KEPT_SIGNATURES
    )
    _make_pki(folder)


def _digest_of_file(path: Path, oid: str) -> bytes:
    """The digest of a file read in pieces."""
    running = hasher(oid)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            running.update(piece)
    return running.digest()


def _write_signed(path: Path, keys: Iterable[PrivateKey]) -> None:
    """A line for each key: itself, a digest and the signature, in hexadecimal."""
    with path.open("w") as file:
        for key in keys:
            digest = secrets.token_bytes(key.curve.size)
            parts = PublicKey.of(key.curve, key.point).raw, digest, key.sign_digest(digest)
            print(*(part.hex() for part in parts), file=file)


def read_signed(folder: Path, name: str) -> Iterator[Signed]:
    """The signatures of the work `name`."""
    for line in (folder / name).read_text().splitlines():
        key, digest, signature = map(bytes.fromhex, line.split())
        point = PublicKey.parse(der.read(key)).point
        assert point is not None
        yield Signed(point, digest, signature)


def _make_pki(folder: Path) -> None:
    """Root (512-A), sub CA (TC26-256-A), a person (CryptoPro-A); lists of both; signed documents."""
    at = datetime.now(UTC).replace(microsecond=0)
    root_key, sub_key, key = (
        PrivateKey(curve, generate_private_key(curve)) for curve in (TC26_512_A, TC26_256_A, CRYPTOPRO_A)
    )

    def issue(
        serial: int,
        subject: Name,
        holder: PrivateKey,
        profile: Profile,
        issuer_key: PrivateKey,
        issuer: Certificate | None,
    ) -> Certificate:
        raw = issue_certificate(
            subject=subject,
            public_key=holder.point,
            curve=holder.curve,
            issuer_key=issuer_key,
            issuer_cert=issuer,
            serial=serial,
            not_before=at - 30 * _DAY,
            not_after=at + 300 * _DAY,
            profile=profile,
        )
        return Certificate.parse(raw)

    def crl(issuer: Certificate, issuer_key: PrivateKey) -> bytes:
        return issue_crl(
            issuer_cert=issuer,
            issuer_key=issuer_key,
            revoked=[],
            this_update=at - _DAY,
            next_update=at + _DAY,
            number=1,
        )

    organization = organization_subject(common_name="Bench root", organization="Bench")
    root = issue(1, organization, root_key, ROOT, root_key, None)
    organization = organization_subject(common_name="Bench CA", organization="Bench")
    sub = issue(2, organization, sub_key, INTERMEDIATE, root_key, root)
    person = person_subject(
        surname="Проверкин", given_name="Пётр Ильич", inn="500100732259", snils="08765430300"
    )
    leaf = issue(3, person, key, QUALIFIED, sub_key, sub)
    for name, size in DOCUMENTS.items():
        document = secrets.token_bytes(size)
        signature = sign_detached(document, key=key, certificate=leaf, chain=[sub], at=at)
        (folder / name).write_bytes(document)
        (folder / f"{name}.signature").write_bytes(signature)
    with (folder / "big").open("wb") as big:  # sparse: the check is measured, not the disk
        big.truncate(BIG_FILE)
    files = {
        "trust/root.crt": root.raw,
        "trust/sub.crt": sub.raw,
        "root.crl": crl(root, root_key),
        "sub.crl": crl(sub, sub_key),
        "big.signature": sign_detached(
            digest=_digest_of_file(folder / "big", oids.STREEBOG_256),
            key=key,
            certificate=leaf,
            chain=[sub],
            at=at,
        ),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
