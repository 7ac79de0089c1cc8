"""The disk: directories, files taken whole or in parts, and links they are fetched by without a token.

A part names its place by `Content-Range: bytes start-end/total`, where `end` is the first byte after it, so
that a whole file of N bytes is `bytes 0-N/N`. Parts of one file share the `hash` of the query.
"""

from __future__ import annotations

import hashlib
import hmac
import mimetypes
import re
import secrets
import sqlite3
import time
from typing import Any
from urllib.parse import quote, urlencode

from paraph.sandbox import blobs
from paraph.sandbox.elma365.envelope import BadRequest, NotFound, listing, success
from paraph.sandbox.elma365.filters import Query, contains
from paraph.sandbox.elma365.routes import Call, api, control, page
from paraph.sandbox.elma365.world import SYSTEM, World, fixed_id, is_id, new_id, tables
from paraph.sandbox.forms import Upload, multipart
from paraph.sandbox.http import HttpError, Request, Response

tables(
    """
    CREATE TABLE IF NOT EXISTS directories (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT, number INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS files (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
        directory TEXT, created REAL NOT NULL, created_by TEXT NOT NULL, upload TEXT UNIQUE
    );
    CREATE TABLE IF NOT EXISTS upload_parts (
        hash TEXT NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL, total INTEGER NOT NULL,
        sha256 TEXT NOT NULL, PRIMARY KEY (hash, start)
    );
    """
)

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


# -- files -------------------------------------------------------------------------------------------------


def keep(
    world: World,
    name: str,
    data: bytes,
    directory_id: str | None = None,
    user_id: str = SYSTEM,
    upload: str | None = None,
) -> str:
    """Stores the bytes, then the row that names them; returns the file's id."""
    file_id, digest = new_id(), blobs.keep(world.files, data)
    with world.writing() as db:
        db.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (file_id, name, len(data), digest, directory_id, world.now(), user_id, upload),
        )
    return file_id


def read(world: World, id: str) -> tuple[str, bytes]:
    """Name and bytes; raises `NotFound`."""
    row = _row(world, id)
    return row["name"], (world.files / row["sha256"]).read_bytes()


def exists(world: World, id: str) -> bool:
    with world.reading() as db:
        return db.execute("SELECT 1 FROM files WHERE id = ?", (id,)).fetchone() is not None


def name_of(world: World, id: str) -> str:
    """Raises `NotFound`."""
    return str(_row(world, id)["name"])


def _row(world: World, file_id: str) -> sqlite3.Row:
    with world.reading() as db:
        row: sqlite3.Row | None = db.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone()
    if row is None:
        raise NotFound("file not found")
    return row


def _told(world: World, row: sqlite3.Row) -> dict[str, Any]:
    created = world.iso(row["created"])
    return {
        "__id": row["id"],
        "__name": row["name"],
        "name": row["name"],
        "originalName": row["name"],
        "size": row["size"],
        "directory": row["directory"],
        "__version": 1,
        "__createdAt": created,
        "__createdBy": row["created_by"],
        "__updatedAt": created,
        "__updatedBy": row["created_by"],
        "__deletedAt": None,
    }


# -- directories -------------------------------------------------------------------------------------------


def add_directory(world: World, key: str, name: str, parent: str | None = None) -> str:
    """A directory of the new disk; its id is the same in every sandbox."""
    directory_id = fixed_id("directory", key)
    with world.writing() as db:
        db.execute(
            "INSERT INTO directories SELECT ?, ?, ?, count(*) FROM directories", (directory_id, name, parent)
        )
    return directory_id


def _directories(world: World) -> list[dict[str, Any]]:
    with world.reading() as db:
        rows = db.execute("SELECT * FROM directories ORDER BY number").fetchall()
    return [
        {"__id": row["id"], "__name": row["name"], "name": row["name"], "parent": row["parent"]}
        for row in rows
    ]


@api("GET", "POST", "disk/directory/list")
def directory_list(call: Call) -> dict[str, Any]:
    query = Query.of(call.body)
    wanted = query.tf.get("__name", query.tf.get("name", ""))
    found = [one for one in _directories(call.world) if contains(one["name"], wanted)]
    return listing(list(query.page(found)), len(found))


@api("GET", "disk/directory/{id}")
def directory_get(call: Call, id: str) -> dict[str, Any]:
    for one in _directories(call.world):
        if one["__id"] == id:
            return success(directory=one)
    raise NotFound("directory not found")


# -- uploads -----------------------------------------------------------------------------------------------


@api("POST", "disk/directory/{id}/upload")
def upload(call: Call, id: str) -> dict[str, Any]:
    """`?hash=uuid`, multipart `file`; the answer to the last missing part holds the file.

    The same part may come again, also the last one: nothing is kept twice.
    """
    world, key = call.world, call.request.one("hash")
    if all(one["__id"] != id for one in _directories(world)):
        raise NotFound("directory not found")
    if key is not None and not is_id(key):
        raise BadRequest("hash: a UUID is expected")
    if fault := world.faults.hit("slow-part", call.request.path):
        time.sleep(fault.seconds)
    sent = _sent(call.request)
    header = call.request.headers.get("Content-Range")
    start, total = _place(header, len(sent.data)) if header is not None else (0, len(sent.data))
    if key is None and len(sent.data) < total:
        raise BadRequest("hash is required for a part of a file")
    return _taken(call, id, key or new_id(), sent, start, total)


def _sent(request: Request) -> Upload:
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        raise BadRequest("multipart/form-data is expected")
    try:
        sent = dict(multipart(request)).get("file")
    except ValueError as error:
        raise BadRequest(str(error)) from error
    if not isinstance(sent, Upload):
        raise BadRequest("file is expected in the form")
    return sent


def _place(header: str, size: int) -> tuple[int, int]:
    """Where the part begins and how large the file is; the end must be the first byte after the part."""
    match = _RANGE.fullmatch(header)
    if match is None:
        raise BadRequest("Content-Range: bytes start-end/total is expected")
    start, end, total = map(int, match.groups())
    if end > total or end - start != size:
        raise BadRequest(f"Content-Range: {size} bytes are not bytes {start}-{end}/{total}")
    return start, total


def _taken(call: Call, directory: str, key: str, sent: Upload, start: int, total: int) -> dict[str, Any]:
    world = call.world
    digest = blobs.keep(world.files, sent.data)
    with world.writing() as db:
        done = db.execute("SELECT * FROM files WHERE upload = ?", (key,)).fetchone()
        if done is None:
            other = db.execute("SELECT total FROM upload_parts WHERE hash = ?", (key,)).fetchone()
            if other is not None and other["total"] != total:
                raise BadRequest("Content-Range: another part of this hash has another total")
            db.execute(
                "INSERT OR REPLACE INTO upload_parts VALUES (?, ?, ?, ?, ?)",
                (key, start, len(sent.data), total, digest),
            )
            data = _assembled(world, db, key, total)
            if data is None:
                return success()
            file_id = keep(world, sent.name, data, directory, call.user.id, key)
            done = db.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone()
            db.execute("DELETE FROM upload_parts WHERE hash = ?", (key,))
        return success(file=_told(world, done))


def _assembled(world: World, db: sqlite3.Connection, key: str, total: int) -> bytes | None:
    """The whole file if its parts cover it without a gap."""
    parts = db.execute("SELECT * FROM upload_parts WHERE hash = ? ORDER BY start", (key,)).fetchall()
    position = 0
    for part in parts:
        if part["start"] != position:
            return None
        position += part["size"]
    if position != total:
        return None
    return b"".join((world.files / part["sha256"]).read_bytes() for part in parts)


# -- downloads ---------------------------------------------------------------------------------------------


@api("GET", "disk/file/{id}")
def file_get(call: Call, id: str) -> dict[str, Any]:
    return success(file=_told(call.world, _row(call.world, id)))


@api("GET", "POST", "disk/file/{id}/get-link")
def get_link(call: Call, id: str) -> dict[str, Any]:
    """`Link`, with a capital letter: the file's address, open to everybody for a while."""
    _row(call.world, id)
    url = link(call.world, id)
    if call.world.faults.hit("foreign-link", call.request.path):
        url = url.replace(call.world.url, "http://storage.stranger.example")
    return success(Link=url)


def link(world: World, id: str) -> str:
    """The file's address, as in a storage beside the system."""
    expires = int(world.now() + world.settings.link_life)
    query = {
        "response-content-disposition": f"attachment; filename*=UTF-8''{quote(name_of(world, id))}",
        "X-Amz-Expires": str(expires),
        "X-Amz-Signature": _signature(world, id, str(expires)),
    }
    return f"{world.url}/s3elma365/{id}?{urlencode(query)}"


def _signature(world: World, file_id: str, expires: str) -> str:
    key = world.kept("link-key", lambda: secrets.token_hex(32))
    return hmac.new(bytes.fromhex(key), f"{file_id} {expires}".encode(), hashlib.sha256).hexdigest()


@page("GET", "/s3elma365/{id}")
def download(world: World, request: Request, id: str) -> Response:
    expires, signature = request.one("X-Amz-Expires") or "0", request.one("X-Amz-Signature") or ""
    if not hmac.compare_digest(_signature(world, id, expires).encode(), signature.encode()):
        raise HttpError(403, "SignatureDoesNotMatch")
    if float(expires) < world.now():
        raise HttpError(403, "Request has expired")
    name, data = read(world, id)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, kind, headers=(("Content-Disposition", disposition),))


# -- control -----------------------------------------------------------------------------------------------


@control("GET", "files/{id}")
def file_of(world: World, request: Request, id: str) -> Response:
    """The bytes of any file."""
    return Response(read(world, id)[1])


@control("POST", "files/{name}")
def file_kept(world: World, request: Request, name: str) -> Any:
    """The body becomes a file of the disk; answers its id."""
    return {"id": keep(world, name, request.body)}
