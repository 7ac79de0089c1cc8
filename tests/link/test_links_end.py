"""How a link stops working, and what can never be learnt from it."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

import factories
from paraph.channels.link import services, tokens
from paraph.channels.link.logs import TokenFreeFormatter
from paraph.channels.link.models import GuestLink
from paraph.docflow import packages
from paraph.docflow.checks import check_package
from paraph.effects import schedules
from paraph.effects import services as effects
from paraph.errors import DomainError
from paraph.signing import services as signing
from paraph.signing import verification
from paraph.signing.models import Signature, SigningTask

HOUR = timedelta(hours=1)


def pass_time(seconds: float = 15 * 24 * 3600) -> None:
    """Everything that was to happen later is due now."""
    shift = timedelta(seconds=seconds)
    for task in SigningTask.objects.exclude(deadline=None):
        task.deadline -= shift
        task.remind_at -= shift
        task.save()
    for link in GuestLink.objects.all():
        link.expires_at -= shift
        link.save()


def tick() -> None:
    """The minute comes round."""
    now = timezone.now()
    signing.expire_due(now)
    signing.remind_due(now)
    services.expire_unopened(now)
    effects.run_due()


@pytest.mark.parametrize(
    "address",
    ["/g/" + "A" * 43 + "/", "/g/" + "A" * 42 + "/", "/g/", "/g/abc", "/g/" + "A" * 43 + "/file/", "/g/../x"],
)
def test_an_unknown_link_gets_a_page_that_says_what_to_do(db, client, address):
    page = client.get(address)
    assert page.status_code == 404
    assert "Ссылка не найдена" in page.text
    assert "попросите прислать новую" in page.text


def test_a_link_made_with_another_secret_is_no_link(sent, guest, settings):
    package = sent()
    settings.SECRET_KEY = "another secret of fifty characters or more ....."
    assert guest.get(package.token).status_code == 404
    with pytest.raises(DomainError, match="отправьте снова"):
        tokens.address(GuestLink.objects.get())


def test_a_link_to_other_bytes_than_its_documents_is_no_link(sent, guest):
    package = sent()
    GuestLink.objects.update(file_sha256="0" * 64)
    assert guest.get(package.token).status_code == 404


def test_the_sender_withdraws_and_the_link_stops_working(firm, sent, guest, mail):
    package = sent()
    guest.open(package.token)
    cms = guest.signature(package.token)
    packages.withdraw(package.flow, "Ошибка в сумме.", firm.sender)
    effects.run_due()

    page = guest.get(package.token)
    assert page.status_code == 410
    assert "Ошибка в сумме." in page.text
    for answer in (
        guest.upload(package.token, cms),
        guest.post(package.token, "decline", {"reason": "Нет"}),
        guest.open(package.token),
    ):
        assert answer.status_code == 422
        assert "отозвал" in answer.text
    assert guest.get(package.token, "file/").status_code == 422
    assert package.flow.status == "CANCELLED"
    assert not Signature.objects.filter(side="R").exists()
    assert mail.subjects(factories.PARTNER_EMAIL)[-1].startswith("Документ отозван")


def test_a_document_withdrawn_before_its_letter_left_is_not_mailed(firm, pki, mail):
    package = factories.send(firm, pki, [factories.document(firm)])
    packages.withdraw(factories.flows(package)[0], "Рано.", firm.sender)
    effects.run_due()
    assert mail.letters(factories.PARTNER_EMAIL) == []


def test_one_document_is_withdrawn_while_the_letter_of_its_package_is_under_way(firm, pki, mail, guest):
    documents = [factories.document(firm, kind) for kind in ("contract", "act")]
    package = factories.send(firm, pki, documents)
    contract, _act = factories.flows(package)
    packages.withdraw(contract, "Не тот договор.", firm.sender)  # both are signed, the letter has not left
    effects.run_due()

    (letter,) = mail.letters(factories.PARTNER_EMAIL)
    assert "Договор" not in letter.text
    (token,) = mail.tokens()
    guest.open(token)
    guest.sign(token)
    assert [flow.status for flow in factories.flows(package)] == ["CANCELLED", "COMPLETED"]


def test_nobody_opens_in_time_and_the_sender_sends_again(firm, sent, guest, mail):
    package = sent()
    pass_time()
    expired = guest.get(package.token)
    assert expired.status_code == 410
    assert "Срок действия ссылки истёк" in expired.text
    tick()
    assert package.flow.status == "UNDELIVERABLE"
    assert mail.subjects(firm.sender.email)[-1].startswith("Не доставлен")

    packages.ask_again(package.flow, firm.sender)
    effects.run_due()
    (fresh,) = mail.tokens()
    assert fresh != package.token
    old = guest.get(package.token)
    assert old.status_code == 410
    assert "Вам отправлена новая ссылка" in old.text
    guest.open(fresh)
    guest.sign(fresh)
    assert package.flow.status == "COMPLETED"


def test_opened_but_not_answered_in_time_and_asked_again(firm, sent, guest, mail):
    package = sent()
    guest.open(package.token)
    cms = guest.signature(package.token)
    pass_time()
    late = guest.upload(package.token, cms)  # the clock's worker has not come round yet
    assert late.status_code == 422
    assert "Срок действия ссылки истёк" in late.text
    assert package.flow.status == "WAITING_RESPONSE"
    tick()
    assert package.flow.status == "RESPONSE_EXPIRED"

    packages.ask_again(package.flow, firm.sender)
    effects.run_due()
    (fresh,) = mail.tokens()
    guest.open(fresh)
    guest.sign(fresh)
    assert package.flow.status == "COMPLETED"


def test_an_invoice_nobody_opened_is_not_delivered(firm, sent):
    package = sent("invoice")
    pass_time()
    tick()
    tick()
    assert package.flow.status == "UNDELIVERABLE"


def test_a_letter_that_never_left_before_the_deadline_ends_as_not_delivered(firm, pki, mail):
    package = factories.send(firm, pki, [factories.document(firm)])
    pass_time()
    tick()
    assert factories.flows(package)[0].status == "UNDELIVERABLE"
    assert mail.letters(factories.PARTNER_EMAIL) == []  # the effect found only a dead link


def test_the_schedule_itself_ends_what_is_overdue(sent):
    contract, invoice = sent("contract"), sent("invoice")
    pass_time()
    schedules.tick(timezone.now() + timedelta(days=1))
    effects.run_due()
    assert (contract.flow.status, invoice.flow.status) == ("UNDELIVERABLE", "UNDELIVERABLE")


def test_the_partner_is_reminded_once_with_the_same_link(sent, guest, mail):
    package = sent()
    pass_time(11 * 24 * 3600)
    tick()
    tick()
    reminders = [text for text in mail.subjects(factories.PARTNER_EMAIL) if text.startswith("Напоминание")]
    assert len(reminders) == 1
    assert mail.tokens() == [package.token]


def test_a_partner_who_has_answered_is_not_reminded(sent, guest, mail):
    package = sent()
    guest.open(package.token)
    guest.sign(package.token)
    pass_time(11 * 24 * 3600)
    tick()
    assert not [text for text in mail.subjects(factories.PARTNER_EMAIL) if text.startswith("Напоминание")]


def interleave(monkeypatch: pytest.MonkeyPatch, meanwhile) -> None:
    """While the first answer's signature is being verified, something else happens and is committed."""
    examine = verification.examine

    def slow(*args, **kwargs):
        monkeypatch.setattr(verification, "examine", examine)
        verdict = examine(*args, **kwargs)
        meanwhile()
        return verdict

    monkeypatch.setattr(verification, "examine", slow)


def test_two_people_with_one_link_finish_at_the_same_instant(sent, guest, monkeypatch):
    package = sent()
    guest.open(package.token)
    cms = guest.signature(package.token)
    interleave(monkeypatch, lambda: guest.post(package.token, "decline", {"reason": "Я против."}))
    late = guest.upload(package.token, cms)
    assert late.status_code == 422
    assert "уже дан отказ" in late.text
    assert package.flow.status == "REJECTED"
    assert not Signature.objects.filter(side="R").exists()


def test_two_signatures_arrive_at_the_same_instant(sent, guest, monkeypatch):
    package = sent()
    guest.open(package.token)
    first, second = guest.signature(package.token), guest.signature(package.token)
    interleave(monkeypatch, lambda: guest.upload(package.token, second))
    assert guest.upload(package.token, first).status_code == 422
    assert package.flow.status == "COMPLETED"
    assert Signature.objects.filter(side="R").count() == 1


def test_the_link_expires_while_the_signature_is_verified(sent, guest, monkeypatch):
    package = sent()
    guest.open(package.token)
    cms = guest.signature(package.token)
    interleave(monkeypatch, lambda: GuestLink.objects.update(expires_at=timezone.now() - HOUR))
    late = guest.upload(package.token, cms)
    assert late.status_code == 422
    assert "Срок действия ссылки истёк" in late.text
    assert SigningTask.objects.get(side="R").state == "waiting"
    assert not Signature.objects.filter(side="R").exists()


def test_no_table_holds_a_token(sent, guest):
    package = sent("contract", "act")
    guest.open(package.tokens[0])
    guest.sign(package.tokens[0])
    effects.run_due()
    for model in apps.get_models():
        for row in model.objects.values():
            assert not [token for token in package.tokens if token in str(row)], model


def test_no_log_line_holds_a_token(sent):
    token = sent().token
    formatter = TokenFreeFormatter("%(message)s")
    try:
        raise ValueError(f"http://hub/g/{token}/ failed")
    except ValueError as error:
        record = logging.LogRecord(
            "django.request", logging.WARNING, "", 1, "Gone: %s", (f"/g/{token}/",), (ValueError, error, None)
        )
    text = formatter.format(record)
    assert token not in text
    assert "/g/…" in text


def test_guest_pages_tell_other_sites_nothing_and_are_kept_nowhere(sent, guest):
    package = sent()
    guest.open(package.token)
    for what in ("", "file/", "pages/1/"):
        response = guest.get(package.token, what)
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        # Read to the end: closing a file's response half-way would close the test's own transaction with it.
        assert b"".join(response)
    assert "sessionid" not in guest.client.cookies


def test_a_guest_without_cookies_can_answer(sent, guest):
    package = sent()
    guest.client.handler.enforce_csrf_checks = True
    guest.open(package.token)
    guest.client.cookies.clear()
    guest.sign(package.token)
    assert package.flow.status == "COMPLETED"


@pytest.mark.parametrize(
    ("draft", "field", "words"),
    [
        ({"recipient_email": ""}, "recipient_email", "Укажите адрес"),
        ({"recipient_email": "partner@"}, "recipient_email", "Укажите адрес"),
        ({"recipient_email": "SENDER{}@romashka.example"}, "recipient_email", "адрес вашего сотрудника"),
        ({"answer_deadline": timezone.now() - HOUR}, "answer_deadline", "Срок ответа уже прошёл"),
    ],
)
def test_what_the_link_channel_cannot_send_is_said_before_anybody_signs(firm, draft, field, words):
    if "recipient_email" in draft:
        draft = {"recipient_email": draft["recipient_email"].format(firm.workspace.pk)}
    package = factories.package(firm, [factories.document(firm)], **draft)
    (fault,) = check_package(package)
    assert fault.field == field
    assert words in fault.message
