"""Addresses of the registry under `/bitrix24/`: documents of a CRM object, and the settings of a portal."""

from __future__ import annotations

from django.urls import path

from paraph.portals.bitrix24.registry import views, views_settings

_OBJECT = "objects/<int:portal_id>/<int:type_id>/<int:owner_id>/"

urlpatterns = [
    path(_OBJECT, views.documents, name="bitrix24-documents"),
    path(f"{_OBJECT}changes/", views.changes, name="bitrix24-changes"),
    path(f"{_OBJECT}add/", views.add, name="bitrix24-add"),
    path(f"{_OBJECT}choose/", views.choose, name="bitrix24-choose"),
    path(f"{_OBJECT}again/", views.again, name="bitrix24-again"),
    path(f"{_OBJECT}items/<int:item_id>/", views.item, name="bitrix24-item"),
    path(f"{_OBJECT}items/<int:item_id>/remove/", views.remove, name="bitrix24-item-remove"),
    path(f"{_OBJECT}package/", views.package, name="bitrix24-package"),
    path(f"{_OBJECT}packages/<int:package_id>/", views.progress, name="bitrix24-progress"),
    path("portals/<int:portal_id>/registry/", views_settings.show, name="bitrix24-registry"),
    path("portals/<int:portal_id>/registry/set-up/", views_settings.set_up, name="bitrix24-registry-set-up"),
    path(
        "portals/<int:portal_id>/registry/<str:kind>/",
        views_settings.mapping,
        name="bitrix24-registry-mapping",
    ),
]
