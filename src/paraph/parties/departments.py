"""Whose work the head of a department sees.

Departments are kept here flat; a portal may know a tree of them and who heads each branch. What either says
is taken: a head sees the people of the departments they head, with the branches below.
"""

from __future__ import annotations

from typing import Protocol

from django.db.models import Q

from paraph.parties.models import Department, Employee, Role


class Directory(Protocol):
    """People and departments as an outside system knows them."""

    def is_head(self, employee: Employee) -> bool:
        """Whether the person heads a department there."""
        ...

    def people_under(self, head: Employee) -> set[int]:
        """Ids of our employees in the departments the person heads there, branches below included."""
        ...


_directories: dict[str, Directory] = {}


def add_directory(name: str, directory: Directory) -> None:
    """Ask this directory too (called once at start; the same name again replaces it)."""
    _directories[name] = directory


def is_head(employee: Employee) -> bool:
    """Whether the person heads any department: by role, by the department's own record, or by a directory."""
    return (
        employee.has_role(Role.HEAD)
        or Department.objects.filter(workspace=employee.workspace_id, head=employee).exists()
        or any(directory.is_head(employee) for directory in _directories.values())
    )


def people_under(head: Employee) -> frozenset[int]:
    """Ids of employees whose work the head sees, the head among them; also of those who left.

    A person with the role «руководитель отдела» heads the department they are in. Employees of another
    workspace are never among them, whatever a directory says.
    """
    headed = Q(head=head)
    if head.has_role(Role.HEAD) and head.department_id is not None:
        headed |= Q(pk=head.department_id)
    departments = Department.objects.filter(headed, workspace=head.workspace_id)
    told = {pk for directory in _directories.values() for pk in directory.people_under(head)}
    found = Employee.objects.filter(
        Q(department__in=departments) | Q(pk__in=told) | Q(pk=head.pk), workspace=head.workspace_id
    )
    return frozenset(found.values_list("pk", flat=True))
