"""Addresses every page in a frame needs: what the portal opened, and tickets."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from paraph.portals.bitrix24 import places

#: Longest address a ticket is made for.
_LONGEST = 4000


@require_GET
def here(request: HttpRequest) -> HttpResponseBase:
    """What the portal opened: the view of a place, or our tasks; its options may name another address."""
    frame: Any = request.frame
    if frame is None:
        return redirect("tasks")
    view = places.view_of(frame.session.view) if frame.session.view else None
    if view is not None:
        return view(request)
    target = str(frame.options.get("open") or "")
    return redirect(target if is_ours(target) else "tasks")


@require_POST
def ticket(request: HttpRequest) -> HttpResponseBase:
    """An address of this site with a ticket good once; only pages in frames ask for one."""
    frame: Any = request.frame
    target = request.POST.get("to", "")
    if frame is None or not is_ours(target):
        raise Http404
    return JsonResponse({"address": frame.ticketed(target)})


def is_ours(address: str) -> bool:
    """Whether it is a path of this site."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and len(address) <= _LONGEST
