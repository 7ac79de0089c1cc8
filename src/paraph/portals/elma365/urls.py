"""Addresses of ELMA365 under `/elma365/`: our pages, and what ELMA365 calls (by the company's key)."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
