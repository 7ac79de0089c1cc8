"""What a call of the REST API may end in besides its value: `portals.errors` in the words of this portal."""

from __future__ import annotations

from paraph.portals.errors import CallError as Bitrix24Error
from paraph.portals.errors import NotNow, Refused, Unknown

__all__ = ("Bitrix24Error", "NeedsAdministrator", "NotNow", "PortalError", "Unknown")


class PortalError(Refused):
    """The portal's no. `code` is its own («ACCESS_DENIED», may be empty or «0»)."""

    def __init__(
        self, code: str, text: str, status: int = 0, *, message: object = "", method: str = ""
    ) -> None:
        said = message or f"Битрикс24 отказал: {text or code or status}."
        super().__init__(code, text, status, message=said, method=method)


class NeedsAdministrator(PortalError):
    """No token of the portal works any more: an administrator must open the application there."""
