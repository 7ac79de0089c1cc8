"""Tabs of a portal's page in the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from paraph.portals.sections import Sections

_sections = Sections(
    {"bitrix24-portal": gettext_lazy("Состояние"), "bitrix24-people": gettext_lazy("Сотрудники")}
)
add, every = _sections.add, _sections.every
