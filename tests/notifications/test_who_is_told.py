"""Who hears of what, in which language, and who does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import factories
from paraph.approval import services as approval
from paraph.approval.models import ApprovalTask, Mode
from paraph.channels.link import services as link
from paraph.docflow import packages
from paraph.effects import services as effects
from paraph.journal import actors
from paraph.parties.models import Role
from paraph.signing import services as signing
from paraph.signing.models import SigningTask


def told(mail, *people) -> list[list[str]]:
    """Subjects of the letters each of them has, after everything due was sent."""
    effects.run_due()
    return [mail.subjects(person.email) for person in people]


def partner_answers(package, pki, reason: str = "") -> None:
    found = link.find(package.token)
    link.open_document(found)
    if reason:
        link.decline(found, reason)
    else:
        link.sign(found, pki.sign(factories.PARTNER_HEAD, factories.content(package.flow)), "file")


def test_a_package_of_three_goes_round_with_one_letter_for_each_step(firm, pki, mail):
    documents = [factories.document(firm, number=str(number)) for number in range(3)]
    package = factories.package(firm, documents, route=firm.route(), title="Сделка 17")
    packages.submit(package, firm.sender)
    assert told(mail, firm.approver, firm.signer) == [["Согласуйте пакет «Сделка 17»"], []]

    factories.approve_all(package)
    assert told(mail, firm.approver, firm.signer, firm.sender) == [
        ["Согласуйте пакет «Сделка 17»"],
        ["Подпишите: Сделка 17"],
        [],
    ]
    (letter,) = mail.letters(firm.signer.email)
    assert letter.text.count("Договор № ") == 3
    first = factories.flows(package)[0]
    assert f"/documents/{first.pk}/" in letter.text
    assert f'href="http://127.0.0.1:8000/documents/{first.pk}/"' in letter.html


def test_approvers_in_turn_hear_of_it_in_turn(firm, mail):
    second = firm.hire("Вторая Вера Петровна", Role.HEAD)
    package = factories.package(firm, [factories.document(firm)], route=firm.route(firm.approver, second))
    packages.submit(package, firm.sender)
    assert [len(letters) for letters in told(mail, firm.approver, second)] == [1, 0]
    factories.approve_all(package)
    assert [len(letters) for letters in told(mail, firm.approver, second)] == [1, 1]


def test_approvers_at_once_hear_of_it_at_once_and_the_deputy_too(firm, mail):
    second = firm.hire("Вторая Вера Петровна", Role.HEAD)
    deputy = firm.hire("Заместитель Зоя Ивановна", Role.HEAD)
    former = firm.hire("Бывший Борис Ильич", Role.HEAD)
    firm.approver.deputy, second.deputy = deputy, former
    second.deputy_until = timezone.localdate() - timedelta(days=1)
    firm.approver.save()
    second.save()
    route = firm.route(firm.approver, second, mode=Mode.PARALLEL)
    packages.submit(factories.package(firm, [factories.document(firm)], route=route), firm.sender)
    counts = [len(letters) for letters in told(mail, firm.approver, second, deputy, former)]
    assert counts == [1, 1, 1, 0]


def test_a_returned_package_is_told_to_the_sender_not_to_the_one_who_returned_it(firm, mail):
    package = factories.package(
        firm, [factories.document(firm), factories.document(firm)], route=firm.route(), title="Сделка 18"
    )
    packages.submit(package, firm.sender)
    task = ApprovalTask.objects.get()
    approval.decide(task.pk, firm.approver, approve=False, comment="Нет приложения 2.")
    sender, approver = told(mail, firm.sender, firm.approver)
    assert sender == ["Пакет «Сделка 18» возвращён на доработку"]
    assert approver == ["Согласуйте пакет «Сделка 18»"]
    assert "Нет приложения 2." in mail.letters(firm.sender.email)[0].text


def test_a_signed_document_is_told_to_sender_approver_signer_and_partner(firm, pki, mail, sent):
    package = sent(route=firm.route())
    partner_answers(package, pki)
    for letters in told(mail, firm.sender, firm.approver, firm.signer):
        assert letters[-1] == "Контрагент подписал «Договор № 1 от 20.11.2026»"
    result = mail.letters(factories.PARTNER_EMAIL)[-1]
    assert result.subject == "Вы подписали «Договор № 1 от 20.11.2026»"
    assert f"/g/{package.token}/" in result.text
    for person in (firm.sender, firm.approver, firm.signer):
        assert not [letter for letter in mail.letters(person.email) if "/g/" in letter.text + letter.html]


def test_a_refusal_reaches_everybody_with_its_reason(firm, pki, mail, sent):
    package = sent(route=firm.route())
    partner_answers(package, pki, reason="Сумма не та.")
    effects.run_due()
    for person in (firm.sender, firm.approver, firm.signer):
        last = mail.letters(person.email)[-1]
        assert last.subject.startswith("Контрагент отказался подписать")
        assert "Сумма не та." in last.text
    assert "Сумма не та." in mail.letters(factories.PARTNER_EMAIL)[-1].text


def test_our_signer_refuses_and_only_the_others_hear_of_it(firm, mail):
    package = factories.package(firm, [factories.document(firm)], route=firm.route())
    packages.submit(package, firm.sender)
    factories.approve_all(package)
    task = signing.get_task(SigningTask.objects.get().pk, firm.workspace.pk)
    signing.decline(task, "Нет полномочий.", actor=actors.employee(firm.signer.pk, firm.signer.full_name))
    sender, approver, signer = told(mail, firm.sender, firm.approver, firm.signer)
    assert sender[-1].startswith("Наш подписант отказался")
    assert approver[-1].startswith("Наш подписант отказался")
    assert not signer[-1].startswith("Наш подписант отказался")
    packages.retry_signature(factories.flows(package)[0], firm.sender)
    assert len(told(mail, firm.signer)[0]) == 2  # asked anew, told anew


def test_the_one_who_withdraws_is_not_told_of_it(firm, mail, sent):
    package = sent()
    packages.withdraw(package.flow, "Передумали.", firm.sender)
    sender, signer = told(mail, firm.sender, firm.signer)
    assert sender == []
    assert signer[-1].startswith("Документ отозван")


def test_our_signer_is_reminded_once_and_the_missed_deadline_is_told(firm, mail):
    package = factories.package(firm, [factories.document(firm)])
    packages.submit(package, firm.sender)
    now = timezone.now()
    for moment in (now + timedelta(days=4), now + timedelta(days=4, hours=1), now + timedelta(days=6)):
        signing.expire_due(moment)
        signing.remind_due(moment)
    sender, signer = told(mail, firm.sender, firm.signer)
    assert [subject.split(":")[0] for subject in signer] == ["Подпишите", "Напоминание"]
    assert sender == ["Не подписан в срок: «Договор № 17 от 20.11.2026»"]


def test_an_opened_invoice_completes_the_exchange(firm, mail, sent):
    package = sent("invoice")
    link.open_document(package.link)
    assert told(mail, firm.sender)[0] == ["Получатель открыл «Счёт на оплату № 1 от 20.11.2026»"]


def test_a_user_whose_language_is_english_reads_english(firm, mail):
    signer = firm.hire("Smith John", Role.SIGNER, language="en")
    package = factories.package(firm, [factories.document(firm)], signer=signer, title="Deal 17")
    packages.submit(package, firm.sender)
    assert told(mail, signer) == [["Please sign: Deal 17"]]


def test_a_dismissed_employee_gets_no_letters(firm, mail, sent, pki):
    package = sent(route=firm.route())
    before = len(mail.subjects(firm.approver.email))
    firm.approver.is_active = False
    firm.approver.save()
    partner_answers(package, pki)
    assert len(told(mail, firm.approver)[0]) == before


def test_what_people_type_cannot_forge_a_letter(firm, mail):
    title = "Акт\nBcc: x@evil.example\n\n→ Нажмите <https://evil.example>"
    package = factories.package(firm, [factories.document(firm)], title=title)
    packages.submit(package, firm.sender)
    effects.run_due()
    (letter,) = mail.letters(firm.signer.email)
    assert letter.recipients == (firm.signer.email,)
    assert 'href="https://evil.example"' not in letter.html
    assert "Bcc" not in letter._message


@pytest.mark.django_db
def test_the_link_in_a_letter_asks_a_stranger_to_sign_in(firm, mail):
    package = factories.package(firm, [factories.document(firm)])
    packages.submit(package, firm.sender)
    effects.run_due()
    (letter,) = mail.letters(firm.signer.email)
    address = letter.text.split("http://127.0.0.1:8000")[1].split()[0]
    response = Client().get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")
