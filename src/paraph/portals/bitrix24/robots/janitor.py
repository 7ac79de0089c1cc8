"""No process waits in vain: deadlines, requests whose work stopped, answers that did not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run
from paraph.journal import services as journal
from paraph.portals.bitrix24.models import PortalState
from paraph.portals.bitrix24.robots import outputs, runs
from paraph.portals.bitrix24.robots.codes import Response
from paraph.portals.bitrix24.robots.models import RobotRun, RunState
from paraph.portals.bitrix24.robots.runs import Refusal

#: An answer nobody took is sent again so often.
AGAIN = timedelta(hours=1)


class Janitor(Handler):
    """Runs every minute. Each request is answered once by its row: repeating is safe."""

    kind = "bitrix24.robots-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        return {"late": answer_late(), "stopped": answer_stopped(), "again": send_again()}


def _with_portal(rows: QuerySet[RobotRun]) -> QuerySet[RobotRun]:
    return rows.select_related("portal__application", "portal__workspace").order_by("pk")


def answer_late() -> int:
    """Answer the requests whose time is up with where their documents stand; how many."""
    due = RobotRun.objects.filter(answered_at=None, deadline__lte=timezone.now())
    found = list(_with_portal(due))
    for request in found:
        with journal.writing(request.workspace_id):
            request.refresh_from_db(fields=("state", "answered_at"))
            if request.state == RunState.NEW:
                runs.refuse(request, Refusal(Response.DEADLINE), outputs.of(request))
            else:
                runs.answer(request, outputs.of(request), Response.DEADLINE)
    return len(found)


def answer_stopped() -> int:
    """Answer the requests whose work waits in quarantine for a person; how many."""
    count = 0
    for kind in (runs.WORK, runs.STORE):
        for workspace_id in _waiting_workspaces():
            for effect in effects.quarantined(workspace_id).filter(kind=kind):
                count += _answer_stopped(kind, effect.payload, effect.last_error)
    return count


def _waiting_workspaces() -> list[int]:
    unanswered = RobotRun.objects.filter(answered_at=None)
    return list(unanswered.order_by().values_list("workspace_id", flat=True).distinct())


def _answer_stopped(kind: str, payload: Mapping[str, Any], error: str) -> int:
    rows = RobotRun.objects.filter(portal_id=payload["portal"], answered_at=None)
    if kind == runs.WORK:
        rows = rows.filter(pk=payload["run"], state=RunState.NEW)
    else:
        rows = rows.filter(documents__docflow=payload["docflow"], state=RunState.STORING)
    found = list(_with_portal(rows))
    for request in found:
        with journal.writing(request.workspace_id):
            if request.state == RunState.NEW:
                runs.refuse(request, Refusal(Response.INTERNAL), outputs.of(request))
            else:
                message = _("Файлы не сохранены на Диске портала: {reason}").format(reason=error)
                runs.finish(request, outputs.of(request), Response.PORTAL, message)
    return len(found)


def send_again() -> int:
    """Order answers that have not arrived once more; how many. A token the portal refused is left alone."""
    rows = RobotRun.objects.filter(
        delivered_at=None, answer_fault="", portal__state=PortalState.ACTIVE, answered_at__isnull=False
    )
    count = 0
    for request in _with_portal(rows.filter(changed_at__lte=timezone.now() - AGAIN)):
        with journal.writing(request.workspace_id):
            runs.order_answer(request)
            RobotRun.objects.filter(pk=request.pk).update(changed_at=timezone.now())
        count += 1
    return count
