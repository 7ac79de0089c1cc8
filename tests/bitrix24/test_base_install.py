"""The application's life on a portal: installed, updated, moved, uninstalled; whom it believes."""

from __future__ import annotations

from linked import ADMIN, Linked, link

from paraph.portals.bitrix24.models import Portal, PortalState, PortalToken


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


def test_installed_by_a_call(stage, firm):
    linked = link(stage, firm, api_only=True)
    assert linked.portal.state == PortalState.ACTIVE
    assert Portal.objects.count() == 1
