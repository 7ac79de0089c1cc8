"""The proof of a finished document, as files that are kept in the portal."""

from __future__ import annotations

from paraph.archive.models import ArchiveRecord
from paraph.portals import proofs
from paraph.portals.bitrix24.registry.models import Item

#: Code of the portal for a name that is taken in a folder.
EXISTS = "DISK_OBJ_22000"


def of(row: Item) -> ArchiveRecord | None:
    """The proof of the item's document, once it is there."""
    return proofs.of(row.document_id)


def files(row: Item, proof: ArchiveRecord) -> list[tuple[str, str]]:
    """Names and digests: the stamped copy, if there is one, and the archive with the signatures."""
    return proofs.files(proofs.file_name(str(row.document), f" {str(row.guid)[:8]}"), proof)


def folder_name(row: Item) -> str:
    """Proofs lie by counterparty; ИНН tells two of one name apart."""
    if row.document is None:
        return ""
    party = row.document.counterparty
    return proofs.file_name(party.name, f" ИНН {party.inn}")
