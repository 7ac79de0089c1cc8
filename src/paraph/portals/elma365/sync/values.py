"""What is true of a document now, as its item is to have it; and what an item says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from paraph.archive.models import ArchiveExtra, ArchiveRecord
from paraph.docflow.models import Docflow
from paraph.journal.models import JournalEvent
from paraph.portals import proofs, statuses
from paraph.portals.elma365.blocks import outputs
from paraph.portals.elma365.mapping_rows import reading
from paraph.portals.elma365.models import LegalEntity
from paraph.portals.elma365.sync import links
from paraph.portals.elma365.sync.models import ItemLink
from paraph.portals.elma365.sync.steps import File, Found, Standing
from paraph.portals.mapping import plain
from paraph.registry.models import Direction

#: What our messages in the feed begin with.
MARK = "ЭДО: "
#: Attributes a document has columns for.
_COLUMNS = ("number", "date", "amount", "currency", "valid_from", "valid_until", "answer_wanted")
#: Role of the print form an operator's channel adds to the proof.
_PRINT_FORM = "print-form"
#: Steps on the way of which people need not hear in the feed: the next one follows by itself.
_SILENT = frozenset(
    (
        *("DRAFT", "APPROVED", "SENDING", "SENT", "DELIVERED"),
        *("WAITING_RECEIPT", "WAITING_OUR_RECEIPT", "RECEIPT_SENT"),
    )
)
#: Transitions with which a document has left us.
_LEAVING = ("docflow:accept", "docflow:deliver")


def standing(link: ItemLink) -> Standing:
    """Everything the item should know. Of several documents of one item the newest package's count."""
    flows = _flows(link)
    flow = statuses.worst(flows)
    is_new = link.item_id is None
    found = {**(_stated(link, flow) if is_new else {}), **_ours(link, flows, flow)}
    files = {**(_given(flow) if is_new else {}), **_kept(link, flows)}
    mapped = {code for code, field in link.row.mapped.items() if field}
    process = (link.row.process_namespace, link.row.process_code)
    has_process = link.direction == Direction.IN and link.row.process_code and (is_new or link.wants_process)
    return Standing(
        values={code: value for code, value in found.items() if code in mapped},
        files={code: one for code, one in files.items() if code in mapped},
        status=link.row.statuses.get(flow.status, ""),
        message=_message(link, flow),
        process=process if has_process else None,
        module=_card(link, flows, flow),
    )


def _flows(link: ItemLink) -> list[Docflow]:
    rows = Docflow.objects.select_related("document__counterparty", "package", "version")
    own = rows.get(document=link.document_id)
    if link.item_id is None:
        return [own]
    documents = links.of_item(link.company, *link.item).values("document")
    return list(rows.filter(document__in=documents, package=own.package_id).order_by("pk"))


def _ours(link: ItemLink, flows: Sequence[Docflow], flow: Docflow) -> dict[str, Any]:
    """What only we say of a document."""
    left = JournalEvent.objects.filter(docflow_id__in=[one.pk for one in flows], action__in=_LEAVING)
    sent = left.order_by("seq").values_list("at", flat=True).first()
    is_done = all(one.is_done for one in flows)
    return {
        "status": statuses.status_text(flow.status, flow.reason),
        "guid": str(link.guid),
        "link": _address(flow),
        "refusal": flow.reason if flow.tab == "rejected" and flow.reason else None,
        "sent_at": plain(sent.replace(microsecond=0)) if sent else None,
        "finished_at": plain(max(one.changed_at for one in flows).replace(microsecond=0))
        if is_done
        else None,
    }


def _stated(link: ItemLink, flow: Docflow) -> dict[str, Any]:
    """What a document that came says of itself; its item is made with that, then it is people's."""
    document = flow.document
    entity = LegalEntity.objects.filter(
        company=link.company, organization=document.organization_id, is_active=True
    ).first()
    return {
        **{code: plain(getattr(document, code)) or None for code in _COLUMNS},
        "file_name": document.title,
        "organization": entity.item_id if entity else None,
        "comment": flow.package.message or None,
    }


def _given(flow: Docflow) -> dict[str, list[File]]:
    return {"file": [File(flow.version.file_name, flow.version.blob_id)]}


def _kept(link: ItemLink, flows: Sequence[Docflow]) -> dict[str, list[File]]:
    """Files of the proof; a field for one file gets the archive with the signatures."""
    fields = reading.binding(link.row).fields
    signed: list[File] = []
    printed: list[File] = []
    for flow in flows:
        proof = proofs.of(flow.document_id)
        if proof is None:
            continue
        title = proofs.file_name(str(flow.document), f" {flow.pk}")
        signed += [File(*one) for one in proofs.files(title, proof)]
        printed.append(File(f"{title} (печатная форма).pdf", _printed(flow, proof)))
    found = {"signed": signed, "print_form": printed}
    return {
        code: files if fields[code].is_multiple else files[-1:]
        for code, files in found.items()
        if files and code in fields
    }


def _printed(flow: Docflow, proof: ArchiveRecord) -> str:
    """The operator's print form, else our stamped copy, else the protocol."""
    extra = ArchiveExtra.objects.filter(docflow=flow, role=_PRINT_FORM).values_list("blob", flat=True).first()
    return str(extra or proof.stamped_id or proof.protocol_id)


def _card(link: ItemLink, flows: Sequence[Docflow], flow: Docflow) -> dict[str, str]:
    """What the widget of our module shows while we cannot be reached."""
    if not (link.company.module_uuid and link.company.is_module_told):
        return {}
    return {**outputs.standing(flows), "url": _address(flow)}


def _message(link: ItemLink, flow: Docflow) -> str:
    if flow.status in _SILENT:
        return ""
    words = statuses.status_text(flow.status, flow.reason)
    said = f"{MARK}«{flow.document.title}» — {words.rstrip('.')}."
    if link.direction == Direction.IN:
        said = f"{said} Контрагент: {flow.document.counterparty.name}."
    return f"{said} {_address(flow)}"


def _address(flow: Docflow) -> str:
    return str(settings.BASE_URL) + reverse("document", args=[flow.pk])


def found(link: ItemLink, raw: Mapping[str, Any]) -> Found:
    """What stands in an item; a value that means nothing counts as changed, a file of others as theirs."""
    values, unreadable = reading.read_values(link.row, raw)
    keys = {file_id: key for key, file_id in link.files.items()}
    known = {
        code: [keys.get(one, one) for one in value] if isinstance(value, list) else value
        for code, value in values.items()
    }
    return Found(link.row.status_of(raw), {**known, **dict.fromkeys(unreadable)})
