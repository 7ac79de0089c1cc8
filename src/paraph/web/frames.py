"""Our pages inside the pages of a portal, where browsers keep no cookies of ours.

A portal's adapter puts a `Frame` into `request.frame` before anything else looks at the request. From there
on every page works as outside: the person is the frame's, requests of scripts carry its token in a header,
and whole pages, pictures and files are opened by addresses with a ticket that is good once.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from jinja2 import pass_context
from jinja2.runtime import Context

from paraph.parties.models import Employee, User

#: Header with the frame's token.
HEADER = "X-Paraph-Frame"
#: Parameter of an address with its ticket.
TICKET = "_ticket"


class Frame(Protocol):
    """One opening of our page inside a portal."""

    #: What requests of scripts carry in the header.
    token: str
    #: Static path of the module that speaks to the portal's page.
    script: str

    @property
    def marks(self) -> dict[str, str]:
        """Data attributes of the page's root, for the module."""
        ...

    @property
    def has_menu(self) -> bool:
        """Whether the page shows our sections; a place in somebody else's card does not."""
        ...

    @property
    def home(self) -> str:
        """Address of what the portal opened."""
        ...

    @property
    def employee(self) -> Employee:
        """Who opened it."""
        ...

    @property
    def flash(self) -> str:
        """Messages for this page, as `Storage` wrote them."""
        ...

    def ticketed(self, address: str, *, is_picture: bool = False) -> str:
        """The address (of this site) with a ticket good once."""
        ...

    def keep_flash(self, text: str) -> None:
        """Keep messages for the next page."""
        ...


def enter(request: HttpRequest, frame: Frame) -> None:
    """The request is the frame's person's."""
    employee = frame.employee
    request.frame = frame
    # An employee without a sign-in of their own is let in by the portal alone.
    request.user = employee.user or User(email=employee.email)  # type: ignore[assignment]
    request.employees = [employee]
    request.employee, request.workspace = employee, employee.workspace


@pass_context
def embedded(context: Context, address: str) -> str:
    """Address of a picture inside a page; in a frame with a ticket, because pictures carry no header."""
    frame: Frame | None = getattr(context["request"], "frame", None)
    return frame.ticketed(address, is_picture=True) if frame is not None else address


class Storage(FallbackStorage):
    """Flash messages: in cookies and the session, or beside the frame where there are none of them."""

    @property
    def _frame(self) -> Frame | None:
        return getattr(self.request, "frame", None)

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        if self._frame is None:
            found: tuple[list[Any], bool] = super()._get(*args, **kwargs)
            return found
        text = self._frame.flash
        return (MessageDecoder().decode(text) if text else []), True

    def _store(self, messages: list[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if self._frame is None:
            left: list[Any] = super()._store(messages, response, *args, **kwargs)
            return left
        self._frame.keep_flash(MessageEncoder().encode(messages) if messages else "")
        return []
