"""What the balance was used for: signatures by month and person."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from paraph.balance.models import Charge, ChargeState

#: Months are those of the parties' common calendar.
MOSCOW = ZoneInfo("Europe/Moscow")
#: Whose signatures are counted: of those who sent, or of those who signed.
BY = ("sender", "signer")
#: A cell that begins so would be run by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """How many signatures one person used in one month."""

    month: date
    person: str
    count: int


def lines(workspace_id: int, by: str = "sender", year: int | None = None) -> list[Line]:
    """Used signatures, the newest month first, then by name; `by` is one of `BY`."""
    spent = Charge.objects.filter(workspace_id=workspace_id, state=ChargeState.SPENT)
    months = spent.annotate(month=TruncMonth("ended_at", tzinfo=MOSCOW))
    if year is not None:
        months = months.filter(month__year=year)
    rows = months.values_list("month", f"{by}__full_name").annotate(count=Count("id"))
    found = rows.order_by("-month", f"{by}__full_name")
    return [Line(month.date(), name or "—", count) for month, name, count in found]


def years(workspace_id: int) -> list[int]:
    """Years with used signatures, the newest first."""
    spent = Charge.objects.filter(workspace_id=workspace_id, state=ChargeState.SPENT)
    return [moment.year for moment in spent.datetimes("ended_at", "year", order="DESC", tzinfo=MOSCOW)]


def as_csv(rows: Iterable[Line]) -> bytes:
    """The report as Excel opens it: UTF-8 with a mark, semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Месяц"), _("Сотрудник"), _("Подписей")])
    for row in rows:
        person = f"'{row.person}" if row.person.startswith(_FORMULA) else row.person
        writer.writerow([f"{row.month:%m.%Y}", person, row.count])
    return out.getvalue().encode("utf-8-sig")
