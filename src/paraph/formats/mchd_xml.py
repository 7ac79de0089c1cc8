"""Taking values out of the XML of a power of attorney, each with its rule and its place in the message."""

from __future__ import annotations

import re
from datetime import date

from lxml import etree

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


class Node:
    """An element whose children and attributes are asked for by local name; namespaces must be the root's."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self.name = etree.QName(element).localname
        self._namespace = etree.QName(element).namespace

    def all(self, name: str) -> list[Node]:
        """Children of that name, in order."""
        tag = f"{{{self._namespace}}}{name}" if self._namespace else name
        return [Node(child) for child in self.element.iterchildren(tag)]

    def maybe(self, name: str) -> Node | None:
        """The only child of that name, or None; two are an error, lest one of them be overlooked."""
        found = self.all(name)
        if len(found) > 1:
            raise MchdError(f"Элемент {name} в {self.name} указан несколько раз.")
        return found[0] if found else None

    def one(self, name: str) -> Node:
        found = self.maybe(name)
        if found is None:
            raise MchdError(f"В {self.name} нет обязательного элемента {name}.")
        return found

    def some(self, name: str) -> list[Node]:
        """At least one child of that name."""
        found = self.all(name)
        if not found:
            raise MchdError(f"В {self.name} нет обязательного элемента {name}.")
        return found

    def choice(self, *names: str) -> Node:
        """The only child out of those names."""
        found = [child for name in names for child in self.all(name)]
        if len(found) != 1:
            raise MchdError(f"В {self.name} должен быть ровно один из элементов: {', '.join(names)}.")
        return found[0]

    def text(self) -> str:
        return (self.element.text or "").strip()

    def get(self, name: str) -> str:
        """An optional attribute, empty when absent; requisites must fit the pattern of the schema."""
        value = str(self.element.get(name) or "")
        pattern = _PATTERNS.get(name)
        if value and pattern and not pattern.fullmatch(value):
            raise MchdError(f"{name} в {self.name} записан с ошибкой: {value[:40]!r}.")
        return digits(value) if name == "СНИЛС" else value

    def need(self, name: str) -> str:
        """An attribute that must be there."""
        value = self.get(name)
        if not value:
            raise MchdError(f"В {self.name} нет обязательного реквизита {name}.")
        return value

    def code(self, name: str, *allowed: str) -> str:
        """An attribute out of a list of codes."""
        value = self.need(name)
        if value not in allowed:
            raise MchdError(f"{name} в {self.name}: {value!r}, а может быть {', '.join(allowed)}.")
        return value

    def day(self, name: str) -> date:
        """A date yyyy-mm-dd."""
        value = self.need(name)
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
