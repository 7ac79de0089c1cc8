"""Whatever happens, a process is answered, and answered once: late, twice, killed in between, portal away."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from robots_kit import DEAL, MANAGER, Robots, robot, robots, sending  # noqa: F401

from paraph.balance import services as balance
from paraph.docflow import packages
from paraph.docflow.models import Docflow, Package
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.portals.bitrix24.models import Notice, Portal, PortalState
from paraph.portals.bitrix24.robots import handlers, janitor, runs, storing
from paraph.portals.bitrix24.robots import sending as sender
from paraph.portals.bitrix24.robots.models import RobotRun, RunState, StoredFiles
from paraph.registry.models import Document
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = pytest.mark.django_db


def answers_of(robots: Robots, process: str) -> list[str]:
    """Lines of the process's log that tell of an answer which came too late or twice."""
    return [line["text"] for line in robots.process(process)["log"] if "не учтён" in line["text"]]


def end(robots: Robots) -> None:
    """The quickest end of a document: its sender takes it back."""
    packages.withdraw(Docflow.objects.get(), "передумали", robots.firm.sender)
    robots.turn()


def test_a_call_that_comes_twice_is_one_request(robots: Robots):
    robots.linked.fault("duplicate-robot", path="paraph_send")
    process = robots.start(robots.sequence(sending(robots.document())))
    assert RobotRun.objects.count() == Package.objects.count() == 1
    end(robots)
    assert robots.process(process)["status"] == "completed"
    assert answers_of(robots, process) == []


def test_the_same_document_again_is_followed_and_not_sent_twice(robots: Robots):
    sequence, document = robots.sequence(sending()), robots.document()
    first, second = (robots.start(sequence, document=document) for _each in (1, 2))
    assert (RobotRun.objects.count(), Package.objects.count()) == (2, 1)
    end(robots)
    assert robots.results(first)["status_code"] == robots.results(second)["status_code"] == "withdrawn"


def test_a_deadline_is_met_and_the_document_goes_on(robots: Robots):
    document = robots.document()
    process = robots.start(
        robots.sequence(sending(document), robot("paraph_status", "A2", document_id=document))
    )
    assert robots.run.deadline > timezone.now() + timedelta(days=29)
    RobotRun.objects.update(deadline=timezone.now())
    assert janitor.answer_late() == 1
    assert janitor.answer_late() == 0
    robots.turn()
    found = robots.results(process)
    assert (found["response_code"], found["error"], found["status_code"]) == (
        "deadline",
        "Y",
        "our_signature",
    )
    robots.sign_ours()
    robots.sign_theirs()
    assert robots.run.state == RunState.DONE
    assert StoredFiles.objects.get().signed_id
    assert answers_of(robots, process) == []


def test_a_process_with_a_limit_is_answered_before_it_goes_on_without_us(robots: Robots):
    step = {**sending(robots.document()), "timeout": 3600}
    robots.start(robots.sequence(step))
    left = robots.run.deadline - robots.run.created_at
    assert timedelta(minutes=50) <= left <= timedelta(minutes=59)


def test_a_hub_that_was_down_past_the_deadline_sends_nothing_after_its_refusal(robots: Robots, monkeypatch):
    """The work is found waiting only when the time is up: the process is told, the document stays unsent."""
    balance.switch(robots.firm.workspace, True, robots.firm.sender)
    balance.add_pack(robots.firm.workspace, 1, "счёт", robots.firm.sender)
    settle = handlers.Work.settle

    def late(self, run, answer):
        RobotRun.objects.update(deadline=timezone.now())
        janitor.answer_late()
        settle(self, run, answer)

    monkeypatch.setattr(handlers.Work, "settle", late)
    process = robots.start(robots.sequence(sending(robots.document())))
    assert robots.results(process)["response_code"] == "deadline"
    assert not Document.objects.exists()
    assert balance.of(robots.firm.workspace.pk).left == 1


@pytest.mark.parametrize("place", ["work", "answer", "store"])
def test_killed_between_the_outside_call_and_our_own_row(robots: Robots, monkeypatch, place):
    """What was done outside is done, our transaction was not: the effect goes on from there."""
    handler = {"work": handlers.Work, "answer": handlers.Answer, "store": handlers.Store}[place]
    settle, killed = handler.settle, []

    def dies(self, run, answer):
        if not killed:
            killed.append(run.id)
            raise RuntimeError("killed")
        settle(self, run, answer)

    monkeypatch.setattr(handler, "settle", dies)
    process = robots.start(robots.sequence(sending(robots.document())))
    robots.hurry(handler.kind)
    robots.sign_ours()
    robots.sign_theirs()
    robots.hurry(handler.kind)
    robots.finish()
    assert killed
    assert robots.process(process)["status"] == "completed"
    assert robots.results(process)["signed_document_id"]
    assert Package.objects.count() == StoredFiles.objects.count() == 1
    assert answers_of(robots, process) == []


def test_an_upload_whose_answer_was_lost_is_found_and_not_repeated(robots: Robots):
    process = robots.start(robots.sequence(sending(robots.document())))
    robots.sign_ours()
    robots.linked.fault("cut-after", path="disk.folder.uploadfile")
    robots.sign_theirs()
    robots.finish()
    assert robots.results(process)["signed_document_id"]
    storage = robots.linked.client.call("disk.storage.getForApp")["ROOT_OBJECT_ID"]
    names = [row["NAME"] for row in robots.linked.client.call("disk.folder.getChildren", {"id": storage})]
    assert len(names) == len(set(names)) == 2, names


def test_an_answer_given_while_the_portal_is_away_arrives_later(robots: Robots):
    process = robots.start(robots.sequence(sending(robots.document())))
    robots.linked.fault("html", count=40)
    end(robots)
    request = robots.run
    assert request.is_answered
    assert request.delivered_at is None
    robots.linked.control("DELETE", "faults")
    robots.hurry(runs.ANSWER)
    robots.finish()
    assert robots.process(process)["status"] == "completed"
    assert robots.results(process)["status_code"] == "withdrawn"


def test_an_answer_that_never_arrived_is_ordered_again(robots: Robots):
    robots.start(robots.sequence(sending(robots.document(), signer2=999999)))
    RobotRun.objects.update(delivered_at=None, changed_at=timezone.now() - timedelta(hours=2))
    assert janitor.send_again() == 1
    assert janitor.send_again() == 0
    robots.turn()
    assert robots.run.delivered_at is not None
    assert robots.run.answer_tries == 2


def test_work_that_a_person_must_look_at_is_answered_meanwhile(robots: Robots, monkeypatch):
    def breaks(*arguments):
        raise RuntimeError("our own fault")

    monkeypatch.setattr(sender, "prepare", breaks)
    process = robots.start(robots.sequence(sending(robots.document())))
    Effect.objects.filter(kind=runs.WORK).update(failures=15, due_at="2020-01-01T00:00:00Z")
    robots.turn()
    assert [effect.kind for effect in robots.linked.stuck()] == [runs.WORK]
    assert janitor.answer_stopped() == 1
    robots.turn()
    assert robots.results(process)["response_code"] == "internal"
    monkeypatch.undo()
    effects.retry(robots.linked.stuck()[0].pk, robots.firm.workspace.pk, "Администратор")
    robots.turn()
    assert not Document.objects.exists(), "an answered request must not send after all"


def test_files_that_cannot_be_stored_do_not_hold_the_answer_back(robots: Robots, monkeypatch):
    def refuses(*arguments):
        raise RuntimeError("Диск переполнен")

    monkeypatch.setattr(storing, "store", refuses)
    process = robots.start(robots.sequence(sending(robots.document())))
    robots.sign_ours()
    robots.sign_theirs()
    Effect.objects.filter(kind=runs.STORE).update(failures=23, due_at="2020-01-01T00:00:00Z")
    robots.turn()
    assert janitor.answer_stopped() == 1
    robots.turn()
    found = robots.results(process)
    assert (found["status_code"], found["response_code"], found["signed_document_id"]) == (
        "signed",
        "portal",
        "",
    )


def test_a_pdf_that_is_being_made_is_waited_for_but_not_for_ever(robots: Robots, monkeypatch):
    document = robots.document()
    monkeypatch.setattr(sender.reading, "_generated", _never)
    process = robots.start(robots.sequence(sending(document)))
    assert robots.process(process)["status"] == "running"
    monkeypatch.setattr(sender, "FILE_WAIT", timedelta(0))
    robots.hurry(runs.WORK)
    found = robots.results(process)
    assert (found["response_code"], "не появился" in found["response_text"]) == ("file", True)


def test_a_pdf_that_comes_late_is_sent(robots: Robots, monkeypatch):
    document = robots.document()
    with monkeypatch.context() as patch:
        patch.setattr(sender.reading, "_generated", _never)
        process = robots.start(robots.sequence(sending(document)))
    robots.hurry(runs.WORK)
    assert robots.run.state == RunState.FOLLOWED
    assert robots.process(process)["status"] == "running"


def _never(*arguments):
    raise sender.reading.NotReady


def test_the_partner_declines_and_the_process_learns_why(robots: Robots):
    document = robots.document()
    process = robots.start(
        robots.sequence(sending(document), robot("paraph_status", "A2", document_id=document))
    )
    robots.sign_ours()
    robots.decline_theirs("нет приложения")
    for step in ("A1", "A2"):
        found = robots.results(process, step)
        assert (found["status_code"], found["error"]) == ("rejected", "N")
        assert "нет приложения" in found["status_text"]
    assert robots.linked.rest("crm.item.get", {"entityTypeId": 2, "id": DEAL})["item"]["id"] == DEAL


def test_steps_go_to_the_log_of_the_process_and_notices_to_the_one_in_charge(robots: Robots):
    process = robots.start(robots.sequence(sending(robots.document())))
    robots.hurry(runs.LOG)
    robots.sign_ours()
    robots.sign_theirs()
    log = " ".join(line["text"] for line in robots.process(process)["log"])
    for words in ("Отправлено на подпись", "Отправляется", "Ждём подпись контрагента", "Завершён"):
        assert words in log
    told = list(Notice.objects.filter(tag__contains="ROBOT|").order_by("pk"))
    assert [row.text.partition(":")[0] for row in told] == [
        "Документ отправлен на подпись",
        "Подписан нашей стороной",
        "Итог по документу",
    ]
    assert {row.user_id for row in told} == {MANAGER}


def test_a_portal_that_removed_the_application_is_left_alone(robots: Robots):
    robots.start(robots.sequence(sending(robots.document())))
    Portal.objects.update(state=PortalState.UNINSTALLED)
    RobotRun.objects.update(deadline=timezone.now())
    janitor.answer_late()
    assert janitor.send_again() == 0


def test_a_status_of_a_document_nobody_sent(robots: Robots):
    process = robots.start(robots.sequence(robot("paraph_status", document_id=404)))
    found = robots.results(process)
    assert (found["response_code"], found["error"], found["status_code"]) == ("not-found", "Y", "")
