"""X.509 certificates of the КЭП profile: reading and issuing (RFC 5280, RFC 9215; приказ ФСБ № 795)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache

from paraph.gost import Curve
from paraph.trust import der, extensions, oids
from paraph.trust.extensions import Extensions, IssuerSignTool, KeyUsage, extension
from paraph.trust.keys import PublicKey, SigningKey, algorithm, signature_algorithm, signed
from paraph.trust.names import Name
from paraph.trust.verdict import SignerInfo

#: Certificates, lists and requests larger than this are refused unread, bytes.
MAX_CERTIFICATE = 64 * 1024
#: Certificates kept parsed, and the largest of them: real ones take about 2 KB.
_KEPT, _KEPT_SIZE = 1024, 8 * 1024

_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----")


@dataclass(frozen=True)
class Certificate:
    """One certificate; `raw` and `tbs` are its exact bytes, everything else is read from them."""

    raw: bytes = field(repr=False)
    tbs: bytes = field(repr=False, compare=False)
    serial: int = field(compare=False)
    signature_algorithm: str = field(repr=False, compare=False)
    signature: bytes = field(repr=False, compare=False)
    issuer: Name = field(repr=False, compare=False)
    subject: Name = field(compare=False)
    not_before: datetime = field(compare=False)
    not_after: datetime = field(compare=False)
    public_key: PublicKey = field(repr=False, compare=False)
    extensions: Extensions = field(repr=False, compare=False)
    #: 1, 2 or 3.
    version: int = field(default=3, repr=False, compare=False)
    #: Whether the algorithm is named the same inside and outside of what is signed (RFC 5280 cl. 4.1.1.2).
    algorithms_agree: bool = field(default=True, repr=False, compare=False)

    @staticmethod
    def parse(data: bytes) -> Certificate:
        """From DER; raises `der.DerError`. Keys of unknown algorithms are no error here.

        The same few certificates are met again and again, so the latest are kept parsed.
        """
        return _kept(bytes(data)) if len(data) <= _KEPT_SIZE else Certificate._parse(data)

    @classmethod
    def _parse(cls, data: bytes) -> Certificate:
        frame = der.read(data, max_size=MAX_CERTIFICATE).fields()
        tbs, outer, signature = frame.take(der.SEQUENCE), frame.take(), frame.take()
        frame.done()
        fields = tbs.fields()
        tagged_version = fields.maybe(0xA0)
        version = tagged_version.only().integer() + 1 if tagged_version else 1
        serial = fields.take().integer()
        inner = fields.take()
        issuer = _issuer_name(fields.take().raw)
        validity = fields.take().children(der.SEQUENCE)
        subject = Name.parse(fields.take())
        public_key = PublicKey.parse(fields.take())
        fields.maybe(0x81)
        fields.maybe(0x82)
        tagged = fields.maybe(0xA3)
        fields.done()
        if len(validity) != 2 or version not in (1, 2, 3) or (tagged and version != 3):
            raise der.DerError("срок действия или версия сертификата записаны с ошибкой")
        return cls(
            raw=bytes(data),
            tbs=tbs.raw,
            serial=serial,
            signature_algorithm=algorithm(outer),
            signature=signature.bits(),
            issuer=issuer,
            subject=subject,
            not_before=validity[0].time(),
            not_after=validity[1].time(),
            public_key=public_key,
            extensions=extensions.parse_extensions(tagged.only() if tagged else None),
            version=version,
            algorithms_agree=inner.raw == outer.raw,
        )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal: its key everywhere in Paraph."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def serial_hex(self) -> str:
        """Serial number as people see it."""
        return hex_serial(self.serial)

    @property
    def self_issued(self) -> bool:
        """Subject and issuer are the same name, as in roots."""
        return self.subject.raw == self.issuer.raw

    def valid_at(self, moment: datetime) -> bool:
        """Whether the moment lies within the validity period, both ends included."""
        return self.not_before <= moment <= self.not_after

    def key_ids_agree(self, issuer: Certificate) -> bool:
        """Whether the key identifiers do not speak against `issuer`; either may be absent."""
        mine, theirs = self.extensions.authority_key_id, issuer.extensions.subject_key_id
        return mine is None or theirs is None or mine == theirs

    def names_issuer(self, issuer: Certificate) -> bool:
        """Whether name and key identifier point at `issuer`; says nothing of the signature."""
        return self.issuer.raw == issuer.subject.raw and self.key_ids_agree(issuer)

    def verify_signed_by(self, issuer: Certificate) -> bool:
        """Whether the issuer's key signed this certificate; raises `keys.UnsupportedAlgorithm`."""
        return issuer.public_key.verifies(self.tbs, self.signature, self.signature_algorithm)

    def signer_info(self) -> SignerInfo:
        """Who the certificate is issued to, by the attributes of приказ ФСБ № 795."""
        return self._signer_info

    @cached_property
    def _signer_info(self) -> SignerInfo:
        name = self.subject
        inn, inn_le = _digits(name.get(oids.INN)), _digits(name.get(oids.INN_LE))
        if len(inn) == 12 and inn.startswith("00"):  # before ИННЮЛ: ИНН of a legal entity as «00» + 10 digits
            inn, inn_le = "", inn_le or inn[2:]
        full_name = f"{name.get(oids.SURNAME)} {name.get(oids.GIVEN_NAME)}".strip()
        organization = name.get(oids.ORGANIZATION)
        return SignerInfo(
            common_name=name.common_name,
            full_name=full_name or ("" if organization or inn_le else name.common_name),
            title=name.get(oids.TITLE),
            organization=organization,
            inn=inn,
            inn_le=inn_le,
            ogrn=_digits(name.get(oids.OGRN)),
            ogrnip=_digits(name.get(oids.OGRNIP)),
            snils=_digits(name.get(oids.SNILS)),
            serial=self.serial_hex,
            issuer=self.issuer.common_name,
            not_before=self.not_before.isoformat(),
            not_after=self.not_after.isoformat(),
            fingerprint=self.fingerprint,
            algorithm=self.public_key.title,
        )

    def pem(self) -> bytes:
        return to_pem(self.raw, "CERTIFICATE")


@lru_cache(maxsize=_KEPT)
def _kept(data: bytes) -> Certificate:
    return Certificate._parse(data)


@lru_cache(maxsize=_KEPT)
def _issuer_name(raw: bytes) -> Name:
    """Few issuers sign many certificates."""
    return Name.parse(der.read(raw, max_size=MAX_CERTIFICATE))


def hex_serial(serial: int) -> str:
    """A serial number in upper-case hexadecimal of whole octets."""
    digits = f"{abs(serial):X}"
    return ("-" if serial < 0 else "") + digits.zfill(len(digits) + len(digits) % 2)


def load_certificates(data: bytes) -> list[Certificate]:
    """Certificates of a DER or PEM file (PEM may hold many); raises `der.DerError` if there is none."""
    if data[:1] == b"\x30":
        return [Certificate.parse(data)]
    found = [Certificate.parse(body) for label, body in pem_blocks(data) if label == "CERTIFICATE"]
    if not found:
        raise der.DerError("в файле нет сертификата в виде DER или PEM")
    return found


def pem_blocks(data: bytes) -> list[tuple[str, bytes]]:
    """(label, DER) of every PEM block (RFC 7468); raises `der.DerError` for broken base64."""
    try:
        return [
            (m[1].decode(), base64.b64decode(b"".join(m[2].split()), validate=True))
            for m in _PEM.finditer(data)
        ]
    except binascii.Error as error:
        raise der.DerError("в блоке PEM испорчена запись base64") from error


def to_pem(data: bytes, label: str) -> bytes:
    """PEM text of DER, 64 characters a line (RFC 7468 cl. 2)."""
    text = base64.b64encode(data)
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    return b"\n".join((f"-----BEGIN {label}-----".encode(), *lines, f"-----END {label}-----".encode(), b""))


def _digits(value: str) -> str:
    return "".join(char for char in value if char in "0123456789")


# -- issuing -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Profile:
    """What a kind of certificate carries beside name, key and addresses."""

    key_usage: frozenset[KeyUsage]
    ca: bool = False
    path_length: int | None = None
    extended_key_usage: tuple[str, ...] = ()
    extended_key_usage_critical: bool = False
    policies: tuple[str, ...] = ()
    subject_sign_tool: str = ""
    issuer_sign_tool: IssuerSignTool | None = None
    identification_kind: int | None = None
    ocsp_no_check: bool = False

    def extensions(self) -> list[bytes]:
        """The encoded extensions that depend on the profile alone."""
        constraints = [der.boolean(True)] if self.ca else []
        if self.path_length is not None:
            constraints.append(der.integer(self.path_length))
        usage = der.named_bits(self.key_usage)
        found = [
            extension(oids.BASIC_CONSTRAINTS, der.sequence(*constraints), critical=self.ca),
            extension(oids.KEY_USAGE, usage, critical=True),
        ]
        if self.extended_key_usage:
            purposes = der.sequence(*map(der.oid, self.extended_key_usage))
            critical = self.extended_key_usage_critical
            found.append(extension(oids.EXTENDED_KEY_USAGE, purposes, critical=critical))
        if self.policies:
            policies = (der.sequence(der.oid(policy)) for policy in self.policies)
            found.append(extension(oids.CERTIFICATE_POLICIES, der.sequence(*policies)))
        if self.subject_sign_tool:
            found.append(extension(oids.SUBJECT_SIGN_TOOL, der.utf8(self.subject_sign_tool)))
        if tool := self.issuer_sign_tool:
            texts = (tool.sign_tool, tool.ca_tool, tool.sign_tool_certificate, tool.ca_tool_certificate)
            found.append(extension(oids.ISSUER_SIGN_TOOL, der.sequence(*map(der.utf8, texts))))
        if self.identification_kind is not None:
            found.append(extension(oids.IDENTIFICATION_KIND, der.integer(self.identification_kind)))
        if self.ocsp_no_check:
            found.append(extension(oids.OCSP_NO_CHECK, der.null()))
        return found


_CLASSES = ("1.2.643.100.113.1", "1.2.643.100.113.2")
_SIGNING = frozenset({KeyUsage.DIGITAL_SIGNATURE, KeyUsage.NON_REPUDIATION})
#: Means named in certificates of the test PKI; they are invented and say so.
TEST_SIGN_TOOL = "Тестовое СКЗИ 1.0"
TEST_ISSUER_SIGN_TOOL = IssuerSignTool(
    TEST_SIGN_TOOL, "Тестовый УЦ 1.0", "Сертификат СФ/000-0001", "Сертификат СФ/000-0002"
)

ROOT = Profile(
    key_usage=frozenset({KeyUsage.KEY_CERT_SIGN, KeyUsage.CRL_SIGN}),
    ca=True,
    policies=_CLASSES,
    subject_sign_tool=TEST_SIGN_TOOL,
)
INTERMEDIATE = Profile(
    key_usage=frozenset({KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_CERT_SIGN, KeyUsage.CRL_SIGN}),
    ca=True,
    path_length=0,
    policies=_CLASSES,
    subject_sign_tool=TEST_SIGN_TOOL,
    issuer_sign_tool=TEST_ISSUER_SIGN_TOOL,
)
#: End-entity certificate with everything a qualified one carries: heads, persons, ИП.
QUALIFIED = Profile(
    key_usage=_SIGNING | {KeyUsage.KEY_ENCIPHERMENT, KeyUsage.DATA_ENCIPHERMENT},
    extended_key_usage=(oids.EKU_CLIENT_AUTH, oids.EKU_EMAIL),
    policies=_CLASSES,
    subject_sign_tool=TEST_SIGN_TOOL,
    issuer_sign_tool=TEST_ISSUER_SIGN_TOOL,
    identification_kind=0,
)
#: End-entity certificate of a non-qualified CA: no means, no classes.
NON_QUALIFIED = Profile(key_usage=_SIGNING, extended_key_usage=(oids.EKU_CLIENT_AUTH, oids.EKU_EMAIL))
TSA = Profile(
    key_usage=_SIGNING, extended_key_usage=(oids.EKU_TIME_STAMPING,), extended_key_usage_critical=True
)
OCSP_RESPONDER = Profile(
    key_usage=frozenset({KeyUsage.DIGITAL_SIGNATURE}),
    extended_key_usage=(oids.EKU_OCSP_SIGNING,),
    ocsp_no_check=True,
)


def issue_certificate(
    *,
    subject: Name,
    public_key: tuple[int, int],
    curve: Curve,
    issuer_key: SigningKey,
    issuer_cert: Certificate | None,
    serial: int,
    not_before: datetime,
    not_after: datetime,
    profile: Profile,
    crl_urls: Iterable[str] = (),
    ca_issuer_urls: Iterable[str] = (),
    ocsp_urls: Iterable[str] = (),
) -> bytes:
    """DER of a new certificate; `issuer_cert=None` makes it self-signed (then `issuer_key` is its own).

    Raises `ValueError` for a serial outside 1 … 2^159 (RFC 5280 cl. 4.1.2.2) or naive times.
    """
    if not 0 < serial < 1 << 159:
        raise ValueError("серийный номер сертификата вне допустимых границ")
    if not_before.tzinfo is None or not_after.tzinfo is None:
        raise ValueError("срок действия сертификата задан без часового пояса")
    key = PublicKey.of(curve, public_key)
    parts = [
        *profile.extensions(),
        *_key_identifiers(key, issuer_cert),
        *_addresses(tuple(crl_urls), tuple(ca_issuer_urls), tuple(ocsp_urls)),
    ]
    tbs = der.sequence(
        der.explicit(0, der.integer(2)),
        der.integer(serial),
        signature_algorithm(issuer_key),
        (issuer_cert.subject if issuer_cert else subject).raw,
        der.sequence(der.time(not_before), der.time(not_after)),
        subject.raw,
        key.raw,
        der.explicit(3, der.sequence(*parts)),
    )
    return signed(issuer_key, tbs)


def _key_identifiers(key: PublicKey, issuer: Certificate | None) -> list[bytes]:
    """subjectKeyIdentifier and authorityKeyIdentifier; a self-signed certificate points at itself."""
    authority = key.key_identifier
    if issuer is not None:
        authority = issuer.extensions.subject_key_id or issuer.public_key.key_identifier
    return [
        extension(oids.SUBJECT_KEY_ID, der.octet_string(key.key_identifier)),
        extension(oids.AUTHORITY_KEY_ID, der.sequence(der.implicit(0, der.octet_string(authority)))),
    ]


def _addresses(crl: tuple[str, ...], ca_issuers: tuple[str, ...], ocsp: tuple[str, ...]) -> list[bytes]:
    """Where lists, the issuer's certificate and the status service are found; nothing for no addresses."""
    found = []
    if crl:
        found.append(extension(oids.CRL_DISTRIBUTION_POINTS, extensions.crl_distribution_points(crl)))
    if ca_issuers or ocsp:
        access = extensions.authority_info_access(ca_issuers, ocsp)
        found.append(extension(oids.AUTHORITY_INFO_ACCESS, access))
    return found
