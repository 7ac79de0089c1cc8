"""Timeline of an object: comments, lines of the log, and the icons and logos its entries may have."""

from __future__ import annotations

import struct
from functools import partial
from typing import Any

from paraph.sandbox.bitrix24 import events, files
from paraph.sandbox.bitrix24.crm import items, kinds, records, rights
from paraph.sandbox.bitrix24.crm.item_methods import given
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.names import words
from paraph.sandbox.bitrix24.crm.old_methods import array, id_of, refusal
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.files import Stored
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World

COMMENT = records.declare("comment", "ENTITY_ID")
LOG = records.declare("logmessage", "ENTITY_ID")
ICON, LOGO = records.declare("icon"), records.declare("logo")
#: Codes every portal has; others are added by applications.
SYSTEM_ICONS = words(
    "call arrow-down attention bank-card bell call-completed call-incoming call-incoming-missed call-"
    " outcoming camera cart chat circle-check clock comment complete counter delivery document document-"
    " print document-sign email info incoming-email IM lead location mail notification note open-line"
    " payment pin robot send sms stage-change store task timer view visit wallet"
)
SYSTEM_LOGOS = words(
    "call arrow-down bank-card bell calendar call-completed call-incoming call-outcoming channel-chat check"
    " clock comment document document-print document-sign document-view done email error info lead list"
    " location mail note notification open-line order payment robot send shop sign sms task timer wallet"
)
_SIZES = {ICON: 24, LOGO: 60}
_PNG = b"\x89PNG\r\n\x1a\n"


def owner(call: Call, type_id: Any, id: Any, code: str = "OWNER_NOT_FOUND") -> tuple[Kind, Row]:
    """The object an entry is for; raises `RestError`."""
    kind = kinds.find_kind(call.world, int(type_id)) if str(type_id).isdigit() else None
    row = items.find(call.world, kind, int(id)) if kind and str(id).isdigit() else None
    if kind is None or row is None:
        raise RestError(code, "Not found." if code == "NOT_FOUND" else "Владелец элемента не найден")
    if not rights.may_write(call.world, call.auth, row):
        raise RestError("ACCESS_DENIED", "Доступ запрещен")
    return kind, row


# -- comments ----------------------------------------------------------------------------------------------


@method("crm.timeline.comment.add", "crm")
def comment_add(call: Call) -> Any:
    """Only `fields` in lower case is known: other spellings are not seen at all."""
    fields = given(call, "fields")
    told = fields if isinstance(fields, dict) else {}
    if not told.get("ENTITY_ID") or not told.get("ENTITY_TYPE"):
        raise RestError("100", "Could not find value for parameter {fields}")
    if not told.get("COMMENT"):
        raise RestError("INVALID_ARG_VALUE", "Пустой комментарий")
    kind = kinds.kind_by_code(call.world, str(told["ENTITY_TYPE"]))
    kind, row = owner(call, kind.id if kind else "", told["ENTITY_ID"])
    with call.world.writing() as db:
        kept = [_kept(call.world, one) for one in told.get("FILES") or []]
        data = {"ENTITY_TYPE_ID": kind.id, "ENTITY_ID": row["ID"], "CREATED": call.world.iso()}
        data |= {"COMMENT": str(told["COMMENT"]), "AUTHOR_ID": call.user_id, "FILES": kept}
        id = records.insert(db, COMMENT, data)
        items.touch(call.world, kind, row["ID"], call.user_id)
        _tell(call, "ADD", id)
    return id


def _tell(call: Call, what: str, id: int) -> None:
    events.fire(call.world, f"ONCRMTIMELINECOMMENT{what}", {"FIELDS": {"ID": id}}, caused_by=call.auth)


def _kept(world: World, content: Any) -> int:
    stored = files.decoded(content) if isinstance(content, list) else None
    if stored is None:
        raise RestError("INVALID_ARG_VALUE", "Не удалось сохранить файл")
    return files.keep(world, stored.name, stored.data)


@method("crm.timeline.comment.get", "crm")
def comment_get(call: Call) -> Any:
    return _comment(call, _found(call, COMMENT))


@method("crm.timeline.comment.list", "crm")
def comment_list(call: Call) -> Page:
    """The filter must name the object: `ENTITY_ID` and `ENTITY_TYPE`."""
    filter = dict(array(call, "filter") or {})
    kind = kinds.kind_by_code(call.world, str(filter.get("ENTITY_TYPE") or ""))
    if kind is None or not str(filter.get("ENTITY_ID") or "").isdigit():
        raise refusal("ENTITY_ID is not defined or invalid.")
    rows = of_owner(call.world, COMMENT, kind.id, int(filter["ENTITY_ID"]))
    return Page.of([_comment(call, one) for one in rows], call.start)


@method("crm.timeline.comment.delete", "crm")
def comment_delete(call: Call) -> Any:
    row = _found(call, COMMENT)
    with call.world.writing() as db:
        records.remove(db, COMMENT, row["ID"])
        _tell(call, "DELETE", row["ID"])
    return True


def _comment(call: Call, row: Row) -> Row:
    kind = kinds.find_kind(call.world, row["ENTITY_TYPE_ID"])
    return {
        "ID": str(row["ID"]),
        "ENTITY_ID": str(row["ENTITY_ID"]),
        "ENTITY_TYPE": kind.code.lower() if kind else "",
        "CREATED": row["CREATED"],
        "COMMENT": row["COMMENT"],
        "AUTHOR_ID": str(row["AUTHOR_ID"]),
        "FILES": {str(id): _file(call, row, id) for id in row.get("FILES", [])},
    }


def _file(call: Call, row: Row, id: int) -> Row:
    stored = files.find(call.world, id)
    assert stored is not None
    return {
        "id": id,
        "date": row["CREATED"],
        "type": "file",
        "name": stored.name,
        "size": len(stored.data),
        "authorId": row["AUTHOR_ID"],
        "urlDownload": files.download_url(call, "crm_comment", {"id": row["ID"], "fileId": id}),
    }


@files.served("crm_comment")
def _served(call: Call, query: dict[str, str]) -> Stored | None:
    with call.world.reading() as db:
        row = records.load(db, COMMENT, int(query["id"])) or {}
    id = int(query["fileId"])
    return files.find(call.world, id) if id in row.get("FILES", []) else None


def of_owner(world: World, kind: str, entity_type_id: int, entity_id: int) -> list[Row]:
    condition = records.where(ENTITY_ID=entity_id, ENTITY_TYPE_ID=entity_type_id)
    with world.reading() as db:
        return records.select(db, kind, condition)


def _found(call: Call, kind: str) -> Row:
    with call.world.reading() as db:
        row = records.load(db, kind, id_of(call))
    if row is None:
        raise refusal("Not found.")
    return row


# -- lines of the log --------------------------------------------------------------------------------------


@method("crm.timeline.logmessage.add", "crm")
def log_add(call: Call) -> Any:
    """A line nobody can change afterwards."""
    fields = given(call, "fields")
    told = fields if isinstance(fields, dict) else {}
    for name in ("entityTypeId", "entityId", "title", "text", "iconCode"):
        if not told.get(name):
            raise RestError("100", f"Could not find value for parameter {{{name}}}")
    kind, row = owner(call, told["entityTypeId"], told["entityId"])
    if told["iconCode"] not in codes(call.world, ICON):
        raise RestError("WRONG_FIELD_VALUE", f"Недопустимое значение поля iconCode: {told['iconCode']}")
    data = {"ENTITY_TYPE_ID": kind.id, "ENTITY_ID": row["ID"], "CREATED": call.world.iso()}
    data |= {"AUTHOR_ID": call.user_id} | {name: str(told[name]) for name in ("title", "text", "iconCode")}
    with call.world.writing() as db:
        id = records.insert(db, LOG, data)
        items.touch(call.world, kind, row["ID"], call.user_id)
    return {"logMessage": _log(data | {"ID": id})}


def _log(row: Row) -> Row:
    told = {"id": row["ID"], "created": row["CREATED"], "authorId": row["AUTHOR_ID"]}
    return told | {name: row[name] for name in ("title", "text", "iconCode")}


@method("crm.timeline.logmessage.list", "crm")
def log_list(call: Call) -> Page:
    rows = of_owner(call.world, LOG, int(given(call, "entityTypeId") or 0), int(given(call, "entityId") or 0))
    return Page.of([_log(one) for one in rows], call.start, "logMessages")


# -- icons and logos ---------------------------------------------------------------------------------------


def codes(world: World, kind: str) -> frozenset[str]:
    with world.reading() as db:
        own = {row["code"] for row in records.select(db, kind)}
    return frozenset(SYSTEM_ICONS if kind == ICON else SYSTEM_LOGOS) | own


def _picture(code: str, file_id: int | None) -> Row:
    uri = f"/upload/crm/{file_id:03x}/{code}.png" if file_id else ""
    return {"code": code, "isSystem": file_id is None, "fileUri": uri}


def _pictures(kind: str, call: Call) -> Page:
    with call.world.reading() as db:
        own = {row["code"]: row["fileId"] for row in records.select(db, kind)}
    system = [one for one in (SYSTEM_ICONS if kind == ICON else SYSTEM_LOGOS) if one not in own]
    found = [_picture(one, None) for one in system] + [_picture(one, id) for one, id in own.items()]
    return Page({f"{kind}s": found}, len(found))


def _picture_add(kind: str, call: Call) -> Any:
    """A PNG of exactly 24 × 24 points for an icon, of 60 × 60 for a logo."""
    code, content = str(given(call, "code") or ""), given(call, "fileContent")
    rights.need_admin(call.auth)
    stored = files.decoded(content)
    side = _SIZES[kind]
    if not code or stored is None or _png_size(stored.data) != (side, side):
        raise RestError("INVALID_ARG_VALUE", f"Invalid file content: PNG {side}x{side} is required")
    with call.world.writing() as db:
        for old in records.select(db, kind, records.where(code=code)):
            records.remove(db, kind, old["ID"])
        id = files.keep(call.world, f"{code}.png", stored.data)
        records.insert(db, kind, {"code": code, "fileId": id})
    return {kind: _picture(code, id)}


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG) or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _register() -> None:
    for kind in (ICON, LOGO):
        method(f"crm.timeline.{kind}.list", "crm")(partial(_pictures, kind))
        method(f"crm.timeline.{kind}.add", "crm")(partial(_picture_add, kind))


_register()
