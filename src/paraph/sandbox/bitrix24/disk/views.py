"""How storages, folders, files and versions look in answers: all values are text, but not of what is new.

An answer to adding something has the numbers the database has just given as numbers.
"""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import quote

from paraph.sandbox.bitrix24 import files
from paraph.sandbox.bitrix24.disk import store
from paraph.sandbox.bitrix24.rest import Call

#: Whose a storage is.
APP, COMMON, USER, MODULE = "restapp", "common", "user", "module"

OBJECT_FILTER = frozenset(
    {"ID", "NAME", "CODE", "STORAGE_ID", "TYPE", "PARENT_ID", "DELETED_TYPE", "CREATE_TIME", "UPDATE_TIME"}
    | {"DELETE_TIME"}
)
VERSION_FILTER = frozenset({"ID", "SIZE", "NAME", "CREATE_TIME", "CREATED_BY"})
STORAGE_FILTER = frozenset({"ID", "NAME", "ENTITY_ID", "ENTITY_TYPE", "CODE"})


def storage(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "ID": str(row["id"]),
        "NAME": row["name"],
        "CODE": None,
        "MODULE_ID": "disk",
        "ENTITY_TYPE": row["entity_type"],
        "ENTITY_ID": row["entity_id"],
        "ROOT_OBJECT_ID": str(row["root_object_id"]),
    }


def shown(call: Call, row: sqlite3.Row, *, new: bool = False) -> dict[str, Any]:
    """A folder or a file."""
    told = _told(call, row, new)
    if row["type"] == store.FILE:
        address = files.download_url(call, "disk", {"id": row["id"]})
        return {**told, "DOWNLOAD_URL": address, "DETAIL_URL": _detail_url(call, row, "file")}
    return {**told, "DETAIL_URL": _detail_url(call, row, "path")}


def shown_by_id(call: Call, object_id: int, *, new: bool = False) -> dict[str, Any]:
    row = store.find(call.world, object_id)
    assert row is not None
    return shown(call, row, new=new)


def told(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """The same without addresses."""
    return _told(call, row, new=False)


def _told(call: Call, row: sqlite3.Row, new: bool) -> dict[str, Any]:
    iso = call.world.iso
    if row["type"] == store.FILE:
        own = {
            "GLOBAL_CONTENT_VERSION": _number(row["content_version"], new),
            "FILE_ID": _number(row["file_id"], new),
            "SIZE": str(row["size"]),
        }
    else:  # a folder of another storage linked here would have another real object; nothing here makes links
        own = {"REAL_OBJECT_ID": _number(row["id"], new)}
    return {
        "ID": _number(row["id"], new),
        "NAME": row["name"],
        "CODE": None,
        "STORAGE_ID": str(row["storage_id"]),
        "TYPE": row["type"],
        "PARENT_ID": None if row["parent_id"] is None else str(row["parent_id"]),
        "DELETED_TYPE": _number(row["deleted_type"], new),
        **own,
        "CREATE_TIME": iso(row["created"]),
        "UPDATE_TIME": iso(row["updated"]),
        "DELETE_TIME": None if row["deleted"] is None else iso(row["deleted"]),
        "CREATED_BY": str(row["created_by"]),
        "UPDATED_BY": str(row["updated_by"]),
        "DELETED_BY": None if new else str(row["deleted_by"]),
    }


def version(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    return {
        "ID": str(row["id"]),
        "OBJECT_ID": str(row["object_id"]),
        "SIZE": str(row["size"]),
        "NAME": row["name"],
        "GLOBAL_CONTENT_VERSION": str(row["content_version"]),
        "CREATE_TIME": call.world.iso(row["created"]),
        "CREATED_BY": str(row["created_by"]),
        "DOWNLOAD_URL": files.download_url(call, "disk", {"id": row["id"], "service": "version"}),
    }


def _number(value: int, new: bool) -> int | str:
    return value if new else str(value)


def _detail_url(call: Call, row: sqlite3.Row, kind: str) -> str | None:
    """The object's page; files of applications and of the document generator have none."""
    with call.world.reading() as db:
        (entity_type, entity_id) = db.execute(
            "SELECT entity_type, entity_id FROM disk_storages WHERE id = ?", (row["storage_id"],)
        ).fetchone()
    if entity_type in (APP, MODULE):
        return None
    home = "/docs" if entity_type == COMMON else f"/company/personal/user/{entity_id}/disk"
    return f"{call.base_url}{home}/{kind}/{quote(store.path(call.world, row))}"
