"""The portal's tree of departments: read every night, asked by the page of a department's documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects import schedules
from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run, register
from paraph.parties.departments import add_directory
from paraph.parties.models import Employee
from paraph.portals.bitrix24.clickdoc import linked
from paraph.portals.bitrix24.clickdoc.models import PortalDepartment
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Portal, PortalState, PortalUser


class PortalDirectory:
    """Heads and branches as the portals of a workspace know them (`parties.departments.Directory`)."""

    def is_head(self, employee: Employee) -> bool:
        return any(
            PortalDepartment.objects.filter(portal=user.portal, head_id=user.user_id).exists()
            for user in linked.users_of(employee)
        )

    def people_under(self, head: Employee) -> set[int]:
        return {pk for user in linked.users_of(head) for pk in _people(user)}


def _people(head: PortalUser) -> set[int]:
    """Our employees in the branches a portal user heads."""
    children, headed = defaultdict(list), []
    for row in PortalDepartment.objects.filter(portal=head.portal):
        children[row.parent_id].append(row.department_id)
        if row.head_id == head.user_id:
            headed.append(row.department_id)
    branch: set[int] = set()
    while headed:
        department = headed.pop()
        if department not in branch:
            branch.add(department)
            headed += children[department]
    users = PortalUser.objects.filter(portal=head.portal).exclude(employee=None)
    rows = users.values_list("employee_id", "departments")
    return {pk for pk, departments in rows if branch.intersection(map(int, departments))} if branch else set()


class ReadDepartments(Job):
    """department.get, all of them: what the portal does not name any more is forgotten."""

    kind = "bitrix24.departments"

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        found = [
            {
                "department_id": int(row["ID"]),
                "name": str(row["NAME"])[:300],
                "parent_id": int(row.get("PARENT") or 0),
                "head_id": int(row.get("UF_HEAD") or 0),
            }
            for row in client.all("department.get")
        ]
        return {"departments": found}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        portal_id = run.payload["portal"]
        PortalDepartment.objects.filter(portal=portal_id).delete()
        PortalDepartment.objects.bulk_create(
            PortalDepartment(portal_id=portal_id, **row) for row in answer["departments"]
        )


class ReadAllDepartments(Handler):
    """Orders the reading for every portal that works: once a day, and soon of one not read yet."""

    kind = "bitrix24.departments-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        portals = list(Portal.objects.filter(state=PortalState.ACTIVE))
        with transaction.atomic():
            for portal in portals:
                order(portal)
        return {"portals": len(portals)}


def order(portal: Portal) -> None:
    """Read the departments of a portal, in the caller's transaction: daily, hourly while none is known."""
    is_known = PortalDepartment.objects.filter(portal=portal).exists()
    slot = f"{timezone.now():%Y-%m-%d}" if is_known else f"{timezone.now():%Y-%m-%dT%H}"
    effects.enqueue(
        ReadDepartments.kind,
        {"portal": portal.pk},
        key=portal.key,
        idempotency_id=f"{ReadDepartments.kind}:{portal.pk}:{slot}",
        workspace_id=portal.workspace_id,
        priority=-5,
    )


def install() -> None:
    """From `AppConfig.ready()`."""
    for handler in (ReadDepartments(), ReadAllDepartments()):
        register(handler)
    schedules.every("bitrix24.departments", timedelta(minutes=10), ReadAllDepartments.kind)
    add_directory("bitrix24", PortalDirectory())
