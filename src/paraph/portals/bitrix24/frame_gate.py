"""Lets requests of pages inside a portal in, and their answers out: no cookies either way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.portals.bitrix24 import frames, pages
from paraph.portals.bitrix24.frames import Frame
from paraph.web import respond
from paraph.web.frames import HEADER, TICKET
from paraph.web.middleware import content_security_policy

_ANCESTORS = re.compile(r"frame-ancestors [^;]*")


class FrameGate:
    """Stands before sessions and CSRF: the token in the header, or a ticket, is proof enough of both."""

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.frame = None
        came, frame = _frame_of(request)
        if came:
            request.META.pop("HTTP_COOKIE", None)
            request._dont_enforce_csrf_checks = True
        request.frame = frame
        request.frame_ended = came and frame is None
        response = self.get_response(request)
        if request.frame is not None:
            _let_out(request.frame, response)
        return response

    def process_view(
        self, request: Any, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """A token or ticket that does not hold any more, or a page of a frame that came without one."""
        if request.frame_ended:
            message = _("Страница в портале открыта слишком давно. Обновите страницу портала.")
            response = respond.refusal(request, DomainError("frame-ended", message))
            response.status_code = 401
            # Nothing is on this page: it may be shown wherever the ended one was.
            response.headers["Content-Security-Policy"] = content_security_policy(frame_ancestors="*")
            return response
        in_frame = request.headers.get("Sec-Fetch-Dest") == "iframe" and request.method == "GET"
        is_private = getattr(view, "login_required", True)
        if in_frame and is_private and request.frame is None and not request.user.is_authenticated:
            return pages.come_back(request)
        return None


def _frame_of(request: Any) -> tuple[bool, Frame | None]:
    """Whether the request comes from a frame, and which."""
    token = request.headers.get(HEADER, "")
    address = request.get_full_path()
    if f"{TICKET}=" not in request.META.get("QUERY_STRING", ""):
        return bool(token), frames.of_token(token)
    if token:  # a redirect followed by a script: the header goes along
        frame, plain = frames.of_token(token), frames.take_ticket(address)[0]
    else:
        frame, plain = frames.of_ticket(address)
    request.META["QUERY_STRING"] = urlsplit(plain).query
    return True, frame


def _let_out(frame: Frame, response: HttpResponseBase) -> None:
    response.cookies.clear()
    policy = response.headers.get("Content-Security-Policy", "frame-ancestors 'none'")
    ancestors = f"frame-ancestors 'self' {frame.portal.base_url}"
    response.headers["Content-Security-Policy"] = _ANCESTORS.sub(ancestors, policy)
    for header in ("Location", "HX-Redirect"):
        target = response.headers.get(header, "")
        if target.startswith("/") and not target.startswith("//"):
            response.headers[header] = frame.ticketed(target)
