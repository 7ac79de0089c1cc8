"""Whose certificates decide about a signature file, for those who fetch what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from paraph.trust import oids
from paraph.trust.cades_enclosures import gather, signer_certificate
from paraph.trust.certificate import Certificate
from paraph.trust.cms import SignedData, Signer, parse_signed_data
from paraph.trust.purpose import Purpose
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.tsp import Token, TspError

_STAMPS = (oids.SIGNATURE_TIME_STAMP, oids.C_TIME_STAMP, oids.ARCHIVE_TIME_STAMP_V3)


@dataclass(frozen=True, slots=True)
class Party:
    """A signer, a counter-signer or a time-stamping authority: what it is judged by."""

    certificate: Certificate
    purpose: Purpose
    #: What came with its signature.
    enclosed: Enclosed


def parties(signature: bytes, store: TrustStore) -> list[Party]:
    """Everybody in the file whose certificate is there or in the store, each once, signers before stamps.

    Raises `cms.CmsError` if the file cannot be read.
    """
    data = parse_signed_data(signature)
    found = [party for signer in data.signers for party in _of(data, signer, None, store)]
    ordered = sorted(found, key=lambda party: party.purpose is Purpose.TIME_STAMPING)
    unique: dict[tuple[bytes, Purpose], Party] = {}
    for party in ordered:
        unique.setdefault((party.certificate.raw, party.purpose), party)
    return list(unique.values())


def _of(
    data: SignedData, signer: Signer, beside: Enclosed | None, store: TrustStore, *, stamp: bool = False
) -> Iterator[Party]:
    enclosed = gather(data, signer, beside).enclosed
    certificate = signer_certificate(signer, enclosed, store)
    if certificate is not None:
        yield Party(certificate, Purpose.TIME_STAMPING if stamp else Purpose.SIGNING, enclosed)
    for counter in signer.counter_signers:
        yield from _of(data, counter, None, store)
    for token in () if stamp else _tokens(signer):
        yield from _of(token.data, token.signer, enclosed, store, stamp=True)


def _tokens(signer: Signer) -> Iterator[Token]:
    for oid in _STAMPS:
        for value in signer.unsigned.get(oid, ()):
            try:
                yield Token.parse(value)
            except TspError:  # the verdict tells of it
                continue
