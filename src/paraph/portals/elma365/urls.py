"""Addresses of ELMA365 under `/elma365/`: our pages, and what ELMA365 calls (by the company's key)."""

from __future__ import annotations

from django.urls import path

from paraph.portals.elma365 import views_inbound, views_settings
from paraph.portals.elma365.blocks import urls as blocks
from paraph.portals.elma365.mapping_rows import urls as mapping
from paraph.portals.elma365.sync import urls as sync

_settings = [
    path("", views_settings.home, name="elma365"),
    path("new/", views_settings.new, name="elma365-new"),
    path("companies/<int:pk>/", views_settings.company, name="elma365-company"),
    path("companies/<int:pk>/check/", views_settings.check, name="elma365-check"),
    path("companies/<int:pk>/switch/", views_settings.switch, name="elma365-switch"),
    path("companies/<int:pk>/token/", views_settings.renew_token, name="elma365-token"),
    path("companies/<int:pk>/remove/", views_settings.remove, name="elma365-remove"),
    path("companies/<int:pk>/accounts/", views_settings.account_table, name="elma365-accounts"),
    path("companies/<int:pk>/accounts/key/forget/", views_settings.forget_key, name="elma365-key-forget"),
    path("companies/<int:pk>/accounts/<int:entity>/", views_settings.account, name="elma365-account"),
    path(
        "companies/<int:pk>/accounts/<int:entity>/remove/",
        views_settings.remove_account,
        name="elma365-account-remove",
    ),
    path("companies/<int:pk>/people/", views_settings.people_table, name="elma365-people"),
    path("companies/<int:pk>/people/read/", views_settings.read_people, name="elma365-people-read"),
    path("companies/<int:pk>/people/<int:user_pk>/", views_settings.choose_person, name="elma365-person"),
]

#: Beneath the address the module and the webhook blocks are told; others stand before these.
_called = [
    path("<slug:key>/settings/", views_settings.entrance, name="elma365-entrance"),
    path("<slug:key>/", views_inbound.hub, name="elma365-hub"),
]

urlpatterns = [*_settings, *blocks.urlpatterns, *mapping.urlpatterns, *sync.urlpatterns, *_called]
