"""Which portal a document, an employee or a workspace belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from paraph.parties.models import Employee
from paraph.portals.bitrix24.models import Portal, PortalState, PortalUser
from paraph.registry.models import Document


def portals_of(workspace_id: int) -> list[Portal]:
    """Portals of a workspace that can be called, the oldest first."""
    rows = Portal.objects.filter(workspace=workspace_id, state=PortalState.ACTIVE)
    return list(rows.select_related("application", "workspace").order_by("id"))


def portal_of(document: Document) -> Portal | None:
    """The portal a document was born on; of any other document the workspace's first one."""
    found = portals_of(document.workspace_id)
    own = (portal for portal in found if portal.member_id == document.crm_portal)
    return next(own, found[0] if found else None)


def users_of(employee: Employee) -> Iterable[PortalUser]:
    """The employee as a user of the workspace's portals."""
    rows = PortalUser.objects.filter(
        employee=employee,
        is_active=True,
        portal__workspace=employee.workspace_id,
        portal__state=PortalState.ACTIVE,
    )
    return rows.select_related("portal__application")
