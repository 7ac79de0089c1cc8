"""What folders and files have in common: get, rename, move, copy, the bin and back, a link for strangers."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from typing import Any

from paraph.sandbox.bitrix24 import files
from paraph.sandbox.bitrix24.disk import errors, names, rights, store, views
from paraph.sandbox.bitrix24.disk.rights import Level
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.routes import route
from paraph.sandbox.bitrix24.world import World, tables
from paraph.sandbox.http import HttpError, Request, Response

tables(
    """
    CREATE TABLE IF NOT EXISTS disk_links (
        hash TEXT PRIMARY KEY, object_id INTEGER NOT NULL REFERENCES disk_objects ON DELETE CASCADE,
        user_id INTEGER NOT NULL, UNIQUE (object_id, user_id)
    );
    """
)


def number(call: Call, name: str, position: int) -> int:
    """A parameter that is an id; `position` is how the refusal counts it."""
    value = str(call.arg(name, "") or "")
    if not value.isdigit():
        raise errors.argument(position)
    return int(value)


def wanted(call: Call, kind: str, name: str = "id", position: int = 0) -> sqlite3.Row:
    """The folder or file the parameter names, also from the bin."""
    object_id = number(call, name, position)
    row = store.find(call.world, object_id)
    if row is None or row["type"] != kind:
        raise errors.not_found(object_id)
    return row


def serve(prefix: str, kind: str) -> None:
    """Serves what both have under `disk.folder` or `disk.file`."""
    handlers: dict[str, Callable[[Call, sqlite3.Row], Any]] = {
        "get": _get,
        "rename": _rename,
        "moveTo": _move,
        "copyTo": _copy,
        "markDeleted": _mark_deleted,
        "restore": _restore,
        "getExternalLink": _external_link,
    }
    for name, handler in handlers.items():
        method(f"{prefix}.{name}", "disk")(_bound(handler, kind))


def _bound(handler: Callable[[Call, sqlite3.Row], Any], kind: str) -> Callable[[Call], Any]:
    return lambda call: handler(call, wanted(call, kind))


def _get(call: Call, one: sqlite3.Row) -> Any:
    rights.demand(call, one, Level.READ)
    return views.shown(call, one)


def _rename(call: Call, one: sqlite3.Row) -> Any:
    if call.arg("newName") is None:
        raise errors.argument(1)
    rights.demand(call, one, Level.EDIT)
    name = str(call.arg("newName"))
    if not name:
        raise RestError("0", "Empty name")
    if not names.is_valid(name):
        raise errors.invalid_name()
    try:
        store.rename(call.world, one, name, call.user_id)
    except store.NameTaken as taken:
        raise errors.taken(one["type"] == store.FOLDER) from taken
    return views.shown_by_id(call, one["id"])


def _move(call: Call, one: sqlite3.Row) -> Any:
    target = wanted(call, store.FOLDER, "targetFolderId", 1)
    if one["storage_id"] != target["storage_id"]:
        raise RestError("ERROR_CORE", "Could not move object to another storage (0).")
    rights.demand(call, one, Level.EDIT)
    rights.demand(call, target, Level.EDIT)
    _not_root(one, "move")
    if store.is_inside(call.world, target, one):
        raise RestError("ERROR_CORE", "Could not move object into itself (0).")
    store.move(call.world, one, target, call.user_id)
    return views.shown_by_id(call, one["id"])


def _copy(call: Call, one: sqlite3.Row) -> Any:
    target = wanted(call, store.FOLDER, "targetFolderId", 1)
    rights.demand(call, one, Level.READ)
    rights.demand(call, target, Level.EDIT)
    return views.shown_by_id(call, store.copy(call.world, one, target, call.user_id), new=True)


def _mark_deleted(call: Call, one: sqlite3.Row) -> Any:
    rights.demand(call, one, Level.EDIT)
    _not_root(one, "delete")
    store.mark_deleted(call.world, one, call.user_id)
    return views.shown_by_id(call, one["id"])


def _restore(call: Call, one: sqlite3.Row) -> Any:
    rights.demand(call, one, Level.EDIT)
    store.restore(call.world, one)
    return views.shown_by_id(call, one["id"])


def _not_root(one: sqlite3.Row, what: str) -> None:
    if one["parent_id"] is None:
        raise errors.root_is_fixed(what)


# -- links for strangers -----------------------------------------------------------------------------------


def _external_link(call: Call, one: sqlite3.Row) -> Any:
    rights.demand(call, one, Level.READ)
    return link_of(call, one["id"])


def link_of(call: Call, object_id: int) -> str:
    """One link for each person who asked; it opens for anybody who has it."""
    with call.world.writing() as db:
        db.execute(
            "INSERT OR IGNORE INTO disk_links VALUES (?, ?, ?)",
            (secrets.token_urlsafe(6), object_id, call.user_id),
        )
    link = existing_link(call, object_id)
    assert link is not None
    return link


def existing_link(call: Call, object_id: int) -> str | None:
    """The caller's link, if they have asked for one."""
    with call.world.reading() as db:
        row = db.execute(
            "SELECT hash FROM disk_links WHERE object_id = ? AND user_id = ?", (object_id, call.user_id)
        ).fetchone()
    return None if row is None else f"{call.base_url}/~{row['hash']}"


def unlink(world: World, object_id: int) -> None:
    """No link to the object works any more."""
    with world.writing() as db:
        db.execute("DELETE FROM disk_links WHERE object_id = ?", (object_id,))


@route("GET", r"/~(?P<link>[\w-]+)")
def open_link(world: World, request: Request, link: str) -> Response:
    """A file opens; a folder shows nothing here."""
    with world.reading() as db:
        row = db.execute(
            "SELECT o.file_id FROM disk_links l JOIN disk_objects o ON o.id = l.object_id"
            " WHERE l.hash = ? AND o.deleted_type = 0",
            (link,),
        ).fetchone()
    stored = files.find(world, row["file_id"]) if row and row["file_id"] else None
    if stored is None:
        raise HttpError(404, "Ссылка не работает: файл удалён или ссылка неверна.")
    return files.answer(stored)
