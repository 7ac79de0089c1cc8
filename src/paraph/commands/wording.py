"""Verdicts in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from paraph.commands.group import plain
from paraph.trust.verdict import Answer, Check, FactName, Headline, Verdict

#: Exit codes by headline, the worst of several signatures last.
_CODES = {Headline.VALID: 0, Headline.UNDETERMINED: 2, Headline.INVALID: 1}
_WORST_LAST = tuple(_CODES)

_HEADLINES = {
    Headline.VALID: ("подпись действительна", "green"),
    Headline.INVALID: ("подпись недействительна", "red"),
    Headline.UNDETERMINED: ("не определено", "yellow"),
}
_ANSWERS = {
    Answer.YES: ("да", "green"),
    Answer.NO: ("нет", "red"),
    Answer.UNDETERMINED: ("не определено", "yellow"),
}
_FACTS = {
    FactName.INTACT: "Файл цел",
    FactName.SIGNATURE: "Подпись верна",
    FactName.CHAIN: "Цепочка сертификатов",
    FactName.REVOCATION: "Сертификат не отозван",
    FactName.TIME: "Время",
    FactName.QUALIFICATION: "Квалификация",
    FactName.AUTHORITY: "Полномочия",
}


def exit_code(verdicts: Sequence[Verdict]) -> int:
    """0 valid, 1 invalid, 2 undetermined: the worst of the verdicts."""
    return _CODES[max((verdict.headline for verdict in verdicts), key=_WORST_LAST.index)]


def verdict_lines(verdict: Verdict, *, verbose: bool) -> Iterator[str]:
    """Headline, who, then every fact with reason and source; with `verbose` the checks it was made of."""
    text, colour = _HEADLINES[verdict.headline]
    yield click.style(text[0].upper() + text[1:], fg=colour, bold=True)
    yield from _who(verdict)
    for name, title in _FACTS.items():
        fact = verdict.facts.get(name)
        if fact is None:
            continue
        word, colour = _ANSWERS[fact.answer]
        yield f"  {title}: {click.style(word, fg=colour)}. {plain(fact.reason)}"
        if fact.source:
            yield f"      Источник: {plain(fact.source)}."
        if verbose:
            if fact.clause:
                yield f"      Основание: {fact.clause}."
            yield from (_check(check) for check in fact.checks)
    yield from (f"  Замечание: {plain(note)}" for note in verdict.notes)
    yield f"  Проверено: {verdict.tool}."


def _who(verdict: Verdict) -> Iterator[str]:
    who = verdict.signer
    names = dict.fromkeys((who.full_name, who.title, who.organization))
    signer = ", ".join(name for name in names if name) or who.common_name or "неизвестен"
    yield f"  Подписант: {plain(signer)}"
    numbers = (
        ("ИНН", who.inn),
        ("ИНН ЮЛ", who.inn_le),
        ("ОГРН", who.ogrn),
        ("ОГРНИП", who.ogrnip),
        ("СНИЛС", who.snils),
    )
    found = ", ".join(f"{title} {value}" for title, value in numbers if value)
    if found:
        yield f"      {plain(found)}"
    if who.serial:
        yield f"      Сертификат № {who.serial}, издатель: {plain(who.issuer) or 'без имени'}"
    if verdict.level:
        yield f"      Вид подписи: {verdict.level}"


def _check(check: Check) -> str:
    word, colour = _ANSWERS[check.answer]
    mark = " (предупреждение)" if check.warning else ""
    clause = f" [{check.clause}]" if check.clause else ""
    return f"      · {check.name}: {click.style(word, fg=colour)}{mark}. {plain(check.reason)}{clause}"
