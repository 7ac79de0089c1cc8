"""The portal's Disk as a place where documents live (`registry.ports.OuterStore`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from paraph.portals.bitrix24.clickdoc import folders, linked
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error, PortalError
from paraph.portals.bitrix24.models import Portal
from paraph.registry.models import Document
from paraph.registry.ports import Address, Kept, OuterUnreachable

#: Longest file read from Disk at all, bytes; who reads stops at the size that is expected.
_LONGEST = 2 * 1024**3


class PortalDisk:
    """Files by counterparty and deal. What lies there is never overwritten: a new content has a new name."""

    name = "bitrix24"
    title = "Диск Битрикс24"

    def keep(self, document: Document, file_name: str, path: Path, sha256: str) -> Kept:
        portal = linked.portal_of(document)
        if portal is None:
            raise OuterUnreachable(self.title, _("портал не подключён."))
        with self._told():
            client = Client(portal)
            try:
                made = self._put(client, document, file_name, path, sha256)
            except PortalError as error:
                if error.code != folders.NOT_FOUND:
                    raise
                folders.forget(client)  # a folder was removed in the portal
                made = self._put(client, document, file_name, path, sha256)
            return Kept({"portal": portal.pk, "file": int(made["ID"])}, _revision(made) or "")

    def _put(
        self, client: Client, document: Document, file_name: str, path: Path, sha256: str
    ) -> dict[str, Any]:
        folder = folders.ensure(client, folders.path_of(document))
        for name in folders.numbered(file_name):
            there = folders.child(client, folder, name)
            if there is None:
                return client.upload(folder, name, path)
            if self._is_same(client, there, path, sha256):
                return there
        raise PortalError("", "", message=_("В папке слишком много файлов с одним именем."))

    def _is_same(self, client: Client, there: dict[str, Any], path: Path, sha256: str) -> bool:
        """Whether a file of the same name is ours, put there before its answer was lost."""
        if str(there.get("SIZE")) != str(path.stat().st_size) or _revision(there) is None:
            return False
        digest = hashlib.sha256()
        for chunk in client.chunks(there["DOWNLOAD_URL"], _LONGEST):
            digest.update(chunk)
        return digest.hexdigest() == sha256

    def fetch(self, workspace_id: int, address: Address) -> Iterator[bytes] | None:
        client = self._client(workspace_id, address)
        there = self._file(client, address)
        if there is None or _revision(there) is None:
            return None
        return self._streamed(client.chunks(there["DOWNLOAD_URL"], _LONGEST))

    def earlier(self, workspace_id: int, address: Address) -> Iterator[Iterator[bytes]]:
        client = self._client(workspace_id, address)
        there = self._file(client, address)
        if there is None:
            return
        if _revision(there) is None:  # in the bin, and still whole
            yield self._streamed(client.chunks(there["DOWNLOAD_URL"], _LONGEST))
        with self._told():
            versions = list(client.all("disk.file.getVersions", {"id": address["file"]}))
        for version in sorted(versions, key=lambda row: -int(row["ID"])):
            yield self._streamed(client.chunks(version["DOWNLOAD_URL"], _LONGEST))

    def revisions(self, workspace_id: int, addresses: Sequence[Address]) -> list[str | None]:
        found: dict[int, str | None] = {}
        for portal_id in {int(address["portal"]) for address in addresses}:
            wanted = {int(address["file"]) for address in addresses if address["portal"] == portal_id}
            client = self._client(workspace_id, {"portal": portal_id})
            with self._told():
                answers = client.batch({str(pk): ("disk.file.get", {"id": pk}) for pk in sorted(wanted)})
                found |= {int(key): _seen(answer) for key, answer in answers.items()}
        return [found[int(address["file"])] for address in addresses]

    def _client(self, workspace_id: int, address: Address) -> Client:
        rows = Portal.objects.select_related("application", "workspace")
        portal = rows.filter(pk=address["portal"], workspace=workspace_id).first()
        if portal is None:
            raise OuterUnreachable(self.title, _("портал не подключён."))
        return Client(portal)

    def _file(self, client: Client, address: Address) -> dict[str, Any] | None:
        with self._told():
            try:
                return dict(client.call("disk.file.get", {"id": address["file"]}))
            except PortalError as error:
                if error.code == folders.NOT_FOUND:
                    return None
                raise

    def _streamed(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        with self._told():
            yield from chunks

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the portal did not give is told in the words of registry; the cause goes with it."""
        try:
            yield
        except Bitrix24Error as error:
            raise OuterUnreachable(self.title, error.message) from error


def _revision(row: dict[str, Any]) -> str | None:
    """The portal's number of the content; None for what lies in the bin."""
    in_bin = str(row.get("DELETED_TYPE") or "0") != "0"
    return None if in_bin else str(row.get("GLOBAL_CONTENT_VERSION") or "")


def _seen(answer: Any) -> str | None:
    if isinstance(answer, PortalError) and answer.code == folders.NOT_FOUND:
        return None
    if isinstance(answer, Bitrix24Error):
        raise answer
    return _revision(answer)
