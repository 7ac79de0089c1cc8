"""What an employee may do, derived from the roles held. Questions only; nothing is read but the roles."""

from __future__ import annotations

from paraph.parties.models import Employee, Role


def can_administer(employee: Employee) -> bool:
    """Settings, people, quarantine, journal."""
    return employee.has_role(Role.ADMINISTRATOR)


def can_send(employee: Employee) -> bool:
    """Prepare packages, send them, keep counterparties."""
    return employee.has_role(Role.SENDER)


def can_sign(employee: Employee) -> bool:
    """Sign documents in the organisation's name."""
    return employee.has_role(Role.SIGNER)


def can_approve(employee: Employee) -> bool:
    """Take part in approval: everybody with work to do; an observer only looks."""
    return employee.has_role(Role.ADMINISTRATOR, Role.SENDER, Role.SIGNER, Role.HEAD)


def can_view(employee: Employee) -> bool:
    """See the workspace's documents: any role at all."""
    return employee.has_role(*Role.values)
