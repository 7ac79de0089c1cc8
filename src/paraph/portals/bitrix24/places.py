"""Views shown in places of the portal's pages, and what the portal tells them.

    @placement("CRM_DEAL_DETAIL_TAB", "CRM_COMPANY_DETAIL_TAB", name="documents", title="ЭДО")
    def tab(request: HttpRequest) -> HttpResponse:
        request.frame.entity_type_id, request.frame.entity_id, request.employee, request.workspace

The view is called when the portal opens the place; everything further goes to addresses of its own, which
carry the frame as well (`request.frame` is None outside of a portal).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from paraph.portals.bitrix24 import registration
from paraph.portals.bitrix24.objects import TYPES
from paraph.portals.bitrix24.registration import When, always

View = Callable[[HttpRequest], HttpResponseBase]

_CODE = re.compile(r"CRM_(?:DYNAMIC_(?P<dynamic>\d+)|(?P<word>[A-Z]+(?:_INVOICE)?))_[A-Z_]+")
_views: dict[str, View] = {}


def placement(
    *codes: str, name: str, title: str, description: str = "", when: When = always
) -> Callable[[View], View]:
    """Show the view in these places (codes of placement.bind). `name` is its part of our address."""

    def keep(view: View) -> View:
        if _views.setdefault(name, view) is not view:
            raise ValueError(f"two placements are called {name!r}")
        for code in codes:
            registration.declare(registration.Placement(code, name, title, description), when)
        return view

    return keep


def view_of(name: str) -> View | None:
    """The view of a place."""
    return _views.get(name)


def options_of(text: str) -> dict[str, Any]:
    """PLACEMENT_OPTIONS: a JSON object in a text; anything else is empty (an empty one comes as `[]`)."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def entity_of(code: str, options: Mapping[str, Any]) -> tuple[int, int]:
    """Type and id of the CRM object a place belongs to; zeros outside of one.

    The id is `ID` in tabs and lists of the old types and `ENTITY_ID` elsewhere.
    """
    found = _CODE.fullmatch(code)
    if found is None:
        return 0, 0
    type_id = int(found["dynamic"] or 0) or TYPES.get(found["word"] or "", 0)
    text = str(options.get("ENTITY_ID") or options.get("ID") or "")
    known = text.isascii() and text.isdecimal() and len(text) < 16
    return (type_id, int(text)) if type_id and known else (type_id, 0)
