"""Online certificate status: requests and responses (RFC 6960)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from functools import cached_property

from paraph.trust import der, oids
from paraph.trust.caches import Signatures
from paraph.trust.certificate import Certificate
from paraph.trust.crl import REASON_TITLES, Reason, Revocation
from paraph.trust.extensions import extension, split_extensions
from paraph.trust.keys import SigningKey, algorithm, sign_data, signature_algorithm
from paraph.trust.keys import digest as compute_digest
from paraph.trust.purpose import Purpose

#: Largest request or response accepted, bytes.
_MAX_MESSAGE = 1024 * 1024
_MAX_ENTRIES = 100
#: Certificates tried as the responder's at most.
_MAX_RESPONDERS = 8


class OcspError(ValueError):
    """An OCSP message cannot be read, or the responder refused; the message is for people."""


class Failure(IntEnum):
    """OCSPResponseStatus other than successful (RFC 6960 cl. 4.2.1)."""

    MALFORMED_REQUEST = 1
    INTERNAL_ERROR = 2
    TRY_LATER = 3
    UNAUTHORIZED = 6


class Status(StrEnum):
    """CertStatus of one certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CertId:
    """A certificate named by the hashes of its issuer and its serial number."""

    digest_algorithm: str
    name_hash: bytes
    key_hash: bytes
    serial: int

    @classmethod
    def of(cls, serial: int, issuer: Certificate, digest_algorithm: str = oids.SHA1) -> CertId:
        """SHA-1 by default: every responder knows it, and nothing secret rests on it."""
        return cls(
            digest_algorithm,
            compute_digest(digest_algorithm, issuer.subject.raw),
            compute_digest(digest_algorithm, issuer.public_key.bits),
            serial,
        )

    @classmethod
    def parse(cls, element: der.Element) -> CertId:
        fields = element.fields()
        found = cls(
            algorithm(fields.take()), fields.take().octets(), fields.take().octets(), fields.take().integer()
        )
        fields.done()
        return found

    def encode(self) -> bytes:
        return der.sequence(
            der.sequence(der.oid(self.digest_algorithm), der.null()),
            der.octet_string(self.name_hash),
            der.octet_string(self.key_hash),
            der.integer(self.serial),
        )

    def issued_by(self, issuer: Certificate) -> bool:
        """Whether it names a certificate of `issuer`; raises `keys.UnsupportedAlgorithm`."""
        return self == CertId.of(self.serial, issuer, self.digest_algorithm)


@dataclass(frozen=True, slots=True)
class Request:
    """The certificates asked about."""

    ids: tuple[CertId, ...]
    nonce: bytes | None = None

    def encode(self) -> bytes:
        """DER of an unsigned OCSPRequest."""
        entries = der.sequence(*(der.sequence(item.encode()) for item in self.ids))
        return der.sequence(der.sequence(entries, *_nonce(2, self.nonce)))

    @classmethod
    def parse(cls, data: bytes) -> Request:
        """From DER; a request's own signature is not looked at. Raises `OcspError`."""
        try:
            outer = der.read(data, max_size=_MAX_MESSAGE).fields()
            fields = outer.take().fields()
            outer.maybe(0xA0)
            outer.done()
            fields.maybe(0xA0)
            fields.maybe(0xA1)
            entries = fields.take().children(der.SEQUENCE)
            tagged = fields.maybe(0xA2)
            fields.done()
            if not 0 < len(entries) <= _MAX_ENTRIES:
                raise der.DerError("недопустимое число сертификатов")
            ids = tuple(CertId.parse(entry.fields().take()) for entry in entries)
            return cls(ids, _find_nonce(tagged))
        except der.DerError as error:
            raise OcspError(f"Запрос OCSP не читается: {error}.") from error


@dataclass(frozen=True, slots=True)
class Entry:
    """The status of one certificate and the time it holds for."""

    id: CertId
    status: Status
    this_update: datetime
    next_update: datetime | None
    revocation: Revocation | None = None
    #: Certificates that expired since this moment are still answered for (cl. 4.4.4); None: no promise.
    archive_cutoff: datetime | None = None

    def remembers(self, certificate: Certificate) -> bool:
        """Whether the answer means something for the certificate: expired ones may be forgotten."""
        expired = certificate.not_after
        kept = self.archive_cutoff is not None and self.archive_cutoff <= expired
        return kept or self.this_update <= expired


@dataclass(frozen=True)
class Response:
    """A successful response; trust it only after `verify`."""

    raw: bytes = field(repr=False)
    tbs: bytes = field(repr=False, compare=False)
    #: Who answers: an encoded name, or the hash of a key.
    responder: der.Element = field(repr=False, compare=False)
    produced_at: datetime = field(compare=False)
    entries: tuple[Entry, ...] = field(compare=False)
    certificates: tuple[Certificate, ...] = field(repr=False, compare=False)
    signature_algorithm: str = field(compare=False)
    signature: bytes = field(repr=False, compare=False)
    nonce: bytes | None = field(compare=False)

    @classmethod
    def parse(cls, data: bytes) -> Response:
        """From DER; raises `OcspError`, also when the responder answers with an error status."""
        try:
            fields = der.read(data, max_size=_MAX_MESSAGE).fields()
            status = fields.take().integer(der.ENUMERATED)
            body = fields.maybe(0xA0)
            fields.done()
            if status != 0 or body is None:
                raise OcspError(f"Служба OCSP отказала: состояние {status}.")
            typed = body.only().fields()
            if typed.take().oid() != oids.OCSP_BASIC:
                raise der.DerError("неизвестный вид ответа")
            return cls._basic(data, typed.take().octets())
        except der.DerError as error:
            raise OcspError(f"Ответ OCSP не читается: {error}.") from error

    @classmethod
    def _basic(cls, raw: bytes, data: bytes) -> Response:
        basic = der.read(data).fields()
        tbs = basic.take(der.SEQUENCE)
        signature_oid, signature = algorithm(basic.take()), basic.take().bits()
        enclosed = basic.maybe(0xA0)
        basic.done()
        fields = tbs.fields()
        fields.maybe(0xA0)
        responder = fields.take(0xA1, 0xA2)
        produced_at = fields.take().time()
        entries = tuple(_entry(entry) for entry in fields.take().children(der.SEQUENCE))
        tagged = fields.maybe(0xA1)
        fields.done()
        certificates = enclosed.only().children(der.SEQUENCE) if enclosed else []
        return cls(
            raw=raw,
            tbs=tbs.raw,
            responder=responder,
            produced_at=produced_at,
            entries=entries,
            certificates=tuple(Certificate.parse(item.raw) for item in certificates),
            signature_algorithm=signature_oid,
            signature=signature,
            nonce=_find_nonce(tagged),
        )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the response, hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    def names_responder(self, certificate: Certificate) -> bool:
        """Whether ResponderID points at the certificate, by name or by key."""
        if self.responder.tag == 0xA1:
            return self.responder.content == certificate.subject.raw
        return self.responder.only().octets() == certificate.public_key.key_identifier

    def verify_signed_by(self, issuer: Certificate) -> bool:
        """Whether the certificate's key signed the response; raises `keys.UnsupportedAlgorithm`."""
        return issuer.public_key.verifies(self.tbs, self.signature, self.signature_algorithm)

    def signer(
        self, issuer: Certificate, *, known: Iterable[Certificate] = (), signatures: Signatures
    ) -> Certificate | None:
        """Who signed: the CA itself or a responder it appointed (RFC 6960 cl. 4.2.2.2), else None.

        `known` are certificates beside those in the response. Raises `keys.UnsupportedAlgorithm`. Whether an
        appointed one was revoked, and freshness, are the caller's to judge.
        """
        if self.names_responder(issuer) and signatures.hold(self, issuer):
            return issuer
        named = [
            certificate
            for certificate in dict.fromkeys((*self.certificates, *known))
            if self.names_responder(certificate)
            and not Purpose.OCSP_SIGNING.misuse(certificate.extensions)
            and not certificate.extensions.unknown_critical
            and certificate.valid_at(self.produced_at)
            and certificate.names_issuer(issuer)
        ]
        for certificate in named[:_MAX_RESPONDERS]:
            if signatures.hold(certificate, issuer) and signatures.hold(self, certificate):
                return certificate
        return None

    def verify(self, issuer: Certificate) -> bool:
        """Whether `signer` finds one; raises `keys.UnsupportedAlgorithm`."""
        return self.signer(issuer, signatures=Signatures()) is not None


def issue_response(
    request: Request,
    *,
    issuer: Certificate,
    revoked: Callable[[int], Revocation | None],
    key: SigningKey,
    certificate: Certificate,
    chain: Sequence[Certificate] = (),
    this_update: datetime,
    next_update: datetime | None = None,
) -> bytes:
    """DER of a signed answer about certificates of `issuer`; those of other issuers are «unknown».

    `revoked` looks a serial number up, as `Crl.find` does; `certificate` and `key` are the responder's.
    """
    entries = der.sequence(
        *(
            _encode_entry(item, _status_of(item, issuer, revoked), this_update, next_update)
            for item in request.ids
        )
    )
    tbs = der.sequence(
        der.explicit(1, certificate.subject.raw),
        der.generalized_time(this_update),
        entries,
        *_nonce(1, request.nonce),
    )
    enclosed = der.explicit(0, der.sequence(*(item.raw for item in (certificate, *chain))))
    basic = der.sequence(tbs, signature_algorithm(key), der.bit_string(sign_data(key, tbs)), enclosed)
    body = der.sequence(der.oid(oids.OCSP_BASIC), der.octet_string(basic))
    return der.sequence(der.enumerated(0), der.explicit(0, body))


def failure_response(failure: Failure) -> bytes:
    """DER of an unsigned error response."""
    return der.sequence(der.enumerated(failure))


def _status_of(
    item: CertId, issuer: Certificate, revoked: Callable[[int], Revocation | None]
) -> Revocation | Status:
    try:
        known = item.issued_by(issuer)
    except ValueError:  # named by a digest not computed here: the certificate cannot be recognised
        known = False
    if not known:
        return Status.UNKNOWN
    return revoked(item.serial) or Status.GOOD


def _encode_entry(
    item: CertId, status: Revocation | Status, this_update: datetime, next_update: datetime | None
) -> bytes:
    if isinstance(status, Revocation):
        reason = der.explicit(0, der.enumerated(status.reason))
        encoded = der.explicit(1, der.generalized_time(status.at), reason)
    else:
        encoded = der.implicit(0 if status is Status.GOOD else 2, der.null())
    until = [der.explicit(0, der.generalized_time(next_update))] if next_update else []
    return der.sequence(item.encode(), encoded, der.generalized_time(this_update), *until)


def _entry(element: der.Element) -> Entry:
    fields = element.fields()
    item, status = CertId.parse(fields.take()), fields.take(0x80, 0xA1, 0x82)
    this_update, until = fields.take().time(), fields.maybe(0xA0)
    tagged = fields.maybe(0xA1)
    fields.done()
    cutoff = _extension(tagged, oids.OCSP_ARCHIVE_CUTOFF)
    revocation = None
    if status.tag == 0xA1:
        details = status.fields(0xA1)
        at, reason = details.take().time(), details.maybe(0xA0)
        number = reason.only().integer(der.ENUMERATED) if reason else 0
        revocation = Revocation(
            item.serial, at, Reason(number) if number in REASON_TITLES else Reason.UNSPECIFIED
        )
    return Entry(
        id=item,
        status={0x80: Status.GOOD, 0xA1: Status.REVOKED, 0x82: Status.UNKNOWN}[status.tag],
        this_update=this_update,
        next_update=until.only().time() if until else None,
        revocation=revocation,
        archive_cutoff=cutoff.time() if cutoff else None,
    )


def _nonce(tag: int, value: bytes | None) -> list[bytes]:
    """Extensions with the nonce under [tag], or nothing (RFC 8954)."""
    if value is None:
        return []
    return [der.explicit(tag, der.sequence(extension(oids.OCSP_NONCE, der.octet_string(value))))]


def _find_nonce(tagged: der.Element | None) -> bytes | None:
    found = _extension(tagged, oids.OCSP_NONCE)
    return found.octets() if found else None


def _extension(tagged: der.Element | None, wanted: str) -> der.Element | None:
    """Value of one of the extensions under an explicit tag; raises `der.DerError`."""
    for oid, _, value in split_extensions(tagged.only() if tagged else None):
        if oid == wanted:
            return der.read(value)
    return None
