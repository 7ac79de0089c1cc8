"""A time-stamping authority of the test PKI, and signatures of every level."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from trust_kit import CONTENT, NOW, Holder, Pki, issue

from paraph.trust import certificate as certificates
from paraph.trust import tsp
from paraph.trust.cades import upgrade
from paraph.trust.cms import Level
from paraph.trust.names import organization_subject
from paraph.trust.verdict import Verdict
from paraph.trust.verify import verify_signature

_serials = itertools.count(1)
LEVELS = (Level.T, Level.C, Level.X, Level.X_LONG_1, Level.A)


def authority(pki: Pki, **options: object) -> Holder:
    name = organization_subject(common_name="Служба штампов", organization="ООО Тестовый УЦ")
    return issue(name, pki.sub, certificates.TSA, **options)


@dataclass
class Stamper:
    """An authority whose clock is set by hand; `chain` are certificates it encloses."""

    holder: Holder
    at: datetime = NOW
    asked: list[tsp.Request] = field(default_factory=list)

    def __call__(self, request: tsp.Request) -> bytes:
        self.asked.append(request)
        return tsp.issue_response(
            request,
            key=self.holder.key,
            certificate=self.holder.certificate,
            at=self.at,
            serial=next(_serials),
        )


def raised(
    pki: Pki, level: Level, stamper: Callable[[tsp.Request], bytes], signature: bytes | None = None, **options
) -> bytes:
    """A signature over CONTENT brought to the level."""
    made = signature or pki.sign()
    return upgrade(made, level, stamper=stamper, **{"store": pki.store, "content": CONTENT, **options})


def verdict_on(pki: Pki, signature: bytes, **options) -> Verdict:
    arguments = {"content": CONTENT, "store": pki.store, "at": NOW, **options}
    (verdict,) = verify_signature(signature, **arguments)
    return verdict
