"""What an account has asked of the API: calls by day and method, and what one run of a job did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from paraph.channels.diadoc.errors import DiadocError
from paraph.channels.diadoc.models import Account, CallCount, Run
from paraph.parties.models import Employee
from paraph.texts import storable

if TYPE_CHECKING:
    from paraph.channels.diadoc.client import DiadocClient


def add(account: Account, calls: Counter[str]) -> None:
    """Add these calls to the account's day and empty the counter; an account not saved keeps no count."""
    counted = dict(calls)
    calls.clear()
    if not account.pk or not counted:
        return
    today = datetime.now(UTC).date()
    with transaction.atomic():
        fresh = [CallCount(account=account, day=today, method=method) for method in counted]
        CallCount.objects.bulk_create(fresh, ignore_conflicts=True)
        for method, count in counted.items():
            rows = CallCount.objects.filter(account=account, day=today, method=method)
            rows.update(count=F("count") + count)


def total(account: Account, since: date) -> dict[str, int]:
    """Calls by method since a day (UTC), most called first."""
    rows = CallCount.objects.filter(account=account, day__gte=since).values("method")
    found = rows.annotate(all=Sum("count")).order_by("-all", "method")
    return {row["method"]: row["all"] for row in found}


@contextmanager
def running(client: DiadocClient, job: str, asked_by: Employee | None = None) -> Iterator[Run]:
    """A `Run` row around the work: fill `counts` of what is given; calls and a failure are noted at the end.

    The failure goes on to the caller. Not inside a transaction: the row must stay when the work fails.
    """
    before: Mapping[str, int] = client.calls
    run = Run.objects.create(account=client.account, job=job, started_at=timezone.now(), asked_by=asked_by)
    try:
        yield run
    except Exception as error:
        run.error = str(storable(error.full if isinstance(error, DiadocError) else repr(error)))
        raise
    finally:
        now = client.calls
        run.calls = {method: count - before.get(method, 0) for method, count in now.items()}
        run.finished_at = timezone.now()
        run.save()
