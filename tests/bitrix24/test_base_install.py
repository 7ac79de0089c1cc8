"""The application's life on a portal: installed, updated, moved, uninstalled; whom it believes."""

from __future__ import annotations

import pytest
from django.db import transaction
from linked import ADMIN, HEAD, SELLER, Linked, link

import factories
from paraph.effects.models import Effect
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.notifications.letters import render
from paraph.portals.bitrix24 import addresses
from paraph.portals.bitrix24.errors import NeedsAdministrator
from paraph.portals.bitrix24.install import settle
from paraph.portals.bitrix24.models import Application, Portal, PortalState, PortalToken
from paraph.sandbox.bitrix24 import installation


def test_installed_from_a_page(linked: Linked):
    portal = linked.portal
    assert portal.state == PortalState.ACTIVE
    assert portal.member_id == linked.world.member_id
    assert portal.client_endpoint == linked.world.client_endpoint
    assert portal.is_installed
    assert portal.has_scope("crm", "bizproc", "placement")
    assert portal.application_token
    assert PortalToken.objects.get().user_id == ADMIN
    assert linked.client.call("profile")["ID"] == str(ADMIN)
    assert not linked.stuck()


def test_the_first_page_after_the_installation_tells_that_it_is_finished(linked: Linked):
    """The portal says so to nobody but the page it opens next."""
    Portal.objects.update(is_installed=False, scope="crm")
    linked.open()
    assert linked.portal.is_installed
    assert linked.portal.has_scope("crm", "bizproc")


def test_installed_by_a_call(stage, firm):
    linked = link(stage, firm, api_only=True)
    assert linked.portal.state == PortalState.ACTIVE
    assert Portal.objects.count() == 1


def test_installing_twice_changes_nothing_but_the_tokens(linked: Linked):
    before = linked.portal
    installation.install(linked.world, linked.app_id, HEAD)
    linked.open(addresses.install(linked.application), user_id=HEAD)
    installation.finish(linked.world, linked.app_id)
    linked.settle()
    after = linked.portal
    assert after.pk == before.pk
    assert after.application_token != before.application_token
    assert set(PortalToken.objects.values_list("user_id", flat=True)) == {ADMIN, HEAD}
    assert not linked.portal.registrations.exclude(fault="").exists()


def test_a_new_card_takes_the_portal_over(linked: Linked, stage):
    """The application was deleted in the portal and made anew there: another code, the same portal."""
    installation.uninstall(linked.world, linked.app_id)
    linked.settle()
    assert linked.portal.state == PortalState.UNINSTALLED
    again = link(stage, linked.firm)
    assert Portal.objects.count() == 1
    assert again.portal.application == again.application
    assert again.portal.works
    assert again.client.call("profile")["ID"] == str(ADMIN)


def test_another_workspace_does_not_get_the_portal(linked: Linked, stage):
    other = factories.company()
    application = Application.objects.create(
        workspace=other.workspace,
        name="Чужой",
        oauth=linked.application.oauth,
        client_id=linked.application.client_id + "0",
        client_secret=linked.application.client_secret,
    )
    Application.objects.filter(pk=linked.application.pk).update(client_id="local.other.1")
    Application.objects.filter(pk=application.pk).update(client_id=linked.application.client_id)
    answer = linked.open(addresses.install(application)).answer
    assert answer.status_code == 403
    assert "другому рабочему пространству" in answer.content.decode()
    assert linked.portal.workspace == linked.firm.workspace


def test_only_an_administrator_of_the_portal_installs(stage, firm, linked: Linked):
    answer = linked.open(addresses.install(linked.application), user_id=SELLER).answer
    assert answer.status_code == 403
    assert "администратор портала" in answer.content.decode()
    assert set(PortalToken.objects.values_list("user_id", flat=True)) == {ADMIN}


def test_the_journal_tells_of_the_portals_life(linked: Linked):
    PortalToken.objects.all().delete()
    with pytest.raises(NeedsAdministrator):
        linked.client.call("profile")
    with pytest.raises(NeedsAdministrator):
        linked.client.call("profile")
    letter = Effect.objects.get(kind="notifications.mail", payload__template="bitrix24/portal_lost")
    assert letter.payload["to"] == linked.firm.sender.email, "told once, to our administrator"
    for language in ("ru", "en"):
        told = render("bitrix24/portal_lost", letter.payload["context"], language)
        assert linked.portal.domain in told.subject
        assert f"/bitrix24/portals/{linked.portal.pk}/" in told.text
    installation.uninstall(linked.world, linked.app_id)
    linked.settle()
    actions = JournalEvent.objects.filter(
        workspace_id=linked.firm.workspace.pk, action__startswith="bitrix24:"
    )
    assert list(actions.order_by("seq").values_list("action", flat=True)) == [
        "bitrix24:installed",
        "bitrix24:needs-administrator",
        "bitrix24:uninstalled",
    ]
    assert not list(journal.verify(linked.firm.workspace.pk))


def test_who_is_no_administrator_any_more_gives_way(linked: Linked):
    linked.employee(HEAD)
    linked.open(user_id=HEAD)
    linked.control("POST", f"users/{HEAD}", {"admin": False})
    with transaction.atomic():
        settle(linked.portal)
    linked.settle()
    assert set(PortalToken.objects.filter(is_admin=True).values_list("user_id", flat=True)) == {ADMIN}
    assert linked.portal.works
    assert not linked.stuck()


def test_an_installation_we_know_nothing_of_is_made_up_for(linked: Linked):
    """The portal holds the application, our row says it was removed: an administrator's visit installs it."""
    Portal.objects.update(state=PortalState.UNINSTALLED)
    PortalToken.objects.all().delete()
    linked.employee(SELLER)
    refused = linked.open(user_id=SELLER).answer
    assert refused.status_code == 403
    assert "администратор портала" in refused.content.decode()
    page = linked.open().answer
    assert page.status_code == 200
    assert "Paraph установлен" in page.content.decode()
    linked.settle()
    assert linked.portal.works
    assert linked.client.call("profile")["ID"] == str(ADMIN)
