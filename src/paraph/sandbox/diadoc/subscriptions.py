"""What an employee is told of by e-mail."""

from __future__ import annotations

import json

from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.directory import Employee, find_employee
from paraph.sandbox.diadoc.errors import ApiError
from paraph.wire.diadoc.employees_pb2 import EmployeeSubscriptions, SubscriptionsToUpdate

SUBSCRIPTIONS = (
    "CounteragentInvitation",
    "CounteragentInvitationResponses",
    "NewIncomingDocuments",
    "CounteragentSignatures",
    "CounteragentSignatureDenials",
    "ResolutionRequests",
    "ResolutionResults",
    "EmployeeRequests",
    "News",
    "ChatMessages",
)


@endpoint("GET", "/GetSubscriptions")
def get_subscriptions(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetSubscriptions"""
    return _shown(_employee(call).more.get("Subscriptions", {}))


@endpoint("POST", "/UpdateSubscriptions")
def update_subscriptions(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/UpdateSubscriptions"""
    found = _employee(call)
    chosen = dict(found.more.get("Subscriptions", {}))
    for one in call.body(SubscriptionsToUpdate).Subscriptions:
        if one.Id not in SUBSCRIPTIONS:
            raise ApiError(400, f"Unknown subscription: {one.Id}")
        chosen[one.Id] = one.IsSubscribed
    with call.world.writing() as db:
        db.execute(
            "UPDATE employees SET more = ? WHERE organization_id = ? AND user_id = ?",
            (json.dumps(found.more | {"Subscriptions": chosen}), found.organization_id, found.user.id),
        )
    return _shown(chosen)


def _employee(call: Call) -> Employee:
    """The employee of the query: the caller, or anybody for an administrator."""
    box, user_id = call.box(call.required("boxId")), call.required("userId").lower()
    if user_id != call.user.id and not call.employee(box).administrator:
        raise ApiError(403, "Only administrators of the organization may do this")
    found = find_employee(call.world, box.organization.id, user_id)
    if found is None:
        raise ApiError(404, "Employee is not found")
    return found


def _shown(chosen: dict[str, bool]) -> EmployeeSubscriptions:
    shown = EmployeeSubscriptions()
    for name in SUBSCRIPTIONS:
        shown.Subscriptions.add(Id=name, IsSubscribed=chosen.get(name, True))
    return shown
