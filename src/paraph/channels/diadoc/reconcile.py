"""Once a night, and when somebody asks, the lists of Диадок are compared with what we hold.

Whatever the feed has lost comes to light here: a document we do not hold, or one that stands elsewhere than
ours. Its whole message is read again and goes the way of every event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from paraph.channels.diadoc import feed, limits, ticks
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.reading import Kind, receipt_is_ours
from paraph.channels.diadoc.records import InboxEvent, OuterEntity, OuterMessage
from paraph.docflow.models import Docflow
from paraph.docflow.services import can, regions
from paraph.wire.diadoc import documents_pb2
from paraph.wire.diadoc.documents_pb2 import (
    RecipientResponseStatus,
    RevocationStatus,
    SenderSignatureStatus,
)

#: Documents sent or delivered so long ago are compared.
WINDOW = timedelta(days=30)
#: Rows of done events, by which repeated ones are known, are kept this long.
_KEPT = timedelta(days=90)
_ANSWERED = frozenset(
    {
        RecipientResponseStatus.WithRecipientSignature,
        RecipientResponseStatus.RecipientSignatureRequestRejected,
        RecipientResponseStatus.WithRecipientPartiallySignature,
    }
)
_NOT_DELIVERED = frozenset({"SIGNED", "ACCEPTED", "WAIT_INVITATION", "IN_ROAMING", "ACCEPTED_BY_OR"})
_OPEN = ("WAITING", "ON_APPROVAL", "APPROVED", "EXPIRED")


def compare(client: DiadocClient, counts: Counter[str], cause: str) -> None:
    """Compare both directions; what is missing or differs is read again, each message once for a `cause`."""
    now = timezone.now()
    since = max(now - WINDOW, feed.feed_of(client.account).since)
    wanted: dict[str, None] = {}
    for direction in ("Inbound", "Outbound"):
        for page in _pages(client, direction, since, now):
            held = _held(client, page)
            for document in page:
                counts["seen"] += 1
                fault = _fault(document, held.get((document.MessageId, document.EntityId)), direction)
                if fault:
                    counts[fault] += 1
                    wanted[document.MessageId] = None
    for message_id in wanted:
        message = client.message(message_id, original_signatures=True)
        feed.put_again(client.account, message, cause)
    counts["pulled"] += len(wanted)
    InboxEvent.objects.filter(account=client.account, done_at__lt=now - _KEPT).delete()


def _pages(
    client: DiadocClient, direction: str, since: datetime, until: datetime
) -> Iterator[list[documents_pb2.Document]]:
    after = ""
    while True:
        found = list(
            client.documents(
                f"Any.{direction}",
                after,
                timestampFromTicks=str(ticks.of(since)),
                timestampToTicks=str(ticks.of(until)),
            ).Documents
        )
        yield found
        if len(found) < limits.PAGE or not found[-1].IndexKey or found[-1].IndexKey == after:
            return
        after = found[-1].IndexKey


def _held(client: DiadocClient, page: list[documents_pb2.Document]) -> dict[tuple[str, str], OuterEntity]:
    messages = {document.MessageId for document in page}
    rows = OuterEntity.objects.filter(message__account=client.account, message__message_id__in=messages)
    rows = rows.filter(kind=Kind.DOCUMENT).select_related("message", "docflow__package")
    held = {(row.message.message_id, row.entity_id): row for row in rows}
    foreign = OuterMessage.objects.filter(
        account=client.account, message_id__in=messages, state=OuterMessage.State.FOREIGN
    )
    for message in foreign:
        for document in page:
            if document.MessageId == message.message_id:
                held[message.message_id, document.EntityId] = OuterEntity(message=message)
    return held


def _fault(document: documents_pb2.Document, held: OuterEntity | None, direction: str) -> str:
    """«missing», «differs», or nothing."""
    if document.IsDeleted:
        return ""
    if held is None:
        return "missing"
    if held.docflow is None:
        return ""
    return "differs" if differs(held.docflow, document) else ""


def differs(flow: Docflow, document: documents_pb2.Document) -> bool:
    """Whether a document has gone further at Диадок than here."""
    state = regions(flow)
    if not flow.package.is_incoming:
        wrong = document.SenderSignatureStatus == SenderSignatureStatus.SenderSignatureCheckedAndInvalid
        if state["outgoing"] in _NOT_DELIVERED and (wrong or document.DeliveryTimestampTicks):
            return True
    if document.RecipientResponseStatus in _ANSWERED and state["response"] in _OPEN:
        return True
    if receipt_is_ours(document) and can(flow, "receipt_signed"):
        return not flow.answers.filter(role="receipt").exists()
    return _revocation_differs(state["revocation"], document.RevocationStatus)


def _revocation_differs(ours: str, theirs: RevocationStatus.Value) -> bool:
    expected = {
        RevocationStatus.RevocationIsRequestedByMe: ("REQUESTED_BY_US", "REQUESTED_BY_BOTH"),
        RevocationStatus.RequestsMyRevocation: ("REQUESTED_BY_THEM", "REQUESTED_BY_BOTH"),
        RevocationStatus.RevocationAccepted: ("ACCEPTED",),
        RevocationStatus.RevocationRejected: ("REJECTED",),
    }
    return theirs in expected and ours not in expected[theirs]
