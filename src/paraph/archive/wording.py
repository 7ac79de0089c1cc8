"""Words, times and numbers as a Russian reader expects them; shared by protocol, stamp and bundle."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from paraph.trust.verdict import Answer, FactName, Headline

MOSCOW = ZoneInfo("Europe/Moscow")

HEADLINES = {
    Headline.VALID: "Подпись верна",
    Headline.INVALID: "Подпись не верна",
    Headline.UNDETERMINED: "Не определено",
}
ANSWERS = {Answer.YES: "Да", Answer.NO: "Нет", Answer.UNDETERMINED: "Не определено"}
FACTS = {
    FactName.INTACT: "Документ не изменён после подписания",
    FactName.SIGNATURE: "Подпись создана ключом этого сертификата",
    FactName.CHAIN: "Сертификат выдан доверенным УЦ",
    FactName.REVOCATION: "Сертификат не отозван",
    FactName.TIME: "Сертификат действовал во время подписания",
    FactName.QUALIFICATION: "Сертификат квалифицированный",
    FactName.AUTHORITY: "Полномочия подписанта подтверждены",
}

#: Code points the fonts inside typst can show (Libertinus Serif, DejaVu Sans Mono). PDF/A allows no
#: missing glyph, so anything else is written as its number instead of stopping the protocol.
SHOWN = ((0x20, 0x7E), (0xA0, 0x4FF), (0x2010, 0x2040), (0x2044, 0x2052), (0x20A0, 0x20BF), (0x2190, 0x22FF))
_SHOWN_ALONE = frozenset("№™℃")


def headline(verdict: Mapping[str, Any]) -> Headline:
    """Headline stored in a verdict; anything unknown is «не определено», never «верна»."""
    try:
        return Headline(verdict.get("headline", ""))
    except ValueError:
        return Headline.UNDETERMINED


def answer(fact: Mapping[str, Any]) -> Answer:
    """Answer stored in a fact; anything unknown is «не определено»."""
    try:
        return Answer(fact.get("answer", ""))
    except ValueError:
        return Answer.UNDETERMINED


def printable(text: object) -> str:
    """Text safe to typeset: composed, without control and invisible characters, unknown glyphs as [U+4E2D].

    Invisible direction marks are dropped because they can make a name read as another one.
    """
    shown = []
    for char in unicodedata.normalize("NFC", str(text)):
        category = unicodedata.category(char)
        if category == "Cf":
            continue
        if char in _SHOWN_ALONE or any(low <= ord(char) <= high for low, high in SHOWN):
            shown.append(char)
        elif char.isspace() or category == "Cc":
            shown.append(" ")
        else:
            shown.append(f"[U+{ord(char):04X}]")
    return re.sub(" +", " ", "".join(shown)).strip()


def printable_tree(value: Any) -> Any:
    """`printable` for every string inside lists and dicts; keys and other values stay as they are."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: printable_tree(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable_tree(item) for item in value]
    return value


def moscow_time(moment: datetime | str | None) -> str:
    """«21.11.2026 17:20:01 МСК» from an aware datetime or its ISO 8601 text; empty for nothing."""
    found = _moment(moment)
    return f"{found.astimezone(MOSCOW):%d.%m.%Y %H:%M:%S}\u00a0МСК" if found else ""


def moscow_date(moment: datetime | str | None) -> str:
    """«21.11.2026», the day in Moscow."""
    found = _moment(moment)
    return f"{found.astimezone(MOSCOW):%d.%m.%Y}" if found else ""


def period(begin: str | None, end: str | None) -> str:
    """Validity of a certificate: «с 01.02.2026 по 01.05.2027», empty if unknown."""
    first, last = moscow_date(begin), moscow_date(end)
    return f"с {first or '…'} по {last or '…'}" if first or last else ""


def money(amount: Decimal | None, currency: str) -> str:
    """«1 234 567,89 руб.» with no-break spaces."""
    if amount is None:
        return ""
    number = f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",")
    return f"{number}\u00a0{'руб.' if currency == 'RUB' else currency}"


def count(number: int, one: str, few: str, many: str) -> str:
    """Number with the right Russian plural: «1 байт», «3 байта», «12 байт»."""
    tail, pair = number % 10, number % 100
    if tail == 1 and pair != 11:
        word = one
    elif 2 <= tail <= 4 and not 12 <= pair <= 14:
        word = few
    else:
        word = many
    return f"{number:,}".replace(",", "\u00a0") + f" {word}"


def _moment(moment: datetime | str | None) -> datetime | None:
    """Aware datetime of either form; text without a zone is UTC, as verdicts keep it."""
    if not moment:
        return None
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo("UTC"))
