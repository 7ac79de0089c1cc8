"""The proof of a finished document, as files a portal keeps."""

from __future__ import annotations

import re

from paraph.archive.models import ArchiveRecord

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 120


def of(document_id: int | None) -> ArchiveRecord | None:
    """The proof of a document, once it is there."""
    if document_id is None:
        return None
    found = ArchiveRecord.objects.filter(docflow__document=document_id)
    return found.select_related("bundle", "stamped").first()


def files(title: str, proof: ArchiveRecord) -> list[tuple[str, str]]:
    """Names and digests: the stamped copy, if there is one, and the archive with the signatures."""
    found = [(f"{title}.zip", proof.bundle_id)]
    if proof.stamped_id is not None:
        found.insert(0, (f"{title} (подписан).pdf", proof.stamped_id))
    return found


def file_name(text: str, suffix: str = "") -> str:
    """A name any portal takes: without forbidden signs, not too long."""
    return _FORBIDDEN.sub(" ", text).strip(" .")[:_LONGEST_NAME].strip() + suffix
