"""Answers of the pages: whole pages, fragments for HTMX, redirects, refusals, flash messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect as _redirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from paraph.errors import DomainError

#: Exceptions Django itself answers with 400, 403 or 404 and our templates of that name.
HANDLED_BY_DJANGO = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)
#: Codes of refusals that no form can mend, with their statuses; any other refusal is 422.
NOT_OF_A_FORM = {"not-found": 404, "forbidden": 403}


def is_htmx(request: HttpRequest) -> bool:
    """Whether HTMX asks (and swaps a part of the page)."""
    return request.headers.get("HX-Request") == "true"


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A whole page, or a fragment that carries nothing else."""
    return HttpResponse(render_to_string(template, dict(context or {}), request), status=status)


def fragment(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A part of a page for HTMX, with the flash messages beside it (swapped into `#flash` out of band)."""
    part = render_to_string(template, dict(context or {}), request)
    flash_part = render_to_string("web/parts/flash_oob.html", {}, request)
    return HttpResponse(part + flash_part, status=status)


def redirect(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Go to a url name, model or address; works for plain forms and for HTMX alike."""
    if is_htmx(request):
        return HttpResponse(status=200, headers={"HX-Redirect": resolve_url(to, *args, **kwargs)})
    return _redirect(to, *args, **kwargs)


def to_sign_in(request: HttpRequest, plain: HttpResponse) -> HttpResponse:
    """Send to the sign-in page; HTMX must leave the page, not put the sign-in form into a corner of it."""
    if is_htmx(request):
        return HttpResponse(status=200, headers={"HX-Redirect": plain["Location"]})
    return plain


def done(request: HttpRequest, message: str) -> None:
    """Flash: it worked."""
    messages.success(request, message)


def warn(request: HttpRequest, message: str) -> None:
    """Flash: it did not work, or needs attention."""
    messages.error(request, message)


def as_refusal(request: HttpRequest, exception: Exception) -> DomainError | None:
    """The refusal an exception means: a DomainError itself; for HTMX also 404 and 403, which are whole
    pages otherwise."""
    if isinstance(exception, DomainError):
        return exception
    if is_htmx(request) and isinstance(exception, Http404):
        return DomainError("not-found", _("Не найдено. Обновите страницу: возможно, данные изменились."))
    if is_htmx(request) and isinstance(exception, PermissionDenied):
        return DomainError("forbidden", _("Не хватает прав. Обратитесь к администратору пространства."))
    return None


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A DomainError nobody caught: HTMX gets the message as a flash, a plain request gets a page."""
    status = NOT_OF_A_FORM.get(error.code, 422)
    if is_htmx(request):
        warn(request, error.message)
        response = page(request, "web/parts/flash.html", status=status)
        response.headers["HX-Retarget"] = "#flash"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return page(request, "web/refusal.html", {"error": error}, status=status)


def fault(request: HttpRequest, code: str) -> HttpResponse:
    """Our own fault: nothing of the request is trusted, so the page needs no data but the code."""
    if is_htmx(request):
        response = HttpResponse(render_to_string("web/parts/fault.html", {"code": code}), status=500)
        response.headers["HX-Retarget"] = "#flash"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return HttpResponse(render_to_string("500.html", {"code": code}), status=500)
