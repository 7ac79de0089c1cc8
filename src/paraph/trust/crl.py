"""Lists of revoked certificates: reading, searching, issuing (RFC 5280 cl. 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cached_property

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate, pem_blocks
from paraph.trust.extensions import KeyUsage, distribution_point_uris, extension, split_extensions
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


@dataclass(frozen=True)
class Crl:
    """A list as issued; its entries stay in the bytes and are searched there."""

    raw: bytes = field(repr=False)
    tbs: bytes = field(repr=False, compare=False)
    issuer: Name = field(compare=False)
    this_update: datetime = field(compare=False)
    next_update: datetime | None = field(compare=False)
    signature_algorithm: str = field(repr=False, compare=False)
    signature: bytes = field(repr=False, compare=False)
    number: int | None = field(default=None, compare=False)
    #: Addresses the list is published at, if it says so (issuingDistributionPoint).
    urls: tuple[str, ...] = field(default=(), compare=False)
    #: Whether entries cover everything: False for delta, indirect, partial lists or unknown critical parts.
    complete: bool = field(default=True, compare=False)
    only_users: bool = field(default=False, compare=False)
    only_authorities: bool = field(default=False, compare=False)
    _entries: der.Element | None = field(default=None, repr=False, compare=False)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the list, hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    @classmethod
    def parse(cls, data: bytes) -> Crl:
        """From DER or PEM; raises `der.DerError`. Entries are not walked here."""
        if data.lstrip().startswith(b"-----BEGIN"):
            blocks = [body for label, body in pem_blocks(data) if label == "X509 CRL"]
            if len(blocks) != 1:
                raise der.DerError("в файле PEM нет списка отозванных сертификатов")
            data = blocks[0]
        frame = der.read(data, max_size=MAX_CRL).fields()
        tbs, outer, signature = frame.take(der.SEQUENCE), frame.take(), frame.take()
        frame.done()
        fields = tbs.fields()
        fields.maybe(der.INTEGER)
        inner = algorithm(fields.take())
        issuer = Name.parse(fields.take())
        this_update = fields.take().time()
        next_update = fields.maybe(der.UTC_TIME, der.GENERALIZED_TIME)
        entries = fields.maybe(der.SEQUENCE)
        tagged = fields.maybe(0xA0)
        fields.done()
        if inner != algorithm(outer):
            raise der.DerError("алгоритм подписи списка указан двояко")
        found = _Extensions(tagged.only() if tagged else None)
        return cls(
            raw=bytes(data),
            tbs=tbs.raw,
            issuer=issuer,
            this_update=this_update,
            next_update=next_update.time() if next_update else None,
            signature_algorithm=inner,
            signature=signature.bits(),
            number=found.number,
            urls=found.urls,
            complete=found.complete,
            only_users=found.only_users,
            only_authorities=found.only_authorities,
            _entries=entries,
        )

    def __iter__(self) -> Iterator[Revocation]:
        """Every entry in order; raises `der.DerError` at a malformed one."""
        return (_revocation(entry) for entry in self._entries or ())

    def find(self, serial: int) -> Revocation | None:
        """The entry of a certificate by its serial number, None if it is not in the list.

        The number's bytes are searched for first: the usual «not there» costs no walk over a million
        entries. A place found is then proved to be the number of an entry, not a part of something else.
        """
        entries, pattern = self._entries, der.integer(serial)
        position = entries.source.find(pattern, entries.body, entries.body_end) if entries else -1
        while entries and position >= 0:
            entry = entries.child_at(position)
            revocation = _revocation(entry) if entry else None
            if revocation and revocation.serial == serial:
                return revocation
            position = entries.source.find(pattern, position + 1, entries.body_end)
        return None

    def covers(self, certificate: Certificate) -> bool:
        """Whether this list is the one to look for `certificate` in; the signature is another question."""
        extensions = certificate.extensions
        return (
            self.complete
            and self.issuer.raw == certificate.issuer.raw
            and not (self.only_users and extensions.is_ca)
            and not (self.only_authorities and not extensions.is_ca)
            and (not self.urls or bool(set(self.urls) & set(extensions.crl_urls)))
        )

    def verify_signed_by(self, issuer: Certificate) -> bool:
        """Whether `issuer` may sign lists and signed this one; raises `keys.UnsupportedAlgorithm`."""
        usage = issuer.extensions.key_usage
        if self.issuer.raw != issuer.subject.raw or (usage is not None and KeyUsage.CRL_SIGN not in usage):
            return False
        return issuer.public_key.verifies(self.tbs, self.signature, self.signature_algorithm)


class _Extensions:
    """CRL extensions that narrow or identify a list (RFC 5280 cl. 5.2)."""

    def __init__(self, element: der.Element | None) -> None:
        self.number: int | None = None
        self.urls: tuple[str, ...] = ()
        self.complete = True
        self.only_users = self.only_authorities = False
        for oid, critical, value in split_extensions(element):
            if oid == oids.CRL_NUMBER:
                self.number = der.read(value).integer()
            elif oid == oids.ISSUING_DISTRIBUTION_POINT:
                self._distribution_point(der.read(value))
            elif critical:  # among them deltaCRLIndicator
                self.complete = False

    def _distribution_point(self, element: der.Element) -> None:
        for part in element.children(der.SEQUENCE):
            if part.tag == 0xA0:
                self.urls = distribution_point_uris(part)
                self.complete = self.complete and bool(self.urls)
            elif part.tag in (0x81, 0x82) and part.content == b"\xff":
                self.only_users = self.only_users or part.tag == 0x81
                self.only_authorities = self.only_authorities or part.tag == 0x82
            elif part.content != b"\x00":  # some reasons only, indirect, attribute certificates
                self.complete = False


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
) -> bytes:
    """DER of a complete list of the given revocations, signed by the CA."""
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
            ),
        ),
    )
    return signed(issuer_key, tbs)


def _entry(revocation: Revocation) -> bytes:
    details = []
    if revocation.reason is not Reason.UNSPECIFIED:  # «SHOULD be absent instead of unspecified», cl. 5.3.1
        details = [der.sequence(extension(oids.CRL_REASON, der.enumerated(revocation.reason)))]
    return der.sequence(der.integer(revocation.serial), der.time(revocation.at), *details)
