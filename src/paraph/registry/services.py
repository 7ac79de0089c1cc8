"""Registering documents and reading their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from django.db import IntegrityError
from django.utils.translation import gettext as _

from paraph import texts
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.registry import files
from paraph.registry.kinds import KINDS
from paraph.registry.models import (
    Blob,
    Direction,
    Document,
    DocumentLink,
    LinkRelation,
    Version,
    VersionRole,
    VersionSide,
)
from paraph.registry.storage import Stored, store

#: Characters, and the first sum, the columns have no room for.
_LONGEST = {"title": 300, "number": 100, "currency": 3}
_TOO_MUCH = Decimal(10) ** 16


@dataclass(frozen=True)
class CrmObject:
    """The deal or other object of a portal a document belongs to."""

    portal: str = ""
    object: str = ""
    url: str = ""


@dataclass(frozen=True)
class Attributes:
    """What a person states about a document."""

    kind: str
    title: str = ""
    number: str = ""
    date: date | None = None
    amount: Decimal | None = None
    currency: str = "RUB"
    valid_from: date | None = None
    valid_until: date | None = None
    answer_wanted: bool | None = None


def save_blob(stored: Stored) -> Blob:
    """The row for bytes that are already durable; the same bytes share one row."""
    blob, _created = Blob.objects.get_or_create(
        sha256=stored.sha256, defaults={"streebog256": stored.streebog256, "size": stored.size}
    )
    return blob


def save_blobs(stored: Iterable[Stored]) -> None:
    """Rows for several files, before they are registered one by one in the caller's transaction.

    Workspaces share these rows and no lock, so everybody inserts them in one order: two that upload the
    same files would else wait for each other for ever.
    """
    ordered = sorted({one.sha256: one for one in stored}.items())
    rows = [Blob(sha256=sha256, streebog256=one.streebog256, size=one.size) for sha256, one in ordered]
    Blob.objects.bulk_create(rows, ignore_conflicts=True)


def store_bytes(data: bytes) -> Stored:
    """Store bytes that are already in memory (signatures, protocols)."""
    return store().put([data])


def register_document(
    organization: Organization,
    counterparty: Counterparty,
    attributes: Attributes,
    file_name: str,
    stream: BinaryIO,
    *,
    actor: Actor,
    created_by: Employee | None = None,
    crm: CrmObject | None = None,
) -> Document:
    """Check the file, store its bytes, then register the document with its first version.

    Raises DomainError when the file is empty, too large, not what its name says, or an attribute is wrong;
    nothing is registered then.
    """
    _refuse(organization, counterparty, attributes)
    received = files.receive(file_name, stream)
    return register_received(
        organization, counterparty, attributes, received, actor=actor, created_by=created_by, crm=crm
    )


def _refuse(organization: Organization, counterparty: Counterparty, attributes: Attributes) -> None:
    if organization.workspace_id != counterparty.workspace_id:
        raise DomainError("foreign-party", _("Контрагент принадлежит другому рабочему пространству."))
    faults = attribute_faults(attributes)
    if faults:
        raise DomainError("attributes", next(iter(faults.values())), faults=faults)


def register_received(
    organization: Organization,
    counterparty: Counterparty,
    attributes: Attributes,
    checked: files.ReceivedFile,
    *,
    actor: Actor,
    created_by: Employee | None = None,
    crm: CrmObject | None = None,
    direction: str = Direction.OUT,
    outer_id: str = "",
) -> Document:
    """Register a document whose file has already been checked and stored.

    Receiving is slow and needs no lock, so several files are received first and registered in one
    transaction after. `outer_id` is the channel's id of a received file. Raises DomainError when an
    attribute is wrong or the parties do not belong together.
    """
    _refuse(organization, counterparty, attributes)
    crm = crm or CrmObject()
    with journal.writing(organization.workspace_id):
        document = Document.objects.create(
            workspace_id=organization.workspace_id,
            organization=organization,
            counterparty=counterparty,
            direction=direction,
            crm_portal=crm.portal,
            crm_object=crm.object,
            crm_url=crm.url,
            created_by=created_by,
            **_columns(attributes, checked.file_name),
        )
        document.search_text = search_text(document)
        document.save(update_fields=("search_text",))
        side = VersionSide.OURS if direction == Direction.OUT else VersionSide.THEIRS
        version = add_version(document, checked, side=side, outer_id=outer_id, created_by=created_by)
        journal.record(
            document.workspace_id,
            "document:registered",
            actor,
            journal.Subject(document_id=document.pk),
            {"title": document.title, "file": version.file_name, "sha256": checked.stored.sha256},
        )
    return document


def add_version(
    document: Document,
    checked: files.ReceivedFile,
    *,
    role: str = VersionRole.DOCUMENT,
    side: str = VersionSide.OURS,
    outer_id: str = "",
    created_by: Employee | None = None,
) -> Version:
    """One more file of a document, in the caller's transaction (which holds the workspace's lock)."""
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return Version.objects.create(
        document=document,
        number=last + 1,
        role=role,
        side=side,
        outer_id=outer_id,
        blob=save_blob(checked.stored),
        file_name=checked.file_name,
        mime=checked.mime,
        pages=checked.pages,
        created_by=created_by,
    )


def _columns(attributes: Attributes, file_name: str) -> dict[str, object]:
    title = attributes.title.strip() or default_title(attributes) or file_name
    typed = {"title": title, "number": attributes.number.strip()}
    return {**vars(attributes), **texts.storable(typed)}


def default_title(attributes: Attributes) -> str:
    """«Договор № 5 от 01.02.2026» when a number or a date is known, else empty."""
    parts = [str(KINDS[attributes.kind].title)]
    if attributes.number.strip():
        parts.append(f"№ {attributes.number.strip()}")
    if attributes.date:
        parts.append(f"от {attributes.date:%d.%m.%Y}")
    return " ".join(parts) if len(parts) > 1 else ""


def attribute_faults(attributes: Attributes) -> dict[str, str]:
    """Faults that make registration impossible, by field; completeness is checked before sending."""
    faults = texts.overlong(_LONGEST, vars(attributes))
    if attributes.kind not in KINDS:
        faults["kind"] = _("Выберите вид документа.")
    if attributes.amount is not None and attributes.amount < 0:
        faults["amount"] = _("Сумма не может быть отрицательной.")
    elif attributes.amount is not None and attributes.amount >= _TOO_MUCH:
        faults["amount"] = _("Сумма слишком велика: проверьте, нет ли опечатки.")
    if attributes.valid_from and attributes.valid_until and attributes.valid_from > attributes.valid_until:
        faults["valid_until"] = _("Дата окончания раньше даты начала.")
    return faults


def search_text(document: Document) -> str:
    """Lower-case text of everything a person looks a document up by."""
    words = (
        document.title,
        document.number,
        document.counterparty.name,
        document.counterparty.inn,
        document.organization.name,
        document.crm_object,
        str(document.amount or ""),
    )
    return " ".join(words).lower()


def update_attributes(document: Document, attributes: Attributes, *, actor: Actor) -> None:
    """Correct what is stated about a document, in the caller's transaction; its bytes stay as they are.

    Whether the document may still be corrected is the caller's to know (docflow: drafts only).
    """
    faults = attribute_faults(attributes)
    if faults:
        raise DomainError("attributes", next(iter(faults.values())), faults=faults)
    columns = _columns(attributes, document.current.file_name)
    changed = {name: str(value) for name, value in columns.items() if getattr(document, name) != value}
    for name, value in columns.items():
        setattr(document, name, value)
    document.search_text = search_text(document)
    document.save(update_fields=(*columns, "search_text"))
    if changed:
        journal.record(
            document.workspace_id,
            "document:changed",
            actor,
            journal.Subject(document_id=document.pk),
            {"changed": changed},
        )


def belong_to(document: Document, crm: CrmObject) -> None:
    """A portal has made an object for a document: from now on it leads there; in the caller's transaction."""
    document.crm_portal, document.crm_object, document.crm_url = crm.portal, crm.object, crm.url
    document.search_text = search_text(document)
    document.save(update_fields=("crm_portal", "crm_object", "crm_url", "search_text"))


def link_documents(source: Document, target: Document, relation: str, *, actor: Actor) -> DocumentLink:
    """Tie a document to another of the same workspace, for example an act to its contract."""
    if source.workspace_id != target.workspace_id or source.pk == target.pk:
        raise DomainError(
            "link", _("Связать можно только два разных документа одного рабочего пространства.")
        )
    if relation not in LinkRelation.values:
        raise DomainError("link", _("Неизвестный вид связи."))
    try:
        with journal.writing(source.workspace_id):
            link = DocumentLink.objects.create(source=source, target=target, relation=relation)
            journal.record(
                source.workspace_id,
                "document:linked",
                actor,
                journal.Subject(document_id=source.pk),
                {"target": target.pk, "target_title": target.title, "relation": relation},
            )
    except IntegrityError as error:
        raise DomainError("link", _("Эти документы уже связаны.")) from error
    return link


def content(version: Version) -> Iterable[bytes]:
    """The exact bytes of a version, in pieces."""
    return store().chunks(version.blob_id)


def digests(version: Version) -> Mapping[str, bytes]:
    """Digests of a version by algorithm name, as kept at registration."""
    return {
        "sha256": bytes.fromhex(version.blob_id),
        "streebog256": bytes.fromhex(version.blob.streebog256),
    }
