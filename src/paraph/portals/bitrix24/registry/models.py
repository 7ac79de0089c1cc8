"""Registries of a portal: where they are, the documents and packages in them, what was last agreed on."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Registry(models.Model):
    """A smart process of the portal that holds our documents or packages, and which field holds what."""

    class Kind(models.TextChoices):
        DOCUMENTS = "documents", _("документы")
        PACKAGES = "packages", _("пакеты")

    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.CASCADE, related_name="registries")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: Of the smart process: what `crm.item.*` asks for, and what its fields' names are made of.
    entity_type_id = models.IntegerField(default=0)
    type_id = models.IntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    #: Made by our button; one that stood there before is never changed, only mapped onto.
    is_made = models.BooleanField(default=False)
    #: Attribute code → field name, and the fields as they were last read.
    mapped = models.JSONField(default=dict)
    fields = models.JSONField(default=list)
    #: Why the registry cannot be worked with; empty when it can be.
    faults = models.JSONField(default=list)
    #: Time of change of the last item taken over, as the portal writes it.
    cursor = models.CharField(max_length=40, blank=True)
    read_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "kind"), name="bitrix24_registry_kind"),)

    @property
    def works(self) -> bool:
        """Whether items may be written: set up, and nothing is missing."""
        return bool(self.entity_type_id) and not self.faults


class _Row(models.Model):
    """Something of ours in a registry of the portal, and whether the portal knows its latest state."""

    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.CASCADE, related_name="+")
    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    #: By it a lost answer is looked up before anything is added again.
    guid = models.UUIDField(unique=True, default=uuid.uuid4)
    #: The CRM object it belongs to.
    owner_type_id = models.IntegerField()
    owner_id = models.BigIntegerField()
    #: Id in the portal's registry; None until it is there.
    item_id = models.BigIntegerField(null=True)
    #: Plain values by attribute, as both sides had them last.
    agreed = models.JSONField(default=dict)
    #: Grows with every change of ours; the change is told when `is_dirty` is taken back at the same number.
    revision = models.PositiveIntegerField(default=1)
    is_dirty = models.BooleanField(default=True)
    #: An attempt to add it was begun: it may be there though no answer came.
    may_exist = models.BooleanField(default=False)
    #: What the portal said when it last refused, in Russian.
    fault = models.TextField(blank=True)
    #: When the portal was last told: its event about that is an echo.
    told_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Item(_Row):
    """One document of the registry. It may stand there before it is registered with us as a document."""

    document = models.OneToOneField(
        "registry.Document", on_delete=models.PROTECT, null=True, related_name="bitrix24_item"
    )
    #: Plain values people stated; of a registered document only what a document has no column for.
    stated = models.JSONField(default=dict)
    blob = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    pages = models.PositiveIntegerField(null=True)
    #: Where the file came from: «upload», «docgen:12», «disk:33», «portal».
    source = models.CharField(max_length=40, default="upload")
    #: Digest of the proof that lies in the portal.
    signed_sha256 = models.CharField(max_length=64, blank=True)
    disk_sha256 = models.CharField(max_length=64, blank=True)
    disk_file_id = models.BigIntegerField(null=True)
    #: Changes made in the portal that were put back: attribute, what was written there, what stays.
    conflicts = models.JSONField(default=list)
    is_final = models.BooleanField(default=False)
    #: The portal has no such item any more.
    is_removed = models.BooleanField(default=False)
    created_by = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("portal", "item_id"), condition=~models.Q(item_id=None), name="bitrix24_item_once"
            ),
        )
        indexes = (
            models.Index(fields=("portal", "owner_type_id", "owner_id", "-id"), name="bitrix24_item_owner"),
            models.Index(fields=("portal", "is_dirty", "id"), name="bitrix24_item_dirty"),
        )


class PackageItem(_Row):
    """A package in the registry of packages, and its one activity in the timeline of the CRM object."""

    package = models.OneToOneField("docflow.Package", on_delete=models.PROTECT, related_name="bitrix24_item")
    activity_id = models.BigIntegerField(null=True)
    #: Digest of the activity as the portal shows it.
    shown = models.CharField(max_length=64, blank=True)
    #: Codes of triggers still to be fired, and of those that were.
    to_fire = models.JSONField(default=list)
    fired = models.JSONField(default=list)
    is_final = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portal", "item_id"), condition=~models.Q(item_id=None), name="bitrix24_package_once"
            ),
        )
        indexes = (
            models.Index(fields=("portal", "owner_type_id", "owner_id"), name="bitrix24_package_owner"),
            models.Index(fields=("portal", "is_dirty", "id"), name="bitrix24_package_dirty"),
        )


class Parties(models.Model):
    """Who the two sides of a CRM object are, as its requisites last said."""

    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.CASCADE, related_name="+")
    owner_type_id = models.IntegerField()
    owner_id = models.BigIntegerField()
    title = models.CharField(max_length=300, blank=True)
    #: {"name", "inn", "kpp", "ogrn", "email"…}; empty when the object names none.
    ours = models.JSONField(default=dict)
    theirs = models.JSONField(default=dict)
    #: The portal user in charge, who is shown in the timeline.
    responsible_id = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    #: Something of it was changed in the portal after it was read.
    is_stale = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portal", "owner_type_id", "owner_id"), name="bitrix24_parties_of"
            ),
        )
        indexes = (models.Index(fields=("portal", "is_stale"), name="bitrix24_parties_stale"),)


class Sync(models.Model):
    """The one who works on a portal's registries now, and what is wanted of the next."""

    portal = models.OneToOneField("bitrix24.Portal", on_delete=models.CASCADE, related_name="+")
    #: Who works is trusted until then.
    busy_until = models.DateTimeField(null=True)
    #: When the last work began.
    ran_at = models.DateTimeField(null=True)
    #: Something was changed in the portal's registry: it has to be read.
    is_read_wanted = models.BooleanField(default=False)


class ProofFolder(models.Model):
    """A folder of the application's storage on the portal's Disk."""

    portal = models.ForeignKey("bitrix24.Portal", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    folder_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "name"), name="bitrix24_proof_folder"),)
