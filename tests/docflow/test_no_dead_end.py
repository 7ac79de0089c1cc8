"""People leave, mistype and lose their rights in the middle; there is always a way on."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

import factories
from paraph.approval import services as approval
from paraph.approval.models import ApprovalTask
from paraph.archive import services as archive
from paraph.channels.link import services as links
from paraph.docflow import checks, packages, queries
from paraph.docflow.models import Package
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.notifications import handlers, transport
from paraph.notifications.transport import NotSent
from paraph.parties import services as parties
from paraph.parties.models import Role
from paraph.registry.services import Attributes
from paraph.sandbox.pki import people
from paraph.signing import services as signing
from paraph.signing.models import SigningTask, TaskState

pytestmark = pytest.mark.django_db(transaction=True)


def submitted(firm, count=1, **draft):
    documents = [factories.document(firm, number=str(number)) for number in range(1, count + 1)]
    package = factories.package(firm, documents, **draft)
    packages.submit(package, firm.sender)
    return package


def statuses(package):
    return [flow.status for flow in factories.flows(package)]


def waiting(package, side="S"):
    found = SigningTask.objects.filter(package_id=package.pk, side=side, state=TaskState.WAITING)
    return list(found.select_related("employee"))


def refused(code, action, *arguments, **named):
    with pytest.raises(DomainError) as error:
        action(*arguments, **named)
    assert error.value.code == code
    assert any("а" <= letter <= "я" for letter in error.value.message.lower())
    return error.value


def mailed(mail, address):
    effects.run_due()
    return mail.letters(address)


# The signer


def clerk(firm):
    person = people.EMPLOYEE
    return firm.hire(person.full_name, Role.SIGNER, inn=person.inn, snils=person.snils)


def test_signer_leaves_and_another_signs(firm, pki, mail):
    package = submitted(firm, 2)
    parties.deactivate_employee(firm.workspace, firm.signer.pk, firm.sender)
    other = clerk(firm)
    packages.change_signer(package, other, firm.sender)

    assert statuses(package) == ["ON_SIGNING", "ON_SIGNING"]
    assert [task.employee for task in waiting(package)] == [other, other]
    (letter,) = mailed(mail, other.email)
    assert letter.text.count("Договор № ") == 2
    factories.sign_ours(pki, package, "person")
    assert statuses(package) == ["SENDING", "SENDING"]
    assert JournalEvent.objects.filter(action="package:signer-changed").count() == 1
    assert list(journal.verify()) == []


def test_former_signer_who_still_has_the_page_open_is_told(firm, pki):
    package = submitted(firm)
    (task,) = waiting(package)
    packages.change_signer(package, clerk(firm), firm.sender)
    cms = pki.sign("head", factories.content(factories.flows(package)[0]))
    who = actors.employee(firm.signer.pk, firm.signer.full_name)
    error = refused("task-cancelled", signing.accept_signature, task, cms, method="file", actor=who)
    assert "отозвал документ" not in error.message


def test_only_a_person_who_may_sign_becomes_the_signer(firm):
    package = submitted(firm)
    gone = clerk(firm)
    parties.deactivate_employee(firm.workspace, gone.pk, firm.sender)
    gone.refresh_from_db()
    refused("signer-right", packages.change_signer, package, firm.approver, firm.sender)
    refused("signer-right", packages.change_signer, package, gone, firm.sender)
    refused("forbidden", packages.change_signer, package, firm.signer, firm.approver)
    assert [task.employee for task in waiting(package)] == [firm.signer]


def test_signer_of_a_package_that_is_signed_is_not_changed(firm, pki):
    package = submitted(firm)
    factories.sign_ours(pki, package)
    refused("wrong-state", packages.change_signer, package, clerk(firm), firm.sender)


def test_signer_changed_during_approval_is_asked_after_it(firm):
    package = submitted(firm, route=firm.route())
    other = clerk(firm)
    packages.change_signer(package, other, firm.sender)
    assert waiting(package) == []
    factories.approve_all(package)
    assert [task.employee for task in waiting(package)] == [other]


def test_signature_is_not_asked_again_of_one_who_may_not_sign(firm):
    package = submitted(firm)
    signing.expire_due(timezone.now() + timedelta(days=30))
    (flow,) = factories.flows(package)
    parties.deactivate_employee(firm.workspace, firm.signer.pk, firm.sender)
    flow.package.refresh_from_db()
    refused("signer-right", packages.retry_signature, flow, firm.sender)
    packages.change_signer(package, clerk(firm), firm.sender)
    packages.retry_signature(factories.flows(package)[0], firm.sender)
    assert statuses(package) == ["ON_SIGNING"]


def test_draft_does_not_pass_by_its_checks_and_approvers(firm):
    """Asking a signature again is for documents that were asked for once."""
    package = factories.package(firm, [factories.document(firm, number="")], route=firm.route())
    refused("wrong-state", packages.retry_signature, factories.flows(package)[0], firm.sender)
    assert statuses(package) == ["DRAFT"]
    assert waiting(package) == []


def test_what_is_stated_of_a_withdrawn_document_stays(firm, pki):
    """It may be signed and its proof kept, while the rest of the package is still a draft."""
    documents = [factories.document(firm), factories.document(firm)]
    package = factories.package(firm, documents)
    first, second = factories.flows(package)
    packages.withdraw(first, "Не то", firm.sender)
    refused("wrong-state", packages.change_document, first, Attributes("act", number="2"), firm.sender)
    packages.change_document(second, Attributes("act", number="2"), firm.sender)


# Approvers and deputies


def test_approver_leaves_in_the_middle_and_a_deputy_decides(firm):
    package = submitted(firm, route=firm.route())
    deputy = firm.hire("Заместителева Зоя", Role.HEAD)
    parties.deactivate_employee(firm.workspace, firm.approver.pk, firm.sender)
    task = ApprovalTask.objects.get()
    refused("forbidden", approval.decide, task.pk, deputy, approve=True)
    parties.set_deputy(firm.approver, deputy, None, firm.sender)
    assert list(queries.approvals_for(deputy)) == [task]
    approval.decide(task.pk, deputy, approve=True)
    assert statuses(package) == ["ON_SIGNING"]


def test_deputy_who_left_decides_no_more_and_the_approver_does(firm):
    deputy = firm.hire("Заместителева Зоя", Role.HEAD)
    parties.set_deputy(firm.approver, deputy, None, firm.sender)
    package = submitted(firm, route=firm.route())
    parties.deactivate_employee(firm.workspace, deputy.pk, firm.sender)
    deputy.refresh_from_db()
    task = ApprovalTask.objects.get()
    refused("forbidden", approval.decide, task.pk, deputy, approve=True)
    approval.decide(task.pk, firm.approver, approve=True)
    assert statuses(package) == ["ON_SIGNING"]


def test_deputy_whose_term_is_over_decides_no_more(firm):
    deputy = firm.hire("Заместителева Зоя", Role.HEAD)
    firm.approver.deputy, firm.approver.deputy_until = deputy, timezone.localdate() - timedelta(days=1)
    firm.approver.save()
    submitted(firm, route=firm.route())
    refused("forbidden", approval.decide, ApprovalTask.objects.get().pk, deputy, approve=True)


def test_deputy_of_a_deputy_does_not_decide(firm):
    first, second = firm.hire("Первая Анна", Role.HEAD), firm.hire("Вторая Вера", Role.HEAD)
    parties.set_deputy(firm.approver, first, None, firm.sender)
    parties.set_deputy(first, second, None, firm.sender)
    submitted(firm, route=firm.route())
    refused("forbidden", approval.decide, ApprovalTask.objects.get().pk, second, approve=True)


def test_approver_who_is_only_an_observer_now_does_not_decide(firm):
    submitted(firm, route=firm.route())
    parties.save_employee(firm.workspace, {"roles": {Role.OBSERVER}}, firm.sender, id=firm.approver.pk)
    task = ApprovalTask.objects.get()
    who = type(firm.approver).objects.get(pk=firm.approver.pk)
    refused("forbidden", approval.decide, task.pk, who, approve=True)


@pytest.mark.parametrize("text", ["ж" * 5001, " ", "\x00"])
def test_reasons_are_words_of_bearable_length(firm, text):
    package = submitted(firm, route=firm.route())
    task = ApprovalTask.objects.get()
    if text != "\x00":
        refused("comment", approval.decide, task.pk, firm.approver, approve=False, comment=text)
        refused("reason", packages.withdraw, factories.flows(package)[0], text, firm.sender)
    else:  # kept as far as it can be kept
        approval.decide(task.pk, firm.approver, approve=False, comment=f"Нет{text}приложения")
        assert factories.flows(package)[0].reason == "Нет\ufffdприложения"


# The partner's address


RIGHT = "polevoy@vasilek.example"


def test_sender_corrects_a_mistyped_address_and_everything_goes_there(firm, sent, mail):
    package = sent("contract", "act", recipient_email="plevoy@vasilek.example")
    old = mail.tokens("plevoy@vasilek.example")
    packages.change_recipient(package.package, RIGHT, "Полевой Иван", firm.sender)
    (letter,) = mailed(mail, RIGHT)
    assert letter.text.count("/g/") == 2
    assert [links.standing(links.find(token)) for token in old] == [links.Standing.REPLACED] * 2
    fresh = mail.tokens(RIGHT)
    assert package.statuses == ["SENT", "SENT"]
    links.open_document(links.find(fresh[0]))
    assert package.statuses == ["WAITING_RESPONSE", "SENT"]
    assert len(waiting(package.package, "R")) == 2
    assert {task.recipient for task in waiting(package.package, "R")} == {RIGHT}
    assert list(journal.verify()) == []


def test_the_wrong_person_opened_and_the_right_one_signs(firm, sent, mail, pki):
    package = sent()
    links.open_document(package.link)
    stranger = package.link
    packages.change_recipient(package.package, RIGHT, "", firm.sender)
    effects.run_due()
    with pytest.raises(DomainError, match="новая ссылка"):
        links.decline(stranger, "Не моё")
    link = links.find(mail.tokens(RIGHT)[0])
    links.open_document(link)
    links.sign(links.again(link), pki.sign(factories.PARTNER_HEAD, factories.content(package.flow)), "file")
    assert package.statuses == ["COMPLETED"]


def test_address_is_corrected_before_anything_was_sent(firm, mail, pki):
    package = submitted(firm, 2)
    packages.change_recipient(package, RIGHT, "", firm.sender)
    assert not Effect.objects.filter(kind="link.invite").exists()
    factories.sign_ours(pki, package)
    assert len(mailed(mail, RIGHT)) == 1
    assert mail.letters(factories.PARTNER_EMAIL) == []


def test_address_is_corrected_when_nobody_opened_in_time(firm, sent, mail):
    package = sent("contract", "invoice")
    signing.expire_due(timezone.now() + timedelta(days=30))
    assert package.statuses == ["UNDELIVERABLE", "SENT"]
    packages.change_recipient(package.package, RIGHT, "", firm.sender)
    (letter,) = mailed(mail, RIGHT)
    assert letter.text.count("/g/") == 2
    assert package.statuses == ["SENT", "SENT"]


def test_address_is_corrected_when_the_answer_did_not_come_in_time(firm, sent, mail):
    package = sent()
    links.open_document(package.link)
    signing.expire_due(timezone.now() + timedelta(days=30))
    assert package.statuses == ["RESPONSE_EXPIRED"]
    packages.change_recipient(package.package, RIGHT, "", firm.sender)
    assert len(mailed(mail, RIGHT)) == 1
    assert package.statuses == ["WAITING_RESPONSE"]


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("", "recipient-email"),
        ("polevoy@", "recipient-email"),
        ("sender{}@romashka.example", "recipient-is-ours"),
    ],
)
def test_wrong_address_changes_nothing(firm, sent, email, code):
    package = sent()
    email = email.format(firm.workspace.pk)
    error = refused(code, packages.change_recipient, package.package, email, "", firm.sender)
    assert error.field == "recipient_email"
    package.package.refresh_from_db()
    assert package.package.recipient_email == factories.PARTNER_EMAIL
    assert links.standing(package.link) == links.Standing.SEALED


def test_address_of_an_answered_document_is_not_changed(firm, sent):
    package = sent()
    links.open_document(package.link)
    links.decline(package.link, "Нет")
    refused("wrong-state", packages.change_recipient, package.package, RIGHT, "", firm.sender)


def test_only_unanswered_documents_go_to_the_new_address(firm, sent, mail):
    package = sent("contract", "act")
    first = links.find(package.tokens[0])
    links.open_document(first)
    links.decline(first, "Нет")
    packages.change_recipient(package.package, RIGHT, "", firm.sender)
    (letter,) = mailed(mail, RIGHT)
    assert letter.text.count("/g/") == 1
    assert package.statuses == ["REJECTED", "SENT"]


# The letter that cannot be sent


class Choosy:
    """A mail server that refuses an address for good; the rest goes the usual way."""

    def __init__(self, usual, address):
        self.usual, self.address = usual, address

    def send(self, message, *, before_data):
        if message["To"].addresses[0].addr_spec == self.address:
            raise NotSent("550 нет такого ящика", permanent=True)
        self.usual.send(message, before_data=before_data)

    def was_accepted(self, message_id):
        return self.usual.was_accepted(message_id)


@pytest.fixture
def bounced(firm, pki, mail, monkeypatch):
    """A package of so many documents whose letter was refused, and that letter in quarantine."""

    def send(count=1):
        documents = [factories.document(firm, number=str(number)) for number in range(1, count + 1)]
        package = factories.send(firm, pki, documents)
        usual = transport.transport
        monkeypatch.setattr(handlers, "transport", lambda: Choosy(usual(), factories.PARTNER_EMAIL))
        effects.run_due()
        monkeypatch.setattr(handlers, "transport", usual)
        return package, effects.quarantined(firm.workspace.pk).get(kind="link.invite")

    return send


def test_refused_letter_waits_for_a_person_and_is_sent_once_when_retried(firm, bounced, mail):
    package, letter = bounced()
    assert "550" in letter.last_error
    assert statuses(package) == ["SENDING"]
    effects.retry(letter.pk, firm.workspace.pk, "Администратор")
    assert len(mailed(mail, factories.PARTNER_EMAIL)) == 1
    assert statuses(package) == ["SENT"]


def test_letter_given_up_makes_the_documents_undelivered_and_the_sender_sends_again(firm, bounced, mail):
    package, letter = bounced(2)
    effects.drop(letter.pk, firm.workspace.pk, "Адрес не существует", "Администратор")
    flows = factories.flows(package)
    assert [(flow.status, flow.reason) for flow in flows] == [("UNDELIVERABLE", "Адрес не существует")] * 2
    assert waiting(package, "R") == []
    told = mailed(mail, firm.sender.email)
    assert ["Не отправлен" in one.subject for one in told] == [True, True]
    assert "Адрес не существует" in told[0].text

    packages.change_recipient(package, RIGHT, "", firm.sender)
    (invitation,) = mailed(mail, RIGHT)
    assert invitation.text.count("/g/") == 2
    assert statuses(package) == ["SENT", "SENT"]
    assert mail.letters(factories.PARTNER_EMAIL) == []
    assert list(journal.verify()) == []


def test_letter_given_up_and_sent_again_to_the_same_address(firm, bounced, mail):
    package, letter = bounced()
    effects.drop(letter.pk, firm.workspace.pk, "Ящик переполнен", "Администратор")
    packages.ask_again(factories.flows(package)[0], firm.sender)
    assert len(mailed(mail, factories.PARTNER_EMAIL)) == 1
    assert statuses(package) == ["SENT"]
    assert factories.flows(package)[0].reason == ""


@pytest.mark.parametrize("decision", ["retry", "drop"])
def test_old_letter_in_quarantine_does_nothing_after_the_address_was_corrected(firm, bounced, mail, decision):
    package, letter = bounced()
    packages.change_recipient(package, RIGHT, "", firm.sender)
    assert len(mailed(mail, RIGHT)) == 1
    if decision == "retry":
        effects.retry(letter.pk, firm.workspace.pk, "Администратор")
    else:
        effects.drop(letter.pk, firm.workspace.pk, "Не нужно", "Администратор")
    effects.run_due()
    assert mail.letters(factories.PARTNER_EMAIL) == []
    assert statuses(package) == ["SENT"]


def test_letter_that_arrived_though_nobody_could_tell_counts_as_sent(firm, pki, mail, settings, monkeypatch):
    """«Снять» after asking the recipient: the letter is there, so it is neither repeated nor called lost."""
    settings.MAIL = replace(settings.MAIL, lookup_url="")
    package = factories.send(firm, pki, [factories.document(firm)])
    Effect.objects.filter(kind="link.invite").update(intent={"state": "on its way"}, attempts=1)
    effects.run_due()
    letter = effects.quarantined(firm.workspace.pk).get()
    assert "дошедшим" in letter.last_error
    effects.drop(letter.pk, firm.workspace.pk, "Получатель подтвердил", "Администратор")
    assert statuses(package) == ["SENT"]
    assert len(waiting(package, "R")) == 1


def test_letter_given_up_after_the_partner_opened_changes_nothing(firm, bounced):
    package, letter = bounced()
    link = links.live(factories.flows(package)[0])
    links.open_document(link)
    effects.drop(letter.pk, firm.workspace.pk, "Уже открыл", "Администратор")
    assert statuses(package) == ["WAITING_RESPONSE"]
    assert len(waiting(package, "R")) == 1


# What somebody changes in between


def test_package_spoilt_while_it_is_being_checked_is_not_sent(firm, monkeypatch):
    """The files are read before the lock is taken; what people change meanwhile is checked again."""
    package = factories.package(firm, [factories.document(firm)])
    check = checks.check_package

    def slow(*arguments):
        faults = check(*arguments)
        (flow,) = factories.flows(package)
        packages.change_document(flow, Attributes("act", title="Без номера"), firm.sender)
        return faults

    monkeypatch.setattr(checks, "check_package", slow)
    error = refused("checks", packages.submit, package, firm.sender)
    assert {fault.field for fault in error.details["faults"]} == {"number", "date", "amount"}
    assert statuses(package) == ["DRAFT"]


def test_package_goes_the_way_chosen_last(firm, monkeypatch):
    package = factories.package(firm, [factories.document(firm)])
    stale = Package.objects.get(pk=package.pk)
    draft = packages.Draft(
        firm.organization, firm.counterparty, recipient_email=factories.PARTNER_EMAIL, signer=firm.signer,
        route=firm.route(),
    )  # fmt: skip
    packages.update_package(package, draft, firm.sender)
    packages.submit(stale, firm.sender)
    assert statuses(package) == ["ON_APPROVAL"]


def test_document_goes_in_one_package_only(firm):
    document = factories.document(firm)
    first = factories.package(firm, [document])
    other = factories.package(firm, [factories.document(firm)])
    assert "пакет" in refused("documents", factories.package, firm, [document]).message
    refused("documents", packages.add_document, other, document, firm.sender)
    refused("documents", packages.add_document, first, document, firm.sender)
    assert len(factories.flows(other)) == 1


def test_reason_of_a_return_is_gone_when_the_package_goes_on(firm, pki, mail):
    package = submitted(firm, route=firm.route())
    approval.decide(ApprovalTask.objects.get().pk, firm.approver, approve=False, comment="Нет приложения")
    assert factories.flows(package)[0].reason == "Нет приложения"
    packages.submit(package, firm.sender)
    assert factories.flows(package)[0].reason == ""
    factories.approve_all(package)
    (task,) = waiting(package)
    who = actors.employee(firm.signer.pk, firm.signer.full_name)
    signing.decline(signing.get_task(task.pk, firm.workspace.pk), "Сумма не та", actor=who)
    packages.retry_signature(factories.flows(package)[0], firm.sender)
    factories.sign_ours(pki, package)
    effects.run_due()
    link = links.find(mail.tokens()[0])
    links.open_document(link)
    links.sign(links.again(link), pki.sign(factories.PARTNER_HEAD, factories.content(link.docflow)), "file")
    (flow,) = factories.flows(package)
    assert (flow.status, flow.reason) == ("COMPLETED", "")
    last = JournalEvent.objects.filter(docflow_id=flow.pk).last()
    assert archive.gather(flow, last).outcome == "Завершён."


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"title": "ж" * 301}, "title"),
        ({"recipient_name": "ж" * 201}, "recipient_name"),
        ({"recipient_email": "a@" + "b" * 260 + ".ru"}, "recipient_email"),
        ({"message": "ж" * 5001}, "message"),
    ],
)
def test_overlong_words_of_a_package_are_refused(firm, draft, field):
    error = refused("invalid", factories.package, firm, [factories.document(firm)], **draft)
    assert set(error.details["faults"]) == {field}


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"title": "ж" * 301}, "title"),
        ({"number": "1" * 101}, "number"),
        ({"amount": Decimal(10) ** 16}, "amount"),
        ({"currency": "РУБЛЬ"}, "currency"),
    ],
)
def test_overlong_attributes_of_a_document_are_refused(firm, stated, field):
    error = refused("attributes", factories.document, firm, **stated)
    assert set(error.details["faults"]) == {field}


def test_longest_title_still_names_a_package_of_several(firm):
    documents = [factories.document(firm, title="ж" * 300), factories.document(firm)]
    assert len(factories.package(firm, documents).title) <= 300


def test_odd_signs_in_words_are_no_fault_of_the_hub(firm):
    document = factories.document(firm, title="До\x00говор", number="1\x007")
    package = factories.package(firm, [document], message="Привет\x00", recipient_name="Иван\x00")
    packages.submit(package, firm.sender)
    assert statuses(package) == ["ON_SIGNING"]
