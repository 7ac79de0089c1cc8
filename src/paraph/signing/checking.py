"""Checking a signature file with all this installation knows, fetching the lists it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from time import monotonic

from paraph.signing import trust_fetch, trust_store
from paraph.trust.cades_parties import Party, parties
from paraph.trust.chain import Chain, build_chain
from paraph.trust.keys import digest as compute_digest
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName, Verdict
from paraph.trust.verify import Digests, verify_signature

#: For how many of those named in one file anything is fetched: a crafted file names them without end.
_MAX_PARTIES = 20
#: Nobody's certificates are asked about any more after this long: somebody waits. Seconds.
_PATIENCE = 60


def check(cms: bytes, digest: Digests | None, *, at: datetime) -> list[Verdict]:
    """Verdicts on every signature of the file; raises `cms.CmsError` when it is none."""
    found = verify_signature(cms, digest=digest, store=trust_store.load(), at=at)
    give_up = monotonic() + _PATIENCE
    for lacks, fetch in ((_lacks_issuers, _fetch_issuers), (_lacks_status, _fetch_status)):
        wanting = any(lacks(verdict) for verdict in _every(found))
        wanted = _parties(cms) if wanting else []
        fetched = [fetch(party, at) for party in wanted if monotonic() < give_up]
        if any(fetched):
            found = verify_signature(cms, digest=digest, store=trust_store.load(), at=at)
    return found


def _every(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Verdicts with those on time-stamps and counter-signatures inside them."""
    for verdict in verdicts:
        yield verdict
        yield from _every((*verdict.time_stamps, *verdict.counter_signatures))


def _lacks_issuers(verdict: Verdict) -> bool:
    return verdict.facts[FactName.CHAIN].answer is Answer.UNDETERMINED


def _lacks_status(verdict: Verdict) -> bool:
    """Lists and responses are fetched only for certificates whose chain is already proved."""
    unknown = verdict.facts[FactName.REVOCATION].answer is Answer.UNDETERMINED
    return unknown and verdict.facts[FactName.CHAIN].answer is Answer.YES


def _parties(cms: bytes) -> list[Party]:
    """Signers, counter-signers and authorities of time-stamps."""
    return parties(cms, trust_store.load())[:_MAX_PARTIES]


def _chain(party: Party, at: datetime) -> Chain:
    known, enclosed = trust_store.load(), party.enclosed.certificates
    return build_chain(party.certificate, store=known, enclosed=enclosed, at=at, purpose=party.purpose)


def _fetch_issuers(party: Party, at: datetime) -> bool:
    if _chain(party, at).complete:
        return False
    return trust_fetch.fetch_issuers(party.certificate, party.enclosed.certificates, at)


def _fetch_status(party: Party, at: datetime) -> bool:
    chain = _chain(party, at)
    return chain.fact.answer is Answer.YES and trust_fetch.fetch_status(chain.path)


class InstalledTrust:
    """The installation's certificates, for rooms below that judge signatures of their own (authority)."""

    def load(self) -> TrustStore:
        return trust_store.load()

    def prepare(self, cms: bytes, content: bytes, at: datetime) -> None:
        """Fetch the lists this signature needs; raises `cms.CmsError` when it is none."""
        check(cms, lambda oid: compute_digest(oid, content), at=at)
