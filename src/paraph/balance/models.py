"""The account of a workspace, the packs that filled it and the charges that empty it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """How many signatures a workspace has; the three sums change only by conditional UPDATEs (`services`)."""

    workspace = models.OneToOneField("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    #: «Учитывать баланс»: off, nothing is refused and nothing is charged.
    is_counted = models.BooleanField(default=False)
    granted = models.PositiveBigIntegerField(default=0)
    reserved = models.PositiveBigIntegerField(default=0)
    spent = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(granted__gte=models.F("reserved") + models.F("spent")),
                name="balance_not_overspent",
            ),
        )

    @property
    def left(self) -> int:
        """Signatures that may still be taken."""
        return self.granted - self.reserved - self.spent


class Pack(models.Model):
    """Signatures given to a workspace at once."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    #: Why: number of the invoice or contract.
    basis = models.CharField(max_length=200)
    added_by = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)


class ChargeState(models.TextChoices):
    """A charge begins reserved and ends once."""

    RESERVED = "reserved", _("зарезервирована")
    SPENT = "spent", _("израсходована")
    RETURNED = "returned", _("возвращена")


class Charge(models.Model):
    """One signature held back, then used or given back."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    #: What it is for: «docflow:17», or what will become one («b24:5» while a robot prepares the document).
    holder = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=ChargeState.choices, default=ChargeState.RESERVED)
    docflow_id = models.BigIntegerField(null=True)
    sender = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, null=True, related_name="+")
    signer = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "holder"),
                condition=~models.Q(state="returned"),
                name="one_charge_per_holder",
            ),
        )
        indexes = (models.Index(fields=("workspace", "state", "ended_at"), name="charge_by_month"),)
