"""What comes to us: everything is kept once, judged, and handed to those who should look at it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import factories
import operator_channel as post
from operator_channel import operator  # noqa: F401
from paraph.approval.models import ApprovalTask
from paraph.archive.steps import describe
from paraph.docflow import answers, incoming, incoming_rules, queries
from paraph.docflow.models import Answer, Docflow, IncomingRule, Package
from paraph.effects import services as effects
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.parties import services as parties
from paraph.parties.models import Counterparty, Role
from paraph.registry.models import Document, Version, VersionRole
from paraph.registry.services import Attributes
from paraph.registry.storage import store
from paraph.signing.models import Signature, SigningTask
from together import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("operator")]
SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "edo" / "samples"


def test_a_package_is_registered_with_its_verdicts_and_waits_for_us(firm, pki):
    flow = post.receive(firm, post.document(pki), post.document(pki, "invoice", number="8"))
    one, two = factories.flows(flow.package)
    assert (one.machine, one.status, one.tab) == ("IN_NONFORM", "WAITING_OUR_SIGNATURE", "ours")
    assert (two.machine, two.status, two.is_done) == ("IN_NONFORM_ONE_SIDED", "RECEIVED", True)
    signature = Signature.objects.get(docflow_id=one.pk)
    assert (signature.side, signature.headline, signature.task) == ("R", "valid", None)
    assert signature.verdict["facts"]["authority"]["answer"] == "yes"
    assert one.document.direction == "in"
    assert one.version.outer_id == "entity-7"
    assert {"package:received", "document:registered", "signature:received", "docflow:received"} <= set(
        JournalEvent.objects.filter(package_id=flow.package_id).values_list("action", flat=True)
    ) | {"document:registered"}
    assert post.whole()


def test_what_comes_twice_is_kept_once(firm, pki):
    given = post.package(firm, [post.document(pki)])
    assert incoming.receive(given) == incoming.receive(given)
    assert (Package.objects.count(), Document.objects.count(), Signature.objects.count()) == (1, 1, 1)


def test_documents_added_later_join_the_package_they_belong_to(firm, pki, mail):
    rule(firm, responsible=firm.sender.pk, signer=firm.signer.pk)
    first, second = post.document(pki), post.document(pki, "act", number="8")
    unnamed = post.document(pki, number="9", outer_id="")
    known = incoming.receive(post.package(firm, [first, unnamed]))
    assert incoming.receive(post.package(firm, [first, second, unnamed])) == known
    assert incoming.receive(post.package(firm, [second])) == known
    one, _unnamed, added = factories.flows(known)
    assert (one.version.outer_id, added.version.outer_id) == ("entity-7", "entity-8")
    assert Document.objects.count() == 3
    assert Signature.objects.get(docflow_id=added.pk).headline == "valid"
    assert Answer.objects.get(docflow=added).employee == firm.signer
    effects.run_due()
    before, after = mail.letters(firm.sender.email)
    assert ("Акт № 8" in before.text, "Акт № 8" in after.text) == (False, True)
    assert JournalEvent.objects.filter(action="package:received").count() == 1
    assert post.whole()


def test_a_document_added_during_approval_is_approved_with_the_rest(firm, pki):
    rule(firm, responsible=firm.sender.pk, signer=firm.signer.pk, route=firm.route().pk)
    first = post.document(pki)
    package = post.receive(firm, first).package
    incoming.receive(post.package(firm, [first, post.document(pki, "invoice", number="8")]))
    assert [task.state for task in ApprovalTask.objects.all()] == ["waiting"]  # nothing new to decide on
    incoming.receive(post.package(firm, [first, post.document(pki, "act", number="9")]))
    assert [task.state for task in ApprovalTask.objects.order_by("id")] == ["cancelled", "waiting"]
    factories.approve_all(package)
    statuses = [flow.status for flow in factories.flows(package)]
    assert statuses == ["APPROVED_TO_SIGN", "RECEIVED", "APPROVED_TO_SIGN"]
    assert Answer.objects.filter(state="signing").count() == 2


def test_two_of_our_organizations_may_write_to_each_other(firm, pki):
    ours = factories.package(firm, [factories.document(firm)], channel="operator")
    Package.objects.filter(pk=ours.pk).update(outer_id="m-1")
    assert post.receive(firm, post.document(pki)).package != ours


def test_foreign_and_broken_signatures_are_kept_with_what_is_wrong_with_them(firm, pki):
    data = factories.pdf()
    others = [
        b"not a signature",
        pki.sign(factories.OUR_HEAD, data),
        pki.sign(factories.PARTNER_HEAD, b"other"),
    ]
    flow = post.receive(firm, post.document(pki, data=data, signatures=others))
    kept = list(Signature.objects.filter(docflow_id=flow.pk).order_by("id"))
    assert [one.headline for one in kept] == ["invalid"] * 3
    assert [store().read(one.blob_id) for one in kept] == others
    assert "нужна" not in kept[1].verdict["facts"]["authority"]["reason"]
    assert kept[1].verdict["facts"]["authority"]["answer"] == "no"
    assert kept[2].verdict["facts"]["intact"]["answer"] == "no"


def test_a_strange_name_and_a_broken_file_are_taken_as_they_are(firm, pki):
    given = post.document(
        None, "", data=b"%PDF-1.7 torn", file_name="../акт\x00 №1: сдачи.pdf",
        attributes=Attributes("", number="9" * 500, amount=Decimal(-1), title="\x00" * 400),
    )  # fmt: skip
    flow = post.receive(firm, given)
    assert (flow.document.kind, len(flow.document.number), flow.document.amount) == ("act", 100, None)
    name, mime = flow.version.file_name, flow.version.mime
    assert (name, mime) == ("_акт №1_ сдачи.pdf", "application/octet-stream")
    assert store().read(flow.version.blob_id) == b"%PDF-1.7 torn"


@pytest.mark.parametrize("wanted", [True, False, None])
def test_the_sender_says_whether_an_answer_is_wanted(firm, pki, wanted):
    flow = post.receive(firm, post.document(pki, "invoice", answer_wanted=wanted))
    assert flow.machine == ("IN_NONFORM" if wanted else "IN_NONFORM_ONE_SIDED")


def test_the_channel_may_know_the_machine_better(firm, pki):
    assert post.receive(firm, post.document(pki, machine="SCHF")).status == "WAITING_OUR_RECEIPT"


def test_an_upd_says_itself_what_it_is(firm, pki):
    found = sorted(SAMPLES.rglob("ON_NSCHFDOPPR*.xml"))
    if not found:
        pytest.skip("no samples of formats here")
    data = found[0].read_bytes()
    flow = post.receive(firm, post.document(pki, "", data=data, file_name=found[0].name))
    assert flow.document.kind.startswith("utd_")
    assert flow.document.number
    assert flow.document.date
    assert flow.machine.startswith("IN_")


def test_a_counterparty_is_found_or_added_by_its_requisites(firm):
    known = firm.counterparty
    assert parties.counterparty_for(firm.workspace, "Иначе", known.inn, known.kpp) == known
    added = parties.counterparty_for(firm.workspace, "Новый", "7707083893", "770701001")
    assert parties.counterparty_for(firm.workspace, "Новый", "7707083893", "770701001") == added
    event = JournalEvent.objects.get(action="parties:counterparty-added")
    assert (event.actor_kind, event.data["counterparty"]) == ("system", added.pk)
    with pytest.raises(DomainError):
        parties.counterparty_for(firm.workspace, "Плохой", "7707083890", "770701001")
    assert Counterparty.objects.filter(workspace=firm.workspace).count() == 2


# -- rules --------------------------------------------------------------------------------------------------


def rule(firm, **more):
    return incoming_rules.save_rule(firm.workspace, more, firm.sender)


def subjects(mail, person):
    effects.run_due()
    return mail.subjects(person.email)


def test_without_a_rule_senders_and_administrators_hear_of_it(firm, pki, mail):
    post.receive(firm, post.document(pki))
    assert subjects(mail, firm.sender) == ["Получены документы: Договор № 7 от 20.11.2026"]
    assert subjects(mail, firm.signer) == []
    assert queries.received_for(firm.sender).count() == 1
    assert queries.waiting_count(firm.sender) == 1
    assert queries.received_for(firm.signer).count() == 0


def test_the_first_rule_that_fits_is_followed(firm, pki, mail):
    rule(firm, kind="act", responsible=firm.sender.pk, position=1)
    rule(firm, kind="contract", responsible=firm.approver.pk, position=2, notify=[firm.signer.pk])
    rule(firm, responsible=firm.sender.pk, position=3)
    flow = post.receive(firm, post.document(pki))
    assert flow.package.sender == firm.approver
    assert subjects(mail, firm.approver) == subjects(mail, firm.signer)
    assert subjects(mail, firm.sender) == []
    assert [one.kind for one in incoming_rules.rules_of(firm.workspace)] == ["act", "contract", ""]


def leave(*people):
    for person in people:
        person.is_active = False
        person.save()


@pytest.mark.parametrize("named", ["responsible", "signer", "route"])
def test_a_rule_that_names_a_person_without_access_gives_way_to_the_next(firm, pki, mail, named):
    other = firm.hire("Второй Виктор", Role.SENDER, Role.SIGNER, Role.HEAD)
    parts = {"responsible": other.pk, "signer": other.pk, "route": firm.route(other).pk}
    rule(firm, kind="contract", position=1, **{named: parts[named]})
    rule(firm, responsible=firm.approver.pk, position=2)
    leave(other)
    flow = post.receive(firm, post.document(pki))
    assert flow.package.sender == firm.approver
    assert (flow.package.signer, flow.package.route) == (None, None)
    assert subjects(mail, firm.approver) == ["Получены документы: Договор № 7 от 20.11.2026"]
    assert subjects(mail, firm.sender) == ["Правило для входящих не сработало: Второй Виктор"]
    skipped = JournalEvent.objects.get(action="incoming-rule:skipped")
    assert "Второй Виктор" in skipped.data["reason"]
    assert describe(skipped)[0] == "Правило для входящих пропущено"
    assert post.whole()


def test_when_no_rule_is_left_those_who_send_decide_and_administrators_hear_why(firm, pki, mail):
    other = firm.hire("Второй Виктор", Role.SENDER)
    rule(firm, responsible=other.pk)
    leave(other)
    flow = post.receive(firm, post.document(pki))
    assert flow.package.sender is None
    assert queries.received_for(firm.sender).count() == 1
    assert set(subjects(mail, firm.sender)) == {
        "Получены документы: Договор № 7 от 20.11.2026",
        "Правило для входящих не сработало: Второй Виктор",
    }


def test_a_signer_who_lost_the_role_is_skipped_and_told_of(firm, pki, mail):
    rule(firm, responsible=firm.sender.pk, signer=firm.signer.pk)
    firm.signer.roles.all().delete()
    flow = post.receive(firm, post.document(pki))
    assert flow.package.sender is None
    assert f"Правило для входящих не сработало: {firm.signer.full_name}" in subjects(mail, firm.sender)


def test_a_rule_with_a_person_without_access_is_not_saved(firm):
    other = firm.hire("Второй Виктор", Role.SENDER, Role.SIGNER, Role.HEAD)
    route = firm.route(other)
    leave(other)
    named = {"responsible": other.pk, "signer": other.pk, "route": route.pk, "notify": [other.pk]}
    with pytest.raises(DomainError) as refused:
        rule(firm, **named)
    faults = refused.value.details["faults"]
    assert set(faults) == set(named)
    assert all("Второй Виктор" in fault for fault in faults.values())
    assert not IncomingRule.objects.exists()


def test_a_rule_asks_its_signer(firm, pki, mail):
    rule(firm, responsible=firm.sender.pk, signer=firm.signer.pk)
    flow = post.receive(firm, post.document(pki), post.document(pki, "invoice", number="8"))
    answer = Answer.objects.get()
    assert (answer.docflow, answer.verb, answer.state, answer.employee) == (
        flow,
        "sign",
        "signing",
        firm.signer,
    )
    assert list(queries.signings_for(firm.signer)) == [SigningTask.objects.get(pk=answer.task_id)]
    assert subjects(mail, firm.signer) == ["Подпишите: Договор № 7 от 20.11.2026"]
    assert post.finish(pki, answer).status == "SIGNED_BY_US"
    assert queries.received_for(firm.sender).count() == 0


def test_a_rule_starts_approval_and_then_asks_its_signer(firm, pki):
    rule(firm, responsible=firm.sender.pk, signer=firm.signer.pk, route=firm.route().pk)
    flow = post.receive(firm, post.document(pki))
    assert flow.status == "ON_APPROVAL"
    with pytest.raises(DomainError) as refused:
        answers.sign(flow, firm.signer)
    assert refused.value.code == "on-approval"
    factories.approve_all(flow.package)
    assert post.again(flow).status == "APPROVED_TO_SIGN"
    assert post.finish(pki, Answer.objects.get()).status == "SIGNED_BY_US"
    assert post.whole()


def test_a_refusal_ends_the_approval(firm, pki):
    rule(firm, signer=firm.signer.pk, route=firm.route().pk)
    flow = post.receive(firm, post.document(pki))
    flow = post.finish(pki, answers.refuse(flow, "Не наш заказ", firm.signer))
    assert (flow.status, flow.reason, flow.is_done) == ("REFUSED_BY_US", "Не наш заказ", True)
    assert ApprovalTask.objects.get().state == "cancelled"


def test_an_approver_who_returns_a_received_document_leaves_it_to_be_answered(firm, pki):
    from paraph.approval import services as approval

    rule(firm, responsible=firm.sender.pk, route=firm.route().pk)
    flow = post.receive(firm, post.document(pki))
    approval.decide(ApprovalTask.objects.get().pk, firm.approver, approve=False, comment="Не сходится")
    assert (post.again(flow).status, post.again(flow).reason) == ("WAITING_OUR_SIGNATURE", "Не сходится")


def test_a_doubtful_signature_is_left_to_people(firm, pki, mail):
    rule(firm, responsible=firm.sender.pk, signer=firm.signer.pk)
    data = factories.pdf()
    post.receive(firm, post.document(pki, data=data, signatures=[pki.sign(factories.PARTNER_HEAD, b"other")]))
    assert not Answer.objects.exists()
    effects.run_due()
    assert "подпись отправителя" in mail.letters(firm.sender.email)[0].text


def test_a_rule_is_kept_by_administrators_and_names_its_faults_at_once(firm):
    with pytest.raises(DomainError) as refused:
        rule(firm, kind="nonsense", signer=firm.sender.pk, responsible=999_999)
    assert set(refused.value.details["faults"]) == {"kind", "signer", "responsible"}
    with pytest.raises(DomainError):
        incoming_rules.save_rule(firm.workspace, {}, firm.signer)
    kept = rule(firm, kind="act")
    other = factories.company()
    with pytest.raises(DomainError):
        incoming_rules.remove_rule(other.workspace, kept.pk, other.sender)
    incoming_rules.remove_rule(firm.workspace, kept.pk, firm.sender)
    assert not IncomingRule.objects.exists()


def test_a_person_puts_a_package_into_other_hands(firm, pki):
    flow = post.receive(firm, post.document(pki))
    second = firm.hire("Второй Виктор", Role.SENDER)
    incoming_rules.assign(
        flow.package, firm.sender, responsible=second, route=firm.route(), signer=firm.signer
    )
    assert post.again(flow).status == "ON_APPROVAL"
    factories.approve_all(flow.package)
    assert Answer.objects.get().employee == firm.signer
    with pytest.raises(DomainError):
        incoming_rules.assign(flow.package, firm.signer, responsible=second)


# -- files and signatures of the other side -----------------------------------------------------------------


def test_their_signature_under_our_document_finishes_it(firm, pki):
    (flow,) = post.sent(firm, pki)
    cms = pki.sign(factories.PARTNER_HEAD, factories.content(flow))
    assert incoming.receive_signature(flow, cms, "operator", post.PARTNER)
    assert post.again(flow).status == "COMPLETED"
    assert not incoming.receive_signature(flow, cms, "operator", post.PARTNER)
    assert Signature.objects.filter(docflow_id=flow.pk, side="R").count() == 1


def test_their_invalid_signature_is_kept_and_is_no_acceptance(firm, pki, mail):
    (flow,) = post.sent(firm, pki)
    assert incoming.receive_signature(flow, pki.sign(factories.PARTNER_HEAD, b"x"), "operator", post.PARTNER)
    flow = post.again(flow)
    assert (flow.status, flow.is_done) == ("INVALID_SIGNATURE", False)
    assert flow in queries.returned_to(firm.sender)
    assert subjects(mail, firm.sender)[-1].startswith("Подпись под")
    good = pki.sign(factories.PARTNER_HEAD, factories.content(flow))
    assert incoming.receive_signature(flow, good, "operator", post.PARTNER)
    assert post.again(flow).status == "COMPLETED"


def test_one_more_signature_that_is_wrong_undoes_no_answer(firm, pki):
    (flow,) = post.sent(firm, pki)
    good = pki.sign(factories.PARTNER_HEAD, factories.content(flow))
    incoming.receive_signature(flow, good, "operator", post.PARTNER)
    assert incoming.receive_signature(flow, b"garbage", "operator", post.PARTNER)
    assert post.again(flow).status == "COMPLETED"
    assert [one.headline for one in Signature.objects.filter(side="R").order_by("id")] == ["valid", "invalid"]


def test_events_come_late_twice_and_out_of_order(firm, pki):
    made = factories.send(firm, pki, [factories.document(firm)], channel="operator")
    (flow,) = factories.flows(made)
    assert flow.status == "SENDING"
    assert incoming.apply(flow, "response_accepted", post.PARTNER)  # before «accepted» and «delivered»
    assert post.again(flow).status == "COMPLETED"
    for event, actor in (
        ("accept", post.OPERATOR),
        ("deliver", post.OPERATOR),
        ("response_accepted", post.PARTNER),
    ):
        assert not incoming.apply(flow, event, actor)
    assert not incoming.apply(flow, "response_rejected", post.PARTNER)
    taken = JournalEvent.objects.filter(docflow_id=flow.pk, action__startswith="docflow:").order_by("seq")
    assert [event.action for event in taken][-3:] == [
        "docflow:accept",
        "docflow:deliver",
        "docflow:response_accepted",
    ]
    assert post.whole()


def test_an_event_that_cannot_be_takes_nothing_before_it(firm, pki):
    made = factories.package(firm, [factories.document(firm)], channel="operator")
    (flow,) = factories.flows(made)
    assert not incoming.apply(flow, "response_accepted", post.PARTNER)
    assert post.again(flow).status == "DRAFT"
    assert not incoming.apply(flow, "revocation_accepted_by_them", post.OPERATOR)


def test_a_file_is_kept_once_with_its_verdict_and_its_event(firm, pki):
    (flow,) = post.sent(firm, pki)
    file = post.request(pki)
    assert incoming.receive_file(flow, file)
    assert not incoming.receive_file(flow, file)
    version = Version.objects.get(role=VersionRole.REVOCATION)
    assert (version.side, version.outer_id, version.mime) == ("R", "revocation-1", "application/xml")
    assert Signature.objects.get(version=version).headline == "valid"
    assert flow.document.current == flow.version
    assert (post.again(flow).status, post.again(flow).reason) == ("REVOCATION_ASKED", "Ошибка в сумме")
    assert flow in queries.returned_to(firm.sender)


def test_an_operators_confirmation_is_judged_and_blocks_nothing(firm, pki):
    (flow,) = post.sent(firm, pki)
    data = b"<confirmation/>"
    file = incoming.IncomingFile(
        VersionRole.CONFIRMATION, "HUB", "c-1", "DP_PDPOL.xml", data,
        [pki.sign(factories.OUR_HEAD, data), b"garbage"], None, post.OPERATOR,
    )  # fmt: skip
    assert incoming.receive_file(flow, file)
    good, bad = Signature.objects.filter(side="HUB").order_by("id")
    assert (good.headline, good.recheck_at, bad.headline) == ("valid", None, "invalid")
    assert good.verdict["facts"]["authority"]["answer"] == "undetermined"
    assert post.again(flow).status == "WAITING_RESPONSE"


def test_a_receipt_nobody_asked_for_is_taken_too(firm, pki):
    (flow,) = post.sent(firm, pki)
    assert incoming.apply(flow, "receipt_confirmed", post.OPERATOR)  # before the receipt itself
    assert "receipt:CONFIRMED" in post.again(flow).state
    assert incoming.receive_file(flow, post.request(pki, VersionRole.RECEIPT, event="receipt_signed"))
    assert post.again(flow).status == "WAITING_RESPONSE"


def test_a_correction_answers_our_request(firm, pki):
    flow = post.receive(firm, post.document(pki, machine="DOP"))
    flow = post.finish(pki, answers.request_amendment(flow, "Не та ставка", firm.signer))
    assert flow.status == "AMENDMENT_ASKED_BY_US"
    post.receive(firm, post.document(pki, number="8", corrects="entity-7"), outer_id="m-2")
    assert "amendment:AMENDED" in post.again(flow).state
    assert flow.document.links_in.get().relation == "correction"


def test_our_correction_answers_theirs(firm, pki):
    from paraph.journal import actors
    from paraph.registry import services as registry

    (flow,) = post.sent(firm, pki)
    Docflow.objects.filter(pk=flow.pk).update(
        state=flow.state.replace("amendment:NOT_APPLICABLE", "amendment:NONE")
    )
    assert incoming.receive_file(flow, post.request(pki, VersionRole.AMENDMENT, event="amendment_requested"))
    assert post.again(flow).status == "AMENDMENT_REQUESTED"
    mended = factories.document(firm, number="17-1")
    registry.link_documents(mended, flow.document, "correction", actor=actors.SYSTEM)
    (new,) = factories.flows(factories.send(firm, pki, [mended], channel="operator"))
    assert incoming.apply(new, "accept", post.OPERATOR)
    assert "amendment:AMENDED" in post.again(flow).state


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_database")
def test_the_same_package_from_two_workers_is_one(firm, pki):
    given = post.package(firm, [post.document(pki)])
    results = at_once(*[lambda: incoming.receive(given).pk] * 3)
    assert len(set(results)) == 1
    assert Document.objects.count() == 1
    assert post.whole()


def test_dates_of_the_channel_are_kept_in_the_journal(firm, pki):
    assert post.receive(firm, post.document(pki)).document.date == date(2026, 11, 20)
