"""What a call of the REST API may end in besides its value. Messages are Russian and say what to do."""

from __future__ import annotations

from datetime import timedelta


class Bitrix24Error(Exception):
    """A call that gave no value. Nothing secret is in it: no token, address of a file or body."""

    def __init__(self, message: object, *, method: str = "") -> None:
        super().__init__(str(message))
        #: For people.
        self.message = str(message)
        self.method = method

    @property
    def full(self) -> str:
        """The message with the method it speaks of."""
        return f"{self.message} ({self.method})" if self.method else self.message


class PortalError(Bitrix24Error):
    """The portal understood and said no; the same call would be refused again.

    `code` is the portal's («ACCESS_DENIED», may be empty or «0»), `text` its own words, `status` the HTTP
    status (200 inside of a batch, 0 when we refused before calling).
    """

    def __init__(
        self, code: str, text: str, status: int = 0, *, message: object = "", method: str = ""
    ) -> None:
        super().__init__(message or f"Битрикс24 отказал: {text or code or status}.", method=method)
        self.code = code
        self.text = text
        self.status = status


class NeedsAdministrator(PortalError):
    """No token of the portal works any more: an administrator must open the application there."""


class NotNow(Bitrix24Error):
    """Nothing was done: make the same call again after `after`."""

    def __init__(
        self,
        after: timedelta,
        message: object,
        *,
        whole_portal: bool = False,
        at_once: bool = False,
        method: str = "",
    ) -> None:
        super().__init__(message, method=method)
        self.after = after
        #: The portal is tired of us or away, not of this method: hold back all effects of the portal.
        self.whole_portal = whole_portal
        #: Worth a few more tries before giving up: «too many requests», a line that broke.
        self.at_once = at_once


class Unknown(Bitrix24Error):
    """The answer was lost or the portal failed while working: the thing may have been done.

    Look before repeating: the portal keeps no operation ids.
    """

    def __init__(self, after: timedelta, message: object, *, method: str = "") -> None:
        super().__init__(message, method=method)
        self.after = after
