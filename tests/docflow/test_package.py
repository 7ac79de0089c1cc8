"""What a sender, an approver and a signer do with a package, and what bad input leaves behind: nothing."""

from io import BytesIO

import pytest

import factories
from paraph.approval import services as approval
from paraph.approval.models import ApprovalState, ApprovalTask, Mode
from paraph.docflow import packages
from paraph.docflow.checks import check_package
from paraph.docflow.models import Docflow
from paraph.docflow.services import WrongState, advance
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.parties.models import Counterparty, Role
from paraph.registry import services as registry
from paraph.registry.models import Document, LinkRelation
from paraph.registry.services import Attributes
from paraph.signing import services as signing
from paraph.signing.models import Signature, SigningTask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unchanged():
    """Call it after a refusal: nothing may have been written since the fixture was taken."""

    def snapshot():
        return (
            list(Docflow.objects.values_list("pk", "state")),
            list(SigningTask.objects.values_list("pk", "state")),
            list(ApprovalTask.objects.values_list("pk", "state")),
            Document.objects.count(),
            Signature.objects.count(),
            JournalEvent.objects.count(),
            Effect.objects.count(),
        )

    class Watch:
        def start(self):
            self.before = snapshot()

        def check(self):
            assert snapshot() == self.before
            assert list(journal.verify()) == []

    return Watch()


def refused(code, action, *arguments, **named):
    with pytest.raises(DomainError) as error:
        action(*arguments, **named)
    assert error.value.code == code, error.value.code
    assert any("а" <= letter <= "я" for letter in error.value.message.lower()), "no Russian words"
    return error.value


def our_task(package):
    return signing.get_task(SigningTask.objects.get(package_id=package.pk, side="S").pk, package.workspace_id)


def on_signing(firm, **draft):
    package = factories.package(firm, [factories.document(firm)], **draft)
    packages.submit(package, firm.sender)
    return package


def accept(firm, pki, package, who, cms=None):
    task = our_task(package)
    data = pki.sign(who, factories.content(factories.flows(package)[0])) if cms is None else cms
    actor = actors.employee(firm.signer.pk, firm.signer.full_name)
    return signing.accept_signature(task, data, method="file", actor=actor)


# Registering


BAD_FILES = [
    ("Договор.pdf", b"", "file-empty"),
    ("Договор.pdf", b"hello, this is no PDF", "file-content"),
    ("Договор.pdf", b"%PDF-1.7\nbroken", "file-damaged"),
    ("Договор.exe", b"MZ\x90\x00", "file-type"),
    ("", b"%PDF-1.7", "file-bad-name"),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD_FILES)
def test_bad_file_is_refused(firm, unchanged, name, data, code):
    unchanged.start()
    refused(code, factories.document, firm, "contract", name, data)
    unchanged.check()


def test_file_over_the_limit_is_refused_while_it_is_read(firm, unchanged, settings):
    settings.MAX_DOCUMENT_BYTES = 1024 * 1024
    unchanged.start()
    refused("file-too-large", factories.document, firm, "contract", "a.pdf", b"%PDF-1.7" + b"x" * 2**21)
    unchanged.check()


def test_negative_sum_and_reversed_period_are_refused_together(firm, unchanged):
    from datetime import date
    from decimal import Decimal

    unchanged.start()
    attributes = Attributes(
        "contract", amount=Decimal(-1), valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)
    )
    error = refused(
        "attributes",
        registry.register_document,
        firm.organization,
        firm.counterparty,
        attributes,
        "a.pdf",
        BytesIO(factories.pdf()),
        actor=actors.SYSTEM,
    )
    assert set(error.details["faults"]) == {"amount", "valid_until"}
    unchanged.check()


def test_act_is_linked_to_its_contract_once(firm):
    contract, act = factories.document(firm), factories.document(firm, "act", "Акт.pdf")
    registry.link_documents(act, contract, LinkRelation.CONTRACT, actor=actors.SYSTEM)
    refused("link", registry.link_documents, act, contract, LinkRelation.CONTRACT, actor=actors.SYSTEM)
    refused("link", registry.link_documents, act, act, LinkRelation.RELATED, actor=actors.SYSTEM)


# Checks


def test_every_fault_is_named_at_once_with_its_field(firm):
    from paraph.registry.storage import store

    document = factories.document(firm, "act", number="", amount=None)
    stranger = factories.hire(firm.workspace, firm.organization, "Чужой", "x@romashka.example", Role.SENDER)
    package = factories.package(firm, [document], signer=stranger, recipient_email="", route=firm.route())
    Counterparty.objects.update(inn="7830002294")
    package.route.steps.all().delete()
    path = store().path(document.current.blob_id)
    path.chmod(0o600)
    path.write_bytes(b"changed")
    package.refresh_from_db()
    faults = {(fault.code, fault.field) for fault in check_package(package)}
    assert faults >= {
        ("counterparty-inn", "counterparty"),
        ("signer-right", "signer"),
        ("route", "route"),
        ("document-number", "number"),
        ("document-amount", "amount"),
        ("file", "file"),
        ("recipient-email", "recipient_email"),
    }


def test_package_with_faults_is_not_sent(firm, unchanged):
    package = factories.package(firm, [factories.document(firm)], signer=None)
    unchanged.start()
    error = refused("checks", packages.submit, package, firm.sender)
    assert [fault.field for fault in error.details["faults"]] == ["signer"]
    unchanged.check()


def test_only_a_sender_sends(firm, unchanged):
    package = factories.package(firm, [factories.document(firm)])
    observer = firm.hire("Наблюдатель", Role.OBSERVER)
    unchanged.start()
    refused("forbidden", packages.submit, package, observer)
    unchanged.check()


def test_pressing_send_twice_sends_once(firm, unchanged):
    package = on_signing(firm)
    unchanged.start()
    with pytest.raises(WrongState):
        packages.submit(package, firm.sender)
    unchanged.check()


def test_parts_of_another_workspace_are_not_found(firm, unchanged):
    other = factories.company()
    document = factories.document(firm)
    foreign = factories.document(other)
    unchanged.start()
    refused("not-found", factories.package, firm, [document], signer=other.signer)
    refused("not-found", factories.package, firm, [foreign])
    unchanged.check()


def test_sent_package_can_not_be_changed(firm, unchanged):
    package = on_signing(firm)
    flow = factories.flows(package)[0]
    another = factories.document(firm)
    unchanged.start()
    refused("wrong-state", packages.change_document, flow, Attributes("act", number="2"), firm.sender)
    refused("wrong-state", packages.add_document, package, another, firm.sender)
    unchanged.check()


def test_kind_of_a_draft_decides_whose_signature_is_awaited(firm):
    package = factories.package(firm, [factories.document(firm)])
    flow = factories.flows(package)[0]
    packages.change_document(flow, Attributes("invoice", number="5"), firm.sender)
    flow = factories.flows(package)[0]
    assert flow.machine == "NONFORM_ONE_SIDED"
    assert "response:NOT_APPLICABLE" in flow.state


# Approval


def test_approvers_decide_in_turn(firm):
    first, second = firm.approver, firm.hire("Вторая Вера", Role.HEAD)
    package = on_signing(firm, route=firm.route(first, second))
    states = ApprovalTask.objects.filter(package_id=package.pk).values_list("state", flat=True)
    assert list(states) == ["waiting", "queued"]
    one, two = ApprovalTask.objects.filter(package_id=package.pk)
    refused("already-decided", approval.decide, two.pk, second, approve=True)
    approval.decide(one.pk, first, approve=True)
    assert factories.flows(package)[0].status == "ON_APPROVAL"
    approval.decide(two.pk, second, approve=True)
    assert factories.flows(package)[0].status == "ON_SIGNING"


def test_approvers_at_once_in_any_order(firm):
    first, second = firm.approver, firm.hire("Вторая Вера", Role.HEAD)
    package = on_signing(firm, route=firm.route(first, second, mode=Mode.PARALLEL))
    one, two = ApprovalTask.objects.filter(package_id=package.pk)
    approval.decide(two.pk, second, approve=True)
    approval.decide(one.pk, first, approve=True)
    assert factories.flows(package)[0].status == "ON_SIGNING"


def test_returned_package_is_mended_and_goes_a_second_round(firm):
    package = on_signing(firm, route=firm.route())
    task = ApprovalTask.objects.get(package_id=package.pk)
    refused("comment", approval.decide, task.pk, firm.approver, approve=False)
    approval.decide(task.pk, firm.approver, approve=False, comment="Нет приложения")
    flow = factories.flows(package)[0]
    assert (flow.status, flow.reason) == ("DRAFT", "Нет приложения")
    packages.submit(package, firm.sender)
    factories.approve_all(package)
    assert factories.flows(package)[0].status == "ON_SIGNING"
    rounds = ApprovalTask.objects.filter(package_id=package.pk).values_list("round", "state")
    assert list(rounds) == [(1, ApprovalState.REJECTED), (2, ApprovalState.APPROVED)]


def test_deputy_decides_and_a_stranger_does_not(firm, unchanged):
    deputy = firm.hire("Заместителева Зоя", Role.HEAD)
    package = on_signing(firm, route=firm.route())
    task = ApprovalTask.objects.get(package_id=package.pk)
    unchanged.start()
    refused("forbidden", approval.decide, task.pk, deputy, approve=True)
    unchanged.check()
    firm.approver.deputy = deputy
    firm.approver.save()
    approval.decide(task.pk, deputy, approve=True)
    task.refresh_from_db()
    assert task.decided_by == deputy


# Signing on our side


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("partner_head", "certificate-of-another"),
        ("person", "certificate-of-another"),
        ("expired", "signature-chain"),
        ("revoked", "signature-revocation"),
    ],
)
def test_certificate_that_may_not_sign_is_refused(firm, pki, unchanged, who, code):
    package = on_signing(firm)
    unchanged.start()
    refused(code, accept, firm, pki, package, who)
    unchanged.check()


@pytest.mark.parametrize(
    ("cms", "code"), [(b"", "signature-empty"), (b"not a signature", "signature-unreadable")]
)
def test_rubbish_is_not_a_signature(firm, pki, unchanged, cms, code):
    package = on_signing(firm)
    unchanged.start()
    refused(code, accept, firm, pki, package, "head", cms)
    unchanged.check()


def test_signature_of_another_file_is_refused(firm, pki, unchanged):
    package = on_signing(firm)
    unchanged.start()
    refused("signature-intact", accept, firm, pki, package, "head", pki.sign("head", b"another file"))
    unchanged.check()


def test_signature_with_one_changed_byte_is_refused(firm, pki, unchanged):
    package = on_signing(firm)
    cms = bytearray(pki.sign("head", factories.content(factories.flows(package)[0])))
    cms[-1] ^= 1
    unchanged.start()
    refused("signature-signature", accept, firm, pki, package, "head", bytes(cms))
    unchanged.check()


def test_without_a_list_of_revoked_certificates_nothing_is_accepted(firm, pki, settings):
    from pathlib import Path

    for crl in Path(settings.TRUST_DIR).glob("*.crl"):
        crl.unlink()
    package = on_signing(firm)
    assert accept(firm, pki, package, "head") is None
    [flow] = factories.flows(package)
    assert flow.status == "ON_SIGNING"


def test_employee_with_a_certificate_of_a_person_signs_and_authority_stays_open(firm, pki):
    from paraph.sandbox.pki import people

    clerk = people.EMPLOYEE
    signer = firm.hire(clerk.full_name, Role.SIGNER, inn=clerk.inn, snils=clerk.snils)
    package = on_signing(firm, signer=signer)
    signature = accept(firm, pki, package, "person")
    authority = signature.verdict["facts"]["authority"]
    assert authority["answer"] == "undetermined"
    assert "МЧД" in authority["reason"]


def test_signing_twice_is_refused(firm, pki, unchanged):
    package = on_signing(firm)
    task = our_task(package)
    accept(firm, pki, package, "head")
    unchanged.start()
    cms = pki.sign("head", factories.content(factories.flows(package)[0]))
    actor = actors.employee(firm.signer.pk, firm.signer.full_name)
    refused("task-signed", signing.accept_signature, task, cms, method="file", actor=actor)
    refused("task-signed", signing.decline, task, "передумал", actor=actor)
    unchanged.check()


def test_our_signer_refuses_and_is_asked_again(firm, pki):
    package = on_signing(firm)
    task = our_task(package)
    actor = actors.employee(firm.signer.pk, firm.signer.full_name)
    refused("reason", signing.decline, task, "  ", actor=actor)
    signing.decline(task, "Сумма не та", actor=actor)
    flow = factories.flows(package)[0]
    assert (flow.status, flow.reason) == ("SIGN_FAILED", "Сумма не та")
    packages.retry_signature(flow, firm.sender)
    waiting = SigningTask.objects.get(docflow_id=flow.pk, state="waiting")
    assert waiting.pk != task.pk


def test_the_rest_of_a_package_leaves_when_one_document_is_withdrawn(firm, pki):
    contract, act = factories.document(firm), factories.document(firm, "act", "Акт.pdf")
    package = factories.package(firm, [contract, act])
    packages.submit(package, firm.sender)
    first, second = factories.flows(package)
    task = signing.get_task(SigningTask.objects.get(docflow_id=first.pk).pk, package.workspace_id)
    actor = actors.employee(firm.signer.pk, firm.signer.full_name)
    signing.accept_signature(task, pki.sign("head", factories.content(first)), method="file", actor=actor)
    assert factories.flows(package)[0].status == "SENDING"
    assert not Effect.objects.filter(kind="link.invite").exists()
    packages.withdraw(second, "Акт ещё не готов", firm.sender)
    assert Effect.objects.filter(kind="link.invite").count() == 1
    assert [flow.status for flow in factories.flows(package)] == ["SENDING", "CANCELLED"]


def test_of_two_simultaneous_steps_one_is_written(firm):
    package = on_signing(firm)
    flow = factories.flows(package)[0]
    stale = Docflow.objects.get(pk=flow.pk)
    who = actors.employee(firm.signer.pk, firm.signer.full_name)
    advance(flow, "sign", who)
    with pytest.raises(WrongState):
        advance(stale, "signer_refused", who)
    assert factories.flows(package)[0].status == "SENDING"
