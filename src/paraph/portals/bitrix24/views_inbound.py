"""What a portal calls: pages in its frames, events, robots. Each is bounded, checked and answered at once.

No cookie and no CSRF token: a call is genuine by the application's token, a page by a token the authorisation
server confirms. The address alone (it holds a slug nobody can guess) opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from paraph.effects import limits as effect_limits
from paraph.effects.models import LimitedKey
from paraph.errors import DomainError
from paraph.portals.bitrix24 import (
    brackets,
    frames,
    inbound,
    limits,
    pages,
    places,
    polling,
    visits,
)
from paraph.portals.bitrix24 import (
    install as installation,
)
from paraph.portals.bitrix24.errors import Bitrix24Error, PortalError
from paraph.portals.bitrix24.models import Application, Inbound, Portal, PortalState
from paraph.portals.bitrix24.visits import Pass
from paraph.texts import storable
from paraph.web import frames as web_frames

Fields = dict[str, Any]
View = Callable[..., HttpResponseBase]


def _called(view: Callable[..., HttpResponseBase]) -> View:
    """A view the portal calls by POST: given the application and the fields of the form."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def checked(request: HttpRequest, slug: str, **kwargs: str) -> HttpResponseBase:
        application = Application.objects.filter(slug=slug, removed_at=None).first()
        if application is None or not application.client_id:
            return HttpResponse(status=404)
        if request.method != "POST":
            return pages.not_here(request, application)
        if int(request.META.get("CONTENT_LENGTH") or 0) > limits.INBOUND:
            return HttpResponse(status=413)
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        fields = storable(brackets.parse(pairs))
        return view(request, application, fields, **kwargs)

    return checked


def _stranger(request: HttpRequest) -> str:
    return f"bitrix24-false:{request.META.get('REMOTE_ADDR', '')}"


def _refused(request: HttpRequest) -> HttpResponse:
    """A false call: counted against its address, and told nothing.

    Genuine events and robots of the same address still come through: many portals share one, and what is
    turned away is not sent again.
    """
    waiting = effect_limits.take(_stranger(request), limits.FALSE_CALLS)
    return HttpResponse(status=429 if waiting else 403)


def _is_tiresome(request: HttpRequest) -> bool:
    """Whether too many false calls came from there to ask the authorisation server about another."""
    return LimitedKey.objects.filter(key=_stranger(request), next_at__gt=timezone.now()).exists()


# -- events and robots --------------------------------------------------------------------------------------


@_called
def event(request: HttpRequest, application: Application, fields: Fields) -> HttpResponseBase:
    """An online event; the answer tells nothing."""
    portal = _portal_of(application, fields)
    if portal is None:
        return _refused(request)
    name, data = str(fields.get("event") or "").upper(), _map(fields.get("data"))
    now = timezone.now()
    Portal.objects.filter(pk=portal.pk).update(last_inbound_at=now, last_event_at=now)
    match name:
        case "ONAPPUNINSTALL":
            installation.uninstall(portal, data)
        case "ONAPPUPDATE":
            installation.updated(portal)
        case "ONAPPTEST":
            Portal.objects.filter(pk=portal.pk).update(test_event_at=now)
        case "ONOFFLINEEVENT":
            polling.wake(portal)
        case _:
            key = inbound.fingerprint(name, fields.get("ts"), data)
            inbound.accept(portal, Inbound.Kind.EVENT, name, key, data, _user_of(fields))
    return HttpResponse(status=200)


@_called
def robot(request: HttpRequest, application: Application, fields: Fields) -> HttpResponseBase:
    """A run of a robot or activity. Its event token makes it recognisable; tokens of access are not kept."""
    portal = _portal_of(application, fields)
    if portal is None:
        return _refused(request)
    Portal.objects.filter(pk=portal.pk).update(last_inbound_at=timezone.now())
    token, code = str(fields.get("event_token") or ""), str(fields.get("code") or "")
    if not token or not code:
        return HttpResponse(status=400)
    data = {name: value for name, value in fields.items() if name != "auth"}
    inbound.accept(portal, Inbound.Kind.ROBOT, code, inbound.fingerprint(token), data, _user_of(fields))
    return HttpResponse(status=200)


def _portal_of(application: Application, fields: Fields) -> Portal | None:
    """The portal a call comes from, if its application token says so."""
    auth = _map(fields.get("auth"))
    portal = Portal.objects.filter(
        application=application, member_id=str(auth.get("member_id") or "")
    ).first()
    if portal is None or portal.state in (PortalState.UNINSTALLED, PortalState.DELETED):
        return None
    return portal if installation.is_genuine(portal, auth.get("application_token")) else None


def _user_of(fields: Fields) -> int:
    text = str(_map(fields.get("auth")).get("user_id") or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


# -- installation -------------------------------------------------------------------------------------------


@_called
def install(request: HttpRequest, application: Application, fields: Fields) -> HttpResponseBase:
    """Opened by the administrator in a frame, or called by the portal (ONAPPINSTALL) without one."""
    if _is_tiresome(request):
        return HttpResponse(status=429)
    if fields.get("event") == "ONAPPINSTALL":
        return _installed_by_call(request, application, _map(fields.get("auth")))
    return _installed_by_page(request, application, fields)


def _installed_by_page(request: HttpRequest, application: Application, fields: Fields) -> HttpResponseBase:
    given, token = _pass_of_page(fields), str(fields.get("APPLICATION_TOKEN") or "")
    try:
        portal, user = installation.install(application, given, token)
    except Bitrix24Error as error:
        _count_false(request, error)
        return pages.trouble(request, application, error.message)
    except DomainError as error:
        return pages.trouble(request, application, error.message)
    return pages.installed(request, portal, user)


def _installed_by_call(
    request: HttpRequest, application: Application, auth: Mapping[str, Any]
) -> HttpResponseBase:
    given = Pass(
        access=str(auth.get("access_token") or ""),
        refresh=str(auth.get("refresh_token") or ""),
        expires_in=str(auth.get("expires_in") or ""),
    )
    try:
        installation.install(application, given, str(auth.get("application_token") or ""))
    except PortalError:
        return _refused(request)
    except Bitrix24Error:
        return HttpResponse(status=503)
    except DomainError:
        return HttpResponse(status=403)
    return HttpResponse(status=200)


def _count_false(request: HttpRequest, error: Bitrix24Error) -> None:
    if isinstance(error, PortalError):
        effect_limits.take(_stranger(request), limits.FALSE_CALLS)


# -- pages in frames ----------------------------------------------------------------------------------------


@_called
def app(request: HttpRequest, application: Application, fields: Fields) -> HttpResponseBase:
    """The application's own page, also as `openApplication` shows it."""
    return _opened(request, application, fields, "")


@_called
def place(request: HttpRequest, application: Application, fields: Fields, name: str) -> HttpResponseBase:
    """A place of ours in the portal's pages."""
    if places.view_of(name) is None:
        raise Http404
    return _opened(request, application, fields, name)


def _opened(request: HttpRequest, application: Application, fields: Fields, view: str) -> HttpResponseBase:
    """Begin a session and go on to the page itself, which is then opened as every other."""
    if _is_tiresome(request):
        return HttpResponse(status=429)
    try:
        portal, user = visits.come_in(application, _pass_of_page(fields))
    except Bitrix24Error as error:
        if isinstance(error, PortalError) and error.code == visits.NOT_INSTALLED:
            return _installed_by_page(request, application, fields)  # the portal thinks it is
        _count_false(request, error)
        return pages.trouble(request, application, error.message)
    if user.employee is None or not user.employee.is_active:
        return pages.stranger(request, portal, user)
    code = str(fields.get("PLACEMENT") or "DEFAULT")
    options = places.options_of(str(fields.get("PLACEMENT_OPTIONS") or ""))
    opened = frames.Opened(code, view, places.entity_of(code, options), options)
    web_frames.enter(request, frames.open_frame(portal, user, opened))
    Portal.objects.filter(pk=portal.pk).update(last_inbound_at=timezone.now())
    return redirect("bitrix24-here")


def _pass_of_page(fields: Fields) -> Pass:
    return Pass(
        access=str(fields.get("AUTH_ID") or ""),
        refresh=str(fields.get("REFRESH_ID") or ""),
        expires_in=str(fields.get("AUTH_EXPIRES") or ""),
    )
