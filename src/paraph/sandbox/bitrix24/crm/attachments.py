"""Files in fields of objects: how they come, and the addresses they are shown with."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from paraph.sandbox.bitrix24 import files
from paraph.sandbox.bitrix24.crm import records
from paraph.sandbox.bitrix24.crm.fields import Field
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.values import invalid, several
from paraph.sandbox.bitrix24.files import Stored
from paraph.sandbox.bitrix24.rest import Call
from paraph.sandbox.bitrix24.world import World

_MODULE = "crm"


def file_ids(world: World, field: Field, value: Any, before: Any) -> Any:
    """What a file field holds after such a value: an id, or a list of them. Raises `RestError`.

    `["name", base64]` is a new file, `{"id": n}` keeps an old one. A multiple field becomes exactly what
    came: old files that are not named are gone.
    """
    if not field.multiple:
        return _file_id(world, field, value, [before])
    if value is None or value == "":
        return []
    found = (_file_id(world, field, one, before or []) for one in several(value))
    return [one for one in found if one is not None]


def _file_id(world: World, field: Field, value: Any, before: list[Any]) -> int | None:
    if isinstance(value, dict) and "fileData" in value:
        value = value["fileData"]
    if isinstance(value, dict) and "id" in value:
        id = int(value["id"] or 0)
        return id if id in before else None
    if value is None or value == "" or value == []:
        return None
    stored = files.decoded(value) if isinstance(value, list) else None
    if stored is None:
        raise invalid(field)
    return files.keep(world, stored.name, stored.data)


def modern(call: Call, kind: Kind, id: int, field: Field, file_id: int) -> dict[str, Any]:
    """`url` opens for a person signed in to the portal, `urlMachine` for the application."""
    where = {"entityTypeId": kind.id, "id": id, "fieldName": field.name, "fileId": file_id}
    session = urlencode({"action": "crm.controller.item.getFile", **where})
    return {
        "id": file_id,
        "url": f"{call.base_url}/bitrix/services/main/ajax.php?{session}",
        "urlMachine": files.download_url(call, _MODULE, where),
    }


def old(kind: Kind, id: int, field: Field, file_id: int) -> dict[str, Any]:
    """The frozen methods give addresses for people only: an application cannot fetch them."""
    query = urlencode({"ownerId": id, "fieldName": field.name, "dynamic": "Y", "fileId": file_id})
    shown = f"/bitrix/components/bitrix/crm.{kind.code.lower()}.show/show_file.php?auth=&{query}"
    return {"id": file_id, "showUrl": shown, "downloadUrl": shown}


@files.served(_MODULE)
def _served(call: Call, query: dict[str, str]) -> Stored | None:
    """A file as long as the object's field holds it."""
    with call.world.reading() as db:
        row = records.load(db, query["entityTypeId"], int(query["id"])) or {}
    held = row.get(query["fieldName"])
    file_id = int(query["fileId"])
    return (
        files.find(call.world, file_id) if file_id in (held if isinstance(held, list) else [held]) else None
    )
