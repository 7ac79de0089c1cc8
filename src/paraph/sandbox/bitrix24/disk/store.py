"""Folders, files and versions as rows. No rights are asked here."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from paraph.sandbox.bitrix24 import files
from paraph.sandbox.bitrix24.disk import names
from paraph.sandbox.bitrix24.world import World, tables

FOLDER, FILE = "folder", "file"
#: How an object is deleted: not at all, put into the bin, in the bin together with its folder.
ALIVE, IN_BIN, WITH_FOLDER = 0, 3, 4
#: A file its author changes again so soon has no version of the state between, seconds.
JOINED_WITHIN = 300

tables(
    """
    CREATE TABLE IF NOT EXISTS disk_objects (
        id INTEGER PRIMARY KEY AUTOINCREMENT, storage_id INTEGER NOT NULL, type TEXT NOT NULL,
        parent_id INTEGER REFERENCES disk_objects ON DELETE CASCADE,
        name TEXT NOT NULL, name_key TEXT NOT NULL, deleted_type INTEGER NOT NULL DEFAULT 0,
        content_version INTEGER, file_id INTEGER, size INTEGER,
        created REAL NOT NULL, updated REAL NOT NULL, deleted REAL,
        created_by INTEGER NOT NULL, updated_by INTEGER NOT NULL, deleted_by INTEGER NOT NULL DEFAULT 0
    );
    CREATE UNIQUE INDEX IF NOT EXISTS disk_names ON disk_objects (parent_id, name_key)
        WHERE deleted_type = 0;
    CREATE INDEX IF NOT EXISTS disk_children ON disk_objects (parent_id);
    CREATE TABLE IF NOT EXISTS disk_versions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        object_id INTEGER NOT NULL REFERENCES disk_objects ON DELETE CASCADE,
        name TEXT NOT NULL, content_version INTEGER NOT NULL, file_id INTEGER NOT NULL,
        size INTEGER NOT NULL, created REAL NOT NULL, created_by INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS disk_versions_of ON disk_versions (object_id, id);
    """
)


class NameTaken(Exception):
    """There is another living object of this name in the folder."""


@dataclass(frozen=True)
class Content:
    """The bytes of a file to be kept under a name."""

    name: str
    data: bytes


def find(world: World, object_id: int) -> sqlite3.Row | None:
    with world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM disk_objects WHERE id = ?", (object_id,)
        ).fetchone()
    return row


def children(world: World, folder_id: int) -> list[sqlite3.Row]:
    """What lies in the folder and is not deleted, by id."""
    with world.reading() as db:
        return db.execute(
            "SELECT * FROM disk_objects WHERE parent_id = ? AND deleted_type = 0 ORDER BY id", (folder_id,)
        ).fetchall()


def find_child(world: World, folder_id: int, name: str) -> sqlite3.Row | None:
    with world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM disk_objects WHERE parent_id = ? AND name_key = ? AND deleted_type = 0",
            (folder_id, names.key(name)),
        ).fetchone()
    return row


def add_root(world: World, storage_id: int, name: str, user_id: int) -> int:
    return _insert(world, storage_id, None, FOLDER, name, user_id)


def add_folder(world: World, parent: sqlite3.Row, name: str, user_id: int) -> int:
    """Raises `NameTaken`."""
    with world.writing():
        _check_free(world, parent["id"], name)
        return _insert(world, parent["storage_id"], parent["id"], FOLDER, name, user_id)


def add_file(world: World, parent: sqlite3.Row, content: Content, user_id: int, *, unique: bool) -> int:
    """Keeps the bytes as the first version; `unique` numbers a taken name instead of `NameTaken`."""
    name = names.corrected(content.name)
    with world.writing():
        if unique:
            name = names.free(name, lambda one: find_child(world, parent["id"], one) is not None)
        _check_free(world, parent["id"], name)
        object_id = _insert(world, parent["storage_id"], parent["id"], FILE, name, user_id)
        _set_content(world, object_id, files.keep(world, name, content.data), user_id)
        _add_version(world, object_id, user_id)
    return object_id


def add_version(world: World, file: sqlite3.Row, data: bytes, user_id: int) -> None:
    """New bytes of the file.

    Changed by the same person within five minutes it keeps no version of what was there: the last version
    becomes the new one.
    """
    joined = file["updated_by"] == user_id and world.now() - file["updated"] < JOINED_WITHIN
    with world.writing() as db:
        _set_content(world, file["id"], files.keep(world, file["name"], data), user_id)
        if joined:
            (last,) = db.execute(
                "SELECT max(id) FROM disk_versions WHERE object_id = ?", (file["id"],)
            ).fetchone()
            db.execute("DELETE FROM disk_versions WHERE id = ?", (last,))
        _add_version(world, file["id"], user_id, last if joined else None)


def restore_version(world: World, file: sqlite3.Row, version: sqlite3.Row, user_id: int) -> None:
    """The bytes of an old version become a new version."""
    with world.writing():
        _set_content(world, file["id"], version["file_id"], user_id)
        _add_version(world, file["id"], user_id)


def versions(world: World, file_id: int) -> list[sqlite3.Row]:
    """Newest first; the first is what the file holds now."""
    with world.reading() as db:
        return db.execute(
            "SELECT * FROM disk_versions WHERE object_id = ? ORDER BY id DESC", (file_id,)
        ).fetchall()


def find_version(world: World, version_id: int) -> sqlite3.Row | None:
    with world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM disk_versions WHERE id = ?", (version_id,)
        ).fetchone()
    return row


def rename(world: World, one: sqlite3.Row, name: str, user_id: int) -> None:
    """Raises `NameTaken`."""
    with world.writing() as db:
        _check_free(world, one["parent_id"], name, besides=one["id"])
        db.execute(
            "UPDATE disk_objects SET name = ?, name_key = ?, updated = ?, updated_by = ? WHERE id = ?",
            (name, names.key(name), world.now(), user_id, one["id"]),
        )


def move(world: World, one: sqlite3.Row, folder: sqlite3.Row, user_id: int) -> None:
    """Within one storage. A taken name gets a number."""
    with world.writing() as db:
        name = names.free(one["name"], lambda name: _is_taken(world, folder["id"], name, one["id"]))
        db.execute(
            "UPDATE disk_objects SET parent_id = ?, name = ?, name_key = ?, updated = ?, updated_by = ?"
            " WHERE id = ?",
            (folder["id"], name, names.key(name), world.now(), user_id, one["id"]),
        )


def copy(world: World, one: sqlite3.Row, folder: sqlite3.Row, user_id: int) -> int:
    """The object, with all in it if it is a folder, under its own or a numbered name; returns its id."""
    with world.writing():
        name = names.free(one["name"], lambda name: _is_taken(world, folder["id"], name))
        copied = _insert(world, folder["storage_id"], folder["id"], one["type"], name, user_id)
        if one["type"] == FILE:
            _set_content(world, copied, one["file_id"], user_id)
            _add_version(world, copied, user_id)
        else:
            target = find(world, copied)
            assert target is not None
            for child in children(world, one["id"]):
                if child["id"] != copied:
                    copy(world, child, target, user_id)
    return copied


def mark_deleted(world: World, one: sqlite3.Row, user_id: int) -> None:
    """Puts the object into the bin, what is in it goes along."""
    with world.writing() as db:
        db.execute(
            "UPDATE disk_objects SET deleted_type = ?, deleted = ?, deleted_by = ? WHERE id = ?",
            (IN_BIN, world.now(), user_id, one["id"]),
        )
        for child in _below(db, one["id"]):
            db.execute(
                "UPDATE disk_objects SET deleted_type = ?, deleted = ?, deleted_by = ?"
                " WHERE id = ? AND deleted_type = 0",
                (WITH_FOLDER, world.now(), user_id, child),
            )


def restore(world: World, one: sqlite3.Row) -> None:
    """Out of the bin, with what went along; a name taken meanwhile gets a number."""
    with world.writing() as db:
        name = names.free(one["name"], lambda name: _is_taken(world, one["parent_id"], name, one["id"]))
        db.execute(
            "UPDATE disk_objects SET deleted_type = 0, deleted = NULL, deleted_by = 0, name = ?, name_key = ?"
            " WHERE id = ?",
            (name, names.key(name), one["id"]),
        )
        for child in _below(db, one["id"]):
            db.execute(
                "UPDATE disk_objects SET deleted_type = 0, deleted = NULL, deleted_by = 0"
                " WHERE id = ? AND deleted_type = ?",
                (child, WITH_FOLDER),
            )


def delete(world: World, one: sqlite3.Row) -> None:
    """For good, with versions and all that is in a folder."""
    with world.writing() as db:
        db.execute("DELETE FROM disk_objects WHERE id = ?", (one["id"],))


def path(world: World, one: sqlite3.Row) -> str:
    """`Договоры/2026/act.pdf`: from below the root of the storage."""
    above = "" if one["parent_id"] is None else _path_of_folder(world, one["parent_id"])
    return above + str(one["name"])


def _path_of_folder(world: World, folder_id: int) -> str:
    folder = find(world, folder_id)
    if folder is None or folder["parent_id"] is None:
        return ""
    return f"{path(world, folder)}/"


def is_inside(world: World, one: sqlite3.Row, folder: sqlite3.Row) -> bool:
    """Whether it is the folder itself or lies in it, at any depth."""
    with world.reading() as db:
        return one["id"] in (folder["id"], *_below(db, folder["id"]))


def _below(db: sqlite3.Connection, folder_id: int) -> list[int]:
    """Ids of everything under the folder, at any depth."""
    rows = db.execute(
        "WITH RECURSIVE below (id) AS (SELECT id FROM disk_objects WHERE parent_id = ?"
        " UNION ALL SELECT o.id FROM disk_objects o JOIN below b ON o.parent_id = b.id)"
        " SELECT id FROM below",
        (folder_id,),
    )
    return [row["id"] for row in rows]


def _is_taken(world: World, folder_id: int, name: str, besides: int | None = None) -> bool:
    other = find_child(world, folder_id, name)
    return other is not None and other["id"] != besides


def _check_free(world: World, folder_id: int, name: str, besides: int | None = None) -> None:
    if _is_taken(world, folder_id, name, besides):
        raise NameTaken


def _insert(world: World, storage_id: int, parent_id: int | None, kind: str, name: str, user_id: int) -> int:
    now = world.now()
    with world.writing() as db:
        row = db.execute(
            "INSERT INTO disk_objects (storage_id, type, parent_id, name, name_key, content_version, created,"
            " updated, created_by, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(storage_id, kind, parent_id, name, names.key(name), 0 if kind == FILE else None),
                *(now, now, user_id, user_id),
            ),
        )
    assert row.lastrowid is not None
    return row.lastrowid


def _set_content(world: World, object_id: int, file_id: int, user_id: int) -> None:
    """The counter of contents grows with each, also where no version is kept."""
    with world.writing() as db:
        db.execute(
            "UPDATE disk_objects SET content_version = content_version + 1, file_id = ?1,"
            " size = (SELECT size FROM files WHERE id = ?1), updated = ?2, updated_by = ?3 WHERE id = ?4",
            (file_id, world.now(), user_id, object_id),
        )


def _add_version(world: World, object_id: int, user_id: int, version_id: int | None = None) -> None:
    with world.writing() as db:
        db.execute(
            "INSERT INTO disk_versions (id, object_id, name, content_version, file_id, size, created,"
            " created_by) SELECT ?, id, name, content_version, file_id, size, updated, ?"
            " FROM disk_objects WHERE id = ?",
            (version_id, user_id, object_id),
        )
