"""What an item lacks is decided by what is kept of it and what is true of its document."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from paraph.portals.elma365.sync import steps
from paraph.portals.elma365.sync.steps import Found, Name, Standing, Step, due

ITEM = UUID("0d3f2f0e-6c6d-4a31-9f5a-64d3a2f1d7aa")
SIGNED = steps.File("Договор 17.zip", "ab" * 32)
ACT = steps.File("Акт 3.pdf", "cd" * 32)
PROCESS = ("documents.acts", "incoming_act")


def known(**more: Any) -> Any:
    """An item that was told nothing."""
    facts = {
        "direction": "out",
        "item_id": ITEM,
        "agreed": {},
        "status_set": "",
        "said": "",
        "shown": {},
        "files": {},
        "process_id": None,
        "is_removed": False,
    }
    return SimpleNamespace(**{**facts, **more})


def names(found: tuple[Step, ...]) -> list[str]:
    return [one.name for one in found]


def test_an_item_that_knows_everything_lacks_nothing():
    now = Standing(
        {"status": "Завершён"}, {"signed": [SIGNED]}, status="signed", message="ЭДО: «Договор» — Завершён."
    )
    told = known(
        agreed={"status": "Завершён", "signed": [SIGNED.key]},
        status_set="signed",
        said=now.message,
        files={SIGNED.key: "f"},
    )
    assert due(told, now) == ()


def test_steps_come_in_an_order_in_which_each_can_be_done():
    now = Standing(
        {"guid": "g", "number": "3"}, {"file": [ACT]}, "new", "ЭДО: «Акт 3» — Ждёт нашей подписи.", PROCESS
    )
    asked = due(known(direction="in", item_id=None), now)
    assert names(asked) == [Name.UPLOAD, Name.CREATE, Name.STATUS, Name.SAY, Name.PROCESS]
    assert asked[0].about == ACT


def test_only_what_has_changed_is_written():
    now = Standing({"status": "Завершён", "link": "https://edo.example/1"}, {"signed": [SIGNED]})
    told = known(agreed={"status": "Отправлен", "link": "https://edo.example/1"}, files={SIGNED.key: "f"})
    (step,) = due(told, now)
    assert (step.name, step.about) == (Name.UPDATE, {"status": "Завершён", "signed": [SIGNED.key]})


def test_a_file_in_two_fields_goes_once_and_one_that_is_there_goes_never():
    now = Standing({}, {"signed": [SIGNED], "print_form": [SIGNED]})
    assert names(due(known(), now)) == [Name.UPLOAD, Name.UPDATE]
    assert names(due(known(files={SIGNED.key: "f"}), now)) == [Name.UPDATE]


def test_a_process_is_started_once():
    now = Standing(process=PROCESS)
    assert names(due(known(direction="in"), now)) == [Name.PROCESS]
    assert due(known(direction="in", process_id=ITEM), now) == ()


def test_a_deleted_item_is_neither_written_nor_made_anew():
    now = Standing({"status": "Завершён"}, {"signed": [SIGNED]}, "signed", "ЭДО", PROCESS)
    assert due(known(is_removed=True), now) == ()
    assert due(known(direction="in", is_removed=True), now) == ()
    assert due(known(item_id=None), now) == (), "an outgoing document has no item of its own"


def test_a_status_of_the_exchange_set_by_hand_is_put_back():
    now, told = Standing(status="sent"), known(status_set="sent")
    changes, wrong = steps.corrections(told, now, Found("signed"), frozenset({"sent", "signed"}))
    assert [(one.what, one.theirs, one.stays) for one in wrong] == [(steps.STATUS, "signed", "sent")]
    assert names(due(known(**changes), now)) == [Name.STATUS]


def test_a_status_of_the_companys_own_is_left_alone():
    now, told = Standing(status="signed"), known(status_set="signed")
    assert steps.corrections(told, now, Found("archived"), frozenset({"sent", "signed"})) == ({}, [])


def test_a_field_of_ours_changed_by_hand_is_written_again_and_a_field_of_theirs_is_not():
    now = Standing({"status": "Отправлен"})
    told = known(agreed={"status": "Отправлен", "number": "3"})
    found = Found("", {"status": "Подписан", "number": "4"})
    changes, wrong = steps.corrections(told, now, found, frozenset())
    assert [(one.what, one.theirs, one.stays) for one in wrong] == [("status", "Подписан", "Отправлен")]
    (step,) = due(known(**changes), now)
    assert step.about == {"status": "Отправлен"}


def test_what_was_written_though_no_answer_came_is_not_written_again():
    now, told = Standing({"status": "Завершён"}, status="signed"), known(agreed={"status": "Отправлен"})
    found = Found("signed", {"status": "Завершён"})
    changes, wrong = steps.corrections(told, now, found, frozenset({"signed"}))
    assert wrong == []
    assert due(known(**changes), now) == ()


def test_a_print_form_a_process_has_put_there_stays_until_it_is_taken_out():
    now = Standing({}, {"print_form": [SIGNED]})
    told = known(agreed={"print_form": [SIGNED.key]}, files={SIGNED.key: "f"})
    changes, wrong = steps.corrections(told, now, Found("", {"print_form": ["of-the-block"]}), frozenset())
    assert wrong == []
    other = steps.File("Договор 17 (печатная форма).pdf", "ef" * 32)
    later = Standing({}, {"print_form": [other]})
    assert due(known(**changes, files=told.files), later) == ()
    found = Found("", {"print_form": []})
    changes, _wrong = steps.corrections(known(**changes, files=told.files), later, found, frozenset())
    assert names(due(known(**changes, files=told.files), later)) == [Name.UPLOAD, Name.UPDATE]


def test_a_print_form_that_was_there_before_ours_stays():
    now = Standing({}, {"print_form": [SIGNED]})
    changes, _wrong = steps.corrections(
        known(), now, Found("", {"print_form": ["of-the-block"]}), frozenset()
    )
    assert due(known(**changes), now) == ()


def test_what_nobody_has_changed_is_as_we_left_it():
    told = known(agreed={"status": "Отправлен", "signed": []}, status_set="sent")
    speaking = frozenset({"sent", "signed"})
    assert steps.is_as_left(told, Found("sent", {"status": "Отправлен", "number": "4"}), speaking)
    assert steps.is_as_left(told, Found("archived", {"status": "Отправлен", "print_form": []}), speaking)
    assert not steps.is_as_left(told, Found("signed", {"status": "Отправлен"}), speaking)
    assert not steps.is_as_left(told, Found("sent", {"status": ""}), speaking)
    assert not steps.is_as_left(told, Found("sent", {"print_form": ["of-the-block"]}), speaking)
