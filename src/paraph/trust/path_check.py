"""One question about a certificate: may it be relied on at a moment, for a purpose, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from paraph.trust.certificate import Certificate
from paraph.trust.chain import Chain, find_chain
from paraph.trust.clock import Clock
from paraph.trust.purpose import Purpose
from paraph.trust.revocation import find_revocation
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.verdict import Fact

__all__ = ["Judgement", "Purpose", "judge"]


@dataclass(frozen=True)
class Judgement:
    """The path to a trusted root, and whether anything on it was revoked."""

    chain: Chain
    revocation: Fact


def judge(
    certificate: Certificate, *, store: TrustStore, enclosed: Enclosed, at: datetime, purpose: Purpose
) -> Judgement:
    """Path and revocation of `certificate` at the moment `at` (aware) for `purpose`.

    `enclosed` is what came with the signature: it helps to build the path and to learn of revocation, and is
    trusted in nothing by itself. Raises `ValueError` for a naive `at`; all else is said by the facts.
    What was judged once is not judged again until a date that mattered has passed.
    """
    if at.tzinfo is None:
        raise ValueError("момент проверки задан без часового пояса")
    key = (certificate.fingerprint, purpose, enclosed.fingerprint)
    kept = store.judgements.get(key, at)
    if kept is not None:
        return kept
    clock = Clock(at)
    chain = find_chain(certificate, store=store, enclosed=enclosed.certificates, clock=clock, purpose=purpose)
    judgement = Judgement(chain, find_revocation(chain, store=store, enclosed=enclosed, clock=clock))
    store.judgements.put(key, clock, judgement)
    return judgement
