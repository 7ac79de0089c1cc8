"""From the document back to the processes that wait for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from paraph.docflow.models import Docflow
from paraph.docflow.ports import Change
from paraph.effects import services as effects
from paraph.portals import statuses
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.robots import outputs, runs
from paraph.portals.bitrix24.robots.codes import Response
from paraph.portals.bitrix24.robots.models import News, RobotRun, RunState
from paraph.portals.statuses import Status

#: Requests that hear of their documents. One that is done hears too: a document may be signed after all.
_HEARING = (RunState.FOLLOWED, RunState.STORING, RunState.DONE)


def react(change: Change) -> None:
    """Reaction to a transition: steps for the process, the answer when all is over."""
    flow = change.docflow
    if flow.package.is_incoming:
        return
    requests = RobotRun.objects.filter(documents__docflow=flow, state__in=_HEARING, code__in=outputs.SENDING)
    for request in requests.select_related("portal__application", "portal__workspace").order_by("pk"):
        before = change.journal.data.get("from", "")
        if not request.is_answered and before != flow.state:
            title = statuses.status_text(flow.status, flow.reason)
            runs.note(request, f"{flow.document.title}: {title}")
        if change.event == "sign":
            message = _("Подписан нашей стороной: {title}").format(title=flow.document.title)
            runs.tell(request, News.OURS, message)
        proceed(request)


def proceed(request: RobotRun) -> None:
    """Answer a request, or order what the answer needs, if its documents say so; in a transaction."""
    flows = [row.docflow for row in request.documents.select_related("docflow__document")]
    if not statuses.is_over(flows):
        left = all(statuses.status_of(flow.status) != Status.DRAFT for flow in flows)
        if left and not request.waits_for_end:
            runs.answer(request, outputs.of(request), Response.OK)
        return
    missing = outputs.to_store(request.portal, flows)
    if missing:
        runs.move(request, RunState.STORING)
        for flow in missing:
            order_store(request.portal, flow)
        if request.waits_for_end:
            return
    if request.state != RunState.DONE:
        _end(request)


def order_store(portal: Portal, flow: Docflow) -> None:
    """Have the files put on Disk, in the caller's transaction; the effect looks what is there already."""
    effects.enqueue(
        runs.STORE,
        {"portal": portal.pk, "docflow": flow.pk},
        key=portal.key,
        workspace_id=portal.workspace_id,
        docflow_id=flow.pk,
        package_id=flow.package_id,
    )


def stored(portal_id: int, flow: Docflow) -> None:
    """The files of a document are in the portal: who waited for them is answered, in a transaction."""
    waiting = RobotRun.objects.filter(portal_id=portal_id, documents__docflow=flow, state=RunState.STORING)
    for request in waiting.select_related("portal__application", "portal__workspace").order_by("pk"):
        flows = [row.docflow for row in request.documents.select_related("docflow__document")]
        if not outputs.to_store(request.portal, flows):
            _end(request)


def give_up(portal_id: int, flow: Docflow, reason: str) -> None:
    """The files cannot be put there: who waited is told where the document stands, and why no file came."""
    waiting = RobotRun.objects.filter(portal_id=portal_id, documents__docflow=flow, state=RunState.STORING)
    message = _("Файлы не сохранены на Диске портала: {reason}").format(reason=reason)
    for request in waiting.select_related("portal__application", "portal__workspace").order_by("pk"):
        runs.finish(request, outputs.of(request), Response.PORTAL, message)


def _end(request: RobotRun) -> None:
    said = outputs.of(request)
    runs.finish(request, said)
    runs.tell(request, News.END, _("Итог по документу: {text}").format(text=said["status_text"]))
