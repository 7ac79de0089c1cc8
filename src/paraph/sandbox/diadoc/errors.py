"""Answers that are not the asked thing."""

from __future__ import annotations


class ApiError(Exception):
    """A refusal: status, plain text and, when the service has one, a machine-readable code."""

    def __init__(self, status: int, text: str = "", code: str = "", retry_after: int | None = None) -> None:
        super().__init__(text or code)
        self.status = status
        self.text = text
        self.code = code
        self.retry_after = retry_after


class NotReady(Exception):
    """«204» with `Retry-After`: repeat the same call in so many seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
