"""What a check may rest on: whom is trusted, and what is known beside the signature file itself."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from paraph.trust import ocsp
from paraph.trust.caches import Signatures, Stretches
from paraph.trust.certificate import Certificate
from paraph.trust.crl import Crl

if TYPE_CHECKING:
    from paraph.trust.path_check import Judgement
    from paraph.trust.purpose import Purpose
    from paraph.trust.tsl import AccreditedList
    from paraph.trust.verdict import Fact

#: Certificates whose judgements are kept; one takes a few kilobytes.
_JUDGEMENTS = 4096


@dataclass(frozen=True)
class Enclosed:
    """Certificates, lists and responses that came with a signature: useful, and trusted in nothing."""

    certificates: tuple[Certificate, ...] = ()
    crls: tuple[Crl, ...] = ()
    responses: tuple[ocsp.Response, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """Tells what is enclosed from anything else, SHA-256."""
        kinds = (self.certificates, self.crls, self.responses)
        parts = ",".join(";".join(item.fingerprint for item in kind) for kind in kinds)
        return hashlib.sha256(parts.encode()).hexdigest()


class TrustStore:
    """Roots to trust, other known certificates, lists and responses on revocation: data only, never changed.

    Only `roots` are trusted. `intermediates` may hold any certificates that help to build a path; nothing
    follows from being among them. `signatures` may be those of an earlier store: they hold for any.
    """

    def __init__(
        self,
        roots: Iterable[Certificate],
        intermediates: Iterable[Certificate] = (),
        crls: Iterable[Crl] = (),
        responses: Iterable[ocsp.Response] = (),
        *,
        accredited: AccreditedList | None = None,
        signatures: Signatures | None = None,
    ) -> None:
        self.roots = tuple(roots)
        self.intermediates = tuple(intermediates)
        self.crls = tuple(crls)
        self.responses = tuple(responses)
        #: The list of accredited CAs as it was read; `AccreditedList.verify` says whether to believe it.
        self.accredited = accredited
        self.signatures = signatures or Signatures()
        #: What `path_check.judge` found, and when it stays so: a store's data never change.
        self.judgements: Stretches[tuple[str, Purpose, str], Judgement] = Stretches(_JUDGEMENTS)
        #: What `check_qualification` found, by the path.
        self.qualifications: Stretches[tuple[str, ...], Fact] = Stretches(_JUDGEMENTS)
        self._roots = frozenset(root.raw for root in self.roots)
        self._by_subject: dict[bytes, list[Certificate]] = defaultdict(list)
        for certificate in (*self.roots, *self.intermediates):
            self._by_subject[certificate.subject.raw].append(certificate)
        self._crls: dict[bytes, list[Crl]] = defaultdict(list)
        for crl in self.crls:
            self._crls[crl.issuer.raw].append(crl)
        self._responses: dict[int, list[ocsp.Response]] = defaultdict(list)
        for response in self.responses:
            for serial in {entry.id.serial for entry in response.entries}:
                self._responses[serial].append(response)

    def trusts(self, certificate: Certificate) -> bool:
        """Whether this very certificate is a trusted root."""
        return certificate.raw in self._roots

    def certificates(self) -> Iterable[Certificate]:
        """Everything known, roots first."""
        return (*self.roots, *self.intermediates)

    def named(self, subject: bytes) -> Sequence[Certificate]:
        """Known certificates of the given subject (encoded name)."""
        return self._by_subject.get(subject, ())

    def issuers(self, certificate: Certificate) -> Sequence[Certificate]:
        """Known certificates that may have issued this one: of its issuer's name, or of the list of CAs."""
        named = self.named(certificate.issuer.raw)
        return (*named, *self.accredited.issuers(certificate)) if self.accredited else named

    def lists(self, issuer: bytes) -> Sequence[Crl]:
        """Known lists of the given issuer (encoded name)."""
        return self._crls.get(issuer, ())

    def responses_about(self, serial: int) -> Sequence[ocsp.Response]:
        """Known responses that speak of a certificate of this number, of whatever issuer."""
        return self._responses.get(serial, ())
