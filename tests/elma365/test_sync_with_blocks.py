"""What comes and what goes, with the processes the company has from the start."""

from __future__ import annotations

import pytest
from blocks_kit import CONTRACT, Blocks
from django.db import transaction

from paraph.archive import services as archive
from paraph.docflow.models import Docflow
from paraph.portals.elma365.sync import background
from paraph.portals.elma365.sync.models import ItemLink
from paraph.registry.services import store_bytes
from paraph.sandbox.elma365 import seed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_letters")]
ACCOUNTANT, LAWYER = seed.user_id("balansova"), seed.user_id("pravilova")


def decide(blocks: Blocks, instance: str, user: str, exit: str, **context: str) -> None:
    """A person finishes the task of a process."""
    (task,) = [one for one in blocks.state(instance)["tasks"] if one["state"] == "in_progress"]
    blocks.linked.control("POST", f"tasks/{task['__id']}", {"user": user, "exit": exit, "context": context})
    blocks.turn()


def test_an_act_that_came_is_refused_in_its_process(blocks: Blocks):
    blocks.map(ACCOUNTANT, blocks.firm.signer)
    item = blocks.receive_act()
    link = ItemLink.objects.get(item_id=item)
    assert blocks.linked.status(link) == "in_work", "the process has set it, we leave it"
    decide(blocks, str(link.process_id), ACCOUNTANT, "refuse", reason="Работы не сделаны")
    blocks.sign_answer()
    state = blocks.state(str(link.process_id))
    assert (state["__state"], state["status_code"]) == ("done", "rejected"), state["log"]
    assert blocks.linked.status(link) == "refused"
    told = blocks.item(item, "acts")
    assert (told["edo_status"], told["refusal_reason"]) == (
        "Отказано нами: Работы не сделаны",
        "Работы не сделаны",
    )
    with_tasks(blocks)


def test_a_contract_agreed_in_its_process_comes_to_its_end_in_the_item(blocks: Blocks, monkeypatch):
    kept = store_bytes(b"%PDF-1.4 with marks")
    monkeypatch.setattr(archive, "build_proof", lambda *_given: archive.Proof(kept, kept, kept, ""))
    instance = blocks.start(CONTRACT, process="agree_and_send")
    decide(blocks, instance, LAWYER, "agree")
    blocks.sign_ours()
    link = ItemLink.objects.get()
    assert blocks.linked.status(link) == "sent"
    blocks.answer_theirs()
    state = blocks.state(instance)
    assert (state["__state"], state["status_code"]) == ("done", "signed"), state["log"]
    item = blocks.item()
    assert (blocks.linked.status(link), item["edo_status"]) == ("signed", "Завершён")
    assert len(item["signed_file"]) == len(item["print_form"]) == 1
    with_tasks(blocks)
    assert blocks.item() == item, "the block's print form stays"


def with_tasks(blocks: Blocks) -> None:
    """The background tasks find nothing to mend."""
    with transaction.atomic():
        background.order(blocks.linked.company)
    blocks.turn()
    counts = background.TaskRun.objects.latest("pk").counts
    assert (counts["seen"], counts["put_back"], counts["ordered"]) == (1, 0, 0)
    assert Docflow.objects.count() == 1
    assert blocks.linked.stuck() == []
