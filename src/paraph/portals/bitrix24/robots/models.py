"""One row for every request a business process makes of us, and how a portal's robots are set."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paraph.registry.kinds import KINDS

#: Kinds a robot may send: no XML of a format of ФНС, and nothing required a generated document does not have.
SENDABLE = [
    (kind.code, kind.title)
    for kind in KINDS.values()
    if not kind.formalised and {"number", "date"}.issuperset(kind.required)
]


class News(models.TextChoices):
    """Steps the person in charge may be told of in the portal."""

    SENT = "sent", _("документ отправлен на подпись")
    OURS = "ours", _("подписала наша сторона")
    END = "end", _("итоговый статус")
    FAULT = "fault", _("документ не отправлен")


def every_news() -> list[str]:
    """All of them."""
    return list(News.values)


class RobotSettings(models.Model):
    """What the robots of a portal do when a process says nothing else."""

    portal = models.OneToOneField("bitrix24.Portal", on_delete=models.CASCADE, related_name="robot_settings")
    is_on = models.BooleanField(default=False)
    #: Activities of the designer of business processes, beside the robots.
    has_activities = models.BooleanField(default=False)
    channel = models.CharField(max_length=30, default="link")
    kind = models.CharField(max_length=30, choices=SENDABLE, default="contract")
    #: Who sends when the process names nobody in charge who may.
    sender = models.ForeignKey("parties.Employee", on_delete=models.SET_NULL, null=True, related_name="+")
    #: Of whom the person in charge is told (`News`).
    news = models.JSONField(default=every_news)
    #: A process that sets no time limit of its own gets an answer after so many days at the latest.
    answer_days = models.PositiveIntegerField(default=30)


class RunState(models.TextChoices):
    """Where a request stands. The answer is told apart: a document may be followed after it was given."""

    NEW = "new", _("в работе")
    FOLLOWED = "followed", _("ждёт подписей")
    STORING = "storing", _("сохраняем в портале")
    DONE = "done", _("завершён")
    REFUSED = "refused", _("отказ")


class RobotRun(models.Model):
    """One request of a process: its token is answered exactly once, whatever happens."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.CASCADE, related_name="robot_runs")
    #: Code of the robot or activity.
    code = models.CharField(max_length=60)
    #: SHA-256 of the token: it comes once, however often it is delivered.
    token_hash = models.CharField(max_length=64, unique=True)
    event_token = models.TextField()
    workflow_id = models.CharField(max_length=100, blank=True)
    #: The CRM object the process runs on, as the portal names it: «DEAL_5».
    entity = models.CharField(max_length=60, blank=True)
    #: The call without its tokens.
    data = models.JSONField(default=dict)
    #: What was sent for it, or what it asks about.
    package = models.ForeignKey("docflow.Package", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.NEW)
    waits_for_end = models.BooleanField(default=True)
    #: User of the portal who is told.
    user_id = models.BigIntegerField(default=0)
    #: Answered by then at the latest.
    deadline = models.DateTimeField()
    #: The answer as decided (once), when it was, when the portal took it, what hinders.
    answer = models.JSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answer_fault = models.TextField(blank=True)
    #: How often the answer was ordered to be sent.
    answer_tries = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("workspace", "-id"), name="bitrix24_run_newest"),
            models.Index(fields=("delivered_at", "deadline"), name="bitrix24_run_waiting"),
        )

    @property
    def is_answered(self) -> bool:
        """Whether the answer is decided; it may still be on its way."""
        return self.answered_at is not None

    def age(self, now: datetime | None = None) -> int:
        """Seconds since the process began to wait."""
        return int(((now or timezone.now()) - self.created_at).total_seconds())


class RunDocument(models.Model):
    """A document a request sends, or asks about."""

    run = models.ForeignKey(RobotRun, on_delete=models.CASCADE, related_name="documents")
    #: Id in the portal's document generator; 0 for a file.
    source_id = models.BigIntegerField(default=0, db_index=True)
    docflow = models.ForeignKey("docflow.Docflow", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("run", "docflow"), name="bitrix24_run_document"),)


class StoredFiles(models.Model):
    """Files of a finished document on the portal's Disk."""

    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.CASCADE, related_name="+")
    docflow = models.ForeignKey("docflow.Docflow", on_delete=models.PROTECT, related_name="+")
    #: The document with the marks of its signatures, and the report on them.
    signed_id = models.BigIntegerField(default=0)
    report_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "docflow"), name="bitrix24_stored_files"),)


class RunStep(models.Model):
    """One thing that happened to a request, in words."""

    run = models.ForeignKey(RobotRun, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    #: Whether the process's own log has it.
    is_logged = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
