"""Sessions of pages inside the portal, and tickets of addresses (decision 20).

The token is derived, as those of guest links (decision 4): the database holds a nonce and a hash. A ticket is
a signature over one address, one session and a moment; using it writes its hash, so it opens once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from paraph.parties.models import Employee
from paraph.portals.bitrix24 import limits
from paraph.portals.bitrix24.models import FrameSession, Portal, PortalState, PortalUser, UsedTicket
from paraph.texts import row_id
from paraph.web.frames import TICKET


@dataclass
class Frame:
    """`request.frame` of a page inside a portal (see `paraph.web.frames.Frame`)."""

    session: FrameSession
    token: str
    script: str = "bitrix24/frame.js"

    @property
    def portal(self) -> Portal:
        return self.session.portal

    @property
    def user(self) -> PortalUser:
        """Who opened it, as the portal knows them."""
        return self.session.user

    @property
    def employee(self) -> Employee:
        """Who that is with us."""
        employee = self.session.user.employee
        if employee is None:
            raise LookupError("a frame is opened for an employee only")
        return employee

    @property
    def placement(self) -> str:
        return self.session.placement

    @property
    def entity_type_id(self) -> int:
        """Type of the CRM object (2 a deal, 4 a company…); 0 outside of one."""
        return self.session.entity_type_id

    @property
    def entity_id(self) -> int:
        return self.session.entity_id

    @property
    def options(self) -> dict[str, Any]:
        """PLACEMENT_OPTIONS."""
        return dict(self.session.options)

    @property
    def marks(self) -> dict[str, str]:
        """Data attributes of the page's root, for the module."""
        return {"frame": self.token, "portal": self.portal.base_url, "place": self.placement}

    @property
    def has_menu(self) -> bool:
        """The application's own page shows our sections; a place in a card belongs to the card."""
        return not self.session.view

    @property
    def home(self) -> str:
        """Address of what the portal opened."""
        return reverse("bitrix24-here")

    @property
    def flash(self) -> str:
        return self.session.flash

    def keep_flash(self, text: str) -> None:
        """Messages for the next page."""
        if text != self.session.flash:
            self.session.flash = text
            FrameSession.objects.filter(pk=self.session.pk).update(flash=text)  # it may have ended meanwhile

    def ticketed(self, address: str, *, is_picture: bool = False) -> str:
        """The address with a ticket good once, for a minute; a picture may be looked at later."""
        life = limits.PICTURE_TICKET_LIFE if is_picture else limits.TICKET_LIFE
        until, nonce = int((timezone.now() + life).timestamp()), secrets.token_urlsafe(9)
        plain, _old = take_ticket(address)
        ticket = f"{self.session.pk}.{until}.{nonce}"
        ticket = f"{ticket}.{_signature(ticket, plain)}"
        path, hash_, anchor = plain.partition("#")
        return f"{path}{'&' if '?' in path else '?'}{urlencode({TICKET: ticket})}{hash_}{anchor}"


@dataclass(frozen=True)
class Opened:
    """What the portal opened: the place's code and our view for it, the CRM object, PLACEMENT_OPTIONS."""

    placement: str = "DEFAULT"
    view: str = ""
    entity: tuple[int, int] = (0, 0)
    options: dict[str, Any] = field(default_factory=dict)


def open_frame(portal: Portal, user: PortalUser, opened: Opened) -> Frame:
    """A new session for one opening of a page."""
    nonce = secrets.token_urlsafe(32)
    session = FrameSession.objects.create(
        portal=portal,
        user=user,
        nonce=nonce,
        token_hash=_fingerprint(_derive(nonce)),
        placement=opened.placement[:100],
        view=opened.view,
        entity_type_id=opened.entity[0],
        entity_id=opened.entity[1],
        options=opened.options,
        expires_at=timezone.now() + limits.FRAME_LIFE,
    )
    return Frame(session, _derive(nonce))


def of_token(token: str) -> Frame | None:
    """The living session of a header's token."""
    return _living(token_hash=_fingerprint(token)) if token else None


def of_ticket(address: str) -> tuple[Frame | None, str]:
    """The session a ticketed address was made in, and the address without its ticket. Uses the ticket up."""
    plain, ticket = take_ticket(address)
    fields = ticket.rsplit(".", 1)
    if len(fields) != 2 or not hmac.compare_digest(fields[1], _signature(fields[0], plain)):
        return None, plain
    number, until = (row_id(part) or 0 for part in fields[0].split(".")[:2])
    if until <= timezone.now().timestamp() or not _use(ticket, until):
        return None, plain
    return _living(pk=number), plain


def take_ticket(address: str) -> tuple[str, str]:
    """An address of this site without its ticket, and the ticket."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    ticket = next((value for name, value in query if name == TICKET), "")
    if not ticket:
        return address, ""
    rest = [(name, value) for name, value in query if name != TICKET]
    return parts._replace(query=urlencode(rest)).geturl(), ticket


def end_all(portal: Portal) -> None:
    """No page of the portal works any more."""
    FrameSession.objects.filter(portal=portal).delete()


def end_of_user(user: PortalUser) -> None:
    """No page this person has open works any more."""
    FrameSession.objects.filter(user=user).delete()


def tidy() -> int:
    """Forget what has ended; how many rows."""
    now = timezone.now()
    sessions, _rows = FrameSession.objects.filter(expires_at__lt=now).delete()
    tickets, _rows = UsedTicket.objects.filter(expires_at__lt=now).delete()
    return sessions + tickets


def _living(**wanted: Any) -> Frame | None:
    rows = FrameSession.objects.select_related(
        "portal__application",
        "user__employee__user",
        "user__employee__workspace",
        "user__employee__organization",
    )
    session = rows.filter(expires_at__gt=timezone.now(), user__is_active=True, **wanted).first()
    if session is None or session.portal.state not in (PortalState.ACTIVE, PortalState.NEEDS_ADMIN):
        return None
    employee = session.user.employee
    if employee is None or not employee.is_active or employee.workspace_id != session.portal.workspace_id:
        return None
    return Frame(session, _derive(session.nonce))


def _use(ticket: str, until: int) -> bool:
    digest = hashlib.sha256(ticket.encode()).hexdigest()
    ends = timezone.now() + timedelta(seconds=max(until - timezone.now().timestamp(), 0) + 60)
    with transaction.atomic():
        _row, is_first = UsedTicket.objects.get_or_create(ticket_hash=digest, defaults={"expires_at": ends})
    return is_first


def _derive(nonce: str) -> str:
    digest = salted_hmac("paraph.bitrix24.frame", nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _signature(ticket: str, address: str) -> str:
    """Over the ticket and what the address means; an anchor never reaches the server."""
    parts = urlsplit(address)
    query = urlencode(parse_qsl(parts.query, keep_blank_values=True))
    message = f"{ticket}\n{unquote(parts.path)}\n{query}"
    digest = salted_hmac("paraph.bitrix24.ticket", message, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()
