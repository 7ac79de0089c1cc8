"""Files of documents go to the portal's Disk: the document, its signatures, the stamped copy, the protocol.

For documents made the КликДок way, and for all documents of a workspace that keeps its files on Disk only:
those are put there as soon as they are sent to be signed, and are removed here when the docflow is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from paraph.archive import services as archive
from paraph.archive.models import ArchiveRecord
from paraph.archive.names import split_extension
from paraph.docflow.models import Docflow
from paraph.docflow.ports import Change
from paraph.effects import services as effects
from paraph.effects.handlers import Quarantine, Retry, Run
from paraph.journal.models import JournalEvent
from paraph.portals.bitrix24.clickdoc import linked
from paraph.portals.bitrix24.clickdoc.disk import PortalDisk
from paraph.portals.bitrix24.clickdoc.models import Creation
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.jobs import Job
from paraph.registry import outer
from paraph.registry.handlers import RELEASE
from paraph.registry.models import Blob, OuterCopy
from paraph.registry.ports import OuterUnreachable
from paraph.signing import sealing
from paraph.signing.models import Signature

#: Transitions after which a document does not change any more: it is on its way to be signed, or it has come.
_BEGINS = frozenset({"submit_for_approval", "request_signature", "received"})
#: How long to wait between looks for the proof of a finished document.
_PROOF_PAUSE = timedelta(seconds=15)


def lives_on_disk(workspace_id: int) -> bool:
    """Whether the workspace keeps its files on the portal's Disk only."""
    return outer.place_of(workspace_id) == PortalDisk.name


def file_when_due(change: Change) -> None:
    """Reaction to a transition: order the filing of what there is now."""
    flow = change.docflow
    begins, ends = change.event in _BEGINS, flow.is_done
    if not begins and not ends:
        return
    everything = lives_on_disk(flow.workspace_id)
    if not everything and (begins or not Creation.objects.filter(package=flow.package_id).exists()):
        return
    portal = linked.portal_of(flow.document)
    if portal is None:
        return
    effects.enqueue(
        FileDocument.kind,
        {"portal": portal.pk, "docflow": flow.pk, "event": change.journal.pk, "release": everything and ends},
        key=portal.key,
        idempotency_id=f"{FileDocument.kind}:{flow.pk}:{change.journal.seq}",
        workspace_id=flow.workspace_id,
        docflow_id=flow.pk,
        package_id=flow.package_id,
        priority=-5,
    )


class FileDocument(Job):
    """Puts every file of a document that is not there yet into its folder on Disk."""

    kind = "bitrix24.file-document"
    max_attempts = 60

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        flow = Docflow.objects.select_related(
            "document__counterparty", "document__organization", "version__blob"
        ).get(pk=run.payload["docflow"])
        found = list(_files(flow, JournalEvent.objects.get(pk=run.payload["event"])))
        return {"copies": [self._kept(flow, name, blob).pk for name, blob in found]}

    def _kept(self, flow: Docflow, name: str, blob: Blob) -> OuterCopy:
        try:
            return outer.keep(flow.document, blob, name, PortalDisk.name)
        except OuterUnreachable as error:
            if isinstance(error.__cause__, Bitrix24Error):
                raise error.__cause__ from error  # the portal's own words decide when to try again
            raise Retry(error.message) from error
        except outer.OuterChanged as error:
            raise Quarantine(error.message) from error

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        if not run.payload["release"]:
            return
        flow = Docflow.objects.get(pk=run.payload["docflow"])
        for copy in OuterCopy.objects.filter(pk__in=answer["copies"], blob__in=_heavy(flow)):
            effects.enqueue(
                RELEASE,
                {"copy": copy.pk},
                idempotency_id=f"{RELEASE}:{copy.pk}",
                workspace_id=copy.workspace_id,
                docflow_id=flow.pk,
            )


def _heavy(flow: Docflow) -> list[str]:
    """What holds the document's own content and may leave: hashes, signatures and the protocol stay here.

    Nothing of a document that lies on Disk enciphered: we could not read it there.
    """
    if sealing.of_version(flow.version):
        return []
    record = ArchiveRecord.objects.filter(docflow=flow).first()
    proof = [record.stamped_id, record.bundle_id] if record is not None else []
    return [flow.version.blob_id, *(sha256 for sha256 in proof if sha256)]


def _files(flow: Docflow, event: JournalEvent) -> Iterator[tuple[str, Blob]]:
    """Names and bytes of what there is; Retry while the proof of a signed document is being built."""
    name = flow.version.file_name
    sealed = sealing.of_version(flow.version)
    if sealed:  # only enciphered: what shows the document's content stays away from Disk
        yield sealed[0].file_name, sealed[0].blob
    else:
        yield name, flow.version.blob
    rows = Signature.objects.filter(docflow_id=flow.pk, version_id=flow.version_id)
    signatures = list(rows.select_related("blob").order_by("id"))
    for signature in signatures:
        yield f"{name} — {signature.signer_name}.sig", signature.blob
    if not flow.is_done or not signatures:
        return
    if not archive.is_kept(flow, event):
        raise Retry(_("Доказательства ещё собираются."), after=_PROOF_PAUSE)
    record = ArchiveRecord.objects.select_related("protocol", "stamped", "bundle").get(docflow=flow)
    stem = split_extension(name)[0]
    yield f"{stem} — протокол.pdf", record.protocol
    if sealed:
        return
    if record.stamped is not None:
        yield f"{stem} — со штампом.pdf", record.stamped
    if lives_on_disk(flow.workspace_id):
        yield f"{stem} — доказательства.zip", record.bundle
