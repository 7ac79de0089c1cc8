"""The life of a request: taken once, worked, followed, answered exactly once whatever happens."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.balance import services as balance
from paraph.effects import services as effects
from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.portals.bitrix24 import notify
from paraph.portals.bitrix24.models import Inbound, Portal
from paraph.portals.bitrix24.robots import inputs
from paraph.portals.bitrix24.robots.codes import TEXTS, Response
from paraph.portals.bitrix24.robots.models import News, RobotRun, RobotSettings, RunState, RunStep

#: Kinds of the effects of a request.
WORK, ANSWER, LOG, STORE = (
    "bitrix24.robot",
    "bitrix24.robot-answer",
    "bitrix24.robot-log",
    "bitrix24.robot-store",
)
#: Journal event: a step of a request, in words.
STEP = "bitrix24:robot-step"
#: A process that limits its wait gets our answer this share before its limit, at least (the clock of the
#: janitor is a minute) and at most so early.
_EARLY, _AT_LEAST, _AT_MOST = 0.05, timedelta(seconds=90), timedelta(minutes=10)
#: Steps of all processes of a portal go to their logs together.
_QUIET, _LONGEST_QUIET = timedelta(seconds=5), timedelta(seconds=30)
#: The portal keeps no longer texts in the log of a process (ours).
_LONGEST = 2000


class Refusal(Exception):
    """The request cannot be met: code and text of the answer."""

    def __init__(self, code: Response, text: str = "") -> None:
        self.code = code
        self.text = text or TEXTS[code]
        super().__init__(self.text)


def settings_of(portal: Portal) -> RobotSettings:
    """How the portal's robots are set; the usual when nobody has set anything."""
    return RobotSettings.objects.filter(portal=portal).first() or RobotSettings(portal=portal)


def receive(portal: Portal, call: Inbound) -> RobotRun:
    """Take a call of a process and order its work; the same token again gives the request that is there."""
    token = str(call.data.get("event_token") or "")
    digest = hashlib.sha256(token.encode()).hexdigest()
    document = call.data.get("document_id")
    facts = {
        "workspace_id": portal.workspace_id,
        "portal": portal,
        "code": call.name,
        "event_token": token,
        "workflow_id": inputs.first(call.data.get("workflow_id"))[:100],
        "entity": inputs.first(document[2] if isinstance(document, list) and len(document) == 3 else "")[:60],
        "data": {name: call.data.get(name) for name in ("document_id", "document_type", "properties")},
        "user_id": call.user_id,
        "deadline": _deadline(portal, call),
        "created_at": call.received_at,
    }
    with journal.writing(portal.workspace_id):
        run, created = RobotRun.objects.get_or_create(token_hash=digest, defaults=facts)
        if created:
            note(run, _("Процесс обратился к роботу."))
            effects.enqueue(
                WORK,
                {"portal": portal.pk, "run": run.pk},
                key=portal.key,
                idempotency_id=f"{WORK}:{run.pk}",
                workspace_id=portal.workspace_id,
                priority=5,
            )
    return run


def _deadline(portal: Portal, call: Inbound) -> Any:
    """When the answer must leave at the latest: the process goes on without us after its own limit."""
    seconds = inputs.first(call.data.get("timeout_duration"))
    if seconds.isdecimal() and 0 < int(seconds) < 10**9:
        whole = timedelta(seconds=int(seconds))
        return call.received_at + whole - min(max(whole * _EARLY, min(_AT_LEAST, whole / 2)), _AT_MOST)
    return call.received_at + timedelta(days=settings_of(portal).answer_days)


def actor_of(run: RobotRun) -> Actor:
    """The process, as the journal names it."""
    return Actor(kind="channel", name=f"Битрикс24, {run.entity}" if run.entity else "Битрикс24")


def note(run: RobotRun, text: str) -> None:
    """A step of the request: in its own list, in the journal, in the process's log; in a transaction."""
    RunStep.objects.create(run=run, text=text[:_LONGEST])
    facts = {"run": run.pk, "package": run.package_id, "name": text[:_LONGEST]}
    # About no package: what is said of one goes into the proofs of its documents.
    journal.record(run.workspace_id, STEP, actor_of(run), journal.Subject(), facts)
    if not run.is_answered:
        effects.gather(
            LOG,
            {"portal": run.portal_id},
            key=run.portal.key,
            workspace_id=run.workspace_id,
            quiet=_QUIET,
            longest=_LONGEST_QUIET,
        )


def tell(run: RobotRun, news: News, text: str) -> None:
    """A notice in the portal to the person in charge, if the settings want it; in a transaction."""
    if run.user_id and news in settings_of(run.portal).news:
        notify.notify(
            run.portal, run.user_id, notify.plain(text), f"ROBOT|{run.pk}|{news}", f"ROBOT|{run.pk}"
        )


def answer(run: RobotRun, outputs: Mapping[str, Any], code: Response, text: str = "") -> bool:
    """Decide the answer and order its sending, in the caller's transaction. False if it was decided before.

    The UPDATE names what it expects, so of two who answer at once one does.
    """
    now = timezone.now()
    said = {
        **outputs,
        "response_code": str(code),
        "response_text": (text or TEXTS[code])[:_LONGEST],
        "error": "N" if code is Response.OK else "Y",
    }
    undecided = RobotRun.objects.filter(pk=run.pk, answered_at=None)
    if not undecided.update(answer=said, answered_at=now, changed_at=now):
        return False
    run.refresh_from_db()
    note(run, _("Ответ процессу: {text}").format(text=said["response_text"]))
    order_answer(run)
    return True


def order_answer(run: RobotRun) -> None:
    """Send the decided answer (once more), in the caller's transaction. The portal counts only the first."""
    RobotRun.objects.filter(pk=run.pk).update(answer_tries=F("answer_tries") + 1, answer_fault="")
    run.refresh_from_db(fields=("answer_tries", "answer_fault"))
    effects.enqueue(
        ANSWER,
        {"portal": run.portal_id, "run": run.pk},
        key=run.portal.key,
        idempotency_id=f"{ANSWER}:{run.pk}:{run.answer_tries}",
        workspace_id=run.workspace_id,
        package_id=run.package_id,
        priority=8,
    )


def refuse(run: RobotRun, refusal: Refusal, outputs: Mapping[str, Any]) -> None:
    """The request ends here: what it held back is free, the process and the person in charge are told."""
    with journal.writing(run.workspace_id):
        RobotRun.objects.filter(pk=run.pk, state=RunState.NEW).update(state=RunState.REFUSED)
        balance.give_back_all(run.workspace_id, holder(run))
        if answer(run, outputs, refusal.code, refusal.text):
            tell(run, News.FAULT, _("Документ не отправлен: {text}").format(text=refusal.text))


def holder(run: RobotRun) -> str:
    """As the balance of signatures knows the request."""
    return f"bitrix24:{run.pk}"


def move(run: RobotRun, state: RunState) -> None:
    """Where the request stands now, in the caller's transaction."""
    RobotRun.objects.filter(pk=run.pk).update(state=state, changed_at=timezone.now())
    run.state = state


def forget_addresses(run: RobotRun) -> None:
    """Signed addresses of files carry a token and are of no more use, in the caller's transaction."""
    properties = run.data.get("properties")
    if isinstance(properties, dict):
        kept = [name for name in inputs.several(properties.get("file")) if name.isdecimal()]
        run.data = {**run.data, "properties": {**properties, "file": kept}}
        run.save(update_fields=("data",))


def get(pk: int) -> RobotRun:
    """A request with its portal."""
    return RobotRun.objects.select_related("portal__application", "portal__workspace").get(pk=pk)


def finish(run: RobotRun, outputs: Mapping[str, Any], code: Response = Response.OK, text: str = "") -> None:
    """Answered, and nothing more is to be done for it."""
    with transaction.atomic():
        move(run, RunState.DONE)
        answer(run, outputs, code, text)
