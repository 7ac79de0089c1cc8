"""Addresses of ours that a portal calls: absolute, and not to be guessed (the application's slug)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from paraph.portals.bitrix24.models import Application


def _absolute(name: str, *args: str) -> str:
    return str(settings.BASE_URL) + reverse(name, args=args)


def app(application: Application) -> str:
    """Page of the application in the portal («путь вашего обработчика»)."""
    return _absolute("bitrix24-app", application.slug)


def install(application: Application) -> str:
    """Opened once by the administrator, or called by the portal («путь для первоначальной установки»)."""
    return _absolute("bitrix24-install", application.slug)


def event(application: Application) -> str:
    """Handler of events."""
    return _absolute("bitrix24-event", application.slug)


def robot(application: Application) -> str:
    """Handler of robots and activities."""
    return _absolute("bitrix24-robot", application.slug)


def placement(application: Application, view: str) -> str:
    """Handler of a place in the portal's pages."""
    return _absolute("bitrix24-place", application.slug, view)
