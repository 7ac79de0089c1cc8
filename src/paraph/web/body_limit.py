"""How large a request may be, decided before a byte of it is read.

Django writes uploaded files of any size to disk before a view runs, for anybody who can reach the site.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.web import respond

View = Callable[..., HttpResponseBase]
#: What multipart and the other fields of a form may add.
_FORM = 256 * 1024


def takes_files(setting: str, *, count: int = 1) -> Callable[[View], View]:
    """Let a view receive `count` files of the size named by a setting; other views take no files."""

    def mark(view: View) -> View:
        view.body_limit = (setting, count)  # type: ignore[attr-defined]
        return view

    return mark


class BodyLimit:
    """Refuses what says it is too large; stands before the CSRF check, which would read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponse | None:
        """413 for a body above the view's limit. A body without Content-Length is empty to Django."""
        marked: Any = getattr(view, "body_limit", ("DATA_UPLOAD_MAX_MEMORY_SIZE", 1))
        setting, count = marked
        limit = getattr(settings, setting) * count + _FORM
        length = request.headers.get("Content-Length") or "0"
        if length.isdecimal() and int(length) <= limit:
            return None
        message = _("Файлы вместе больше {limit} МБ, они не приняты. Отправьте их по частям.")
        refusal = DomainError("body-too-large", message.format(limit=limit // 1024**2))
        response = respond.refusal(request, refusal)
        response.status_code = 413
        return response
