"""Append-only events, chained by hash inside each workspace."""

from __future__ import annotations

from django.db import models


class JournalHead(models.Model):
    """Last link of a workspace's chain; its row lock puts writers in a line."""

    workspace = models.OneToOneField(
        "parties.Workspace", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class JournalEvent(models.Model):
    """One thing that happened: what, who, when, about what. Never changed and never deleted."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    #: `subject:action`, for example «docflow:signed».
    action = models.CharField(max_length=60)
    at = models.DateTimeField()
    #: «часы сервера» or the trusted source that gave the time.
    time_source = models.CharField(max_length=60)
    #: Who acted: kind («employee», «counterparty», «system», «channel»), id and name as shown to people.
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=60, blank=True)
    actor_name = models.CharField(max_length=300)
    package_id = models.BigIntegerField(null=True, db_index=True)
    docflow_id = models.BigIntegerField(null=True, db_index=True)
    document_id = models.BigIntegerField(null=True, db_index=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    #: SHA-256 over the canonical JSON of all fields above.
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("workspace_id", "seq")
        constraints = (models.UniqueConstraint(fields=("workspace", "seq"), name="journal_seq"),)
