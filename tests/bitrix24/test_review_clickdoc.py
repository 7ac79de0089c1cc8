"""Files of a document go to the portal it was born on and to no other, also when it lets nobody in."""

from __future__ import annotations

import pytest

import factories
from paraph.docflow import packages
from paraph.docflow.ports import Change
from paraph.effects.models import Effect
from paraph.journal import actors
from paraph.journal.models import JournalEvent
from paraph.portals.bitrix24.clickdoc import linked, notices
from paraph.portals.bitrix24.clickdoc.disk import PortalDisk
from paraph.portals.bitrix24.clickdoc.filing import FileDocument
from paraph.portals.bitrix24.models import Application, Notice, Portal, PortalState
from paraph.registry import outer
from paraph.registry.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def portals(firm) -> list[Portal]:
    """Two portals of one workspace."""
    application = Application.objects.create(
        workspace=firm.workspace, name="Портал", oauth="https://o.example"
    )
    return [
        Portal.objects.create(
            workspace=firm.workspace,
            application=application,
            member_id=name * 32,
            domain=f"{name}.example",
            client_endpoint=f"https://{name}.example/rest/",
        )
        for name in ("a", "b")
    ]


def born_on(firm, portal: Portal) -> Document:
    document = factories.document(firm)
    Document.objects.filter(pk=document.pk).update(crm_portal=portal.member_id, crm_object="DEAL_5")
    document.refresh_from_db()
    return document


@pytest.mark.parametrize(
    ("state", "is_its_own"),
    [
        (PortalState.ACTIVE, True),
        (PortalState.NEEDS_ADMIN, True),
        (PortalState.UNINSTALLED, False),
        (PortalState.DELETED, False),
    ],
)
def test_a_document_belongs_to_its_own_portal(firm, portals, state, is_its_own):
    document = born_on(firm, portals[1])
    Portal.objects.filter(pk=portals[1].pk).update(state=state)
    assert linked.portal_of(document) == (portals[1] if is_its_own else None)


def test_a_document_of_no_portal_goes_to_the_first(firm, portals):
    assert linked.portal_of(factories.document(firm)) == portals[0]


def test_what_is_to_be_filed_waits_for_the_administrator(firm, portals):
    """The portal lets nobody in just now: the filing is ordered all the same."""
    outer.choose_place(firm.workspace, PortalDisk.name, actors.SYSTEM)
    document = born_on(firm, portals[1])
    Portal.objects.update(state=PortalState.NEEDS_ADMIN)
    package = factories.package(firm, [document])
    packages.submit(package, firm.sender)
    assert Effect.objects.get(kind=FileDocument.kind).payload["portal"] == portals[1].pk


@pytest.mark.parametrize("event", ["sign", "revocation_accepted_by_us", "revocation_rejected_by_us"])
def test_a_request_to_sign_is_taken_away_whatever_met_it(firm, portals, event):
    """Also consent to annul: the signer was asked for it as for any signature."""
    package = factories.package(firm, [factories.document(firm)])
    tag = f"PARAPH|PACKAGE|{package.pk}|SIGN"
    Notice.objects.create(
        portal=portals[0], user_id=2, tag=f"{tag}|U2", sub_tag=tag, text="Подпишите", state="sent"
    )
    (flow,) = factories.flows(package)
    notices.clear_when_signed(Change(flow, event, actors.SYSTEM, {}, JournalEvent.objects.latest("pk")))
    assert Notice.objects.get().state == Notice.State.CLEARING
