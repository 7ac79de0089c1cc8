"""Names and moments as the sentences of a verdict write them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_MOSCOW = timezone(timedelta(hours=3))


def title(name: str) -> str:
    """A name inside a Russian sentence."""
    return f"«{name or 'без имени'}»"


def moment(at: datetime) -> str:
    """A moment inside a Russian sentence, in Moscow time as documents are dated."""
    try:
        return at.astimezone(_MOSCOW).strftime("%d.%m.%Y %H:%M МСК")
    except OverflowError:  # 31.12.9999 stands for «without end» (RFC 5280 cl. 4.1.2.5)
        return at.strftime("%d.%m.%Y %H:%M UTC")
