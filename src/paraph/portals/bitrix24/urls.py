"""Addresses of Битрикс24 under `/bitrix24/`: what the portal calls, and our pages."""

from __future__ import annotations

from django.urls import path

from paraph.portals.bitrix24 import views_frame, views_inbound, views_settings
from paraph.portals.bitrix24.clickdoc import urls as clickdoc
from paraph.portals.bitrix24.registry import urls as registry
from paraph.portals.bitrix24.robots import urls as robots

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

_settings = [
    path("", views_settings.home, name="bitrix24"),
    path("new/", views_settings.new, name="bitrix24-new"),
    path("applications/<int:pk>/", views_settings.application, name="bitrix24-application"),
    path("applications/<int:pk>/remove/", views_settings.remove, name="bitrix24-remove"),
    path("portals/<int:pk>/", views_settings.portal, name="bitrix24-portal"),
    path("portals/<int:pk>/repair/", views_settings.repair, name="bitrix24-repair"),
    path("portals/<int:pk>/test-event/", views_settings.test_event, name="bitrix24-test-event"),
    path("portals/<int:pk>/people/", views_settings.people, name="bitrix24-people"),
    path("portals/<int:pk>/people/read/", views_settings.read_people, name="bitrix24-people-read"),
    path("portals/<int:pk>/people/<int:user_pk>/", views_settings.choose_person, name="bitrix24-person"),
]

urlpatterns = [
    *_settings,
    *_called,
    *_frame,
    *registry.urlpatterns,
    *clickdoc.urlpatterns,
    *robots.urlpatterns,
]
