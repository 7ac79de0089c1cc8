"""What a call of the Web API may end in besides its value: `portals.errors` in the words of ELMA365."""

from __future__ import annotations

from paraph.portals.errors import CallError, NotNow, Refused, Unknown

__all__ = ("CallError", "ElmaError", "LockedOut", "NotNow", "TooOften", "Unknown")


class ElmaError(Refused):
    """ELMA365 said no: `success: false`, 400, 403 or 404. The same call would be refused again.

    The API has no codes of errors: `code` is ours («unsuccess», «bad-request», «forbidden», «not-found»,
    «too-long», «foreign-address»…), `text` is what ELMA365 said.
    """


class TooOften(NotNow):
    """429: nobody calls the company for `after`."""


class LockedOut(NotNow):
    """The token is not accepted for anything, or there is none: no call makes sense until another comes."""
