"""The portal's queue of offline events: read every few minutes, at once when the portal says so.

It is the truth of what has changed: an online event may get lost, the queue keeps the last state of each
object until it is taken. What is read is stored before it is cleared there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.portals.bitrix24 import inbound, limits
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Inbound, Portal
from paraph.texts import row_id, storable

#: Readings of one run; what is left comes with the next one.
_ROUNDS = 20
#: A wake-up within the same slot is the same reading.
_SLOT = 5

Reconciler = Callable[[Client], None]
_reconcilers: list[Reconciler] = []


def on_reconcile(work: Reconciler) -> Reconciler:
    """Call the function every night: compare by `>updatedTime` what events may have missed."""
    if work not in _reconcilers:
        _reconcilers.append(work)
    return work


def wake(portal: Portal) -> None:
    """There is something in the queue: read it now."""
    slot = int(timezone.now().timestamp()) // _SLOT
    with transaction.atomic():
        order(portal, slot=f"w{slot}", delay=timedelta(seconds=1))


def order(portal: Portal, *, slot: str = "", delay: timedelta = timedelta(0)) -> None:
    """Put a reading into the outbox, in the caller's transaction; one for each `slot`."""
    effects.enqueue(
        ReadQueue.kind,
        {"portal": portal.pk},
        key=portal.key,
        idempotency_id=f"{ReadQueue.kind}:{portal.pk}:{slot}" if slot else None,
        workspace_id=portal.workspace_id,
        due_at=timezone.now() + delay,
    )


class ReadQueue(Job):
    """Takes events out of the queue: reserve, store, clear."""

    kind = "bitrix24.queue"

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        if run.attempt > 1:  # an answer may have been lost with the events it had reserved
            sweep(client)
        found = fresh = 0
        for _round in range(_ROUNDS):
            pack = client.call("event.offline.get", {"clear": 0, "limit": limits.PAGE})
            events = list(pack.get("events") or ())
            fresh += keep(client.portal, events)
            found += len(events)
            if events:
                client.call("event.offline.clear", {"process_id": pack.get("process_id")})
            if len(events) < limits.PAGE:
                break
        Portal.objects.filter(pk=client.portal.pk).update(polled_at=timezone.now())
        return {"events": found, "new": fresh}


class Reconcile(Job):
    """Every night: what a reading reserved and lost is read from the list, and features compare."""

    kind = "bitrix24.reconcile"
    timeout = timedelta(minutes=30)

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        lost = sweep(client)
        for work in _reconcilers:
            work(client)
        Portal.objects.filter(pk=client.portal.pk).update(reconciled_at=timezone.now())
        return {"lost": lost}


def sweep(client: Client) -> int:
    """Store what is in the queue, also what a reading reserved and lost; how many events were new."""
    events = list(client.all("event.offline.list", id_field="ID"))
    fresh = keep(client.portal, events)
    for process_id in {str(item["PROCESS_ID"]) for item in events if item.get("PROCESS_ID")}:
        client.call("event.offline.clear", {"process_id": process_id})
    return fresh


def keep(portal: Portal, events: Any) -> int:
    """Store events of the queue, each once; how many were new."""
    fresh = 0
    for item in events:
        name = str(item.get("EVENT_NAME") or "").upper()
        data, more = item.get("EVENT_DATA"), item.get("EVENT_ADDITIONAL")
        user_id = row_id(more.get("user_id")) if isinstance(more, dict) else None
        # MESSAGE_ID is made of the name and the data: equal for every change of one object.
        key = inbound.fingerprint("offline", item.get("ID"), item.get("TIMESTAMP_X"), item.get("MESSAGE_ID"))
        call = inbound.accept(
            portal,
            Inbound.Kind.EVENT,
            name,
            key,
            storable(data) if isinstance(data, dict) else {},
            user_id or 0,
        )
        fresh += call is not None
    if fresh:
        Portal.objects.filter(pk=portal.pk).update(last_event_at=timezone.now())
    return fresh
