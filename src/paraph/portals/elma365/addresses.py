"""Addresses of ours that ELMA365 calls: absolute, and not to be guessed (the company's key)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from paraph.portals.elma365.models import Company


def hub(company: Company) -> str:
    """What the module and the webhook blocks are told: all they call begins with it. No final slash."""
    return str(settings.BASE_URL) + reverse("elma365-hub", args=(company.key,)).removesuffix("/")


def activity(company: Company, block: str) -> str:
    """Address of a process block, for a webhook block of a process that has no module."""
    return f"{hub(company)}/activities/{block}"


def entrance(company: Company) -> str:
    """Opened by people who come from ELMA365 to the settings."""
    return f"{hub(company)}/settings/"
