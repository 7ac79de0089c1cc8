"""Documents of a CRM object: added, described, chosen. They become documents of ours with their package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from paraph.docflow import packages
from paraph.docflow.intake import Upload, attributes_of, receive
from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.parties.models import Employee, Role
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry import attributes, orders, parties, values
from paraph.portals.bitrix24.registry.models import Item
from paraph.portals.mapping import Attribute, Type, plain, typed
from paraph.registry import services as registry
from paraph.registry.files import ReceivedFile
from paraph.registry.kinds import KINDS
from paraph.registry.services import Attributes

#: What is said when one of the files is bad.
_NOTHING_ADDED = gettext_noop("Файлы не приняты, ничего не добавлено. Замените отмеченные файлы и повторите.")
#: Groups of the grid: statuses of a document in words people sort by.
GROUPS: Mapping[str, Any] = {
    "new": Q(document=None),
    "draft": Q(document__docflow__tab="draft"),
    "work": Q(document__docflow__tab__in=("approval", "ours", "theirs")),
    "done": Q(document__docflow__tab="done"),
    "rejected": Q(document__docflow__tab="rejected"),
}


def of_owner(portal: Portal, owner_type_id: int, owner_id: int) -> QuerySet[Item]:
    """The documents of a CRM object, the newest first, with what the grid shows."""
    found = Item.objects.filter(portal=portal, owner_type_id=owner_type_id, owner_id=owner_id)
    related = ("document__docflow__package", "document__counterparty", "blob", "portal")
    return found.select_related(*related).order_by("-id")


def search(rows: QuerySet[Item], text: str, kind: str, group: str) -> QuerySet[Item]:
    """Those that fit the words, the kind and the group; an empty value narrows nothing."""
    if group in GROUPS:
        rows = rows.filter(GROUPS[group])
    if kind in KINDS:
        rows = rows.filter(Q(document__kind=kind) | Q(document=None, stated__kind=kind))
    for word in text.lower().split():
        new = Q(stated__title__icontains=word) | Q(stated__number__icontains=word)
        rows = rows.filter(Q(document__search_text__contains=word) | Q(document=None) & new)
    return rows


def add_files(
    portal: Portal,
    owner: tuple[int, int],
    uploads: Sequence[Upload],
    employee: Employee,
    source: str = "upload",
) -> list[Item]:
    """Keep the files as documents of a CRM object; all of them, or none when one is bad.

    Raises DomainError with `files` (pairs of name and reason).
    """
    authorise(portal, employee)
    received = receive(uploads, _NOTHING_ADDED)
    with transaction.atomic():
        registry.save_blobs(file.stored for file in received)
        rows = [_create(portal, owner, file, employee, source) for file in received]
        parties.of(portal, *owner)
        orders.order(portal)
    return rows


def _create(
    portal: Portal, owner: tuple[int, int], file: ReceivedFile, employee: Employee, source: str
) -> Item:
    known = known_attributes(file)
    return Item.objects.create(
        portal=portal,
        workspace_id=portal.workspace_id,
        owner_type_id=owner[0],
        owner_id=owner[1],
        stated={"title": file.file_name.rpartition(".")[0] or file.file_name, **known},
        created_by=employee,
        source=source[:40],
        **file_columns(file),
    )


def file_columns(file: ReceivedFile) -> dict[str, Any]:
    """Columns of an item for a file that was received."""
    return {
        "blob": registry.save_blob(file.stored),
        "file_name": file.file_name,
        "mime": file.mime,
        "pages": file.pages,
    }


def known_attributes(file: ReceivedFile) -> dict[str, Any]:
    """What the file itself says: of a formalised one everything, of another its kind by the name."""
    stated = attributes_of(file)
    return {code: plain(getattr(stated, code)) for code in values.COLUMNS if getattr(stated, code)}


def change(row: Item, stated: Mapping[str, Any], employee: Employee) -> None:
    """State attributes (plain values by code) of a document that is not sent yet.

    Raises DomainError with `faults` by attribute, or «wrong-state».
    """
    authorise(row.portal, employee)
    known = {code: value for code, value in stated.items() if code in attributes.EDITABLE}
    wanted = document_attributes({**values.of_item(row), **known})
    flow = flow_of(row)
    if flow is None and (faults := registry.attribute_faults(wanted)):
        raise DomainError("attributes", next(iter(faults.values())), faults=faults)
    with transaction.atomic():
        if flow is not None:
            packages.change_document(flow, wanted, employee)
        row.stated = {**row.stated, **known}
        row.save(update_fields=("stated",))
        orders.touch(Item.objects.filter(pk=row.pk))
        orders.order(row.portal)


def remove(row: Item, employee: Employee) -> None:
    """Take a document out of the grid before it is in a package; in the portal its item stays."""
    authorise(row.portal, employee)
    if row.document_id is not None:
        raise DomainError("wrong-state", _("Документ уже в пакете: отзовите его на странице пакета."))
    row.delete()


def flow_of(row: Item) -> Docflow | None:
    """The docflow of the item's document."""
    return None if row.document is None else getattr(row.document, "docflow", None)


def document_attributes(facts: Mapping[str, Any]) -> Attributes:
    """The columns of a document out of plain values."""
    found = {code: typed(attributes.attribute("documents", code), facts.get(code)) for code in values.COLUMNS}
    texts = {code: found[code] or "" for code in ("title", "number", "kind")}
    return Attributes(**{**found, **texts}, answer_wanted=values.answer_wanted(facts))


def authorise(portal: Portal, employee: Employee) -> None:
    """Senders and administrators of the portal's workspace."""
    if employee.workspace_id != portal.workspace_id:
        raise DomainError("not-found", _("Портал не найден в вашем рабочем пространстве."))
    if not employee.has_role(Role.SENDER, Role.ADMINISTRATOR):
        raise DomainError("forbidden", _("У вас нет права на это действие. Обратитесь к администратору."))


def plain_values(stated: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What a person typed as plain values by attribute, and faults by attribute."""
    found: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for code, text in stated.items():
        attribute = attributes.attribute("documents", code)
        try:
            found[code] = plain(_typed_by_person(attribute, text.strip()))
        except (ValueError, ArithmeticError):
            words = {Type.NUMBER: _("Укажите сумму числом."), Type.DATE: _("Укажите дату в виде ДД.ММ.ГГГГ.")}
            faults[code] = words.get(attribute.type, _("Проверьте значение."))
    return found, faults


def _typed_by_person(attribute: Attribute, text: str) -> Any:
    type_ = attribute.type
    if type_ is Type.FLAG:
        return text in ("1", "on")
    if not text:
        return None
    if type_ is Type.CHOICE and text not in {option.code for option in attribute.options}:
        raise ValueError(text)
    if type_ is Type.NUMBER:
        return Decimal("".join(text.split()).replace(",", ".")).quantize(Decimal("0.01"))
    return date.fromisoformat(text) if type_ is Type.DATE else text


def links(rows: Iterable[Item], codes: Sequence[str]) -> dict[str, str]:
    """Options of the fields «договор» and «доп. соглашение»: documents of these kinds by their item's id."""
    return {
        str(row.item_id): str(values.of_item(row)["title"])
        for row in rows
        if row.item_id is not None and values.of_item(row)["kind"] in codes
    }
