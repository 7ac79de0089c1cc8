"""What of a box its employees see: everything, or documents of some departments."""

from __future__ import annotations

import sqlite3

from paraph.sandbox.diadoc.api import ApiError, Call
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, Box, Employee
from paraph.sandbox.diadoc.messages import store
from paraph.sandbox.diadoc.messages.store import Card, Letter

_DENIED = "Access to the document is denied"


def departments_of(call: Call, employee: Employee) -> frozenset[str] | None:
    """Departments whose documents the employee sees; None for all."""
    if employee.sees_everything:
        return None
    if employee.access_level == "SelectedDepartments":
        return frozenset(name.lower() for name in employee.more.get("SelectedDepartmentIds", ()))
    own = employee.department_id.lower()
    if employee.access_level == "DepartmentAndSubdepartments":
        return subtree(call, employee.organization_id, own)
    return frozenset({own})


def subtree(call: Call, organization: str, top: str) -> frozenset[str]:
    """A department with everything below it."""
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT id, parent_id FROM departments WHERE organization_id = ?", (organization,)
        ).fetchall()
    found = {top}
    while more := {row["id"] for row in rows if row["parent_id"] in found} - found:
        found |= more
    return frozenset(found)


def sees(call: Call, box: Box, card: Card) -> bool:
    visible = departments_of(call, call.employee(box))
    return visible is None or (card.department or HEAD_DEPARTMENT) in visible


def require_document(call: Call, box: Box, card: Card) -> None:
    """Raises `ApiError` 403 unless the caller sees the document."""
    if not sees(call, box, card):
        raise ApiError(403, _DENIED)


def require_letter(call: Call, db: sqlite3.Connection, box: Box, letter: Letter) -> None:
    """Raises `ApiError` 403 unless the caller sees every document of the message."""
    visible = departments_of(call, call.employee(box))
    if visible is None:
        return
    found = {card.department or HEAD_DEPARTMENT for card in store.cards_of(db, letter.id, box.id)}
    if letter.kind == store.DRAFT or not found <= visible:
        raise ApiError(403, _DENIED)


def scope(call: Call, box: Box) -> str | None:
    """The department a feed is asked for; None for the whole box. Raises `ApiError` 403."""
    asked = (call.arg("departmentId") or "").lower()
    visible = departments_of(call, call.employee(box))
    if visible is None:
        return asked or None
    if not asked or asked not in visible:
        raise ApiError(403, "Access to all documents of the box is denied, specify departmentId")
    return asked
