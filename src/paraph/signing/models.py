"""Signing tasks and the signatures that answered them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from paraph.parties.models import Employee


class Side(models.TextChoices):
    """Whose signature it is."""

    OURS = "S", _("наша сторона")
    THEIRS = "R", _("контрагент")
    OPERATOR = "HUB", _("оператор")


class TaskState(models.TextChoices):
    """A task ends exactly once."""

    WAITING = "waiting", _("ждёт подписи")
    SIGNED = "signed", _("подписано")
    DECLINED = "declined", _("отказ")
    EXPIRED = "expired", _("срок истёк")
    CANCELLED = "cancelled", _("отменено")


class SigningTask(models.Model):
    """Please sign this hash, by this person, by then."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    docflow_id = models.BigIntegerField(db_index=True)
    package_id = models.BigIntegerField(db_index=True)
    version = models.ForeignKey("registry.Version", on_delete=models.PROTECT, related_name="signing_tasks")
    side = models.CharField(max_length=3, choices=Side.choices)
    #: Our signer; for the counterparty the address the request went to.
    employee = models.ForeignKey(
        "parties.Employee", on_delete=models.PROTECT, null=True, related_name="signing_tasks"
    )
    recipient = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, choices=TaskState.choices, default=TaskState.WAITING)
    deadline = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("docflow_id", "side", "version"),
                condition=models.Q(state="waiting"),
                name="one_open_task_per_file",
            ),
        )
        indexes = (models.Index(fields=("state", "deadline"), name="task_deadline"),)


class Signature(models.Model):
    """A detached CMS signature as it was received, with the verdict found at that moment."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    docflow_id = models.BigIntegerField(db_index=True)
    package_id = models.BigIntegerField()
    #: The task it answered; None for what came through an operator unasked (see `received`).
    task = models.OneToOneField(SigningTask, on_delete=models.PROTECT, null=True, related_name="signature")
    version = models.ForeignKey("registry.Version", on_delete=models.PROTECT, related_name="signatures")
    blob = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=3, choices=Side.choices)
    #: How it was made: «browser-key», «file», «server-key» …
    method = models.CharField(max_length=30)
    signer_name = models.CharField(max_length=300)
    #: SHA-256 of the signer's certificate.
    fingerprint = models.CharField(max_length=64)
    headline = models.CharField(max_length=20)
    verdict = models.JSONField()
    received_at = models.DateTimeField()
    #: Next check while a fact is undetermined; null when everything is known or was given up.
    recheck_at = models.DateTimeField(null=True, db_index=True)
    rechecks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("id",)

    @property
    def employee(self) -> Employee | None:
        """Our employee who was asked for it, if anybody was."""
        return self.task.employee if self.task else None


class PendingSignature(models.Model):
    """A signature that came and cannot be judged yet: its task waits while it is checked again."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    task = models.OneToOneField(SigningTask, on_delete=models.PROTECT, related_name="pending")
    blob = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=30)
    #: Who brought it, as `journal.actors.Actor`.
    actor = models.JSONField()
    #: What could not be determined, for people.
    reason = models.TextField()
    received_at = models.DateTimeField()
    checks = models.PositiveIntegerField(default=0)
    check_at = models.DateTimeField(db_index=True)


class HandoffState(models.TextChoices):
    """How far a program on the signer's device has come; an end is final."""

    OFFERED = "offered", _("ждём программу")
    TAKEN = "taken", _("программа открыла документ")
    SIGNED = "signed", _("подпись получена")
    FAILED = "failed", _("не получилось")
    CANCELLED = "cancelled", _("отменено в программе")


class Handoff(models.Model):
    """A signing task lent to a program on the signer's own device: once, for a short time (`handoffs`)."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(SigningTask, on_delete=models.CASCADE, related_name="handoffs")
    employee = models.ForeignKey("parties.Employee", on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=30)
    #: SHA-256 of the id the program shows; the id itself is nowhere kept.
    id_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=HandoffState.choices, default=HandoffState.OFFERED)
    #: Why it did not work, for the person at the page.
    error = models.TextField(blank=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)


class SealedCopy(models.Model):
    """A document enciphered to chosen people: only they can read it, the hub cannot (see `sealing`)."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("registry.Version", on_delete=models.PROTECT, related_name="sealed_copies")
    blob = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    #: Who can open it: `sealing.Recipient` of each.
    recipients = models.JSONField()
    created_by = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
