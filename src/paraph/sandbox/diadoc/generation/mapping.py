"""Shapes: how elements of a file of ФНС answer to elements of the simplified XML («контракт»), both ways.

A shape names an element of the file and where in the simplified XML its data lie. The same table writes the
file and reads it back, so GenerateTitleXml and ParseTitleXml cannot disagree.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Protocol, TypeAlias

from lxml import etree

from paraph.formats.xml_files import FormatError, element

Element: TypeAlias = etree._Element
_CODES: Mapping[str, Mapping[str, str]] = json.loads(
    resources.files("paraph.sandbox.diadoc.generation").joinpath("codes.json").read_bytes()
)


class Part(Protocol):
    """What a shape may consist of."""

    def write(self, source: Element) -> list[Element]:
        """Elements of the file for a node of the simplified XML."""
        ...

    def read(self, found: Element, target: Element) -> None:
        """Puts what the children of `found` (an element of the file) say into the simplified XML."""
        ...


@dataclass(frozen=True)
class Attribute:
    """An attribute of the file; `source` is the one of the simplified XML."""

    name: str
    source: str
    write: Callable[[str], str] = str
    read: Callable[[str], str] | None = str  #: None: the value follows from another


@dataclass(frozen=True)
class Shape:
    """An element of the file.

    `path` leads to its data from those of the element around it; the last name may stand there many times.
    `text` names the attribute that is its text, «.» the text of the node itself. An element without anything
    in it is left out.
    """

    tag: str
    path: str = ""
    attributes: tuple[Attribute, ...] = ()
    parts: tuple[Part, ...] = ()
    text: str = ""
    numbered: str = ""  #: attribute that counts the elements

    def write(self, source: Element) -> list[Element]:
        nodes = source.findall(self.path) if self.path else [source]
        made = [self._written(node) for node in nodes]
        kept = [one for one in made if len(one) or one.attrib or one.text]
        for number, one in enumerate(kept, start=1):
            if self.numbered:
                one.attrib.update({self.numbered: str(number)})
        return kept

    def _written(self, node: Element) -> Element:
        values = {one.name: one.write(value) for one in self.attributes if (value := node.get(one.source))}
        children = [child for part in self.parts for child in part.write(node)]
        text = (node.text or "").strip() if self.text == "." else node.get(self.text) if self.text else None
        return element(self.tag, None, values, children, text=text or None)

    def read(self, found: Element, target: Element) -> None:
        for one in found.iterchildren(self.tag):
            self.read_one(one, target)

    def read_one(self, found: Element, target: Element) -> None:
        """One element of the file into the simplified XML."""
        node = self._place(target)
        for one in self.attributes:
            value = found.get(one.name)
            if value and one.read is not None:
                node.set(one.source, one.read(value))
        if self.text == ".":
            node.text = found.text
        elif self.text and found.text:
            node.set(self.text, found.text)
        for part in self.parts:
            part.read(found, node)

    def _place(self, target: Element) -> Element:
        """The node for one more element: containers are shared, the last of the path is new."""
        if not self.path:
            return target
        *containers, last = self.path.split("/")
        for name in containers:
            there = target.find(name)
            target = etree.SubElement(target, name) if there is None else there
        return etree.SubElement(target, last)


def same(*pairs: str) -> tuple[Attribute, ...]:
    """Attributes taken as they are: «ФНС=контракт»."""
    return tuple(Attribute(name, source) for name, _, source in (pair.partition("=") for pair in pairs))


def _number(value: str, places: int) -> str:
    try:
        number = Decimal(value.strip())
    except InvalidOperation as error:
        raise FormatError(f"{value[:40]!r} — не число.") from error
    if not number.is_finite():
        raise FormatError(f"{value[:40]!r} — не число.")
    exponent = number.normalize().as_tuple().exponent
    decimals = max(places, -exponent if isinstance(exponent, int) else places)
    return f"{number:.{decimals}f}"


def money(value: str) -> str:
    """An amount with two digits after the point; more of them than zeros is a mistake."""
    written = _number(value, 2)
    if len(written.partition(".")[2]) > 2:
        raise FormatError(f"В сумме {value[:40]} больше двух знаков после точки.")
    return written


def price(value: str) -> str:
    """A price: two digits after the point at least."""
    return _number(value, 2)


def amounts(*pairs: str) -> tuple[Attribute, ...]:
    """Amounts of money: «ФНС=контракт»."""
    return tuple(replace(one, write=money) for one in same(*pairs))


def named(table: str, code: str) -> str:
    """What a code is called; an unknown one is called by its code."""
    return _CODES[table].get(code, f"код {code}")


def known_unit(code: str) -> bool:
    """Whether the service has a name for a unit of measure (ОКЕИ)."""
    return code in _CODES["units"]


def name_of(name: str, source: str, table: str) -> Attribute:
    """An attribute the service fills in by a code."""
    return Attribute(name, source, write=lambda code: named(table, code), read=None)


def coded(name: str, source: str, codes: Mapping[str, str]) -> Attribute:
    """An attribute whose words differ: by the simplified XML's, the file's."""
    back = {value: key for key, value in codes.items()}

    def write(value: str) -> str:
        if value not in codes:
            raise FormatError(f"{source}: {value[:40]!r} не из числа {', '.join(codes)}.")
        return codes[value]

    return Attribute(name, source, write=write, read=lambda value: back.get(value, value))


def written_all(parts: Iterable[Part], source: Element) -> list[Element]:
    """Elements of all parts, in order."""
    return [made for part in parts for made in part.write(source)]
