"""Values of the metadata Диадок wants with documents that are not formalised, from what we know of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from paraph.channels.diadoc.kind_map import Described
from paraph.registry.models import Document, DocumentLink, LinkRelation

#: ОКВ codes of the currencies met (ОК 014-2000).
_CURRENCIES = {"RUB": "643", "USD": "840", "EUR": "978", "CNY": "156", "BYN": "933", "KZT": "398"}


def values(document: Document) -> Mapping[str, str]:
    """Every key we have a value for; dates are dd.mm.yyyy, sums have a dot and two digits."""
    agreement = _agreement(document)
    amount = "" if document.amount is None else f"{document.amount:.2f}"
    known = {
        "FileName": document.current.file_name,
        "DocumentDate": _day(document.date),
        "DocumentNumber": document.number,
        "TotalSum": amount,
        "ContractPrice": amount,
        "CurrencyCode": _CURRENCIES.get(document.currency, ""),
        "PriceListEffectiveDate": _day(document.valid_from),
        "ContractNumber": agreement.number if agreement else "",
        "ContractDate": _day(agreement.date) if agreement else "",
        "ContractDocumentNumber": agreement.number if agreement else "",
        "ContractDocumentDate": _day(agreement.date) if agreement else "",
        "Grounds": agreement.title if agreement else "",
    }
    return {key: value for key, value in known.items() if value}


def chosen(described: Described, known: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What to send with a document of this type, and the required keys we have no value for.

    A formalised XML tells all by itself: Диадок refuses whatever is given besides.
    """
    if described.is_formal:
        return {}, []
    missing = [key for key in described.required if key not in known]
    return {key: known[key] for key in (*described.required, *described.optional) if key in known}, missing


def _agreement(document: Document) -> Document | None:
    """The contract a document is made under, if it is linked to one."""
    relations = (LinkRelation.CONTRACT, LinkRelation.SUPPLEMENT)
    links = DocumentLink.objects.filter(source=document, relation__in=relations).select_related("target")
    link = links.order_by("id").first()
    return link.target if link else None


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
