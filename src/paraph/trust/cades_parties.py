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

#: Stamps of a file whose authorities are looked for.
_MAX_STAMPS = 100
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
    budget = iter(range(_MAX_STAMPS))
    found = [party for signer in data.signers for party in _of(data, signer, store, budget)]
    ordered = sorted(found, key=lambda party: party.purpose is Purpose.TIME_STAMPING)
    unique: dict[tuple[bytes, Purpose], Party] = {}
    for party in ordered:
        unique.setdefault((party.certificate.raw, party.purpose), party)
    return list(unique.values())


def _of(data: SignedData, signer: Signer, store: TrustStore, budget: Iterator[int]) -> Iterator[Party]:
    """The signer, those who countersigned, and authorities of the stamps."""
    enclosed = gather(data, signer).enclosed
    yield from _party(signer, enclosed, Purpose.SIGNING, store)
    for counter in signer.counter_signers:
        yield from _of(data, counter, store, budget)
    for token in _tokens(signer, budget):
        beside = gather(token.data, token.signer, enclosed).enclosed
        yield from _party(token.signer, beside, Purpose.TIME_STAMPING, store)


def _party(signer: Signer, enclosed: Enclosed, purpose: Purpose, store: TrustStore) -> Iterator[Party]:
    certificate = signer_certificate(signer, enclosed, store)
    if certificate is not None:
        yield Party(certificate, purpose, enclosed)


def _tokens(signer: Signer, budget: Iterator[int]) -> Iterator[Token]:
    for oid in _STAMPS:
        for value, _ in zip(signer.unsigned.get(oid, ()), budget, strict=False):
            try:
                yield Token.parse(value)
            except TspError:  # the verdict tells of it
                continue
