"""What comes round for every portal: its queue every few minutes, everything else at night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run
from paraph.portals.bitrix24 import frames, polling
from paraph.portals.bitrix24.install import SETTLE
from paraph.portals.bitrix24.models import Inbound, MethodBudget, MethodUse, Notice, Portal, PortalState
from paraph.portals.bitrix24.people import ReadPeople

#: Calls of the portal that were worked are kept so long, to know a repeat; counts of calls longer.
_INBOUND_KEPT = timedelta(days=30)
_USE_KEPT = timedelta(days=400)


class QueueTick(Handler):
    """Orders a reading of every portal's queue that has something to say to somebody."""

    kind = "bitrix24.queue-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        slot = f"t{int(timezone.now().timestamp()) // 60}"
        portals = Portal.objects.filter(state=PortalState.ACTIVE, registrations__code__endswith=":offline")
        found = list(portals.distinct())
        for portal in found:
            with transaction.atomic():
                polling.order(portal, slot=slot)
        return {"portals": len(found)}


class NightTick(Handler):
    """Orders the nightly work of every portal, and forgets what is old."""

    kind = "bitrix24.night-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        day = f"{timezone.now():%Y-%m-%d}"
        portals = list(Portal.objects.filter(state=PortalState.ACTIVE))
        for portal in portals:
            with transaction.atomic():
                ReadPeople.order(portal, slot=day)
                for kind in (SETTLE, polling.Reconcile.kind):
                    effects.enqueue(
                        kind,
                        {"portal": portal.pk},
                        key=portal.key,
                        idempotency_id=f"{kind}:{portal.pk}:{day}",
                        workspace_id=portal.workspace_id,
                    )
        return {"portals": len(portals), "tidied": tidy()}


def tidy() -> int:
    """Forget ended sessions, worked calls and old counts; how many rows."""
    now = timezone.now()
    old = (
        Inbound.objects.filter(done_at__lt=now - _INBOUND_KEPT),
        MethodUse.objects.filter(day__lt=(now - _USE_KEPT).date()),
        MethodBudget.objects.filter(reset_at__lt=now),
        Notice.objects.filter(changed_at__lt=now - _INBOUND_KEPT),
    )
    return frames.tidy() + sum(rows.delete()[0] for rows in old)
