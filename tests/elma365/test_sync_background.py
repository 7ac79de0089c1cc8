"""Background tasks: what was left undone is done, items and documents are compared, people are told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from sync_kit import CONTRACTS, deliver

import factories
from paraph.docflow import ports
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.sync import background
from paraph.portals.elma365.sync.models import ItemLink, TaskRun
from paraph.sandbox.elma365 import items

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proofs", "operator", "no_letters")]


@pytest.fixture
def sent(elma, pki) -> ItemLink:
    """A contract the partner has, its item told so."""
    link = elma.send(pki)
    deliver(link)
    elma.run()
    assert elma.status(link) == "sent"
    return elma.again(link)


class Asked:
    """An operator that remembers who asked for its tasks."""

    def __init__(self):
        self.by = []

    def run_tasks(self, workspace, actor):
        self.by.append((workspace, actor))


def tasks(elma) -> TaskRun:
    """A run of the tasks, and what it ordered."""
    background.TasksTick().perform(None)  # type: ignore[arg-type]
    Effect.objects.filter(kind=background.TASKS).update(idempotency_id="done")
    elma.run()
    Effect.objects.filter(kind=background.TASKS).delete()
    return TaskRun.objects.first()


def page(elma, person=None) -> str:
    browser = Browser()
    browser.force_login((person or elma.firm.sender).user)
    answer = browser.get(reverse("elma365-tasks", args=[elma.company.pk]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_what_people_change_by_hand_is_put_back_and_told(elma, sent):
    items.set_status(elma.world, *sent.item, "signed")
    items.update(elma.world, *sent.item, {"edo_status": "Подписано, честное слово", "number": "17-а"})
    said = elma.feed(sent)
    assert tasks(elma).counts["put_back"] == 2
    item = elma.item(sent)
    assert (elma.status(sent), item["edo_status"]) == ("sent", "Ждём подпись контрагента")
    assert item["number"] == "17-а", "what is not ours is people's"
    assert elma.feed(sent) == said
    assert JournalEvent.objects.get(action="portal:put-back").document_id == sent.document_id
    shown = page(elma)
    assert "Статус «Подписан» — возвращён «Отправлен»." in shown
    assert "Поле «Статус ЭДО» изменили вручную" in shown
    assert "возвращено изменений: 2" in shown
    assert tasks(elma).counts["put_back"] == 0, "once"


def test_a_status_no_state_of_a_document_has_is_the_companys_own(elma, sent):
    items.set_status(elma.world, *sent.item, "annulled")
    assert tasks(elma).counts["put_back"] == 0
    assert elma.status(sent) == "annulled"


def test_a_deleted_item_is_found_told_of_and_taken_up_when_it_is_back(elma, sent):
    before = len(items.all_of(elma.world, *CONTRACTS))
    items.delete(elma.world, *sent.item)
    assert tasks(elma).counts["removed"] == 1
    assert elma.again(sent).is_removed
    assert "удалён в ELMA365" in page(elma)
    assert tasks(elma).counts["removed"] == 0, "told once"
    assert len(items.all_of(elma.world, *CONTRACTS)) == before - 1
    with elma.world.writing() as db:
        db.execute("UPDATE items SET deleted = NULL WHERE id = ?", (str(sent.item_id),))
    items.update(elma.world, *sent.item, {"edo_status": ""})
    tasks(elma)
    link = elma.again(sent)
    assert (link.is_removed, link.fault, link.is_dirty) == (False, "", False)
    assert elma.item(sent)["edo_status"] == "Ждём подпись контрагента"


def test_items_of_a_row_that_was_mended_and_of_a_company_that_was_off_are_made(elma):
    row = elma.row("in")
    row.is_complete, row.faults = False, [{"attribute": "guid", "field": "", "reason": "Выберите поле."}]
    row.save()
    link = elma.receive()
    elma.run()
    assert tasks(elma).counts["ordered"] == 0
    Company.objects.update(is_on=False)
    row.is_complete, row.faults = True, []
    row.save()
    later = elma.receive("4")
    elma.run()
    assert elma.again(later).item_id is None
    background.TasksTick().perform(None)  # type: ignore[arg-type]
    assert not Effect.objects.filter(kind=background.TASKS, state="waiting").exists()
    Company.objects.update(is_on=True)
    assert tasks(elma).counts["ordered"] == 2
    assert elma.again(link).item_id is not None
    assert elma.again(later).item_id is not None


def test_the_tasks_are_ordered_once_in_an_interval(elma, monkeypatch):
    monkeypatch.setattr(background, "EVERY", timedelta(days=3650))
    for _twice in range(2):
        background.TasksTick().perform(None)  # type: ignore[arg-type]
    assert Effect.objects.filter(kind=background.TASKS).count() == 1


def test_what_elma365_does_not_answer_stands_in_the_run(elma, sent):
    elma.fault("forbidden", "documents/contracts/list", count=9)
    run = tasks(elma)
    assert "access denied" in run.error
    assert "access denied" in page(elma)
    assert elma.stuck() == []


def test_the_button_runs_everything_also_what_waits_for_a_person(elma, monkeypatch):
    elma.fault("bad-request", "documents/acts/create")
    link = elma.receive()
    elma.run()
    assert len(elma.stuck()) == 1
    shown = page(elma)
    assert "Ждут человека" in shown
    assert "bad request" in shown
    operator = Asked()
    monkeypatch.setattr(ports, "operators", lambda: [operator])
    browser = Browser()
    browser.force_login(elma.firm.sender.user)
    answer = browser.post(reverse("elma365-tasks-run", args=[elma.company.pk]))
    assert answer.status_code == 302
    assert operator.by == [(elma.firm.workspace, elma.firm.sender)]
    with pytest.raises(DomainError, match="уже выполняются"):
        background.run_now(elma.company, elma.firm.sender)
    elma.run()
    assert elma.stuck() == []
    assert elma.again(link).item_id is not None
    assert TaskRun.objects.first().asked_by == elma.firm.sender
    assert "Запусков ещё не было" not in page(elma)


def test_the_page_is_for_administrators_of_the_workspace(elma):
    stranger, browser = factories.company(), Browser()
    browser.force_login(stranger.sender.user)
    address = reverse("elma365-tasks", args=[elma.company.pk])
    assert browser.get(address).status_code == 404
    assert browser.post(f"{address}run/").status_code == 404
    browser.force_login(elma.firm.signer.user)
    assert browser.get(address).status_code == 403
    with pytest.raises(DomainError, match="права"):
        background.run_now(elma.company, stranger.sender)
    assert "Запусков ещё не было" in page(elma)


def test_a_process_that_was_interrupted_is_told_of(elma):
    link = elma.receive()
    elma.run()
    link = elma.again(link)
    assert tasks(elma).counts["stopped"] == 0
    elma.control("POST", f"instances/{link.process_id}/interrupt")
    assert tasks(elma).counts["stopped"] == 1
    assert tasks(elma).counts["stopped"] == 0, "told once"
    assert "Процесс в ELMA365 прерван" in page(elma)
    made = [one.action for one in JournalEvent.objects.filter(document_id=link.document_id).order_by("seq")]
    assert made[-2:] == ["portal:item-made", "portal:process-started"]
