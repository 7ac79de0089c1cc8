"""What an event of the feed does to our documents.

Each part of a message is one row (`OuterEntity`), written after its effect: a repeated event changes nothing,
and an interrupted one is simply done again, because the domain knows what it holds by the same ids. Bytes
are fetched once, and only of what we do not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from paraph.channels.diadoc import contents, feed, inbound, reading, receipts, sending
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.jobs import OPERATOR, Job
from paraph.channels.diadoc.models import Account
from paraph.channels.diadoc.pieces import Applied, give_up, record
from paraph.channels.diadoc.reading import OURS, THEIRS, Kind, Known
from paraph.channels.diadoc.records import InboxEvent, OuterEntity, OuterMessage
from paraph.docflow import incoming
from paraph.docflow.models import Docflow
from paraph.effects.handlers import Run
from paraph.journal import services as journal
from paraph.wire.diadoc import messages_pb2
from paraph.wire.diadoc.documents_pb2 import MessageType, SenderSignatureStatus

State = OuterMessage.State
_BINDING_MESSAGES = (MessageType.Letter, MessageType.Unknown)


class ApplyMessage(Job):
    """Works on everything that waits of one message, in the order of its life."""

    kind = feed.APPLY
    #: Most events cost no call, and calls have a pace of their own: strangers' events must not dam ours.
    limit = None

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        return dict(apply_waiting(client, run.payload["message"]))


def apply_waiting(client: DiadocClient, message_id: str) -> Counter[str]:
    """Apply the stored events of a message; each is done before the next is begun."""
    counts: Counter[str] = Counter()
    wholes: list[tuple[InboxEvent, messages_pb2.Message]] = []
    waiting = InboxEvent.objects.filter(account=client.account, message_id=message_id, done_at=None)
    for row in sorted(waiting, key=lambda one: (one.patch_id != "", one.happened_at, one.pk)):
        event = messages_pb2.BoxEvent.FromString(bytes(row.body))
        if event.HasField("Message"):
            apply_message(client, event.Message, counts)
        else:
            _apply_patch(client, event.Patch, counts)
        counts["events"] += 1
        if row.patch_id:
            _done(row)
        else:
            wholes.append((row, event.Message))
    for row, message in wholes:  # what its own events tell comes before what the whole says of itself
        _apply_statuses(client.account, message)
        _done(row)
    return counts


def _done(row: InboxEvent) -> None:
    InboxEvent.objects.filter(pk=row.pk).update(done_at=timezone.now(), body=b"")


def apply_message(
    client: DiadocClient, message: messages_pb2.Message, counts: Counter[str]
) -> OuterMessage | None:
    """A message as a whole: one of ours, one that came, or one sent by hand. None for drafts."""
    account = client.account
    if message.MessageType not in _BINDING_MESSAGES or message.IsDraft:
        return None
    row = _find(account, message.MessageId)
    if row is None or row.state not in (State.RECEIVED, State.FOREIGN, State.POSTED):
        if is_ours(account, message.FromBoxId):
            row = _adopt(account, message)
        else:
            row = inbound.receive(client, message, counts)
    elif row.state == State.RECEIVED:
        inbound.receive(client, message, counts)  # a document restored, or shown to us only now
    if row.state != State.FOREIGN:
        _apply_entities(client, row, message.Entities, counts)
    return row


def _apply_statuses(account: Account, message: messages_pb2.Message) -> None:
    """What the documents of a whole message say of themselves, should no event have told it."""
    row = _find(account, message.MessageId)
    if row is None:
        return
    told = {one.EntityId: one.DocumentInfo for one in message.Entities if one.HasField("DocumentInfo")}
    for entity in row.entities.filter(kind=Kind.DOCUMENT, entity_id__in=told).exclude(docflow=None):
        flow, document = entity.docflow, told[entity.entity_id]
        assert flow is not None
        if flow.package.is_incoming:
            if reading.receipt_is_ours(document):
                receipts.make(account, flow)
            continue
        if document.SenderSignatureStatus == SenderSignatureStatus.SenderSignatureCheckedAndInvalid:
            give_up(flow, "reject_by_operator", str(contents.BAD_SIGNATURE))
        elif document.DeliveryTimestampTicks:
            incoming.apply(flow, "deliver", OPERATOR, {"message_id": row.message_id})


def is_ours(account: Account, box: str) -> bool:
    """Whether a box is the account's own."""
    return reading.same_box(box, account.box_id, account.box_guid)


def _find(account: Account, message_id: str) -> OuterMessage | None:
    return OuterMessage.objects.filter(account=account, message_id=message_id).first()


def _adopt(account: Account, message: messages_pb2.Message) -> OuterMessage:
    """Our message, known by the names we gave its documents; without them somebody sent it by hand."""
    named = {
        one.DocumentInfo.CustomDocumentId: one.EntityId
        for one in message.Entities
        if one.DocumentInfo.CustomDocumentId
    }
    ours = OuterEntity.objects.filter(message__account=account, custom_id__in=named)
    entity = ours.select_related("message").first()
    if entity is None:
        row, _created = OuterMessage.objects.get_or_create(
            account=account,
            message_id=message.MessageId,
            defaults={
                "workspace_id": account.workspace_id,
                "state": State.FOREIGN,
                "partner_box": message.ToBoxId,
            },
        )
        return row
    with journal.writing(account.workspace_id):
        sending.posted(entity.message, message.MessageId, named)
    return entity.message


def _apply_patch(client: DiadocClient, patch: messages_pb2.MessagePatch, counts: Counter[str]) -> None:
    if patch.MessageType not in _BINDING_MESSAGES or patch.ForDraft:
        return
    row = _find(client.account, patch.MessageId)
    if row is None:  # its message came by another way, or will come later
        message = client.message(patch.MessageId, original_signatures=True)
        row = apply_message(client, message, counts)
        _apply_statuses(client.account, message)
    if row is None or row.state == State.FOREIGN:
        return
    _apply_entities(client, row, patch.Entities, counts)
    if patch.MessageIsDelivered and not patch.DeliveredPatchId:
        for flow in documents_of(row):
            incoming.apply(flow, "deliver", OPERATOR, {"message_id": row.message_id})
    if patch.NotDeliveredEventId:
        _not_delivered(client.account, row, patch.NotDeliveredEventId)
    _note_deletions(row, patch)


def documents_of(row: OuterMessage) -> list[Docflow]:
    """Docflows of a message's documents."""
    entities = row.entities.filter(kind=Kind.DOCUMENT).exclude(docflow=None)
    related = ("docflow__package", "docflow__document__counterparty", "docflow__version")
    return [one.docflow for one in entities.select_related(*related) if one.docflow is not None]


# -- entities -----------------------------------------------------------------------------------------------


def _apply_entities(
    client: DiadocClient,
    row: OuterMessage,
    entities: Iterable[messages_pb2.Entity],
    counts: Counter[str],
) -> None:
    met = {one.entity_id: one for one in _rows(row)}
    known = {name: Known(Kind(one.kind), one.side) for name, one in met.items()}
    author = THEIRS if row.state == State.RECEIVED else OURS
    account = client.account
    found = reading.pieces(entities, known, author, lambda box: is_ours(account, box))
    for piece in sorted(found, key=lambda one: one.kind is Kind.FAILURE):  # the cause before its consequence
        if piece.id in met:
            continue
        above = met.get(piece.parent_id)
        flow = above.docflow if above is not None else None
        if flow is None or above is None:  # about nothing we hold: read again when we do
            continue
        Applied(client, row, flow, piece, above).do()
        met[piece.id] = note(row, piece.id, piece.kind, piece.side, flow, piece.parent_id)
        counts[piece.kind.value] += 1


def _rows(row: OuterMessage) -> Iterable[OuterEntity]:
    rows = row.entities.exclude(entity_id="")
    return rows.select_related("docflow__package", "docflow__document__counterparty", "docflow__version")


def note(
    row: OuterMessage, entity_id: str, kind: str, side: str, flow: Docflow | None, parent_id: str = ""
) -> OuterEntity:
    """Remember a part of a message."""
    entity, _created = OuterEntity.objects.get_or_create(
        message=row,
        entity_id=entity_id,
        defaults={"kind": kind, "side": side, "docflow": flow, "parent_id": parent_id},
    )
    return entity


def _not_delivered(account: Account, row: OuterMessage, event_id: str) -> None:
    """An event that did not reach the other side: of the message itself, or of something said later."""
    event = InboxEvent.objects.filter(account=account, event_id=event_id).first()
    if event is not None and event.patch_id:
        for flow in documents_of(row):
            record(flow, "docflow:not-delivered", {"event": event_id})
        return
    for flow in documents_of(row):
        give_up(flow, "delivery_failed", str(contents.LOST))


def _note_deletions(row: OuterMessage, patch: messages_pb2.MessagePatch) -> None:
    """Deleting at Диадок hides a document there; what we hold stays, the journal tells."""
    whole = patch.MessageIsDeleted or patch.MessageIsRestored
    named = {
        one.EntityId: one.DocumentIsDeleted
        for one in patch.EntityPatches
        if one.DocumentIsDeleted or one.DocumentIsRestored
    }
    for entity in row.entities.filter(kind=Kind.DOCUMENT).select_related("docflow__package"):
        if entity.docflow is not None and (whole or entity.entity_id in named):
            deleted = patch.MessageIsDeleted or named.get(entity.entity_id, False)
            event = "docflow:outer-deleted" if deleted else "docflow:outer-restored"
            record(entity.docflow, event, {"patch": patch.PatchId})
