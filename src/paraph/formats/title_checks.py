"""Whether a title is right: names, requisites, function, arithmetic, official schema. Faults are Russian.

The schemas check neither check digits nor sums, and a partner's accounting refuses a document that does not
add up, so all of it is checked before anybody signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, localcontext
from typing import NamedTuple

from paraph.formats import file_names
from paraph.formats.requisites import check_inn, check_kpp
from paraph.formats.schemas import MOST_FAULTS, SchemaError, schema_faults
from paraph.formats.title_sums import Line, amount, decimal, tax, transfer_lines
from paraph.formats.titles import MAX_SIZE, Title, TitleParty, read_title
from paraph.formats.xml_files import FormatError, Node, read_root

_KOPECK = Decimal("0.01")
#: Enough for the product of the two longest numbers the formats hold.
_DIGITS = 80
_PERCENT = re.compile(r"([0-9]{1,2})(?:,([0-9]{1,2}))?%")
_FRACTION = re.compile(r"([0-9]{1,2})/([0-9]{3})")
#: «9,09%», «16,67%», «18,03%»: 10/110, 20/120 and 22/122 rounded to hundredths of a per cent.
_ROUNDED = {"9,09%": (10, 110), "16,67%": (20, 120), "18,03%": (22, 122)}


def check_title(
    data: bytes, schemas: Mapping[str, bytes] | None = None, *, function: str = "", file_name: str = ""
) -> list[str]:
    """Everything wrong with the title, at most `schemas.MOST_FAULTS` faults of each sort.

    `schemas` are official XSD files by their names, if the installation has them; a format without a schema
    among them is checked without one (`schema_name` tells). `function` is the one the document's kind calls
    for; `file_name` the name the file goes under.
    """
    try:
        title = read_title(data)
        if title is None:
            return ["Это не титул формализованного документа."]
        document = _document(data)
        return [
            *_name_faults(title, file_name),
            *_function_faults(title, document, function),
            *_party_faults(title),
            *sum_faults(document, title.form.totals),
            *_by_schema(title, data, schemas or {}),
        ]
    except FormatError as error:
        return [str(error)]


def schema_name(title: Title, names: Iterable[str]) -> str:
    """The newest edition of the official schema of this title among `names`, or nothing.

    Names are as ФНС gives them: `ON_NSCHFDOPPR_1_997_01_05_03_05.xsd` — format 5.03, edition 05.
    """
    part = re.escape("_".join(number.zfill(2) for number in title.version.split(".")))
    pattern = re.compile(rf"{re.escape(title.form.prefix)}(_[0-9]+)+_{part}_[0-9]{{2}}\.xsd")
    return max((name for name in names if pattern.fullmatch(name)), default="")


def _document(data: bytes) -> Node:
    root = Node(read_root(data, limit=MAX_SIZE))
    return root.maybe("Документ") or root.one("ИнфПок")


def _name_faults(title: Title, file_name: str) -> Iterator[str]:
    if not title.file_id.startswith((f"{title.form.prefix}_", f"{title.form.prefix}MARK_")):
        yield f"ИдФайл {title.file_id!r} начинается не с {title.form.prefix}, как положено этому формату."
    if file_name and file_names.stem(file_name) != title.file_id:
        yield f"Имя файла {file_name!r} не совпадает с ИдФайл {title.file_id!r}."
    for whose, identifier in (("отправителя", title.sender_id), ("получателя", title.recipient_id)):
        if not identifier:
            yield f"Не понять идентификатор {whose}: имя файла составлено не по правилам ФНС."
        elif not file_names.is_participant(identifier):
            yield f"Идентификатор {whose} {identifier!r} записан с ошибкой."


def _function_faults(title: Title, document: Node, wanted: str) -> Iterator[str]:
    allowed = title.form.functions
    if allowed and title.function not in allowed:
        yield f"Функция {title.function!r}, а в этом формате бывает {', '.join(sorted(allowed))}."
    if wanted and title.function != wanted:
        yield f"В файле функция {title.function or 'не указана'}, а выбранному виду документа нужна {wanted}."
    if title.form.totals != "transfer":
        return
    if title.function in ("ДОП", "СЧФДОП") and document.maybe("СвПродПер") is None:
        yield f"У функции {title.function} нет сведений о передаче (СвПродПер)."
    table = document.maybe("ТаблСчФакт")
    if title.function in ("СЧФ", "СЧФДОП") and not (table and table.all("СведТов")):
        yield f"У функции {title.function} нет ни одной строки товаров (СведТов)."


def _party_faults(title: Title) -> Iterator[str]:
    for who, parties in (("Продавец", title.sellers), ("Покупатель", title.buyers)):
        for party in parties:
            yield from (f"{who} {party.name!r}: {fault}" for fault in _requisite_faults(party))


def _requisite_faults(party: TitleParty) -> Iterator[str]:
    if party.inn and (fault := check_inn(party.inn)):
        yield fault
    if party.kpp and (fault := check_kpp(party.kpp)):
        yield fault


def _by_schema(title: Title, data: bytes, schemas: Mapping[str, bytes]) -> list[str]:
    name = schema_name(title, schemas)
    if not name:
        return []
    try:
        return schema_faults(read_root(data, limit=MAX_SIZE), schemas[name], title.file_id)
    except SchemaError as error:
        return [f"{name}: {error}"]


def sum_faults(document: Node, kind: str) -> list[str]:
    """What does not add up; `kind` is `TitleForm.totals`."""
    faults: Callable[[Node], Iterable[str]] | None = {
        "transfer": _transfer_faults, "correction": _correction_faults, "goods": _goods_faults,
        "works": _works_faults,
    }.get(kind)  # fmt: skip
    try:
        with localcontext(prec=_DIGITS):
            return list(faults(document))[:MOST_FAULTS] if faults else []
    except FormatError as error:
        return [str(error)]


class _Total(NamedTuple):
    """A sum of lines and what is written as their total; None where nothing is written."""

    what: str
    lines: list[Decimal | None]
    written: Decimal | None


def _total_faults(totals: Iterable[_Total]) -> Iterator[str]:
    for what, lines, written in totals:
        found = [line for line in lines if line is not None]
        added = sum(found, Decimal(0))
        if written is not None and found and added != written:
            yield f"{what}: в строках {added}, а всего указано {written}."


def _transfer_faults(document: Node) -> Iterator[str]:
    lines = transfer_lines(document)
    for line in lines:
        yield from (f"Строка {line.number}: {fault}" for fault in _line_faults(line))
    total = document.path("ТаблСчФакт", "ВсегоОпл")
    if total is None:
        return
    yield from _total_faults([
        _Total("Стоимость без НДС", [line.net for line in lines], amount(total, "СтТовБезНДСВсего")),
        _Total("НДС", [line.tax for line in lines], tax(total.maybe("СумНалВсего"))),
        _Total("Стоимость с НДС", [line.gross for line in lines], amount(total, "СтТовУчНалВсего")),
    ])  # fmt: skip


def _line_faults(line: Line) -> Iterator[str]:
    if line.quantity is not None and line.price is not None and line.net is not None:
        product = line.quantity * line.price
        if abs(product - line.net) > _KOPECK + _rounding(line.quantity, line.price):
            yield f"количество на цену — {product.quantize(_KOPECK)}, а стоимость без НДС {line.net}."
    if line.net is not None and line.gross is not None:
        if line.net + (line.tax or 0) != line.gross:
            yield f"без НДС {line.net} и НДС {line.tax or 0} не дают стоимости с НДС {line.gross}."
        wanted = _tax_wanted(line.rate, line.net, line.gross)
        if wanted is not None and abs(wanted - (line.tax or 0)) > _KOPECK:
            yield f"НДС по ставке {line.rate} — {wanted.quantize(_KOPECK)}, а указано {line.tax or 0}."


def _rounding(quantity: Decimal, price: Decimal) -> Decimal:
    """By how much a product may differ because both numbers were rounded to the digits written."""
    return abs(quantity) * _half_digit(price) + abs(price) * _half_digit(quantity)


def _half_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # no infinities get here
    return Decimal(5).scaleb(exponent - 1) if exponent < 0 else Decimal(0)


def _tax_wanted(rate: str, net: Decimal, gross: Decimal) -> Decimal | None:
    """VAT by its rate; None when the rate does not tell («налоговым агентом»)."""
    if rate == "без НДС":
        return Decimal(0)
    if rate in _ROUNDED:
        part, whole = _ROUNDED[rate]
        return gross * part / whole
    if found := _FRACTION.fullmatch(rate):
        return gross * int(found[1]) / int(found[2])
    if found := _PERCENT.fullmatch(rate):
        return net * Decimal(f"{found[1]}.{found[2] or 0}") / 100
    return None


def _correction_faults(document: Node) -> Iterator[str]:
    """Increases and decreases of lines are summed apart (lines В and Г of a correction)."""
    table = document.one("ТаблКСчФ")
    lines = table.all("СведТов")
    for name, kind, where in (("увеличение", "Увел", "ВсегоУвел"), ("уменьшение", "Ум", "ВсегоУм")):
        total = table.maybe(where)
        if total:
            net = [_changed(line.maybe("СтТовБезНДС"), kind) for line in lines]
            taxes = [_tax_changed(line.maybe("СумНалРазн"), kind) for line in lines]
            gross = [_changed(line.maybe("СтТовУчНал"), kind) for line in lines]
            yield from _total_faults([
                _Total(f"Стоимость без НДС, {name}", net, amount(total, "СтТовБезНДСВсего")),
                _Total(f"НДС, {name}", taxes, tax(total.maybe("СумНал"))),
                _Total(f"Стоимость с НДС, {name}", gross, amount(total, "СтТовУчНалВсего")),
            ])  # fmt: skip


def _changed(node: Node | None, kind: str) -> Decimal | None:
    return amount(node, f"Стоим{kind}") if node else None


def _tax_changed(node: Node | None, kind: str) -> Decimal | None:
    found = node.maybe(f"Сум{kind}") if node else None
    return decimal(found.text(), f"Сум{kind}") if found else None


#: What is summed, its name in a line, its name in the total: waybills of 551@, acts of 552@.
_GOODS = (
    ("Стоимость без НДС", "СтБезНДС", "СтБезНДСВс"),
    ("НДС", "СумНДС", "СумНДСВс"),
    ("Стоимость с НДС", "СтУчНДС", "СтУчНДСВс"),
)
_WORKS = (
    ("Стоимость без НДС", "СтоимБезНДС", "СтБезНДСИт"),
    ("НДС", "СумНДС", "СумНДСИт"),
    ("Стоимость с НДС", "СтоимУчНДС", "СтУчНДСИт"),
)


def _goods_faults(document: Node) -> Iterator[str]:
    table = document.path("СвДокПТПрКроме", "СодФХЖ2")
    total = table.maybe("Всего") if table else None
    if table and total:
        yield from _column_faults(_GOODS, table.all("СвТов"), total)


def _works_faults(document: Node) -> Iterator[str]:
    for part in document.one("СвДокПРУ").one("СодФХЖ1").all("ОписРабот"):
        yield from _column_faults(_WORKS, part.all("Работа"), part)


def _column_faults(columns: Iterable[tuple[str, str, str]], lines: list[Node], total: Node) -> Iterator[str]:
    yield from _total_faults(
        _Total(what, [amount(line, of_line) for line in lines], amount(total, of_total))
        for what, of_line, of_total in columns
    )
