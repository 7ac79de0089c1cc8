"""Templates a new portal has: for deals, in Russian, with numbers of their own."""

from __future__ import annotations

from paraph.sandbox.bitrix24 import seed
from paraph.sandbox.bitrix24.documentgenerator import docx, numerators, templates
from paraph.sandbox.bitrix24.documentgenerator.templates import NewTemplate
from paraph.sandbox.bitrix24.files import Stored
from paraph.sandbox.bitrix24.world import World

_SIDES = (
    "Исполнитель: {MyCompanyRequisiteRqCompanyName}, ИНН {MyCompanyRequisiteRqInn},"
    " КПП {MyCompanyRequisiteRqKpp}.",
    "Заказчик: {CompanyRequisiteRqCompanyName}, ИНН {CompanyRequisiteRqInn}, КПП {CompanyRequisiteRqKpp}.",
)
#: Name, the beginning of its numbers, and what stands under the heading.
_TEMPLATES = (
    (
        "Договор",
        "Д-",
        (
            *_SIDES,
            "Предмет договора: {Title}.",
            "Цена договора: {TotalSum} {CurrencyId}.",
            "От заказчика: {ContactFormattedName}.",
        ),
    ),
    ("Акт", "А-", (*_SIDES, "Оказаны услуги: {Title}, на сумму {TotalSum} {CurrencyId}. Претензий нет.")),
    ("Счёт", "С-", (*_SIDES, "Основание: {Title}.", "К оплате: {TotalSum} {CurrencyId}.")),
)


@seed.sows
def sow(world: World) -> None:
    for name, prefix, body in _TEMPLATES:
        numerator = numerators.add(world, name, prefix + "{NUMBER}", {})
        file = docx.made([f"{name} № {{DocumentNumber}} от {{DocumentCreateTime}}", *body])
        templates.add(world, NewTemplate(name, numerator, ("2",), Stored(f"{name}.docx", file)))
