"""Addresses of «Соответствие документов» under `/elma365/`."""

from __future__ import annotations

from django.urls import path

from paraph.portals.elma365.mapping_rows import views

_rows = "companies/<int:pk>/documents/"

urlpatterns = [
    path(_rows, views.home, name="elma365-maps"),
    path(f"{_rows}new/", views.new, name="elma365-map-new"),
    path(f"{_rows}<int:row_pk>/", views.row, name="elma365-map"),
    path(f"{_rows}<int:row_pk>/remove/", views.remove, name="elma365-map-remove"),
    path(f"{_rows}<int:row_pk>/try/", views.try_it, name="elma365-map-try"),
]
