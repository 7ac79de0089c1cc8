"""Reading the events of a box: everything new is stored and acknowledged page by page, then worked on.

The cursor is an index key. Events may share a key, and one may appear behind the cursor; so reading begins
some events back, every page after the first begins before the last key of the one before, and what was seen
already is known by its row. What falls through all the same the nightly comparison finds.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from paraph.channels.diadoc import limits, ticks
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.models import Account
from paraph.channels.diadoc.records import Feed, InboxEvent
from paraph.effects import services as effects
from paraph.wire.diadoc import messages_pb2

APPLY = "diadoc.apply"
#: How many keys back every reading begins; while fewer are known it begins where the feed does.
OVERLAP = 50
#: How far back the feed is read again when Диадок does not know our cursor any more.
_BACK = timedelta(days=2)

_Key = tuple[str, str, str]


def feed_of(account: Account) -> Feed:
    """The account's place in its feed; a new one begins when the account was connected."""
    feed, _created = Feed.objects.get_or_create(account=account, defaults={"since": account.created_at})
    return feed


def read(client: DiadocClient, counts: Counter[str]) -> None:
    """Read to the end of the feed; a page is stored and its work enqueued before the next is asked for."""
    feed = feed_of(client.account)
    after: str = feed.recent[0] if len(feed.recent) == OVERLAP else ""
    while True:
        page = _page(client, feed, after)
        counts["pages"] += 1
        counts["events"] += len(page)
        counts["new"] += _store(feed, page)
        following = _next(page)
        if len(page) < limits.PAGE or following == after:
            break
        after = following
    feed.caught_up_at = timezone.now()
    feed.save(update_fields=("caught_up_at",))


def _page(client: DiadocClient, feed: Feed, after: str) -> Sequence[messages_pb2.BoxEvent]:
    """A page after a key; from `since` on when there is no key or Диадок does not know it any more."""
    if after:
        try:
            return client.new_events(after).Events
        except Refused as error:
            if error.status != 400:
                raise
        feed.since = (feed.newest_at or feed.since) - _BACK
        feed.recent = []
        feed.save(update_fields=("since", "recent"))
    return client.new_events(timestampFromTicks=str(ticks.of(feed.since))).Events


def _next(page: Sequence[messages_pb2.BoxEvent]) -> str:
    """The last key before the final one, so that its other events come again; the final one if all are."""
    keys = [event.IndexKey for event in page if event.IndexKey]
    return next((key for key in reversed(keys) if key != keys[-1]), keys[-1] if keys else "")


def _store(feed: Feed, page: Sequence[messages_pb2.BoxEvent]) -> int:
    """Keep what is new, enqueue its work and move the cursor, all or nothing; how many were new."""
    rows = {_key(event): event for event in page}
    with transaction.atomic():
        fresh = _unknown(feed.account, rows)
        InboxEvent.objects.bulk_create(
            [_row(feed.account, key, event) for key, event in fresh.items()], ignore_conflicts=True
        )
        firsts: dict[str, _Key] = {}
        for key in fresh:  # in the order they happened: what came first is received first
            firsts.setdefault(key[0], key)
        for message_id, key in firsts.items():
            enqueue_apply(feed.account, message_id, f"{key[1]}:{key[2][:16]}")
        keys = [event.IndexKey for event in page if event.IndexKey]
        newest = [_happened(event) for event in page]
        feed.recent = list(dict.fromkeys([*feed.recent, *keys]))[-OVERLAP:]
        feed.newest_at = max([*newest, *filter(None, [feed.newest_at])], default=None)
        feed.save(update_fields=("recent", "newest_at"))
    return len(fresh)


def _unknown(account: Account, rows: dict[_Key, messages_pb2.BoxEvent]) -> dict[_Key, messages_pb2.BoxEvent]:
    messages = {key[0] for key in rows}
    known = set(
        InboxEvent.objects.filter(account=account, message_id__in=messages).values_list(
            "message_id", "patch_id", "entities"
        )
    )
    return {key: event for key, event in rows.items() if key not in known}


def enqueue_apply(account: Account, message_id: str, cause: str) -> None:
    """Work on what waits of a message, in the caller's transaction; one effect per cause."""
    effects.enqueue(
        APPLY,
        {"account": account.pk, "message": message_id},
        key=account.key,
        idempotency_id=f"{APPLY}:{account.pk}:{message_id}:{cause}",
        workspace_id=account.workspace_id,
    )


def put_again(account: Account, message: messages_pb2.Message, cause: str) -> None:
    """Work on a whole message once more, whatever is known of it; once for a cause."""
    event = messages_pb2.BoxEvent(EventId=message.MessageId, Message=message)
    again = hashlib.sha256(f"again {cause}".encode()).hexdigest()
    with transaction.atomic():
        row = _row(account, (message.MessageId, "", again), event)
        InboxEvent.objects.bulk_create([row], ignore_conflicts=True)
        enqueue_apply(account, message.MessageId, f"again:{again[:32]}")


def _key(event: messages_pb2.BoxEvent) -> _Key:
    body = event.Message if event.HasField("Message") else event.Patch
    names = " ".join(sorted(entity.EntityId for entity in body.Entities))
    patch = "" if event.HasField("Message") else event.Patch.PatchId
    return body.MessageId, patch, hashlib.sha256(names.encode()).hexdigest()


def _row(account: Account, key: _Key, event: messages_pb2.BoxEvent) -> InboxEvent:
    message_id, patch_id, entities = key
    return InboxEvent(
        account=account,
        message_id=message_id,
        patch_id=patch_id,
        entities=entities,
        event_id=event.EventId,
        happened_at=_happened(event),
        body=event.SerializeToString(),
    )


def _happened(event: messages_pb2.BoxEvent) -> datetime:
    body = event.Message if event.HasField("Message") else event.Patch
    return ticks.moment(body.TimestampTicks)
