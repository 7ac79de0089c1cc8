"""«Сформировать пакет»: chosen documents of a CRM object become a package to its counterparty.

Every fault is found before anything is kept: the package is made inside a transaction that is taken back when
its checks find something to mend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from paraph.docflow import checks, drafts, packages
from paraph.docflow.drafts import Draft
from paraph.docflow.models import Package
from paraph.docflow.ports import Fault
from paraph.errors import DomainError
from paraph.formats.requisites import check_party, digits
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.parties.services import counterparty_for
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.objects import Entity
from paraph.portals.bitrix24.registry import items, orders, parties, reactions, values
from paraph.portals.bitrix24.registry.models import Item, Parties, Registry
from paraph.registry import files, filetypes, kinds
from paraph.registry import services as registry
from paraph.registry.files import ReceivedFile
from paraph.registry.models import Document
from paraph.registry.services import CrmObject
from paraph.registry.storage import Stored

#: What is asked for before sending, in words.
_ATTRIBUTES = {"number": "номер", "date": "дату", "amount": "сумму"}


@dataclass(frozen=True)
class Sides:
    """The two parties of a package, as far as the CRM object names them, and what is wrong with them."""

    organization: Organization | None
    counterparty: Counterparty | None
    faults: Sequence[Fault]


def sides(portal: Portal, found: Parties) -> Sides:
    """Both parties by ИНН and КПП; an unknown counterparty is added when its requisites are right."""
    organization, ours = _organization(portal, found.ours)
    counterparty, theirs = _counterparty(portal, found.theirs)
    return Sides(organization, counterparty, [*ours, *theirs])


def _organization(portal: Portal, stated: Mapping[str, Any]) -> tuple[Organization | None, list[Fault]]:
    own = list(Organization.objects.filter(workspace=portal.workspace_id, is_active=True))
    inn, kpp = digits(stated.get("inn", "")), digits(stated.get("kpp", ""))
    if not inn:
        if len(own) == 1:
            return own[0], []
        return None, [Fault("my-company", _("Укажите в сделке реквизиты «моей компании»."), "organization")]
    same = [one for one in own if one.inn == inn and one.kpp in (kpp, kpp or one.kpp)]
    if len(same) == 1:
        return same[0], []
    message = _("Организации с ИНН {inn} и КПП {kpp} нет среди ваших: добавьте её в настройках Paraph.")
    return None, [Fault("organization", message.format(inn=inn, kpp=kpp or "—"), "organization")]


def _counterparty(portal: Portal, stated: Mapping[str, Any]) -> tuple[Counterparty | None, list[Fault]]:
    if not stated.get("inn"):
        message = _("У клиента нет реквизитов с ИНН: заполните их в карточке компании и обновите.")
        return None, [Fault("counterparty", message, "counterparty")]
    inn, kpp = digits(stated["inn"]), digits(stated.get("kpp", "")).upper()
    wrong = check_party(inn, kpp, digits(stated.get("ogrn", "")))
    if wrong:
        message = _("{name}: {fault} Исправьте реквизиты в карточке компании и обновите.")
        return None, [
            Fault(
                f"counterparty-{field}", message.format(name=stated["name"], fault=_(fault)), "counterparty"
            )
            for field, fault in wrong.items()
        ]
    try:
        row = counterparty_for(
            portal.workspace,
            stated["name"] or inn,
            inn,
            kpp,
            ogrn=stated.get("ogrn", ""),
            email=stated.get("email", ""),
        )
    except DomainError as error:
        return None, [Fault(error.code, error.message, "counterparty")]
    return row, []


def fetch_files(client: Client, rows: Sequence[Item], limit: int) -> list[Fault]:
    """Files that are only in the portal's registry are fetched now; what cannot be had is a fault."""
    registry_row = Registry.objects.filter(portal=client.portal, kind=Registry.Kind.DOCUMENTS).first()
    field = values.fields_of(registry_row).get("file") if registry_row else None
    faults = []
    for row in rows:
        if row.blob_id is not None or row.item_id is None or field is None or registry_row is None:
            continue
        asked = {"entityTypeId": registry_row.entity_type_id, "id": row.item_id, "useOriginalUfNames": "Y"}
        try:
            item = client.call("crm.item.get", asked)["item"]
            given = item.get(field.code)
            given = given[0] if isinstance(given, list) and given else given
            if given:
                keep_file(row, *fetch(client, str(given["urlMachine"]), limit, title=str(item["title"])))
        except (Bitrix24Error, DomainError) as error:
            message = _("{title}: файл не удалось взять из портала. {reason}")
            text = message.format(title=values.of_item(row)["title"], reason=error.message)
            faults.append(Fault("file", text, "file", row.pk))
    return faults


def fetch(client: Client, url: str, limit: int, *, title: str) -> tuple[str, bytes]:
    """A file by a signed address and a name for it; its kind is told by its first bytes."""
    data = client.download(url, limit)
    return filetypes.completed_name(title, data[: filetypes.HEAD_SIZE]), data


def keep_file(row: Item, name: str, data: bytes) -> None:
    """The file of an item, checked as every other."""
    received = files.receive(name, BytesIO(data))
    with transaction.atomic():
        for column, value in items.file_columns(received).items():
            setattr(row, column, value)
        row.save(update_fields=("blob", "file_name", "mime", "pages"))


# Checks before a package is made, and making it


def item_faults(rows: Sequence[Item], *, may_fetch: bool = False) -> list[Fault]:
    """What each document lacks; `document_id` is the id of the item.

    `may_fetch`: a file that lies in the portal's registry will be fetched.
    """
    found = (
        [Fault("documents", _("Отметьте в списке хотя бы один документ."), "documents")] if not rows else []
    )
    for row in rows:
        facts = values.of_item(row)
        title = facts["title"] or row.file_name
        if row.document_id is not None:
            message = _("«{title}» уже в пакете: добавьте файл ещё раз как новый документ.")
            found.append(Fault("packed", message.format(title=title), "documents", row.pk))
            continue
        if row.blob_id is None and not (may_fetch and row.source == "portal"):
            found.append(Fault("file", _("«{title}»: приложите файл.").format(title=title), "file", row.pk))
        kind = kinds.KINDS.get(facts["kind"] or "")
        if kind is None:
            found.append(Fault("kind", _("«{title}»: выберите вид.").format(title=title), "kind", row.pk))
            continue
        for name in kind.required:
            if not facts.get(name):
                message = _("«{title}»: укажите {attribute}.")
                text = message.format(title=title, attribute=_(_ATTRIBUTES[name]))
                found.append(Fault(f"document-{name}", text, name, row.pk))
    return found


def form(
    portal: Portal, owner: tuple[int, int], rows: Sequence[Item], draft: Draft, sender: Employee
) -> Package:
    """The package of these documents, checked and sent on its way.

    Raises DomainError with `faults` (all at once; `document_id` is an item's id); nothing is kept then but
    the files.
    """
    items.authorise(portal, sender)
    drafts.authorise(sender, portal.workspace_id)
    faults = item_faults(rows)
    if faults:
        _refuse(faults)
    crm = CrmObject(portal.member_id, Entity(*owner).name, object_url(portal, *owner))
    with journal.writing(portal.workspace_id):
        free = Item.objects.filter(pk__in=[row.pk for row in rows], document=None).count()
        if free < len(rows):  # pressed twice, or by two people
            _refuse([Fault("packed", _("Эти документы уже в пакете: обновите страницу."), "documents")])
        documents = {_register(row, draft, sender, crm): row for row in rows}
        package = packages.create_package(draft, list(documents), sender)
        of_item = {document.pk: row.pk for document, row in documents.items()}
        statements = checks.check_statements(package)
        if statements:
            _refuse([replace(fault, document_id=of_item.get(fault.document_id or 0)) for fault in statements])
        row = reactions.package_row(portal, package, owner)
        orders.touch(type(row).objects.filter(pk=row.pk))
        orders.touch(Item.objects.filter(pk__in=of_item.values()))
        orders.order(portal)
    packages.submit(package, sender)
    return package


def _refuse(faults: Sequence[Fault]) -> None:
    raise DomainError("checks", _("Пакет не прошёл проверку: исправьте замечания."), faults=list(faults))


def _register(row: Item, draft: Draft, sender: Employee, crm: CrmObject) -> Document:
    assert row.blob is not None, "item_faults asks for a file"
    stored = Stored(row.blob.sha256, row.blob.streebog256, row.blob.size)
    document = registry.register_received(
        draft.organization,
        draft.counterparty,
        items.document_attributes(values.of_item(row)),
        ReceivedFile(row.file_name, row.mime, stored, row.pages),
        actor=actors.employee(sender.pk, sender.full_name),
        created_by=sender,
        crm=crm,
    )
    row.document = document
    row.save(update_fields=("document",))
    return document


def object_url(portal: Portal, entity_type_id: int, entity_id: int) -> str:
    """The page of a CRM object in the portal."""
    return f"{portal.base_url}{Entity(entity_type_id, entity_id).path}"


def found_parties(client: Client, owner: tuple[int, int]) -> Parties:
    """The CRM object's parties, read anew when they may be out of date. Raises DomainError in words."""
    try:
        return parties.fresh(client, *owner)
    except Bitrix24Error as error:
        raise DomainError("portal", error.message) from error
