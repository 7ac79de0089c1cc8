"""Checking a signature file with all this installation knows, fetching the lists it lacks."""

from __future__ import annotations

from datetime import datetime

from paraph.signing import trust_fetch, trust_store
from paraph.trust.chain import Chain, build_chain
from paraph.trust.cms import parse_signed_data
from paraph.trust.keys import digest as compute_digest
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName, Verdict
from paraph.trust.verify import Digests, verify_signature


def check(cms: bytes, digest: Digests | None, *, at: datetime) -> list[Verdict]:
    """Verdicts on every signature of the file; raises `cms.CmsError` when it is none."""
    found = verify_signature(cms, digest=digest, store=trust_store.load(), at=at)
    for lacks, fetch in ((_lacks_issuers, _fetch_issuers), (_lacks_status, _fetch_status)):
        fetched = [fetch(chain, cms, at) for chain in _chains(cms, at)] if any(map(lacks, found)) else []
        if any(fetched):
            found = verify_signature(cms, digest=digest, store=trust_store.load(), at=at)
    return found


def _lacks_issuers(verdict: Verdict) -> bool:
    return verdict.facts[FactName.CHAIN].answer is Answer.UNDETERMINED


def _lacks_status(verdict: Verdict) -> bool:
    """Lists and responses are fetched only for certificates whose chain is already proved."""
    unknown = verdict.facts[FactName.REVOCATION].answer is Answer.UNDETERMINED
    return unknown and verdict.facts[FactName.CHAIN].answer is Answer.YES


def _chains(cms: bytes, at: datetime) -> list[Chain]:
    """The paths of the signers."""
    data, known = parse_signed_data(cms), trust_store.load()
    signers = [item for item in data.certificates if any(who.points_at(item) for who in data.signers)]
    return [build_chain(item, store=known, enclosed=data.certificates, at=at) for item in signers]


def _fetch_issuers(chain: Chain, cms: bytes, at: datetime) -> bool:
    enclosed = parse_signed_data(cms).certificates
    return not chain.complete and trust_fetch.fetch_issuers(chain.path[0], enclosed, at)


def _fetch_status(chain: Chain, cms: bytes, at: datetime) -> bool:
    return chain.fact.answer is Answer.YES and trust_fetch.fetch_status(chain.path)


class InstalledTrust:
    """The installation's certificates, for rooms below that judge signatures of their own (authority)."""

    def load(self) -> TrustStore:
        return trust_store.load()

    def prepare(self, cms: bytes, content: bytes, at: datetime) -> None:
        """Fetch the lists this signature needs; raises `cms.CmsError` when it is none."""
        check(cms, lambda oid: compute_digest(oid, content), at=at)
