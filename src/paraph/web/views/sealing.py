"""Enciphering a document to chosen people: who, the copy to download, the letter with it, how to open it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.archive.names import safe_name
from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.parties.models import Role
from paraph.registry.models import OuterCopy
from paraph.registry.storage import store
from paraph.signing import sealing
from paraph.signing.models import SealedCopy
from paraph.trust.certificate import Certificate
from paraph.trust.enveloped import Mode
from paraph.web import respond
from paraph.web.access import of_workspace, require_role
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

_SENDERS = (Role.SENDER, Role.ADMINISTRATOR)
_MOST_FILES = 10
#: A certificate is a few kilobytes.
_LONGEST = 64 * 1024


def _flow(request: HttpRequest, flow_id: int) -> Docflow:
    return of_workspace(request, Docflow.objects.select_related("document", "version__blob"), flow_id)


@takes_files("MAX_SIGNATURE_BYTES")
@require_role(*_SENDERS)
def seal(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Choose the recipients; POST makes the copy."""
    flow = _flow(request, flow_id)
    seen = sealing.seen(flow.version)
    form = Form({"recipients": [], "mode": Mode.TRANSPORT.value})
    if request.method == "POST":
        form = Form.posted(request, "mode", several=("recipients",))
        with form.refusals():
            chosen = [one for recipient, one in seen if recipient.fingerprint in form.several("recipients")]
            people = [*chosen, *_brought(request)]
            sealing.seal(flow.version, people, request.employee, mode=form.value("mode"))
            respond.done(request, _("Файл зашифрован. Открыть его смогут только выбранные получатели."))
            return respond.redirect(request, "document-seal", flow.pk)
    context = {
        "flow": flow,
        "seen": [recipient for recipient, _certificate in seen],
        "copies": sealing.of_version(flow.version),
        "open_copies": OuterCopy.objects.filter(document=flow.document_id, blob=flow.version.blob_id),
        "email": flow.document.counterparty.email,
        "modes": [
            (Mode.TRANSPORT.value, _("передача ключа (KeyTrans)")),
            (Mode.AGREE.value, _("согласование ключа (KeyAgree)")),
        ],
    }
    return form.show(request, "web/documents/seal.html", context)


def _brought(request: HttpRequest) -> list[Certificate]:
    files = request.FILES.getlist("certificates")
    if len(files) > _MOST_FILES or any(file.size > _LONGEST for file in files):
        message = _("Выберите не больше {count} файлов сертификатов, каждый до 64 КБ.")
        raise DomainError("certificate", message.format(count=_MOST_FILES), field="certificates")
    return [sealing.read_certificate(file.read()) for file in files]


def _copy(request: HttpRequest, flow: Docflow, copy_id: int) -> SealedCopy:
    rows = SealedCopy.objects.select_related("blob", "version__document")
    return get_object_or_404(rows, workspace=request.workspace, version=flow.version_id, pk=copy_id)


@require_GET
def download(request: HttpRequest, flow_id: int, copy_id: int) -> FileResponse:
    """The enciphered file."""
    copy = _copy(request, _flow(request, flow_id), copy_id)
    name = safe_name(copy.file_name, "document.p7m")
    return FileResponse(
        store().open(copy.blob_id), as_attachment=True, filename=name, content_type=sealing.MIME
    )


@require_POST
@require_role(*_SENDERS)
def send(request: HttpRequest, flow_id: int, copy_id: int) -> HttpResponse:
    """The enciphered file by letter."""
    flow = _flow(request, flow_id)
    copy, email = _copy(request, flow, copy_id), request.POST.get("email", "").strip()
    try:
        validate_email(email)
    except ValidationError:
        respond.warn(request, _("Проверьте адрес: он должен выглядеть как name@company.ru."))
        return respond.redirect(request, "document-seal", flow.pk)
    sealing.send(copy, email, request.employee)
    respond.done(request, _("Зашифрованный файл отправляется на {email}.").format(email=email))
    return respond.redirect(request, "document-seal", flow.pk)
