"""Steps of the registry tests: a deal with documents, its package, both registries in the portal."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from linked import Linked

import factories
from operator_channel import OPERATOR, PARTNER
from paraph.archive import services as archive
from paraph.docflow import incoming
from paraph.docflow.drafts import Draft
from paraph.docflow.intake import Upload
from paraph.docflow.models import Docflow, Package
from paraph.parties.models import Employee
from paraph.portals.bitrix24.registry import forming, items, parties, setup, values
from paraph.portals.bitrix24.registry.models import Item, Registry
from paraph.registry.services import store_bytes

DEAL = 2


def registries(linked: Linked) -> dict[str, Registry]:
    """Both made by the button."""
    setup.order(linked.portal)
    linked.settle()
    return {one.kind: one for one in Registry.objects.filter(portal=linked.portal)}


def upload(
    linked: Linked, deal: int, *names: str, employee: Employee | None = None, **stated: Any
) -> list[Item]:
    """Files in the tab of a deal, each described as a contract."""
    person = employee or linked.firm.sender
    uploads = [Upload(name, BytesIO(factories.pdf())) for name in names or ("Договор 17.pdf",)]
    rows = items.add_files(linked.portal, (DEAL, deal), uploads, person)
    for number, row in enumerate(rows, start=1):
        known = {"kind": "contract", "number": str(number), "date": "2026-11-20", "amount": "1000", **stated}
        items.change(row, known, person)
    return list(Item.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def package(linked: Linked, deal: int, rows: list[Item], **draft: Any) -> Package:
    """«Сформировать пакет» with the parties of the deal."""
    sides = forming.sides(linked.portal, parties.fresh(linked.client, DEAL, deal))
    assert sides.organization is not None, sides.faults
    assert sides.counterparty is not None, sides.faults
    wanted = {"channel": "operator", "recipient_box": "box-1", "signer": linked.firm.signer, **draft}
    made = Draft(sides.organization, sides.counterparty, **wanted)
    return forming.form(linked.portal, (DEAL, deal), rows, made, linked.firm.sender)


def portal_items(linked: Linked, registry: Registry) -> list[dict[str, Any]]:
    """What stands in a registry of the portal, as somebody else reads it."""
    asked = {"entityTypeId": registry.entity_type_id, "useOriginalUfNames": "Y", "order": {"id": "ASC"}}
    found: list[dict[str, Any]] = linked.rest("crm.item.list", asked)["items"]
    return found


def said(registry: Registry, raw: dict[str, Any]) -> dict[str, Any]:
    """An item of the portal as plain values by attribute."""
    found, unreadable = values.read(registry, raw)
    assert not unreadable
    return found


def deal_named(linked: Linked, title: str) -> int:
    """The id of a deal of the seed."""
    found = linked.rest("crm.item.list", {"entityTypeId": DEAL, "filter": {"title": title}})["items"]
    return int(found[0]["id"])


def activities(linked: Linked, deal: int) -> list[dict[str, Any]]:
    """Our activities in the timeline of a deal."""
    wanted = {"OWNER_TYPE_ID": DEAL, "OWNER_ID": deal, "PROVIDER_ID": "CONFIGURABLE_REST_APP"}
    found: list[dict[str, Any]] = linked.rest("crm.activity.list", {"filter": wanted, "select": ["*"]})
    return found


def reread(row: Item) -> Item:
    """The row as it is now."""
    return Item.objects.select_related("document__docflow", "portal").get(pk=row.pk)


@pytest.fixture
def proofs(monkeypatch, settings, tmp_path, pki) -> None:
    """Proofs are not rendered, that takes long: each is a small archive of its own."""
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.FILES_DIR = tmp_path / "files"

    def build(flow: Docflow, last_event: Any) -> archive.Proof:
        bundle = store_bytes(f"proof of {flow.pk} at {last_event.seq}".encode())
        return archive.Proof(bundle, bundle, None, "")

    monkeypatch.setattr(archive, "build_proof", build)


def conclude(made: Package, event: str = "response_accepted", reason: str = "") -> None:
    """The operator delivers, the partner answers every document of the package."""
    for flow in factories.flows(made):
        incoming.apply(flow, "deliver", OPERATOR)
        incoming.apply(flow, event, PARTNER, {"reason": reason} if reason else None)
