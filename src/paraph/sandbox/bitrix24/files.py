"""Files of the portal: their bytes, and the signed addresses they are fetched and left at.

Such an address contains the caller's own token (a webhook's contains its code) and dies with it. Its token is
`module|base64 of the query|signature`; the signature covers the method and the caller's authorization too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import mimetypes
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from paraph.sandbox import blobs
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import World, tables
from paraph.sandbox.http import Response

DOWNLOAD, UPLOAD = "download", "upload"
_SMALL = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)) | {
    **{"ё": "ye", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"},
    **{"ъ": "", "ь": ""},
}
_LATIN = _SMALL | {letter.upper(): latin.capitalize() for letter, latin in _SMALL.items()}

tables(
    """
    CREATE TABLE IF NOT EXISTS files (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL
    );
    """
)


@dataclass(frozen=True)
class Stored:
    """A kept file."""

    name: str
    data: bytes


#: Finds what the signed query of a module means.
Finder = Callable[[Call, dict[str, str]], Stored | None]

_finders: dict[str, Finder] = {}


# -- bytes -------------------------------------------------------------------------------------------------


def keep(world: World, name: str, data: bytes) -> int:
    """Stores the bytes, then the row that names them; returns the row's id."""
    digest = blobs.keep(world.files, data)
    with world.writing() as db:
        row = db.execute("INSERT INTO files (name, size, sha256) VALUES (?, ?, ?)", (name, len(data), digest))
    assert row.lastrowid is not None
    return row.lastrowid


def find(world: World, file_id: int) -> Stored | None:
    with world.reading() as db:
        row = db.execute("SELECT name, sha256 FROM files WHERE id = ?", (file_id,)).fetchone()
    return None if row is None else Stored(row["name"], (world.files / row["sha256"]).read_bytes())


def decoded(content: Any) -> Stored | None:
    """What comes as `["name", base64]` or as base64 alone; nothing if it is no base64 or is empty.

    PHP's decoder, which the portal uses, passes over foreign characters.
    """
    name, text = content if isinstance(content, list) and len(content) == 2 else ("", content)
    if not isinstance(text, str):
        return None
    letters = "".join(sign for sign in text if sign.isascii() and (sign.isalnum() or sign in "+/"))
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4))
    except ValueError:
        return None
    return Stored(str(name) or secrets.token_hex(16), data) if data else None


def answer(stored: Stored) -> Response:
    """The file as an attachment."""
    kind = mimetypes.guess_type(stored.name)[0] or "application/octet-stream"
    utf8 = quote(stored.name, safe="")
    disposition = f"attachment; filename=\"{_latin(stored.name)}\"; filename*=utf-8''{utf8}"
    return Response(stored.data, kind, headers=(("Content-Disposition", disposition),))


def _latin(name: str) -> str:
    """The name in Latin letters, as the portal writes it beside the true one."""
    letters = "".join(_LATIN.get(letter, letter) for letter in name)
    return re.sub("[^A-Za-z0-9.-]+", "_", re.sub(r"\s+", "-", letters))


# -- signed addresses --------------------------------------------------------------------------------------


def served(module: str) -> Callable[[Finder], Finder]:
    """Registers who finds the files of `download_url(call, module, …)`."""

    def register(finder: Finder) -> Finder:
        _finders[module] = finder
        return finder

    return register


def download_url(call: Call, module: str, query: Mapping[str, Any]) -> str:
    """Where the caller fetches a file of the module."""
    return signed_url(call, DOWNLOAD, module, query)


def signed_url(call: Call, name: str, module: str, query: Mapping[str, Any]) -> str:
    """The address of the method for the caller alone, as long as their token lives."""
    text = urlencode([*query.items(), ("_", secrets.token_urlsafe(24))])
    packed = base64.b64encode(text.encode()).decode()
    return call.rest_url(name, token="|".join((module, packed, _signature(call, name, module, packed))))


def opened(call: Call, name: str) -> tuple[str, dict[str, str]]:
    """Module and query of a signed address; 403 ACCESS_DENIED unless it was made here for this caller."""
    parts = str(call.arg("token", "")).split("|")
    if len(parts) != 3 or not _is_signed(call, name, *parts):
        raise RestError("ACCESS_DENIED", "Access denied! Link check failed", 403)
    query = dict(parse_qsl(base64.b64decode(parts[1]).decode(), keep_blank_values=True))
    del query["_"]
    return parts[0], query


def _is_signed(call: Call, name: str, module: str, packed: str, signature: str) -> bool:
    return hmac.compare_digest(_signature(call, name, module, packed).encode(), signature.encode())


def _signature(call: Call, name: str, module: str, packed: str) -> str:
    """The signed words, readable, and their MAC: whoever sees the address sees the token in it twice."""
    key = call.world.kept("file-url-key", lambda: secrets.token_hex(32))
    words = "|".join((name.lower(), module, packed, call.auth.token))
    words = base64.b64encode(json.dumps(words).encode()).decode()
    mac = hmac.new(bytes.fromhex(key), words.encode(), hashlib.sha256).digest()
    return f"{words}.{base64.b64encode(mac).decode()}"


@method(DOWNLOAD, batch=False)
def download(call: Call) -> Response:
    """`GET /rest/download.json?auth=…&token=module|query|signature`"""
    module, query = opened(call, DOWNLOAD)
    finder = _finders.get(module)
    stored = finder(call, query) if finder else None
    if stored is None:
        raise RestError("ERROR_NOT_FOUND", "Could not find file")
    return answer(stored)
