"""Joins the process blocks to the hub at its start."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy

from paraph.docflow.ports import on_change
from paraph.effects import schedules
from paraph.effects.handlers import register
from paraph.portals.elma365 import sections
from paraph.portals.elma365.blocks import answering, deeds, following, handlers, printing, sending
from paraph.portals.elma365.blocks.janitor import Janitor


def install() -> None:
    """The blocks, their effects, the clock, the reaction to documents, the page (from `ready()`)."""
    for deed in (sending.Send(), answering.Sign(), answering.Refuse(), printing.PrintForm()):
        deeds.add(deed)
    for handler in (handlers.Work(), handlers.Answer(), handlers.Say(), handlers.Ask(), Janitor()):
        register(handler)
    schedules.every("elma365.blocks", timedelta(minutes=1), Janitor.kind)
    on_change(following.react)
    sections.add("elma365-blocks", gettext_lazy("Блоки процессов"))
