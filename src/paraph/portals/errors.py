"""What a call of a portal may end in besides its value. Messages are Russian and say what to do."""

from __future__ import annotations

from datetime import timedelta


class CallError(Exception):
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


class Refused(CallError):
    """The portal understood and said no; the same call would be refused again.

    `code` and `text` are the portal's own, `status` is the HTTP status: 200 when the answer says so inside,
    0 when we refused before calling.
    """

    def __init__(self, code: str, text: str, status: int = 0, *, message: object, method: str = "") -> None:
        super().__init__(message, method=method)
        self.code = code
        self.text = text
        self.status = status


class NotNow(CallError):
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


class Unknown(CallError):
    """The answer was lost or the portal failed while working: the thing may have been done.

    Look before repeating: the portals keep no operation ids.
    """

    def __init__(self, after: timedelta, message: object, *, method: str = "") -> None:
        super().__init__(message, method=method)
        self.after = after
