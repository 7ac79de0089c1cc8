"""The client's address is taken from a header only when a proxy of ours writes it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from paraph.hub.proxy import RealAddress


def address_seen(**headers):
    seen = []

    def view(request):
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    RealAddress(view)(RequestFactory().get("/", **headers))
    return seen[0]


@pytest.mark.parametrize(
    ("behind", "forwarded", "seen"),
    [
        (False, "10.1.1.1", "127.0.0.1"),
        (True, "", "127.0.0.1"),
        (True, "10.1.1.1", "10.1.1.1"),
        (True, "forged, 10.1.1.1", "10.1.1.1"),
    ],
)
def test_address_of_the_visitor(settings, behind, forwarded, seen):
    settings.BEHIND_PROXY = behind
    assert address_seen(**({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})) == seen
