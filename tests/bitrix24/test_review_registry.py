"""A registry of any length is read to its end."""

from __future__ import annotations

import pytest
from linked import Linked
from registry_kit import registries

from paraph.portals.bitrix24 import limits
from paraph.portals.bitrix24.registry import incoming, values
from paraph.portals.bitrix24.registry.models import Item, Sync

pytestmark = pytest.mark.django_db


def test_a_long_registry_is_read_to_its_end(linked: Linked, monkeypatch):
    """More has changed than one row of pages brings: the rest is not begun anew for ever."""
    registry = registries(linked)["documents"]
    fields = values.write(registry, {"title": "Договор"})
    linked.client.batch(
        {
            f"n{number}": (
                "crm.item.add",
                {"entityTypeId": registry.entity_type_id, "useOriginalUfNames": "Y", "fields": fields},
            )
            for number in range(limits.PAGE * 2 + 10)
        }
    )
    monkeypatch.setattr(incoming, "_PAGES", 0)
    assert incoming.read(linked.client) == limits.PAGE * 2 + 10
    assert Item.objects.filter(portal=linked.portal).count() == limits.PAGE * 2 + 10
    registry.refresh_from_db()
    assert registry.cursor
    assert not Sync.objects.filter(is_read_wanted=True).exists()
