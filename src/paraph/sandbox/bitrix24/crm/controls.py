"""What the sandbox lets one do with the CRM past REST: rights, triggers on stages, clicks, many deals."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24 import apps, crm, people
from paraph.sandbox.bitrix24.control import control
from paraph.sandbox.bitrix24.crm import activities, crowd, items, kinds, rights, stages, triggers
from paraph.sandbox.bitrix24.crm.items import Author
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.rest import Auth, RestError
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Request
from paraph.sandbox.orders import order_of

#: Most deals made by one request.
_MOST_DEALS = 10_000


def _whole(order: dict[str, Any], name: str, default: int, most: int) -> int:
    value = order.get(name, default)
    if type(value) is not int or not 0 <= value <= most:
        raise HttpError(400, f"Поле {name}: целое число от 0 до {most}.")
    return value


def _user(world: World, order: dict[str, Any]) -> people.User:
    found = people.find_user(world, _whole(order, "user", 1, 2**31))
    if found is None:
        raise HttpError(404, "Поле user: такого сотрудника на портале нет.")
    return found


def _kind(world: World, entity_type_id: int) -> Kind:
    found = kinds.find_kind(world, entity_type_id)
    if found is None:
        raise HttpError(404, f"Объектов CRM с entityTypeId {entity_type_id} на портале нет.")
    return found


@control("POST", "crm/rights")
def set_rights(world: World, request: Request) -> Any:
    """`{"user": 5, "level": "full" | "own" | "read" | "none"}`; administrators may do everything anyway."""
    order = request.json_object()
    user = _user(world, order)
    if order.get("level") not in rights.LEVELS:
        raise HttpError(400, f"Поле level: одно из {', '.join(rights.LEVELS)}.")
    rights.grant(world, user.id, order["level"])
    return {"user": user.id, "level": order["level"]}


@control("POST", "crm/restrictions")
def set_restrictions(world: World, request: Request) -> Any:
    """`{"codes": ["CREATE_DYNAMIC_TYPE_RESTRICTED"]}`: the plan forbids this; an empty list: nothing."""
    codes = request.json_object().get("codes")
    if not isinstance(codes, list) or not set(codes) <= rights.RESTRICTIONS.keys():
        raise HttpError(400, f"Поле codes: список из {', '.join(rights.RESTRICTIONS)}.")
    rights.restrict(world, codes)
    return {"codes": codes}


@control("POST", "crm/deals")
def add_deals(world: World, request: Request) -> Any:
    """`{"count": 300, "companies": 100}`: deals of so many new companies with requisites and contacts.

    With `"company": id` all deals are of that company, which must have requisites and a contact.
    """
    order = order_of(request)
    count = _whole(order, "count", 10, _MOST_DEALS)
    companies = _whole(order, "companies", max(1, count // 3), max(1, count))
    try:
        return crowd.make(world, count, companies, order.get("company"))
    except LookupError as error:
        raise HttpError(404, f"Поле company: нет компании {error} с реквизитами и контактом.") from error


@control("POST", r"crm/items/(?P<entity_type_id>\d+)/(?P<id>\d+)")
def change_item(world: World, request: Request, entity_type_id: str, id: str) -> Any:
    """`{"user": 3, "fields": {"STAGE_ID": "WON"}}`: the employee changes the object on the portal's page."""
    order = request.json_object()
    user, kind = _user(world, order), _kind(world, int(entity_type_id))
    author = Author(user.id, Auth("session", user.id, user.is_admin, frozenset()))
    try:
        return items.update(world, kind, int(id), order.get("fields") or {}, [], author)
    except RestError as error:
        raise HttpError(400, error.description) from error


@control("GET", r"crm/timeline/(?P<entity_type_id>\d+)/(?P<id>\d+)")
def show_timeline(world: World, request: Request, entity_type_id: str, id: str) -> Any:
    """Entries of the object's timeline, the newest first, and the marks on its card."""
    kind = _kind(world, int(entity_type_id))
    entries = crm.timeline(world, kind.id, int(id))
    return {"entries": entries, "badges": crm.badges_of(world, kind.id, int(id))}


@control("POST", r"crm/activities/(?P<id>\d+)/click")
def click(world: World, request: Request, id: str) -> Any:
    """`{"action": "id of a restEvent", "user": 3}`: the employee clicks it in the timeline."""
    order = request.json_object()
    if not activities.click(world, int(id), str(order.get("action")), _user(world, order).id):
        raise HttpError(404, "Такого дела с таким действием в таймлайне нет.")
    return {"clicked": order["action"]}


@control("GET", "crm/triggers")
def show_triggers(world: World, request: Request) -> Any:
    """Triggers of applications, and the stages they are put on, for every kind of objects with stages."""
    placed = [one for kind in kinds.all_kinds(world) for one in triggers.placed(world, kind)]
    return {"triggers": triggers.every(world), "placed": placed}


@control("POST", "crm/triggers")
def place_trigger(world: World, request: Request) -> Any:
    """`{"client_id": …, "code": …, "entityTypeId": 2, "stageId": "WON", "categoryId": 0}`.

    With `"backwards": false` the trigger does not move an object to an earlier stage.
    """
    order = request.json_object()
    app = apps.by_client_id(world, str(order.get("client_id")))
    if app is None:
        raise HttpError(404, "Поле client_id: такого приложения на портале нет.")
    kind = _kind(world, _whole(order, "entityTypeId", kinds.DEAL, 2**31))
    category = _whole(order, "categoryId", stages.default_category(world, kind), 2**31)
    code, stage = str(order.get("code")), str(order.get("stageId"))
    backwards = order.get("backwards") is not False
    try:
        triggers.place(world, app.id, code, kind, stage, category, backwards=backwards)
    except LookupError as error:
        raise HttpError(404, f"Нет триггера или стадии {error}.") from error
    return show_triggers(world, request)


@control("DELETE", r"crm/triggers/(?P<id>\d+)")
def displace_trigger(world: World, request: Request, id: str) -> Any:
    triggers.displace(world, int(id))
    return show_triggers(world, request)
