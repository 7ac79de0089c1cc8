"""The proof of a finished document, as files that are kept in the portal."""

from __future__ import annotations

import re

from paraph.archive.models import ArchiveRecord
from paraph.portals.bitrix24.registry.models import Item

#: Code of the portal for a name that is taken in a folder.
EXISTS = "DISK_OBJ_22000"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 120


def of(row: Item) -> ArchiveRecord | None:
    """The proof of the item's document, once it is there."""
    if row.document_id is None:
        return None
    found = ArchiveRecord.objects.filter(docflow__document=row.document_id)
    return found.select_related("bundle", "stamped").first()


def files(row: Item, proof: ArchiveRecord) -> list[tuple[str, str]]:
    """Names and digests: the stamped copy, if there is one, and the archive with the signatures."""
    title = file_name(str(row.document), f" {str(row.guid)[:8]}")
    found = [(f"{title}.zip", proof.bundle_id)]
    if proof.stamped_id is not None:
        found.insert(0, (f"{title} (подписан).pdf", proof.stamped_id))
    return found


def folder_name(row: Item) -> str:
    """Proofs lie by counterparty; ИНН tells two of one name apart."""
    if row.document is None:
        return ""
    party = row.document.counterparty
    return file_name(party.name, f" ИНН {party.inn}")


def file_name(text: str, suffix: str) -> str:
    """A name Disk takes: without forbidden signs, not too long."""
    return _FORBIDDEN.sub(" ", text).strip(" .")[:_LONGEST_NAME].strip() + suffix
