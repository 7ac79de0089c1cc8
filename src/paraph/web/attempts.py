"""Limit of failed sign-ins per e-mail and network address (OWASP ASVS 5.0, 6.3.1).

The limit holds for addresses without an account too, so that it tells nothing about who has one.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils import timezone

from paraph.web.models import FailedSignIn

#: Failures within the window after which sign-in is refused until the oldest of them leaves it.
LIMIT = 5
WINDOW = timedelta(minutes=15)


def _key(email: str, address: str) -> str:
    return hashlib.sha256(f"{email.strip().lower()}\0{address}".encode()).hexdigest()


def minutes_to_wait(email: str, address: str) -> int:
    """0 when an attempt is allowed, else whole minutes until the next one is."""
    now = timezone.now()
    recent = FailedSignIn.objects.filter(key=_key(email, address), at__gt=now - WINDOW)
    times = list(recent.order_by("-at").values_list("at", flat=True)[:LIMIT])
    if len(times) < LIMIT:
        return 0
    return max(1, -(-(times[-1] + WINDOW - now) // timedelta(minutes=1)))


def failed(email: str, address: str) -> None:
    """Remember a refused attempt and forget those that no longer count."""
    now = timezone.now()
    FailedSignIn.objects.filter(at__lte=now - WINDOW).delete()
    FailedSignIn.objects.create(key=_key(email, address), at=now)


def succeeded(email: str, address: str) -> None:
    """A right password clears the count."""
    FailedSignIn.objects.filter(key=_key(email, address)).delete()
