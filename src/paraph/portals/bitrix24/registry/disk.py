"""Proofs on the portal's Disk: in the application's own storage, one folder for each counterparty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error, PortalError
from paraph.portals.bitrix24.registry import proofs, steps
from paraph.portals.bitrix24.registry.models import Item, ProofFolder
from paraph.portals.bitrix24.registry.steps import Places
from paraph.registry.storage import store

#: Name under which the storage's own folder is remembered.
_ROOT = ""


def folders(client: Client, rows: Sequence[Item]) -> Mapping[str, int]:
    """Ids of the folders these items' proofs go to; missing ones are made. Raises Bitrix24Error."""
    if not client.portal.options.get("registry_disk", True) or not client.portal.has_scope("disk"):
        return {}
    wanted = {proofs.folder_name(row) for row in rows if _is_wanted(row)}
    known = dict(
        ProofFolder.objects.filter(portal=client.portal, name__in=wanted).values_list("name", "folder_id")
    )
    missing = sorted(wanted - known.keys())
    return {**known, **_made(client, missing)} if missing else known


def _is_wanted(row: Item) -> bool:
    proof = proofs.of(row)
    return proof is not None and proof.bundle_id != row.disk_sha256


def _made(client: Client, names: Sequence[str]) -> dict[str, int]:
    root = _root(client)
    commands = {
        str(number): ("disk.folder.addSubFolder", {"id": root, "data": {"NAME": name}})
        for number, name in enumerate(names)
    }
    found = {}
    for key, answer in client.batch(commands).items():
        name = names[int(key)]
        if isinstance(answer, PortalError) and answer.code == proofs.EXISTS:
            answer = _existing(client, root, name)
        if isinstance(answer, Bitrix24Error):
            raise answer
        found[name] = int(answer["ID"])
        ProofFolder.objects.update_or_create(
            portal=client.portal, name=name, defaults={"folder_id": found[name]}
        )
    return found


def _existing(client: Client, root: int, name: str) -> Any:
    """A folder of that name stands there already: its first answer was lost, or a person made it."""
    children = client.call("disk.folder.getChildren", {"id": root, "filter": {"NAME": name}})
    if not children:
        raise PortalError("ERROR_NOT_FOUND", name, method="disk.folder.getChildren")
    return children[0]


def _root(client: Client) -> int:
    known = ProofFolder.objects.filter(portal=client.portal, name=_ROOT).first()
    if known is None:
        found = client.call("disk.storage.getForApp")
        known = ProofFolder.objects.create(
            portal=client.portal, name=_ROOT, folder_id=int(found["ROOT_OBJECT_ID"])
        )
    return known.folder_id


def put_large(client: Client, rows: Sequence[Item], where: Places) -> None:
    """Proofs too long for a batch, each by a call of its own. Raises Bitrix24Error."""
    for row in rows:
        proof, folder = proofs.of(row), where.folders.get(proofs.folder_name(row))
        if proof is None or folder is None or proof.bundle.size <= steps.INLINE:
            continue
        if proof.bundle_id == row.disk_sha256:
            continue
        name, sha256 = proofs.files(row, proof)[-1]
        try:
            answer = _upload(client, row, folder, name, store().read(sha256))
        except PortalError as error:
            if error.code != proofs.EXISTS:
                steps.not_on_disk(row, error)
                continue
            answer = _existing(client, folder, name)
        Item.objects.filter(pk=row.pk).update(disk_sha256=sha256, disk_file_id=int(answer["ID"]))


def _upload(client: Client, row: Item, folder: int, name: str, content: bytes) -> Mapping[str, Any]:
    if row.disk_file_id:
        return client.upload_version(row.disk_file_id, name, content)
    return client.upload(folder, name, content)
