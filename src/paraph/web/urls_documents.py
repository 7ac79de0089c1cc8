"""Addresses of the registry, document, package and signing pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
