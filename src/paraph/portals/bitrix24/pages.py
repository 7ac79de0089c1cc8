"""Pages shown inside the portal that belong to no feature."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from paraph.portals.bitrix24.models import Application, Portal, PortalUser
from paraph.web import respond
from paraph.web.middleware import content_security_policy


def installed(request: HttpRequest, portal: Portal, user: PortalUser) -> HttpResponse:
    """Tells the portal that the installation is finished."""
    context = {"portal": portal, "user": user}
    return _framed(respond.page(request, "bitrix24/installed.html", context), portal.base_url)


def stranger(request: HttpRequest, portal: Portal, user: PortalUser) -> HttpResponse:
    """The person is no employee in the workspace."""
    context = {
        "heading": _("Вас пока нет среди сотрудников"),
        "text": _(
            "Администратор Paraph должен связать вас с сотрудником: раздел «Битрикс24», портал {domain}, "
            "«Сотрудники». Ваш адрес на портале: {email}."
        ).format(domain=portal.domain, email=user.email or "—"),
    }
    return _framed(respond.page(request, "bitrix24/note.html", context, status=403), portal.base_url)


def trouble(request: HttpRequest, application: Application, text: str) -> HttpResponse:
    """The page could not be opened: what happened and what to do."""
    context = {"heading": _("Страница не открылась"), "text": text}
    return _framed(respond.page(request, "bitrix24/note.html", context, status=403), "*")


def not_here(request: HttpRequest, application: Application) -> HttpResponse:
    """Somebody opened the address by hand."""
    text = _("Этот адрес открывает сам портал Битрикс24. Откройте приложение в меню портала.")
    context = {"heading": _("Откройте приложение в портале"), "text": text}
    return respond.page(request, "bitrix24/note.html", context)


def come_back(request: HttpRequest) -> HttpResponse:
    """A frame's page asked for without its token: its module knows the way back."""
    return _framed(respond.page(request, "bitrix24/return.html", status=401), "*")


def _framed(response: HttpResponse, ancestors: str) -> HttpResponse:
    """These pages hold nothing to be clicked at: they may be shown where the portal shows them."""
    policy = content_security_policy(frame_ancestors=f"'self' {ancestors}" if ancestors != "*" else "*")
    response.headers["Content-Security-Policy"] = policy
    return response
