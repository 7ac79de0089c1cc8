"""Checking signatures: files are dropped, verdicts are shown. Nothing is kept; guests may do it too."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing as stamps
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from paraph.archive.check_report import render_report
from paraph.effects import limits
from paraph.errors import DomainError
from paraph.formats.requisites import check_inn
from paraph.signing.dropped import Checked, Dropped, check_dropped
from paraph.web import verdicts
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

_MOST_FILES = 20
#: A guest's address: ten checks at once, then one every six seconds. Staff are not held up.
_GUEST = limits.Limit(rate=1 / 6, burst=10)
_SALT = "paraph.check"
_KEPT = 24 * 3600  # seconds a result may be turned into a report


def _closed(request: HttpRequest) -> HttpResponse | None:
    """Where to send a guest when the page is for staff only."""
    if request.user.is_authenticated or settings.CHECK_PAGE_FOR_GUESTS:
        return None
    return redirect_to_login(request.get_full_path())


def _hold_up(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        return
    if limits.take(f"check:{request.META.get('REMOTE_ADDR', '')}", _GUEST) is not None:
        raise DomainError(
            "check-too-often", _("Слишком много проверок подряд. Подождите минуту и повторите.")
        )


@login_not_required
@takes_files("MAX_CHECK_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The form; POST brings the files and answers with the verdicts."""
    if (elsewhere := _closed(request)) is not None:
        return elsewhere
    form = Form.posted(request, "party_inn")
    context: dict[str, Any] = {"limit": settings.MAX_CHECK_BYTES // 1024**2, "results": [], "stamp": ""}
    if request.method == "POST":
        with form.refusals():
            _hold_up(request)
            found = _checked(request, form.value("party_inn"))
            facts = [_facts(item) for item in found]
            context |= {"results": [_shown(item) for item in facts], "stamp": _stamp(facts)}
    return form.show(request, "web/check/check.html", context)


def _checked(request: HttpRequest, party_inn: str) -> list[Checked]:
    uploads = request.FILES.getlist("files")
    if not uploads:
        raise DomainError("check-no-files", _("Выберите документ и файл подписи."), field="files")
    if len(uploads) > _MOST_FILES:
        message = _("Файлов больше {most}: проверьте их по частям.").format(most=_MOST_FILES)
        raise DomainError("check-many-files", message, field="files")
    if party_inn and (fault := check_inn(party_inn)):
        raise DomainError("inn", fault, field="party_inn")
    files = [Dropped(upload.name or "", upload.file, upload.size or 0) for upload in uploads]
    found = check_dropped(files, party_inn=party_inn, at=timezone.now())
    if not found:
        message = _(
            "Среди выбранных файлов нет электронной подписи. Добавьте файл подписи (.sig, .p7s) "
            "или документ с подписью внутри."
        )
        raise DomainError("check-no-signature", message, field="files")
    return found


def _facts(item: Checked) -> dict[str, Any]:
    """What is shown, and goes into the report, as plain values."""
    return {
        "signature": item.signature,
        "content": item.content,
        "is_attached": item.is_attached,
        "verdicts": [verdict.as_dict() for verdict in item.verdicts],
    }


def _shown(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "verdicts": [verdicts.of(verdict) for verdict in item["verdicts"]]}


def _stamp(facts: list[dict[str, Any]]) -> str:
    """The results as this server saw them, so that a report can be made without keeping anything."""
    return stamps.dumps({"at": timezone.now().isoformat(), "results": facts}, salt=_SALT, compress=True)


@login_not_required
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """The results of a check as PDF or JSON, made of what the page itself was given."""
    if (elsewhere := _closed(request)) is not None:
        return elsewhere
    _hold_up(request)
    try:
        found = stamps.loads(request.POST.get("stamp", ""), salt=_SALT, max_age=_KEPT)
    except stamps.BadSignature as error:
        message = _("Результат проверки устарел или искажён. Проверьте файлы ещё раз.")
        raise DomainError("check-stale", message) from error
    if request.POST.get("format") == "json":
        return _download(json.dumps(found, ensure_ascii=False, indent=1).encode(), "application/json", "json")
    return _download(render_report(found), "application/pdf", "pdf")


def _download(data: bytes, mime: str, suffix: str) -> HttpResponse:
    name = f"paraph-check-{timezone.localtime():%Y%m%d-%H%M%S}.{suffix}"
    return HttpResponse(
        data, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
