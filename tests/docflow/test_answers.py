"""What our side says later: who may, in which order, once, and always with a way on."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import factories
import operator_channel as post
from operator_channel import operator  # noqa: F401
from paraph.docflow import answers, incoming, packages, queries
from paraph.docflow.answers import TitleAnswer
from paraph.docflow.models import Answer, AnswerState, Docflow, Package
from paraph.effects import services as effects
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal.models import JournalEvent
from paraph.parties.models import EmployeeRole, Role
from paraph.registry.models import Version, VersionRole
from paraph.signing import rechecks
from paraph.signing import services as signing
from paraph.signing.models import Signature, SigningTask
from together import at_once, losers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("operator")]


@pytest.fixture
def received(firm, pki):
    """A contract that has come."""
    return post.receive(firm, post.document(pki))


@pytest.fixture
def delivered(firm, pki):
    """A contract of ours that the partner has."""
    return post.sent(firm, pki)[0]


def refused(action, code):
    with pytest.raises(DomainError) as caught:
        action()
    assert caught.value.code == code
    assert any("а" <= letter <= "я" for letter in caught.value.message.lower())
    return caught.value


def task(answer):
    return SigningTask.objects.get(pk=answer.task_id)


def test_a_received_contract_is_signed_with_their_very_file(firm, pki, received, operator):  # noqa: F811
    answer = answers.sign(received, firm.signer)
    assert (answer.state, answer.version, operator.asked) == ("signing", received.version, [])
    assert post.sign_answer(pki, answer).state == "sending"
    assert operator.asked == [("carry", (answer.pk, answer.signature_id))]
    assert post.again(received).status == "WAITING_OUR_SIGNATURE"  # not there yet
    answers.carried(answer, {"patch": "p-1"})
    answers.carried(answer, {"patch": "p-1"})
    flow = post.again(received)
    assert (flow.status, flow.is_done) == ("SIGNED_BY_US", True)
    event = JournalEvent.objects.get(action="docflow:response_accepted")
    assert (event.actor_name, event.data["patch"]) == (firm.signer.full_name, "p-1")
    assert answers.possible(flow) == ["request_revocation"]
    assert post.whole()


def test_an_upd_is_answered_with_a_title(firm, pki, operator):  # noqa: F811
    flow = post.receive(firm, post.document(pki, machine="SCHFDOP"))
    said = TitleAnswer("response_accepted_with_divergences", date(2026, 11, 21), "Принято", "Акт", "3")
    answer = answers.accept_title(flow, said, firm.signer)
    assert answers.title_content(Answer.objects.get()) == said
    assert (answer.version.role, answer.version.side) == (VersionRole.ANSWER_TITLE, "S")
    flow = post.finish(pki, answer, outer_id="title-1")
    assert flow.status == "WAITING_OUR_RECEIPT"
    assert "response:ACCEPTED_WITH_DIVERGENCES" in flow.state
    echo = incoming.IncomingFile(VersionRole.ANSWER_TITLE, "S", "title-1", "t.xml", b"<t/>")
    assert not incoming.receive_file(flow, echo)  # our own file, seen in the feed
    refused(
        lambda: answers.accept_title(flow, TitleAnswer("response_accepted_with_divergences"), firm.signer),
        "divergence",
    )


def test_a_receipt_is_signed_by_the_channels_key(firm, pki, operator):  # noqa: F811
    flow = post.receive(firm, post.document(pki, machine="SCHF"))
    answer = answers.make_receipt(flow)
    assert answers.make_receipt(flow) == answer
    assert (answer.state, answer.employee, answer.task_id) == ("signing", None, None)
    answers.signed_by_key(
        answer, pki.sign(factories.OUR_HEAD, factories.store().read(answer.version.blob_id)), "p12"
    )
    answers.carried(answer, outer_id="receipt-1")
    assert post.again(flow).status == "RECEIPT_SENT"
    assert incoming.apply(flow, "receipt_confirmed", post.OPERATOR)
    assert (post.again(flow).status, post.again(flow).is_done) == ("RECEIVED", True)
    assert Version.objects.get(role=VersionRole.RECEIPT).outer_id == "receipt-1"


def test_a_receipt_with_a_strangers_key_is_not_sent(firm, pki, operator):  # noqa: F811
    flow = post.receive(firm, post.document(pki, machine="SCHF"))
    answer = answers.make_receipt(flow)
    cms = pki.sign(factories.PARTNER_HEAD, factories.store().read(answer.version.blob_id))
    with pytest.raises(DomainError):
        answers.signed_by_key(answer, cms, "p12")
    answer.refresh_from_db()
    assert (answer.state, operator.count("carry")) == ("failed", 0)
    assert answer.error
    answers.retry(answer, firm.sender)  # the same file once more, and a key that is ours
    answers.signed_by_key(answer, pki.sign(factories.OUR_HEAD, post.file_of(answer)), "p12")
    answers.carried(answer)
    assert Version.objects.filter(role=VersionRole.RECEIPT).count() == 1
    assert post.again(flow).status == "RECEIPT_SENT"


def test_a_receipt_holds_back_nobodys_answer(firm, pki):
    flow = post.receive(firm, post.document(pki, machine="SCHFDOP"))
    receipt = answers.make_receipt(flow, firm.signer)
    title = answers.accept_title(flow, TitleAnswer(), firm.signer)
    assert len({task(receipt).version_id, task(title).version_id}) == 2
    post.finish(pki, title)
    assert post.finish(pki, receipt).status == "SIGNED_BY_US"


def test_a_file_may_be_prepared_later(firm, pki, received, operator):  # noqa: F811
    operator.at_once = False
    answer = answers.refuse(received, "  Чужой договор ", firm.signer)
    assert (answer.state, answer.reason, answer.task_id) == ("preparing", "Чужой договор", None)
    assert answers.prepared(answer, "отказ.xml", b"<refusal/>")
    assert not answers.prepared(answer, "отказ.xml", b"<refusal/>")
    answer.refresh_from_db()
    flow = post.finish(pki, answer)
    assert (flow.status, flow.reason) == ("REFUSED_BY_US", "Чужой договор")


def test_what_failed_is_told_and_tried_again_with_the_same_signature(firm, pki, mail, received, operator):  # noqa: F811
    answer = post.sign_answer(pki, answers.sign(received, firm.signer))
    answers.failed(answer, "Ящик закрыт")
    answer.refresh_from_db()
    assert (answer.state, answer.error) == ("failed", "Ящик закрыт")
    assert received in queries.returned_to(firm.signer)
    effects.run_due()
    assert mail.subjects(firm.signer.email)[-1].startswith("Не отправлено")
    answers.retry(answer, firm.sender)
    assert [name for name, _value in operator.asked] == ["carry", "carry"]
    assert len({value for _name, value in operator.asked}) == 1
    answers.carried(answer)
    assert post.again(received).status == "SIGNED_BY_US"
    refused(lambda: answers.retry(answer, firm.sender), "wrong-state")


def test_a_letter_names_the_answer_in_its_readers_language(firm, mail, received, operator):  # noqa: F811
    operator.at_once = False
    firm.signer.user.language = "en"
    firm.signer.user.save()
    received.package.sender = firm.sender
    received.package.save()
    answer = answers.refuse(received, "Чужой договор", firm.signer)
    answers.failed(answer, "Ящик закрыт")
    effects.run_due()
    assert mail.subjects(firm.signer.email)[-1].startswith("Not sent: refusal to sign")
    assert mail.subjects(firm.sender.email)[-1].startswith("Не отправлено: отказ в подписи")


def test_a_signature_the_operator_refused_is_made_anew(firm, pki, received, operator):  # noqa: F811
    answer = post.sign_answer(pki, answers.sign(received, firm.signer))
    answers.failed(answer, "Подпись не принята", sign_again=True)
    answers.retry(answer, firm.sender)
    answer.refresh_from_db()
    assert answer.state == "signing"
    assert post.finish(pki, answer).status == "SIGNED_BY_US"


def test_a_signer_who_declines_or_is_late_leaves_it_to_others(firm, pki, received):
    answer = answers.sign(received, firm.signer)
    who = actors.employee(firm.signer.pk, firm.signer.full_name)
    signing.decline(task(answer), "Я в отпуске", actor=who)
    answer.refresh_from_db()
    assert answer.state == "failed"
    assert "Я в отпуске" in answer.error
    assert post.again(received).status == "WAITING_OUR_SIGNATURE"
    second = answers.sign(received, firm.signer)
    answer.refresh_from_db()
    assert answer.state == "cancelled"
    signing.expire_due(timezone.now() + timedelta(days=30))
    second.refresh_from_db()
    assert (second.state, post.again(received).status) == ("failed", "WAITING_OUR_SIGNATURE")
    answers.retry(second, firm.sender)
    second.refresh_from_db()
    assert post.finish(pki, second).status == "SIGNED_BY_US"


def test_an_answer_is_given_up_before_it_leaves(firm, pki, received):
    answer = answers.sign(received, firm.signer)
    refused(lambda: answers.refuse(received, "Нет", firm.signer), "answer-open")
    assert answers.possible(received) == []
    answers.cancel(answer, firm.sender)
    assert task(answer).state == "cancelled"
    assert "sign" in answers.possible(received)
    sending = post.sign_answer(pki, answers.refuse(received, "Нет", firm.signer))
    refused(lambda: answers.cancel(sending, firm.sender), "wrong-state")


def test_who_may_answer_and_who_may_sign(firm, pki, received):
    other = factories.company()
    refused(lambda: answers.sign(received, other.signer), "not-found")
    refused(lambda: answers.sign(received, firm.approver), "forbidden")
    refused(lambda: answers.sign(received, firm.sender), "signer")
    refused(lambda: answers.sign(received, firm.sender, signer=firm.sender), "signer-right")
    refused(lambda: answers.sign(received, firm.sender, signer=other.signer), "not-found")
    refused(lambda: answers.refuse(received, "  ", firm.signer), "reason")
    answer = answers.sign(received, firm.sender, signer=firm.signer)
    EmployeeRole.objects.filter(employee=firm.signer, role=Role.SIGNER).delete()
    with pytest.raises(DomainError) as lost:
        post.sign_answer(pki, answer)
    assert lost.value.code == "signer-right"


def test_a_document_with_a_doubtful_signature_is_signed_knowingly_only(firm, pki):
    data = factories.pdf()
    flow = post.receive(
        firm, post.document(pki, data=data, signatures=[pki.sign(factories.PARTNER_HEAD, b"x")])
    )
    fault = refused(lambda: answers.sign(flow, firm.signer), "sender-signature")
    assert fault.field == "confirm"
    answers.cancel(answers.refuse(flow, "Подпись не верна", firm.signer), firm.signer)
    assert answers.sign(flow, firm.signer, confirm=True).state == "signing"
    unsigned = post.receive(firm, post.document(None, number="9"), outer_id="m-2")
    refused(lambda: answers.sign(unsigned, firm.signer), "sender-signature")


def test_the_link_channel_carries_no_answers(firm, pki, sent):
    package = sent()
    assert answers.possible(package.flow) == []
    refused(lambda: answers.request_revocation(package.flow, "Ошибка", firm.signer), "channel")


# -- annulment ----------------------------------------------------------------------------------------------


def test_we_propose_annulment_and_they_agree(firm, pki, delivered):
    answer = answers.request_revocation(delivered, "Двойная отгрузка", firm.signer)
    assert (answer.version.role, answer.version.side) == (VersionRole.REVOCATION, "S")
    assert post.finish(pki, answer).status == "REVOCATION_REQUESTED"
    cms = pki.sign(factories.PARTNER_HEAD, factories.store().read(answer.version.blob_id))
    assert incoming.receive_signature(delivered, cms, "operator", post.PARTNER, version=answer.version)
    assert (post.again(delivered).status, post.again(delivered).is_done) == ("ANNULLED", True)


def test_their_wrong_signature_annuls_nothing(firm, pki, delivered):
    answer = answers.request_revocation(delivered, "Двойная отгрузка", firm.signer)
    post.finish(pki, answer)
    bad = pki.sign(factories.PARTNER_HEAD, b"x")
    assert incoming.receive_signature(delivered, bad, "operator", post.PARTNER, version=answer.version)
    assert post.again(delivered).status == "REVOCATION_REQUESTED"


def test_they_propose_annulment_and_we_agree_under_their_very_request(firm, pki, delivered, operator):  # noqa: F811
    assert "accept_revocation" not in answers.possible(delivered)
    incoming.receive_file(delivered, post.request(pki))
    assert answers.possible(post.again(delivered)) == ["accept_revocation", "refuse_revocation"]
    answer = answers.accept_revocation(delivered, firm.signer)
    assert answer.version == Version.objects.get(role=VersionRole.REVOCATION)
    assert operator.count("prepare") == 0
    assert post.finish(pki, answer).status == "ANNULLED"


def test_we_refuse_to_annul_and_they_ask_again(firm, pki, delivered):
    incoming.receive_file(delivered, post.request(pki))
    post.finish(pki, answers.refuse_revocation(delivered, "Всё верно", firm.signer))
    assert (post.again(delivered).status, post.again(delivered).reason) == ("WAITING_RESPONSE", "")
    incoming.receive_file(delivered, post.request(pki, number="2"))
    answer = answers.accept_revocation(delivered, firm.signer)
    assert answer.version.outer_id == "revocation-2"


def test_both_propose_annulment_at_once(firm, pki, delivered):
    ours = post.sign_answer(pki, answers.request_revocation(delivered, "Ошиблись", firm.signer))
    incoming.receive_file(delivered, post.request(pki))
    answers.carried(ours)
    assert "REQUESTED_BY_BOTH" in post.again(delivered).state
    assert post.finish(pki, answers.accept_revocation(delivered, firm.signer)).status == "ANNULLED"


def test_annulment_drops_an_answer_that_is_being_signed(firm, pki, received):
    asked = post.finish(pki, answers.request_revocation(received, "Не наш", firm.signer))
    answer = answers.sign(received, firm.signer)
    own = asked.document.versions.get(role=VersionRole.REVOCATION)
    cms = pki.sign(factories.PARTNER_HEAD, factories.store().read(own.blob_id))
    incoming.receive_signature(received, cms, "operator", post.PARTNER, version=own)
    answer.refresh_from_db()
    assert (answer.state, task(answer).state) == ("cancelled", "cancelled")
    assert post.again(received).status == "ANNULLED"


def test_an_answer_given_elsewhere_overtakes_ours(firm, pki, received):
    mine = answers.sign(received, firm.signer)
    ours = actors.Actor(kind="channel", name="Диадок", side="S")
    cms = pki.sign(factories.OUR_HEAD, factories.content(received))
    assert incoming.receive_signature(received, cms, "operator", ours)
    mine.refresh_from_db()
    assert (mine.state, post.again(received).status) == ("cancelled", "SIGNED_BY_US")
    assert Signature.objects.get(docflow_id=received.pk, side="S").headline == "valid"


def test_an_answer_under_way_that_is_overtaken_ends_quietly(firm, pki, received):
    mine = post.sign_answer(pki, answers.refuse(received, "Нет", firm.signer))
    incoming.apply(received, "response_accepted", actors.Actor(kind="channel", name="Диадок", side="S"))
    answers.failed(mine, "Документ уже подписан")
    mine.refresh_from_db()
    assert (mine.state, post.again(received).status) == ("cancelled", "SIGNED_BY_US")


def test_our_signature_that_the_operator_finds_wrong_is_made_again(firm, pki, received, mail):
    post.finish(pki, answers.sign(received, firm.signer))
    assert incoming.apply(received, "response_invalid", post.OPERATOR, {"reason": "Сертификат отозван"})
    flow = post.again(received)
    assert (flow.status, flow.tab, flow.is_done) == ("OUR_SIGNATURE_INVALID", "ours", False)
    assert post.finish(pki, answers.sign(flow, firm.signer)).status == "SIGNED_BY_US"


# -- nobody is stuck ----------------------------------------------------------------------------------------


def test_what_was_handed_over_is_annulled_not_withdrawn(firm, pki, delivered, operator):  # noqa: F811
    fault = refused(lambda: packages.withdraw(delivered, "Передумали", firm.sender), "handed-over")
    assert "аннулировать" in fault.message
    operator.withdrawable = True
    packages.withdraw(delivered, "Передумали", firm.sender)
    assert post.again(delivered).status == "CANCELLED"


def test_a_draft_is_withdrawn_without_asking_the_channel(firm):
    (flow,) = factories.flows(factories.package(firm, [factories.document(firm)], channel="operator"))
    packages.withdraw(flow, "Не нужен", firm.sender)
    assert post.again(flow).status == "CANCELLED"


def test_what_the_operator_rejects_is_mended_and_sent_anew(firm, pki, mail, operator):  # noqa: F811
    made = factories.send(firm, pki, [factories.document(firm)], channel="operator")
    Package.objects.filter(pk=made.pk).update(outer_id="m-9")
    (flow,) = factories.flows(made)
    assert incoming.apply(flow, "reject_by_operator", post.OPERATOR, {"reason": "Нет такого ящика"})
    assert flow in queries.returned_to(firm.sender)
    effects.run_due()
    assert "Нет такого ящика" in mail.letters(firm.sender.email)[-1].text
    again = packages.send_anew(made, firm.sender)
    assert (again.pk, again.outer_id, post.again(flow).status) == (made.pk, "", "DRAFT")
    packages.submit(again, firm.sender)
    factories.sign_ours(pki, again)
    assert operator.count("send") == 2
    assert incoming.apply(flow, "deliver", post.OPERATOR)
    assert Signature.objects.filter(docflow_id=flow.pk, side="S").count() == 2


def test_the_rest_of_a_package_goes_its_way_when_one_is_rejected(firm, pki):
    documents = [factories.document(firm, number=str(number)) for number in range(2)]
    made = factories.send(firm, pki, documents, channel="operator")
    one, two = factories.flows(made)
    incoming.apply(one, "deliver", post.OPERATOR)
    incoming.apply(two, "reject_by_operator", post.OPERATOR, {"reason": "Формат"})
    apart = packages.send_anew(made, firm.sender)
    assert apart.pk != made.pk
    assert (post.again(one).package, post.again(two).package) == (made, apart)
    assert (post.again(one).status, post.again(two).status) == ("WAITING_RESPONSE", "DRAFT")
    packages.submit(apart, firm.sender)
    factories.sign_ours(pki, apart)
    assert post.again(two).status == "SENDING"
    refused(lambda: packages.send_anew(made, firm.sender), "wrong-state")
    assert post.whole()


def test_an_incoming_package_is_not_sent(firm, received):
    refused(lambda: packages.submit(received.package, firm.sender), "wrong-state")
    refused(lambda: packages.withdraw(received, "Зачем", firm.sender), "wrong-state")


# -- checks by schedule -------------------------------------------------------------------------------------


def test_their_signature_that_proves_wrong_later_is_no_acceptance(firm, pki, delivered, monkeypatch):
    cms = pki.sign(factories.PARTNER_HEAD, factories.content(delivered))
    incoming.receive_signature(delivered, cms, "operator", post.PARTNER)
    signature = Signature.objects.get(docflow_id=delivered.pk, side="R")
    Signature.objects.filter(pk=signature.pk).update(recheck_at=timezone.now())
    genuine = rechecks.received.find

    def wrong(version, side, cms, *, at):
        return rechecks.received._unreadable("Сертификат отозван задним числом.", at)

    monkeypatch.setattr(rechecks.received, "find", wrong)
    assert rechecks.recheck_due(timezone.now() + timedelta(minutes=1)) >= 1
    monkeypatch.setattr(rechecks.received, "find", genuine)
    signature.refresh_from_db()
    assert (signature.headline, signature.recheck_at) == ("invalid", None)
    assert post.again(delivered).status == "INVALID_SIGNATURE"


# -- at once ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_database")
class TestAtOnce:
    def test_two_people_answer_differently(self, firm, pki, received):
        results = at_once(
            lambda: answers.sign(Docflow.objects.get(pk=received.pk), firm.signer),
            lambda: answers.refuse(Docflow.objects.get(pk=received.pk), "Нет", firm.signer),
        )
        (late,) = losers(results)
        assert late.code == "answer-open"
        assert Answer.objects.filter(docflow=received).count() == 1
        assert post.whole()

    def test_we_sign_while_they_annul(self, firm, pki, delivered):
        incoming.receive_file(delivered, post.request(pki))
        answer = answers.accept_revocation(delivered, firm.signer)
        at = task(answer)
        cms = pki.sign(factories.OUR_HEAD, factories.store().read(at.version.blob_id))
        who = actors.employee(firm.signer.pk, firm.signer.full_name)
        results = at_once(
            lambda: signing.accept_signature(
                signing.get_task(at.pk, firm.workspace.pk), cms, method="file", actor=who
            ),
            lambda: answers.cancel(Answer.objects.get(pk=answer.pk), firm.sender),
        )
        (late,) = losers(results)
        answer.refresh_from_db()
        ends = {"task-cancelled": AnswerState.CANCELLED, "wrong-state": AnswerState.SENDING}
        assert answer.state == ends[late.code]
        assert post.whole()

    def test_one_key_presses_receipt_in_two_workers(self, firm, pki):
        flow = post.receive(firm, post.document(pki, machine="SCHF"))
        results = at_once(*[lambda: answers.make_receipt(Docflow.objects.get(pk=flow.pk)).pk] * 3)
        assert losers(results) == []
        assert len(set(results)) == 1

    def test_it_arrives_while_they_answer(self, firm, pki, received):
        answer = post.sign_answer(pki, answers.sign(received, firm.signer))
        results = at_once(
            lambda: answers.carried(Answer.objects.get(pk=answer.pk)),
            lambda: incoming.receive_file(received, post.request(pki)),
        )
        assert losers(results) == []
        flow = post.again(received)
        assert "response:ACCEPTED" in flow.state
        assert "revocation:REQUESTED_BY_THEM" in flow.state
        assert post.whole()


def test_what_waits_for_a_person_is_counted_from_indexes_and_as_listed(firm, pki):
    """A document may come back for two reasons and counts once; a count reads no table whole."""
    made = factories.send(firm, pki, [factories.document(firm)], channel="operator")
    (flow,) = factories.flows(made)
    incoming.apply(flow, "reject_by_operator", post.OPERATOR, {"reason": "Формат"})
    Answer.objects.create(
        workspace=firm.workspace, docflow=flow, verb="sign", event="x", role="document",
        employee=firm.sender, state="failed",
    )  # fmt: skip
    post.receive(firm, post.document(pki, number="8"))
    lists = queries.returned_to(firm.sender), queries.received_for(firm.sender)
    assert [len(found) for found in lists] == [1, 1]
    assert queries.waiting_count(firm.sender) == 2
    with CaptureQueriesContext(connection) as ran:
        queries.waiting_count(firm.sender)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for query in ran:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                assert not [row[3] for row in cursor.fetchall() if row[3].startswith("SCAN docflow_docflow")]
