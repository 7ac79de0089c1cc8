"""Documents of an invented deal, made as PDF."""

from __future__ import annotations

from dataclasses import dataclass

import typst

_TEMPLATE = """
#set page(paper: "a4", margin: 25mm)
#set text(lang: "ru", size: 11pt)
#align(center, text(size: 15pt, weight: "bold", sys.inputs.title))
#v(4mm)
#grid(columns: (1fr, 1fr), [г. Москва], align(right, sys.inputs.date))
#v(6mm)
#set par(justify: true, leading: 0.8em)
#sys.inputs.body
#v(12mm)
#grid(
  columns: (1fr, 1fr),
  gutter: 8mm,
  [*Исполнитель* \\ #sys.inputs.ours],
  [*Заказчик* \\ #sys.inputs.theirs],
)
"""


@dataclass(frozen=True)
class Sample:
    """A document of the deal with the attributes a manager fills in."""

    file_name: str
    kind: str
    number: str
    date: str  #: ISO date
    amount: str
    data: bytes
    #: Whether the partner is to sign too: «1» yes, «0» no, empty as its kind says.
    answer_wanted: str = ""


_TEXTS = (
    (
        "Договор поставки 17.pdf",
        "contract",
        "17",
        "Договор поставки № 17",
        "1250000.00",
        "Исполнитель обязуется поставить, а Заказчик принять и оплатить товар на условиях договора. "
        "Цена договора — 1 250 000 рублей 00 копеек, в том числе НДС 22 %. Договор действует один год.",
    ),
    (
        "Счёт на оплату 171.pdf",
        "invoice",
        "171",
        "Счёт на оплату № 171",
        "1250000.00",
        "Оплата по договору поставки № 17. Итого к оплате: 1 250 000 рублей 00 копеек. "
        "Счёт действителен пять рабочих дней.",
    ),
    (
        "Акт приёмки 17-1.pdf",
        "act",
        "17/1",
        "Акт сдачи-приёмки № 17/1",
        "1250000.00",
        "Товар по договору поставки № 17 передан полностью и в срок. Заказчик претензий не имеет.",
    ),
)


def deal(ours: str, theirs: str) -> list[Sample]:
    """Contract, invoice and act of one deal between two parties."""
    samples = []
    for file_name, kind, number, title, amount, body in _TEXTS:
        inputs = {"title": title, "date": "20.11.2026", "body": body, "ours": ours, "theirs": theirs}
        data = typst.compile(_TEMPLATE.encode(), sys_inputs=inputs)
        samples.append(Sample(file_name, kind, number, "2026-11-20", amount, bytes(data)))
    return samples
