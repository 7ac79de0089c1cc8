"""What is changed in the portal's registry: taken over, or put back and told; nothing twice, nothing lost."""

from __future__ import annotations

import base64

import pytest
from registry_kit import (
    DEAL,
    activities,
    deal_named,
    package,
    portal_items,
    proofs,  # noqa: F401
    registries,
    reread,
    said,
    upload,
)

import factories
from operator_channel import operator  # noqa: F401
from paraph.docflow.models import Docflow
from paraph.journal.models import JournalEvent
from paraph.portals.bitrix24.registry import forming, items, values
from paraph.portals.bitrix24.registry.install import Look
from paraph.portals.bitrix24.registry.models import Item
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proofs", "operator", "mail")]
SEEDS = "Поставка семян, осень"


@pytest.fixture
def made(linked):
    return registries(linked)


def someone_changes(linked, registry, row, **plain) -> None:
    """A person edits the item in the portal."""
    fields = values.write(registry, plain)
    asked = {"entityTypeId": registry.entity_type_id, "id": row.item_id, "useOriginalUfNames": "Y"}
    linked.rest("crm.item.update", {**asked, "fields": fields})


def in_portal(linked, registry, row) -> dict:
    asked = {"entityTypeId": registry.entity_type_id, "id": row.item_id, "useOriginalUfNames": "Y"}
    return said(registry, linked.rest("crm.item.get", asked)["item"])


def test_a_draft_follows_the_portal_and_settles(linked, made):
    (row,) = upload(linked, deal_named(linked, SEEDS))
    linked.settle()
    Item.objects.update(told_at=None)
    someone_changes(linked, made["documents"], reread(row), number="17/2", amount="2500.5")
    linked.settle()
    row = reread(row)
    assert (row.stated["number"], row.stated["amount"]) == ("17/2", "2500.5")
    assert row.conflicts == []
    linked.forget_hits()
    linked.settle()
    assert linked.hits() == {}


def test_a_draft_in_a_package_changes_its_document(linked, made):
    deal = deal_named(linked, SEEDS)
    (row,) = upload(linked, deal)
    sent = package(linked, deal, [row])
    flow = factories.flows(sent)[0]
    linked.settle()
    Docflow.objects.filter(pk=flow.pk).update(status="DRAFT")
    someone_changes(linked, made["documents"], reread(row), number="18", kind="act")
    Item.objects.update(told_at=None)
    linked.settle()
    document = reread(row).document
    assert (document.number, document.kind) == ("18", "act")


def test_what_is_sent_is_put_back_and_told(linked, made):
    deal = deal_named(linked, SEEDS)
    (row,) = upload(linked, deal)
    package(linked, deal, [row])
    linked.settle()
    Item.objects.update(told_at=None)
    someone_changes(linked, made["documents"], reread(row), number="666", status="Подписан всеми")
    linked.settle()
    now = in_portal(linked, made["documents"], reread(row))
    assert (now["number"], now["status"]) == ("1", "На подписании")
    told = {one["attribute"]: (one["theirs"], one["stays"]) for one in reread(row).conflicts}
    assert told == {"number": ("666", "1"), "status": ("Подписан всеми", "На подписании")}
    assert JournalEvent.objects.filter(action="portal:put-back").count() == 1


def test_a_lost_answer_adds_nothing_twice(linked, made):
    deal = deal_named(linked, SEEDS)
    rows = upload(linked, deal, "Договор 1.pdf", "Договор 2.pdf")
    linked.settle()
    sent = upload(linked, deal, "Договор 3.pdf")
    package(linked, deal, rows)
    linked.fault("cut-after", path="batch")
    linked.settle()
    assert linked.control("GET", "faults")["faults"] == []
    assert linked.stuck() == []
    guids = [said(made["documents"], raw)["guid"] for raw in portal_items(linked, made["documents"])]
    assert sorted(guids) == sorted(str(row.guid) for row in [*rows, *sent])
    assert len(portal_items(linked, made["packages"])) == 1
    assert len(activities(linked, deal)) == 1


def test_a_lost_event_is_found_by_looking(linked, made):
    (row,) = upload(linked, deal_named(linked, SEEDS))
    linked.settle()
    linked.fault("lost-event", count=9)
    someone_changes(linked, made["documents"], reread(row), basis="Письмо 5")
    linked.world.settle()
    assert linked.deliver() == []
    Look().perform(None)
    linked.settle()
    assert reread(row).stated["basis"] == "Письмо 5"


def test_a_document_made_in_the_portal_goes_into_a_package(linked, made):
    deal, registry = deal_named(linked, SEEDS), made["documents"]
    names = values.fields_of(registry)
    pdf = base64.b64encode(factories.pdf()).decode()
    fields = values.write(registry, {"title": "Договор из портала", "number": "5", "date": "2026-11-20"})
    fields |= values.write(registry, {"kind": "contract"})
    fields |= {names["file"].code: ["dogovor.pdf", pdf], f"parentId{DEAL}": deal}
    asked = {"entityTypeId": registry.entity_type_id, "useOriginalUfNames": "Y", "fields": fields}
    linked.rest("crm.item.add", asked)
    linked.settle()
    (row,) = items.of_owner(linked.portal, DEAL, deal)
    assert forming.fetch_files(linked.client, [row], 10**7) == []
    sent = package(linked, deal, [row])
    assert [flow.document.title for flow in factories.flows(sent)] == ["Договор из портала"]
    linked.settle()
    assert in_portal(linked, registry, reread(row))["guid"] == str(row.guid)
    assert len(portal_items(linked, registry)) == 1
