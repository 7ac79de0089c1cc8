"""Tabs of a portal's page in the settings: features add theirs.

sections.add("bitrix24-registry", gettext_lazy("Реестры"))    # an address that takes the portal's id
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

_sections: dict[str, Any] = {
    "bitrix24-portal": gettext_lazy("Состояние"),
    "bitrix24-people": gettext_lazy("Сотрудники"),
}


def add(name: str, label: Any) -> None:
    """Offer a page of every portal (from `AppConfig.ready()`)."""
    _sections[name] = label


def every() -> list[tuple[str, Any]]:
    """Names of addresses and their words, in order."""
    return list(_sections.items())
