"""Letters and a mail server that refuses, stalls, breaks off or lies low."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from urllib.request import Request, urlopen

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.notifications import transport
from paraph.notifications.handlers import message_id
from paraph.notifications.letters import render
from scenario import run_again

CONTEXT = {
    "name": "Ирина",
    "document": "Договор",
    "counterparty": "ООО «Василёк»",
    "deadline": "",
    "url": "http://h/1",
}


def put(to: str = "irina@romashka.example", **more: str) -> Effect:
    """One letter in the outbox."""
    payload = {
        "to": to,
        "to_name": "Ирина",
        "language": "ru",
        "template": "notifications/signing_reminder",
        "context": CONTEXT,
        **more,
    }
    with transaction.atomic():
        return effects.enqueue("notifications.mail", payload, idempotency_id=f"notice:1:{to}", key="mail:x")


def state(effect: Effect) -> tuple[str, int]:
    effect.refresh_from_db()
    return effect.state, effect.attempts


def test_subject_arrives_with_every_space(mail):
    """A long Cyrillic subject takes several lines; the space between two of them is easily lost."""
    titles = [f"Договор поставки № {number} от 20.11.2026 " + "очень " * number for number in range(9)]
    for number, title in enumerate(titles):
        put(f"a{number}@romashka.example", context={**CONTEXT, "document": title})
    effects.run_due()
    subjects = {mail.subjects(f"a{number}@romashka.example")[0] for number in range(9)}
    assert subjects == {f"Напоминание: подпишите «{title.strip()}»" for title in titles}


@pytest.fixture(autouse=True)
def _database(db):
    """Every letter here starts in the outbox."""


@pytest.fixture
def order_fault(mail):
    def order(kind: str, count: int = 1, seconds: float = 5) -> None:
        body = f'{{"kind": "{kind}", "count": {count}, "seconds": {seconds}}}'.encode()
        request = Request(mail.catcher.ready["faults_url"], body, {"Content-Type": "application/json"})
        urlopen(request, timeout=5).close()

    return order


def test_a_letter_leaves_with_text_html_and_a_lasting_message_id(mail):
    effect = put()
    effects.run_due()
    (letter,) = mail.letters("irina@romashka.example")
    assert f"<{letter.message_id}>" == message_id(effect.idempotency_id) == effect_answer(effect)
    assert "Договор" in letter.text
    assert "Договор" in letter.html
    assert letter._message["Auto-Submitted"] == "auto-generated"
    assert letter._message["To"].endswith("<irina@romashka.example>")


def effect_answer(effect: Effect) -> str:
    effect.refresh_from_db()
    return effect.answer["message_id"]


def test_a_refused_letter_is_tried_again_and_comes_once(mail, order_fault):
    order_fault("reject", count=2)
    effect = put()
    for _try in range(3):
        run_again("notifications.mail")
    assert state(effect) == ("done", 3)
    assert len(mail.letters()) == 1


def test_the_connection_breaks_after_the_letter_was_taken_and_it_is_not_sent_twice(mail, order_fault):
    order_fault("drop_after_accept")
    effect = put()
    effects.run_due()
    assert state(effect) == ("waiting", 1)
    assert "прервалась" in effect.last_error
    run_again("notifications.mail")
    assert state(effect) == ("done", 2)
    assert len(mail.letters()) == 1


def test_the_server_takes_the_letter_but_answers_too_late(mail, order_fault, monkeypatch):
    monkeypatch.setattr(transport, "TIMEOUT", 0.3)
    order_fault("slow", seconds=1.5)
    effect = put()
    effects.run_due()
    monkeypatch.undo()
    run_again("notifications.mail")
    assert state(effect) == ("done", 2)
    assert len(mail.letters()) == 1


def test_the_worker_dies_before_the_letter_leaves_and_the_next_one_sends_it(mail):
    effect = put()
    Effect.objects.filter(pk=effect.pk).update(intent={"state": "on its way"}, attempts=1)
    effects.run_due()
    assert state(effect) == ("done", 2)
    assert len(mail.letters()) == 1


def test_where_nobody_can_tell_a_person_decides(mail, order_fault, settings):
    settings.MAIL = replace(settings.MAIL, lookup_url="")
    order_fault("drop_after_accept")
    effect = put()
    effects.run_due()
    run_again("notifications.mail")
    assert state(effect) == ("quarantined", 2)
    assert "Письмо могло уже уйти" in effect.last_error
    assert len(mail.letters()) == 1

    effects.retry(effect.pk, None, "Администратор")
    effects.run_due()
    assert state(effect) == ("done", 3)
    first, second = mail.letters()
    assert first.message_id == second.message_id


def test_a_person_sends_again_and_the_connection_breaks_again(mail, order_fault, settings):
    settings.MAIL = replace(settings.MAIL, lookup_url="")
    order_fault("drop_after_accept", count=2)
    effect = put()
    effects.run_due()
    run_again("notifications.mail")
    effects.retry(effect.pk, None, "Администратор")
    effects.run_due()
    run_again("notifications.mail")
    assert state(effect)[0] == "quarantined"  # asked anew, not sent for ever
    assert len(mail.letters()) == 2


def test_a_server_that_cannot_be_reached_is_tried_later_without_asking_anybody(mail, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    reachable = settings.MAIL
    settings.MAIL = replace(settings.MAIL, port=port, lookup_url="")
    effect = put()
    effects.run_due()
    assert state(effect) == ("waiting", 1)
    assert "не принимает письма" in effect.last_error
    settings.MAIL = replace(reachable, lookup_url="")
    run_again("notifications.mail")
    assert state(effect) == ("done", 2)


def test_the_one_who_could_tell_does_not_answer(mail, order_fault, settings):
    order_fault("drop_after_accept")
    able = settings.MAIL
    settings.MAIL = replace(able, lookup_url="http://127.0.0.1:1/messages")
    effect = put()
    effects.run_due()
    run_again("notifications.mail")
    assert state(effect) == ("waiting", 2)
    settings.MAIL = able
    run_again("notifications.mail")
    assert state(effect) == ("done", 3)
    assert len(mail.letters()) == 1


class Refusing:
    """A server with answers of its own to RCPT and DATA."""

    rcpt, data = "250 OK", "250 OK"

    def __init__(self) -> None:
        self.taken = 0

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope) -> str:
        self.taken += self.data.startswith("2")
        return self.data


@pytest.fixture
def refusing(settings) -> Iterator[Refusing]:
    handler = Refusing()
    server = Controller(handler, hostname="127.0.0.1", port=0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.port = free.getsockname()[1]
    server.start()
    settings.MAIL = replace(settings.MAIL, host="127.0.0.1", port=server.port, lookup_url="")
    yield handler
    server.stop()


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_final_refusal_goes_to_a_person_with_the_servers_own_words(refusing, where):
    setattr(refusing, where, "550 5.1.1 No such user here")
    effect = put()
    effects.run_due()
    assert state(effect) == ("quarantined", 1)
    assert (
        "отказался принять письмо для irina@romashka.example: 550 5.1.1 No such user here"
        in effect.last_error
    )
    setattr(refusing, where, "250 OK")
    effects.retry(effect.pk, None, "Администратор")
    effects.run_due()
    assert state(effect) == ("done", 2)  # it certainly had not left: nobody is asked
    assert refusing.taken == 1


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_passing_refusal_is_tried_again_without_asking(refusing, where):
    setattr(refusing, where, "451 4.7.1 Greylisted")
    effect = put()
    effects.run_due()
    assert state(effect) == ("waiting", 1)
    setattr(refusing, where, "250 OK")
    run_again("notifications.mail")
    assert state(effect) == ("done", 2)
    assert refusing.taken == 1


def test_a_server_without_starttls_never_gets_the_letter_in_clear(refusing, settings):
    settings.MAIL = replace(settings.MAIL, tls="starttls", user="hub", password="secret")
    effect = put()
    effects.run_due()
    assert state(effect) == ("waiting", 1)
    assert refusing.taken == 0


def test_a_cyrillic_domain_is_written_to_in_its_ascii_form(mail):
    put("irina@почта.рф")
    effects.run_due()
    assert mail.letters()[0].recipients == ("irina@xn--80a1acny.xn--p1ai",)


def test_a_language_without_letters_gets_russian():
    assert render("notifications/signing_reminder", CONTEXT, "de").subject.startswith("Напоминание")


@pytest.mark.parametrize(
    ("language", "shown"), [("ru", "30.11.2026 13:00 МСК"), ("en", "30.11.2026 13:00 MSK")]
)
def test_a_deadline_names_its_zone(language, shown):
    letter = render(
        "notifications/signing_reminder", {**CONTEXT, "deadline": "2026-11-30T10:00:00+00:00"}, language
    )
    assert shown in letter.text
