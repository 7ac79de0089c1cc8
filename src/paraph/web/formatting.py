"""How dates, sums and sizes are shown to people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\u00a0"
_MOSCOW_OFFSET = timedelta(hours=3)
_CURRENCY_SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "CNY": "¥"}


def zone_name(moment: datetime) -> str:
    """Name of the moment's zone: «МСК», «МСК+2» for the other Russian zones, else «UTC+8»."""
    offset = moment.utcoffset() or timedelta()
    hours, rest = divmod(offset - _MOSCOW_OFFSET, timedelta(hours=1))
    if get_language() == "ru" and not rest and -1 <= hours <= 9:
        return f"МСК{hours:+d}".replace("-", "−") if hours else "МСК"
    if offset == _MOSCOW_OFFSET:
        return "MSK"
    sign, size = ("−", -offset) if offset < timedelta() else ("+", offset)
    hours, rest = divmod(size, timedelta(hours=1))
    minutes = rest // timedelta(minutes=1)
    return f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "") if offset else "UTC"


def moment(value: datetime | None) -> str:
    """«21.11.2026 14:05 МСК»: minutes in the reader's zone, with the zone; an empty string for nothing."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local:%d.%m.%Y %H:%M}{NBSP}{zone_name(local)}"


def day(value: date | datetime | None) -> str:
    """«21.11.2026»; a moment is taken in the reader's zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value:%d.%m.%Y}"


def iso(value: date | datetime | None) -> str:
    """Machine-readable form for `<time datetime>` and date inputs."""
    return value.isoformat() if value is not None else ""


def money(value: Decimal | int | None, currency: str = "RUB") -> str:
    """«1 250 000,00 ₽» (Russian) or «1,250,000.00 ₽» (English), with no-break spaces."""
    if value is None:
        return ""
    text = f"{Decimal(value):,.2f}".replace("-", "−")
    if get_language() == "ru":
        text = text.replace(",", NBSP).replace(".", ",")
    return f"{text}{NBSP}{_CURRENCY_SIGNS.get(currency, currency)}"


def file_size(value: int | None) -> str:
    """«512 Б», «1,4 МБ»; units of 1024 bytes."""
    if value is None:
        return ""
    size, units = float(value), (_("Б"), _("КБ"), _("МБ"), _("ГБ"))
    for unit in units:
        if size < 1024 or unit == units[-1]:
            break
        size /= 1024
    text = f"{size:.0f}" if unit == units[0] or size >= 100 else f"{size:.1f}"
    if get_language() == "ru":
        text = text.replace(".", ",")
    return f"{text}{NBSP}{unit}"


def number(value: int) -> str:
    """«12 345» (Russian) or «12,345» (English)."""
    text = f"{value:,}"
    return text.replace(",", NBSP) if get_language() == "ru" else text
