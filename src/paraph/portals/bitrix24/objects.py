"""Objects of a portal's CRM: types, what processes and documents call them, where their cards are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: CRM type names in ids of documents («DEAL_5») and in codes of places; smart processes are DYNAMIC_{number}.
TYPES: Mapping[str, int] = {
    "LEAD": 1,
    "DEAL": 2,
    "CONTACT": 3,
    "COMPANY": 4,
    "QUOTE": 7,
    "SMART_INVOICE": 31,
}
_NAMES = {number: name for name, number in TYPES.items()}
#: Types whose cards have a section of their own.
_SECTIONS = {1: "lead", 2: "deal", 3: "contact", 4: "company", 7: "quote"}
_NAME = re.compile(r"([A-Z_]+?)_(\d{1,18})|DYNAMIC_(\d{1,9})_(\d{1,18})")


@dataclass(frozen=True)
class Entity:
    """A CRM object."""

    type_id: int
    id: int

    @property
    def name(self) -> str:
        """As the portal names it to processes, and `CrmObject.object` keeps it: «DEAL_5», «DYNAMIC_147_1»."""
        return f"{_NAMES.get(self.type_id, f'DYNAMIC_{self.type_id}')}_{self.id}"

    @property
    def path(self) -> str:
        """Address of its card on the portal."""
        section = _SECTIONS.get(self.type_id, f"type/{self.type_id}")
        return f"/crm/{section}/details/{self.id}/"


def parse(name: str) -> Entity | None:
    """The object of a name; None for what is no object of the CRM."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    if found[3]:
        return Entity(int(found[3]), int(found[4]))
    return Entity(TYPES[found[1]], int(found[2])) if found[1] in TYPES else None
