"""Tabs of a company's page in the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from paraph.portals.sections import Sections

_sections = Sections(
    {
        "elma365-company": gettext_lazy("Соединение"),
        "elma365-accounts": gettext_lazy("Аккаунты"),
        "elma365-people": gettext_lazy("Сотрудники"),
        "elma365-maps": gettext_lazy("Соответствие документов"),
    }
)
add, every = _sections.add, _sections.every
