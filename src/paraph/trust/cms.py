"""CMS SignedData: reading any signature (RFC 5652, RFC 5035, RFC 5126).

What was signed is never re-encoded: signed attributes are checked as they lie in the file, only under the
SET OF tag the standard prescribes (RFC 5652 cl. 5.4).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from paraph.trust import der, ocsp, oids
from paraph.trust.cades_attributes import CertificateRef, limited, pair, signing_certificate
from paraph.trust.certificate import Certificate, pem_blocks
from paraph.trust.crl import Crl
from paraph.trust.keys import algorithm
from paraph.trust.keys import digest as compute_digest

#: Largest signature file accepted, bytes (attached content included).
MAX_SIGNATURE = 64 * 1024 * 1024
#: Signers in a file, those of counter-signatures included.
_MAX_SIGNERS = 100
_MAX_CERTIFICATES = 200
#: Counter-signatures of counter-signatures are followed so deep.
_MAX_COUNTER_DEPTH = 4
#: Unsigned attributes, and values of one attribute.
_MAX_ATTRIBUTES = 100

_Parsed = TypeVar("_Parsed")


class CmsError(ValueError):
    """The bytes are not a readable CMS signature; the message is for people."""


class Level(StrEnum):
    """How much evidence a signature carries (ETSI TS 101 733 cl. 4.3, 4.4)."""

    CMS = "CMS"
    BES = "CAdES-BES"
    T = "CAdES-T"
    C = "CAdES-C"
    X = "CAdES-X Type 1"
    X_LONG = "CAdES-X Long"
    X_LONG_1 = "CAdES-X Long Type 1"
    A = "CAdES-A"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One unsigned attribute, its parts exactly as they lie in the file."""

    oid: str
    #: Encoded attrType and attrValues.
    type: bytes = field(repr=False)
    set: bytes = field(repr=False)
    #: Encoded values one by one.
    values: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True)
class Signer:
    """One SignerInfo, all of its checked parts parsed."""

    #: From version to signature: all of the SignerInfo but its unsigned attributes, as it lies in the file.
    core: bytes = field(repr=False)
    issuer: bytes | None
    serial: int | None
    key_id: bytes | None
    digest_algorithm: str
    signature_algorithm: str
    signature: bytes = field(repr=False)
    #: DER SET OF the signed attributes, exactly what the signature covers; None when there are none.
    signed_attributes: bytes | None = field(repr=False)
    content_type: str | None
    message_digest: bytes | None = field(repr=False)
    #: signingTime as the signer claims it.
    claimed_time: datetime | None
    certificate_ref: CertificateRef | None
    #: In the order of the file; one kind may be met several times.
    unsigned_attributes: tuple[Attribute, ...] = field(repr=False)
    #: Unsigned attributes by OID, each a tuple of encoded values.
    unsigned: Mapping[str, tuple[bytes, ...]] = field(repr=False)
    #: Signatures over this signature (RFC 5652 cl. 11.4).
    counter_signers: tuple[Signer, ...] = field(repr=False)

    def points_at(self, certificate: Certificate) -> bool:
        """Whether the signer identifier names this certificate."""
        if self.key_id is not None:
            return self.key_id == certificate.extensions.subject_key_id
        return self.serial == certificate.serial and self.issuer == certificate.issuer.raw

    @property
    def level(self) -> Level:
        """Shape of the signature by the attributes it carries; whether they are true is not said here."""
        present = self.unsigned
        if self.certificate_ref is None:
            return Level.CMS
        if not present:
            return Level.BES
        if oids.ARCHIVE_TIME_STAMP_V3 in present or oids.ARCHIVE_TIME_STAMP_V2 in present:
            return Level.A
        stamped = oids.C_TIME_STAMP in present
        if oids.CERTIFICATE_VALUES in present:
            return Level.X_LONG_1 if stamped else Level.X_LONG
        if stamped:
            return Level.X
        if oids.CERTIFICATE_REFS in present:
            return Level.C
        return Level.T if oids.SIGNATURE_TIME_STAMP in present else Level.BES


@dataclass(frozen=True)
class SignedData:
    """A parsed signature file."""

    #: DER or BER bytes after PEM or base64 is taken off.
    raw: bytes = field(repr=False)
    content_type: str
    #: Content carried inside; None for a detached signature.
    content: bytes | None = field(repr=False)
    certificates: tuple[Certificate, ...]
    crls: tuple[Crl, ...]
    #: Answers on certificate status kept beside the lists (RFC 5940).
    responses: tuple[ocsp.Response, ...]
    signers: tuple[Signer, ...]
    #: Encodings of everything in the certificates and crls fields, readable or not.
    certificate_choices: tuple[bytes, ...] = field(repr=False)
    revocation_choices: tuple[bytes, ...] = field(repr=False)
    _head: tuple[int, int] = field(repr=False)
    _digests: dict[str, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)

    def content_digest(self, oid: str) -> bytes:
        """Digest of the enclosed content, computed once: every signer and archive stamp asks for it.

        Raises `keys.UnsupportedAlgorithm`; ValueError for a detached signature.
        """
        if self.content is None:
            raise ValueError("a detached signature has no content")
        if oid not in self._digests:
            self._digests[oid] = compute_digest(oid, self.content)
        return self._digests[oid]

    @property
    def head(self) -> bytes:
        """encapContentInfo, certificates and crls exactly as they lie in the file, one after another."""
        return self.raw[slice(*self._head)]

    @property
    def unreadable(self) -> int:
        """How many of the enclosed certificates, lists and responses could not be read."""
        enclosed = len(self.certificate_choices) + len(self.revocation_choices)
        return enclosed - len(self.certificates) - len(self.crls) - len(self.responses)


def parse_signed_data(data: bytes) -> SignedData:
    """From DER, BER, PEM or bare base64; raises `CmsError` and nothing else."""
    try:
        return _signed_data(unwrap(data))
    except der.DerError as error:
        raise CmsError(
            f"Файл не является электронной подписью CMS/PKCS#7 или повреждён: {error}. "
            "Приложите файл подписи (.sig, .p7s), как его создала программа подписания."
        ) from error


def unwrap(data: bytes) -> bytes:
    """DER or BER of a signature file with PEM or base64 taken off; raises `der.DerError`."""
    if len(data) > MAX_SIGNATURE:
        raise der.DerError(f"размер больше допустимого ({MAX_SIGNATURE // 1024 // 1024} МиБ)")
    if data[:1] == b"\x30":
        return data
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        raise der.DerError("файл пуст")
    if text.startswith(b"-----BEGIN"):
        blocks = [body for label, body in pem_blocks(text) if label != "CERTIFICATE"]
        if len(blocks) != 1:
            raise der.DerError("в файле PEM должна быть одна подпись")
        return blocks[0]
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as error:
        raise der.DerError("это ни DER, ни PEM, ни base64") from error


def _signed_data(data: bytes) -> SignedData:
    kind, tagged = pair(der.read(data, ber=True, max_size=MAX_SIGNATURE))
    if kind.oid() != oids.SIGNED_DATA:
        raise der.DerError("внутри не подпись, а другие данные CMS")
    fields = tagged.expect(0xA0).only().fields()
    if fields.take().integer() not in (1, 3, 4, 5):
        raise der.DerError("неизвестная версия SignedData")
    fields.take(der.SET)
    first = fields.take(der.SEQUENCE)
    encapsulated = first.fields()
    content_type = encapsulated.take().oid()
    content = encapsulated.maybe(0xA0)
    encapsulated.done()
    certificates = _choices(fields.maybe(0xA0))
    revocations = _choices(fields.maybe(0xA1))
    budget = iter(range(_MAX_SIGNERS))
    last = fields.take(der.SET)
    signers = tuple(_signer(element, budget) for element in last)
    fields.done()
    if not signers:
        raise der.DerError("в файле нет ни одной подписи")
    return SignedData(
        raw=data,
        content_type=content_type,
        content=content.only().octets() if content else None,
        certificates=_readable(certificates, Certificate.parse),
        crls=_readable((item for item in revocations if item[0] == der.SEQUENCE), Crl.parse),
        responses=_readable((item for item in revocations if item[0] == 0xA1), _response),
        signers=signers,
        certificate_choices=certificates,
        revocation_choices=revocations,
        _head=(first.start, last.start),
    )


def _choices(element: der.Element | None) -> tuple[bytes, ...]:
    return tuple(child.raw for child in limited(element, _MAX_CERTIFICATES)) if element else ()


def _readable(encodings: Iterable[bytes], parse: Callable[[bytes], _Parsed]) -> tuple[_Parsed, ...]:
    """What can be read: a stranger's odd certificate must not hide the signer's."""
    found: list[_Parsed] = []
    for raw in encodings:
        try:
            found.append(parse(raw))
        except (der.DerError, ocsp.OcspError):
            continue
    return tuple(found)


def _response(data: bytes) -> ocsp.Response:
    """OtherRevocationInfoFormat holding an OCSPResponse (RFC 5940 cl. 2.1)."""
    fields = der.read(data).fields(0xA1)
    if fields.take().oid() != oids.REVOCATION_INFO_OCSP:
        raise der.DerError("сведения об отзыве неизвестного вида")
    return ocsp.Response.parse(fields.take().raw)


def _signer(element: der.Element, budget: Iterator[int], depth: int = 0) -> Signer:
    if next(budget, None) is None or depth > _MAX_COUNTER_DEPTH:
        raise der.DerError("подписей в файле больше допустимого")
    fields = element.fields()
    if fields.take().integer() not in (1, 3):
        raise der.DerError("неизвестная версия SignerInfo")
    issuer, serial, key_id = _identifier(fields.take(der.SEQUENCE, 0x80))
    digest_algorithm = algorithm(fields.take())
    tagged = fields.maybe(0xA0)
    signature_algorithm = algorithm(fields.take())
    signature = fields.take()
    unsigned = _unsigned_attributes(fields.maybe(0xA1))
    fields.done()
    # Read back strictly: attributes not in DER would have to be re-encoded, and signed bytes never are.
    signed = der.read(tagged.retagged(der.SET)) if tagged else None
    found = _signed_attributes(signed)
    by_oid = _by_oid(unsigned)
    counter = (der.read(value, ber=True) for value in by_oid.get(oids.COUNTER_SIGNATURE, ()))
    return Signer(
        core=element.source[element.body : signature.end],
        issuer=issuer,
        serial=serial,
        key_id=key_id,
        digest_algorithm=digest_algorithm,
        signature_algorithm=signature_algorithm,
        signature=signature.octets(),
        signed_attributes=signed.raw if signed else None,
        content_type=value.oid() if (value := found.get(oids.CONTENT_TYPE)) else None,
        message_digest=value.octets() if (value := found.get(oids.MESSAGE_DIGEST)) else None,
        claimed_time=value.time() if (value := found.get(oids.SIGNING_TIME)) else None,
        certificate_ref=_certificate_ref(found),
        unsigned_attributes=unsigned,
        unsigned=by_oid,
        counter_signers=tuple(_signer(item, budget, depth + 1) for item in counter),
    )


def _identifier(element: der.Element) -> tuple[bytes | None, int | None, bytes | None]:
    """Issuer and serial number, or the key identifier (RFC 5652 cl. 5.3)."""
    if element.tag == 0x80:
        return None, None, element.content
    name, number = pair(element)
    return name.raw, number.integer(), None


def _signed_attributes(element: der.Element | None) -> dict[str, der.Element]:
    """The values that decide, by OID: each attribute is there once, with exactly one value."""
    found: dict[str, der.Element] = {}
    for attribute in element or ():
        name, values = pair(attribute)
        oid = name.oid()
        if oid not in _SINGLE:
            continue
        if oid in found:
            raise der.DerError(f"атрибут {oid} повторяется")
        children = values.children(der.SET)
        if len(children) != 1:
            raise der.DerError(f"у атрибута {oid} должно быть одно значение")
        found[oid] = children[0]
    return found


def _unsigned_attributes(element: der.Element | None) -> tuple[Attribute, ...]:
    found = []
    for item in limited(element, _MAX_ATTRIBUTES) if element else ():
        name, values = pair(item)
        parts = tuple(value.raw for value in limited(values.expect(der.SET), _MAX_ATTRIBUTES))
        found.append(Attribute(name.oid(), name.raw, values.raw, parts))
    return tuple(found)


def _by_oid(attributes: Iterable[Attribute]) -> Mapping[str, tuple[bytes, ...]]:
    found: dict[str, tuple[bytes, ...]] = {}
    for attribute in attributes:
        found[attribute.oid] = found.get(attribute.oid, ()) + attribute.values
    return MappingProxyType(found)


#: Attributes that decide and so must hold exactly one value (RFC 5652 cl. 11, RFC 5035 cl. 3).
_SINGLE = frozenset(
    {
        oids.CONTENT_TYPE,
        oids.MESSAGE_DIGEST,
        oids.SIGNING_TIME,
        oids.SIGNING_CERTIFICATE,
        oids.SIGNING_CERTIFICATE_V2,
    }
)


def _certificate_ref(attributes: Mapping[str, der.Element]) -> CertificateRef | None:
    if value := attributes.get(oids.SIGNING_CERTIFICATE_V2):
        return signing_certificate(value, default=oids.SHA256)
    if value := attributes.get(oids.SIGNING_CERTIFICATE):
        return signing_certificate(value, default=oids.SHA1)
    return None
