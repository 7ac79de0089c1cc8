"""What cannot be judged when it comes is kept and checked again: nobody brings it twice, nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from ordered_certificates import DAY

import factories
from paraph.channels.link import services as links
from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.sandbox.pki import people
from paraph.signing import rechecks
from paraph.signing import services as signing
from paraph.signing.models import PendingSignature, Signature, SigningTask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brought(sent, authority, settings):
    """The partner signed while no list of revoked certificates could be had."""
    package = sent()
    links.open_document(package.link)
    published = Path(settings.TRUST_DIR) / "intermediate.crl"
    published.unlink()
    holder = authority.issue(people.as_head(people.PARTNER_HEAD))
    task = signing.get_task(SigningTask.objects.get(side="R").pk, package.package.workspace_id)
    content = factories.store().read(task.version.blob_id)
    assert links.sign(package.link, holder.sign(content), "file") is False
    Signature.objects.update(recheck_at=None)  # ours is another story
    return Brought(package, holder, task, published, authority)


class Brought:
    def __init__(self, package, holder, task, published, authority):
        self.link, self.holder, self.task = package.link, holder, task
        self.published, self.authority = published, authority

    def later(self, **after):
        row = PendingSignature.objects.get()
        return rechecks.recheck_due(row.received_at + timedelta(**after))

    def publish(self, **options):
        self.published.write_bytes(self.authority.crl(**options))

    @property
    def status(self):
        return Docflow.objects.get(pk=self.task.docflow_id).status

    @property
    def state(self):
        return SigningTask.objects.get(pk=self.task.pk).state


def test_kept_signature_is_accepted_as_of_its_coming_once_the_list_is_there(brought):
    came = PendingSignature.objects.get().received_at
    assert brought.later(minutes=1) == 0  # not due yet
    assert brought.later(minutes=6) == 1
    assert brought.state == "waiting"
    brought.publish()
    assert brought.later(minutes=30) == 1
    assert (brought.state, brought.status) == ("signed", "COMPLETED")
    assert Signature.objects.get(side="R").received_at == came
    assert not PendingSignature.objects.exists()


def test_kept_signature_by_a_revoked_certificate_goes_back_to_its_signer(brought, catcher):
    brought.publish(revoked=[brought.holder])
    assert brought.later(minutes=6) == 1
    assert brought.state == "waiting"
    assert not PendingSignature.objects.exists()
    event = JournalEvent.objects.get(action="signature:refused")
    assert "отозван" in event.data["reason"]


def test_another_signature_may_be_brought_meanwhile(brought, pki):
    brought.publish()
    content = factories.store().read(brought.task.version.blob_id)
    assert links.sign(brought.link, pki.sign("partner_head", content), "file") is True
    assert not PendingSignature.objects.exists()
    assert brought.state == "signed"


def test_term_that_ends_while_a_signature_is_checked_does_not_end_the_task(brought):
    deadline = brought.task.deadline
    assert signing.expire_due(deadline + DAY) == 0
    brought.publish()
    PendingSignature.objects.update(check_at=deadline)
    assert rechecks.recheck_due(deadline + DAY) == 1
    assert brought.state == "signed"


def test_signature_that_could_never_be_judged_is_given_up_and_asked_for_again(brought):
    assert brought.later(days=8) == 1
    assert not PendingSignature.objects.exists()
    assert brought.state == "waiting"
    assert "так и не удалось" in JournalEvent.objects.get(action="signature:refused").data["reason"]


def test_declining_drops_the_kept_signature(brought):
    links.decline(brought.link, "Передумали")
    assert not PendingSignature.objects.exists()
    with pytest.raises(DomainError):
        links.sign(brought.link, b"x", "file")


def test_one_that_fails_is_logged_and_comes_again(brought, monkeypatch):
    monkeypatch.setattr(rechecks, "_judge", lambda *_args: 1 / 0)
    assert brought.later(minutes=6) == 0
    assert PendingSignature.objects.get().check_at > PendingSignature.objects.get().received_at + timedelta(
        hours=3
    )


def test_accepted_signature_is_checked_again_while_something_is_open(brought):
    brought.publish()
    brought.later(minutes=6)
    theirs = Signature.objects.get(side="R")
    assert theirs.verdict["facts"]["qualification"]["answer"] == "undetermined"
    assert rechecks.recheck_due(theirs.recheck_at) == 1
    theirs.refresh_from_db()
    assert (theirs.rechecks, theirs.headline) == (1, "valid")
    assert not JournalEvent.objects.filter(action="signature:rechecked").exists()  # no answer has changed


def test_later_check_that_speaks_against_an_accepted_signature_is_told(brought):
    brought.publish()
    brought.later(minutes=6)
    brought.publish(revoked=[brought.holder])  # the authority dates a revocation back
    theirs = Signature.objects.get(side="R")
    assert rechecks.recheck_due(theirs.recheck_at) == 1
    assert "отозван" in JournalEvent.objects.get(action="signature:doubted").data["reason"]
    theirs.refresh_from_db()
    assert theirs.recheck_at is None
    # What is kept beside the signature says it too: nobody reads «действительна» any more.
    assert (theirs.headline, theirs.verdict["headline"]) == ("invalid", "invalid")
    assert theirs.verdict["facts"]["revocation"]["answer"] == "no"


def test_power_that_comes_while_a_signature_is_checked_again_is_not_missed(brought, monkeypatch):
    brought.publish()
    brought.later(minutes=6)
    theirs = Signature.objects.get(side="R")
    genuine, due = rechecks.verification.examine, theirs.recheck_at

    def meanwhile(*arguments, **options):
        rechecks.wake_by_authority(theirs.workspace_id, theirs.received_at)
        return genuine(*arguments, **options)

    monkeypatch.setattr(rechecks.verification, "examine", meanwhile)
    rechecks.recheck_due(due + timedelta(days=30))  # its last turn
    theirs.refresh_from_db()
    assert theirs.recheck_at is not None
    monkeypatch.setattr(rechecks.verification, "examine", genuine)
    assert rechecks.recheck_due(due + timedelta(days=30)) == 1
    theirs.refresh_from_db()
    assert theirs.recheck_at is None


def test_a_round_of_checks_ends_in_time_and_the_next_goes_on(brought, monkeypatch):
    """An authority that answers slowly must not hold the worker until another takes the same work."""
    brought.publish()
    brought.later(minutes=6)
    Signature.objects.update(recheck_at=brought.task.deadline)
    clock = iter(range(0, 10_000, 400))
    monkeypatch.setattr(rechecks, "monotonic", lambda: next(clock))
    assert rechecks.recheck_due(brought.task.deadline) == 0
    monkeypatch.setattr(rechecks, "monotonic", lambda: 0)
    assert rechecks.recheck_due(brought.task.deadline) == 2
