"""Forgetting what is done and belongs to nobody: the traces of schedules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from paraph.effects import schedules
from paraph.effects.handlers import Handler, Run, register
from paraph.effects.models import Effect

KIND = "effects.tidy"


class Tidy(Handler):
    """Deletes done effects of the installation itself; those of a workspace are its history and stay."""

    kind = KIND

    def perform(self, run: Run) -> None:
        """Nothing outside."""

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        before = timezone.now() - schedules.KEPT
        old = Effect.objects.filter(state=Effect.State.DONE, finished_at__lt=before)
        old.filter(workspace_id=None, docflow_id=None, package_id=None).delete()


def install() -> None:
    """Register the handler and its daily schedule."""
    register(Tidy())
    schedules.every(KIND, timedelta(days=1), KIND)
