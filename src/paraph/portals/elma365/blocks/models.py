"""One row for every block of a business process that waits for us."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paraph.sealed import SealedTextField


class Block(models.TextChoices):
    """What a process can ask for; the values are parts of the addresses."""

    SEND = "send", _("Отправить документ")
    SIGN = "sign", _("Подписать")
    REFUSE = "refuse", _("Отказать в подписи")
    PRINT_FORM = "print-form", _("Загрузка печатной формы")


class RunState(models.TextChoices):
    """Where a request stands. The answer is told apart: a document may be followed after it was given."""

    NEW = "new", _("в работе")
    FOLLOWED = "followed", _("ждёт подписей")
    DONE = "done", _("завершён")
    REFUSED = "refused", _("отказ")
    #: The process was interrupted: nobody waits for an answer.
    GONE = "gone", _("процесс прерван")


class BlockRun(models.Model):
    """One request of a process, or of a person at the item's card: answered exactly once."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("elma365.Company", on_delete=models.CASCADE, related_name="block_runs")
    block = models.CharField(max_length=20, choices=Block.choices)
    #: Process and block of it; the process is empty when a person pressed the button of the item's card.
    instance_id = models.CharField(max_length=40, blank=True)
    activity_id = models.CharField(max_length=300)
    #: A process may come to the same block again (a loop, «повторить шаг»): its visits are numbered.
    turn = models.PositiveIntegerField(default=1)
    #: Where the answer goes: an address of the process, or a task that waits.
    callback_url = SealedTextField(blank=True)
    task_id = models.CharField(max_length=40, blank=True)
    #: The item.
    namespace = models.CharField(max_length=200)
    code = models.CharField(max_length=200)
    item_id = models.UUIDField()
    #: User of ELMA365 in whose name it is.
    user_id = models.CharField(max_length=40, blank=True)
    #: What the block was given.
    params = models.JSONField(default=dict)
    #: What was sent for it, or what it is about.
    package = models.ForeignKey("docflow.Package", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.NEW)
    waits_for_end = models.BooleanField(default=False)
    #: Answered by then at the latest.
    deadline = models.DateTimeField()
    #: The answer as decided (once), when it was, when the process took it, what hinders.
    answer = models.JSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answer_fault = models.TextField(blank=True)
    #: How often the answer was ordered to be sent.
    answer_tries = models.PositiveIntegerField(default=0)
    #: How the process stood before the answer, and when it was seen to have moved on since.
    stamp = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    #: When the process was last asked whether it is still there.
    asked_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("company", "instance_id", "activity_id", "block", "item_id", "turn"),
                name="elma365_block_run",
            ),
        )
        indexes = (
            models.Index(fields=("company", "-id"), name="elma365_run_newest"),
            models.Index(fields=("answered_at", "deadline"), name="elma365_run_waiting"),
            models.Index(fields=("company", "item_id", "-id"), name="elma365_run_item"),
        )

    @property
    def is_answered(self) -> bool:
        """Whether the answer is decided; it may still be on its way."""
        return self.answered_at is not None

    @property
    def is_by_hand(self) -> bool:
        """Whether a person asked for it at the item's card, and no process waits."""
        return not self.instance_id

    def age(self, now: datetime | None = None) -> int:
        """Seconds since the process began to wait."""
        return int(((now or timezone.now()) - self.created_at).total_seconds())


class BlockDocument(models.Model):
    """A document a request sends, or is about."""

    run = models.ForeignKey(BlockRun, on_delete=models.CASCADE, related_name="documents")
    docflow = models.ForeignKey("docflow.Docflow", on_delete=models.PROTECT, related_name="+")
    #: What we say about a received one, when the block asked for it.
    answer = models.ForeignKey("docflow.Answer", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("run", "docflow"), name="elma365_block_document"),)


class BlockStep(models.Model):
    """One thing that happened to a request, in words."""

    run = models.ForeignKey(BlockRun, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()

    class Meta:
        ordering = ("id",)
