"""Items of ELMA365 by the mapping: what a document made of one would be, what is written into one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.parties.models import Organization
from paraph.portals.binding import Binding, bind
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.mapping_rows import attributes, dialect, parties
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.mapping_rows.parties import Party
from paraph.portals.mapping import Attribute, Type, read_kept, typed
from paraph.registry import services as registry
from paraph.registry.services import Attributes
from paraph.texts import storable

#: Attributes a registered document has columns for.
_COLUMNS = ("number", "date", "amount", "currency", "valid_from", "valid_until", "answer_wanted")


@dataclass(frozen=True)
class GivenFile:
    """A file of ELMA365's Disk and what the item calls it (without an ending as a rule; may be empty)."""

    id: str
    name: str


@dataclass(frozen=True)
class Given:
    """What an item states: all that is needed to register and send it."""

    attributes: Attributes
    organization: Organization
    counterparty: Party
    files: tuple[GivenFile, ...]
    #: Words for the other side.
    comment: str


@dataclass
class Look:
    """An item as far as it could be read, and everything wrong with it by attribute."""

    #: Plain values by attribute.
    values: dict[str, Any] = field(default_factory=dict)
    files: tuple[GivenFile, ...] = ()
    organization: Organization | None = None
    counterparty: Party | None = None
    faults: dict[str, str] = field(default_factory=dict)


def attributes_of(row: DocumentMap) -> tuple[Attribute, ...]:
    """Everything the row maps or may map, with what is required of its kind."""
    return attributes.of(row.direction, row.kind, row.required)


def binding(row: DocumentMap) -> Binding:
    """The row's attributes beside their fields."""
    return bind(attributes_of(row), read_kept(row.fields), row.mapped, dialect)


def read_values(row: DocumentMap, item: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Plain values of an item by attribute (of files the list of their ids), and reasons for the unreadable.

    Money names its currency; a field of its own for it has the last word.
    """
    bound = binding(row)
    values, unreadable = bound.read(item)
    for code, held in bound.fields.items():
        if held.type is Type.FILE and held.code in item:
            values[code] = dialect.ids(item[held.code])
    amount = bound.fields.get("amount")
    if amount is not None and amount.wire == dialect.MONEY and "currency" not in bound.fields:
        values["currency"] = dialect.currency(item.get(amount.code)) or None
    return storable(values), unreadable


def look(client: Client, row: DocumentMap, item: Mapping[str, Any]) -> Look:
    """What would be sent of an item, and all that is wrong with it at once. Raises CallError."""
    seen = Look()
    seen.values, seen.faults = read_values(row, item)
    seen.files = tuple(
        GivenFile(one, str(seen.values.get("file_name") or "")) for one in seen.values.get("file") or ()
    )
    for one in attributes_of(row):
        is_missing = seen.values.get(one.code) in (None, "", [])
        if one.is_required and not one.is_ours and is_missing:
            seen.faults.setdefault(one.code, _("В элементе не заполнено."))
    try:
        seen.organization = parties.organization(row, seen.values.get("organization"))
    except DomainError as error:
        seen.faults.setdefault("organization", error.message)
    if seen.values.get("counterparty"):
        try:
            seen.counterparty = parties.counterparty(client, row, str(seen.values["counterparty"]))
        except DomainError as error:
            seen.faults.setdefault("counterparty", error.message)
    for code, reason in _stated_faults(stated(row, seen.values)).items():
        seen.faults.setdefault(code, str(reason))
    return seen


def _stated_faults(found: Attributes) -> dict[str, str]:
    faults = registry.attribute_faults(found)
    if found.amount is not None and "amount" not in faults and found.amount != round(found.amount, 2):
        faults["amount"] = _("Сумма точнее копейки: исправьте её в элементе.")
    if not re.fullmatch(r"[A-Z]{3}", found.currency):
        faults["currency"] = _("Код валюты — три латинские буквы, например RUB.")
    return faults


def stated(row: DocumentMap, values: Mapping[str, Any]) -> Attributes:
    """What plain values of an item say about its document; its kind is the row's."""
    known = {one.code: one for one in attributes.ALL}
    found = {code: typed(known[code], values[code]) for code in _COLUMNS if values.get(code) is not None}
    return Attributes(kind=row.kind, **found)


def read_outgoing(client: Client, row: DocumentMap, item: Mapping[str, Any]) -> Given:
    """What is to be sent of an item. DomainError «item» with `faults` by attribute when it cannot be sent.

    Raises CallError when ELMA365 did not answer about the counterparty.
    """
    seen = look(client, row, item)
    if seen.faults or seen.organization is None or seen.counterparty is None:
        raise DomainError("item", " ".join(in_words(seen.faults)), faults=seen.faults)
    return Given(
        attributes=stated(row, seen.values),
        organization=seen.organization,
        counterparty=seen.counterparty,
        files=seen.files,
        comment=str(seen.values.get("comment") or ""),
    )


def in_words(faults: Mapping[str, str]) -> list[str]:
    """Faults by attribute as sentences."""
    titles = {one.code: one.title for one in attributes.ALL}
    return [f"«{titles.get(code, code)}»: {reason}" for code, reason in faults.items()]


def write_context(row: DocumentMap, values: Mapping[str, Any]) -> dict[str, Any]:
    """`context` of a create or update: plain values by attribute; of files their ids, of links an item's id.

    Attributes without a field are left out; None clears. Raises Unreadable for what a field cannot hold.
    """
    bound = binding(row)
    context = bound.write(values)
    for code, held in bound.fields.items():
        if held.type is Type.FILE and code in values:
            context[held.code] = dialect.write(held, values[code])
    amount = bound.fields.get("amount")
    if amount is not None and amount.wire == dialect.MONEY and isinstance(context.get(amount.code), dict):
        context[amount.code]["currency"] = values.get("currency") or dialect.ROUBLE
    return context
