"""What each guest page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from paraph.archive import wording
from paraph.archive.models import ArchiveRecord
from paraph.channels.link import services, tokens
from paraph.channels.link.models import GuestLink
from paraph.channels.link.services import Standing
from paraph.registry import pictures
from paraph.registry.filetypes import FileError
from paraph.registry.models import Version
from paraph.registry.outer import OuterChanged
from paraph.registry.ports import OuterUnreachable
from paraph.signing import rechecks
from paraph.signing.models import Signature
from paraph.trust.verdict import Answer, Headline

CLOSED = frozenset({Standing.EXPIRED, Standing.WITHDRAWN, Standing.REPLACED})
TEMPLATES: Mapping[Standing, str] = {
    Standing.SEALED: "link/sealed.html",
    Standing.OPEN: "link/document.html",
    Standing.FINISHED: "link/finished.html",
    **dict.fromkeys(CLOSED, "link/closed.html"),
}


@dataclass(frozen=True)
class Address:
    """Addresses of one link's pages."""

    token: str

    def __call__(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.token, *args])


@dataclass(frozen=True)
class Sibling:
    """A document of the package as the list of its documents shows it."""

    title: str
    address: str
    standing: Standing
    to_sign: bool
    is_current: bool


def context(link: GuestLink, standing: Standing) -> dict[str, Any]:
    """Everything the page of this standing needs; a closed link shows nothing of the document's content."""
    flow = link.docflow
    facts: dict[str, Any] = {
        "link": link,
        "standing": standing.value,
        "flow": flow,
        "document": flow.document,
        "package": link.package,
        "to": Address(tokens.token(link)),
    }
    if standing in CLOSED:
        return facts
    links = services.package_links(link)
    facts |= {
        "version": flow.version,
        "siblings": [_sibling(other, link) for other in links],
        "unopened": [other for other in links if services.standing(other) is Standing.SEALED],
    }
    if standing is not Standing.SEALED:
        facts |= {
            "preview": preview(flow.version),
            "verdicts": [_verdict(signature) for signature in signatures(link)],
            "to_sign_at_once": _signing_list(links),
            "pending": rechecks.pending(link.task_id),
            "powers": services.powers(link) if link.task_id else [],
            "power_wanted": _power_wanted(link),
        }
    if standing is Standing.FINISHED:
        facts["archive"] = archive_record(link)
    return facts


def _power_wanted(link: GuestLink) -> bool:
    """Whether the recipient's own signature still waits for a power of attorney."""
    if link.task_id is None:
        return False
    signed = Signature.objects.filter(task_id=link.task_id).first()
    return signed is None or signed.verdict["facts"]["authority"]["answer"] == Answer.UNDETERMINED


def _sibling(link: GuestLink, current: GuestLink) -> Sibling:
    return Sibling(
        title=link.docflow.document.title,
        address=tokens.address(link),
        standing=services.standing(link),
        to_sign=link.task_id is not None,
        is_current=link.pk == current.pk,
    )


def _signing_list(links: list[GuestLink]) -> list[dict[str, str]]:
    """The opened documents that wait for a signature, as sign-form.js wants them; empty unless several do."""
    waiting = [link for link in links if link.task_id and services.standing(link) is Standing.OPEN]
    items = []
    for link in waiting:
        to = Address(tokens.token(link))
        items.append(
            {
                "url": to("guest-file"),
                "sha256": link.file_sha256,
                "action": to("guest-sign"),
                "title": link.docflow.document.title,
            }
        )
    return items if len(items) > 1 else []


def preview(version: Version) -> dict[str, Any]:
    """How the document can be read in the page: pictures of its pages, its text, or neither."""
    shown: dict[str, Any] = {
        "pages": 0,
        "hidden": 0,
        "text": "",
        "has_words": version.mime == "application/pdf",
    }
    try:
        if pictures.is_drawable(version):
            count = version.pages or pictures.page_picture(version).pages
            shown["pages"] = min(count, pictures.MOST_PAGES)
            shown["hidden"] = count - shown["pages"]
        elif pictures.is_readable(version):
            shown["text"] = pictures.page_picture(version).data.decode()
    except (FileError, OuterChanged, OuterUnreachable):
        return shown  # downloading the file itself says what is wrong
    return shown


def signatures(link: GuestLink) -> QuerySet[Signature]:
    """Every signature under the link's document, ours first as it was made first."""
    found = Signature.objects.filter(docflow_id=link.docflow_id)
    return found.select_related("task", "version", "blob").order_by("id")


def _verdict(signature: Signature) -> dict[str, Any]:
    """The verdict of a signature in words: headline, then each fact with its answer and reason."""
    facts = signature.verdict["facts"]
    return {
        "signature": signature,
        "headline": _(wording.HEADLINES[wording.headline(signature.verdict)]),
        "is_valid": signature.headline == Headline.VALID,
        "facts": [
            (_(title), _(wording.ANSWERS[wording.answer(facts[name])]), facts[name]["reason"])
            for name, title in wording.FACTS.items()
            if name in facts
        ],
    }


def signature_name(signature: Signature) -> str:
    """File name of a signature beside its document: «Договор.pdf.sig», the other side's «….2.sig»."""
    earlier = Signature.objects.filter(docflow_id=signature.docflow_id, pk__lt=signature.pk).count()
    return (
        f"{signature.version.file_name}.{earlier + 1}.sig"
        if earlier
        else f"{signature.version.file_name}.sig"
    )


def archive_record(link: GuestLink) -> ArchiveRecord | None:
    """The proof of a finished docflow, once it is built; nothing for a link that no longer leads to it."""
    if services.standing(link) is not Standing.FINISHED:
        return None
    return (
        ArchiveRecord.objects.select_related("protocol", "bundle").filter(docflow_id=link.docflow_id).first()
    )
