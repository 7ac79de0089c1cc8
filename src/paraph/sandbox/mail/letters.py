"""Letters on disk, each exactly as it came, and what can be read from one."""

from __future__ import annotations

import email
import email.policy
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from functools import cached_property
from pathlib import Path
from typing import Any, cast

_SCHEMA = """
CREATE TABLE IF NOT EXISTS letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at TEXT NOT NULL,   -- ISO 8601, UTC
    mail_from TEXT NOT NULL,     -- envelope sender
    recipients TEXT NOT NULL,    -- envelope recipients, JSON list
    message_id TEXT NOT NULL,    -- without angle brackets, '' if the letter has none
    raw BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS letters_message_id ON letters (message_id);
"""
_INSERT = "INSERT INTO letters (received_at, mail_from, recipients, message_id, raw) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Attachment:
    """A file inside a letter."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One accepted copy: envelope, time of receipt and the bytes."""

    id: int
    received_at: datetime
    mail_from: str
    recipients: tuple[str, ...]
    raw: bytes

    @cached_property
    def _message(self) -> Message:
        return _parse(self.raw)

    @cached_property
    def _leaves(self) -> list[Message]:
        """Parts that are not containers; an attached letter is one part."""
        return list(_leaf_parts(self._message))

    @property
    def message_id(self) -> str:
        return _message_id(self._message)

    @property
    def sender(self) -> str:
        return _header(self._message, "From") or self.mail_from

    @property
    def subject(self) -> str:
        return _header(self._message, "Subject")

    @property
    def text(self) -> str:
        return self._first("text/plain")

    @property
    def html(self) -> str:
        return self._first("text/html")

    @property
    def attachments(self) -> list[Attachment]:
        """Everything but the first plain and the first HTML text."""
        bodies = [self._body("text/plain"), self._body("text/html")]
        return [
            Attachment(_filename(part), part.get_content_type(), _payload(part))
            for part in self._leaves
            if part not in bodies
        ]

    def _body(self, content_type: str) -> Message | None:
        return next((part for part in self._leaves if _is_body(part, content_type)), None)

    def _first(self, content_type: str) -> str:
        part = self._body(content_type)
        return "" if part is None else _decode(_payload(part), part.get_content_charset("utf-8"))

    def as_json(self) -> dict[str, Any]:
        """The shape of the API: `to` are the envelope's recipients, those who really get the letter."""
        return {
            "id": self.id,
            "message_id": self.message_id,
            "from": self.sender,
            "to": list(self.recipients),
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "received_at": self.received_at.isoformat(),
            "attachments": [
                {
                    "filename": attachment.filename,
                    "content_type": attachment.content_type,
                    "size": len(attachment.content),
                    "url": f"/letters/{self.id}/attachments/{number}",
                }
                for number, attachment in enumerate(self.attachments)
            ],
        }


class LetterStore:
    """Letters in one SQLite file. `add` returns only when the letter would survive a power cut."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            folder / "letters.sqlite3", check_same_thread=False, isolation_level=None
        )
        self._connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {_SCHEMA}")

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def add(self, mail_from: str, recipients: Sequence[str], raw: bytes) -> int:
        """Keeps the letter and returns its number. A repeated Message-ID is one more letter, never merged."""
        row = (
            datetime.now(UTC).isoformat(),
            mail_from,
            json.dumps(list(recipients), ensure_ascii=False),
            _message_id(_parse(raw)),
            raw,
        )
        with self._lock:
            cursor = self._connection.execute(_INSERT, row)
        return cast(int, cursor.lastrowid)

    def find(self, *, message_id: str | None = None, to: str | None = None) -> list[Letter]:
        """Letters in order of receipt; `to` is an envelope address, letter case ignored."""
        return self._select(
            "(:message_id IS NULL OR message_id = :message_id) AND (:to IS NULL OR EXISTS ("
            "SELECT 1 FROM json_each(recipients) WHERE lower(value) = lower(:to)))",
            {"message_id": None if message_id is None else _bare(message_id), "to": to},
        )

    def latest(self, count: int) -> list[Letter]:
        """The newest letters, newest first."""
        return self._select("TRUE", {}, f"ORDER BY id DESC LIMIT {count:d}")

    def get(self, number: int) -> Letter | None:
        letters = self._select("id = :id", {"id": number})
        return letters[0] if letters else None

    def count(self) -> int:
        with self._lock:
            return int(self._connection.execute("SELECT count(*) FROM letters").fetchone()[0])

    def clear(self) -> int:
        """Removes every letter and returns how many there were; numbers are never used again."""
        with self._lock:
            return self._connection.execute("DELETE FROM letters").rowcount

    def _select(self, where: str, values: dict[str, Any], order: str = "ORDER BY id") -> list[Letter]:
        query = f"SELECT id, received_at, mail_from, recipients, raw FROM letters WHERE {where} {order}"  # noqa: S608
        with self._lock:
            rows = self._connection.execute(query, values).fetchall()
        return [
            Letter(number, datetime.fromisoformat(received_at), mail_from, tuple(json.loads(recipients)), raw)
            for number, received_at, mail_from, recipients, raw in rows
        ]


# The classic («compat32») parser of the standard library is used because the modern one raises on some
# malformed headers, and a letter must never be lost or unreadable for being odd.


def _parse(raw: bytes) -> Message:
    return email.message_from_bytes(raw, policy=email.policy.compat32)


def _leaf_parts(message: Message) -> Iterator[Message]:
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in cast(list[Message], message.get_payload()):
            yield from _leaf_parts(part)
    else:
        yield message


def _is_body(part: Message, content_type: str) -> bool:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return part.get_content_type() == content_type and not disposition.startswith("attachment")


def _raw_header(message: Message, name: str) -> str:
    """A header as it came; bytes beyond ASCII are taken for UTF-8 (RFC 6532)."""
    value = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _header(message: Message, name: str) -> str:
    return _words(_raw_header(message, name))


def _words(value: str) -> str:
    """Text with its RFC 2047 encoded words decoded; as it came if they are broken."""
    try:
        value = str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        pass
    return " ".join(value.split())


def _filename(part: Message) -> str:
    return _words(part.get_filename("")) or "без имени"


def _message_id(message: Message) -> str:
    return _bare(_raw_header(message, "Message-ID"))


def _bare(message_id: str) -> str:
    return message_id.strip().removeprefix("<").removesuffix(">")


def _decode(content: bytes, charset: str) -> str:
    try:
        text = content.decode(charset, "replace")
    except LookupError:  # a charset nobody knows: show what can be shown
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _payload(part: Message) -> bytes:
    """Decoded bytes of a part; an attached letter, which has no bytes of its own, is given as its source."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    return b"".join(inner.as_bytes() for inner in cast(list[Message], part.get_payload()))
