"""Addresses of the hub."""

from django.urls import include, path

urlpatterns = [
    path("g/", include("paraph.channels.link.urls")),
    path("diadoc/", include("paraph.channels.diadoc.urls")),
    path("bitrix24/", include("paraph.portals.bitrix24.urls")),
    path("elma365/", include("paraph.portals.elma365.urls")),
    path("", include("paraph.web.urls")),
]
