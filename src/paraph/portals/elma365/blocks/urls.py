"""Addresses of process blocks under `/elma365/`: what ELMA365 calls, and the page of requests."""

from __future__ import annotations

from django.urls import path

from paraph.portals.elma365.blocks import views, views_called

_COMPANY = "companies/<int:company_id>/blocks/"
_ITEM = "<slug:key>/items/<str:namespace>/<str:code>/<str:item_id>"

urlpatterns = [
    path("<slug:key>/activities/<str:block>", views_called.activity, name="elma365-activity"),
    path(_ITEM, views_called.state, name="elma365-item"),
    path(f"{_ITEM}/send", views_called.send, name="elma365-item-send"),
    path(_COMPANY, views.listed, name="elma365-blocks"),
    path(f"{_COMPANY}<int:pk>/", views.one, name="elma365-block-run"),
    path(f"{_COMPANY}<int:pk>/answer/", views.answer_again, name="elma365-block-answer"),
]
