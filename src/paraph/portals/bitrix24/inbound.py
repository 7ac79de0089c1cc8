"""Calls the portal makes: events and robots. Found genuine, stored once, answered at once, worked later.

    @on_robot("paraph_send")
    def send(portal: Portal, call: Inbound) -> None: ...

Handlers run in an effect, outside of transactions, and may call the portal; what they raise (`NotNow`,
`Unknown`, `PortalError`) decides about the next try. A handler may run again after a crash: it must stand it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Inbound, Portal

Work = Callable[[Portal, Inbound], None]
_works: dict[tuple[str, str], list[Work]] = {}


def on_event(name: str) -> Callable[[Work], Work]:
    """Call the function for every event of this name; bind it with `registration.EventBinding`."""
    return _on(Inbound.Kind.EVENT, name.upper())


def on_robot(code: str) -> Callable[[Work], Work]:
    """Call the function for every run of a robot or activity with this code.

    `call.data`: workflow_id, code, document_id and document_type (lists), event_token, properties,
    use_subscription, timeout_duration, ts.
    """
    return _on(Inbound.Kind.ROBOT, code)


def _on(kind: str, name: str) -> Callable[[Work], Work]:
    def keep(work: Work) -> Work:
        known = _works.setdefault((kind, name), [])
        if work not in known:
            known.append(work)
        return work

    return keep


def is_known(kind: str, name: str) -> bool:
    """Whether anybody wants such calls."""
    return (kind, name) in _works


def accept(
    portal: Portal, kind: str, name: str, key: str, data: Mapping[str, Any], user_id: int = 0
) -> Inbound | None:
    """Store a genuine call and the effect that works it; None when it is known already or nobody wants it."""
    if not is_known(kind, name):
        return None
    with transaction.atomic():
        facts = {"name": name, "data": dict(data), "user_id": user_id}
        call, created = Inbound.objects.get_or_create(portal=portal, kind=kind, key=key, defaults=facts)
        if not created:
            return None
        effects.enqueue(
            WorkInbound.kind,
            {"portal": portal.pk, "inbound": call.pk},
            key=portal.key,
            idempotency_id=f"{WorkInbound.kind}:{call.pk}",
            workspace_id=portal.workspace_id,
            priority=5 if kind == Inbound.Kind.ROBOT else 1,
        )
    return call


def fingerprint(*parts: Any) -> str:
    """A key for what the portal gives no id of its own."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class WorkInbound(Job):
    """Gives a stored call to those who want it."""

    kind = "bitrix24.inbound"

    def work(self, run: Run, client: Client) -> None:
        call = Inbound.objects.get(pk=run.payload["inbound"])
        for work in _works.get((call.kind, call.name), ()):
            work(client.portal, call)

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        Inbound.objects.filter(pk=run.payload["inbound"]).update(done_at=timezone.now())
