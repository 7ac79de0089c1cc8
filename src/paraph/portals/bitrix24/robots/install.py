"""Joins the robots to the hub at its start."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy

from paraph.docflow.ports import on_change
from paraph.effects import schedules
from paraph.effects.handlers import register
from paraph.portals.bitrix24 import health, sections
from paraph.portals.bitrix24.robots import activities, deeds, following, handlers, robots, standing
from paraph.portals.bitrix24.robots.janitor import Janitor


def install() -> None:
    """Robots and activities, their effects, the clock, the reaction to documents (from `ready()`)."""
    for deed in (robots.SendDocument, robots.CheckStatus, *activities.ALL):
        deeds.add(deed())
    for handler in (handlers.Work(), handlers.Answer(), handlers.Log(), handlers.Store(), Janitor()):
        register(handler)
    schedules.every("bitrix24.robots", timedelta(minutes=1), Janitor.kind)
    on_change(following.react)
    health.add(standing.line)
    sections.add("bitrix24-robots", gettext_lazy("Роботы"))
    sections.add("bitrix24-robot-runs", gettext_lazy("Роботы: запуски"))
