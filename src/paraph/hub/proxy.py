"""Behind a reverse proxy: who really asks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class RealAddress:
    """Takes the client's address from the last hop the trusted proxy wrote into X-Forwarded-For.

    Only with `PARAPH_BEHIND_PROXY=1`: without a proxy in front anybody could write the header. Earlier hops
    are the client's own words and are ignored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if settings.BEHIND_PROXY and forwarded:
            request.META["REMOTE_ADDR"] = forwarded.rsplit(",", 1)[-1].strip()
        return self.get_response(request)
