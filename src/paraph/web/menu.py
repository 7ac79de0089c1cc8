"""Entries of the main menu that other apps bring: pages of an adapter, which this room cannot know.

class DiadocConfig(AppConfig):
    def ready(self) -> None:
        from paraph.web import menu

        menu.add(menu.Entry("diadoc", gettext_lazy("Диадок"), roles=(Role.ADMINISTRATOR,)))
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from paraph.parties.models import Employee


@dataclass(frozen=True)
class Entry:
    """One entry: the name of an address, its words, and the roles that see it (none: everybody)."""

    name: str
    label: Any
    roles: tuple[str, ...] = ()


_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Offer a page in the main menu (called once at start; the same name again replaces the entry)."""
    _entries[entry.name] = entry


def entries(employee: Employee) -> Iterable[Entry]:
    """Entries this employee may open, in the order they were added."""
    return [entry for entry in _entries.values() if not entry.roles or employee.has_role(*entry.roles)]
