"""What the registry brings to the application: effects, reactions, things in the portal, schedules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy

from paraph.archive.models import ArchiveRecord
from paraph.docflow.ports import on_change
from paraph.effects import schedules
from paraph.effects.handlers import Handler, Run, register
from paraph.portals.bitrix24 import sections
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.inbound import on_event
from paraph.portals.bitrix24.models import Inbound, Portal, PortalState
from paraph.portals.bitrix24.polling import on_reconcile
from paraph.portals.bitrix24.registration import Badge, EventBinding, Trigger, declare
from paraph.portals.bitrix24.registry import incoming, orders, parties, reactions, timeline
from paraph.portals.bitrix24.registry.models import Item, PackageItem, Registry
from paraph.portals.bitrix24.registry.setup import SetUp
from paraph.portals.bitrix24.registry.sync import SyncRegistries
from paraph.texts import row_id

#: How often the portal's registry is looked at though no event came: events are lost now and then.
_LOOK = timedelta(minutes=15)
#: An event that follows a call of ours so closely tells of that call; what hides behind it `Look` finds.
_ECHO = timedelta(seconds=30)
#: The nightly comparison looks back so far.
_NIGHT = timedelta(hours=50)
#: What the portal tells of changes, and the CRM type it is about.
_CHANGES: Mapping[str, int] = {
    "ONCRMDEALUPDATE": parties.DEAL,
    "ONCRMCONTACTUPDATE": parties.CONTACT,
    "ONCRMCOMPANYUPDATE": parties.COMPANY,
}
_DYNAMIC = ("ONCRMDYNAMICITEMADD", "ONCRMDYNAMICITEMUPDATE")
_DELETED, _REQUISITE = "ONCRMDYNAMICITEMDELETE", "ONCRMREQUISITEUPDATE"


def install() -> None:
    """Register everything (from `AppConfig.ready()`)."""
    sections.add("bitrix24-registry", gettext_lazy("Реестры"))
    for handler in (SyncRegistries(), SetUp(), Look()):
        register(handler)
    schedules.every("bitrix24.registry", _LOOK, Look.kind)
    on_change(reactions.tell_portal)
    post_save.connect(reactions.tell_proof, sender=ArchiveRecord, dispatch_uid="bitrix24.registry.proof")
    for name in _CHANGES:
        on_event(name)(object_changed)
    for name in (*_DYNAMIC, _DELETED):
        on_event(name)(item_changed)
    on_event(_REQUISITE)(requisite_changed)
    on_reconcile(compare)
    # Online events wake up only: what got lost is found by time of change, and the portal's queue would
    # bring every change of ours back at the price of a call.
    for name in (*_CHANGES, *_DYNAMIC, _DELETED, _REQUISITE):
        declare(EventBinding(name, offline=False))
    for code, (words, tone) in timeline.BADGES.items():
        declare(Badge(code, "ЭДО", words, tone))
    for code, title in timeline.TRIGGERS.items():
        declare(Trigger(code, title))


class Look(Handler):
    """Reads the registries of all portals and tells what was left untold."""

    kind = "bitrix24.registry.look"

    def perform(self, run: Run) -> Mapping[str, Any]:
        portals = Portal.objects.filter(state=PortalState.ACTIVE)
        with transaction.atomic():
            registries = Registry.objects.filter(portal__in=portals, kind=Registry.Kind.DOCUMENTS)
            reading = {one.portal_id for one in registries if one.works}
            left = set(
                Item.objects.filter(is_dirty=True, is_removed=False).values_list("portal_id", flat=True)
            )
            left |= set(PackageItem.objects.filter(is_dirty=True).values_list("portal_id", flat=True))
            found = [portal for portal in portals if portal.pk in reading | left]
            for portal in found:
                orders.order(portal, read=portal.pk in reading)
        return {"portals": len(found)}


def compare(client: Client) -> None:
    """Every night two days are compared, whatever the cursor says, and what was refused is tried again."""
    incoming.read(client, since=timezone.now() - _NIGHT)
    with transaction.atomic():
        for rows in (Item.objects.filter(is_removed=False), PackageItem.objects.all()):
            orders.touch(rows.filter(portal=client.portal).exclude(fault=""))
        orders.order(client.portal)


# Events of the portal


def _id_of(call: Inbound, name: str) -> int | None:
    fields = call.data.get("FIELDS") if isinstance(call.data, dict) else None
    return row_id(fields.get(name)) if isinstance(fields, dict) else None


def object_changed(portal: Portal, call: Inbound) -> None:
    """A deal, contact or company was changed: its parties are read again before they are used."""
    entity_id = _id_of(call, "ID")
    if entity_id is not None:
        parties.grow_stale(portal, _CHANGES[call.name], entity_id)


def requisite_changed(portal: Portal, call: Inbound) -> None:
    """Whose requisites they are is not told: everything read before is stale."""
    parties.all_stale(portal)


def item_changed(portal: Portal, call: Inbound) -> None:
    """An item of a smart process: of interest when it stands in our registry and it was not we."""
    registries = Registry.objects.filter(portal=portal, kind=Registry.Kind.DOCUMENTS)
    registry = registries.filter(entity_type_id=_id_of(call, "ENTITY_TYPE_ID") or -1).first()
    if registry is None:
        return
    if call.name == _DELETED:
        gone = Item.objects.filter(portal=portal, item_id=_id_of(call, "ID"))
        gone.update(is_removed=True, changed_at=timezone.now())
        return
    echo = Item.objects.filter(portal=portal, item_id=_id_of(call, "ID"), told_at__gt=timezone.now() - _ECHO)
    if not echo.exists():
        with transaction.atomic():
            orders.order(portal, read=True)
