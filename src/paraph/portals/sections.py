"""Tabs of a portal's page in the settings: features add theirs.

sections.add("bitrix24-registry", gettext_lazy("Реестры"))    # an address that takes the portal's id
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Sections:
    """Names of addresses and their words, in the order they were added."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = dict(known)

    def add(self, name: str, label: Any) -> None:
        """Offer a page of every portal (from `AppConfig.ready()`)."""
        self._known[name] = label

    def every(self) -> list[tuple[str, Any]]:
        """All of them."""
        return list(self._known.items())
