"""Calls of ELMA365 to somebody outside: JSON there and back, a bearer token, no retries."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

#: Seconds a service may take to answer, and the most of its answer that is read, bytes.
_TIMEOUT = 15.0
_LONGEST = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 if nothing did, then `error` says why."""

    status: int
    json: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_worth_repeating(self) -> bool:
        return self.status in (0, 429) or self.status >= 500

    @property
    def words(self) -> str:
        """Why it did not work, for people."""
        if not self.status:
            return f"хаб не отвечает ({self.error})"
        said = self.json.get("error")
        return said if isinstance(said, str) and said else f"хаб ответил {self.status}"


def ask(method: str, url: str, token: str, body: dict[str, Any] | None = None) -> Answer:
    """Asks once."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    try:
        connection = (
            HTTPSConnection(
                parts.hostname or "", parts.port, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT)
        )
        try:
            connection.request(method, path, data, headers)
            response = connection.getresponse()
            return Answer(response.status, _object(response.read(_LONGEST)))
        finally:
            connection.close()
    except (OSError, HTTPException, UnicodeError, ValueError) as error:
        return Answer(0, error=str(error) or repr(error))


def _object(data: bytes) -> dict[str, Any]:
    """The answer's object; a page of something in between is none."""
    try:
        value = json.loads(data)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
