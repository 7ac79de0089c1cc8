"""Addresses of the background tasks under `/elma365/`."""

from __future__ import annotations

from django.urls import path

from paraph.portals.elma365.sync import views

urlpatterns = [
    path("companies/<int:company_id>/tasks/", views.show, name="elma365-tasks"),
    path("companies/<int:company_id>/tasks/run/", views.run, name="elma365-tasks-run"),
]
