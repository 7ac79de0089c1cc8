"""The envelope every answer of the Web API comes in, and refusals.

`success` says whether it worked, also with HTTP 200; an element comes as `item`, a list as
`{"result": {"result": […], "total": N}}`.
"""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.http import Response

_JSON = "application/json; charset=utf-8"


class Refused(Exception):
    """The operation is refused: HTTP 200 with `success: false`, or 400, 403, 404 with the same body."""

    def __init__(self, error: str, status: int = 200) -> None:
        super().__init__(error)
        self.status = status


class BadRequest(Refused):
    """400: the body is not what the operation takes."""

    def __init__(self, error: str) -> None:
        super().__init__(error, 400)


class NotFound(Refused):
    """404: there is no such thing at this address."""

    def __init__(self, error: str) -> None:
        super().__init__(error, 404)


def success(**fields: Any) -> dict[str, Any]:
    """The envelope around these fields."""
    return {"success": True, "error": "", **fields}


def listing(rows: list[Any], total: int | None = None) -> dict[str, Any]:
    """The envelope of a list; `total` counts what is beyond this page too."""
    return success(result={"result": rows, "total": len(rows) if total is None else total})


def respond(value: dict[str, Any], status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return Response(json.dumps(value, ensure_ascii=False).encode(), _JSON, status, headers)


def refusal(error: str, status: int, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return respond({"success": False, "error": error}, status, headers)
