"""Nobody reaches into another workspace, whatever verb they use and whichever ids they know."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

import factories
from paraph.approval import routes
from paraph.approval import services as approval
from paraph.approval.models import ApprovalTask
from paraph.docflow import intake, packages
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.parties import services as parties
from paraph.parties.models import Role
from paraph.registry.models import Document
from paraph.registry.services import Attributes
from paraph.signing import services as signing
from paraph.signing.models import SigningTask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def foreign():
    """A sender of another workspace, who may do everything at home."""
    person = factories.company().sender
    assert person.has_role(Role.SENDER, Role.ADMINISTRATOR)
    return person


@pytest.fixture
def draft(firm):
    return factories.package(firm, [factories.document(firm)], route=firm.route())


@pytest.fixture
def refused(foreign):
    """The action is refused as if there were nothing there, and nothing was written."""

    def check(action, *arguments, code="not-found", **named):
        before = (JournalEvent.objects.count(), Effect.objects.count(), Document.objects.count())
        with pytest.raises(DomainError) as error:
            action(*arguments, **named)
        assert error.value.code == code
        assert (JournalEvent.objects.count(), Effect.objects.count(), Document.objects.count()) == before

    return check


def test_package_of_another_workspace(firm, draft, foreign, refused):
    (flow,) = factories.flows(draft)
    home = factories.company()
    own = packages.Draft(home.organization, home.counterparty)
    refused(packages.submit, draft, foreign)
    refused(packages.update_package, draft, own, foreign)
    refused(packages.add_document, draft, factories.document(firm), foreign)
    refused(packages.change_document, flow, Attributes("act"), foreign)
    refused(packages.withdraw, flow, "Чужое", foreign)
    refused(packages.change_signer, draft, firm.signer, foreign)
    refused(packages.change_recipient, draft, "other@vasilek.example", "", foreign)
    refused(intake.add_files, draft, [intake.Upload("a.pdf", BytesIO(factories.pdf()))], foreign)
    refused(
        intake.create_from_files,
        packages.Draft(firm.organization, firm.counterparty),
        [intake.Upload("a.pdf", BytesIO(factories.pdf()))],
        foreign,
    )


def test_document_on_its_way_in_another_workspace(firm, foreign, refused, pki):
    package = factories.package(firm, [factories.document(firm)])
    packages.submit(package, firm.sender)
    signing.expire_due(timezone.now() + timedelta(days=30))
    (flow,) = factories.flows(package)
    assert flow.status == "SIGN_FAILED"
    refused(packages.retry_signature, flow, foreign)
    packages.retry_signature(flow, firm.sender)
    factories.sign_ours(pki, package)
    signing.expire_due(timezone.now() + timedelta(days=30))
    (flow,) = factories.flows(package)
    assert flow.status == "UNDELIVERABLE"
    refused(packages.ask_again, flow, foreign)


def test_signer_and_route_of_another_workspace(firm, draft, foreign, refused):
    refused(packages.change_signer, draft, foreign, firm.sender)
    refused(routes.save_route, firm.workspace, {"name": "x"}, foreign, code="forbidden")
    refused(
        routes.save_route,
        firm.workspace,
        {"name": "x", "people": [foreign.pk]},
        firm.sender,
        code="invalid",
    )
    refused(routes.save_route, foreign.workspace, {"name": "x"}, foreign, id=draft.route.pk)


def test_tasks_of_another_workspace(firm, draft, foreign, refused):
    packages.submit(draft, firm.sender)
    task = ApprovalTask.objects.get()
    refused(approval.decide, task.pk, foreign, approve=True)
    factories.approve_all(draft)
    refused(signing.get_task, SigningTask.objects.get().pk, foreign.workspace_id)


def test_people_and_parties_of_another_workspace(firm, foreign, refused):
    theirs = foreign.workspace
    refused(parties.save_employee, theirs, {}, foreign, id=firm.signer.pk)
    refused(parties.deactivate_employee, theirs, firm.signer.pk, foreign)
    refused(parties.restore_employee, theirs, firm.signer.pk, foreign)
    refused(parties.issue_password_link, theirs, firm.signer.pk, foreign)
    refused(parties.save_organization, theirs, {}, foreign, id=firm.organization.pk)
    refused(parties.save_counterparty, theirs, {}, foreign, id=firm.counterparty.pk)
    refused(parties.save_employee, firm.workspace, {}, foreign, code="forbidden")
    refused(parties.set_deputy, firm.signer, foreign, None, foreign, code="forbidden")
    refused(parties.set_deputy, firm.sender, foreign, None, firm.sender)
    refused(parties.save_department, theirs, {"name": "x", "organization": firm.organization.pk}, foreign)
