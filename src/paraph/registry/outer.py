"""Documents whose bytes live outside: put there, read back, fetched when needed, watched for changes.

What stays here are hashes, sizes, signatures and evidence. Bytes are removed here only after the copy was
read back and its SHA-256 is that of the document, and only when no other workspace has the same file. A copy
that changes after that is never taken for the document: its hash tells.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.parties.models import Workspace
from paraph.registry import pictures, ports
from paraph.registry.models import Blob, Document, OuterCopy, OuterPlace, Version
from paraph.registry.storage import store

#: A file put here so recently may belong to somebody who is just registering it: it is not removed yet.
SETTLED = timedelta(hours=1)
#: Fetched files stay in the cache this long at most.
CACHED = timedelta(hours=1)


class OuterChanged(DomainError):
    """The outer copy is not the document any more, and the store has no former content that is."""

    def __init__(self, file_name: str, title: str) -> None:
        message = _(
            "Файл «{name}» изменён или удалён там, где он хранится ({place}): его хеш не совпадает с "
            "подписанным. Верните прежнюю версию файла: подпись относится к ней."
        )
        super().__init__("outer-changed", message.format(name=file_name, place=title))


class TooFresh(Exception):
    """The bytes were put here a moment ago; removing them must wait."""


def place_of(workspace_id: int) -> str:
    """Name of the store a workspace keeps its documents in; empty when they are kept here."""
    return OuterPlace.objects.filter(workspace_id=workspace_id).values_list("store", flat=True).first() or ""


def choose_place(workspace: Workspace, name: str, actor: Actor) -> None:
    """Keep documents of the workspace in that store from now on; an empty name keeps them here.

    What lies outside already stays there and is read from there. Raises OuterUnreachable for a store that is
    not known.
    """
    if name:
        ports.outer_store(name)
    with journal.writing(workspace.pk):
        if place_of(workspace.pk) == name:
            return
        OuterPlace.objects.filter(workspace=workspace).delete()
        if name:
            OuterPlace.objects.create(workspace=workspace, store=name)
        journal.record(workspace.pk, "storage:place-changed", actor, journal.Subject(), {"store": name})


def keep(document: Document, blob: Blob, file_name: str, store_name: str) -> OuterCopy:
    """Put a copy into the store and read it back; a copy that is there already is only returned.

    Does outside calls, so not for a transaction. Raises OuterUnreachable, and OuterChanged when what was read
    back is not what was put.
    """
    known = OuterCopy.objects.filter(document=document, blob=blob, store=store_name).first()
    if known is not None:
        return known
    outer = ports.outer_store(store_name)
    kept = outer.keep(document, file_name, store().path(blob.pk), blob.pk)
    if not _is_there(outer, document.workspace_id, kept.address, blob):
        raise OuterChanged(file_name, outer.title)
    with journal.writing(document.workspace_id):
        copy, created = OuterCopy.objects.get_or_create(
            document=document,
            blob=blob,
            store=store_name,
            defaults={
                "workspace_id": document.workspace_id,
                "address": dict(kept.address),
                "file_name": file_name[:255],
                "revision": kept.revision,
                "verified_at": timezone.now(),
            },
        )
        if created:
            facts = {"store": store_name, "file": file_name, "sha256": blob.pk}
            _record(copy, "document:kept-outside", facts)
    return copy


def release(copy: OuterCopy) -> bool:
    """Remove the bytes kept here, because the copy holds them; False when somebody else needs them here.

    Raises OuterUnreachable and OuterChanged (nothing is removed then) and TooFresh.
    """
    outer = ports.outer_store(copy.store)
    if not _is_there(outer, copy.workspace_id, copy.address, copy.blob):
        mark_changed(copy)
        raise OuterChanged(copy.file_name, outer.title)
    with journal.writing(copy.workspace_id):
        if _is_needed_here(copy) or _used_elsewhere(copy.blob, copy.workspace_id):
            return False
        # From here on the bytes are looked for there as soon as they are not here.
        verified = {"verified_at": timezone.now(), "changed_at": None}
        OuterCopy.objects.filter(pk=copy.pk).update(**verified)
        unreleased = OuterCopy.objects.filter(pk=copy.pk, released_at=None)
        if unreleased.update(released_at=verified["verified_at"]):
            _record(copy, "document:released", {"file": copy.file_name, "sha256": copy.blob_id})
    if not store().remove(copy.blob_id, older_than=timezone.now() - SETTLED):
        raise TooFresh
    pictures.forget(copy.blob_id)
    return True


def _is_needed_here(copy: OuterCopy) -> bool:
    """Whether another document of the workspace is of the same bytes and has no copy of its own there."""
    same = Version.objects.filter(blob=copy.blob_id, document__workspace=copy.workspace_id)
    kept = OuterCopy.objects.filter(blob=copy.blob_id, store=copy.store)
    return same.exclude(document__in=kept.values("document")).exists()


def _used_elsewhere(blob: Blob, workspace_id: int) -> bool:
    """Whether a row that is not the workspace's names the same bytes: it cannot read them from its store."""
    relations: Sequence[Any] = Blob._meta.get_fields(include_hidden=True)
    for relation in relations:
        if not (relation.auto_created and relation.one_to_many):
            continue
        rows = relation.related_model._default_manager.filter(**{relation.field.name: blob})
        own = _own(relation.related_model, workspace_id)
        if (rows.exclude(own) if own else rows).exists():
            return True
    return False


def _own(model: type[Model], workspace_id: int) -> Q | None:
    """What rows of a workspace are; None when a row of this kind does not say whose it is."""
    if model is Version:
        return Q(document__workspace=workspace_id)
    names = {field.name for field in model._meta.fields}
    return Q(workspace=workspace_id) if "workspace" in names else None


def located(sha256: str, *, fresh: bool = False) -> Path | None:
    """A file with bytes that are not here but in an outer store; None when no store has them.

    Taken from the cache unless `fresh`; of several copies (of documents of the same bytes) any sound one.
    Raises OuterUnreachable, and OuterChanged when none is the document any more.
    """
    cached = _cache() / sha256
    if cached.exists() and not fresh:
        cached.touch()
        return cached
    copies = list(OuterCopy.objects.filter(blob_id=sha256).select_related("blob").order_by("-id"))
    if not any(copy.released_at for copy in copies):
        return None
    refused: list[DomainError] = []
    for copy in sorted(copies, key=lambda one: (one.changed_at is not None, one.released_at is None)):
        try:
            _fetch(copy)
        except (ports.OuterUnreachable, OuterChanged) as error:
            refused.append(error)
            continue
        tidy_cache(keep=sha256)
        return cached
    raise next((error for error in refused if isinstance(error, ports.OuterUnreachable)), refused[0])


def _fetch(copy: OuterCopy) -> None:
    """The bytes of a copy into the cache. Raises OuterUnreachable and OuterChanged."""
    outer = ports.outer_store(copy.store)
    for number, chunks in enumerate(_contents(outer, copy)):
        if _cached(chunks, copy.blob):
            if number:
                mark_changed(copy)
            return
    mark_changed(copy)
    raise OuterChanged(copy.file_name, outer.title)


def _contents(outer: ports.OuterStore, copy: OuterCopy) -> Iterator[Iterable[bytes]]:
    """What lies there now (nothing when it is gone), then what lay there before."""
    yield outer.fetch(copy.workspace_id, copy.address) or ()
    yield from outer.earlier(copy.workspace_id, copy.address)


def _is_there(outer: ports.OuterStore, workspace_id: int, address: ports.Address, blob: Blob) -> bool:
    found, digest, size = outer.fetch(workspace_id, address), hashlib.sha256(), 0
    for chunk in found or ():
        size += len(chunk)
        if size > blob.size:
            return False
        digest.update(chunk)
    return found is not None and digest.hexdigest() == blob.pk


def watch(copies: list[OuterCopy]) -> int:
    """Compare copies of one workspace and store with what lies there; how many are not ours any more.

    Only what the store marks as changed is read. Raises OuterUnreachable.
    """
    outer, workspace_id = ports.outer_store(copies[0].store), copies[0].workspace_id
    found = outer.revisions(workspace_id, [copy.address for copy in copies])
    wrong = 0
    for copy, revision in zip(copies, found, strict=True):
        if revision == copy.revision and copy.changed_at is None:
            continue
        if revision is not None and _is_there(outer, workspace_id, copy.address, copy.blob):
            OuterCopy.objects.filter(pk=copy.pk).update(
                revision=revision, verified_at=timezone.now(), changed_at=None
            )
        else:
            mark_changed(copy)
            wrong += 1
    return wrong


def mark_changed(copy: OuterCopy) -> None:
    """Remember that the copy is not the document any more; the journal hears of it once."""
    with journal.writing(copy.workspace_id):
        unmarked = OuterCopy.objects.filter(pk=copy.pk, changed_at=None)
        if unmarked.update(changed_at=timezone.now()):
            _record(copy, "document:changed-outside", {"file": copy.file_name, "sha256": copy.blob_id})


def copies_of(document: Document) -> list[OuterCopy]:
    """Copies of a document's files, for its page."""
    return list(OuterCopy.objects.filter(document=document))


def _record(copy: OuterCopy, action: str, facts: Mapping[str, object]) -> None:
    journal.record(copy.workspace_id, action, SYSTEM, journal.Subject(document_id=copy.document_id), facts)


def _cache() -> Path:
    return Path(settings.HOME) / "cache" / "outer"


def _cached(chunks: Iterable[bytes], blob: Blob) -> bool:
    """Put bytes into the cache if they are those of the blob."""
    folder = _cache()
    folder.mkdir(parents=True, exist_ok=True)
    incoming, digest, size = folder / f".{secrets.token_hex(8)}", hashlib.sha256(), 0
    try:
        with incoming.open("xb") as stream:
            for chunk in chunks:
                size += len(chunk)
                if size > blob.size:
                    return False
                digest.update(chunk)
                stream.write(chunk)
        if digest.hexdigest() != blob.pk:
            return False
        incoming.replace(folder / blob.pk)
    finally:
        incoming.unlink(missing_ok=True)
    return True


def tidy_cache(keep: str = "") -> None:
    """Drop what nobody has read for `CACHED`, and the oldest while there is more than the limit."""
    now, total = timezone.now().timestamp(), 0
    files = [(path.stat(), path) for path in _cache().glob("*") if path.name != keep]
    for stat, path in sorted(files, key=lambda item: -item[0].st_mtime):
        total += stat.st_size
        if total > settings.OUTER_CACHE_BYTES or now - stat.st_mtime > CACHED.total_seconds():
            path.unlink(missing_ok=True)
