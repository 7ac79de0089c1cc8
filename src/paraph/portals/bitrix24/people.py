"""The portal's employees: read every night and when an administrator asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.portals.bitrix24 import frames, visits
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Portal, PortalUser


class ReadPeople(Job):
    """user.get page by page; who has left is marked, their open pages end."""

    kind = "bitrix24.people"

    @classmethod
    def order(cls, portal: Portal, slot: str = "") -> None:
        """Put a reading into the outbox, in the caller's transaction; one for each `slot`."""
        effects.enqueue(
            cls.kind,
            {"portal": portal.pk},
            key=portal.key,
            idempotency_id=f"{cls.kind}:{portal.pk}:{slot}" if slot else None,
            workspace_id=portal.workspace_id,
        )

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        portal, seen = client.portal, set()
        known = dict(PortalUser.objects.filter(portal=portal).values_list("user_id", "is_admin"))
        for fields in client.all("user.get", {"sort": "ID", "order": "ASC"}):
            is_active = visits.is_true(fields.get("ACTIVE"))
            someone = visits.person(fields, is_admin=known.get(int(fields["ID"]), False))
            if is_active or someone.user_id in known:
                visits.remember(portal, someone, is_active=is_active)
            seen.add(someone.user_id)
        with transaction.atomic():
            gone = PortalUser.objects.filter(portal=portal, is_active=True).exclude(user_id__in=seen)
            gone.update(is_active=False)
            for user in PortalUser.objects.filter(portal=portal, is_active=False):
                frames.end_of_user(user)
            Portal.objects.filter(pk=portal.pk).update(people_read_at=timezone.now())
        return {"people": len(seen)}
