"""Verdicts on signatures as pages show them: the headline, then every fact with its grounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from paraph.archive import wording
from paraph.signing.models import Signature
from paraph.trust.verdict import Answer, FactName, Headline

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
    verdict = signature.verdict
    headline = wording.headline(verdict)
    return {
        "row": signature,
        "headline": _(wording.HEADLINES[headline]),
        "tone": _HEADLINE_TONES[headline],
        "facts": [_fact(name, verdict.get("facts", {}).get(name, {})) for name in FactName],
        "signer": verdict.get("signer") or {},
    }


def _fact(name: FactName, fact: Mapping[str, str]) -> dict[str, str]:
    """One fact; what the verdict does not say is «не определено»."""
    answer = wording.answer(fact)
    return {
        "title": _(wording.FACTS[name]),
        "answer": _(wording.ANSWERS[answer]),
        "tone": _ANSWER_TONES[answer],
        "reason": fact.get("reason", ""),
        "source": fact.get("source", ""),
        "clause": fact.get("clause", ""),
    }
