"""What the application does at start for documents and their items."""

from __future__ import annotations

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy

from paraph.archive.models import ArchiveRecord
from paraph.docflow.ports import on_change
from paraph.effects import schedules
from paraph.effects.handlers import register
from paraph.portals.elma365 import sections
from paraph.portals.elma365.sync import background, reactions, work


def install() -> None:
    """Register effects, the schedule, the reactions and the page (from `AppConfig.ready()`)."""
    for handler in (work.TellItem(), background.RunTasks(), background.TasksTick()):
        register(handler)
    schedules.every("elma365.tasks", background.EVERY, background.TasksTick.kind)
    on_change(reactions.tell_item)
    post_save.connect(reactions.tell_proof, sender=ArchiveRecord, dispatch_uid="elma365.sync.tell_proof")
    sections.add("elma365-tasks", gettext_lazy("Фоновые задачи"))
