"""Powers of attorney (МЧД) a workspace knows, ours and the counterparties', and whom each one empowers."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paraph.authority.facts import RegistryState
from paraph.authority.grant import moscow_day


class State(models.TextChoices):
    """The registry's last word on a power of attorney, or that nobody could be asked."""

    ACTIVE = RegistryState.ACTIVE.value, _("действует")
    CREATED = RegistryState.CREATED.value, _("принимается реестром")
    PROCESSING = RegistryState.PROCESSING.value, _("обрабатывается реестром")
    EXPIRED = RegistryState.EXPIRED.value, _("срок истёк")
    REVOKED = RegistryState.REVOKED.value, _("отозвана")
    REJECTED = RegistryState.REJECTED.value, _("отклонена реестром")
    UNKNOWN = RegistryState.UNKNOWN.value, _("нет в реестре")
    UNREACHABLE = RegistryState.UNREACHABLE.value, _("реестр не спрошен")


class PowerOfAttorney(models.Model):
    """One power by its number, with the exact bytes that were signed and what the registry said of it."""

    workspace = models.ForeignKey(
        "parties.Workspace", on_delete=models.PROTECT, related_name="powers_of_attorney"
    )
    #: Единый регистрационный номер, lower case.
    number = models.CharField(max_length=36)
    file_name = models.CharField(max_length=255)
    blob = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, related_name="+")
    principal_name = models.CharField(max_length=1000, blank=True)
    #: ИНН of whom it binds; empty for a sub-delegation that does not name the first principal.
    principal_inn = models.CharField(max_length=12, blank=True)
    representative_name = models.CharField(max_length=1000)
    issued = models.DateField()
    expires = models.DateField()
    #: Number of the power this one was handed on from; empty unless it is a sub-delegation.
    parent_number = models.CharField(max_length=36, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.UNREACHABLE)
    state_reason = models.TextField(blank=True)
    #: Where the state is from: the registry, or the person who noted a revocation.
    state_source = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("expires", "id")
        constraints = (models.UniqueConstraint(fields=("workspace", "number"), name="poa_number"),)
        indexes = (models.Index(fields=("workspace", "principal_inn"), name="poa_principal"),)

    def __str__(self) -> str:
        return f"МЧД № {self.number}"

    @property
    def is_over(self) -> bool:
        """Nothing can be signed by it any more."""
        dead = (State.EXPIRED, State.REVOKED, State.REJECTED)
        return self.state in dead or self.expires < moscow_day(timezone.now())

    @property
    def ends_soon(self) -> bool:
        """Its last thirty days."""
        return not self.is_over and self.expires - moscow_day(timezone.now()) <= timedelta(days=30)


class PoaSignature(models.Model):
    """A detached signature over the file of a power; joint heads may bring one file each."""

    poa = models.ForeignKey(PowerOfAttorney, on_delete=models.CASCADE, related_name="signatures")
    blob = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("poa", "blob"), name="poa_signature"),)


class Binding(models.Model):
    """A representative of a power, by the requisites a certificate is found with."""

    poa = models.ForeignKey(PowerOfAttorney, on_delete=models.CASCADE, related_name="bindings")
    name = models.CharField(max_length=1000)
    #: ИНН of the person or the organisation.
    inn = models.CharField(max_length=12, blank=True)
    snils = models.CharField(max_length=11, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("inn",), name="binding_inn"),
            models.Index(fields=("snils",), name="binding_snils"),
        )
