"""Taking values out of the XML of a power of attorney, each with its rule and its place in the message."""

from __future__ import annotations

import re
from datetime import date

from paraph.formats import xml_files
from paraph.formats.mchd_types import MchdError
from paraph.formats.requisites import digits

_GUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
#: Patterns of the official schema: the two first digits of ИНН and КПП are never 00.
_PATTERNS = {
    "ИННФЛ": re.compile(r"(?!00)[0-9]{12}"),
    "ИННЮЛ": re.compile(r"(?!00)[0-9]{10}"),
    "КПП": re.compile(r"(?!00)[0-9]{4}[0-9A-Z]{2}[0-9]{3}"),
    "ОГРН": re.compile(r"[0-9]{13}"),
    "ОГРНИП": re.compile(r"[0-9]{15}"),
    "СНИЛС": re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}"),
}


class Node(xml_files.Node):
    """As every element, with the rules of a power of attorney for what it holds."""

    refusal = MchdError

    def text(self) -> str:
        return (self.element.text or "").strip()

    def get(self, *names: str) -> str:
        """An optional attribute, empty when absent; requisites must fit the pattern of the schema."""
        name, value = names[0], super().get(*names)
        pattern = _PATTERNS.get(name)
        if value and pattern and not pattern.fullmatch(value):
            raise MchdError(f"{name} в {self.name} записан с ошибкой: {value[:40]!r}.")
        return digits(value) if name == "СНИЛС" else value

    def code(self, name: str, *allowed: str) -> str:
        """An attribute out of a list of codes."""
        value = self.need(name)
        if value not in allowed:
            raise MchdError(f"{name} в {self.name}: {value!r}, а может быть {', '.join(allowed)}.")
        return value

    def day(self, *names: str) -> date:
        """A date yyyy-mm-dd."""
        name, value = names[0], self.need(*names)
        try:
            if len(value) != 10:
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError as error:
            raise MchdError(f"{name} в {self.name}: {value[:40]!r} — не дата ГГГГ-ММ-ДД.") from error

    def guid(self, name: str, *, required: bool = True) -> str:
        """A registration number in lower case."""
        value = self.need(name) if required else self.get(name)
        if value and not _GUID.fullmatch(value):
            raise MchdError(f"{name} в {self.name}: {value[:40]!r} — не единый регистрационный номер.")
        return value.lower()
