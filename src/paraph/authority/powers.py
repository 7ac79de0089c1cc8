"""Step 9: whether the powers of a МЧД cover a document, and which of their restrictions hold.

The table powers.json is the hub's own reading of the classifier: the classifier says what a code is called,
not which document it fits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from paraph.authority.facts import DocumentFacts, PartyFacts
from paraph.formats.mchd_types import Power, PowerOfAttorney, Restriction
from paraph.trust.verdict import Answer, SignerInfo

#: From the best answer to the worst.
_ORDER = (Answer.YES, Answer.UNDETERMINED, Answer.NO)


@dataclass(frozen=True)
class Scope:
    """What a restriction may be compared with."""

    document: DocumentFacts
    party: PartyFacts
    signer: SignerInfo


@dataclass(frozen=True)
class Finding:
    """An answer about a power or a restriction."""

    answer: Answer
    reason: str


@cache
def table() -> Mapping[str, Any]:
    """The content of powers.json."""
    found: dict[str, Any] = json.loads(files("paraph.authority").joinpath("powers.json").read_text("utf-8"))
    return found


def judge_powers(poa: PowerOfAttorney, scope: Scope) -> Finding:
    """Yes if some power is allowed for the document and all its restrictions hold."""
    if not poa.powers:
        return Finding(
            Answer.UNDETERMINED,
            f"Полномочия записаны текстом, машиной они не проверяются: прочитайте и подтвердите. "
            f"«{_short(poa.text_powers)}»",
        )
    kinds = table()["kinds"]
    actions = kinds.get(scope.document.kind, kinds["other"])
    rule = actions.get(scope.document.action)
    if rule is None:
        reason = f"Для действия «{scope.document.action}» хаб не знает подходящих полномочий: решает человек."
        return Finding(Answer.UNDETERMINED, reason)
    findings = [_judge_power(power, rule, scope) for power in poa.powers]
    return min(findings, key=lambda finding: _ORDER.index(finding.answer))


def _judge_power(power: Power, rule: Mapping[str, list[str]], scope: Scope) -> Finding:
    title = f"«{power.name}» ({power.code})"
    allowed = _listed(power.code, rule["allow"])
    if not allowed and not _listed(power.code, rule["ask"]):
        return Finding(Answer.NO, f"Среди полномочий нет подходящего к документу; записано: {title}.")
    findings = _judge_restrictions(power, scope)
    worst = max(findings, key=lambda finding: _ORDER.index(finding.answer), default=None)
    if worst is not None and worst.answer is not Answer.YES:
        return Finding(worst.answer, f"Полномочие {title} ограничено. {worst.reason}")
    held = " " + " ".join(finding.reason for finding in findings) if findings else ""
    if not allowed:
        reason = f"Полномочие {title} может покрывать этот документ: подтвердите, что это так.{held}"
        return Finding(Answer.UNDETERMINED, reason)
    return Finding(Answer.YES, f"Документ покрыт полномочием {title}.{held}")


def _listed(code: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in patterns)


def _judge_restrictions(power: Power, scope: Scope) -> list[Finding]:
    """One finding per code. Several values of one code are sums that all hold, or a list read by a person."""
    by_code: dict[str, list[Finding]] = {}
    for restriction in power.restrictions:
        by_code.setdefault(restriction.code, []).append(_judge(restriction, power, scope))
    return [_together(code, findings) for code, findings in by_code.items()]


def _together(code: str, findings: list[Finding]) -> Finding:
    worst = max(findings, key=lambda finding: _ORDER.index(finding.answer))
    mixed = {finding.answer for finding in findings} >= {Answer.YES, Answer.NO}
    if mixed and code != "LIM_03":
        reason = f"{worst.reason} Значений несколько, и одно подходит: решает человек."
        return Finding(Answer.UNDETERMINED, reason)
    return worst


def _judge(restriction: Restriction, power: Power, scope: Scope) -> Finding:
    judge = _JUDGES.get(restriction.code)
    if judge is None:
        shown = restriction.value_name or restriction.value
        reason = f"Ограничение «{restriction.name}: {_short(shown)}» проверяет человек."
        return Finding(Answer.UNDETERMINED, reason)
    return judge(restriction, power, scope)


def _document_type(restriction: Restriction, power: Power, scope: Scope) -> Finding:
    known = table()["document_types"].get(scope.document.kind)
    if known is None or not restriction.value.startswith("LIM_01_"):
        return _unknown(restriction, "вид документа хабу не сопоставлен")
    return _answer(restriction.value in known, restriction, "вид документа")


def _amount(restriction: Restriction, power: Power, scope: Scope) -> Finding:
    limit, amount = amount_of(restriction), scope.document.amount
    if limit is None:
        return _unknown(restriction, "лимит записан не числом")
    if amount is None:
        return _unknown(restriction, "сумма документа не указана")
    if amount <= limit:
        return Finding(Answer.YES, f"Сумма {amount} не больше лимита {limit}.")
    if any(item.code == "LIM_04" and item.value == "LIM_04_02" for item in power.restrictions):
        return _unknown(restriction, f"лимит {limit} — без НДС, а сумма документа {amount} — с НДС")
    return Finding(Answer.NO, f"Сумма документа {amount} больше лимита {limit}.")


def amount_of(restriction: Restriction) -> Decimal | None:
    """The limit of a LIM_03, or None if it is not a number."""
    text = "".join(restriction.value.split()).replace("\u00a0", "").replace(",", ".")
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _amount_kind(restriction: Restriction, power: Power, scope: Scope) -> Finding:
    """LIM_04 says how the sum of LIM_03 is meant and restricts nothing by itself."""
    if restriction.value in ("LIM_04_01", "LIM_04_02"):
        meant = "с НДС" if restriction.value == "LIM_04_01" else "без НДС"
        return Finding(Answer.YES, f"Лимит указан {meant}.")
    return _unknown(restriction, "значение не из справочника")


def _currency(restriction: Restriction, power: Power, scope: Scope) -> Finding:
    code = table()["currencies"].get(scope.document.currency)
    if code is None:
        return _unknown(restriction, "валюта документа хабу не известна")
    allowed = restriction.value.removeprefix("LIM_05_")
    return _answer(allowed in (code, scope.document.currency), restriction, "валюта")


def _equal(title: str, value: Callable[[Scope], str]) -> Callable[[Restriction, Power, Scope], Finding]:
    def judge(restriction: Restriction, power: Power, scope: Scope) -> Finding:
        found = value(scope)
        if not found:
            return _unknown(restriction, f"{title} документа не указан")
        return _answer(found.upper() == restriction.value.strip().upper(), restriction, title)

    return judge


def _serial(restriction: Restriction, power: Power, scope: Scope) -> Finding:
    def plain(text: str) -> str:
        return "".join(text.split()).replace(":", "").upper().removeprefix("0X").lstrip("0")

    if not scope.signer.serial:
        return _unknown(restriction, "серийный номер сертификата не известен")
    return _answer(plain(scope.signer.serial) == plain(restriction.value), restriction, "номер сертификата")


def _answer(holds: bool, restriction: Restriction, title: str) -> Finding:
    shown = _short(restriction.value_name or restriction.value)
    if holds:
        return Finding(Answer.YES, f"Ограничение «{restriction.name}: {shown}» соблюдено.")
    reason = f"Ограничение «{restriction.name}: {shown}» не соблюдено: {title} документа другой."
    return Finding(Answer.NO, reason)


def _unknown(restriction: Restriction, why: str) -> Finding:
    shown = _short(restriction.value_name or restriction.value)
    reason = f"Ограничение «{restriction.name}: {shown}» не проверено: {why}."
    return Finding(Answer.UNDETERMINED, reason)


_JUDGES: Mapping[str, Callable[[Restriction, Power, Scope], Finding]] = {
    "LIM_01": _document_type,
    "LIM_03": _amount,
    "LIM_04": _amount_kind,
    "LIM_05": _currency,
    "LIM_07": _equal("КПП филиала доверителя", lambda scope: scope.party.kpp),
    "LIM_08": _equal("ИНН контрагента", lambda scope: scope.document.counterparty_inn),
    "LIM_09": _equal("КПП контрагента", lambda scope: scope.document.counterparty_kpp),
    "LIM_16": _serial,
}


# -- narrowing ---------------------------------------------------------------------------------------------


def exceeds(child: PowerOfAttorney, parent: PowerOfAttorney) -> Finding:
    """Step 10: whether powers handed on stay within those of the parent; yes means they do."""
    if not child.powers or not parent.powers:
        reason = "Переданные полномочия записаны текстом: что они не шире исходных, решает человек."
        return Finding(Answer.UNDETERMINED, reason)
    for power in child.powers:
        source = [item for item in parent.powers if item.code == power.code]
        if not source:
            reason = f"Передано полномочие «{power.name}» ({power.code}), которого у передавшего не было."
            return Finding(Answer.NO, reason)
        if not any(_within(power, item) for item in source):
            reason = f"Полномочие «{power.name}» ({power.code}) передано шире, чем было получено."
            return Finding(Answer.NO, reason)
    return Finding(Answer.YES, "Переданные полномочия не шире исходных.")


def _within(power: Power, source: Power) -> bool:
    return all(any(_as_tight(mine, bound) for mine in power.restrictions) for bound in source.restrictions)


def _as_tight(mine: Restriction, bound: Restriction) -> bool:
    if mine.code != bound.code:
        return False
    if mine.code == "LIM_03":
        ours, theirs = amount_of(mine), amount_of(bound)
        return ours is not None and theirs is not None and ours <= theirs
    return mine.value == bound.value


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:199]}…"
