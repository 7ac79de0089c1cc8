"""What calls cost: our turn in the portal's bucket, the run time of each method, and the count of calls.

The bucket is counted by the portal per source address, so several applications of one machine share it; all
workers take their turn from one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from paraph.effects import limits as effect_limits
from paraph.portals import pace
from paraph.portals.bitrix24 import limits, transport, words
from paraph.portals.bitrix24.errors import NotNow
from paraph.portals.bitrix24.models import MethodBudget, MethodUse, Portal


def bucket(portal: Portal) -> str:
    """Key of the portal's bucket for the address this machine calls from."""
    return f"bitrix24-calls:{settings.BITRIX24.egress}:{portal.member_id}"


def take_turn(portal: Portal) -> None:
    """Return when a request may start. Raises NotNow when that is too far off."""
    pace.take_turn(bucket(portal), limits.CALLS, limits.LONGEST_WAIT, words.WAITING_FOR_TURN)


def hold(portal: Portal, after: timedelta) -> None:
    """The portal said «too many»: nobody calls it for so long."""
    effect_limits.block(bucket(portal), timezone.now() + after)


def check(portal: Portal, method: str) -> None:
    """Raises NotNow for a method whose run time is used up."""
    now = timezone.now()
    spent = MethodBudget.objects.filter(
        portal=portal, method=method.lower(), operating__gte=limits.OPERATING_ENOUGH, reset_at__gt=now
    ).first()
    if spent is not None:
        raise NotNow(spent.reset_at - now, words.busy_method(method), method=method)


def note(portal: Portal, method: str, answer: Mapping[str, Any]) -> None:
    """Remember the run time an answer tells of."""
    block = answer.get("time")
    used = block.get("operating") if isinstance(block, dict) else None
    if not isinstance(used, (int, float)) or used < limits.OPERATING_NOTED:
        return
    spent(portal, method, float(used), transport.reset_at(answer))


def spent(portal: Portal, method: str, used: float, until: datetime | None) -> None:
    """A method has used so many seconds; its oldest minute is forgotten at `until`."""
    values = {"operating": used, "reset_at": until or timezone.now() + limits.OPERATING_PAUSE}
    MethodBudget.objects.update_or_create(portal=portal, method=method.lower(), defaults=values)


def count(portal: Portal, method: str, *, in_batch: int = 0) -> None:
    """Add a call to the day (or so many of them inside of a batch)."""
    today, name = datetime.now(UTC).date(), method.lower()[:100]
    rows = MethodUse.objects.filter(portal=portal, day=today, method=name)
    change = {"in_batches": F("in_batches") + in_batch} if in_batch else {"calls": F("calls") + 1}
    if not rows.update(**change):
        MethodUse.objects.bulk_create(
            [MethodUse(portal=portal, day=today, method=name)], ignore_conflicts=True
        )
        rows.update(**change)
