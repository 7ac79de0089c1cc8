"""`disk.file.*` and `disk.version.*`"""

from __future__ import annotations

import sqlite3
from typing import Any

from paraph.sandbox.bitrix24 import files, listing
from paraph.sandbox.bitrix24.disk import errors, objects, rights, store, views
from paraph.sandbox.bitrix24.disk.rights import Level
from paraph.sandbox.bitrix24.files import Stored
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method

objects.serve("disk.file", store.FILE)


@method("disk.file.delete", "disk")
def delete(call: Call) -> Any:
    """For good, past the bin."""
    file = objects.wanted(call, store.FILE)
    rights.demand(call, file, Level.FULL)
    store.delete(call.world, file)
    return True


@method("disk.file.uploadVersion", "disk")
def upload_version(call: Call) -> Any:
    """`{"id": …, "fileContent": ["name", base64]}`: the file keeps its name."""
    file = objects.wanted(call, store.FILE)
    if call.arg("fileContent") is None:
        raise errors.argument(1)
    rights.demand(call, file, Level.EDIT)
    content = files.decoded(call.arg("fileContent"))
    if content is None:
        raise errors.not_saved()
    store.add_version(call.world, file, content.data, call.user_id)
    told = views.shown_by_id(call, file["id"])
    return told | {"GLOBAL_CONTENT_VERSION": int(told["GLOBAL_CONTENT_VERSION"])}


@method("disk.file.getVersions", "disk")
def get_versions(call: Call) -> Page:
    file = objects.wanted(call, store.FILE)
    rights.demand(call, file, Level.READ)
    rows = [views.version(call, row) for row in store.versions(call.world, file["id"])]
    return Page.of(listing.chosen(rows, call.arg("filter"), {}, views.VERSION_FILTER), call.start)


@method("disk.file.restoreFromVersion", "disk")
def restore_from_version(call: Call) -> Any:
    file, version = objects.wanted(call, store.FILE), _version(call, "versionId", 1)
    rights.demand(call, file, Level.EDIT)
    if version["object_id"] != file["id"]:
        code = "DISK_FILE_22004"
        raise RestError(code, f"Версия принадлежит другому файлу ({code}).")
    store.restore_version(call.world, file, version, call.user_id)
    return views.shown_by_id(call, file["id"])


@method("disk.version.get", "disk")
def get_version(call: Call) -> Any:
    version = _version(call, "id", 0)
    rights.demand(call, _file_of(call, version), Level.READ)
    return views.version(call, version)


def _version(call: Call, name: str, position: int) -> sqlite3.Row:
    version_id = objects.number(call, name, position)
    row = store.find_version(call.world, version_id)
    if row is None:
        raise errors.not_found(version_id)
    return row


def _file_of(call: Call, version: sqlite3.Row) -> sqlite3.Row:
    row = store.find(call.world, version["object_id"])
    assert row is not None  # versions go with their file
    return row


@files.served("disk")
def content(call: Call, query: dict[str, str]) -> Stored | None:
    """What `DOWNLOAD_URL` of a file or of a version means; rights are asked again."""
    if query.get("service") == "version":
        version = store.find_version(call.world, int(query["id"]))
        return None if version is None else _readable(call, _file_of(call, version), version["file_id"])
    file = store.find(call.world, int(query["id"]))
    return None if file is None else _readable(call, file, file["file_id"])


def _readable(call: Call, file: sqlite3.Row, file_id: int) -> Stored | None:
    rights.demand(call, file, Level.READ)
    stored = files.find(call.world, file_id)
    return None if stored is None else Stored(str(file["name"]), stored.data)
