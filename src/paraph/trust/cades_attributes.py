"""Attributes that make a CMS signature CAdES: references, values and the hash index, read and written.

Sources: ETSI TS 101 733 (RFC 5126) cl. 5.7.3, 6.2, 6.3; ETSI EN 319 122-1 cl. 5.2.2, 5.5.2, annex A.1;
RFC 5035. ASN.1 modules there use EXPLICIT tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from paraph.trust import der, ocsp, oids
from paraph.trust.certificate import Certificate
from paraph.trust.crl import Crl
from paraph.trust.keys import algorithm
from paraph.trust.keys import digest as compute_digest
from paraph.trust.store import Enclosed

#: References or values in one attribute, and hashes in an index at most.
_MAX_ITEMS = 100
_MAX_HASHES = 1000


def limited(element: der.Element, limit: int = _MAX_ITEMS) -> list[der.Element]:
    """Children of an element, refused when there are more than `limit`."""
    found: list[der.Element] = []
    for child in element:
        if len(found) == limit:
            raise der.DerError("вложенных элементов больше допустимого")
        found.append(child)
    return found


def pair(element: der.Element) -> tuple[der.Element, der.Element]:
    """The two elements of a two-element SEQUENCE."""
    fields = element.fields()
    first, second = fields.take(), fields.take()
    fields.done()
    return first, second


def digest_identifier(oid: str) -> bytes:
    """AlgorithmIdentifier of a digest, with the NULL other programs expect."""
    return der.sequence(der.oid(oid), der.null())


@dataclass(frozen=True, slots=True)
class CertificateRef:
    """A certificate by its digest: ESSCertID, ESSCertIDv2 (RFC 5035), OtherCertID (TS 101 733 cl. 6.2.1)."""

    digest_algorithm: str
    digest: bytes
    issuer: bytes | None
    serial: int | None

    def matches(self, certificate: Certificate) -> bool:
        """Whether it points at this very certificate; raises `keys.UnsupportedAlgorithm`."""
        if self.serial not in (None, certificate.serial):
            return False
        if self.issuer is not None and self.issuer != certificate.issuer.raw:
            return False
        return compute_digest(self.digest_algorithm, certificate.raw) == self.digest


def signing_certificate(value: der.Element, *, default: str) -> CertificateRef:
    """The first ESSCertID(v2), which is the signer's own (RFC 5035 cl. 5.4).

    `default` is the digest meant when none is named: SHA-1 for the first version, SHA-256 for the second.
    """
    fields = value.fields().take(der.SEQUENCE).fields().take(der.SEQUENCE).fields()
    named = fields.maybe(der.SEQUENCE) if default == oids.SHA256 else None
    digest = fields.take().octets()
    issuer, serial = _issuer_serial(fields.maybe(der.SEQUENCE))
    fields.done()
    return CertificateRef(algorithm(named) if named else default, digest, issuer, serial)


def ess_certificate(certificate: Certificate, digest_oid: str) -> bytes:
    """ESSCertIDv2 of `certificate` with its issuer and serial number."""
    return der.sequence(
        digest_identifier(digest_oid),
        der.octet_string(compute_digest(digest_oid, certificate.raw)),
        _encode_issuer_serial(certificate),
    )


def _issuer_serial(element: der.Element | None) -> tuple[bytes | None, int | None]:
    if element is None:
        return None, None
    names, number = pair(element)
    return names.only().expect(0xA4).only().raw, number.integer()


def _encode_issuer_serial(certificate: Certificate) -> bytes:
    names = der.sequence(der.explicit(4, certificate.issuer.raw))
    return der.sequence(names, der.integer(certificate.serial))


# -- complete-certificate-references, complete-revocation-references ----------------------------------------


def certificate_refs(value: bytes) -> tuple[CertificateRef, ...]:
    """From CompleteCertificateRefs; raises `der.DerError`."""
    return tuple(_certificate_ref(item) for item in limited(der.read(value).expect(der.SEQUENCE)))


def _certificate_ref(element: der.Element) -> CertificateRef:
    fields = element.fields()
    digest_oid, digest = _other_hash(fields.take())
    issuer, serial = _issuer_serial(fields.maybe(der.SEQUENCE))
    fields.done()
    return CertificateRef(digest_oid, digest, issuer, serial)


def encode_certificate_refs(certificates: Iterable[Certificate], digest_oid: str) -> bytes:
    """CompleteCertificateRefs of the path above the signer's certificate, nearest issuer first."""
    return der.sequence(
        *(
            der.sequence(_encode_other_hash(item.raw, digest_oid), _encode_issuer_serial(item))
            for item in certificates
        )
    )


@dataclass(frozen=True, slots=True)
class RevocationRef:
    """A list or a response on status by its digest (TS 101 733 cl. 6.2.2)."""

    digest_algorithm: str
    digest: bytes


def revocation_refs(value: bytes) -> tuple[RevocationRef, ...]:
    """From CompleteRevocationRefs; references of unknown kinds are refused. Raises `der.DerError`."""
    found: list[RevocationRef] = []
    for item in limited(der.read(value).expect(der.SEQUENCE)):
        for part in item.children(der.SEQUENCE):
            identified = limited(part.expect(0xA0, 0xA1).only().expect(der.SEQUENCE).only())
            found += [_revocation_ref(one, of_list=part.tag == 0xA0) for one in identified]
    return tuple(found)


def _revocation_ref(element: der.Element, *, of_list: bool) -> RevocationRef:
    """CrlValidatedID {hash, identifier?} or OcspResponsesID {identifier, hash?}; the hash must be there."""
    children = element.children(der.SEQUENCE)
    if len(children) not in ((1, 2) if of_list else (2,)):
        raise der.DerError("ссылка на список или ответ OCSP без хеша")
    return RevocationRef(*_other_hash(children[0 if of_list else 1]))


def encode_revocation_refs(evidence: Sequence[Sequence[Crl | ocsp.Response]], digest_oid: str) -> bytes:
    """CompleteRevocationRefs: one CrlOcspRef a certificate of the path, the signer's first."""
    return der.sequence(*(_encode_revocation_ref(items, digest_oid) for items in evidence))


def _encode_revocation_ref(items: Sequence[Crl | ocsp.Response], digest_oid: str) -> bytes:
    lists = [_encode_list_ref(item, digest_oid) for item in items if isinstance(item, Crl)]
    answers = [_encode_response_ref(item, digest_oid) for item in items if isinstance(item, ocsp.Response)]
    return der.sequence(
        *([der.explicit(0, der.sequence(der.sequence(*lists)))] if lists else []),
        *([der.explicit(1, der.sequence(der.sequence(*answers)))] if answers else []),
    )


def _encode_list_ref(crl: Crl, digest_oid: str) -> bytes:
    number = [der.integer(crl.number)] if crl.number is not None else []
    identifier = der.sequence(crl.issuer.raw, der.utc_time(crl.this_update), *number)
    return der.sequence(_encode_other_hash(crl.raw, digest_oid), identifier)


def _encode_response_ref(response: ocsp.Response, digest_oid: str) -> bytes:
    fields = der.read(response.tbs).fields()
    fields.maybe(0xA0)
    responder, produced = fields.take(0xA1, 0xA2), fields.take()
    hashed = _encode_other_hash(basic_response(response), digest_oid)
    return der.sequence(der.sequence(responder.raw, produced.raw), hashed)


def _other_hash(element: der.Element) -> tuple[str, bytes]:
    """OtherHash: a bare OCTET STRING is SHA-1."""
    if element.tag == der.OCTET_STRING:
        return oids.SHA1, element.octets()
    named, value = pair(element)
    return algorithm(named), value.octets()


def _encode_other_hash(data: bytes, digest_oid: str) -> bytes:
    return der.sequence(digest_identifier(digest_oid), der.octet_string(compute_digest(digest_oid, data)))


# -- certificate-values, revocation-values ------------------------------------------------------------------


def certificate_values(value: bytes) -> tuple[Certificate, ...]:
    """From CertificateValues (TS 101 733 cl. 6.3.3); raises `der.DerError`."""
    return tuple(Certificate.parse(item.raw) for item in limited(der.read(value).expect(der.SEQUENCE)))


def encode_certificate_values(certificates: Iterable[Certificate]) -> bytes:
    return der.sequence(*(certificate.raw for certificate in certificates))


def revocation_values(value: bytes) -> Enclosed:
    """Lists and responses from RevocationValues (TS 101 733 cl. 6.3.4); raises `der.DerError`."""
    crls: list[Crl] = []
    responses: list[ocsp.Response] = []
    for part in der.read(value).children(der.SEQUENCE):
        items = limited(part.expect(0xA0, 0xA1).only().expect(der.SEQUENCE))
        if part.tag == 0xA0:
            crls += [Crl.parse(item.raw) for item in items]
        else:
            responses += [parse_basic_response(item.raw) for item in items]
    return Enclosed(crls=tuple(crls), responses=tuple(responses))


def encode_revocation_values(crls: Iterable[Crl], responses: Iterable[ocsp.Response]) -> bytes:
    lists, answers = [crl.raw for crl in crls], [basic_response(item) for item in responses]
    return der.sequence(
        *([der.explicit(0, der.sequence(*lists))] if lists else []),
        *([der.explicit(1, der.sequence(*answers))] if answers else []),
    )


def basic_response(response: ocsp.Response) -> bytes:
    """BasicOCSPResponse as it lies inside the OCSPResponse."""
    fields = der.read(response.raw).fields()
    fields.take()
    return pair(fields.take(0xA0).only())[1].octets()


def parse_basic_response(data: bytes) -> ocsp.Response:
    """A response that came without its outer frame; raises `der.DerError`."""
    body = der.sequence(der.oid(oids.OCSP_BASIC), der.octet_string(data))
    try:
        return ocsp.Response.parse(der.sequence(der.enumerated(0), der.explicit(0, body)))
    except ocsp.OcspError as error:
        raise der.DerError(str(error)) from error


# -- ats-hash-index ---------------------------------------------------------------------------------------


class IndexKind(StrEnum):
    """Kinds of the hash index, by the attribute they lie in."""

    #: ETSI TS 101 733 cl. 6.4.2: met in older files, never made here.
    V1 = oids.HASH_INDEX_V1
    #: ETSI EN 319 122-1 cl. 5.5.2.
    V3 = oids.HASH_INDEX_V3


@dataclass(frozen=True, slots=True)
class HashIndex:
    """What an archive time-stamp covers, by hashes (EN 319 122-1 cl. 5.5.2)."""

    raw: bytes = field(repr=False)
    kind: IndexKind
    digest_algorithm: str
    certificates: frozenset[bytes]
    revocations: frozenset[bytes]
    attributes: frozenset[bytes]

    @classmethod
    def parse(cls, kind: IndexKind, value: bytes) -> Self:
        """From DER; raises `der.DerError`. Only the first kind may leave its digest out, SHA-256 then."""
        parts = der.read(value).children(der.SEQUENCE)
        digest_oid = oids.SHA256
        if kind is IndexKind.V3 or len(parts) == 4:
            digest_oid, parts = algorithm(parts[0]) if parts else "", parts[1:]
        if len(parts) != 3:
            raise der.DerError("перечень хешей записан с ошибкой")
        hashes = (
            frozenset(item.octets() for item in limited(part.expect(der.SEQUENCE), _MAX_HASHES))
            for part in parts
        )
        return cls(value, kind, digest_oid, *hashes)

    @classmethod
    def of(
        cls,
        digest_oid: str,
        kind: IndexKind,
        *,
        certificates: Iterable[bytes],
        revocations: Iterable[bytes],
        attributes: Iterable[bytes],
    ) -> Self:
        """The index over the given encodings, each hashed by itself."""

        def hashes(parts: Iterable[bytes]) -> list[bytes]:
            return [compute_digest(digest_oid, part) for part in parts]

        found = [hashes(parts) for parts in (certificates, revocations, attributes)]
        raw = der.sequence(
            digest_identifier(digest_oid),
            *(der.sequence(*map(der.octet_string, part)) for part in found),
        )
        return cls(raw, kind, digest_oid, *map(frozenset, found))
