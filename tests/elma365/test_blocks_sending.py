"""«Отправить документ» in a process: on the way to the operator, once, and the process hears how it ended."""

from __future__ import annotations

from uuid import UUID

import pytest
from blocks_kit import CONTRACT, DIRECTOR, STRANGER, Blocks, block
from sync_kit import CONTRACTS

import factories
from paraph.archive import services as archive
from paraph.docflow.models import Docflow
from paraph.journal import actors
from paraph.portals.elma365.blocks.models import BlockRun, RunState
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.sync.models import ItemLink
from paraph.registry.services import store_bytes
from paraph.registry.storage import store
from paraph.sandbox.elma365 import disk, items, seed
from paraph.signing import services as signing
from paraph.signing.models import SigningTask
from tests.formats.title_kit import utd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail")]


def test_a_process_goes_on_when_the_document_is_sent(blocks: Blocks):
    blocks.process(block("send", signer=DIRECTOR))
    instance = blocks.start()
    assert blocks.told.status_code == 202
    assert blocks.told.json() == {"run": blocks.run.pk}
    assert blocks.flow.status == "ON_SIGNING"
    assert blocks.flow.package.signer == blocks.firm.signer
    assert blocks.state(instance)["__state"] == "wait"
    assert any("Ждём подписи" in line and "/documents/" in line for line in blocks.feed())
    blocks.sign_ours()
    state = blocks.state(instance)
    assert state["__state"] == "done", state["log"]
    assert state["hub_document_id"] == str(blocks.flow.pk)
    assert state["provider_document_id"] == f"m-{blocks.flow.package_id}:e-{blocks.flow.pk}"
    assert (state["status_code"], state["error"]) == ("sending", "")
    assert blocks.linked.stuck() == []


def test_an_agreed_contract_is_signed_by_both_and_its_print_form_lies_in_the_item(
    blocks: Blocks, monkeypatch: pytest.MonkeyPatch
):
    """The seeded process, from the task of its lawyer to its end."""
    kept = store_bytes(b"%PDF-1.4 with marks")
    monkeypatch.setattr(archive, "build_proof", lambda *_given: archive.Proof(kept, kept, kept, ""))
    instance = blocks.start(process="agree_and_send")
    (task,) = blocks.state(instance)["tasks"]
    blocks.linked.control("POST", f"tasks/{task['__id']}", {"user": STRANGER, "exit": "agree"})
    blocks.turn()
    assert blocks.run.waits_for_end
    blocks.sign_ours()
    assert blocks.state(instance)["waits_at"] == "send"
    blocks.answer_theirs()
    state = blocks.state(instance)
    assert (state["__state"], state["status_code"], state["error"]) == ("done", "signed", ""), state["log"]
    name, content = disk.read(blocks.linked.world, blocks.item()["print_form"][0])
    assert (name.endswith("(подписан).pdf"), content) == (True, b"%PDF-1.4 with marks")


def test_a_print_form_that_cannot_be_made_goes_by_the_error_exit(blocks: Blocks):
    blocks.process(block("send"), block("print-form", field="print_form"))
    instance = blocks.start()
    blocks.sign_ours()
    state = blocks.state(instance)
    assert (state["__state"], state["error_code"], state["status_code"]) == ("error", "state", "waiting")
    blocks.answer_theirs()
    for params, code in (
        ({"field": "print_form"}, "file"),
        ({"form": "picture"}, "parameters"),
        ({"form": "protocol"}, "ok"),
        ({"form": "archive", "field": "../x"}, "parameters"),
        ({"form": "archive", "field": "no_such_field"}, "portal"),
    ):
        blocks.call("print-form", params=params)
        blocks.linked.run()
        assert (blocks.run.answer["error_code"] or "ok") == code, blocks.run.answer


def test_a_file_of_the_proof_goes_into_the_field_once(blocks: Blocks):
    """The answer to an upload is lost on the way: the same number makes the same file."""
    blocks.process(block("send", wait_final=True), block("print-form", form="archive", field="print_form"))
    instance = blocks.start()
    blocks.sign_ours()
    blocks.linked.fault("cut-after", "upload", count=2)
    blocks.answer_theirs()
    state = blocks.state(instance)
    assert state["__state"] == "done", state["log"]
    assert blocks.item()["print_form"] == [state["file_id"]]
    name, content = disk.read(blocks.linked.world, state["file_id"])
    assert name.endswith("(архив с подписями).zip")
    assert content == store().read(blocks.flow.archive.bundle_id)
    with blocks.linked.world.reading() as db:
        assert db.execute("SELECT count(*) FROM files WHERE name = ?", (name,)).fetchone()[0] == 1


def test_what_the_partner_says_is_no_error_of_the_block(blocks: Blocks):
    blocks.process(block("send", wait_final=True))
    instance = blocks.start()
    blocks.sign_ours()
    blocks.answer_theirs("response_rejected", "Не та цена")
    state = blocks.state(instance)
    assert (state["__state"], state["status_code"]) == ("done", "rejected")
    assert "Не та цена" in state["status_text"]


def test_a_document_our_signer_declines_goes_by_the_error_exit(blocks: Blocks):
    blocks.process(block("send"))
    instance = blocks.start()
    task = SigningTask.objects.get()
    signing.decline(task, "Сумма не та", actor=actors.employee(blocks.firm.signer.pk, "Лугова"))
    blocks.turn()
    state = blocks.state(instance)
    assert (state["__state"], state["error_code"], state["status_code"]) == (
        "error",
        "not-sent",
        "not_signed",
    )
    assert "Сумма не та" in state["error"]


def test_whoever_is_not_in_the_table_sends_nothing(blocks: Blocks):
    blocks.edo.senders = (blocks.firm.signer.pk,)
    blocks.call("send")
    blocks.call("send", user_id=STRANGER)
    blocks.linked.run()
    first, second = BlockRun.objects.order_by("pk")
    assert first.answer["error_code"] == second.answer["error_code"] == "right"
    assert "«Аккаунты»" in first.answer["error"]
    assert "не сопоставлен" in second.answer["error"]
    blocks.edo.senders = (blocks.firm.sender.pk,)
    blocks.call("send", params={"signer": DIRECTOR})
    blocks.linked.run()
    assert blocks.run.answer["error_code"] == "right", "who signs is in the table too"
    blocks.edo.senders, blocks.edo.organization_id = None, 0
    blocks.call("send")
    blocks.linked.run()
    assert blocks.run.answer["error_code"] == "account"
    assert not Docflow.objects.exists()


def test_an_application_without_a_complete_row_is_refused_with_what_is_missing(blocks: Blocks):
    letter = ("documents", "letters", seed.item_id("letter/1"))
    blocks.call("send", letter)
    row = blocks.linked.row("out")
    missing = {"attribute": "amount", "field": "", "reason": "«Сумма»: выберите поле."}
    DocumentMap.objects.filter(pk=row.pk).update(is_complete=False, faults=[missing])
    blocks.call("send")
    blocks.linked.run()
    first, second = BlockRun.objects.order_by("pk")
    assert first.answer["error_code"] == second.answer["error_code"] == "mapping"
    assert "documents/letters" in first.answer["error"]
    assert "«Сумма»: выберите поле." in second.answer["error"]
    assert not Docflow.objects.exists()


def test_an_item_that_lacks_something_is_refused_with_every_fault(blocks: Blocks):
    blocks.change(number="", date=None)
    blocks.call("send")
    blocks.linked.run()
    answer = blocks.run.answer
    assert (answer["status"], answer["error_code"]) == ("error", "item")
    assert "«Номер»" in answer["error"]
    assert "«Дата документа»" in answer["error"]
    assert blocks.run.state == RunState.REFUSED


def test_a_file_in_a_format_of_the_tax_service_says_itself_what_it_is(blocks: Blocks):
    ours, theirs = blocks.firm.organization, blocks.firm.counterparty
    data = utd(function="ДОП", seller_inn=ours.inn, buyer_inn=theirs.inn)
    blocks.change(__file=[disk.keep(blocks.linked.world, "УПД.xml", data)])
    blocks.call("send", params={"signer": DIRECTOR})
    blocks.linked.run()
    assert blocks.run.state == RunState.FOLLOWED, blocks.run.answer
    document = blocks.flow.document
    assert (document.kind, document.number, document.date.isoformat()) == ("utd_dop", "101", "2026-11-21")
    assert document.current.file_name.startswith("ON_NSCHFDOPPR_")
    blocks.change(__file=[disk.keep(blocks.linked.world, "Договор", b"\x00\x01")])
    blocks.call("send")
    blocks.linked.run()
    assert blocks.run.answer["error_code"] == "file"


def test_several_items_go_as_one_package_to_one_firm(blocks: Blocks):
    more = {**blocks.item(), "__name": "Приложение к договору", "number": "17/1"}
    fields = ("__name", "number", "date", "amount", "counterparty", "my_company", "__file")
    second = items.create(blocks.linked.world, *CONTRACTS, {name: more[name] for name in fields})["__id"]
    sibling = {"namespace": "documents", "code": "contracts", "id": second}
    blocks.call("send", params={"signer": DIRECTOR, "items": [sibling, sibling]})
    foreign = {**sibling, "id": seed.item_id("contract/18")}
    blocks.linked.run()
    assert [flow.document.number for flow in factories.flows(blocks.run.package)] == ["17", "17/1"]
    assert set(ItemLink.objects.values_list("item_id", flat=True)) == {UUID(CONTRACT), UUID(second)}
    blocks.call("send", params={"items": [foreign]})
    blocks.linked.run()
    assert blocks.run.answer["error_code"] == "parameters"
    assert "одному контрагенту" in blocks.run.answer["error"]


def test_the_same_document_again_is_followed_and_not_sent_twice(blocks: Blocks):
    blocks.process(block("send"))
    first, second = blocks.start(), blocks.start()
    assert Docflow.objects.count() == 1
    assert BlockRun.objects.count() == 2
    blocks.sign_ours()
    assert [blocks.state(one)["__state"] for one in (first, second)] == ["done", "done"]
    third = blocks.start()
    assert Docflow.objects.count() == 1, "it is at the operator already"
    assert blocks.state(third)["__state"] == "done"
