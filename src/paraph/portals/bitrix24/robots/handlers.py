"""The effects of a request: its work, steps for the process's log, the answer, files for the portal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.balance import services as balance
from paraph.docflow.models import Docflow
from paraph.effects.handlers import Run
from paraph.journal import services as journal
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error, NeedsAdministrator, PortalError
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.robots import deeds, following, outputs, runs, storing
from paraph.portals.bitrix24.robots.codes import Response
from paraph.portals.bitrix24.robots.models import RobotRun, RunState, RunStep
from paraph.portals.bitrix24.robots.runs import Refusal

#: Steps that go to the portal in one effect; the rest follow with the next.
_MOST_STEPS = 200


class Work(Job):
    """Does what a process asked for. Whatever ends it, the process gets an answer."""

    kind = runs.WORK
    timeout = timedelta(minutes=10)

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        request = runs.get(run.payload["run"])
        if request.is_answered or request.state != RunState.NEW:
            return {}
        try:
            return {"made": dict(_deed(request).prepare(request, client, run))}
        except Refusal as refusal:
            return {"refused": [refusal.code, refusal.text]}
        except NeedsAdministrator:
            raise
        except PortalError as error:
            return {"refused": [Response.PORTAL, error.full]}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        request = runs.get(run.payload["run"])
        with journal.writing(request.workspace_id):
            request.refresh_from_db(fields=("state", "answered_at", "answer"))
            if request.is_answered or request.state != RunState.NEW:
                # Its time was up while we worked: nothing may be sent after that answer, nor stay held back.
                balance.give_back_all(request.workspace_id, runs.holder(request))
                return
            self._settle(request, answer)
            runs.forget_addresses(runs.get(request.pk))

    def _settle(self, request: RobotRun, answer: Mapping[str, Any]) -> None:
        if "refused" in answer:
            _refuse(request, Refusal(*answer["refused"]))
            return
        try:
            with transaction.atomic():
                _deed(request).settle(request, answer["made"])
        except Refusal as refusal:
            _refuse(runs.get(request.pk), refusal)

    def dropped(self, run: Run, reason: str) -> None:
        message = _("Запрос снят администратором Paraph: {reason}").format(reason=reason)
        _refuse(runs.get(run.payload["run"]), Refusal(Response.INTERNAL, message))


def _deed(request: RobotRun) -> deeds.Deed:
    found = deeds.find(request.code)
    if found is None:
        raise Refusal(Response.OFF)
    settings = runs.settings_of(request.portal)
    if not (settings.has_activities if found.is_activity else settings.is_on):
        raise Refusal(Response.OFF)
    return found


def _refuse(request: RobotRun, refusal: Refusal) -> None:
    runs.refuse(request, refusal, outputs.of(request))


class Answer(Job):
    """bizproc.event.send: the portal counts the first only, so it may be repeated after a lost answer."""

    kind = runs.ANSWER
    max_attempts = 24

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        request = runs.get(run.payload["run"])
        if request.delivered_at is not None:
            return {}
        said, token = dict(request.answer or {}), request.event_token
        given = {"EVENT_TOKEN": token, "RETURN_VALUES": said, "LOG_MESSAGE": said.get("response_text", "")}
        steps = _log_commands(request.steps.filter(is_logged=False).order_by("pk"))
        found = client.batch({**steps, "answer": ("bizproc.event.send", given)})["answer"]
        if isinstance(found, PortalError) and not isinstance(found, NeedsAdministrator):
            return {"fault": found.full}
        if isinstance(found, Bitrix24Error):
            raise found
        return {"fault": ""}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        if "fault" in answer:
            delivered = None if answer["fault"] else timezone.now()
            rows = RobotRun.objects.filter(pk=run.payload["run"], delivered_at=None)
            rows.update(delivered_at=delivered, answer_fault=answer["fault"])


class Log(Job):
    """bizproc.activity.log: steps the processes of a portal do not know of yet, together."""

    kind = runs.LOG
    max_attempts = 4

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        rows = RunStep.objects.filter(run__portal=client.portal, run__answered_at=None, is_logged=False)
        steps = list(rows.select_related("run").order_by("pk")[:_MOST_STEPS])
        if steps:
            client.batch(_log_commands(steps))  # one the portal would not log must not hold back the others
        return {"steps": [step.pk for step in steps]}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        RunStep.objects.filter(pk__in=answer["steps"]).update(is_logged=True)


def _log_commands(steps: Iterable[RunStep]) -> dict[str, tuple[str, Mapping[str, Any]]]:
    return {
        f"step{step.pk}": (
            "bizproc.activity.log",
            {"EVENT_TOKEN": step.run.event_token, "LOG_MESSAGE": step.text},
        )
        for step in steps
    }


class Store(Job):
    """Puts the signed document and the report on the portal's Disk, then answers who waits for them."""

    kind = runs.STORE
    max_attempts = 24
    timeout = timedelta(minutes=10)

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        flow = _flow(run)
        return storing.store(client, flow) if outputs.to_store(client.portal, [flow]) else {}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        flow = _flow(run)
        with journal.writing(flow.workspace_id):
            if answer:
                storing.keep(run.payload["portal"], flow, answer)
            following.stored(run.payload["portal"], flow)

    def dropped(self, run: Run, reason: str) -> None:
        following.give_up(run.payload["portal"], _flow(run), reason)


def _flow(run: Run) -> Docflow:
    flows = Docflow.objects.select_related("document", "version", "package")
    return flows.get(pk=run.payload["docflow"])
