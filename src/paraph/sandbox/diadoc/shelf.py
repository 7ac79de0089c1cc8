"""The shelf: files put aside to be named in messages. Everybody has a shelf of their own."""

from __future__ import annotations

import base64
import binascii
import json
import re
import shutil
from datetime import date
from pathlib import Path
from uuid import uuid4

from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.world import TICKS_PER_SECOND, World, tables

_MEGABYTE = 1024 * 1024
#: Largest file sent at once or part of a file, bytes.
MAX_PART = 3 * _MEGABYTE
#: Largest part of the first version of the method, bytes.
_MAX_OLD_PART = 70 * _MEGABYTE
#: Largest file, bytes.
MAX_FILE = 400 * _MEGABYTE
_MAX_PARTS = 100_000
#: A file lies on the shelf for a week, ticks.
_LASTS = 7 * 86400 * TICKS_PER_SECOND
#: The caller's own shelf in names of the first version of the methods.
_OWN = "__userid__/"
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,20}")
_END_OF_FIRST_VERSION = date(2026, 9, 30)

tables(
    """
    CREATE TABLE IF NOT EXISTS shelf (
        id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
        created INTEGER NOT NULL, last_part INTEGER, complete INTEGER NOT NULL DEFAULT 0,
        UNIQUE (user_id, name)
    );
    CREATE INDEX IF NOT EXISTS shelf_by_age ON shelf (created);
    CREATE TABLE IF NOT EXISTS shelf_parts (
        file_id TEXT NOT NULL REFERENCES shelf ON DELETE CASCADE, part INTEGER NOT NULL,
        size INTEGER NOT NULL,
        PRIMARY KEY (file_id, part)
    );
    """
)


def take(call: Call, name: str) -> bytes:
    """What lies on the caller's shelf under the name; `ApiError` 400 if nothing does."""
    content = find(call.world, call.user.id, name)
    if content is None:
        raise ApiError(400, f"File {name} is not found on the shelf")
    return content


def find(world: World, user_id: str, name: str) -> bytes | None:
    """A whole file on the user's shelf; none if it is absent, unfinished or older than a week."""
    own = name.strip().lower().removeprefix(_OWN)
    with world.reading() as db:
        row = db.execute(
            "SELECT id FROM shelf WHERE user_id = ? AND name = ? AND complete AND created > ?",
            (user_id, own, world.now_ticks() - _LASTS),
        ).fetchone()
    return None if row is None else _path(world, row["id"]).read_bytes()


def put(world: World, user_id: str, content: bytes, extension: str = "") -> str:
    """Lays a whole file on the user's shelf; returns its name."""
    name = f"{uuid4()}{extension if _EXTENSION.fullmatch(extension) else ''}"
    _open(world, user_id, name)
    _keep_part(world, user_id, name, 0, content)
    _finish(world, user_id, name, 0)
    return name


@endpoint("POST", "/V2/ShelfUpload")
def shelf_upload(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/ShelfUpload"""
    return put(call.world, call.user.id, _content(call, MAX_PART), call.arg("fileExtension") or "")


@endpoint("POST", "/ShelfUploadPartInit")
def shelf_upload_part_init(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/ShelfUploadPartInit"""
    extension, content = call.arg("fileExtension") or "", _content(call, MAX_PART)
    name = f"{uuid4()}{extension if _EXTENSION.fullmatch(extension) else ''}"
    _open(call.world, call.user.id, name)
    _receive(call, name, 0, content)
    return name


@endpoint("POST", "/ShelfUploadPart")
def shelf_upload_part(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/ShelfUploadPart"""
    name, content = call.required("fileName"), _content(call, MAX_PART)
    return _receive(call, name.removeprefix(_OWN), _part_index(call), content)


@endpoint("POST", "/ShelfUpload", sunset=_END_OF_FIRST_VERSION)
def shelf_upload_v1(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/removal/ShelfUpload"""
    name, content = call.required("nameOnShelf"), _content(call, _MAX_OLD_PART)
    if not name.lower().startswith(_OWN):
        raise ApiError(400, "Uploading to the public namespace is not allowed, use __userId__/")
    own = name[len(_OWN) :]
    _open(call.world, call.user.id, own)
    return _receive(call, own, _part_index(call), content)


@endpoint("GET", "/V2/ShelfDownload")
def shelf_download(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/ShelfDownload"""
    return _download(call, call.required("fileName"))


@endpoint("GET", "/ShelfDownload", sunset=_END_OF_FIRST_VERSION)
def shelf_download_v1(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/removal/ShelfDownload"""
    return _download(call, call.required("nameOnShelf"))


def _download(call: Call, name: str) -> bytes:
    content = find(call.world, call.user.id, name)
    if content is None:
        raise ApiError(404, f"File {name} is not found on the shelf")
    return content


def _part_index(call: Call) -> int:
    index = call.number("partIndex", 0)
    if not 0 <= index < _MAX_PARTS:
        raise ApiError(400, f"Invalid value of query string parameter partIndex: {index}")
    return index


def _content(call: Call, largest: int) -> bytes:
    content = call.raw
    if call.request.headers.get("Content-Type", "").strip().lower() == "base64":
        try:
            content = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ApiError(400, "Request body is not valid base64") from error
    if len(content) > largest:
        raise ApiError(400, f"Content is too large: {len(content)} bytes, max allowed is {largest}")
    return content


def _receive(call: Call, name: str, part: int, content: bytes) -> str:
    """Keeps a part; once the last one was named, tells which are missing."""
    world, user_id = call.world, call.user.id
    if not world.faults.hit("lost-part", call.request.path):
        _keep_part(world, user_id, name, part, content)
    last = part if call.flag("isLastPart") else None
    missing = _finish(world, user_id, name, last)
    return "" if missing is None else json.dumps(missing, separators=(",", ":"))


def _open(world: World, user_id: str, name: str) -> None:
    """Makes room under the name: throws away a finished file of that name and all that is too old."""
    if not name or len(name) > 255:
        raise ApiError(400, "Invalid name of a file on the shelf")
    now = world.now_ticks()
    with world.writing() as db:
        old = db.execute(
            "DELETE FROM shelf WHERE created <= ? OR (user_id = ? AND name = ? AND complete) RETURNING id",
            (now - _LASTS, user_id, name),
        ).fetchall()
        db.execute(
            "INSERT INTO shelf (id, user_id, name, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (str(uuid4()), user_id, name, now),
        )
    for row in old:
        shutil.rmtree(_path(world, row["id"]).parent, ignore_errors=True)


def _keep_part(world: World, user_id: str, name: str, part: int, content: bytes) -> None:
    with world.writing() as db:
        file_id = _file(world, user_id, name)
        path = _path(world, file_id, part)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        db.execute("INSERT OR REPLACE INTO shelf_parts VALUES (?, ?, ?)", (file_id, part, len(content)))
        (size,) = db.execute("SELECT sum(size) FROM shelf_parts WHERE file_id = ?", (file_id,)).fetchone()
        if size > MAX_FILE:
            raise ApiError(400, f"File is too large: {size} bytes, max allowed is {MAX_FILE}")


def _finish(world: World, user_id: str, name: str, last: int | None) -> list[int] | None:
    """Puts the parts together when all are there; returns the missing ones, none while more may come."""
    with world.writing() as db:
        file_id = _file(world, user_id, name)
        (known,) = db.execute("SELECT last_part FROM shelf WHERE id = ?", (file_id,)).fetchone()
        if last is None and known is None:
            return None
        last = max(part for part in (last, known) if part is not None)
        parts = {row[0] for row in db.execute("SELECT part FROM shelf_parts WHERE file_id = ?", (file_id,))}
        missing = [part for part in range(last + 1) if part not in parts]
        if not missing:
            with _path(world, file_id).open("wb") as whole:
                for part in range(last + 1):
                    whole.write(_path(world, file_id, part).read_bytes())
        db.execute("UPDATE shelf SET last_part = ?, complete = ? WHERE id = ?", (last, not missing, file_id))
    return missing


def _file(world: World, user_id: str, name: str) -> str:
    with world.reading() as db:
        row = db.execute("SELECT id FROM shelf WHERE user_id = ? AND name = ?", (user_id, name)).fetchone()
    if row is None:
        raise ApiError(400, f"File {name} is not found on the shelf. Start with ShelfUploadPartInit")
    return str(row["id"])


def _path(world: World, file_id: str, part: int | None = None) -> Path:
    """A part, or the file put together."""
    folder = world.files / "shelf" / file_id
    return folder / ("whole" if part is None else f"part-{part}")
