"""The guest pages: what a partner with a link sees and does, without an account and without scripts.

The only authority here is the token in the address: there is no session to abuse, so a forged request would
need the very secret that makes it legitimate. Hence no CSRF token and no cookie. `Referrer-Policy` is
`same-origin`, which tells other sites nothing; with `no-referrer` browsers send `Origin: null`, and the
language switch of the layout, which is checked for its origin, would be refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from paraph.channels.link import pages, services, tokens
from paraph.channels.link.models import GuestLink
from paraph.channels.link.services import Standing
from paraph.effects import limits
from paraph.errors import DomainError
from paraph.registry import pictures, preview
from paraph.registry.models import Blob
from paraph.registry.storage import store
from paraph.web import respond

View = Callable[..., HttpResponseBase]

#: Answers a guest may try per link: ten at once, then one every five seconds.
_TRIES = limits.Limit(rate=0.2, burst=10)
#: Ways to sign in the page itself, the usual one first.
_IN_PAGE = ("browser-key", "cryptopro-plugin")
#: A request is at most a signature with what multipart adds to it; a reason for refusal is shorter.
_MAX_BODY = settings.MAX_SIGNATURE_BYTES + 64 * 1024
_STATUSES = {"link-too-often": 429, "link-body": 413}


def _guest(*methods: str) -> Callable[[View], View]:
    """A view of one link. A refusal becomes the link's page with the reason, or JSON for sign-form.js."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @login_not_required
        @require_http_methods(methods)
        @wraps(view)
        def answer(request: HttpRequest, token: str, **where: Any) -> HttpResponseBase:
            link = services.find(token)
            if link is None:
                return unknown(request)
            try:
                if request.method == "POST":
                    _guard(request, link)
                response = view(request, link, **where)
            except DomainError as error:
                response = _refused(request, link, error)
            return _private(response)

        return answer

    return wrap


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _guard(request: HttpRequest, link: GuestLink) -> None:
    """Before a byte of the body is read."""
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length) > _MAX_BODY:
        raise DomainError("link-body", _("Файл больше 1 МБ: это не подпись. Выберите файл .sig."))
    if limits.take(f"guest:{link.pk}", _TRIES) is not None:
        raise DomainError("link-too-often", _("Слишком много попыток подряд. Подождите минуту и повторите."))


def _refused(request: HttpRequest, link: GuestLink, error: DomainError) -> HttpResponse:
    status = _STATUSES.get(error.code, 422)
    if respond.is_htmx(request):
        return JsonResponse({"error": error.message}, status=status)
    return _page(request, services.again(link), error, status)


def _page(
    request: HttpRequest, link: GuestLink, error: DomainError | None = None, status: int = 200
) -> HttpResponse:
    standing = services.standing(link)
    if standing in pages.CLOSED and error is None:
        status = 410
    context = pages.context(link, standing) | {"error": error}
    return respond.page(request, pages.TEMPLATES[standing], context, status=status)


def _back(request: HttpRequest, link: GuestLink) -> HttpResponse:
    address = tokens.address(link)
    return JsonResponse({"redirect": address}) if respond.is_htmx(request) else redirect(address)


@csrf_exempt
@login_not_required
def unknown(request: HttpRequest) -> HttpResponseBase:
    """No such link. The same page for a mistyped, a foreign and an invented address."""
    if respond.is_htmx(request):
        return _private(
            JsonResponse({"error": _("Ссылка не найдена: откройте её из письма ещё раз.")}, status=404)
        )
    return _private(respond.page(request, "link/unknown.html", status=404))


@_guest("GET", "HEAD")
def show(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """The link's page. Looking changes nothing: mail scanners look too."""
    return _page(request, link)


@_guest("POST")
def open_document(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """«Открыть документ»: from here on it counts as delivered."""
    if request.POST.get("all"):
        services.open_package(link)
    else:
        services.open_document(link)
    return _back(request, link)


@_guest("POST")
def sign(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """A signature made in the page, or a .sig file of the guest's own program."""
    upload = request.FILES.get("signature")
    if upload is None:
        message = _("Выберите файл подписи (.sig), сделанный вашей программой для этого документа.")
        raise DomainError("signature-missing", message, field="signature")
    in_page = request.POST.get("method") if request.POST.get("method") in _IN_PAGE else _IN_PAGE[0]
    services.sign(link, upload.read(), in_page if respond.is_htmx(request) else "file")
    return _back(request, link)


@_guest("POST")
def power(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """A power of attorney of the one who signs, with its signature: both files in one form."""
    files = [request.FILES.get(name) for name in ("poa", "poa_signature")]
    if files[0] is None or files[1] is None:
        message = _("Выберите оба файла: доверенность (.xml) и подпись к ней (.sig).")
        raise DomainError("poa-missing", message, field="poa")
    services.add_power(link, files[0].read(), files[1].read(), files[0].name or "")
    return _back(request, link)


@_guest("POST")
def decline(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """A refusal with its reason."""
    services.decline(link, request.POST.get("reason", ""))
    return _back(request, link)


@_guest("GET", "HEAD")
def original(request: HttpRequest, link: GuestLink) -> HttpResponseBase:
    """The exact bytes to be signed."""
    _require_opened(link)
    version = link.docflow.version
    return _download(version.blob, version.file_name, version.mime)


@_guest("GET", "HEAD")
def picture(request: HttpRequest, link: GuestLink, number: int) -> HttpResponse:
    """One page of the document, drawn on the server."""
    _require_opened(link)
    version = link.docflow.version
    if not pictures.is_drawable(version) or not 1 <= number <= pictures.MOST_PAGES:
        return unknown(request)
    found = pictures.page_picture(version, number)
    return HttpResponse(found.data, content_type=found.mime)


@_guest("GET", "HEAD")
def words(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """The text of a PDF in large type, for a small screen."""
    _require_opened(link)
    version = link.docflow.version
    if version.mime != "application/pdf":
        return unknown(request)
    context = {
        "document": link.docflow.document,
        "to": pages.Address(tokens.token(link)),
        "pages": preview.words(store().path(version.blob_id)),
    }
    return respond.page(request, "link/words.html", context)


@_guest("GET", "HEAD")
def signature(request: HttpRequest, link: GuestLink, signature_id: int) -> HttpResponseBase:
    """A detached signature under the document, byte for byte."""
    _require_opened(link)
    found = pages.signatures(link).filter(pk=signature_id).first()
    if found is None:
        return unknown(request)
    return _download(found.blob, pages.signature_name(found), "application/pkcs7-signature")


@_guest("GET", "HEAD")
def protocol(request: HttpRequest, link: GuestLink) -> HttpResponseBase:
    """The signing protocol, when the document is in the archive."""
    record = pages.archive_record(link)
    if record is None:
        return unknown(request)
    return _download(record.protocol, _("Протокол") + ".pdf", "application/pdf")


@_guest("GET", "HEAD")
def bundle(request: HttpRequest, link: GuestLink) -> HttpResponseBase:
    """Original, signatures, certificates and protocol in one archive."""
    record = pages.archive_record(link)
    if record is None:
        return unknown(request)
    return _download(record.bundle, _("Документ с подписями") + ".zip", "application/zip")


def _require_opened(link: GuestLink) -> None:
    if services.standing(link) not in (Standing.OPEN, Standing.FINISHED):
        raise services.closed(link)


def _download(blob: Blob, name: str, mime: str) -> FileResponse:
    """Always as a file to save, so that a document cannot run as a page of ours."""
    return FileResponse(store().open(blob.sha256), as_attachment=True, filename=name, content_type=mime)
