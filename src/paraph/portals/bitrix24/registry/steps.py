"""Calls that bring the portal up to date, and what their answers mean for our rows.

A `Step` is one call for one batch. Nothing here is sent: rows give steps, `sync` sends them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from paraph.archive.models import ArchiveRecord
from paraph.portals.bitrix24.errors import PortalError
from paraph.portals.bitrix24.registry import orders, proofs, timeline, values
from paraph.portals.bitrix24.registry.models import Item, PackageItem, Parties, ProofFolder, Registry
from paraph.registry.storage import store

#: A longer file goes by a call of its own instead of inside a batch, bytes; the longest for a field. Ours.
INLINE, LONGEST = 300_000, 20 * 1024 * 1024
#: What the portal says of an item that is not there any more.
_GONE = frozenset(("NOT_FOUND", "ERROR_NOT_FOUND"))


@dataclass(frozen=True)
class Step:
    """One call, and what is done with its answer (a value or a PortalError) in the transaction of all."""

    key: str
    method: str
    params: Mapping[str, Any]
    apply: Callable[[Any], None]
    #: Bytes of files in it.
    weight: int = 0
    #: May take the portal many seconds.
    is_slow: bool = False


@dataclass(frozen=True)
class Places:
    """What the steps of one portal need to know."""

    documents: Registry | None
    packages: Registry | None
    #: Folder of the proofs of each counterparty on Disk; without one nothing is put there.
    folders: Mapping[str, int]
    shows_timeline: bool
    fires_triggers: bool


def of_item(row: Item, places: Places) -> Iterator[Step]:
    """Everything the portal does not know of a document yet."""
    registry = places.documents
    proof = proofs.of(row)
    if registry is not None:
        now = values.of_item(row)
        if row.item_id is None:
            yield _add(row, registry, now, _file_fields(row, registry))
        elif not row.is_removed:
            changes = {code: value for code, value in now.items() if row.agreed.get(code) != value}
            files = _signed_fields(row, registry, proof)
            if changes or files:
                yield _update(row, registry, changes, files, proof)
    yield from _on_disk(row, proof, places)


def _add(row: Any, registry: Registry, now: Mapping[str, Any], files: Mapping[str, Any]) -> Step:
    fields = values.write(registry, {code: value for code, value in now.items() if value is not None})
    fields |= {f"parentId{row.owner_type_id}": row.owner_id, **files}

    def apply(answer: Any) -> None:
        if isinstance(answer, PortalError):
            refused(row, answer)
        else:
            done(row, now, item_id=int(answer["item"]["id"]))

    params = {"entityTypeId": registry.entity_type_id, "useOriginalUfNames": "Y", "fields": fields}
    return Step(f"add_{_name(row)}", "crm.item.add", params, apply, _weight(files))


def _update(
    row: Any,
    registry: Registry,
    changes: Mapping[str, Any],
    files: Mapping[str, Any],
    proof: ArchiveRecord | None = None,
) -> Step:
    def apply(answer: Any) -> None:
        if isinstance(answer, PortalError):
            refused(row, answer)
        elif files and proof is not None:
            done(row, changes, signed_sha256=proof.bundle_id)
        else:
            done(row, changes)

    params = {
        "entityTypeId": registry.entity_type_id,
        "id": row.item_id,
        "useOriginalUfNames": "Y",
        "fields": {**values.write(registry, changes), **files},
    }
    return Step(f"put_{_name(row)}", "crm.item.update", params, apply, _weight(files))


def _name(row: Any) -> str:
    return f"{'d' if isinstance(row, Item) else 'p'}{row.pk}"


def _file_fields(row: Item, registry: Registry) -> dict[str, Any]:
    """The file as it was given; the signed one follows by an update."""
    field = values.fields_of(registry).get("file")
    if field is None or row.blob is None or row.blob.size > LONGEST or row.source == "portal":
        return {}
    return {field.code: _file(field.is_multiple, [(row.file_name, row.blob.pk)])}


def _signed_fields(row: Item, registry: Registry, proof: ArchiveRecord | None) -> dict[str, Any]:
    field = values.fields_of(registry).get("signed")
    if field is None or proof is None or proof.bundle_id == row.signed_sha256:
        return {}
    if proof.bundle.size > LONGEST:
        return {}
    files = proofs.files(row, proof) if field.is_multiple else proofs.files(row, proof)[-1:]
    return {field.code: _file(field.is_multiple, files)}


def _file(is_multiple: bool, files: list[tuple[str, str]]) -> list[Any]:
    pairs = [[name, base64.b64encode(store().read(sha256)).decode("ascii")] for name, sha256 in files]
    return pairs if is_multiple else pairs[0]


def _weight(files: Mapping[str, Any]) -> int:
    return sum(len(text) for value in files.values() for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for one in value:
            yield from _texts(one)


def _on_disk(row: Item, proof: ArchiveRecord | None, places: Places) -> Iterator[Step]:
    """The archive of the proof, beside the others of the counterparty."""
    folder = places.folders.get(proofs.folder_name(row)) if proof is not None else None
    if proof is None or folder is None or proof.bundle_id == row.disk_sha256 or proof.bundle.size > INLINE:
        return
    name, sha256 = proofs.files(row, proof)[-1]
    content = _file(False, [(name, sha256)])

    def apply(answer: Any) -> None:
        if isinstance(answer, PortalError):
            if answer.code == proofs.EXISTS:  # its first answer was lost
                Item.objects.filter(pk=row.pk).update(disk_sha256=sha256)
            else:
                not_on_disk(row, answer)
        else:
            Item.objects.filter(pk=row.pk).update(disk_sha256=sha256, disk_file_id=int(answer["ID"]))

    if row.disk_file_id:
        params: dict[str, Any] = {"id": row.disk_file_id, "fileContent": content}
        yield Step(f"disk_{_name(row)}", "disk.file.uploadVersion", params, apply, len(content[1]))
    else:
        params = {"id": folder, "data": {"NAME": name}, "fileContent": content}
        yield Step(f"disk_{_name(row)}", "disk.folder.uploadFile", params, apply, len(content[1]))


def of_package(row: PackageItem, places: Places, responsible_id: int) -> Iterator[Step]:
    """Everything the portal does not know of a package yet."""
    registry = places.packages
    if registry is not None:
        now = values.of_package(row)
        changes = {code: value for code, value in now.items() if row.agreed.get(code) != value}
        if row.item_id is None:
            yield _add(row, registry, now, {})
        elif changes:
            yield _update(row, registry, changes, {})
    if places.shows_timeline:
        yield from _activity(row, responsible_id)
    if places.fires_triggers:
        for code in row.to_fire:
            yield _trigger(row, code)


def _activity(row: PackageItem, responsible_id: int) -> Iterator[Step]:
    shown = timeline.activity(row, responsible_id)
    mark = timeline.digest(shown)
    if mark == row.shown:
        return

    def apply(answer: Any) -> None:
        if isinstance(answer, PortalError):
            refused(row, answer)
        else:
            PackageItem.objects.filter(pk=row.pk).update(
                shown=mark, activity_id=int(answer["activity"]["id"])
            )

    if row.activity_id is None:
        params: dict[str, Any] = {"ownerTypeId": row.owner_type_id, "ownerId": row.owner_id, **shown}
        yield Step(f"show_{_name(row)}", "crm.activity.configurable.add", params, apply)
    else:
        params = {"id": row.activity_id, **shown}
        yield Step(f"show_{_name(row)}", "crm.activity.configurable.update", params, apply)


def _trigger(row: PackageItem, code: str) -> Step:
    def apply(answer: Any) -> None:
        fresh = PackageItem.objects.get(pk=row.pk)
        if isinstance(answer, PortalError):  # no automation in the plan: it would be refused again
            refused(row, answer)
        fresh.to_fire = [one for one in fresh.to_fire if one != code]
        fresh.fired = sorted({*fresh.fired, code})
        fresh.save(update_fields=("to_fire", "fired"))

    params = {"CODE": code, "OWNER_TYPE_ID": row.owner_type_id, "OWNER_ID": row.owner_id}
    return Step(f"fire_{_name(row)}_{code}", "crm.automation.trigger.execute", params, apply, is_slow=True)


# What an answer means


def done(row: Any, told: Mapping[str, Any], **changes: Any) -> None:
    """The portal knows these values now."""
    fresh = type(row).objects.get(pk=row.pk)
    fresh.agreed = {**fresh.agreed, **told}
    fresh.fault, fresh.told_at = "", timezone.now()
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=("agreed", "fault", "told_at", *changes))


def refused(row: Any, error: PortalError) -> None:
    """The portal said no: a person is shown why; an item that is gone is not written to any more."""
    changes: dict[str, Any] = {"fault": error.message[:1000]}
    if error.code in _GONE and isinstance(row, Item) and row.item_id is not None:
        changes |= {"is_removed": True}
    type(row).objects.filter(pk=row.pk).update(**changes, changed_at=timezone.now())


def not_on_disk(row: Item, error: PortalError) -> None:
    """Disk said no. What people removed there, a folder or the file, is made anew by the next try."""
    if error.code not in _GONE:
        refused(row, error)
        return
    ProofFolder.objects.filter(portal=row.portal_id).delete()
    Item.objects.filter(pk=row.pk).update(disk_file_id=None)
    orders.touch(Item.objects.filter(pk=row.pk))


def responsible(row: PackageItem) -> int:
    """The portal user in charge of the CRM object; 0 when it was not read."""
    found = Parties.objects.filter(
        portal=row.portal_id, owner_type_id=row.owner_type_id, owner_id=row.owner_id
    )
    return int(found.values_list("responsible_id", flat=True).first() or 0)
