"""Two people finish at the same instant: one of them wins, the other is told so, nothing is done twice."""

import threading
from contextlib import suppress
from io import BytesIO

import pytest
from django.utils import timezone

import factories
from paraph.approval import services as approval
from paraph.approval.models import ApprovalTask, Mode
from paraph.channels.link import services as links
from paraph.docflow import packages
from paraph.docflow.intake import Upload, create_from_files
from paraph.docflow.models import Package
from paraph.effects.models import Effect
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Role
from paraph.registry import services as registry
from paraph.registry.models import Blob
from paraph.signing import services as signing
from paraph.signing.models import Signature, SigningTask, TaskState
from together import at_once, losers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_database")]


@pytest.fixture
def on_signing(firm):
    """A package of so many documents that waits for our signer."""

    def submit(count=1, **draft):
        documents = [factories.document(firm, file_name=f"Договор {number}.pdf") for number in range(count)]
        package = factories.package(firm, documents, **draft)
        packages.submit(package, firm.sender)
        return package

    return submit


def tasks(package, side="S"):
    waiting = SigningTask.objects.filter(package_id=package.pk, side=side, state=TaskState.WAITING)
    return [signing.get_task(pk, package.workspace_id) for pk in waiting.values_list("pk", flat=True)]


def signer(pki, task, name=factories.OUR_HEAD):
    """What our director does at the appointed instant; the signature itself is made beforehand."""
    who = actors.employee(task.employee.pk, task.employee.full_name)
    cms = pki.sign(name, factories.store().read(task.version.blob_id))
    return lambda: signing.accept_signature(task, cms, method="file", actor=who)


def statuses(package):
    return [flow.status for flow in factories.flows(package)]


def invitations():
    return Effect.objects.filter(kind="link.invite").count()


def whole():
    return list(journal.verify()) == []


def test_signer_presses_sign_in_two_windows(pki, on_signing):
    package = on_signing()
    (task,) = tasks(package)
    (late,) = losers(at_once(signer(pki, task), signer(pki, task)))
    assert late.code == "task-signed"
    assert statuses(package) == ["SENDING"]
    assert (Signature.objects.count(), invitations()) == (1, 1)
    assert whole()


def test_signer_signs_and_declines_in_two_windows(pki, on_signing):
    package = on_signing()
    (task,) = tasks(package)
    who = actors.employee(task.employee.pk, task.employee.full_name)
    refuse = lambda: signing.decline(task, "Не та сумма", actor=who)  # noqa: E731
    (late,) = losers(at_once(signer(pki, task), refuse))
    ends = {"task-declined": ["SIGN_FAILED"], "task-signed": ["SENDING"]}
    assert statuses(package) == ends[late.code]
    assert whole()


def test_sender_withdraws_while_the_signer_signs(firm, pki, on_signing):
    package = on_signing()
    (task,) = tasks(package)
    (flow,) = factories.flows(package)
    results = at_once(signer(pki, task), lambda: packages.withdraw(flow, "Передумали", firm.sender))
    # A document that is signed and not yet answered may still be withdrawn, so both may succeed.
    assert {late.code for late in losers(results)} <= {"task-cancelled"}
    assert statuses(package) == ["CANCELLED"]
    assert tasks(package) == tasks(package, "R") == []
    assert whole()


def test_deadline_comes_while_the_signer_signs(pki, on_signing):
    package = on_signing()
    SigningTask.objects.update(deadline=timezone.now())
    (task,) = tasks(package)
    late = losers(at_once(signer(pki, task), lambda: signing.expire_due(timezone.now())))
    assert ([error.code for error in late], statuses(package)) in (
        (["task-expired"], ["SIGN_FAILED"]),
        ([], ["SENDING"]),
    )
    assert whole()


def test_one_approves_while_another_returns(firm, on_signing):
    other = firm.hire("Вторая Вера", Role.HEAD)
    package = on_signing(route=firm.route(firm.approver, other, mode=Mode.PARALLEL))
    one, two = ApprovalTask.objects.filter(package_id=package.pk)
    results = at_once(
        lambda: approval.decide(one.pk, firm.approver, approve=True),
        lambda: approval.decide(two.pk, other, approve=False, comment="Нет приложения"),
    )
    assert {late.code for late in losers(results)} <= {"already-decided"}
    assert statuses(package) == ["DRAFT"]
    assert whole()


def test_approver_and_deputy_decide_differently(firm, on_signing):
    deputy = firm.hire("Заместителева Зоя", Role.HEAD)
    firm.approver.deputy = deputy
    firm.approver.save()
    package = on_signing(route=firm.route())
    task = ApprovalTask.objects.get(package_id=package.pk)
    results = at_once(
        lambda: approval.decide(task.pk, firm.approver, approve=True),
        lambda: approval.decide(task.pk, deputy, approve=False, comment="Нет"),
    )
    assert [late.code for late in losers(results)] == ["already-decided"]
    assert statuses(package) in (["DRAFT"], ["ON_SIGNING"])
    assert whole()


def test_last_two_approvers_agree_at_once(firm, on_signing):
    other = firm.hire("Вторая Вера", Role.HEAD)
    package = on_signing(route=firm.route(firm.approver, other, mode=Mode.PARALLEL))
    one, two = ApprovalTask.objects.filter(package_id=package.pk)
    results = at_once(
        lambda: approval.decide(one.pk, firm.approver, approve=True),
        lambda: approval.decide(two.pk, other, approve=True),
    )
    assert losers(results) == []
    assert statuses(package) == ["ON_SIGNING"]
    assert len(tasks(package)) == 1
    assert whole()


@pytest.mark.parametrize("with_route", [False, True])
def test_two_senders_send_the_same_package(firm, with_route):
    route = firm.route() if with_route else None
    package = factories.package(firm, [factories.document(firm), factories.document(firm)], route=route)
    send = lambda: packages.submit(Package.objects.get(pk=package.pk), firm.sender)  # noqa: E731
    (late,) = losers(at_once(send, send))
    assert late.code == "wrong-state"
    assert SigningTask.objects.count() == (0 if with_route else 2)
    assert ApprovalTask.objects.count() == (1 if with_route else 0)
    assert whole()


def test_both_documents_of_a_package_are_signed_at_the_same_instant(pki, on_signing):
    package = on_signing(2)
    assert losers(at_once(*(signer(pki, task) for task in tasks(package)))) == []
    assert statuses(package) == ["SENDING", "SENDING"]
    assert invitations() == 1
    assert len(tasks(package, "R")) == 2
    assert whole()


def test_partner_signs_both_documents_at_the_same_instant(sent, pki):
    package = sent("contract", "act")
    made = [links.find(token) for token in package.tokens]
    for link in made:
        links.open_document(link)
    signatures = [pki.sign(factories.PARTNER_HEAD, factories.content(link.docflow)) for link in made]
    answers = [
        lambda link=link, cms=cms: links.sign(links.again(link), cms, "file")
        for link, cms in zip(made, signatures, strict=True)
    ]
    assert losers(at_once(*answers)) == []
    assert package.statuses == ["COMPLETED", "COMPLETED"]
    assert whole()


def test_partner_signs_while_the_sender_withdraws(firm, sent, pki):
    package = sent()
    links.open_document(package.link)
    link, flow = package.link, package.flow
    cms = pki.sign(factories.PARTNER_HEAD, factories.content(flow))
    results = at_once(
        lambda: links.sign(link, cms, "file"), lambda: packages.withdraw(flow, "Ошибка", firm.sender)
    )
    assert len(losers(results)) == 1
    assert package.statuses in (["COMPLETED"], ["CANCELLED"])
    assert Signature.objects.filter(side="R").count() == (package.statuses == ["COMPLETED"])
    assert whole()


def test_partner_opens_in_two_windows(sent):
    package = sent()
    link = package.link
    assert losers(at_once(*[lambda: links.open_document(links.again(link))] * 3)) == []
    assert package.statuses == ["WAITING_RESPONSE"]
    assert whole()


def test_two_people_upload_the_same_file(firm):
    data = factories.pdf()
    results = at_once(*[lambda: factories.document(firm, data=data)] * 4)
    assert losers(results) == []
    assert Blob.objects.count() == 1
    assert whole()


def test_two_workspaces_upload_the_same_files_in_opposite_order(firm, monkeypatch):
    """Bytes are shared by all workspaces, so their rows must never be waited for in a circle."""
    other = factories.company()
    files = [(f"Образец {number}.pdf", factories.pdf()) for number in range(2)]
    both_hold_one, save = threading.Barrier(2), registry.save_blob

    def slow(stored):
        blob = save(stored)
        with suppress(threading.BrokenBarrierError):
            both_hold_one.wait(1)
        return blob

    def upload(company, chosen):
        draft = packages.Draft(company.organization, company.counterparty)
        create_from_files(draft, [Upload(name, BytesIO(data)) for name, data in chosen], company.sender)

    monkeypatch.setattr(registry, "save_blob", slow)
    results = at_once(lambda: upload(firm, files), lambda: upload(other, files[::-1]))
    assert losers(results) == []
    assert Blob.objects.count() == 2
    assert whole()
