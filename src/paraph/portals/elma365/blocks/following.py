"""From the document back to the processes that wait for it."""

from __future__ import annotations

from paraph.docflow.ports import Change
from paraph.portals import statuses
from paraph.portals.elma365.blocks import deeds, runs
from paraph.portals.elma365.blocks.models import BlockRun, RunState


def react(change: Change) -> None:
    """Reaction to a transition: a step for the people who look, the answer when it is known."""
    flow = change.docflow
    requests = BlockRun.objects.filter(documents__docflow=flow, state=RunState.FOLLOWED)
    for request in requests.select_related("company__workspace").order_by("pk"):
        if not request.is_answered and change.journal.data.get("from", "") != flow.state:
            title = statuses.status_text(flow.status, flow.reason)
            runs.note(request, f"{flow.document.title}: {title}")
        deeds.of(request).proceed(request)
