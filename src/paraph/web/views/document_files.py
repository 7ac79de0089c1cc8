"""Bytes of a document for those who may see it: pages, the original, signatures, the proof."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paraph.archive.models import ArchiveExtra, ArchiveRecord
from paraph.archive.names import safe_name, split_extension
from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.registry import pictures
from paraph.registry.filetypes import FileError
from paraph.registry.models import Blob, Version
from paraph.registry.storage import store
from paraph.signing.models import Signature
from paraph.web import respond
from paraph.web.access import of_workspace

#: A page of exact bytes never looks different; «private»: no shared cache keeps other people's documents.
_FOREVER = "private, max-age=31536000, immutable"


def _find(request: HttpRequest, flow_id: int) -> Docflow:
    return of_workspace(request, Docflow.objects.select_related("document", "version__blob"), flow_id)


@require_GET
def preview(request: HttpRequest, flow_id: int, page: int) -> HttpResponse:
    """One page as a picture."""
    version = _find(request, flow_id).version
    etag = f'"{version.blob_id}-{page}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": _FOREVER})
    if not pictures.is_drawable(version) or not 1 <= page <= pictures.MOST_PAGES:
        raise Http404
    try:
        picture = pictures.page_picture(version, page)
    except FileError as error:
        status = 404 if error.code == "file-no-page" else 422
        return HttpResponse(error.message, status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        picture.data, content_type=picture.mime, headers={"ETag": etag, "Cache-Control": _FOREVER}
    )


@require_GET
def original(request: HttpRequest, flow_id: int) -> FileResponse:
    """The exact bytes that are signed."""
    version = _find(request, flow_id).version
    return _download(version.blob, version.file_name, version.mime)


@require_GET
def version(request: HttpRequest, flow_id: int, version_id: int) -> FileResponse:
    """Any file of the document: the document itself, a receipt, a refusal, a confirmation."""
    flow = _find(request, flow_id)
    rows = Version.objects.filter(document_id=flow.document_id).select_related("blob")
    found = get_object_or_404(rows, pk=version_id)
    return _download(found.blob, found.file_name, found.mime)


@require_GET
def extra(request: HttpRequest, flow_id: int, extra_id: int) -> FileResponse:
    """What the operator made of the document: its print form, its protocol."""
    rows = ArchiveExtra.objects.filter(docflow_id=flow_id).select_related("blob")
    found = of_workspace(request, rows, extra_id)
    mime = mimetypes.guess_type(found.file_name)[0] or "application/octet-stream"
    return _download(found.blob, found.file_name, mime)


@require_GET
def signature(request: HttpRequest, flow_id: int, signature_id: int) -> FileResponse:
    """One detached signature as it was received."""
    flow = _find(request, flow_id)
    rows = Signature.objects.filter(docflow_id=flow.pk).select_related("blob", "version")
    found = of_workspace(request, rows, signature_id)
    name = f"{found.version.file_name} ({found.signer_name}).sig"
    return _download(found.blob, name, "application/pkcs7-signature")


@require_GET
def protocol(request: HttpRequest, flow_id: int) -> HttpResponse | FileResponse:
    """The protocol of the proof."""
    return _proof(request, flow_id, "protocol", _("Протокол"), ".pdf", "application/pdf")


@require_GET
def bundle(request: HttpRequest, flow_id: int) -> HttpResponse | FileResponse:
    """Everything needed to check the document without us, in one ZIP."""
    return _proof(request, flow_id, "bundle", _("Доказательства"), ".zip", "application/zip")


@require_GET
def stamped(request: HttpRequest, flow_id: int) -> HttpResponse | FileResponse:
    """The copy with the visible mark of the signatures."""
    return _proof(request, flow_id, "stamped", _("Копия со штампом"), ".pdf", "application/pdf")


def _proof(
    request: HttpRequest, flow_id: int, what: str, title: str, suffix: str, mime: str
) -> HttpResponse | FileResponse:
    flow = _find(request, flow_id)
    record = (
        ArchiveRecord.objects.select_related("protocol", "bundle", "stamped").filter(docflow=flow).first()
    )
    blob: Blob | None = getattr(record, what, None)
    if blob is None:
        context = {"flow": flow, "title": title, "record": record}
        return respond.page(request, "web/documents/not_ready.html", context, status=404)
    stem = split_extension(flow.version.file_name)[0]
    return _download(blob, f"{title} — {stem}{suffix}", mime)


def _download(blob: Blob, name: str, mime: str) -> FileResponse:
    """The bytes as an attachment: nothing a stranger sent is ever shown as a page of ours."""
    try:
        stream = store().open(blob.sha256)
    except FileNotFoundError as error:
        message = _("Файл пропал из хранилища. Сообщите администратору: он вернёт его из резервной копии.")
        raise DomainError("file-lost", message) from error
    return FileResponse(stream, as_attachment=True, filename=safe_name(name, "document"), content_type=mime)
