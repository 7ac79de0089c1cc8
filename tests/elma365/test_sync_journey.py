"""A document and its item are kept in step, whatever is lost on the way between them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from sync_kit import ACTS, CONTRACTS, answer, deliver

import factories
from paraph.effects.models import Effect
from paraph.journal.models import JournalEvent
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.sync import links, orders
from paraph.portals.elma365.sync.models import ItemLink
from paraph.registry.storage import store
from paraph.sandbox.elma365 import disk, items, module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proofs", "operator", "no_letters")]


def test_a_contract_is_told_of_until_its_signed_file_lies_in_the_item(elma, pki):
    link = elma.send(pki)
    elma.run()
    item = elma.item(link)
    assert item["edo_status"] == "Отправляется"
    assert item["edo_link"].endswith(f"/documents/{link.document.docflow.pk}/")
    assert elma.status(link) == "draft", "the row names no status for that"
    deliver(link)
    elma.run()
    assert elma.status(link) == "sent"
    answer(link)
    elma.run()
    item, link = elma.item(link), elma.again(link)
    assert (item["edo_status"], elma.status(link)) == ("Завершён", "signed")
    assert item["finished_at"]
    assert elma.file(link, "signed_file") == store().read(link.document.docflow.archive.bundle_id)
    assert [text.split(" http")[0] for text in elma.feed(link)] == [
        "ЭДО: «Договор № 17 от 20.11.2026» — Ждём подпись контрагента.",
        "ЭДО: «Договор № 17 от 20.11.2026» — Завершён.",
    ]
    assert (link.is_dirty, link.fault, elma.stuck()) == (False, "", [])


def test_an_act_that_came_becomes_an_item_and_starts_its_process(elma):
    link = elma.receive()
    elma.run()
    link = elma.again(link)
    item = elma.item(link)
    assert (item["number"], item["date"]) == ("3", "2026-11-20T00:00:00Z")
    assert item["counterparty"] == [elma.emulator.ready["items"]["company/buyer"]]
    assert item["my_company"] == [elma.emulator.ready["items"]["my_company/seller"]]
    assert item["paraph_id"] == str(link.guid)
    assert disk.read(elma.world, item["__file"][0])[1] == store().read(link.document.current.blob_id)
    assert elma.processes(link) == [str(link.process_id)]
    assert "Контрагент: ООО «Василёк»" in elma.feed(link)[0]
    assert link.document.crm_url.endswith(f"/documents/acts(p:item/documents/acts/{link.item_id})")
    assert elma.stuck() == []


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("cut-after", "documents/acts/create"),
        ("error-after", "documents/acts/create"),
        ("cut-after", "incoming_act/run"),
        ("cut-after", "message"),
        ("cut-after", "upload"),
    ],
)
def test_a_lost_answer_makes_nothing_twice(elma, kind, path):
    before = elma.count("files")
    elma.fault(kind, path)
    link = elma.receive()
    elma.run()
    link = elma.again(link)
    made = [one for one in items.all_of(elma.world, *ACTS) if one["paraph_id"] == str(link.guid)]
    assert [one["__id"] for one in made] == [str(link.item_id)]
    assert elma.processes(link) == [str(link.process_id)]
    assert len(elma.feed(link)) == 1
    assert elma.count("files") == before + 1
    assert (link.begun, link.is_dirty, elma.stuck(), elma.faults_left()) == ({}, False, [], [])


def test_lost_answers_about_a_contract_make_nothing_twice(elma, pki):
    link = elma.send(pki)
    deliver(link)
    answer(link)
    before = elma.count("files")
    for path in ("upload", "contracts", "update", "set-status", "message"):
        elma.fault("cut-after", path)
    elma.run()
    assert elma.status(link) == "signed"
    assert elma.item(link)["edo_status"] == "Завершён"
    assert elma.count("files") == before + 2, "the archive and the print form"
    assert len(elma.feed(link)) == 1
    assert (elma.again(link).is_dirty, elma.stuck(), elma.faults_left()) == (False, [], [])


def test_a_process_that_was_announced_but_never_started_is_started(elma):
    elma.fault("cut-before", "incoming_act/run")
    link = elma.receive()
    elma.run()
    assert len(elma.processes(elma.again(link))) == 1
    assert elma.stuck() == []


def test_a_worker_that_died_after_the_upload_uploads_no_second_file(elma, pki, monkeypatch):
    link = elma.send(pki)
    deliver(link)
    elma.run()
    before = elma.count("files")
    answer(link)
    monkeypatch.setattr("paraph.portals.elma365.client.Client.update", _dies)
    elma.run(rounds=2)
    assert elma.count("files") == before + 2, "the archive and the print form"
    monkeypatch.undo()
    elma.run()
    assert elma.count("files") == before + 2
    assert elma.file(link, "signed_file") == store().read(elma.again(link).document.docflow.archive.bundle_id)


def _dies(*_args, **_more):
    raise SystemError("the worker dies here")


def test_the_effect_of_a_dead_worker_goes_on_and_another_waits_for_it(elma):
    link = elma.receive()
    effect = Effect.objects.get(kind=orders.SYNC)
    later = timezone.now() + timedelta(minutes=10)
    ItemLink.objects.update(busy_by=effect.pk + 1000, busy_until=later)
    elma.run(rounds=3)
    assert elma.again(link).item_id is None, "another works on it"
    waiting = Effect.objects.get(kind=orders.SYNC, state="waiting")
    ItemLink.objects.update(busy_by=waiting.pk, busy_until=later)
    elma.run()
    assert elma.again(link).item_id is not None
    assert elma.again(link).busy_until is None


def test_a_process_named_later_is_not_started_for_items_made_before(elma):
    row = elma.row("in")
    process, row.process_code = row.process_code, ""
    row.save()
    link = elma.receive()
    elma.run()
    row.process_code = process
    row.save()
    with transaction.atomic():
        link.touch()
        orders.order(elma.again(link))
    elma.run()
    assert elma.processes(elma.again(link)) == []
    assert elma.again(link).is_dirty is False


def test_a_worker_may_die_after_each_call_before_it_is_kept(elma, monkeypatch):
    keep = ItemLink.keep
    for place in range(1, 12):
        before, left = elma.count("files"), [place]

        def dying(link, left=left, **changes):
            left[0] -= 1
            if not left[0]:
                raise SystemError("the worker dies here")
            keep(link, **changes)

        monkeypatch.setattr(ItemLink, "keep", dying)
        link = elma.receive(str(place))
        elma.run()
        monkeypatch.setattr(ItemLink, "keep", keep)
        link = elma.again(link)
        made = [one for one in items.all_of(elma.world, *ACTS) if one["paraph_id"] == str(link.guid)]
        assert [one["__id"] for one in made] == [str(link.item_id)], place
        assert elma.processes(link) == [str(link.process_id)], place
        assert (len(elma.feed(link)), elma.count("files")) == (1, before + 1), place
        assert (link.begun, link.is_dirty, elma.stuck()) == ({}, False, []), place
        if left[0] > 0:
            break
    assert place > 7, "every place has been tried"


def test_several_documents_of_an_item_speak_by_the_worst_of_them(elma, pki):
    raw = items.create(elma.world, *CONTRACTS, {"__name": "Договор с приложением"})
    both = [factories.document(elma.firm, number=number) for number in ("17", "17-1")]
    for document in both:
        links.bind(elma.company, document, elma.row("out"), raw["__id"])
    factories.send(elma.firm, pki, both, channel="operator", recipient_box="box-1")
    first, second = (elma.link(document.pk) for document in both)
    deliver(first), deliver(second)
    answer(second)
    elma.run()
    assert elma.status(first) == "sent", "one is still awaited"
    answer(first, "response_rejected", "Не та сумма")
    elma.run()
    assert (elma.status(first), elma.item(first)["refusal_reason"]) == ("refused", "Не та сумма")
    assert elma.again(first).is_dirty is False
    assert elma.stuck() == []


def test_unsuccess_is_tried_again(elma):
    elma.fault("unsuccess", "documents/acts/create", count=2)
    link = elma.receive()
    elma.run()
    assert elma.again(link).item_id is not None
    assert elma.stuck() == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [("unsuccess", "internal error"), ("forbidden", "access"), ("bad-request", "bad request")],
)
def test_what_elma365_keeps_refusing_is_told_and_waits_for_a_person(elma, kind, words):
    elma.fault(kind, "documents/acts/create", count=50)
    link = elma.receive()
    elma.run()
    link = elma.again(link)
    assert words in link.fault
    assert link.item_id is None
    assert [one.docflow_id for one in elma.stuck()] == [link.document.docflow.pk]
    assert words in elma.stuck()[0].last_error


def test_what_is_refused_holds_back_nothing_else(elma):
    elma.fault("bad-request", "message", count=50)
    link = elma.receive()
    elma.run()
    link = elma.again(link)
    assert elma.processes(link) == [str(link.process_id)], "the process has started all the same"
    assert "bad request" in link.fault
    assert elma.feed(link) == []
    assert len(elma.stuck()) == 1


def test_an_item_people_deleted_is_told_of_and_not_made_anew(elma):
    link = elma.receive()
    elma.run()
    link = elma.again(link)
    items.delete(elma.world, *link.item)
    before = len(items.all_of(elma.world, *ACTS))
    with transaction.atomic():
        link.touch()
        orders.order(link)
    elma.run()
    link = elma.again(link)
    assert (link.is_removed, link.is_dirty) == (True, False)
    assert "удалён в ELMA365" in link.fault
    assert len(items.all_of(elma.world, *ACTS)) == before
    assert JournalEvent.objects.filter(action="portal:item-removed").count() == 1
    assert elma.stuck() == []


def test_an_incomplete_row_makes_no_item_and_says_why(elma):
    row = elma.row("in")
    row.is_complete, row.faults = False, [{"attribute": "guid", "field": "", "reason": "Выберите поле."}]
    row.save()
    link = elma.receive()
    elma.run()
    link = elma.again(link)
    assert link.item_id is None
    assert "Выберите поле" in link.fault
    assert elma.stuck() == []


def test_a_refused_contract_tells_the_reason(elma, pki):
    link = elma.send(pki)
    deliver(link)
    answer(link, "response_rejected", "Не та сумма")
    elma.run()
    item = elma.item(link)
    assert (item["refusal_reason"], elma.status(link)) == ("Не та сумма", "refused")
    assert "Отказано в подписи: Не та сумма" in elma.feed(link)[-1]


def test_a_document_sent_again_takes_the_item_over(elma, pki):
    first = elma.send(pki)
    deliver(first)
    answer(first, "response_rejected", "Не та сумма")
    elma.run()
    again = factories.document(elma.firm, number="17")
    links.bind(elma.company, again, elma.row("out"), first.item_id)
    factories.send(elma.firm, pki, [again], channel="operator", recipient_box="box-1")
    link = elma.link(again.pk)
    deliver(link)
    elma.run()
    assert elma.status(link) == "sent"
    assert elma.item(link)["refusal_reason"] in (None, "")
    answer(link)
    elma.run()
    link = elma.again(link)
    assert elma.file(link, "signed_file") == store().read(link.document.docflow.archive.bundle_id)
    assert (link.conflicts, link.is_dirty, elma.stuck()) == ([], False, [])


def test_our_module_shows_the_state_in_the_card_and_its_refusal_holds_nothing_back(elma):
    installed = elma.control("POST", "module", {})["uuid"]
    Company.objects.update(module_uuid=installed, is_module_told=True)
    link = elma.receive()
    elma.run()
    link = elma.again(link)
    kept = module.path_of(*link.item)
    with elma.world.reading() as db:
        (card,) = db.execute("SELECT value FROM module_storage WHERE key = ?", (kept,)).fetchone()
    assert json.loads(card)["url"].endswith(f"/documents/{link.document.docflow.pk}/")
    assert link.shown["status_text"] == "Ждёт нашей подписи"
    Company.objects.update(module_uuid="00000000-0000-4000-8000-000000000000")
    other = elma.receive("4")
    elma.run()
    assert (elma.again(other).is_dirty, elma.stuck()) == (False, [])
    assert Company.objects.get().fault
