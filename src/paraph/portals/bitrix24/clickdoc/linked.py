"""Which portal a document, an employee or a workspace belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from paraph.parties.models import Employee
from paraph.portals.bitrix24.models import Portal, PortalState, PortalUser
from paraph.registry.models import Document

#: What is ordered of these is done, at the latest when their administrator has come back.
_INSTALLED = (PortalState.ACTIVE, PortalState.NEEDS_ADMIN)


def portals_of(workspace_id: int) -> list[Portal]:
    """Portals of a workspace that have the application, the oldest first."""
    rows = Portal.objects.filter(workspace=workspace_id, state__in=_INSTALLED)
    return list(rows.select_related("application", "workspace").order_by("id"))


def portal_of(document: Document) -> Portal | None:
    """The portal a document was born on, never another; of a document of none the workspace's first one."""
    found = portals_of(document.workspace_id)
    own = Portal.objects.filter(workspace=document.workspace_id, member_id=document.crm_portal)
    if document.crm_portal and own.exists():
        return next((portal for portal in found if portal.member_id == document.crm_portal), None)
    return found[0] if found else None


def users_of(employee: Employee) -> Iterable[PortalUser]:
    """The employee as a user of the workspace's portals."""
    rows = PortalUser.objects.filter(
        employee=employee,
        is_active=True,
        portal__workspace=employee.workspace_id,
        portal__state__in=_INSTALLED,
    )
    return rows.select_related("portal__application")
