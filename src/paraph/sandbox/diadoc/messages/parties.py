"""Who may send to whom: boxes and departments of a letter checked before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass

from paraph.sandbox.diadoc import relations
from paraph.sandbox.diadoc.api import ApiError, Call
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, Box, find_box
from paraph.sandbox.diadoc.world import World


@dataclass(frozen=True)
class Parties:
    """Sender, recipient and intermediate recipient; the recipient of a draft may be unknown yet."""

    sender: Box
    recipient: Box | None
    proxy: Box | None
    internal: bool
    from_department: str = ""
    to_department: str = ""
    proxy_department: str = ""


def is_test(box: Box) -> bool:
    """Everybody here is a test organisation unless made otherwise."""
    return bool(box.organization.more.get("IsTest", True))


def parties(
    call: Call,
    sender: Box,
    to_box: str,
    proxy_box: str = "",
    *,
    internal: bool = False,
    draft: bool = False,
    departments: tuple[str, str, str] = ("", "", ""),
) -> Parties:
    """Raises `ApiError` when a box is unknown, out of place or does not take documents from the sender."""
    recipient, proxy = _other(call, sender, to_box), _other(call, sender, proxy_box)
    if internal and recipient is not None:
        raise ApiError(400, "ToBoxId must be empty for an internal message")
    if not internal and recipient is None and not draft:
        raise ApiError(400, "ToBoxId must be specified")
    if proxy is not None and recipient is not None and proxy.id == recipient.id:
        raise ApiError(400, "ProxyBoxId must differ from ToBoxId")
    found = Parties(sender, recipient, proxy, internal, *(name.lower() for name in departments))
    _check_departments(call.world, found)
    if not draft:
        for other in filter(None, (proxy, recipient)):
            check_sociable(call.world, sender, other)
    return found


def _other(call: Call, sender: Box, box_id: str) -> Box | None:
    if not box_id:
        return None
    found = find_box(call.world, box_id)
    if found is None:
        raise ApiError(404, f"Box {box_id} is not found")
    if found.id == sender.id:
        raise ApiError(400, "ToBoxId must differ from FromBoxId")
    return found


def _check_departments(world: World, found: Parties) -> None:
    recipient = found.sender if found.internal else found.recipient
    for box, department in (
        (found.sender, found.from_department),
        (recipient, found.to_department),
        (found.proxy, found.proxy_department),
    ):
        if department and (box is None or not department_exists(world, box, department)):
            raise ApiError(404, f"Department {department} is not found")
    if found.internal and not found.to_department:
        raise ApiError(400, "ToDepartmentId must be specified for an internal message")


def department_exists(world: World, box: Box, department: str) -> bool:
    if department == HEAD_DEPARTMENT:
        return True
    with world.reading() as db:
        row = db.execute(
            "SELECT 1 FROM departments WHERE id = ? AND organization_id = ?",
            (department, box.organization.id),
        ).fetchone()
    return row is not None


def check_sociable(world: World, sender: Box, other: Box) -> None:
    """Raises `ApiError` when `other` does not take documents from `sender`."""
    organization = other.organization
    if not organization.active:
        raise ApiError(403, "Organization is liquidated")
    if organization.roaming and organization.more.get("RoamingSettingRequired"):
        text = "Setting is required for document exchange. Apply for roaming on www.diadoc.ru/roaming"
        raise ApiError(409, text, code="Invitations.RoamingOperatorRequestIsRequired")
    if relations.is_blocked(world, organization.id, sender.organization.id):
        raise ApiError(409, "Recipient forbids to receive messages from blocked senders")
    partners = relations.are_partners(world, sender.organization.id, organization.id)
    if organization.counteragents_only and not partners:
        raise ApiError(409, "Recipient allows to receive messages only from counteragents")


def require(call: Call, box: Box, action: str) -> None:
    """Raises `ApiError` 403 unless the caller may do `action` (a name of EmployeePermissions)."""
    if not call.employee(box).may(action):
        raise ApiError(403, f"User has no permission {action} in box {box.diadoc_id}")
