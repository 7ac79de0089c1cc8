"""Addresses of Битрикс24 under `/bitrix24/`: what the portal calls, and our pages."""

from __future__ import annotations

from django.urls import path

from paraph.portals.bitrix24 import views_frame, views_inbound
from paraph.portals.bitrix24.clickdoc import urls as clickdoc
from paraph.portals.bitrix24.registry import urls as registry

#: Called by the portal; the application's slug is in each.
_called = [
    path("of/<str:slug>/app/", views_inbound.app, name="bitrix24-app"),
    path("of/<str:slug>/install/", views_inbound.install, name="bitrix24-install"),
    path("of/<str:slug>/event/", views_inbound.event, name="bitrix24-event"),
    path("of/<str:slug>/robot/", views_inbound.robot, name="bitrix24-robot"),
    path("of/<str:slug>/place/<str:name>/", views_inbound.place, name="bitrix24-place"),
]

_frame = [
    path("here/", views_frame.here, name="bitrix24-here"),
    path("ticket/", views_frame.ticket, name="bitrix24-ticket"),
]

urlpatterns = [
    *_called,
    *_frame,
    *registry.urlpatterns,
    *clickdoc.urlpatterns,
]
