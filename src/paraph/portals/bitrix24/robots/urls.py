"""Addresses of the robots' pages under `/bitrix24/`."""

from __future__ import annotations

from django.urls import path

from paraph.portals.bitrix24.robots import views

_PORTAL = "portals/<int:pk>/robots/"

urlpatterns = [
    path(_PORTAL, views.settings, name="bitrix24-robots"),
    path(f"{_PORTAL}people/", views.people, name="bitrix24-robot-people"),
    path(f"{_PORTAL}runs/", views.listed, name="bitrix24-robot-runs"),
    path(f"{_PORTAL}runs/<int:run_id>/", views.one, name="bitrix24-robot-run"),
    path(f"{_PORTAL}runs/<int:run_id>/answer/", views.answer_again, name="bitrix24-robot-answer"),
]
