"""Security headers, and who is asking: employee, workspace, language and time zone of each request."""

from __future__ import annotations

import logging
import secrets
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.parties.models import Employee
from paraph.web import frames, respond

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: Session key with the id of the workspace chosen by a user who works in several.
WORKSPACE_KEY = "workspace"
#: Cookie with the reader's IANA zone, set by `paraph/zone.js`.
ZONE_COOKIE = "zone"

_POLICY = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data: blob:",  # data: for the small pictures inside Tabler's CSS
    "object-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",
}


def content_security_policy(**changes: str) -> str:
    """The policy of our pages; a view that must differ sets the header itself with the changed directives.

    For example a page shown inside a portal: `frame_ancestors="'self' https://portal.example"`.
    """
    policy = _POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class SecurityHeaders:
    """Puts the policy headers on every answer that does not carry its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        # Pages hold personal data and other people's documents: no shared or disk cache keeps them.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Last resort: a refusal becomes its message, a fault becomes a page with a code found in the log.

        404 and 403 of whole pages are left to Django, which shows our templates of that name.
        """
        refusal = respond.as_refusal(request, exception)
        if refusal is not None:
            return respond.refusal(request, refusal)
        if settings.DEBUG or isinstance(exception, respond.HANDLED_BY_DJANGO):
            return None
        code = secrets.token_hex(4).upper()
        log.error("fault %s at %s %s", code, request.method, request.path, exc_info=exception)
        return respond.fault(request, code)


class CurrentWorkspace:
    """Sets `request.employee`, `request.workspace` and `request.employees`; refuses everybody else.

    Every view requires a signed-in user with an active employee record, except those marked with
    `django.contrib.auth.decorators.login_not_required` (sign-in, guest pages).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if getattr(request, "frame", None) is not None:
            frames.enter(request, request.frame)
        else:
            request.frame = None
            request.employees = _employees(request)
            request.employee = _chosen(request)
            request.workspace = request.employee.workspace if request.employee else None
        _use_language(request)
        with timezone.override(_zone(request)):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Default deny."""
        if getattr(view, "login_required", True):
            if not request.user.is_authenticated:
                return respond.to_sign_in(request, redirect_to_login(request.get_full_path()))
            if request.employee is None:
                return respond.page(request, "web/no_workspace.html", status=403)
        if _holds_nul(request, view):
            message = _("В тексте есть невидимый знак, который нельзя сохранить. Наберите текст заново.")
            return respond.refusal(request, DomainError("unstorable", message))
        return None


def _holds_nul(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether a value of the address or the form holds NUL, which no browser sends and no database keeps.

    Views without CSRF check (guest pages) bound the body before it is read, and clean their one text.
    """
    given = [request.GET]
    if request.method == "POST" and not getattr(view, "csrf_exempt", False):
        given.append(request.POST)
    return any("\0" in value for values in given for _name, found in values.lists() for value in found)


def _employees(request: HttpRequest) -> list[Employee]:
    """Active employee records of the signed-in user, one per workspace, the oldest first."""
    if not request.user.is_authenticated:
        return []
    records = Employee.objects.filter(user=request.user, is_active=True)
    return list(records.select_related("workspace", "organization").order_by("id"))


def _chosen(request: HttpRequest) -> Employee | None:
    chosen = request.session.get(WORKSPACE_KEY) if len(request.employees) > 1 else None
    of_workspace = {employee.workspace_id: employee for employee in request.employees}
    return of_workspace.get(chosen) or next(iter(request.employees), None)


def _use_language(request: HttpRequest) -> None:
    """The user's setting; before sign-in the cookie of the switcher; Russian when nothing was chosen."""
    if request.user.is_authenticated:
        wanted = request.user.language
    else:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    translation.activate(known)
    request.LANGUAGE_CODE = known


def _zone(request: HttpRequest) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(request.COOKIES.get(ZONE_COOKIE, settings.TIME_ZONE))
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the zone data
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)
