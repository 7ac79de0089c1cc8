"""What the tests of this room are made with: a PKI by our own code, and the shape of one by OpenSSL."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from paraph.gost import CURVES, Curve, generate_private_key, public_key, sign
from paraph.trust import certificate as certificates
from paraph.trust import der, oids
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import Certificate, Profile, issue_certificate
from paraph.trust.crl import Crl, Revocation, issue_crl
from paraph.trust.keys import digest, scheme_of
from paraph.trust.names import Name, head_subject, organization_subject, person_subject
from paraph.trust.store import TrustStore

CRYPTOPRO_A = CURVES["1.2.643.2.2.35.1"]
TC26_512_A = CURVES["1.2.643.7.1.2.1.2.1"]
#: OpenSSL judges by the real clock, so must we.
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
CONTENT = "Договор № 1\r\n".encode() * 3
CRL_URL = "http://pki.test.invalid/ca.crl"

#: gost-engine's name of each parameter set, by OID.
PARAMSETS = {
    "1.2.643.2.2.35.1": ("gost2012_256", "A"),
    "1.2.643.2.2.35.2": ("gost2012_256", "B"),
    "1.2.643.2.2.35.3": ("gost2012_256", "C"),
    "1.2.643.2.2.36.0": ("gost2012_256", "XA"),
    "1.2.643.2.2.36.1": ("gost2012_256", "XB"),
    "1.2.643.7.1.2.1.1.1": ("gost2012_256", "TCA"),
    "1.2.643.7.1.2.1.1.2": ("gost2012_256", "TCB"),
    "1.2.643.7.1.2.1.1.3": ("gost2012_256", "TCC"),
    "1.2.643.7.1.2.1.1.4": ("gost2012_256", "TCD"),
    "1.2.643.7.1.2.1.2.1": ("gost2012_512", "A"),
    "1.2.643.7.1.2.1.2.2": ("gost2012_512", "B"),
    "1.2.643.7.1.2.1.2.3": ("gost2012_512", "C"),
}


@dataclass(frozen=True)
class Key:
    """A private key as `paraph.trust` expects it."""

    curve: Curve
    value: int

    @property
    def point(self) -> tuple[int, int]:
        return public_key(self.curve, self.value)

    def sign_digest(self, digest: bytes) -> bytes:
        return sign(self.curve, self.value, digest)


@dataclass(frozen=True)
class Holder:
    """A key and the certificate of it."""

    key: Key
    certificate: Certificate


_serials = itertools.count(0x1000)


def person(surname: str = "Работников") -> Name:
    return person_subject(surname=surname, given_name="Пётр Ильич", inn="500100732259", snils="08765430300")


def head() -> Name:
    return head_subject(
        organization="ООО ТЕСТ ПРОДАВЕЦ",
        inn_le="7731376812",
        ogrn="1026605606620",
        surname="Тестов",
        given_name="Тест Тестович",
        inn="500100732259",
        snils="11223344595",
    )


def issue(
    subject: Name,
    issuer: Holder | None,
    profile: Profile,
    *,
    curve: Curve = CRYPTOPRO_A,
    **options: Any,
) -> Holder:
    """A new key with its certificate; without an issuer it is self-signed."""
    key = Key(curve, generate_private_key(curve))
    data = issue_certificate(
        subject=subject,
        public_key=key.point,
        curve=curve,
        issuer_key=issuer.key if issuer else key,
        issuer_cert=issuer.certificate if issuer else None,
        profile=profile,
        **{
            "serial": next(_serials),
            "not_before": NOW - 30 * DAY,
            "not_after": NOW + 300 * DAY,
            "crl_urls": [CRL_URL] if issuer else [],
            **options,
        },
    )
    return Holder(key, Certificate.parse(data))


def crl(
    issuer: Holder,
    revoked: Iterable[Revocation] = (),
    *,
    this_update: datetime = NOW - DAY,
    next_update: datetime = NOW + DAY,
) -> Crl:
    return Crl.parse(
        issue_crl(
            issuer_cert=issuer.certificate,
            issuer_key=issuer.key,
            revoked=revoked,
            this_update=this_update,
            next_update=next_update,
            number=7,
        )
    )


@dataclass(frozen=True)
class Pki:
    """Root → intermediate → a person and a head, with fresh lists of both CAs."""

    root: Holder
    sub: Holder
    person: Holder
    head: Holder
    root_crl: Crl
    sub_crl: Crl
    store: TrustStore = field(repr=False)

    def store_with(self, *lists: Crl) -> TrustStore:
        return TrustStore([self.root.certificate], [self.sub.certificate], lists)

    def sign(self, content: bytes = CONTENT, *, by: Holder | None = None, at: datetime = NOW) -> bytes:
        signer = by or self.person
        return sign_detached(content, key=signer.key, certificate=signer.certificate, at=at)


def make_pki() -> Pki:
    """A new three-level PKI with a list of each CA."""
    root = issue(
        organization_subject(common_name="Тестовый корень", organization="ООО Корень"),
        None,
        certificates.ROOT,
        curve=TC26_512_A,
    )
    sub = issue(
        organization_subject(
            common_name="Тестовый УЦ",
            organization="ООО Тестовый УЦ",
            inn_le="7707083893",
            ogrn="1027700132195",
        ),
        root,
        certificates.INTERMEDIATE,
    )
    root_crl, sub_crl = crl(root), crl(sub)
    return Pki(
        root=root,
        sub=sub,
        person=issue(person(), sub, certificates.QUALIFIED),
        head=issue(head(), sub, certificates.QUALIFIED),
        root_crl=root_crl,
        sub_crl=sub_crl,
        store=TrustStore([root.certificate], [sub.certificate], [root_crl, sub_crl]),
    )


OpenSSL = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class OpensslPki:
    """A PKI made by OpenSSL: its files, and the signers by parameter set."""

    folder: Path
    signers: dict[str, str]

    def path(self, name: str) -> Path:
        return self.folder / name

    def read(self, name: str) -> bytes:
        return self.path(name).read_bytes()

    def certificate(self, name: str) -> Certificate:
        return certificates.load_certificates(self.read(f"{name}.crt"))[0]

    def store(self) -> TrustStore:
        lists = [Crl.parse(self.read("root.crl")), Crl.parse(self.read("sub.crl"))]
        return TrustStore([self.certificate("root")], [self.certificate("sub")], lists)


EXTENSIONS = """\
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[sub]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[leaf]
basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature,nonRepudiation
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""

CA = """\
[ca_{name}]
database={folder}/{name}.idx
new_certs_dir={folder}
serial={folder}/{name}.srl
crlnumber={folder}/{name}.num
default_md={digest}
default_days=300
default_crl_days=30
policy=policy
certificate={folder}/{name}.crt
private_key={folder}/{name}.key
unique_subject=no
"""

POLICY = "[policy]\ncountryName=optional\norganizationName=optional\ncommonName=supplied\n"


def craft(
    holder: Holder,
    *,
    attributes: dict[str, list[bytes]] | None = None,
    digest_oid: str = oids.STREEBOG_256,
    signature_oid: str = oids.GOST_2012_256,
    content_type: str = oids.DATA,
    enclosed: Iterable[bytes] | None = None,
    lists: Iterable[Crl] = (),
    unsigned: Iterable[bytes] = (),
    signed_over: bytes = CONTENT,
) -> bytes:
    """A CMS signature with every part to order, so that each refusal is met by a genuine signature value."""
    scheme = scheme_of(holder.key.curve)
    signed = None
    if attributes is not None:
        signed = der.set_of(der.sequence(der.oid(oid), der.set_of(v)) for oid, v in attributes.items())
        signed_over = signed
    certificate = holder.certificate
    signer = der.sequence(
        der.integer(1),
        der.sequence(certificate.issuer.raw, der.integer(certificate.serial)),
        der.sequence(der.oid(digest_oid)),
        *([bytes([0xA0]) + signed[1:]] if signed else []),
        der.sequence(der.oid(signature_oid)),
        der.octet_string(sign(holder.key.curve, holder.key.value, digest(scheme.digest_oid, signed_over))),
        *([der.set_of(unsigned, tag=0xA1)] if unsigned else []),
    )
    certificates = [certificate.raw] if enclosed is None else list(enclosed)
    body = der.sequence(
        der.integer(1),
        der.set_of([der.sequence(der.oid(digest_oid))]),
        der.sequence(der.oid(content_type)),
        der.set_of(certificates, tag=0xA0),
        *([der.set_of((item.raw for item in lists), tag=0xA1)] if lists else []),
        der.set_of([signer]),
    )
    return der.sequence(der.oid(oids.SIGNED_DATA), der.explicit(0, body))


def plain_attributes(content: bytes = CONTENT) -> dict[str, list[bytes]]:
    """The two attributes RFC 5652 requires."""
    return {
        oids.CONTENT_TYPE: [der.oid(oids.DATA)],
        oids.MESSAGE_DIGEST: [der.octet_string(digest(oids.STREEBOG_256, content))],
    }
