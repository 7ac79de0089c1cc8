"""Lists of revoked certificates: reading, searching, issuing (RFC 5280 cl. 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from typing import Any

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate, pem_blocks
from paraph.trust.crl_index import EntryIndex
from paraph.trust.crl_scope import NO_REASONS, Scope
from paraph.trust.extensions import KeyUsage, crl_urls, extension, split_extensions
from paraph.trust.keys import SigningKey, algorithm, signature_algorithm, signed
from paraph.trust.names import Name

#: Largest list accepted, bytes; lists of big CAs reach tens of megabytes.
MAX_CRL = 256 * 1024 * 1024


class Reason(IntEnum):
    """CRLReason (RFC 5280 cl. 5.3.1)."""

    UNSPECIFIED = 0
    KEY_COMPROMISE = 1
    CA_COMPROMISE = 2
    AFFILIATION_CHANGED = 3
    SUPERSEDED = 4
    CESSATION_OF_OPERATION = 5
    CERTIFICATE_HOLD = 6
    REMOVE_FROM_CRL = 8
    PRIVILEGE_WITHDRAWN = 9
    AA_COMPROMISE = 10


#: Reasons in the words of a verdict.
REASON_TITLES = {
    Reason.UNSPECIFIED: "причина не указана",
    Reason.KEY_COMPROMISE: "компрометация ключа",
    Reason.CA_COMPROMISE: "компрометация УЦ",
    Reason.AFFILIATION_CHANGED: "изменение сведений о владельце",
    Reason.SUPERSEDED: "сертификат заменён",
    Reason.CESSATION_OF_OPERATION: "прекращение деятельности",
    Reason.CERTIFICATE_HOLD: "действие приостановлено",
    Reason.REMOVE_FROM_CRL: "исключён из списка",
    Reason.PRIVILEGE_WITHDRAWN: "полномочия отозваны",
    Reason.AA_COMPROMISE: "компрометация центра полномочий",
}


@dataclass(frozen=True, slots=True)
class Revocation:
    """One revoked certificate."""

    serial: int
    at: datetime
    reason: Reason = Reason.UNSPECIFIED

    @property
    def suspends(self) -> bool:
        """Whether it may yet be lifted; every other revocation is for ever."""
        return self.reason is Reason.CERTIFICATE_HOLD


@dataclass(frozen=True)
class Crl:
    """A list as issued; its entries stay in the bytes and are searched there."""

    raw: bytes = field(repr=False)
    issuer: Name = field(compare=False)
    this_update: datetime = field(compare=False)
    next_update: datetime | None = field(compare=False)
    signature_algorithm: str = field(repr=False, compare=False)
    signature: bytes = field(repr=False, compare=False)
    number: int | None = field(default=None, compare=False)
    #: Of a delta: the number of the earliest full list it may be laid over. None for a full list.
    base_number: int | None = field(default=None, compare=False)
    #: Which certificates and reasons it covers.
    scope: Scope = field(default=Scope(), repr=False, compare=False)
    #: Certificates expired since this moment stay in the list (X.509 cl. 9.5.2.8); None if they leave it.
    expired_since: datetime | None = field(default=None, compare=False)
    #: Where deltas to this list are published.
    freshest_urls: tuple[str, ...] = field(default=(), compare=False)
    #: Critical extensions that are not processed here: such a list says nothing (RFC 5280 cl. 5.2).
    unknown_critical: tuple[str, ...] = field(default=(), compare=False)
    _tbs: der.Element | None = field(default=None, repr=False, compare=False)
    _entries: der.Element | None = field(default=None, repr=False, compare=False)

    @classmethod
    def parse(cls, data: bytes) -> Crl:
        """From DER or PEM; raises `der.DerError`. Entries are not walked here."""
        if data[:64].lstrip().startswith(b"-----BEGIN"):
            blocks = [body for label, body in pem_blocks(data) if label == "X509 CRL"]
            if len(blocks) != 1:
                raise der.DerError("в файле PEM нет списка отозванных сертификатов")
            data = blocks[0]
        frame = der.read(data, max_size=MAX_CRL).fields()
        tbs, outer, signature = frame.take(der.SEQUENCE), frame.take(), frame.take()
        frame.done()
        fields = tbs.fields()
        fields.maybe(der.INTEGER)
        inner = fields.take()
        issuer = Name.parse(fields.take())
        this_update = fields.take().time()
        next_update = fields.maybe(der.UTC_TIME, der.GENERALIZED_TIME)
        entries = fields.maybe(der.SEQUENCE)
        tagged = fields.maybe(0xA0)
        fields.done()
        if inner.raw != outer.raw:
            raise der.DerError("алгоритм подписи списка указан двояко")
        return cls(
            raw=bytes(data),
            issuer=issuer,
            this_update=this_update,
            next_update=next_update.time() if next_update else None,
            signature_algorithm=algorithm(outer),
            signature=signature.bits(),
            **_extensions(tagged.only() if tagged else None, issuer),
            _tbs=tbs,
            _entries=entries,
        )

    @property
    def tbs(self) -> bytes:
        """What is signed; not kept, for lists are large."""
        return self._tbs.raw if self._tbs else b""

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the list, hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def is_delta(self) -> bool:
        """Whether it tells only what changed since a full list."""
        return self.base_number is not None

    def __iter__(self) -> Iterator[Revocation]:
        """Every entry in order; raises `der.DerError` at a malformed one."""
        return (_revocation(entry) for entry in self._entries or ())

    def find(self, serial: int, issuer: bytes | None = None) -> Revocation | None:
        """The entry of a certificate by its number and its issuer (encoded name; the list's own by default).

        None if it is not in the list. Raises `der.DerError` when the list or the entry is malformed. The
        first search walks over the list once, later ones take microseconds.
        """
        own = self.issuer.raw
        for entry, concerned in self._index.find(serial) if self._index else ():
            if (concerned or own) == (issuer or own):
                return _revocation(entry)
        return None

    @cached_property
    def _index(self) -> EntryIndex | None:
        return EntryIndex(self._entries, indirect=self.scope.indirect) if self._entries else None

    def reasons_for(self, certificate: Certificate) -> frozenset[int]:
        """Reasons of revocation this list tells of for the certificate: all, some or none of ReasonFlags.

        The signature is another question. Raises `der.DerError`.
        """
        return NO_REASONS if self.unknown_critical else self.scope.reasons_for(certificate, self.issuer.raw)

    def remembers(self, certificate: Certificate) -> bool:
        """Whether the certificate, if revoked, is still in the list: expired ones may have left it."""
        expired = certificate.not_after
        kept = self.expired_since is not None and self.expired_since <= expired
        return kept or self.this_update <= expired

    def verify_signed_by(self, issuer: Certificate) -> bool:
        """Whether `issuer` may sign lists and signed this one; raises `keys.UnsupportedAlgorithm`."""
        usage = issuer.extensions.key_usage
        if self.issuer.raw != issuer.subject.raw or (usage is not None and KeyUsage.CRL_SIGN not in usage):
            return False
        return issuer.public_key.verifies(self.tbs, self.signature, self.signature_algorithm)


def _extensions(element: der.Element | None, issuer: Name) -> dict[str, Any]:
    """Fields of `Crl` told by its extensions (RFC 5280 cl. 5.2)."""
    found: dict[str, Any] = {}
    unknown: list[str] = []
    for oid, critical, value in split_extensions(element):
        if oid == oids.CRL_NUMBER:
            found["number"] = der.read(value).integer()
        elif oid == oids.DELTA_CRL_INDICATOR:
            found["base_number"] = der.read(value).integer()
        elif oid == oids.ISSUING_DISTRIBUTION_POINT:
            found["scope"] = Scope.parse(value, issuer.raw)
        elif oid == oids.EXPIRED_CERTS_ON_CRL:
            found["expired_since"] = der.read(value).time()
        elif oid == oids.FRESHEST_CRL:
            found["freshest_urls"] = crl_urls(der.read(value))
        elif critical and oid != oids.AUTHORITY_KEY_ID:
            unknown.append(oid)
    return found | {"unknown_critical": tuple(unknown)}


def _revocation(entry: der.Element) -> Revocation:
    fields = entry.fields()
    serial, at = fields.take().integer(), fields.take().time()
    details = fields.maybe(der.SEQUENCE)
    fields.done()
    return Revocation(serial, at, _reason(details))


def _reason(details: der.Element | None) -> Reason:
    for oid, _, value in split_extensions(details):
        if oid == oids.CRL_REASON:
            number = der.read(value).integer(der.ENUMERATED)
            return Reason(number) if number in REASON_TITLES else Reason.UNSPECIFIED
    return Reason.UNSPECIFIED


def issue_crl(
    *,
    issuer_cert: Certificate,
    issuer_key: SigningKey,
    revoked: Iterable[Revocation],
    this_update: datetime,
    next_update: datetime,
    number: int = 1,
    extensions: Iterable[bytes] = (),
) -> bytes:
    """DER of a list of the given revocations, signed by the CA; complete unless `extensions` narrow it."""
    key_id = issuer_cert.extensions.subject_key_id or issuer_cert.public_key.key_identifier
    entries = [_entry(revocation) for revocation in revoked]
    tbs = der.sequence(
        der.integer(1),
        signature_algorithm(issuer_key),
        issuer_cert.subject.raw,
        der.time(this_update),
        der.time(next_update),
        *([der.sequence(*entries)] if entries else []),
        der.explicit(
            0,
            der.sequence(
                extension(oids.AUTHORITY_KEY_ID, der.sequence(der.implicit(0, der.octet_string(key_id)))),
                extension(oids.CRL_NUMBER, der.integer(number)),
                *extensions,
            ),
        ),
    )
    return signed(issuer_key, tbs)


def _entry(revocation: Revocation) -> bytes:
    details = []
    if revocation.reason is not Reason.UNSPECIFIED:  # «SHOULD be absent instead of unspecified», cl. 5.3.1
        details = [der.sequence(extension(oids.CRL_REASON, der.enumerated(revocation.reason)))]
    return der.sequence(der.integer(revocation.serial), der.time(revocation.at), *details)
