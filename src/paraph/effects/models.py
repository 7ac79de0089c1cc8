"""The outbox and the rows behind its limits."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


def new_idempotency_id() -> str:
    """An id for an effect whose caller has none of its own."""
    return uuid.uuid4().hex


class Effect(models.Model):
    """Something to do outside because of an event. The row is the truth; runners only carry wake-ups.

    It is written in the transaction of the event that causes it and is never repeated for one
    `idempotency_id`. The ids of other rooms are plain numbers: the outbox depends on nobody's tables.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "ожидает"
        RUNNING = "running", "выполняется"
        DONE = "done", "выполнено"
        QUARANTINED = "quarantined", "в карантине"
        DROPPED = "dropped", "снято"

    kind = models.CharField(max_length=80)
    workspace_id = models.BigIntegerField(null=True)
    docflow_id = models.BigIntegerField(null=True, db_index=True)
    package_id = models.BigIntegerField(null=True, db_index=True)
    payload = models.JSONField(default=dict)
    idempotency_id = models.CharField(max_length=255, unique=True, default=new_idempotency_id)
    #: Whose patience is spent (a portal, a mail host); limits are counted per key.
    key = models.CharField(max_length=255, blank=True)
    #: Higher runs first.
    priority = models.IntegerField(default=0)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    #: How often it was started. It only grows, so it also fences a worker that comes back too late.
    attempts = models.IntegerField(default=0)
    #: Failed starts since the last decision of a person; `Handler.max_attempts` of them end in quarantine.
    failures = models.IntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    #: The worker (see `presence`) that runs it now.
    owner = models.CharField(max_length=120, blank=True)
    #: What was recorded before an irreversible outside call.
    intent = models.JSONField(null=True)
    #: What the outside answered.
    answer = models.JSONField(null=True)
    last_error = models.TextField(blank=True)
    #: The last decision a person took in quarantine, with their name.
    decision = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("state", "priority", "due_at", "id"), name="effects_queue"),
            models.Index(fields=("state", "key", "due_at"), name="effects_by_key"),
            models.Index(fields=("workspace_id", "state"), name="effects_by_workspace"),
        )

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} ({self.state}, attempt {self.attempts})"


class LimitedKey(models.Model):
    """When the next outside call for a key may start; shared by all workers."""

    key = models.CharField(max_length=255, primary_key=True)
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.next_at:%d.%m.%Y %H:%M:%S}"
