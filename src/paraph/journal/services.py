"""Writing and verifying the journal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.journal.actors import Actor
from paraph.journal.models import JournalEvent, JournalHead
from paraph.texts import storable

SERVER_CLOCK = "часы сервера"
GENESIS = "0" * 64


@dataclass(frozen=True)
class Subject:
    """What an event is about; ids of rows in the domains above, kept as numbers."""

    package_id: int | None = None
    docflow_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True)
class Fault:
    """One break of the chain found by `verify`."""

    workspace_id: int
    seq: int
    reason: str


def event_hash(event: JournalEvent) -> str:
    """SHA-256 of the canonical JSON of everything the event says, the previous hash included."""
    content = {
        "workspace": event.workspace_id,
        "seq": event.seq,
        "action": event.action,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "time_source": event.time_source,
        "actor": [event.actor_kind, event.actor_id, event.actor_name],
        "subject": [event.package_id, event.docflow_id, event.document_id],
        "data": event.data,
        "previous": event.previous,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def writing(workspace_id: int) -> Iterator[None]:
    """The transaction in which a workspace's facts change: the chain head is locked before anything else.

    Taking this lock first in every verb puts the writers of a workspace in a line, so they cannot deadlock
    on the rows they change, and what one reads after it is what the other has committed.
    """
    with transaction.atomic():
        _lock_head(workspace_id)
        yield


def _lock_head(workspace_id: int) -> JournalHead:
    JournalHead.objects.get_or_create(workspace_id=workspace_id)
    return JournalHead.objects.select_for_update().get(workspace_id=workspace_id)


def record(
    workspace_id: int,
    action: str,
    actor: Actor,
    subject: Subject,
    data: Mapping[str, Any] | None = None,
    *,
    at: datetime | None = None,
    time_source: str = SERVER_CLOCK,
) -> JournalEvent:
    """Append one event to the workspace's chain, in the caller's transaction.

    The chain head is locked until that transaction ends, so two writers can never take one number.
    Raises RuntimeError outside a transaction: an event apart from its fact would be worthless.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.record() belongs to the transaction of the fact it records")
    head = _lock_head(workspace_id)
    event = JournalEvent(
        workspace_id=workspace_id,
        seq=head.seq + 1,
        action=action,
        at=at or timezone.now(),
        time_source=time_source,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=storable(actor.name),
        package_id=subject.package_id,
        docflow_id=subject.docflow_id,
        document_id=subject.document_id,
        data=_facts(data or {}),
        previous=head.hash,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    head.seq, head.hash = event.seq, event.hash
    head.save(update_fields=("seq", "hash"))
    return event


def _facts(data: Mapping[str, Any]) -> Any:
    """The data as every database gives it back: the event's hash is taken over it.

    Numbers with a fraction become text, because PostgreSQL keeps 1e16 as 10000000000000000.
    """
    text = json.dumps(dict(data), ensure_ascii=False, default=str)
    return storable(json.loads(text, parse_float=str, parse_constant=str))


def verify(workspace_id: int | None = None) -> Iterator[Fault]:
    """Recompute every chain and yield each break: changed, missing or foreign events, a false head."""
    heads = JournalHead.objects.order_by("workspace_id").values_list("pk", flat=True)
    for found in heads if workspace_id is None else heads.filter(pk=workspace_id):
        yield from _verify_chain(found)
    orphans = JournalEvent.objects.exclude(workspace_id__in=JournalHead.objects.values("workspace_id"))
    for event in orphans if workspace_id is None else ():
        yield Fault(event.workspace_id, event.seq, "у цепочки нет головы")


def _verify_chain(workspace_id: int) -> Iterator[Fault]:
    events = JournalEvent.objects.filter(workspace_id=workspace_id).order_by("seq")
    # People go on working. An event and its head are committed together, so the head read after the last
    # event is never behind it; events that come later are left for the next time.
    last = events.values_list("seq", flat=True).last() or 0
    head = JournalHead.objects.get(pk=workspace_id)
    expected_seq, previous = 1, GENESIS
    for event in events.filter(seq__lte=head.seq).iterator(chunk_size=1000):
        if event.seq != expected_seq:
            yield Fault(workspace_id, expected_seq, "событие пропало")
            expected_seq = event.seq
        if event.previous != previous:
            yield Fault(workspace_id, event.seq, "нарушена связь с предыдущим событием")
        if event_hash(event) != event.hash:
            yield Fault(workspace_id, event.seq, "содержание события изменено")
        previous, expected_seq = event.hash, event.seq + 1
    if last > head.seq or head.seq != expected_seq - 1 or head.hash != previous:
        yield Fault(workspace_id, head.seq, "голова цепочки не совпадает с последним событием")
