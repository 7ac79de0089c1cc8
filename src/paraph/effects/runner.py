"""Runners: what makes due effects run."""

from __future__ import annotations

from django.db import transaction

from paraph.effects.bell import bell
from paraph.effects.models import Effect
from paraph.effects.ports import Runner

__all__ = ["EmbeddedRunner", "Runner"]


class EmbeddedRunner:
    """Threads of the serving process."""

    def wake(self, effect: Effect) -> None:
        """Ring once the effect is committed."""
        transaction.on_commit(bell.ring)
