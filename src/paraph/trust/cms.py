"""CMS SignedData: reading any signature, making CAdES-BES (RFC 5652, RFC 5035, RFC 5126).

What was signed is never re-encoded: signed attributes are checked as they lie in the file, only under the
SET OF tag the standard prescribes (RFC 5652 cl. 5.4).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate, pem_blocks
from paraph.trust.crl import Crl
from paraph.trust.keys import SigningKey, algorithm, scheme_of
from paraph.trust.keys import digest as compute_digest

#: Largest signature file accepted, bytes (attached content included).
MAX_SIGNATURE = 64 * 1024 * 1024
_MAX_SIGNERS = 100
_MAX_CERTIFICATES = 200

_Enclosed = TypeVar("_Enclosed", Certificate, Crl)


class CmsError(ValueError):
    """The bytes are not a readable CMS signature; the message is for people."""


@dataclass(frozen=True, slots=True)
class CertificateRef:
    """Reference to the signer's certificate inside the signed attributes (ESSCertID, ESSCertIDv2)."""

    digest_algorithm: str
    digest: bytes
    issuer: bytes | None
    serial: int | None

    def matches(self, certificate: Certificate) -> bool:
        """Whether it points at this very certificate; raises `keys.UnsupportedAlgorithm`."""
        same = compute_digest(self.digest_algorithm, certificate.raw) == self.digest
        named = self.issuer is None or self.issuer == certificate.issuer.raw
        return same and named and self.serial in (None, certificate.serial)


@dataclass(frozen=True)
class Signer:
    """One SignerInfo, all of its checked parts parsed."""

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
    #: Unsigned attributes by OID, each a tuple of encoded values.
    unsigned: Mapping[str, tuple[bytes, ...]] = field(repr=False)

    def points_at(self, certificate: Certificate) -> bool:
        """Whether the signer identifier names this certificate."""
        if self.key_id is not None:
            return self.key_id == certificate.extensions.subject_key_id
        return self.issuer == certificate.issuer.raw and self.serial == certificate.serial

    @property
    def level(self) -> str:
        """Shape of the signature by the attributes it carries; whether they are true is not said here."""
        if self.certificate_ref is None:
            return "CMS"
        if oids.ARCHIVE_TIME_STAMP_V3 in self.unsigned:
            return "CAdES-A"
        if oids.CERTIFICATE_VALUES in self.unsigned:
            return "CAdES-X Long"
        return "CAdES-T" if oids.SIGNATURE_TIME_STAMP in self.unsigned else "CAdES-BES"


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
    signers: tuple[Signer, ...]
    #: How many of the enclosed certificates and lists could not be read.
    unreadable: int = 0


def parse_signed_data(data: bytes) -> SignedData:
    """From DER, BER, PEM or bare base64; raises `CmsError` and nothing else."""
    try:
        return _signed_data(_unwrap(data))
    except der.DerError as error:
        raise CmsError(
            f"Файл не является электронной подписью CMS/PKCS#7 или повреждён: {error}. "
            "Приложите файл подписи (.sig, .p7s), как его создала программа подписания."
        ) from error


def _unwrap(data: bytes) -> bytes:
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
    info = der.read(data, ber=True, max_size=MAX_SIGNATURE).fields()
    if info.take().oid() != oids.SIGNED_DATA:
        raise der.DerError("внутри не подпись, а другие данные CMS")
    fields = info.take(0xA0).only().fields()
    info.done()
    fields.take(der.INTEGER)
    fields.take(der.SET)
    encapsulated = fields.take(der.SEQUENCE).fields()
    content_type = encapsulated.take().oid()
    content = encapsulated.maybe(0xA0)
    encapsulated.done()
    certificates, bad_certificates = _enclosed(fields.maybe(0xA0), Certificate.parse)
    crls, bad_crls = _enclosed(fields.maybe(0xA1), Crl.parse)
    signers = tuple(_signer(element) for element in _limited(fields.take(der.SET), _MAX_SIGNERS))
    fields.done()
    if not signers:
        raise der.DerError("в файле нет ни одной подписи")
    return SignedData(
        raw=data,
        content_type=content_type,
        content=content.only().octets() if content else None,
        certificates=certificates,
        crls=crls,
        signers=signers,
        unreadable=bad_certificates + bad_crls,
    )


def _limited(element: der.Element, limit: int) -> list[der.Element]:
    found: list[der.Element] = []
    for child in element:
        if len(found) == limit:
            raise der.DerError("вложенных элементов больше допустимого")
        found.append(child)
    return found


def _enclosed(
    element: der.Element | None, parse: Callable[[bytes], _Enclosed]
) -> tuple[tuple[_Enclosed, ...], int]:
    """What could be read and the count of the rest: a stranger's odd certificate must not hide his."""
    found: list[_Enclosed] = []
    children = _limited(element, _MAX_CERTIFICATES) if element else []
    for child in children:
        try:
            found.append(parse(child.raw))
        except der.DerError:
            continue
    return tuple(found), len(children) - len(found)


def _signer(element: der.Element) -> Signer:
    fields = element.fields()
    fields.take(der.INTEGER)
    identifier = fields.take(der.SEQUENCE, 0x80)
    issuer, serial, key_id = None, None, None
    if identifier.tag == 0x80:
        key_id = identifier.content
    else:
        name, number = _pair(identifier)
        issuer, serial = name.raw, number.integer()
    digest_algorithm = algorithm(fields.take())
    tagged = fields.maybe(0xA0)
    signature_algorithm = algorithm(fields.take())
    signature = fields.take().octets()
    unsigned = _attributes(fields.maybe(0xA1))
    fields.done()
    signed = None
    if tagged is not None:
        # Read back strictly: attributes not in DER would have to be re-encoded, and signed bytes never are.
        signed = der.read(tagged.retagged(der.SET))
    attributes = {oid: _single(oid, values) for oid, values in _attributes(signed).items()}
    return Signer(
        issuer=issuer,
        serial=serial,
        key_id=key_id,
        digest_algorithm=digest_algorithm,
        signature_algorithm=signature_algorithm,
        signature=signature,
        signed_attributes=signed.raw if signed else None,
        content_type=value.oid() if (value := attributes.get(oids.CONTENT_TYPE)) else None,
        message_digest=value.octets() if (value := attributes.get(oids.MESSAGE_DIGEST)) else None,
        claimed_time=value.time() if (value := attributes.get(oids.SIGNING_TIME)) else None,
        certificate_ref=_certificate_ref(attributes),
        unsigned=MappingProxyType(
            {oid: tuple(value.raw for value in values) for oid, values in unsigned.items()}
        ),
    )


def _pair(element: der.Element) -> tuple[der.Element, der.Element]:
    fields = element.fields()
    first, second = fields.take(), fields.take()
    fields.done()
    return first, second


def _attributes(element: der.Element | None) -> dict[str, list[der.Element]]:
    found: dict[str, list[der.Element]] = {}
    for attribute in element or ():
        name, values = _pair(attribute)
        oid = name.oid()
        if oid in found:
            raise der.DerError(f"атрибут {oid} повторяется")
        found[oid] = values.children(der.SET)
    return found


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


def _single(oid: str, values: list[der.Element]) -> der.Element | None:
    if oid not in _SINGLE:
        return None
    if len(values) != 1:
        raise der.DerError(f"у атрибута {oid} должно быть одно значение")
    return values[0]


def _certificate_ref(attributes: Mapping[str, der.Element | None]) -> CertificateRef | None:
    """The first ESSCertID(v2), which is the signer's own (RFC 5035 cl. 5.4)."""
    element = attributes.get(oids.SIGNING_CERTIFICATE_V2)
    default = oids.SHA256
    if element is None:
        element, default = attributes.get(oids.SIGNING_CERTIFICATE), oids.SHA1
    if element is None:
        return None
    fields = element.fields().take(der.SEQUENCE).fields().take(der.SEQUENCE).fields()
    named = fields.maybe(der.SEQUENCE) if default == oids.SHA256 else None
    value = fields.take().octets()
    place = fields.maybe(der.SEQUENCE)
    fields.done()
    issuer, serial = None, None
    if place is not None:
        names, number = _pair(place)
        issuer, serial = names.only().expect(0xA4).only().raw, number.integer()
    return CertificateRef(algorithm(named) if named else default, value, issuer, serial)


# -- making ------------------------------------------------------------------------------------------------


def sign_detached(
    content: bytes | None = None,
    *,
    digest: bytes | None = None,
    key: SigningKey,
    certificate: Certificate,
    chain: Sequence[Certificate] = (),
    at: datetime,
) -> bytes:
    """DER of a detached CAdES-BES over `content`, or over its ready Streebog `digest` for streamed files.

    `at` becomes signingTime; `chain` is enclosed beside the signer's certificate. Raises `ValueError` when
    the key is not the certificate's, the digest has a wrong size, or both or neither of content and digest
    are given.
    """
    if (content is None) == (digest is None):
        raise ValueError("нужно передать либо содержимое, либо его хеш")
    if digest is None:
        digest = compute_digest(scheme_of(key.curve).digest_oid, content or b"")
    return build_signed_data(digest, key=key, certificate=certificate, enclosed=(certificate, *chain), at=at)


def build_signed_data(
    digest: bytes,
    *,
    key: SigningKey,
    certificate: Certificate,
    enclosed: Iterable[Certificate],
    at: datetime,
    content_type: str = oids.DATA,
    content: bytes | None = None,
) -> bytes:
    """SignedData with one CAdES-BES signer, the given certificates and, for time-stamp tokens, `content`."""
    scheme = scheme_of(key.curve)
    if len(digest) != scheme.size:
        raise ValueError(f"для этого ключа нужен хеш длиной {scheme.size} байт")
    if key.point != certificate.public_key.point:
        raise ValueError("закрытый ключ не соответствует сертификату")
    attributes = signed_attributes(digest, certificate, at, content_type)
    digest_algorithm = der.sequence(der.oid(scheme.digest_oid), der.null())
    signer = der.sequence(
        der.integer(1),
        der.sequence(certificate.issuer.raw, der.integer(certificate.serial)),
        digest_algorithm,
        bytes([0xA0]) + attributes[1:],
        der.sequence(der.oid(scheme.key_oid), der.null()),
        der.octet_string(key.sign_digest(compute_digest(scheme.digest_oid, attributes))),
    )
    certificates = {item.raw for item in enclosed}
    body = der.sequence(
        der.integer(1 if content_type == oids.DATA else 3),
        der.set_of([digest_algorithm]),
        der.sequence(
            der.oid(content_type),
            *([der.explicit(0, der.octet_string(content))] if content is not None else []),
        ),
        *([der.set_of(certificates, tag=0xA0)] if certificates else []),
        der.set_of([signer]),
    )
    return der.sequence(der.oid(oids.SIGNED_DATA), der.explicit(0, body))


def signed_attributes(
    digest: bytes, certificate: Certificate, at: datetime, content_type: str = oids.DATA
) -> bytes:
    """DER SET OF contentType, signingTime, messageDigest and signingCertificateV2 (RFC 5126 cl. 5.7)."""
    if at.tzinfo is None:
        raise ValueError("время подписания задано без часового пояса")
    if certificate.public_key.curve is None:
        raise ValueError("ключ сертификата не поддерживается")
    oid = scheme_of(certificate.public_key.curve).digest_oid
    reference = der.sequence(
        der.sequence(der.oid(oid), der.null()),
        der.octet_string(compute_digest(oid, certificate.raw)),
        der.sequence(der.sequence(der.explicit(4, certificate.issuer.raw)), der.integer(certificate.serial)),
    )
    values = {
        oids.CONTENT_TYPE: der.oid(content_type),
        oids.SIGNING_TIME: der.time(at),
        oids.MESSAGE_DIGEST: der.octet_string(digest),
        oids.SIGNING_CERTIFICATE_V2: der.sequence(der.sequence(reference)),
    }
    return der.set_of(der.sequence(der.oid(name), der.set_of([value])) for name, value in values.items())
