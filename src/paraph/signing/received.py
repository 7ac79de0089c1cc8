"""Signatures nobody was asked for: of received documents, of the files sides and operators exchange later.

They come with what they sign, so they are kept whatever the check finds; the verdict says what they are
worth, and is found again by schedule while a fact stays undetermined (see `rechecks`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from paraph.errors import DomainError
from paraph.journal.actors import Actor
from paraph.registry import services as registry
from paraph.registry.models import Version
from paraph.registry.storage import Stored
from paraph.signing import endings, rules, verification
from paraph.signing.models import Signature
from paraph.trust.verdict import Answer, Fact, FactName, Headline, SignerInfo, Verdict

#: Of several signatures in one file the one that proves least speaks for all.
_WORST_FIRST = (Headline.INVALID, Headline.UNDETERMINED, Headline.VALID)


@dataclass(frozen=True)
class Judged:
    """A signature file whose bytes are durable, and what was found about it."""

    stored: Stored
    verdict: Verdict
    at: datetime


class About(Protocol):
    """The docflow a signature belongs to."""

    @property
    def pk(self) -> int: ...

    package_id: int


def judge(version: Version, side: str, cms: bytes) -> Judged:
    """Store a signature and check it as of now; takes a while (lists are fetched), so outside the lock.

    `version` may be one that is about to be registered. Nothing is raised for a bad signature: the verdict
    says it.
    """
    at = timezone.now()
    stored = registry.store_bytes(cms)
    return Judged(stored, find(version, side, cms, at=at), at)


def find(version: Version, side: str, cms: bytes, *, at: datetime) -> Verdict:
    """The verdict on a signature nobody was asked for, whatever it is."""
    try:
        verdicts = verification.examine_all(version, cms, at=at)
    except DomainError as error:
        return _unreadable(error.message, at)
    verdicts = [rules.judged(version, side, verdict) for verdict in verdicts]
    worst = min(verdicts, key=lambda verdict: _WORST_FIRST.index(verdict.headline))
    if len(verdicts) > 1:
        names = ", ".join(verdict.signer.full_name or verdict.signer.common_name for verdict in verdicts)
        worst = replace(worst, notes=(*worst.notes, f"В файле несколько подписей: {names}."))
    return worst


def fault(verdict: Verdict) -> str:
    """What speaks against a signature, for people; empty when nothing does."""
    refuted = (fact for fact in verdict.facts.values() if fact.answer is Answer.NO)
    decisive = verdict.headline is Headline.INVALID
    return next((fact.reason for fact in refuted), "") if decisive else ""


def _unreadable(reason: str, at: datetime) -> Verdict:
    fact = Fact(Answer.NO, reason, "файл подписи")
    facts = {name: Fact(Answer.UNDETERMINED, "Подпись не прочитана.", "файл подписи") for name in FactName}
    facts |= {FactName.INTACT: fact, FactName.SIGNATURE: fact}
    return Verdict(facts, SignerInfo(), at)


def record(
    version: Version, judged: Judged, flow: About, *, side: str, method: str, actor: Actor
) -> tuple[Signature, bool]:
    """Keep a judged signature under a registered version, in the caller's transaction.

    A file that is there already is not kept twice; the second value says whether it is new.
    """
    known = Signature.objects.filter(
        version=version, blob_id=judged.stored.sha256, docflow_id=flow.pk
    ).first()
    if known is not None:
        return known, False
    brought = endings.Brought(registry.save_blob(judged.stored), method, actor, judged.at)
    signature = endings.write(
        brought, judged.verdict, version=version, docflow_id=flow.pk, package_id=flow.package_id, side=side
    )
    return signature, True
