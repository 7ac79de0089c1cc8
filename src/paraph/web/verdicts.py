"""Verdicts on signatures as pages show them: the headline, then every fact with its grounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from paraph.archive import wording
from paraph.signing.models import Signature
from paraph.trust.verdict import DECISIVE, Answer, FactName, Headline

#: Words of `paraph.archive.wording`, listed for translation; a test holds the list to them.
WORDS = (
    gettext_noop("Подпись верна"),
    gettext_noop("Подпись не верна"),
    gettext_noop("Не определено"),
    gettext_noop("Да"),
    gettext_noop("Нет"),
    gettext_noop("Документ не изменён после подписания"),
    gettext_noop("Подпись создана ключом этого сертификата"),
    gettext_noop("Сертификат выдан доверенным УЦ"),
    gettext_noop("Сертификат не отозван"),
    gettext_noop("Сертификат действовал во время подписания"),
    gettext_noop("Сертификат квалифицированный"),
    gettext_noop("Полномочия подписанта подтверждены"),
)

_HEADLINE_TONES = {Headline.VALID: "good", Headline.INVALID: "bad", Headline.UNDETERMINED: "wait"}
_ANSWER_TONES = {Answer.YES: "good", Answer.NO: "bad", Answer.UNDETERMINED: "wait"}


def shown(signature: Signature) -> dict[str, Any]:
    """One signature with its verdict in words and tones."""
    return {"row": signature, **of(signature.verdict)}


def of(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """A verdict as it is kept, in words and tones."""
    headline = wording.headline(verdict)
    facts = verdict.get("facts") or {}
    return {
        "headline": _(wording.HEADLINES[headline]),
        "tone": _HEADLINE_TONES[headline],
        "facts": (shown := [_fact(name, facts.get(name, {})) for name in FactName]),
        #: What the headline does not rest on and a reader must not overlook.
        "open": [fact for fact in shown[len(DECISIVE) :] if fact["tone"] != "good"],
        "signer": verdict.get("signer") or {},
        "authority_open": _open_authority(facts),
        "level": verdict.get("level", ""),
        "tool": verdict.get("tool", ""),
        "notes": verdict.get("notes") or (),
        "at": _moment(verdict.get("at")),
        "claimed_time": _moment(verdict.get("claimed_time")),
        "time_stamps": [of(stamp) for stamp in verdict.get("time_stamps") or ()],
        "counter_signatures": [of(other) for other in verdict.get("counter_signatures") or ()],
    }


def _open_authority(facts: Mapping[str, Any]) -> str:
    """Why it is not known whether the signature binds the party; empty when it is known."""
    fact = facts.get(FactName.AUTHORITY, {})
    return str(fact.get("reason", "")) if wording.answer(fact) is Answer.UNDETERMINED else ""


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _fact(name: FactName, fact: Mapping[str, Any]) -> dict[str, Any]:
    """One fact; what the verdict does not say is «не определено»."""
    return {
        "title": _(wording.FACTS[name]),
        "source": fact.get("source", ""),
        **_answered(fact),
        "checks": [_check(check) for check in fact.get("checks") or ()],
    }


def _check(check: Mapping[str, Any]) -> dict[str, Any]:
    shown = {"name": check.get("name", ""), **_answered(check)}
    if check.get("warning"):
        shown |= {"answer": _("Внимание"), "tone": "wait"}
    return shown


def _answered(item: Mapping[str, Any]) -> dict[str, Any]:
    answer = wording.answer(item)
    return {
        "answer": _(wording.ANSWERS[answer]),
        "tone": _ANSWER_TONES[answer],
        "reason": item.get("reason", ""),
        "clause": item.get("clause", ""),
    }
