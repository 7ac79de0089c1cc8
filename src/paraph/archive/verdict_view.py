"""A verdict as protocols print it: rows about the certificate, facts with the checks behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paraph.archive import wording
from paraph.trust.verdict import FactName

Rows = list[tuple[str, str]]


def certificate_rows(verdict: Mapping[str, Any]) -> Rows:
    """Who signed and with which certificate."""
    signer = verdict.get("signer") or {}
    return [
        ("Организация", signer.get("organization", "")),
        ("ИНН организации", signer.get("inn_le", "")),
        ("ИНН подписанта", signer.get("inn", "")),
        ("Должность", signer.get("title", "")),
        ("Сертификат №", signer.get("serial", "")),
        ("Издатель сертификата", signer.get("issuer", "")),
        ("Срок действия", wording.period(signer.get("not_before"), signer.get("not_after"))),
        ("Алгоритм", signer.get("algorithm", "")),
        ("Формат подписи", verdict.get("level", "")),
    ]


def fact_views(verdict: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every fact; what the verdict does not say is «не определено»."""
    facts = verdict.get("facts") or {}
    return [_fact(name, facts.get(name.value) or {}) for name in FactName]


def _fact(name: FactName, fact: Mapping[str, Any]) -> dict[str, Any]:
    answer = wording.answer(fact)
    return {
        "title": wording.FACTS[name],
        "answer": wording.ANSWERS[answer],
        "mark": answer.value,
        "reason": fact.get("reason") or "Проверка не проводилась.",
        "source": fact.get("source", ""),
        "clause": fact.get("clause", ""),
        "checks": [_check(check) for check in fact.get("checks") or ()],
    }


def _check(check: Mapping[str, Any]) -> dict[str, str]:
    answer = wording.answer(check)
    words = "Внимание" if check.get("warning") else wording.ANSWERS[answer]
    mark = "undetermined" if check.get("warning") else answer.value
    return {"answer": words, "mark": mark, "reason": check.get("reason", "")}
