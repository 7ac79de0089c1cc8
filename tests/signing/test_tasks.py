"""Deadlines, reminders and rights of signing tasks, also when something happens in between."""

from datetime import timedelta

import pytest
from django.utils import timezone

import factories
from paraph.docflow import packages
from paraph.effects import services as effects
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties import services as parties
from paraph.parties.models import Role
from paraph.signing import ports
from paraph.signing import services as signing
from paraph.signing.models import Signature, SigningTask, TaskState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def on_signing(firm):
    def submit(**draft):
        package = factories.package(firm, [factories.document(firm)], **draft)
        packages.submit(package, firm.sender)
        return package

    return submit


def task_of(package, side="S"):
    found = SigningTask.objects.get(package_id=package.pk, side=side, state=TaskState.WAITING)
    return signing.get_task(found.pk, package.workspace_id)


def tick(now=None):
    signing.expire_due(now or timezone.now())
    signing.remind_due(now or timezone.now())


def meanwhile(monkeypatch, action):
    """Something is committed just before the reminder's or the deadline's turn to write."""
    writing = journal.writing

    def late(workspace_id):
        monkeypatch.setattr(journal, "writing", writing)
        action()
        return writing(workspace_id)

    monkeypatch.setattr(journal, "writing", late)


def test_signer_who_signs_at_the_last_moment_is_not_reminded(firm, pki, on_signing, mail, monkeypatch):
    package = on_signing()
    effects.run_due()
    SigningTask.objects.update(remind_at=timezone.now())
    meanwhile(monkeypatch, lambda: factories.sign_ours(pki, package))
    tick()
    effects.run_due()
    assert not [subject for subject in mail.subjects(firm.signer.email) if "апомин" in subject]


def test_task_that_cannot_be_ended_does_not_hold_back_the_others(on_signing, monkeypatch):
    """One broken task must not keep every other deadline and reminder from coming."""
    broken, late, soon = (task_of(on_signing()) for _number in range(3))
    SigningTask.objects.filter(pk__in=(broken.pk, late.pk)).update(deadline=timezone.now())
    SigningTask.objects.filter(pk=soon.pk).update(remind_at=timezone.now())
    expired = ports.listener().expired
    monkeypatch.setattr(
        ports.listener(), "expired", lambda task: 1 / 0 if task.pk == broken.pk else expired(task)
    )
    from paraph.signing.handlers import Tick

    with pytest.raises(ZeroDivisionError):  # said aloud: the effect fails and a person sees it
        Tick().perform(None)
    states = dict(SigningTask.objects.values_list("pk", "state"))
    assert states == {broken.pk: "waiting", late.pk: "expired", soon.pk: "waiting"}
    assert SigningTask.objects.get(pk=soon.pk).reminded_at is not None
    assert list(journal.verify()) == []


def test_deadline_comes_while_the_signature_is_verified(pki, on_signing, monkeypatch):
    from paraph.signing import verification

    package = on_signing()
    examine = verification.examine

    def slow(*args, **kwargs):
        verdict = examine(*args, **kwargs)
        SigningTask.objects.update(deadline=timezone.now())
        tick()
        return verdict

    monkeypatch.setattr(verification, "examine", slow)
    with pytest.raises(DomainError, match="Срок подписания истёк"):
        factories.sign_ours(pki, package)
    assert [flow.status for flow in factories.flows(package)] == ["SIGN_FAILED"]
    assert not Signature.objects.exists()


def test_person_who_lost_the_right_to_sign_is_refused(firm, pki, on_signing):
    package = on_signing()
    data = {"roles": {Role.OBSERVER}}
    parties.save_employee(firm.workspace, data, firm.sender, id=firm.signer.pk)
    with pytest.raises(DomainError, match="подписант") as refusal:
        factories.sign_ours(pki, package)
    assert refusal.value.code == "signer-right"
    assert [flow.status for flow in factories.flows(package)] == ["ON_SIGNING"]
    assert not Signature.objects.exists()


def test_reminder_and_deadline_both_missed_while_the_hub_was_down(firm, on_signing, mail):
    package = on_signing()
    effects.run_due()
    tick(timezone.now() + timedelta(days=30))
    effects.run_due()
    subjects = mail.subjects(firm.signer.email) + mail.subjects(firm.sender.email)
    assert [flow.status for flow in factories.flows(package)] == ["SIGN_FAILED"]
    assert not [subject for subject in subjects if "апомин" in subject]


def test_task_of_another_workspace_is_not_found(on_signing):
    other = factories.company()
    with pytest.raises(DomainError) as refusal:
        signing.get_task(task_of(on_signing()).pk, other.workspace.pk)
    assert refusal.value.code == "not-found"


def test_overlong_reason_is_refused(on_signing):
    task = task_of(on_signing())
    with pytest.raises(DomainError, match="5000"):
        signing.decline(task, "ж" * 5001, actor=actors.SYSTEM)
