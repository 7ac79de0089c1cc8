"""A registry of any length is read to its end; the button in the timeline opens what it says."""

from __future__ import annotations

import pytest
from linked import HEAD, Linked
from registry_kit import conclude, deal_named, package, proofs, registries, reread, upload  # noqa: F401

import factories
from operator_channel import operator  # noqa: F401
from paraph.parties.models import Role
from paraph.portals.bitrix24 import limits
from paraph.portals.bitrix24.registry import incoming, timeline, values
from paraph.portals.bitrix24.registry.install import Look
from paraph.portals.bitrix24.registry.models import Item, PackageItem, ProofFolder, Sync
from scenario import catcher, mail, pki  # noqa: F401

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


@pytest.mark.usefixtures("proofs", "operator", "mail")
def test_the_button_of_the_timeline_opens_the_package(linked: Linked):
    linked.employee(HEAD, Role.ADMINISTRATOR)
    deal = deal_named(linked, "Поставка семян, осень")
    made = package(linked, deal, upload(linked, deal))
    shown = timeline.activity(PackageItem.objects.get(package=made), 0)
    action = shown["layout"]["footer"]["buttons"]["open"]["action"]
    opened = linked.open(user_id=HEAD, options=action["actionParams"])
    assert opened.answer.status_code == 200
    assert made.title in opened.answer.content.decode()
    assert opened.answer.wsgi_request.path == f"/packages/{made.pk}/"


@pytest.mark.usefixtures("proofs", "operator", "mail")
def test_a_folder_removed_on_disk_takes_no_document_out_of_the_registry(linked: Linked, pki):  # noqa: F811
    """The folder of proofs was deleted by people: it is made anew, and the document is told of as before."""
    registries(linked)
    deal = deal_named(linked, "Поставка семян, осень")
    for number in (1, 2):
        (row,) = upload(linked, deal, f"Договор {number}.pdf")
        sent = package(linked, deal, [row])
        factories.sign_ours(pki, sent)
        linked.settle()
        conclude(sent)
        linked.settle()
        if number == 1:
            assert reread(row).disk_file_id
            folder = ProofFolder.objects.exclude(name="").get()
            linked.client.call("disk.folder.deleteTree", {"id": folder.folder_id})
    assert not reread(row).is_removed
    Look().perform(None)
    linked.settle()
    row = reread(row)
    assert (row.is_removed, row.is_dirty, row.fault) == (False, False, "")
    assert row.disk_file_id
    assert ProofFolder.objects.exclude(name="").get().folder_id != folder.folder_id
