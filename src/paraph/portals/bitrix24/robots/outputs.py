"""What is answered about documents: where each stands, and the ids of its files in the portal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from paraph.docflow.models import Docflow
from paraph.portals import statuses
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.robots import inputs
from paraph.portals.bitrix24.robots.models import RobotRun, RunDocument, StoredFiles

#: Codes of the requests that send documents, and so know them by their ids in the portal.
SEND, SEND_PACKAGE = "paraph_send", "paraph_bp_send"
SENDING = (SEND, SEND_PACKAGE)


def of(run: RobotRun) -> dict[str, Any]:
    """Every output of a request as things stand; the robots' own take the first document's."""
    rows = list(run.documents.select_related("docflow"))
    flows = [row.docflow for row in rows]
    files = stored(run.portal, flows)
    signed = [_text(files[flow.pk].signed_id) if flow.pk in files else "" for flow in flows]
    reports = [_text(files[flow.pk].report_id) if flow.pk in files else "" for flow in flows]
    sources = [_text(row.source_id) for row in rows] or _asked(run)
    properties = run.data.get("properties")
    is_addendum = isinstance(properties, dict) and inputs.first(properties.get("parent_doc")) not in ("", "0")
    return {
        "source_document_id": next(iter(sources), ""),
        "signed_document_id": next(iter(signed), ""),
        "addendum_id": next(iter(signed), "") if is_addendum else "",
        "report_id": next(iter(reports), ""),
        "source_document_ids": sources,
        "signed_document_ids": signed,
        "report_ids": reports,
        "package_id": _text(run.package_id or 0),
        **statuses.standing(flows),
    }


def stored(portal: Portal, flows: Iterable[Docflow]) -> dict[int, StoredFiles]:
    """What is stored in the portal of these documents, by docflow."""
    rows = StoredFiles.objects.filter(portal=portal, docflow__in=[flow.pk for flow in flows])
    return {row.docflow_id: row for row in rows}


def to_store(portal: Portal, flows: Sequence[Docflow]) -> list[Docflow]:
    """Signed documents whose files are not all in the portal yet."""
    files = stored(portal, flows)
    return [
        flow
        for flow in flows
        if statuses.status_of(flow.status) in statuses.SIGNED
        and not (flow.pk in files and files[flow.pk].signed_id and files[flow.pk].report_id)
    ]


def sent_as(portal: Portal, source_id: int) -> Docflow | None:
    """The last document sent for a document of the portal's generator."""
    rows = RunDocument.objects.filter(run__portal=portal, run__code__in=SENDING, source_id=source_id)
    row = (
        rows.select_related("docflow__document", "docflow__package", "docflow__version")
        .order_by("-id")
        .first()
    )
    return row.docflow if row is not None else None


def _asked(run: RobotRun) -> list[str]:
    """Documents the process named, while nothing is known of them."""
    properties = run.data.get("properties")
    return list(inputs.several(properties.get("document_id"))) if isinstance(properties, dict) else []


def _text(number: int) -> str:
    return str(number) if number else ""
