"""Rows of «Соответствие документов»."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from paraph.registry.kinds import KIND_CHOICES
from paraph.registry.models import Direction


class DocumentMap(models.Model):
    """One row: items of an application are documents of one kind, and which field holds what."""

    company = models.ForeignKey("elma365.Company", on_delete=models.CASCADE, related_name="document_maps")
    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    #: The application: code of its section, its own code and title.
    namespace = models.CharField(max_length=200)
    code = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=30, choices=KIND_CHOICES)
    #: Started for an incoming document: «section» or «section.application», and its own code; may be empty.
    process_namespace = models.CharField(max_length=400, blank=True)
    process_code = models.CharField(max_length=200, blank=True)
    #: The application's fields as last read (`mapping.kept`), and attribute code → field code.
    fields = models.JSONField(default=list)
    mapped = models.JSONField(default=dict)
    #: Its statuses as last read: [{"id", "code", "title"}]; our status → code of theirs.
    their_statuses = models.JSONField(default=list)
    statuses = models.JSONField(default=dict)
    #: Fields of a company's requisites: [{"attribute", "field"}] (`parties.found_requisites`).
    requisites = models.JSONField(default=list)
    #: Codes of attributes the operator does not take such a document without.
    required = models.JSONField(default=list)
    #: What is missing or wrong: [{"attribute", "field", "reason"}]; no work with the row until there is none.
    faults = models.JSONField(default=list)
    is_complete = models.BooleanField(default=False)
    is_removed = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("direction", "title", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("company", "namespace", "code"),
                condition=models.Q(direction=Direction.OUT, is_removed=False),
                name="elma365_map_out",
            ),
            models.UniqueConstraint(
                fields=("company", "kind"),
                condition=models.Q(direction=Direction.IN, is_removed=False),
                name="elma365_map_in",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} #{self.pk}"

    @property
    def works(self) -> bool:
        """Whether documents may go by it."""
        return self.is_complete and not self.is_removed

    @property
    def application(self) -> str:
        """«section/application», as `Field.target` names it."""
        return f"{self.namespace}/{self.code}"

    @property
    def process(self) -> str:
        """«section|code» of the process to be started; empty for none."""
        return f"{self.process_namespace}|{self.process_code}" if self.process_code else ""

    @property
    def status_ids(self) -> dict[str, str]:
        """Their numeric id of a status (`__status.status` of an item), as text → its code."""
        return {str(one["id"]): one["code"] for one in self.their_statuses}

    def status_of(self, item: object) -> str:
        """Code of the status an item is in; empty when it has none, or one read later than the row."""
        status = item.get("__status") if isinstance(item, dict) else None
        number = status.get("status") if isinstance(status, dict) else None
        return self.status_ids.get(str(number), "")
