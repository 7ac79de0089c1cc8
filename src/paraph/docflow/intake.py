"""Files become documents of a package: all of them, or none when one is bad."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from paraph.docflow import formalised, packages
from paraph.docflow.drafts import Draft
from paraph.docflow.models import Package
from paraph.errors import DomainError
from paraph.formats.titles import MAX_SIZE
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.registry import files
from paraph.registry import services as registry
from paraph.registry.files import ReceivedFile
from paraph.registry.kinds import KINDS
from paraph.registry.models import Document
from paraph.registry.services import Attributes, CrmObject
from paraph.registry.storage import store

#: How a file name tells the kind; the word that comes first in the name decides, then this order.
_KIND_WORDS = (
    ("reconciliation", r"(акт\w*\W+)?сверк"),
    ("supplement", r"доп(олнительн\w*)?\W*согл"),
    ("other", r"сч[её]т\W*фактур"),
    ("act", r"(?<!\w)(акт(?!ив|уал)|act(?![a-z]))"),
    ("invoice", r"(?<!\w)(сч[её]т(?!чик)|invoice)"),
    ("waybill", r"накладн|(?<!\w)(торг\W?12|ттн)"),
    ("contract", r"договор|контракт|contract|agreement"),
    ("letter", r"письм|letter"),
)
#: What is said when one of the files is bad.
_NOTHING_MADE = gettext_noop("Файлы не приняты, ничего не создано. Замените отмеченные файлы и повторите.")


@dataclass(frozen=True)
class Upload:
    """A file as a person gives it."""

    name: str
    stream: BinaryIO


def guess_kind(file_name: str) -> str:
    """Kind of a document by the words of its file name, «other» when nothing is said."""
    name = file_name.lower().replace("_", " ")
    found = [
        (match.start(), order, kind)
        for order, (kind, words) in enumerate(_KIND_WORDS)
        if (match := re.search(words, name))
    ]
    return min(found)[2] if found else "other"


def known_attributes(attributes: Attributes, file_name: str, data: bytes) -> Attributes:
    """Attributes of a received file: what the channel does not know is read from the file or guessed."""
    title = formalised.recognise(data)
    if title is not None:
        return formalised.stated(attributes, title)
    return attributes if attributes.kind in KINDS else replace(attributes, kind=guess_kind(file_name))


def create_from_files(
    draft: Draft, uploads: Sequence[Upload], sender: Employee, crm: CrmObject | None = None
) -> Package:
    """Register every file and put them into a new package.

    Raises DomainError with `files` (pairs of name and reason) when one of them is bad; nothing is
    registered then.
    """
    received = receive(uploads, _NOTHING_MADE)
    with journal.writing(sender.workspace_id):
        registry.save_blobs(file.stored for file in received)
        documents = [
            _register(draft.organization, draft.counterparty, file, sender, crm) for file in received
        ]
        return packages.create_package(draft, documents, sender)


def add_files(package: Package, uploads: Sequence[Upload], sender: Employee) -> None:
    """Register every file and put them into a draft package; all or none, as in `create_from_files`."""
    first = package.docflows.select_related("document").order_by("id").first()
    assert first is not None, "a package is created with at least one document"
    crm = CrmObject(first.document.crm_portal, first.document.crm_object, first.document.crm_url)
    received = receive(uploads, _NOTHING_MADE)
    with journal.writing(package.workspace_id):
        registry.save_blobs(file.stored for file in received)
        for file in received:
            document = _register(package.organization, package.counterparty, file, sender, crm)
            packages.add_document(package, document, sender)


def receive(uploads: Sequence[Upload], refusal: str) -> list[ReceivedFile]:
    """Check and store every file; DomainError `refusal` with `files` (name and reason) when one is bad."""
    if not uploads:
        raise DomainError("files", _("Выберите хотя бы один файл."), field="files")
    received, faults = [], []
    for upload in uploads:
        try:
            received.append(files.receive(upload.name, upload.stream))
        except DomainError as error:
            faults.append((upload.name, error.message))
    if faults:
        raise DomainError("files", _(refusal), field="files", files=faults)
    return received


def attributes_of(file: ReceivedFile) -> Attributes:
    """What the file itself says: of a formalised one everything, of another its kind by the name."""
    attributes = Attributes(kind=guess_kind(file.file_name))
    may_be_title = file.mime == "application/xml" and file.stored.size <= MAX_SIZE
    title = formalised.recognise(store().read(file.stored.sha256)) if may_be_title else None
    return formalised.stated(attributes, title) if title else attributes


def _register(
    organization: Organization,
    counterparty: Counterparty,
    file: ReceivedFile,
    sender: Employee,
    crm: CrmObject | None,
) -> Document:
    return registry.register_received(
        organization,
        counterparty,
        attributes_of(file),
        file,
        actor=actors.employee(sender.pk, sender.full_name),
        created_by=sender,
        crm=crm,
    )
