"""What odd answers, lost calls and mended settings must not lose, repeat or hold up."""

from __future__ import annotations

import json
from uuid import uuid4

import httpx
import pytest
from blocks_kit import CONTRACT, TOKEN, Blocks, block
from django.test import Client as Browser
from django.utils import timezone
from sync_kit import CONTRACTS, Linked, answer, deliver

from paraph.docflow.models import Docflow
from paraph.effects.models import Effect
from paraph.portals import proofs
from paraph.portals.elma365 import addresses, transport
from paraph.portals.elma365.blocks import janitor, runs
from paraph.portals.elma365.blocks.models import BlockRun, RunState
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError
from paraph.portals.elma365.mapping_rows import dialect, reading, setup
from paraph.portals.elma365.sync import background
from paraph.portals.elma365.sync.models import TaskRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proofs", "operator", "no_letters")]


def tasks(elma: Linked) -> TaskRun:
    background.order(elma.company)
    elma.run()
    row = TaskRun.objects.first()
    assert row is not None
    return row


# -- background tasks -----------------------------------------------------------------------------------


def test_an_application_that_is_closed_to_us_holds_back_no_other(elma: Linked, pki):
    sent, came = elma.send(pki), elma.receive()
    deliver(sent)
    elma.run()
    came = elma.again(came)
    elma.again(sent).touch()
    elma.fault("forbidden", "documents/contracts/list", count=99)
    run = tasks(elma)
    assert "хватает прав" in run.error
    assert (run.counts["seen"], run.counts["ordered"]) == (1, 1)
    assert elma.again(sent).is_dirty is False


def test_tasks_of_a_company_that_does_not_answer_do_not_pile_up(elma: Linked, monkeypatch):
    for minutes in (0, 5, 10):
        moment = timezone.now() + timezone.timedelta(minutes=minutes)
        monkeypatch.setattr(background.timezone, "now", lambda moment=moment: moment)
        background.TasksTick().perform(None)  # type: ignore[arg-type]
    assert background.under_way(elma.company).count() == 1


def test_a_document_whose_row_was_made_anew_becomes_an_item(elma: Linked):
    row = elma.row("in")
    type(row).objects.filter(pk=row.pk).update(is_complete=False)
    link = elma.receive()
    elma.run()
    assert elma.again(link).fault
    setup.remove(elma.row("in"), elma.firm.sender)
    assert tasks(elma).counts["ordered"] == 0, "nothing to go by"
    row.pk, row.is_removed, row.is_complete = None, False, True
    row.save()
    tasks(elma)
    link = elma.again(link)
    assert (link.row_id, link.item_id is not None, link.fault) == (row.pk, True, "")


def test_an_item_made_though_elma365_said_no_is_not_made_again(elma: Linked, monkeypatch):
    create, said = Client.create, []

    def doubtful(self, *args):
        made = create(self, *args)
        if not said:
            said.append(made)
            raise ElmaError("unsuccess", "", 200, message="сбой")
        return made

    monkeypatch.setattr(Client, "create", doubtful)
    link = elma.receive()
    before = elma.count("items")
    elma.run()
    assert (elma.count("items") - before, str(elma.again(link).item_id)) == (1, said[0]["__id"])
    assert len(elma.processes(elma.again(link))) == 1


def test_texts_no_database_keeps_are_read_without_them(elma: Linked):
    values, _faults = reading.read_values(elma.row("out"), {"number": "17\0", "edo_status": "a\ud800"})
    assert json.loads(json.dumps(values)) == {**values, "number": "17\ufffd", "status": "a\ufffd"}
    answer = transport.httpx.Response(400, json={"error": "нет\0"})
    with pytest.raises(ElmaError) as error:
        transport.judged(answer, "x", repeatable=True)
    assert "\0" not in error.value.message


# -- blocks ---------------------------------------------------------------------------------------------


def test_a_task_is_ended_though_the_answer_to_its_variables_was_lost(blocks: Blocks):
    hook = {
        "type": "webhook",
        "id": "hook",
        "name": "Ждём ЭДО",
        "activity": "send",
        "performers": ["group:Администраторы"],
        "exits": [{"id": "ok", "name": "Готово"}, {"id": "no", "name": "Ошибка"}],
        "url": addresses.activity(blocks.linked.company, "send"),
        "token": TOKEN,
        "params": {},
    }
    blocks.edo.senders = ()
    blocks.process(hook)
    blocks.linked.fault("cut-after", "/context")
    instance = blocks.start()
    blocks.turn()
    assert blocks.linked.faults_left() == []
    assert blocks.state(instance)["__state"] == "done"
    assert (blocks.run.answer_fault, blocks.run.delivered_at is not None) == ("", True)


@pytest.mark.parametrize("where", ["get-link", "_clients/_companies"])
def test_a_failure_called_a_refusal_is_tried_again_for_files_and_companies_too(blocks: Blocks, where: str):
    blocks.linked.fault("unsuccess", where)
    blocks.call("send", callback_url="")
    blocks.linked.run()
    assert blocks.linked.faults_left() == []
    assert blocks.run.answer is None, blocks.run.answer
    assert Docflow.objects.count() == 1


def test_an_item_with_the_same_file_twice_is_sent_and_sent_again(blocks: Blocks, monkeypatch):
    ids = dialect.ids
    monkeypatch.setattr(dialect, "ids", lambda raw: [*ids(raw), *ids(raw)])
    for _again in (1, 2):
        blocks.call("send", callback_url="")
        blocks.linked.run()
        assert (blocks.run.answer, blocks.linked.stuck()) == (None, [])
    assert Docflow.objects.count() == 2


@pytest.mark.parametrize("amount", [1e40, 1e300])
def test_an_amount_beyond_all_measure_is_told_of_in_words(elma: Linked, amount: float):
    row = elma.row("out")
    item = {**_contract(elma), "amount": {"cents": int(amount), "currency": "RUB"}}
    assert "велика" in reading.look(elma.client, row, item).faults["amount"]


def _contract(elma: Linked) -> dict:
    return elma.client.item(*CONTRACTS, CONTRACT)


def test_numbers_no_database_keeps_are_no_json(blocks: Blocks):
    item = json.dumps({"namespace": "documents", "code": "contracts", "id": CONTRACT})
    about = f'"instance_id": "{CONTRACT}", "activity_id": "send", "item": {item}'
    body = f'{{{about}, "params": {{"days": 1e999}}}}'
    headers = {"Authorization": f"Bearer {TOKEN}"}
    path = blocks.path("activities/send")
    answer = Browser().post(path, body, "application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


@pytest.mark.parametrize("tail", ["/a\nb", "\t/x", ":99999/x"])
def test_an_address_that_cannot_be_called_is_refused_at_once(blocks: Blocks, tail: str):
    url = blocks.linked.emulator.url
    answer = blocks.call("send", callback_url=f"{url}{tail}")
    assert answer.status_code == 422
    assert not BlockRun.objects.exists()


def test_a_refusal_of_elma365_names_no_method_to_people(blocks: Blocks):
    blocks.linked.fault("bad-request", f"documents/contracts/{CONTRACT}/get")
    blocks.call("send", callback_url="")
    blocks.linked.run()
    assert blocks.run.answer["error_code"] == "portal"
    assert "app/" not in blocks.run.answer["error"]


@pytest.mark.parametrize("host", ["a..b.example", "a" * 70 + ".example", "xn--.example"])
def test_a_name_no_server_can_have_is_a_mistake_in_the_address(elma: Linked, host: str):
    elma.company.base_url = f"https://{host}"
    with pytest.raises(ElmaError, match="проверьте адрес"):
        elma.client.namespaces()


def test_an_answer_a_process_does_not_hear_again_and_again_is_told_to_people(blocks: Blocks):
    blocks.edo.senders = ()
    blocks.process(block("send"))
    blocks.linked.fault("lost-callback", "probe", count=99)
    instance = blocks.start()
    for _again in range(6):
        BlockRun.objects.update(asked_at=timezone.now() - timezone.timedelta(hours=1))
        janitor.ask_processes()
        blocks.turn()
    assert blocks.state(instance)["waits_at"] == "send"
    assert (janitor.ask_processes(), blocks.run.delivered_at) == (0, None)
    assert "не пошёл дальше" in blocks.run.answer_fault


def test_a_page_in_the_place_of_a_process_is_not_its_end(blocks: Blocks, monkeypatch):
    """Any server on the way may say «404» for a while."""
    judged, said = transport.judged, []

    def astray(answer, method, **how):
        if method.startswith("bpm/instance") and not said:
            said.append(method)
            answer = httpx.Response(404, text="<html>нет такой страницы</html>")
        return judged(answer, method, **how)

    monkeypatch.setattr(transport, "judged", astray)
    blocks.process(block("send"))
    blocks.start()
    assert (said != [], blocks.run.state, Docflow.objects.count()) == (True, RunState.FOLLOWED, 1)


def test_a_process_that_is_not_there_gets_no_answer(blocks: Blocks):
    blocks.call("send", instance_id=str(uuid4()))
    blocks.linked.run()
    assert (blocks.run.state, Docflow.objects.exists(), blocks.linked.stuck()) == (RunState.GONE, False, [])


def test_an_item_gets_the_files_of_a_large_package_at_once(elma: Linked, pki, monkeypatch):
    row, written = elma.row("out"), []
    fields = [{**one, "is_multiple": True} if one["code"] == "signed_file" else one for one in row.fields]
    type(row).objects.filter(pk=row.pk).update(fields=fields)
    known = proofs.files
    many = lambda title, proof: [(f"{n} {name}", key) for n in range(60) for name, key in known(title, proof)]  # noqa: E731
    monkeypatch.setattr(proofs, "files", many)
    monkeypatch.setattr(Client, "upload", lambda self, folder, name, *_how: name)
    monkeypatch.setattr(Client, "update", lambda self, *about: written.append(about[-1]))
    link = elma.send(pki)
    deliver(link)
    answer(link)
    elma.run()
    assert len(written[-1]["signed_file"]) == 60
    assert not Effect.objects.filter(failures__gt=0).exists()


def test_an_item_elma365_always_fails_at_holds_back_nothing_and_its_process_is_answered(blocks: Blocks):
    blocks.linked.fault("error-before", f"documents/contracts/{CONTRACT}/get", count=10_000)
    blocks.call("send", callback_url="")
    blocks.linked.run()
    (stuck,) = blocks.linked.stuck()
    assert stuck.kind == runs.WORK
    assert janitor.answer_stopped() == 1
