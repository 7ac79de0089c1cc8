"""The portal's registries are made by a button and told what becomes of documents."""

from __future__ import annotations

import pytest
from registry_kit import (
    activities,
    conclude,
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
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry.models import PackageItem
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proofs", "operator", "mail")]
SEEDS = "Поставка семян, осень"


def test_the_button_makes_both_registries_and_mends_them(linked):
    made = registries(linked)
    assert {kind: one.works for kind, one in made.items()} == {"documents": True, "packages": True}
    assert linked.stuck() == []
    types = linked.rest("crm.type.list")["types"]
    linked.rest(
        "userfieldconfig.delete", {"moduleId": "crm", "id": field_id(linked, made["documents"], "VAT")}
    )
    again = registries(linked)
    assert again["documents"].works
    assert again["documents"].mapped == made["documents"].mapped
    assert linked.rest("crm.type.list")["types"] == types


def field_id(linked, registry, code: str) -> int:
    asked = {"moduleId": "crm", "filter": {"entityId": f"CRM_{registry.type_id}"}}
    fields = linked.rest("userfieldconfig.list", asked)["fields"]
    return next(one["id"] for one in fields if one["fieldName"].endswith(f"_{code}"))


def test_a_package_from_its_files_to_the_signed_archive(linked, pki):  # noqa: F811
    made = registries(linked)
    Portal.objects.update(options={"registry_triggers": True})
    deal = deal_named(linked, SEEDS)
    rows = upload(linked, deal, "Договор 17.pdf", "Акт 3.pdf", vat="166.67", basis="Заявка 8")
    linked.settle()
    found = [said(made["documents"], raw) for raw in portal_items(linked, made["documents"])]
    assert [one["title"] for one in found] == ["Договор 17", "Акт 3"]
    assert [(one["kind"], one["amount"], one["vat"], one["date"]) for one in found] == [
        ("contract", "1000", "166.67", "2026-11-20")
    ] * 2
    sent = package(linked, deal, rows)
    linked.settle()
    found = [said(made["documents"], raw) for raw in portal_items(linked, made["documents"])]
    assert {one["status"] for one in found} == {"На подписании"}
    shown = activities(linked, deal)
    assert len(shown) == 1
    factories.sign_ours(pki, sent)
    linked.settle()
    conclude(sent)
    linked.settle()
    assert linked.stuck() == []
    for row, raw in zip(rows, portal_items(linked, made["documents"]), strict=True):
        one = said(made["documents"], raw)
        assert (one["status"], one["transfer"], one["guid"]) == ("Завершён", "sent", str(row.guid))
        assert len(raw[made["documents"].mapped["signed"]]) == 1
        assert reread(row).disk_file_id
    (parcel,) = [said(made["packages"], raw) for raw in portal_items(linked, made["packages"])]
    assert parcel["package_status"] == "done"
    after = activities(linked, deal)
    assert [one["ID"] for one in after] == [one["ID"] for one in shown]
    assert after[0]["COMPLETED"] == "Y"
    assert PackageItem.objects.get().fired == ["paraph_signed"]
