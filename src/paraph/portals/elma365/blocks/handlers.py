"""The effects of a request: its work, the answer, words for the item's feed, the question to its process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.portals.elma365.blocks import asking, deeds, delivery, outputs, runs
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.blocks.models import BlockRun, RunState
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError
from paraph.portals.elma365.jobs import Job, is_doubtful


class Work(Job):
    """Does what a process asked for. Whatever ends it, the process gets an answer."""

    kind = runs.WORK
    timeout = timedelta(minutes=10)

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        request = runs.get(run.payload["run"])
        if request.is_answered or request.state != RunState.NEW:
            return {}
        try:
            made = dict(deeds.of(request).prepare(request, client, run))
            return {"gone": True} if asking.is_over(request, client, run) else {"made": made}
        except Refusal as refusal:
            return {"refused": [refusal.code, refusal.text]}
        except DomainError as error:
            return {"refused": [Code.PARAMETERS, error.message]}
        except ElmaError as error:
            if is_doubtful(error, run):
                raise
            return {"refused": [Code.PORTAL, error.message]}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        request = runs.get(run.payload["run"])
        with journal.writing(request.workspace_id):
            request.refresh_from_db(fields=("state", "answered_at", "answer"))
            if request.is_answered or request.state != RunState.NEW:
                return  # its time was up while we worked: nothing may be sent after that answer
            if answer.get("gone"):
                runs.give_up(request)
                return
            if "refused" in answer:
                code, text = answer["refused"]
                runs.refuse(request, Refusal(Code(code), text), outputs.of(request))
                return
            self._settle(request, answer["made"])

    def _settle(self, request: BlockRun, made: Mapping[str, Any]) -> None:
        try:
            with transaction.atomic():
                deeds.of(request).settle(request, made)
        except Refusal as refusal:
            runs.refuse(runs.get(request.pk), refusal, outputs.of(request))
        except DomainError as error:
            found = Refusal(Code.PARAMETERS, error.message)
            runs.refuse(runs.get(request.pk), found, outputs.of(request))

    def dropped(self, run: Run, reason: str) -> None:
        message = _("Запрос снят администратором Paraph: {reason}").format(reason=reason)
        request = runs.get(run.payload["run"])
        runs.refuse(request, Refusal(Code.INTERNAL, message), outputs.of(request))


class Answer(Job):
    """Gives the process its answer; it counts only the first, so it may be repeated after a lost one."""

    kind = runs.ANSWER
    max_attempts = 24

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        request = runs.get(run.payload["run"])
        if request.delivered_at is not None:
            return {}
        found, before = asking.look(request, client, run), (run.intent or {}).get("stamp")
        if before is None and found["state"] in delivery.OVER:
            return {"gone": True}
        is_one_call = bool(request.callback_url) or not request.task_id
        if before is not None and found["stamp"] != before and is_one_call:
            return {"fault": "", "stamp": ""}  # it moved on: the answer that was lost had arrived
        was_given, fault = before is not None or bool(request.stamp), ""
        run.remember({"stamp": found["stamp"]})
        try:
            delivery.deliver(request, client)
        except ElmaError as error:
            if is_doubtful(error, run):
                raise
            if not (was_given and error.code in delivery.NOBODY_WAITS):  # else it was heard, our answer lost
                fault = error.full
        return {"fault": fault, "stamp": found["stamp"] if request.callback_url else ""}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        request, now = runs.get(run.payload["run"]), timezone.now()
        if answer.get("gone"):
            with journal.writing(request.workspace_id):
                runs.give_up(request)
        if "fault" not in answer:
            return
        fault, stamp = answer["fault"], answer["stamp"]
        changes = {"answer_fault": fault, "asked_at": now}
        if not fault:
            changes |= {"delivered_at": now, "confirmed_at": None if stamp else now, "stamp": stamp}
        BlockRun.objects.filter(pk=request.pk, delivered_at=None).update(**changes)


class Say(Job):
    """A message in the item's feed, once: before it is repeated the feed is asked whether it is there."""

    kind = runs.SAY
    max_attempts = 6

    def work(self, run: Run, client: Client) -> None:
        request, text = runs.get(run.payload["run"]), run.payload["text"]
        if request.is_answered:
            return  # what it asks for is done, or nobody waits for it any more
        item = runs.item_of(request)
        if run.intent is not None:
            said = client.messages(item.namespace, item.code, item.id)
            if any(one.get("body") == text for one in said):
                return
        run.remember({"tried": True})
        client.say(item.namespace, item.code, item.id, text)


class Ask(Job):
    """Asks the processes of a company that wait long, or were answered lately, how they stand."""

    kind = asking.ASK
    max_attempts = 4

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        found = []
        for request in asking.due(client.company):
            try:
                found.append(asking.look(request, client, run))
            except ElmaError as error:
                if is_doubtful(error, run):
                    raise
                found.append({"run": request.pk, "state": "", "stamp": ""})
        return {"found": found}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        for found in answer["found"]:
            asking.conclude(found)
