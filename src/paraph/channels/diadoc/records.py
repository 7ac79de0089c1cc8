"""What is kept of the exchange: where the feed was read to, what came by it, what went and came at Диадок."""

from __future__ import annotations

from django.db import models


class Feed(models.Model):
    """How far the events of an account's box have been read."""

    account = models.OneToOneField("diadoc.Account", on_delete=models.PROTECT, related_name="feed")
    #: Index keys of the last events read, oldest first; reading begins after the first of them, so that
    #: events with one key at the border of a page, and those that appear late, are not lost.
    recent = models.JSONField(default=list)
    #: Events before this are not wanted: the box may be older than the account.
    since = models.DateTimeField()
    #: When the newest event read happened.
    newest_at = models.DateTimeField(null=True)
    #: When the end of the feed was last reached.
    caught_up_at = models.DateTimeField(null=True)


class InboxEvent(models.Model):
    """An event of the feed, stored before anything is made of it; one row however often it comes.

    Its row stays when it is done, without its body: it is what a repeated event is known by.
    """

    account = models.ForeignKey("diadoc.Account", on_delete=models.PROTECT, related_name="inbox")
    message_id = models.CharField(max_length=36)
    #: Empty for a message itself.
    patch_id = models.CharField(max_length=36, blank=True)
    #: SHA-256 of the ids of its entities: one patch may come in several events, with some of them in each.
    entities = models.CharField(max_length=64)
    event_id = models.CharField(max_length=36)
    happened_at = models.DateTimeField()
    #: `BoxEvent` of the API; empty once done.
    body = models.BinaryField(default=bytes)
    done_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "message_id", "patch_id", "entities"), name="diadoc_event_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("account", "message_id"),
                condition=models.Q(done_at=None),
                name="diadoc_events_waiting",
            ),
            models.Index(fields=("done_at",), name="diadoc_events_done"),
        )


class OuterMessage(models.Model):
    """A message of Диадок: one we post (its operation id is minted before the first try) or one that came."""

    class State(models.TextChoices):
        WAITING = "waiting"
        #: The first try has begun: it may exist at Диадок.
        POSTING = "posting"
        POSTED = "posted"
        #: Withdrawn, replaced by another or refused: it is not posted any more.
        VOID = "void"
        RECEIVED = "received"
        #: Somebody sent it by hand at Диадок: not ours to follow.
        FOREIGN = "foreign"

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("diadoc.Account", on_delete=models.PROTECT, related_name="messages")
    package = models.ForeignKey("docflow.Package", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    #: Empty for what came.
    operation_id = models.CharField(max_length=36, blank=True)
    #: Box it goes to or came from.
    partner_box = models.CharField(max_length=60)
    #: Its place among the messages of the package, from 1; each is posted when the one before it is.
    number = models.PositiveIntegerField(default=1)
    message_id = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "message_id"),
                condition=~models.Q(message_id=""),
                name="diadoc_message_once",
            ),
            models.UniqueConstraint(
                fields=("operation_id",),
                condition=~models.Q(operation_id=""),
                name="diadoc_operation_once",
            ),
        )


class OuterEntity(models.Model):
    """A part of a message: a document, or what was said about one. What comes twice is known by it."""

    message = models.ForeignKey(OuterMessage, on_delete=models.PROTECT, related_name="entities")
    docflow = models.ForeignKey("docflow.Docflow", on_delete=models.PROTECT, null=True, related_name="+")
    #: `reading.Kind`.
    kind = models.CharField(max_length=12)
    #: «S» ours, «R» theirs, «HUB» the operator's.
    side = models.CharField(max_length=3)
    #: Empty until Диадок has told it.
    entity_id = models.CharField(max_length=36, blank=True)
    parent_id = models.CharField(max_length=36, blank=True)
    #: Our own name of a document we post.
    custom_id = models.CharField(max_length=60, blank=True, db_index=True)
    #: False for a document that did not arrive: it may be posted again.
    is_live = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("message", "entity_id"),
                condition=~models.Q(entity_id=""),
                name="diadoc_entity_once",
            ),
        )
