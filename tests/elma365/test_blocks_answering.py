"""«Подписать» and «Отказать в подписи» on an act that came; the button and the state in the item's card."""

from __future__ import annotations

import pytest
from blocks_kit import DIRECTOR, MANAGER, STRANGER, Blocks, act, block
from sync_kit import ACTS

from paraph.docflow import answers
from paraph.docflow.models import Answer, Docflow
from paraph.journal import actors
from paraph.portals.elma365.blocks import janitor
from paraph.portals.elma365.blocks.models import BlockRun, RunState
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.sandbox.elma365 import items, seed
from paraph.signing import services as signing
from paraph.signing.models import SigningTask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail")]


def start(blocks: Blocks, *steps: dict) -> tuple[str, str]:
    """An act has come, a process works on it: its item and the instance."""
    blocks.process(*steps, code="acts")
    item = blocks.receive_act()
    return item, blocks.start(item, "acts")


def test_an_act_is_signed_by_who_the_process_names(blocks: Blocks):
    item, instance = start(blocks, block("sign", user=DIRECTOR))
    answer = Answer.objects.get()
    assert (answer.verb, answer.employee) == ("sign", blocks.firm.signer)
    assert any("Ждём подписи" in line for line in blocks.feed(item, "acts"))
    assert blocks.state(instance)["__state"] == "wait"
    blocks.sign_answer()
    state = blocks.state(instance)
    assert (state["__state"], state["status_code"], state["error"]) == ("done", "signed", ""), state["log"]
    assert state["signature_id"] == str(Answer.objects.get().signature_id)
    assert state["signature_name"] == Answer.objects.get().signature.signer_name
    assert state["signature_serial"]
    assert state["signature_time"]
    assert blocks.run.answer["outputs"]["provider_document_id"] == "m-3:entity-3"
    again = blocks.start(item, "acts")
    assert blocks.state(again)["status_code"] == "signed", "what is signed need not be signed again"
    assert Answer.objects.count() == 1
    assert blocks.linked.stuck() == []


def test_an_act_is_refused_with_the_reason_of_the_process(blocks: Blocks):
    _item, instance = start(blocks, block("refuse", user=DIRECTOR, reason="Работы не сделаны"))
    blocks.sign_answer()
    state = blocks.state(instance)
    assert (state["__state"], state["status_code"]) == ("done", "rejected"), state["log"]
    assert "Работы не сделаны" in state["status_text"]


def test_a_signer_who_declines_sends_the_process_by_its_error_exit(blocks: Blocks):
    _item, instance = start(blocks, block("sign", user=DIRECTOR))
    task = SigningTask.objects.get()
    signing.decline(task, "Не моё", actor=actors.employee(blocks.firm.signer.pk, "Лугова"))
    assert janitor.answer_ended() == 1
    blocks.turn()
    state = blocks.state(instance)
    assert (state["__state"], state["error_code"]) == ("error", "not-answered")
    assert "Не моё" in state["error"]


def test_a_request_that_cannot_be_met_is_answered_with_why(blocks: Blocks):
    item = blocks.receive_act()
    for name, more, code in (
        ("refuse", {"params": {"user": DIRECTOR, "reason": " "}}, "parameters"),
        ("sign", {"params": {"user": "nobody"}}, "parameters"),
        ("sign", {"params": {"user": STRANGER}}, "right"),
        ("sign", {"user_id": MANAGER, "params": {}}, "right"),
    ):
        blocks.call(name, act(item), **more)
        blocks.linked.run()
        assert (blocks.run.answer["error_code"], blocks.run.state) == (code, RunState.REFUSED), more
        assert blocks.run.answer["error"]
    assert not Answer.objects.exists()


def test_an_item_without_a_document_has_nothing_to_be_signed(blocks: Blocks):
    blocks.call("sign", params={"user": DIRECTOR})
    blocks.linked.run()
    assert blocks.run.answer["error_code"] == "not-found"


def test_an_answer_a_person_began_is_awaited_and_the_opposite_one_refused(blocks: Blocks):
    item = blocks.receive_act()
    answers.sign(Docflow.objects.get(), blocks.firm.signer, confirm=True)
    blocks.call("sign", act(item), params={"user": DIRECTOR})
    blocks.call("refuse", act(item), params={"user": DIRECTOR, "reason": "Поздно"})
    blocks.linked.run()
    first, second = BlockRun.objects.order_by("pk")
    assert (first.state, first.is_answered) == (RunState.FOLLOWED, False)
    assert (second.answer["error_code"], second.answer["status_code"]) == ("state", "incoming")
    blocks.sign_answer()
    first.refresh_from_db()
    assert first.answer["status_code"] == "signed"


# -- the card -----------------------------------------------------------------------------------------------


def test_the_button_of_the_card_sends_once(blocks: Blocks):
    assert blocks.card() == {
        "state": "not_sent",
        "state_title": "Не отправлялся",
        "can_send": True,
        "url": "",
        "reason": "",
    }
    assert blocks.press().json()["state"] == "preparing"
    assert blocks.press().json()["can_send"] is False, "pressed twice"
    blocks.turn()
    assert (BlockRun.objects.count(), Docflow.objects.count()) == (1, 1)
    found = blocks.card()
    assert (found["state"], found["can_send"]) == ("our_signature", False)
    assert found["url"].endswith(f"/documents/{blocks.flow.pk}/")
    assert blocks.press().status_code == 422
    blocks.sign_ours()
    assert (blocks.run.answer["status"], blocks.run.delivered_at is not None) == ("ok", True)
    blocks.answer_theirs("response_rejected", "Нет")
    found = blocks.card()
    assert (found["state"], found["state_title"], found["can_send"]) == (
        "rejected",
        "Отказано в подписи: Нет",
        True,
    )


def test_the_card_says_why_the_button_is_not_there(blocks: Blocks):
    letter = blocks.card(seed.item_id("letter/1"), "letters")
    assert letter["can_send"] is False
    assert "documents/letters" in letter["reason"]
    stranger = blocks.press(user_id=STRANGER)
    assert (stranger.status_code, "не сопоставлен" in stranger.json()["error"]) == (403, True)
    blocks.change(number="")
    blocks.press()
    blocks.turn()
    found = blocks.card()
    assert ("«Номер»" in found["reason"], found["can_send"]) == (True, True), (
        "it may be mended and tried again"
    )
    DocumentMap.objects.filter(direction="out").update(is_complete=False)
    assert blocks.card()["can_send"] is False
    came = blocks.card(blocks.receive_act(), "acts")
    assert (came["state"], came["can_send"]) == ("incoming", False)
    nobody = items.create(blocks.linked.world, *ACTS, {"__name": "Черновик"})["__id"]
    assert blocks.card(nobody, "acts")["state"] == "not_sent"
