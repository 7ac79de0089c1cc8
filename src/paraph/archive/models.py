"""What is kept as proof of a finished docflow."""

from __future__ import annotations

from django.db import models


class ArchiveRecord(models.Model):
    """The proof of one finished docflow: protocol, stamped copy and the bundle with everything."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    docflow = models.OneToOneField("docflow.Docflow", on_delete=models.PROTECT, related_name="archive")
    protocol = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, related_name="+")
    bundle = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, related_name="+")
    #: Absent when the original is not a PDF or cannot be stamped; the reason says which.
    stamped = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    stamp_note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)


class ArchiveExtra(models.Model):
    """A file a channel adds to the proof: a print form, the operator's own protocol."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    docflow = models.ForeignKey("docflow.Docflow", on_delete=models.PROTECT, related_name="extras")
    #: «print-form», «operator-protocol» … One file of each role.
    role = models.CharField(max_length=30)
    file_name = models.CharField(max_length=255)
    blob = models.ForeignKey("registry.Blob", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("docflow", "role"), name="archive_extra"),)


class StampPlace(models.Model):
    """Where the sender wants the mark of one side on the stamped copy (see `places.Place`)."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    docflow = models.ForeignKey("docflow.Docflow", on_delete=models.PROTECT, related_name="stamp_places")
    side = models.CharField(max_length=20)
    page = models.IntegerField()
    x = models.FloatField()
    y = models.FloatField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("docflow", "side"), name="stamp_place"),)
