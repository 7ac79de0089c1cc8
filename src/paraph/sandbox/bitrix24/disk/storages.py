"""`disk.storage.*`: of each application, of each employee, and the common one."""

from __future__ import annotations

import sqlite3
from typing import Any

from paraph.sandbox.bitrix24 import apps, listing, people
from paraph.sandbox.bitrix24.disk import adding, errors, folders, rights, store, views
from paraph.sandbox.bitrix24.disk.rights import EVERYBODY, Level
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

#: The portal keeps the common storage under this name of its site.
_COMMON_ID = "shared_files_s1"

tables(
    """
    CREATE TABLE IF NOT EXISTS disk_storages (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, entity_type TEXT NOT NULL,
        entity_id TEXT NOT NULL, root_object_id INTEGER NOT NULL DEFAULT 0, UNIQUE (entity_type, entity_id)
    );
    """
)


def of_app(world: World, app_id: int) -> sqlite3.Row:
    """The application's storage, made at its first use. Every employee has full rights on it."""
    name = apps.get(world, app_id).client_id
    return _kept(world, views.APP, str(app_id), name, {EVERYBODY: Level.FULL})


def forget(world: World, app_id: int) -> None:
    """With all that is in it: a clean removal of the application."""
    with world.writing() as db:
        key = (views.APP, str(app_id))
        db.execute(
            "DELETE FROM disk_objects WHERE id IN"
            " (SELECT root_object_id FROM disk_storages WHERE entity_type = ? AND entity_id = ?)",
            key,
        )
        db.execute("DELETE FROM disk_storages WHERE entity_type = ? AND entity_id = ?", key)


def common(world: World) -> sqlite3.Row:
    return _kept(world, views.COMMON, _COMMON_ID, "Общий диск", {EVERYBODY: Level.EDIT})


def of_user(world: World, user: people.User) -> sqlite3.Row:
    return _kept(world, views.USER, str(user.id), user.full_name, {f"U{user.id}": Level.FULL})


def of_documents(world: World) -> sqlite3.Row:
    """Where the document generator keeps its files. Everybody may read them; no list shows it."""
    return _kept(world, views.MODULE, "documentgenerator", "Документы", {EVERYBODY: Level.READ})


def _kept(world: World, kind: str, entity_id: str, name: str, levels: dict[str, Level]) -> sqlite3.Row:
    with world.writing() as db:
        key = (kind, entity_id)
        added = db.execute(
            "INSERT OR IGNORE INTO disk_storages (entity_type, entity_id, name) VALUES (?, ?, ?)",
            (*key, name),
        )
        if added.rowcount:
            storage_id = added.lastrowid or 0
            root = store.add_root(world, storage_id, name, 1)
            db.execute("UPDATE disk_storages SET root_object_id = ? WHERE id = ?", (root, storage_id))
            rights.grant(world, root, levels)
        row: sqlite3.Row = db.execute(
            "SELECT * FROM disk_storages WHERE entity_type = ? AND entity_id = ?", key
        ).fetchone()
    return row


def _root(call: Call) -> sqlite3.Row:
    """The root folder of the storage `id` names."""
    row = _find(call)
    root = store.find(call.world, row["root_object_id"])
    assert root is not None
    return root


def _find(call: Call) -> sqlite3.Row:
    storage_id = call.arg("id")
    if not str(storage_id or "").isdigit():
        raise errors.argument(0)
    with call.world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM disk_storages WHERE id = ?", (int(storage_id),)
        ).fetchone()
    if row is None:
        raise errors.not_found(storage_id)
    return row


@method("disk.storage.getForApp", "disk", app_only=True)
def get_for_app(call: Call) -> Any:
    return views.storage(of_app(call.world, call.auth.app_id))


@method("disk.storage.getList", "disk")
def get_list(call: Call) -> Page:
    """Storages the caller may read; those of applications are not listed."""
    world = call.world
    with world.writing():
        every = [common(world), *(of_user(world, user) for user in people.users(world) if user.is_active)]
    seen = [row for row in every if _may_read(call, row)]
    rows = [views.storage(row) for row in sorted(seen, key=lambda row: int(row["id"]))]
    return Page.of(
        listing.chosen(rows, call.arg("filter"), call.arg("order"), views.STORAGE_FILTER), call.start
    )


def _may_read(call: Call, row: sqlite3.Row) -> bool:
    codes = rights.codes_of(call.world, call.user_id)
    return call.auth.is_admin or rights.given_here(call.world, row["root_object_id"], codes) >= Level.READ


@method("disk.storage.get", "disk")
def get(call: Call) -> Any:
    row = _find(call)
    rights.demand(call, _root(call), Level.READ)
    return views.storage(row)


@method("disk.storage.getTypes", "disk")
def get_types(call: Call) -> Any:
    return [views.USER, views.COMMON, "group"]


@method("disk.storage.rename", "disk")
def rename(call: Call) -> Any:
    """Only storages of applications may be renamed."""
    row, name = _find(call), str(call.arg("newName") or "")
    rights.demand(call, _root(call), Level.EDIT)
    if row["entity_type"] != views.APP:
        raise RestError("ERROR_CORE", "Access denied (invalid type of storage)")
    with call.world.writing() as db:
        db.execute("UPDATE disk_storages SET name = ? WHERE id = ?", (name, row["id"]))
    return views.storage(_find(call))


@method("disk.storage.getChildren", "disk")
def get_children(call: Call) -> Page:
    return folders.children_page(call, _root(call))


@method("disk.storage.addFolder", "disk")
def add_folder(call: Call) -> Any:
    return adding.add_folder(call, _root(call))


@method("disk.storage.uploadFile", "disk")
def upload_file(call: Call) -> Any:
    return adding.upload(call, _root(call))
