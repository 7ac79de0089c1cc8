"""Whatever happens, a process is answered, and answered once: twice, late, lost, interrupted, killed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from blocks_kit import CONTRACT, DIRECTOR, MANAGER, TOKEN, Blocks, block
from django.utils import timezone
from sync_kit import CONTRACTS

from paraph.docflow import packages
from paraph.docflow.models import Docflow
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.journal.models import JournalEvent
from paraph.portals.elma365 import addresses
from paraph.portals.elma365.blocks import handlers, janitor, runs
from paraph.portals.elma365.blocks.models import BlockRun, RunState
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError
from paraph.sandbox.elma365 import seed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail")]

LONG = timedelta(hours=1)


def late() -> None:
    """An hour has passed for whoever asks processes."""
    BlockRun.objects.update(asked_at=timezone.now() - LONG)


def end(blocks: Blocks) -> None:
    """The quickest end of a document: its sender takes it back."""
    packages.withdraw(blocks.flow, "передумали", blocks.firm.sender)
    blocks.turn()


def test_only_the_company_itself_may_call(blocks: Blocks):
    item = {"namespace": "documents", "code": "contracts", "id": CONTRACT}
    body = {
        "callback_url": f"{blocks.linked.emulator.url}/api/bpm/callback/x",
        "instance_id": "0f8b6a64-4b1c-4f3e-9a53-0d5a2c1f6e55",
        "activity_id": "send",
        "item": item,
        "user_id": MANAGER,
    }
    path = blocks.path("activities/send")
    assert blocks.post(path, body, "another").status_code == 403
    assert blocks.post(path.replace(blocks.linked.company.key, "no-such-key"), body).status_code == 403
    assert blocks.post(blocks.path("activities/delete"), body).status_code == 404
    for wrong in (
        {"callback_url": "http://169.254.169.254/latest"},
        {"callback_url": f"{blocks.linked.emulator.url}@evil.example/"},
        {"instance_id": "../../user"},
        {"item": {**item, "id": "x"}},
        {"item": {**item, "code": "../contracts"}},
        {"item": None},
        {"activity_id": ""},
        {"activity_id": "x" * 301},
        {"user_id": "root"},
    ):
        assert blocks.post(path, body | wrong).status_code == 422, wrong
    assert not BlockRun.objects.exists()
    answer = blocks.post(path, body, TOKEN)
    assert (answer.status_code, answer.json()) == (202, {"run": blocks.run.pk})
    assert blocks.post(path, body).json() == {"run": blocks.run.pk}, "a duplicate gets the same answer"
    assert BlockRun.objects.count() == Effect.objects.filter(kind=runs.WORK).count() == 1


def test_a_callback_that_was_lost_on_the_way_is_given_again(blocks: Blocks):
    blocks.process(block("send"))
    instance = blocks.start()
    blocks.linked.fault("lost-callback", "probe", count=2)
    end(blocks)
    assert blocks.state(instance)["waits_at"] == "send", "it said 200 and did not go on"
    for _again in (1, 2):
        late()
        assert janitor.ask_processes() == 1
        blocks.turn()
    assert blocks.heard(instance) == ["Хаб ответил: " + blocks.run.answer["error"]]
    late()
    assert janitor.ask_processes() == 1
    blocks.turn()
    assert (blocks.run.confirmed_at is not None, janitor.ask_processes()) == (True, 0)
    assert blocks.run.answer_tries == 3


@pytest.mark.parametrize("kind", ["cut-after", "error-before", "too-many", "unsuccess"])
def test_an_answer_that_met_a_fault_is_given_until_it_is_heard(blocks: Blocks, kind: str):
    blocks.process(block("send"))
    instance = blocks.start()
    blocks.linked.fault(kind, "callback")
    end(blocks)
    assert len(blocks.heard(instance)) == 1
    assert (blocks.run.answer_fault, blocks.run.delivered_at is not None) == ("", True)
    assert blocks.linked.stuck() == []


@pytest.mark.parametrize("kind", ["cut-after", "cut-before", "forbidden", "unsuccess", "error-after"])
def test_the_item_is_told_once_who_signs_whatever_the_feed_answered(blocks: Blocks, kind: str):
    blocks.process(block("send", signer=DIRECTOR))
    blocks.linked.fault(kind, "feed/")
    blocks.start()
    for _again in range(3):
        blocks.hurry(runs.SAY)
        blocks.turn()
    assert sum("Ждём подписи" in line for line in blocks.feed()) == 1
    assert blocks.linked.stuck() == []


@pytest.mark.parametrize("place", ["work", "answer"])
def test_killed_between_the_outside_call_and_our_own_row(blocks: Blocks, monkeypatch, place: str):
    """What was done outside is done, our transaction was not: the effect goes on from there."""
    handler = {"work": handlers.Work, "answer": handlers.Answer}[place]
    settle, killed = handler.settle, []

    def dies(self, run, answer):
        if not killed:
            killed.append(run.id)
            raise RuntimeError("killed")
        settle(self, run, answer)

    monkeypatch.setattr(handler, "settle", dies)
    blocks.process(block("send"))
    instance = blocks.start()
    blocks.turn()
    end(blocks)
    assert killed
    assert len(blocks.heard(instance)) == 1
    assert Docflow.objects.count() == 1
    assert (blocks.run.answer_fault, blocks.run.delivered_at is not None) == ("", True)
    assert blocks.linked.stuck() == []


def test_a_process_interrupted_while_we_work_sends_nothing(blocks: Blocks):
    blocks.linked.fault("process-cancelled", "probe")
    blocks.process(block("send"))
    instance = blocks.start()
    assert blocks.state(instance)["__state"] == "cancel"
    assert (blocks.run.state, Docflow.objects.exists()) == (RunState.GONE, False)


def test_a_process_interrupted_while_it_waits_gets_no_answer_and_the_document_goes_on(blocks: Blocks):
    blocks.process(block("send"))
    instance = blocks.start()
    blocks.linked.control("POST", f"instances/{instance}/interrupt")
    late()
    found = janitor.Janitor().perform(None)
    assert found == {"late": 0, "stopped": 0, "ended": 0, "asked": 1}
    blocks.turn()
    assert blocks.run.state == RunState.GONE
    blocks.sign_ours()
    assert blocks.flow.status == "WAITING_RESPONSE"
    assert not Effect.objects.filter(kind=runs.ANSWER).exists()
    second = blocks.start()
    blocks.linked.control("POST", f"instances/{second}/interrupt")
    assert blocks.run.state != RunState.GONE, "it was answered before it was interrupted"


def test_a_deadline_is_met_and_the_document_goes_on(blocks: Blocks):
    blocks.process(block("send", days=3))
    instance = blocks.start()
    left = blocks.run.deadline - timezone.now()
    assert timedelta(days=2) < left <= timedelta(days=3)
    BlockRun.objects.update(deadline=timezone.now())
    assert (janitor.answer_late(), janitor.answer_late()) == (1, 0)
    blocks.turn()
    state = blocks.state(instance)
    assert (state["__state"], state["error_code"], state["status_code"]) == (
        "error",
        "deadline",
        "our_signature",
    )
    blocks.sign_ours()
    assert (blocks.run.state, len(blocks.heard(instance))) == (RunState.DONE, 1)


def test_nothing_is_sent_after_an_answer_given_while_the_hub_worked(blocks: Blocks, monkeypatch):
    settle = handlers.Work.settle

    def slow(self, run, answer):
        BlockRun.objects.update(deadline=timezone.now())
        janitor.answer_late()
        settle(self, run, answer)

    monkeypatch.setattr(handlers.Work, "settle", slow)
    blocks.process(block("send"))
    state = blocks.state(blocks.start())
    assert (state["error_code"], Docflow.objects.exists()) == ("deadline", False)


def test_work_a_person_must_look_at_does_not_hold_the_process(blocks: Blocks, monkeypatch):
    def fails(self, run, client):
        raise AssertionError("our own fault")

    monkeypatch.setattr(handlers.Work, "work", fails)
    monkeypatch.setattr(handlers.Work, "max_attempts", 1)
    blocks.process(block("send"))
    instance = blocks.start()
    assert janitor.answer_stopped() == 1
    blocks.turn()
    assert blocks.state(instance)["error_code"] == "internal"
    (stuck,) = blocks.linked.stuck()
    effects.drop(stuck.pk, stuck.workspace_id, "разобрались", "Администратор")
    assert len(blocks.heard(instance)) == 1


def test_a_process_that_comes_to_its_block_again_is_answered_where_it_waits(blocks: Blocks):
    """A webhook block has the same code at every visit; its task is another."""
    loop = {"type": "goto", "id": "loop", "step": "hook"}
    fix = {"type": "task", "id": "fix", "name": "Исправить", "performers": [MANAGER]}
    exits = [
        {"id": "ok", "name": "Готово"},
        {
            "id": "no",
            "name": "Ошибка",
            "steps": [{**fix, "exits": [{"id": "go", "name": "Ещё", "steps": [loop]}]}],
        },
    ]
    hook = {
        "type": "webhook",
        "id": "hook",
        "name": "Ждём ЭДО",
        "activity": "send",
        "performers": ["group:Администраторы"],
        "exits": exits,
        "url": addresses.activity(blocks.linked.company, "send"),
        "token": TOKEN,
        "params": {"signer": DIRECTOR},
    }
    blocks.edo.senders = ()
    blocks.process(hook)
    instance = blocks.start()
    assert (blocks.run.turn, blocks.state(instance)["error_code"]) == (1, "right")
    blocks.edo.senders = None
    task = blocks.state(instance)["tasks"][0]["__id"]
    blocks.linked.control("POST", f"tasks/{task}", {"user": MANAGER, "exit": "go"})
    blocks.turn()
    assert (blocks.run.turn, blocks.run.is_answered) == (2, False), "another visit of the same block"
    blocks.linked.client.post(f"bpm/instance/{instance}/restart-step", {})
    blocks.turn()
    assert blocks.run.steps.filter(text__contains="по новому адресу").count() == 1
    blocks.sign_ours()
    state = blocks.state(instance)
    assert (state["__state"], state["status_code"]) == ("done", "sending"), state["log"]
    assert (state["hub_document_id"], BlockRun.objects.count()) == (str(blocks.flow.pk), 2)


def test_blocks_called_alike_and_items_of_one_process_are_told_apart(blocks: Blocks):
    instance = blocks.idle()
    other = (*CONTRACTS, seed.item_id("contract/18"))
    for name, item in (("send", None), ("send", other), ("print-form", None), ("send", None)):
        blocks.call(name, item, instance_id=instance, activity_id="edo", callback_url="")
    assert BlockRun.objects.count() == 3
    assert set(BlockRun.objects.values_list("turn", flat=True)) == {1}


def test_a_process_elma365_does_not_tell_of_holds_back_no_other(blocks: Blocks, monkeypatch):
    blocks.process(block("send"))
    first, second = blocks.start(), blocks.start()
    blocks.linked.control("POST", f"instances/{second}/interrupt")
    look = Client.instance

    def odd(self, id):
        if id == first:
            raise ElmaError("bad-request", "", 400, message="не скажу")
        return look(self, id)

    monkeypatch.setattr(Client, "instance", odd)
    late()
    janitor.ask_processes()
    blocks.turn()
    states = list(BlockRun.objects.order_by("pk").values_list("state", flat=True))
    assert states == [RunState.FOLLOWED, RunState.GONE]
    assert (janitor.ask_processes(), blocks.linked.stuck()) == (0, [])


def test_what_elma365_does_not_take_is_told_to_people(blocks: Blocks):
    blocks.edo.senders = ()
    blocks.call("send", callback_url="", task_id="0f8b6a64-4b1c-4f3e-9a53-0d5a2c1f6e55")
    blocks.linked.run()
    assert blocks.run.delivered_at is None
    assert "не нашла" in blocks.run.answer_fault
    blocks.call("send")
    BlockRun.objects.filter(pk=blocks.run.pk).update(
        callback_url=BlockRun(callback_url="http://evil/").callback_url
    )
    blocks.linked.run()
    assert "не на вашу ELMA365" in blocks.run.answer_fault
    assert JournalEvent.objects.filter(action=runs.STEP).exists()
