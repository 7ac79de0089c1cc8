"""Processes that wait for us are asked whether they still do: interrupted ones need no answer, and one that
has not moved after its answer did not hear it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.effects.handlers import Run
from paraph.journal import services as journal
from paraph.portals.elma365 import limits
from paraph.portals.elma365.blocks import delivery, runs
from paraph.portals.elma365.blocks.models import BlockRun
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError, NotNow
from paraph.portals.elma365.models import Company

ASK = "elma365.block-ask"
#: A process that waits is asked so often; one that was answered so soon after.
_WHILE_WAITING, _AFTER_ANSWER = timedelta(minutes=15), timedelta(minutes=2)
#: Processes asked in one effect, and how often an answer that was not heard is given again.
_MOST, _MOST_TRIES = 50, 5
#: The attempt at which an effect believes that a process is no more.
_BELIEVED = 3
#: A process is asked about its answer no longer than this.
_FORGOTTEN = timedelta(days=1)


def waiting() -> Q:
    """Requests whose processes are due to be asked."""
    now = timezone.now()
    unanswered = Q(answered_at=None, asked_at__lte=now - _WHILE_WAITING)
    lately = Q(answered_at__gt=now - _FORGOTTEN)
    unheard = Q(delivered_at__isnull=False, confirmed_at=None, asked_at__lte=now - _AFTER_ANSWER) & lately
    refused = Q(delivered_at=None, asked_at__lte=now - _WHILE_WAITING) & ~Q(answer_fault="") & lately
    return ~Q(instance_id="") & (unanswered | unheard | refused)


def due(company: Company) -> list[BlockRun]:
    """The company's requests to ask about, those longest unasked first."""
    rows = BlockRun.objects.filter(waiting(), company=company).select_related("company")
    return list(rows.order_by("asked_at")[:_MOST])


def is_over(request: BlockRun, client: Client, run: Run) -> bool:
    """Whether the request's process was interrupted, or came to its end without us."""
    return not request.is_by_hand and look(request, client, run)["state"] in delivery.OVER


def look(request: BlockRun, client: Client, run: Run) -> dict[str, Any]:
    """How the process stands, as JSON; one that is no more has come to its end.

    Any server on the way may say «404» for a while: it is believed when an effect has been told so again.
    """
    found: dict[str, Any] = {"run": request.pk, "state": "done", "stamp": ""}
    try:
        instance = client.instance(request.instance_id)
    except ElmaError as error:
        if error.code != "not-found":
            raise
        if run.attempt < _BELIEVED:
            raise NotNow(limits.FAILURE_PAUSE, error.message, method=error.method) from error
        return found
    return found | {"state": str(instance.get("__state")), "stamp": delivery.stamp_of(instance)}


def conclude(found: Mapping[str, Any]) -> None:
    """What follows from how a process stands: nobody waits, it heard, or the answer goes once more.

    One that ELMA365 does not tell of (no `state`) is asked again later.
    """
    request = runs.get(found["run"])
    with journal.writing(request.workspace_id):
        request.refresh_from_db()
        BlockRun.objects.filter(pk=request.pk).update(asked_at=timezone.now())
        if request.delivered_at is None:
            if found["state"] in delivery.OVER:
                runs.give_up(request)
        elif request.confirmed_at is None and found["state"]:
            _confirm(request, found)


def _confirm(request: BlockRun, found: Mapping[str, Any]) -> None:
    has_moved = found["stamp"] != request.stamp or found["state"] != delivery.WAITING
    mine = BlockRun.objects.filter(pk=request.pk)
    if has_moved:
        mine.update(confirmed_at=timezone.now())
        return
    if request.answer_tries >= _MOST_TRIES:
        fault = _("Процесс принял ответ {count} раз, но не пошёл дальше: посмотрите его в ELMA365.")
        mine.update(delivered_at=None, answer_fault=fault.format(count=request.answer_tries))
        return
    runs.note(request, _("Процесс не услышал ответа: отправляем его снова."))
    runs.order_answer(request)
