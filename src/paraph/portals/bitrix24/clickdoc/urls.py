"""Addresses of the КликДок pages."""

from __future__ import annotations

from django.urls import path

from paraph.portals.bitrix24.clickdoc import views

_PORTAL = "portals/<int:portal_id>/"

urlpatterns = [
    path(f"{_PORTAL}crm/<int:type_id>/<int:owner_id>/create/", views.create, name="bitrix24-create"),
    path(f"{_PORTAL}creations/<int:pk>/", views.creation, name="bitrix24-creation"),
    path(f"{_PORTAL}storage/", views.storage, name="bitrix24-storage"),
]
