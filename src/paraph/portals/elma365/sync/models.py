"""Which item of ELMA365 a document belongs to and what the item knows of it; runs of background tasks."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from paraph.registry.models import Direction


class ItemLink(models.Model):
    """A document and its item. An outgoing document was made of its item, an incoming one makes it."""

    company = models.ForeignKey("elma365.Company", on_delete=models.CASCADE, related_name="links")
    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        "registry.Document", on_delete=models.PROTECT, related_name="elma365_link"
    )
    #: Which field holds what, which status means what.
    row = models.ForeignKey("elma365.DocumentMap", on_delete=models.PROTECT, related_name="links")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    namespace = models.CharField(max_length=200)
    code = models.CharField(max_length=200)
    #: None until the item of an incoming document is there.
    item_id = models.UUIDField(null=True)
    #: Stands in the item of an incoming document: by it a lost answer is looked up before anything is made.
    guid = models.UUIDField(unique=True, default=uuid.uuid4)
    #: Plain values by attribute, as the item had them last.
    agreed = models.JSONField(default=dict)
    #: Code of the item's status as we set it last.
    status_set = models.CharField(max_length=200, blank=True)
    #: What the feed was told last: status and reason.
    said = models.TextField(blank=True)
    #: What our module there was told last, for the item's card.
    shown = models.JSONField(default=dict)
    #: Files that lie in ELMA365: digest and name → id there. Kept from the upload on, whatever follows it.
    files = models.JSONField(default=dict)
    #: What was begun outside and not answered yet: step → what was about to be done. See `steps`.
    begun = models.JSONField(default=dict)
    #: The row named a process when the item was made; one named later is for items made later.
    wants_process = models.BooleanField(default=False)
    #: The process started for an incoming document.
    process_id = models.UUIDField(null=True)
    #: Where it stood when it was last looked at: «exec», «wait», «done», «cancel», «error».
    process_state = models.CharField(max_length=20, blank=True)
    #: Grows with every change of ours; the change is told when `is_dirty` is taken back at the same number.
    revision = models.PositiveIntegerField(default=1)
    is_dirty = models.BooleanField(default=True)
    #: Nothing more is expected of the document.
    is_final = models.BooleanField(default=False)
    #: Which effect works on it, and until when it is trusted.
    busy_by = models.BigIntegerField(null=True)
    busy_until = models.DateTimeField(null=True)
    #: Why the item does not know everything yet, in Russian.
    fault = models.TextField(blank=True)
    #: Changes people made in the item that were put back: what, what was there, what stays, when.
    conflicts = models.JSONField(default=list)
    #: People deleted the item in ELMA365: it is neither written to nor made anew.
    is_removed = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("company", "item_id"), name="elma365_link_item"),
            models.Index(fields=("company", "is_dirty", "id"), name="elma365_link_dirty"),
        )

    @property
    def item(self) -> tuple[str, str, str]:
        """Section, application and id of the item, as calls take them."""
        return self.namespace, self.code, str(self.item_id)

    def touch(self) -> None:
        """Something of it has changed here, in the caller's transaction."""
        mine = ItemLink.objects.filter(pk=self.pk)
        mine.update(revision=F("revision") + 1, is_dirty=True, changed_at=timezone.now())

    def enter(self, effect_id: int, until: datetime) -> bool:
        """Whether no other effect works on it; this one may come back after its worker has died."""
        free = Q(busy_until=None) | Q(busy_until__lt=timezone.now()) | Q(busy_by=effect_id)
        return bool(ItemLink.objects.filter(free, pk=self.pk).update(busy_by=effect_id, busy_until=until))

    def leave(self) -> None:
        """The work is over."""
        ItemLink.objects.filter(pk=self.pk).update(busy_by=None, busy_until=None)

    def keep(self, **changes: object) -> None:
        """Write these columns, here and in the database."""
        for name, value in changes.items():
            setattr(self, name, value)
        ItemLink.objects.filter(pk=self.pk).update(**changes)


class TaskRun(models.Model):
    """One run of the background tasks of a company."""

    company = models.ForeignKey("elma365.Company", on_delete=models.CASCADE, related_name="task_runs")
    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    #: Who pressed «Запустить фоновые задачи»; None for the schedule.
    asked_by = models.ForeignKey("parties.Employee", on_delete=models.SET_NULL, null=True, related_name="+")
    #: What was done, by name: {"seen": 12, "put_back": 1}.
    counts = models.JSONField(default=dict)
    #: Why it stopped, in Russian; empty for success.
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("company", "-id"), name="elma365_task_run"),)
