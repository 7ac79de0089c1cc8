"""Dates, sums and ids typed into forms; what cannot be read becomes a fault of its field."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from paraph.texts import row_id
from paraph.web.forms import Form

#: Deadlines are days of this zone, whatever the reader's: the parties of a document share one calendar.
MOSCOW = ZoneInfo("Europe/Moscow")
_SUM = re.compile(r"-?\d{1,16}([.,]\d{1,2})?")


def to_date(text: str) -> date | None:
    """ISO date of a date field, or the Russian «21.11.2026» typed by hand; ValueError for anything else."""
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", text):
        day, month, year = (int(part) for part in text.split("."))
        return date(year, month, day)
    return date.fromisoformat(text)


def read_date(form: Form, name: str) -> date | None:
    """Date of a field, or None with a fault."""
    try:
        return to_date(form.value(name))
    except ValueError:
        form.faults[name] = _("Укажите дату в виде ДД.ММ.ГГГГ.")
        return None


def read_deadline(form: Form, name: str) -> datetime | None:
    """End of that day in Moscow; a day that has passed is a fault."""
    day = read_date(form, name)
    if day is None:
        return None
    if day < datetime.now(MOSCOW).date():
        form.faults[name] = _("Этот день уже прошёл: укажите сегодняшний или более поздний.")
        return None
    return datetime.combine(day, time(23, 59, 59), MOSCOW)


def read_amount(form: Form, name: str) -> Decimal | None:
    """Sum such as «1 250 000,50», or None with a fault."""
    text = re.sub(r"\s", "", form.value(name))
    if not text:
        return None
    if not _SUM.fullmatch(text):
        form.faults[name] = _("Укажите сумму числом, например 1250000,50.")
        return None
    return Decimal(text.replace(",", "."))


def amount_text(amount: Decimal | None) -> str:
    """A sum as it is typed: «1 250 000,50», with no-break spaces; empty for nothing."""
    return "" if amount is None else f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",")


def to_id(text: str) -> int | None:
    """Id of a choice; None for anything that is not a number of reasonable length."""
    return row_id(text)
