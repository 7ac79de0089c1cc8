"""Folders on Disk, departments of the portal, and documents being made in its generator."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DiskFolder(models.Model):
    """A folder of ours on the portal's Disk; found again there when the row is wrong."""

    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.CASCADE, related_name="+")
    #: Names from the root of the storage, by «/»; a name itself holds none.
    path = models.CharField(max_length=600)
    folder_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "path"), name="bitrix24_disk_folder"),)


class PortalDepartment(models.Model):
    """A department as the portal knows it: the tree and who heads each branch."""

    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.CASCADE, related_name="departments")
    department_id = models.BigIntegerField()
    name = models.CharField(max_length=300)
    parent_id = models.BigIntegerField(default=0)
    #: Portal user who heads it (UF_HEAD); 0 nobody.
    head_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("portal", "department_id"), name="bitrix24_department"),
        )


class Creation(models.Model):
    """A document being made from a CRM object: its file comes from the portal's generator or a person."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("портал готовит документ")
        READY = "ready", _("документ создан")
        FAILED = "failed", _("не получилось")

    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.PROTECT, related_name="+")
    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, related_name="+")
    entity_type_id = models.IntegerField()
    entity_id = models.BigIntegerField()
    #: Of the generator; 0 when a person gave the file.
    template_id = models.BigIntegerField(default=0)
    #: What the person stated, as `creating.Wanted` writes it.
    wanted = models.JSONField(default=dict)
    #: Id of the document in the portal's generator.
    outer_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    #: Why it did not work, in Russian.
    error = models.TextField(blank=True)
    package = models.OneToOneField(
        "docflow.Package", on_delete=models.PROTECT, null=True, related_name="bitrix24_creation"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("portal", "entity_type_id", "entity_id"), name="bitrix24_creation_of"),
        )
