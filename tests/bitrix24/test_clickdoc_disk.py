"""Files on the portal's Disk: by counterparty and deal, nothing overwritten, every change seen."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import factories
from paraph.effects import services as effects
from paraph.journal import actors
from paraph.journal.models import JournalEvent
from paraph.portals.bitrix24.clickdoc import folders
from paraph.portals.bitrix24.clickdoc.disk import PortalDisk
from paraph.portals.bitrix24.clickdoc.models import DiskFolder
from paraph.registry import outer
from paraph.registry.models import OuterCopy
from paraph.registry.ports import OuterUnreachable
from paraph.registry.services import CrmObject
from paraph.registry.storage import store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path: Path) -> None:
    settings.HOME, settings.FILES_DIR = tmp_path, tmp_path / "files"


@pytest.fixture
def document(linked):
    return made(linked)


def made(linked, file_name: str = "Договор 17.pdf", data: bytes | None = None):
    """A document of deal 5 on the portal."""
    document = factories.document(linked.firm, file_name=file_name, data=data)
    crm = CrmObject(linked.portal.member_id, "DEAL_5", "")
    document.crm_portal, document.crm_object = crm.portal, crm.object
    document.save()
    return document


def keep(document) -> OuterCopy:
    version = document.current
    return outer.keep(document, version.blob, version.file_name, PortalDisk.name)


def file_of(linked, copy: OuterCopy) -> dict:
    return linked.client.call("disk.file.get", {"id": copy.address["file"]})


def alter(linked, copy: OuterCopy, data: bytes) -> None:
    """Somebody in the portal puts another content in place of the document, later."""
    linked.control("POST", "clock", {"seconds": 600})
    linked.client.upload_version(copy.address["file"], copy.file_name, data)


def release(copy: OuterCopy) -> None:
    yesterday = time.time() - 86400
    os.utime(store().path(copy.blob_id), (yesterday, yesterday))
    assert outer.release(copy)


def test_a_file_lies_by_counterparty_and_deal(linked, document):
    copy = keep(document)
    there = file_of(linked, copy)
    deal = linked.client.call("disk.folder.get", {"id": there["PARENT_ID"]})
    party = linked.client.call("disk.folder.get", {"id": deal["PARENT_ID"]})
    assert (there["NAME"], deal["NAME"]) == ("Договор 17.pdf", "DEAL_5")
    assert document.counterparty.inn in party["NAME"]
    content = b"".join(PortalDisk().fetch(document.workspace_id, copy.address))
    assert content == store().read(copy.blob_id)


def test_names_disk_does_not_take_are_made_good(linked):
    document = made(linked, "Акт «№ 5» — сверка ~#&;.pdf")
    assert file_of(linked, keep(document))["NAME"] == "Акт «№ 5» — сверка.pdf"
    long = folders.disk_name("я" * 300, ".pdf")
    assert long.endswith(".pdf")
    assert len(long) <= 120


def test_a_file_of_the_same_name_is_never_overwritten(linked):
    first, second = keep(made(linked)), keep(made(linked))
    assert file_of(linked, second)["NAME"] == "Договор 17 (2).pdf"
    assert file_of(linked, first)["GLOBAL_CONTENT_VERSION"] == "1"
    for copy in (first, second):
        assert b"".join(PortalDisk().fetch(copy.workspace_id, copy.address)) == store().read(copy.blob_id)


def test_a_lost_answer_leaves_one_file(linked, document):
    """The bytes are found there under the name, and taken for the copy."""
    linked.client.call("disk.storage.getForApp")
    keep(made(linked, "Первый.pdf"))  # the folders are there
    linked.fault("cut-after", path="disk.folder.uploadFile")
    with pytest.raises(OuterUnreachable):
        keep(document)
    copy = keep(document)
    assert file_of(linked, copy)["NAME"] == "Договор 17.pdf"
    rows = linked.client.call("disk.folder.getChildren", {"id": file_of(linked, copy)["PARENT_ID"]})
    assert sorted(row["NAME"] for row in rows) == ["Договор 17.pdf", "Первый.pdf"]


def test_folders_removed_in_the_portal_are_made_anew(linked, document):
    first = keep(made(linked, "Первый.pdf"))
    folder = file_of(linked, first)["PARENT_ID"]
    linked.client.call("disk.folder.deleteTree", {"id": folder})
    assert file_of(linked, keep(document))["PARENT_ID"] != folder
    assert DiskFolder.objects.filter(folder_id=folder).count() == 0


def test_the_common_disk_has_a_folder_of_ours(linked, document):
    portal = linked.portal
    portal.options = {**portal.options, "clickdoc_storage": "common"}
    portal.save()
    there = file_of(linked, keep(document))
    storages = linked.client.call("disk.storage.getList", {"filter": {"ENTITY_TYPE": "common"}})
    assert there["STORAGE_ID"] == storages[0]["ID"]
    names = [
        row["NAME"]
        for row in linked.client.call("disk.folder.getChildren", {"id": storages[0]["ROOT_OBJECT_ID"]})
    ]
    assert "Документы Paraph" in names


def test_what_lies_only_there_is_read_from_there(linked, document):
    original = store().read(document.current.blob_id)
    copy = keep(document)
    release(copy)
    assert not store().is_here(copy.blob_id)
    assert store().read(copy.blob_id) == original


def test_an_original_changed_on_disk_is_told_and_its_former_version_is_found(linked, document):
    original = store().read(document.current.blob_id)
    copy = keep(document)
    release(copy)
    assert outer.watch([OuterCopy.objects.get()]) == 0
    alter(linked, copy, b"%PDF-1.4 something else")
    assert outer.watch([OuterCopy.objects.get()]) == 1
    assert store().read(copy.blob_id) == original  # from the versions Disk keeps
    assert JournalEvent.objects.filter(action="document:changed-outside").count() == 1


def test_a_file_in_the_bin_is_no_copy_any_more(linked, document):
    original = store().read(document.current.blob_id)
    copy = keep(document)
    release(copy)
    linked.client.call("disk.file.markDeleted", {"id": copy.address["file"]})
    assert outer.watch([OuterCopy.objects.get()]) == 1
    assert store().read(copy.blob_id) == original
    linked.client.call("disk.file.delete", {"id": copy.address["file"]})
    for path in (Path(outer._cache())).iterdir():
        path.unlink()
    with pytest.raises(outer.OuterChanged):
        store().read(copy.blob_id)


def test_a_portal_that_does_not_answer_is_no_change(linked, document):
    copy = keep(document)
    release(copy)
    linked.fault("html", count=50)
    with pytest.raises(OuterUnreachable, match="Диск Битрикс24"):
        store().read(copy.blob_id)
    with pytest.raises(OuterUnreachable):
        outer.watch([copy])
    copy.refresh_from_db()
    assert copy.changed_at is None


def test_a_portal_of_another_workspace_is_never_asked(linked, document):
    copy = keep(document)
    stranger = factories.company()
    with pytest.raises(OuterUnreachable):
        PortalDisk().fetch(stranger.workspace.pk, copy.address)


def test_many_copies_are_watched_in_few_calls(linked):
    for number in range(12):
        keep(made(linked, f"Договор {number}.txt", f"Текст {number}".encode()))
    linked.forget_hits()
    assert outer.watch(list(OuterCopy.objects.all())) == 0
    assert linked.hits() == {"batch": 1}


def test_a_workspace_may_keep_its_files_on_disk_only(linked, document):
    """From the request to sign on: filed at once, and here until the docflow is done."""
    from paraph.docflow import packages

    firm = linked.firm
    outer.choose_place(firm.workspace, PortalDisk.name, actors.SYSTEM)
    package = factories.package(firm, [document])
    packages.submit(package, firm.sender)
    linked.run()
    copy = OuterCopy.objects.get()
    assert copy.blob_id == document.current.blob_id
    assert store().is_here(copy.blob_id)
    assert copy.released_at is None
    packages.withdraw(factories.flows(package)[0], "Ошибка в тексте", firm.sender)
    linked.run()
    effects.run_due()
    yesterday = time.time() - 86400
    os.utime(store().path(copy.blob_id), (yesterday, yesterday))
    linked.hurry()
    linked.run()
    assert not store().is_here(copy.blob_id)
    assert not linked.stuck()


def test_the_administrator_chooses_where_files_live_and_sees_what_was_changed(linked, document, client):
    client.force_login(linked.firm.sender.user)
    address = f"/bitrix24/portals/{linked.portal.pk}/storage/"
    assert "Только на Диске портала" in client.get(address).content.decode()
    client.post(address, {"place": "disk", "storage": "common", "notices": "1"})
    assert outer.place_of(linked.firm.workspace.pk) == PortalDisk.name
    assert linked.portal.options["clickdoc_storage"] == "common"
    copy = keep(document)
    alter(linked, copy, b"another")
    outer.watch([copy])
    shown = client.get(address).content.decode()
    assert "изменены или удалены после подписания" in shown
    assert "Договор 17.pdf" in shown
    client.post(address, {"place": "here", "storage": "cellar"})
    assert outer.place_of(linked.firm.workspace.pk) == ""
    assert linked.portal.options["clickdoc_storage"] == "app"
    assert linked.portal.options["clickdoc_notices"] is False


def test_others_do_not_change_where_files_live(linked, client):
    client.force_login(linked.firm.signer.user)
    answer = client.post(f"/bitrix24/portals/{linked.portal.pk}/storage/", {"place": "disk"})
    assert answer.status_code == 403
    client.force_login(factories.company().sender.user)
    answer = client.post(f"/bitrix24/portals/{linked.portal.pk}/storage/", {"place": "disk"})
    assert answer.status_code == 404
    assert outer.place_of(linked.firm.workspace.pk) == ""
