"""No process waits in vain: deadlines, stopped work, answers that ended, processes that went away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from paraph.docflow.models import OPEN_ANSWER
from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run
from paraph.journal import services as journal
from paraph.portals.elma365.blocks import asking, deeds, outputs, runs
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.blocks.models import BlockRun, RunState
from paraph.portals.elma365.models import Company

#: Orders to ask of one company are gathered.
_QUIET, _LONGEST_QUIET = timedelta(seconds=1), timedelta(seconds=5)


class Janitor(Handler):
    """Runs every minute. Each request is answered once by its row: repeating is safe."""

    kind = "elma365.blocks-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        return {
            "late": answer_late(),
            "stopped": answer_stopped(),
            "ended": answer_ended(),
            "asked": ask_processes(),
        }


def _with_company(rows: QuerySet[BlockRun]) -> list[BlockRun]:
    return list(rows.select_related("company__workspace").order_by("pk"))


def answer_late() -> int:
    """Answer the requests whose time is up with where their documents stand; how many."""
    due = _with_company(BlockRun.objects.filter(answered_at=None, deadline__lte=timezone.now()))
    for request in due:
        with journal.writing(request.workspace_id):
            request.refresh_from_db(fields=("state", "answered_at"))
            if request.state == RunState.NEW:
                runs.refuse(request, Refusal(Code.DEADLINE), outputs.of(request))
            else:
                runs.answer(request, outputs.of(request), Code.DEADLINE)
    return len(due)


def answer_stopped() -> int:
    """Answer the requests whose work waits in quarantine for a person; how many."""
    unanswered = BlockRun.objects.filter(answered_at=None, state=RunState.NEW)
    count = 0
    for workspace_id in list(unanswered.order_by().values_list("workspace_id", flat=True).distinct()):
        stopped = effects.quarantined(workspace_id).filter(kind=runs.WORK)
        for request in _with_company(unanswered.filter(pk__in=[row.payload["run"] for row in stopped])):
            runs.refuse(request, Refusal(Code.INTERNAL), outputs.of(request))
            count += 1
    return count


def answer_ended() -> int:
    """Answer the requests whose answer about a document was sent, declined or cancelled; how many were."""
    rows = BlockRun.objects.filter(state=RunState.FOLLOWED, answered_at=None, documents__answer__isnull=False)
    found = _with_company(rows.exclude(documents__answer__state__in=OPEN_ANSWER).distinct())
    for request in found:
        with journal.writing(request.workspace_id):
            deeds.of(request).proceed(request)
    return len(found)


def ask_processes() -> int:
    """Order processes to be asked whether they still wait; of how many companies."""
    found = Company.objects.filter(
        is_on=True,
        removed_at=None,
        pk__in=BlockRun.objects.filter(asking.waiting()).order_by().values("company"),
    )
    for company in found:
        with journal.writing(company.workspace_id):
            effects.gather(
                asking.ASK,
                {"company": company.pk},
                key=company.effects_key,
                workspace_id=company.workspace_id,
                quiet=_QUIET,
                longest=_LONGEST_QUIET,
            )
    return len(found)
