"""The life of a request: taken once, worked, followed, answered exactly once whatever happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.docflow.models import Answer, Docflow
from paraph.effects import services as effects
from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.parties.models import Employee
from paraph.portals.elma365.blocks import inputs
from paraph.portals.elma365.blocks.codes import TEXTS, Code, Refusal
from paraph.portals.elma365.blocks.inputs import Call
from paraph.portals.elma365.blocks.models import BlockDocument, BlockRun, BlockStep, RunState
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.objects import Item
from paraph.sealed import Secret

#: Kinds of the effects of a request.
WORK, ANSWER, SAY = "elma365.block", "elma365.block-answer", "elma365.block-say"
#: Journal event: a step of a request, in words.
STEP = "elma365:block-step"
#: A process that names no time of its own gets an answer after so many days at the latest.
ANSWER_DAYS = 30
#: Characters of one step or text of an answer.
_LONGEST = 2000


def receive(company: Company, block: str, call: Call) -> BlockRun:
    """Take a block's call and order its work. The same call again gives the request that is there.

    A process that comes to its block again while we work is answered at its new address; one that comes again
    after an answer makes a new request.
    """
    with journal.writing(company.workspace_id):
        visits = BlockRun.objects.filter(
            company=company,
            instance_id=call.instance_id,
            activity_id=call.activity_id,
            block=block,
            item_id=call.item.id,
        )
        last = visits.order_by("-turn").first()
        if last is not None and (not last.is_answered or _is_same(last, call)):
            _readdress(last, call)
            return last
        run = _create(company, block, call, last.turn + 1 if last else 1)
        note(run, _("Процесс обратился к блоку.") if call.instance_id else _("Отправляют из карточки."))
        effects.enqueue(
            WORK,
            {"company": company.pk, "run": run.pk},
            key=company.effects_key,
            idempotency_id=f"{WORK}:{run.pk}",
            workspace_id=company.workspace_id,
            priority=5,
        )
    return run


def _is_same(run: BlockRun, call: Call) -> bool:
    """Whether the call is the one that was answered; a press of the button is always a new one."""
    same_address = run.callback_url == Secret(call.callback_url) and run.task_id == call.task_id
    return bool(run.instance_id) and same_address


def _readdress(run: BlockRun, call: Call) -> None:
    if run.is_answered or _is_same(run, call) or run.is_by_hand:
        return
    run.callback_url, run.task_id = Secret(call.callback_url), call.task_id
    run.save(update_fields=("callback_url", "task_id"))
    note(run, _("Блок запущен процессом заново: ответим по новому адресу."))


def _create(company: Company, block: str, call: Call, turn: int) -> BlockRun:
    return BlockRun.objects.create(
        workspace_id=company.workspace_id,
        company=company,
        block=block,
        instance_id=call.instance_id,
        activity_id=call.activity_id,
        turn=turn,
        callback_url=call.callback_url,
        task_id=call.task_id,
        namespace=call.item.namespace,
        code=call.item.code,
        item_id=call.item.id,
        user_id=call.user_id,
        params=dict(call.params),
        waits_for_end=inputs.first(call.params.get("wait")) == "final",
        deadline=timezone.now() + timedelta(days=inputs.days(call.params, ANSWER_DAYS)),
    )


def item_of(run: BlockRun) -> Item:
    """The item a request is about."""
    return Item(run.namespace, run.code, str(run.item_id))


def actor_of(run: BlockRun) -> Actor:
    """The process, as the journal names it."""
    return Actor(kind="channel", name=f"ELMA365, {run.company.title}")


def note(run: BlockRun, text: str) -> None:
    """A step of the request: in its own list and in the journal; in a transaction."""
    BlockStep.objects.create(run=run, text=text[:_LONGEST])
    facts = {"run": run.pk, "package": run.package_id, "name": text[:_LONGEST]}
    # About no package: what is said of one goes into the proofs of its documents.
    journal.record(run.workspace_id, STEP, actor_of(run), journal.Subject(), facts)


def follow(run: BlockRun, flows: list[Docflow], answer: Answer | None = None) -> None:
    """From here on the request waits for these documents, in the caller's transaction."""
    run.package = flows[0].package
    run.save(update_fields=("package",))
    for flow in flows:
        BlockDocument.objects.create(run=run, docflow=flow, answer=answer)
    move(run, RunState.FOLLOWED)


def say(run: BlockRun, text: str) -> None:
    """Tell those who follow the item in its feed, in the caller's transaction."""
    effects.enqueue(
        SAY,
        {"company": run.company_id, "run": run.pk, "text": text},
        key=run.company.effects_key,
        workspace_id=run.workspace_id,
        package_id=run.package_id,
    )


def ask_signer(run: BlockRun, flow: Docflow, signer: Employee | None) -> None:
    """Tell who is to sign, and where, in the caller's transaction; the signer has a letter of ours too."""
    if signer is None:
        return
    note(run, _("Ждём подписи: {name}").format(name=signer.full_name))
    address = settings.BASE_URL + reverse("document", args=[flow.pk])
    said = _("Ждём подписи: {name}. Документ «{title}»: {address}")
    say(run, said.format(name=signer.full_name, title=flow.document.title, address=address))


def answer(run: BlockRun, outputs: Mapping[str, Any], code: Code, text: str = "") -> bool:
    """Decide the answer and order its sending, in the caller's transaction. False if it was decided before.

    The UPDATE names what it expects, so of two who answer at once one does.
    """
    now, words = timezone.now(), (text or TEXTS[code])[:_LONGEST]
    said = {
        "status": "ok" if code is Code.OK else "error",
        "outputs": dict(outputs),
        "status_code": outputs.get("status_code", ""),
        "status_text": outputs.get("status_text", ""),
        "error": "" if code is Code.OK else words,
        "error_code": "" if code is Code.OK else str(code),
    }
    undecided = BlockRun.objects.filter(pk=run.pk, answered_at=None)
    if not undecided.update(answer=said, answered_at=now, changed_at=now):
        return False
    run.refresh_from_db(fields=("answer", "answered_at"))
    note(run, _("Ответ: {text}").format(text=words))
    if run.is_by_hand:
        BlockRun.objects.filter(pk=run.pk).update(delivered_at=now, confirmed_at=now)
    else:
        order_answer(run)
    return True


def order_answer(run: BlockRun) -> None:
    """Send the decided answer (once more), in the caller's transaction. The process counts only the first."""
    BlockRun.objects.filter(pk=run.pk).update(
        answer_tries=F("answer_tries") + 1, answer_fault="", delivered_at=None
    )
    run.refresh_from_db(fields=("answer_tries", "answer_fault", "delivered_at"))
    effects.enqueue(
        ANSWER,
        {"company": run.company_id, "run": run.pk},
        key=run.company.effects_key,
        idempotency_id=f"{ANSWER}:{run.pk}:{run.answer_tries}",
        workspace_id=run.workspace_id,
        package_id=run.package_id,
        priority=8,
    )


def refuse(run: BlockRun, refusal: Refusal, outputs: Mapping[str, Any]) -> None:
    """The request ends here, and the process is told why."""
    with journal.writing(run.workspace_id):
        BlockRun.objects.filter(pk=run.pk, state=RunState.NEW).update(state=RunState.REFUSED)
        answer(run, outputs, refusal.code, refusal.text)


def give_up(run: BlockRun) -> None:
    """The process is interrupted: nobody waits for an answer; what was sent goes on, in a transaction."""
    now = timezone.now()
    rows = BlockRun.objects.filter(pk=run.pk, delivered_at=None).exclude(state=RunState.GONE)
    if rows.update(state=RunState.GONE, answered_at=run.answered_at or now, delivered_at=now, changed_at=now):
        note(run, _("Процесс прерван в ELMA365: ответа никто не ждёт."))


def move(run: BlockRun, state: RunState) -> None:
    """Where the request stands now, in the caller's transaction."""
    BlockRun.objects.filter(pk=run.pk).update(state=state, changed_at=timezone.now())
    run.state = state


def get(pk: int) -> BlockRun:
    """A request with its company."""
    return BlockRun.objects.select_related("company__workspace").get(pk=pk)


def finish(run: BlockRun, outputs: Mapping[str, Any], code: Code = Code.OK, text: str = "") -> None:
    """Answered, and nothing more is to be done for it."""
    with transaction.atomic():
        move(run, RunState.DONE)
        answer(run, outputs, code, text)
