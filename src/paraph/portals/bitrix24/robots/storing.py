"""Files of a signed document on the portal's Disk: the copy with the marks, the report on the signatures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from paraph.archive.models import ArchiveRecord
from paraph.docflow.models import Docflow
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import NotNow, PortalError
from paraph.portals.bitrix24.robots.models import StoredFiles
from paraph.registry import filetypes
from paraph.registry.storage import store as blobs

#: First pause while the proof is being built.
_PROOF_PAUSE = timedelta(seconds=5)
#: Disk: the name is taken in this folder.
_NAME_TAKEN = "DISK_OBJ_22000"


def store(client: Client, flow: Docflow) -> Mapping[str, Any]:
    """Upload both files; their ids on Disk. Raises NotNow while the proof is not kept yet.

    Their names hold the docflow's number, so what a lost answer left there is found by name.
    """
    record = ArchiveRecord.objects.filter(docflow=flow).first()
    if record is None:
        raise NotNow(_PROOF_PAUSE, _("Доказательства по документу ещё собираются."))
    folder = client.call("disk.storage.getForApp")["ROOT_OBJECT_ID"]
    stem, dot, extension = flow.version.file_name.rpartition(".")
    stem, extension = (stem, extension) if dot else (extension, "bin")
    signed, kind = (record.stamped_id, "pdf") if record.stamped_id else (flow.version.blob_id, extension)
    return {
        "signed_id": _put(
            client, folder, _("{stem} (подписан, {number}).{extension}"), flow, stem, kind, signed
        ),
        "report_id": _put(
            client,
            folder,
            _("{stem} (отчёт о подписании, {number}).{extension}"),
            flow,
            stem,
            "pdf",
            record.protocol_id,
        ),
    }


def _put(
    client: Client, folder: Any, pattern: str, flow: Docflow, stem: str, extension: str, sha256: str
) -> int:
    name = filetypes.nearest_name(pattern.format(stem=stem[:80], number=flow.pk, extension=extension))
    try:
        return int(client.upload(folder, name, blobs().read(sha256))["ID"])
    except PortalError as error:
        if error.code != _NAME_TAKEN:
            raise
    found = client.call("disk.folder.getChildren", {"id": folder, "filter": {"NAME": name}})
    return int(next(row["ID"] for row in found if row["NAME"] == name))


def keep(portal_id: int, flow: Docflow, ids: Mapping[str, Any]) -> None:
    """Remember where the files are, in the caller's transaction."""
    StoredFiles.objects.update_or_create(portal_id=portal_id, docflow=flow, defaults=dict(ids))
