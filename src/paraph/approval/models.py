"""Approval routes and the decisions taken on a package."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """Several approvers decide one after another or all at once."""

    SEQUENTIAL = "sequential", _("по очереди")
    PARALLEL = "parallel", _("одновременно")


class Route(models.Model):
    """A named route a sender chooses for a package."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="routes")
    name = models.CharField(_("название"), max_length=200)
    mode = models.CharField(_("порядок"), max_length=20, choices=Mode.choices, default=Mode.SEQUENTIAL)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="route_name"),)

    def __str__(self) -> str:
        return self.name


class RouteStep(models.Model):
    """One approver of a route."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveIntegerField()
    employee = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("route", "employee"), name="route_step"),)


class ApprovalState(models.TextChoices):
    """Where one person's approval stands."""

    QUEUED = "queued", _("ждёт очереди")
    WAITING = "waiting", _("ждёт решения")
    APPROVED = "approved", _("согласовано")
    REJECTED = "rejected", _("не согласовано")
    CANCELLED = "cancelled", _("отменено")


class ApprovalTask(models.Model):
    """«Please decide on this package»: one person in one round of approval."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    package_id = models.BigIntegerField(db_index=True)
    #: A returned package starts a new round; decisions of earlier rounds stay as they were.
    round = models.PositiveIntegerField()
    order = models.PositiveIntegerField()
    employee = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, related_name="approvals")
    #: The deputy who decided instead, if so.
    decided_by = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=ApprovalState.choices, default=ApprovalState.QUEUED)
    comment = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("round", "order")
        indexes = (models.Index(fields=("state", "package_id"), name="approval_state"),)
        constraints = (
            models.UniqueConstraint(fields=("package_id", "round", "employee"), name="approval_task"),
        )
