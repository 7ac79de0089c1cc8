"""What has changed here and has to be told to the portal: rows are marked, and one effect gathers them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from paraph.effects import services as effects
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry.models import Sync

SYNC = "bitrix24.registry.sync"
#: Changes of so long go together; a stream of them waits no longer. Our own page shows them at once.
QUIET, LONGEST = timedelta(seconds=5), timedelta(seconds=30)
#: Under steady work the portal is told this often, after a quiet time at once: calls are what portals ration.
EVERY = timedelta(seconds=60)


def touch(rows: Any) -> None:
    """These rows (a queryset of items or packages) have changed here, in the caller's transaction."""
    rows.update(revision=F("revision") + 1, is_dirty=True, changed_at=timezone.now())


def order(portal: Portal, *, read: bool = False) -> None:
    """The registries want work, in the caller's transaction; `read`: the portal's own changes too."""
    if read:
        Sync.objects.update_or_create(portal=portal, defaults={"is_read_wanted": True})
    if not portal.works:
        return
    ran_at = Sync.objects.filter(portal=portal).values_list("ran_at", flat=True).first()
    rest = ran_at + EVERY - timezone.now() if ran_at is not None else QUIET
    effects.gather(
        SYNC,
        {"portal": portal.pk},
        key=portal.key,
        workspace_id=portal.workspace_id,
        quiet=max(QUIET, rest),
        longest=max(LONGEST, rest),
    )


def order_now(portal: Portal) -> None:
    """The same without waiting for more: a person has asked."""
    with transaction.atomic():
        Sync.objects.update_or_create(portal=portal, defaults={"is_read_wanted": True})
        payload = {"portal": portal.pk}
        effects.enqueue(SYNC, payload, key=portal.key, workspace_id=portal.workspace_id, priority=5)
