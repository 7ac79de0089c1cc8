"""Calls ELMA365 makes: found genuine by our own token, bounded, and given to a view as JSON.

    @called("POST")
    def activity(company: Company, body: Body, block: str) -> Mapping[str, Any]: ...

The key in the address opens nothing by itself. Answers are JSON; a DomainError becomes 422 with its words.
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from paraph.effects import limits as effect_limits
from paraph.errors import DomainError
from paraph.portals.elma365 import limits, words
from paraph.portals.elma365.models import Company
from paraph.sealed import SealedError
from paraph.texts import storable

Body = dict[str, Any]
#: Given the company, the body, and what the address holds; a view that accepts work answers 202.
View = Callable[..., Mapping[str, Any] | HttpResponseBase]
_STATUSES = {"not-found": 404, "forbidden": 403}


def called(verb: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A view at an address with the company's `key` that only this company may call."""

    def wrap(view: View) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def checked(request: HttpRequest, key: str, **kwargs: str) -> HttpResponseBase:
            company = Company.objects.select_related("workspace").filter(key=key, removed_at=None).first()
            if company is None or not is_genuine(company, request):
                return _refused(request)
            if request.method != verb:
                return _told("method", f"{verb}", 405)
            if int(request.META.get("CONTENT_LENGTH") or 0) > limits.INBOUND:
                return _told("too-long", str(words.TOO_LONG), 413)
            if not company.is_on:
                return _told("off", str(words.OFF), 409)
            body = _body(request)
            if body is None:
                return _told("bad-request", "Тело запроса — не объект JSON.", 400)
            Company.objects.filter(pk=company.pk).update(last_inbound_at=timezone.now())
            return _answered(lambda: view(company, body, **kwargs))

        return checked

    return wrap


def is_genuine(company: Company, request: HttpRequest) -> bool:
    """Whether it shows the token we gave to this company; both places the documentation names will do."""
    scheme, _space, bearer = request.headers.get("Authorization", "").partition(" ")
    shown = bearer.strip() if scheme.lower() == "bearer" else request.headers.get("X-Token", "")
    try:
        wanted = company.hub_token.reveal()
    except SealedError:
        return False
    return bool(wanted) and secrets.compare_digest(shown.encode(), wanted.encode())


def _refused(request: HttpRequest) -> HttpResponseBase:
    """A false call: counted against its address, and told nothing.

    Genuine calls of the same address still come through: companies of the cloud share theirs.
    """
    key = f"elma365-false:{request.META.get('REMOTE_ADDR', '')}"
    waiting = effect_limits.take(key, limits.FALSE_CALLS)
    return JsonResponse({"error": ""}, status=429 if waiting else 403)


def _body(request: HttpRequest) -> Body | None:
    """The JSON object; `{}` for no body; None for anything else."""
    if not request.body.strip():
        return {}
    try:
        found = storable(json.loads(request.body, parse_constant=_no_number, parse_float=_float))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _float(text: str) -> float:
    """«1e999» would become an infinity, which is no JSON and which no database keeps."""
    found = float(text)
    return found if math.isfinite(found) else _no_number(text)


def _answered(view: Callable[[], Mapping[str, Any] | HttpResponseBase]) -> HttpResponseBase:
    try:
        answer = view()
    except DomainError as error:
        return _told(error.code, error.message, _STATUSES.get(error.code, 422))
    return answer if isinstance(answer, HttpResponseBase) else JsonResponse(dict(answer))


def _told(code: str, text: str, status: int) -> HttpResponseBase:
    return JsonResponse({"code": code, "error": text}, status=status)
