"""Checking a signature file with all this installation knows, fetching the lists it lacks."""

from __future__ import annotations

from datetime import datetime

from paraph.signing import trust_store
from paraph.trust.chain import build_chain
from paraph.trust.cms import parse_signed_data
from paraph.trust.keys import digest as compute_digest
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName, Verdict
from paraph.trust.verify import Digests, verify_signature


def check(cms: bytes, digest: Digests | None, *, at: datetime) -> list[Verdict]:
    """Verdicts on every signature of the file; raises `cms.CmsError` when it is none."""
    found = verify_signature(cms, digest=digest, store=trust_store.load(), at=at)
    if any(_lacks_lists(verdict) for verdict in found) and _fetch_crls(cms, at):
        found = verify_signature(cms, digest=digest, store=trust_store.load(), at=at)
    return found


def _lacks_lists(verdict: Verdict) -> bool:
    """Lists are fetched only for certificates whose chain is already proved."""
    unknown = verdict.facts[FactName.REVOCATION].answer is Answer.UNDETERMINED
    return unknown and verdict.facts[FactName.CHAIN].answer is Answer.YES


def _fetch_crls(cms: bytes, at: datetime) -> bool:
    data = parse_signed_data(cms)
    known = trust_store.load()
    signers = [item for item in data.certificates if any(who.points_at(item) for who in data.signers)]
    paths = [build_chain(item, store=known, enclosed=data.certificates, at=at) for item in signers]
    fetched = [trust_store.fetch_crls(path.path) for path in paths if path.fact.answer is Answer.YES]
    return any(fetched)


class InstalledTrust:
    """The installation's certificates, for rooms below that judge signatures of their own (authority)."""

    def load(self) -> TrustStore:
        return trust_store.load()

    def prepare(self, cms: bytes, content: bytes, at: datetime) -> None:
        """Fetch the lists this signature needs; raises `cms.CmsError` when it is none."""
        check(cms, lambda oid: compute_digest(oid, content), at=at)
