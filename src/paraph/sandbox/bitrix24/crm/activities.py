"""crm.activity.*: to-dos, and configurable activities whose look an application draws itself."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24 import events, people
from paraph.sandbox.bitrix24.crm import badges, filters, items, kinds, layout, records, rights, values
from paraph.sandbox.bitrix24.crm.fields import Field
from paraph.sandbox.bitrix24.crm.item_methods import given, page_of
from paraph.sandbox.bitrix24.crm.names import words
from paraph.sandbox.bitrix24.crm.old_methods import array, id_of, refusal
from paraph.sandbox.bitrix24.crm.records import Condition, Row
from paraph.sandbox.bitrix24.crm.timeline import ICON, LOGO, codes, owner
from paraph.sandbox.bitrix24.rest import Auth, Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World

KIND = records.declare("activity", "OWNER_ID", "ORIGIN_ID")
TODO, CONFIGURABLE = "CRM_TODO", "CONFIGURABLE_REST_APP"
_IDS = ("ID", "OWNER_ID", "OWNER_TYPE_ID", "RESPONSIBLE_ID", "AUTHOR_ID", "EDITOR_ID")
_DATES = ("CREATED", "LAST_UPDATED", "START_TIME", "END_TIME", "DEADLINE")
_TEXTS = words("PROVIDER_ID PROVIDER_TYPE_ID SUBJECT COMPLETED DESCRIPTION ORIGINATOR_ID ORIGIN_ID")
_FIELDS = {
    **{name: Field(name, "integer", name) for name in _IDS},
    **{name: Field(name, "datetime", name) for name in _DATES},
    **{name: Field(name, "string", name) for name in _TEXTS},
}
#: What every activity of these kinds has the same.
_CONSTANT: Row = {
    "TYPE_ID": "6",
    "PROVIDER_GROUP_ID": None,
    "ASSOCIATED_ENTITY_ID": "0",
    "PRIORITY": "2",
    "NOTIFY_TYPE": "0",
    "NOTIFY_VALUE": "0",
    "DESCRIPTION_TYPE": "1",
    "DIRECTION": "0",
    "LOCATION": "",
    "SETTINGS": [],
    "PROVIDER_PARAMS": [],
    "PROVIDER_DATA": None,
}


def find(world: World, id: int) -> Row | None:
    with world.reading() as db:
        return records.load(db, KIND, id)


def of_owner(world: World, entity_type_id: int, entity_id: int) -> list[Row]:
    condition = records.where(OWNER_ID=entity_id, OWNER_TYPE_ID=entity_type_id)
    with world.reading() as db:
        return records.select(db, KIND, condition)


def _insert(call: Call, data: Row) -> int:
    now = call.world.iso()
    marks = {"AUTHOR_ID": call.user_id, "EDITOR_ID": call.user_id, "CREATED": now, "LAST_UPDATED": now}
    marks |= {"START_TIME": data.get("DEADLINE") or now, "END_TIME": data.get("DEADLINE") or now}
    kind = kinds.find_kind(call.world, data["OWNER_TYPE_ID"])
    assert kind is not None
    with call.world.writing() as db:
        id = records.insert(db, KIND, {"COMPLETED": "N", **marks, **data})
        items.touch(call.world, kind, data["OWNER_ID"], call.user_id)
        _tell(call, "ADD", id)
    return id


def _store(call: Call, row: Row, changed: Row) -> None:
    marks = {"EDITOR_ID": call.user_id, "LAST_UPDATED": call.world.iso()}
    with call.world.writing() as db:
        records.store(db, KIND, row["ID"], row | changed | marks)
        _tell(call, "UPDATE", row["ID"])


def _tell(call: Call, what: str, id: int) -> None:
    events.fire(call.world, f"ONCRMACTIVITY{what}", {"FIELDS": {"ID": id}}, caused_by=call.auth)


def _responsible(call: Call, value: Any) -> int:
    if value in (None, ""):
        return call.user_id
    found = people.find_user(call.world, int(value)) if str(value).isdigit() else None
    if found is None:
        raise RestError("WRONG_FIELD_VALUE", "Некорректное значение поля responsibleId")
    return found.id


def _deadline(value: Any, code: str) -> str | None:
    if value in (None, ""):
        return None
    try:
        return values.moment(value)
    except ValueError as error:
        raise RestError(code, "Некорректный формат даты") from error


# -- to-dos ------------------------------------------------------------------------------------------------


@method("crm.activity.todo.add", "crm")
def todo_add(call: Call) -> Any:
    type_id, owner_id, deadline = (given(call, name) for name in ("ownerTypeId", "ownerId", "deadline"))
    kind, row = owner(call, type_id, owner_id)
    when = _deadline(deadline, "WRONG_DATETIME_FORMAT")
    if when is None:
        raise RestError("WRONG_DATETIME_FORMAT", "Некорректный формат даты")
    data = {
        "OWNER_TYPE_ID": kind.id,
        "OWNER_ID": row["ID"],
        "PROVIDER_ID": TODO,
        "PROVIDER_TYPE_ID": "TODO",
        "SUBJECT": str(call.params.get("title") or ""),
        "DESCRIPTION": str(call.params.get("description") or ""),
        "DEADLINE": when,
        "RESPONSIBLE_ID": _responsible(call, call.params.get("responsibleId")),
        "PARENT_ID": call.params.get("parentActivityId"),
    }
    return {"id": _insert(call, data)}


# -- configurable ------------------------------------------------------------------------------------------


@method("crm.activity.configurable.add", "crm", app_only="ERROR_WRONG_CONTEXT")
def configurable_add(call: Call) -> Any:
    type_id, owner_id, fields, look = (
        given(call, name) for name in ("ownerTypeId", "ownerId", "fields", "layout")
    )
    kind, row = owner(call, type_id, owner_id, "NOT_FOUND")
    data = {
        "OWNER_TYPE_ID": kind.id,
        "OWNER_ID": row["ID"],
        "PROVIDER_ID": CONFIGURABLE,
        "PROVIDER_TYPE_ID": "CONFIGURABLE",
        "APP_ID": call.auth.app_id,
        "RESPONSIBLE_ID": call.user_id,
        **_read(call, fields),
        **_drawn(call, look),
    }
    _check_deadline(data)
    return {"activity": {"id": _insert(call, data)}}


@method("crm.activity.configurable.update", "crm", app_only="ERROR_WRONG_CONTEXT")
def configurable_update(call: Call) -> Any:
    """Only the application that has made the activity may change it."""
    number, fields, look = (given(call, name) for name in ("id", "fields", "layout"))
    row = _configurable(call, number)
    if row["APP_ID"] != call.auth.app_id:
        raise RestError(
            "ERROR_WRONG_APPLICATION", "Обновить дело может только приложение, которое его создало"
        )
    owner(call, row["OWNER_TYPE_ID"], row["OWNER_ID"], "NOT_FOUND")
    changed = _read(call, fields) | _drawn(call, look)
    _check_deadline(row | changed)
    _store(call, row, changed)
    return {"activity": {"id": row["ID"]}}


@method("crm.activity.configurable.get", "crm")
def configurable_get(call: Call) -> Any:
    row = _configurable(call, given(call, "id"))
    told = {"id": row["ID"], "ownerTypeId": row["OWNER_TYPE_ID"], "ownerId": row["OWNER_ID"]}
    fields = {
        "typeId": "CONFIGURABLE",
        "completed": row["COMPLETED"] == "Y",
        "deadline": row.get("DEADLINE"),
        "pingOffsets": row.get("PING_OFFSETS", []),
        "isIncomingChannel": row.get("INCOMING") == "Y",
        "responsibleId": row["RESPONSIBLE_ID"],
        "badgeCode": row.get("BADGE", ""),
        "originatorId": row.get("ORIGINATOR_ID"),
        "originId": row.get("ORIGIN_ID"),
    }
    return {"activity": {**told, "fields": fields, "layout": row["LAYOUT"]}}


def _configurable(call: Call, id: Any) -> Row:
    row = find(call.world, int(id)) if str(id).isdigit() else None
    if row is None or row["PROVIDER_ID"] != CONFIGURABLE:
        raise RestError("NOT_FOUND", "Not found.")
    return row


def _drawn(call: Call, look: Any) -> Row:
    layout.check(look, layout.Codes(codes(call.world, ICON), codes(call.world, LOGO)))
    title = look["header"]["title"]
    subject = title.get("ru") or next(iter(title.values())) if isinstance(title, dict) else str(title)
    return {"LAYOUT": look, "SUBJECT": subject}


def _read(call: Call, fields: Any) -> Row:
    """The fields named; an empty array of PHP changes nothing."""
    told = fields if isinstance(fields, dict) else {}
    if told.get("typeId", "CONFIGURABLE") != "CONFIGURABLE":
        raise RestError("WRONG_FIELD_VALUE", "Некорректное значение поля typeId")
    read: Row = {}
    for name, key in (("completed", "COMPLETED"), ("isIncomingChannel", "INCOMING")):
        if name in told:
            read[key] = "Y" if _flag(name, told[name]) else "N"
    if "deadline" in told:
        read["DEADLINE"] = _deadline(told["deadline"], "WRONG_FIELD_VALUE")
    if "responsibleId" in told:
        read["RESPONSIBLE_ID"] = _responsible(call, told["responsibleId"])
    if "pingOffsets" in told:
        read["PING_OFFSETS"] = [int(one) for one in values.several(told["pingOffsets"] or [])]
    if "badgeCode" in told:
        read["BADGE"] = _badge(call.world, told["badgeCode"])
    for name, key in (("originatorId", "ORIGINATOR_ID"), ("originId", "ORIGIN_ID")):
        if name in told:
            read[key] = str(told[name]) if told[name] else None
    return read


def _badge(world: World, code: Any) -> str | None:
    if code and badges.find(world, str(code)) is None:
        raise RestError("WRONG_FIELD_VALUE", "Некорректное значение поля badgeCode")
    return str(code) if code else None


def _flag(name: str, value: Any) -> bool:
    try:
        return values.flag(value)
    except ValueError as error:
        raise RestError("WRONG_FIELD_VALUE", f"Некорректное значение поля {name}") from error


def _check_deadline(data: Row) -> None:
    if data.get("INCOMING") == "Y" and data.get("DEADLINE"):
        raise RestError(
            "INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE", "Входящее дело не может иметь крайний срок"
        )


def click(world: World, activity_id: int, action_id: str, user_id: int) -> bool:
    """A person has clicked a `restEvent`: the application that made the activity is told. False: no such."""
    row = find(world, activity_id) or {}
    action = layout.actions(row.get("LAYOUT")).get(action_id)
    if action is None:
        return False
    told = action.get("actionParams")
    data = {
        **(told if isinstance(told, dict) else {}),
        "id": action_id,
        "entityTypeId": row["OWNER_TYPE_ID"],
        "entityId": row["OWNER_ID"],
        "activityId": activity_id,
        "userId": user_id,
    }
    who = Auth("session", user_id, False, frozenset())
    events.fire(world, "ONCRMTIMELINEITEMACTION", data, who, only_app=row["APP_ID"])
    return True


# -- whatever the kind -------------------------------------------------------------------------------------


def _shown(row: Row) -> Row:
    told = {
        name: None if row.get(name) is None else str(row[name])
        for name in (*_IDS, *_TEXTS, "CREATED", "LAST_UPDATED", "START_TIME", "END_TIME")
    }
    return {
        **told,
        **_CONSTANT,
        "DESCRIPTION": row.get("DESCRIPTION", ""),
        "DEADLINE": row.get("DEADLINE", ""),
        "STATUS": "2" if row["COMPLETED"] == "Y" else "1",
    }


def _one(call: Call) -> Row:
    row = find(call.world, id_of(call))
    if row is None:
        raise refusal("Activity is not found.")
    return row


@method("crm.activity.get", "crm")
def get(call: Call) -> Any:
    return _shown(_one(call))


@method("crm.activity.list", "crm")
def list_(call: Call) -> Page:
    filter = dict(array(call, "filter") or {})
    condition = _bound(filter.pop("BINDINGS", None)) & filters.condition(filter, _FIELDS.get, strict=False)
    order = filters.order(array(call, "order"), _FIELDS.get, strict=False)
    if rights.level(call.world, call.auth) == "none":
        raise refusal("Access denied.")
    page = page_of(call, KIND, condition, order)
    wanted = [str(one) for one in values.several(call.arg("select") or [])]
    rows = [_shown(row) for row in page.result]
    if wanted and "*" not in wanted:
        rows = [{name: one for name, one in row.items() if name in wanted or name == "ID"} for row in rows]
    return Page(rows, page.total, page.next)


def _bound(bindings: Any) -> Condition:
    """Activities of any of these objects."""
    if not bindings:
        return records.EVERYTHING
    several = [{str(index): one for index, one in enumerate(values.several(bindings))}]
    return filters.condition([{"LOGIC": "OR", **several[0]}], _FIELDS.get, strict=False)


@method("crm.activity.update", "crm")
def update(call: Call) -> Any:
    row, told = _own(call), dict(array(call, "fields") or {})
    changed: Row = {name: str(told[name]) for name in ("SUBJECT", "DESCRIPTION") if name in told}
    if "COMPLETED" in told:
        changed["COMPLETED"] = "Y" if values.flag(told["COMPLETED"]) else "N"
    if "DEADLINE" in told:
        changed["DEADLINE"] = values.moment(told["DEADLINE"])
    if "RESPONSIBLE_ID" in told:
        changed["RESPONSIBLE_ID"] = _responsible(call, told["RESPONSIBLE_ID"])
    _store(call, row, changed)
    return True


@method("crm.activity.delete", "crm")
def delete(call: Call) -> Any:
    row = _own(call)
    with call.world.writing() as db:
        records.remove(db, KIND, row["ID"])
        _tell(call, "DELETE", row["ID"])
    return True


def _own(call: Call) -> Row:
    """An activity the caller may change: another application's is not theirs."""
    row = _one(call)
    if row["PROVIDER_ID"] == CONFIGURABLE and row["APP_ID"] != call.auth.app_id:
        raise refusal("Application context required.")
    return row
