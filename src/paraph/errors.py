"""The one error type domain rooms raise towards people and the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A refusal with a stable code and a Russian sentence that says what to do.

    Raised by services; views and the API show `message` as it is. Nothing was changed when it is raised:
    services raise before writing, or inside the transaction that is then rolled back.
    """

    def __init__(self, code: str, message: str, *, field: str = "", **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = str(message)
        #: Name of the form field to mend, if the fault belongs to one.
        self.field = field
        self.details: Mapping[str, Any] = details
