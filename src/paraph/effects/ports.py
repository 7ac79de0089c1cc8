"""The port behind which a runner stands, and which one this installation uses."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from paraph.effects.models import Effect

_RUNNERS = {
    "embedded": "paraph.effects.runner.EmbeddedRunner",
    "procrastinate": "paraph.effects.fleet.ProcrastinateRunner",
}


class Runner(Protocol):
    """Carries the news that an effect is waiting. What is to be done stays in the effect's row."""

    def wake(self, effect: Effect) -> None:
        """Called in the transaction that made the effect wait; the news must appear or vanish with it."""


def current_runner() -> Runner:
    """The runner chosen by `settings.EFFECTS_RUNNER`."""
    runner: Runner = import_string(_RUNNERS[settings.EFFECTS_RUNNER])()
    return runner


def check_configuration() -> None:
    """Raises ImproperlyConfigured for an unknown runner and for one the database cannot carry."""
    name = settings.EFFECTS_RUNNER
    if name not in _RUNNERS:
        known = " или ".join(_RUNNERS)
        raise ImproperlyConfigured(f"PARAPH_RUNNER={name}: такого исполнителя нет, укажите {known}.")
    if name == "procrastinate" and "postgresql" not in str(settings.DATABASES["default"]["ENGINE"]):
        raise ImproperlyConfigured(
            "PARAPH_RUNNER=procrastinate работает только с PostgreSQL: укажите его адрес в "
            "PARAPH_DATABASE_URL (postgresql://…) или уберите PARAPH_RUNNER."
        )
