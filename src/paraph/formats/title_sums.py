"""Sums of titles: totals as written, and lines to compare them with. Decimals, never floats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from paraph.formats.xml_files import FormatError, Node

_AMOUNT = re.compile(r"[+-]?[0-9]{1,26}(\.[0-9]{1,11})?")
Sums = tuple[Decimal | None, Decimal | None]


def amount(node: Node, *names: str) -> Decimal | None:
    """A decimal attribute, None when it is not there."""
    value = node.get(*names)
    return decimal(value, f"{names[0]} в {node.name}") if value else None


def decimal(text: str, where: str) -> Decimal:
    """A decimal number with a point; no exponents, no infinities."""
    if not _AMOUNT.fullmatch(text.strip()):
        raise FormatError(f"{where}: {text[:40]!r} — не число.")
    return Decimal(text.strip())


def tax(node: Node | None) -> Decimal | None:
    """VAT inside an element of it: a sum, or None for «без НДС» and a dash."""
    found = (node.maybe("СумНал") or node.maybe("СумНДС")) if node else None
    return decimal(found.text(), f"{node.name if node else ''}") if found else None


def read_totals(document: Node, kind: str) -> Sums:
    """The sum with VAT and the VAT of the whole document; `kind` is `TitleForm.totals`."""
    match kind:
        case "transfer":
            return _transfer(document.path("ТаблСчФакт", "ВсегоОпл"))
        case "correction":
            return _correction(document)
        case "goods":
            total = document.path("СвДокПТПрКроме", "СодФХЖ2", "Всего")
            return (amount(total, "СтУчНДСВс"), amount(total, "СумНДСВс")) if total else (None, None)
        case "works":
            parts = document.one("СвДокПРУ").one("СодФХЖ1").all("ОписРабот")
            return _sum(amount(part, "СтУчНДСИт") for part in parts), _sum(
                amount(part, "СумНДСИт") for part in parts
            )
        case _:
            return None, None


def _transfer(total: Node | None) -> Sums:
    if total is None:
        return None, None
    return amount(total, "СтТовУчНалВсего"), tax(total.maybe("СумНалВсего"))


def _correction(document: Node) -> Sums:
    """Increase less decrease."""
    more, less = document.path("ТаблКСчФ", "ВсегоУвел"), document.path("ТаблКСчФ", "ВсегоУм")
    if more is None and less is None:
        return None, None
    sums = [
        (amount(part, "СтТовУчНалВсего"), tax(part.maybe("СумНал"))) if part else (None, None)
        for part in (more, less)
    ]
    return _difference(sums[0][0], sums[1][0]), _difference(sums[0][1], sums[1][1])


def _difference(more: Decimal | None, less: Decimal | None) -> Decimal | None:
    return None if more is None and less is None else (more or Decimal(0)) - (less or Decimal(0))


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    found = [value for value in values if value is not None]
    return sum(found, Decimal(0)) if found else None


@dataclass(frozen=True)
class Line:
    """A line of a table «transfer»."""

    number: str
    rate: str  #: НалСт as written
    quantity: Decimal | None
    price: Decimal | None
    net: Decimal | None  #: without VAT
    tax: Decimal | None
    gross: Decimal | None  #: with VAT


def transfer_lines(document: Node) -> list[Line]:
    """Lines of УПД and invoices."""
    table = document.maybe("ТаблСчФакт")
    return [
        Line(
            line.get("НомСтр"),
            line.get("НалСт"),
            amount(line, "КолТов"),
            amount(line, "ЦенаТов"),
            amount(line, "СтТовБезНДС"),
            tax(line.maybe("СумНал")),
            amount(line, "СтТовУчНал"),
        )
        for line in (table.all("СведТов") if table else [])
    ]
