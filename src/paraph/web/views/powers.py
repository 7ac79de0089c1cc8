"""Powers of attorney (МЧД): list, upload, page of one, a question to the registry, a noted revocation."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.archive.names import safe_name
from paraph.authority import registry_client
from paraph.authority import services as authority
from paraph.authority.facts import RegistryState, check_link
from paraph.authority.models import PoaSignature, PowerOfAttorney, State
from paraph.authority.register import MAX_SIGNATURES, Upload, employees_of, read_file
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.parties.models import Role
from paraph.registry.storage import store
from paraph.web import inputs, power_words, respond
from paraph.web.access import of_workspace, require_role
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

_PAGE = 50
_KEEPERS = (Role.ADMINISTRATOR, Role.SENDER, Role.SIGNER)


@require_GET
def powers(request: HttpRequest) -> HttpResponse:
    """One page of those that match the search, the soonest to end first."""
    text = request.GET.get("q", "").strip()
    page = min(inputs.to_id(request.GET.get("page", "1")) or 1, 10_000)
    start = (page - 1) * _PAGE
    rows = list(authority.of_workspace(request.workspace, text)[start : start + _PAGE + 1])
    context = {
        "rows": [power_words.listed(row) for row in rows[:_PAGE]],
        "q": text,
        "page": page,
        "has_more": len(rows) > _PAGE,
        "may_change": request.employee.has_role(*_KEEPERS),
    }
    return respond.page(request, "web/powers/list.html", context)


@takes_files("MAX_SIGNATURE_BYTES", count=MAX_SIGNATURES + 1)
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*_KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """Upload of the XML and its signatures."""
    form = Form.posted(request, "number", "principal_inn")
    if request.method == "POST":
        with form.refusals():
            row = _added(request, form)
            respond.done(request, _("Доверенность добавлена: № {number}.").format(number=row.number))
            return respond.redirect(request, "poa", row.pk)
    context = {"registry": registry_client.configured() is not None}
    return form.show(request, "web/powers/new.html", context)


def _added(request: HttpRequest, form: Form) -> PowerOfAttorney:
    """From the files chosen, or from the registry by number."""
    who = actors.employee(request.employee.pk, request.employee.full_name)
    if form.value("number") or form.value("principal_inn"):
        return authority.take_from_registry(
            request.workspace,
            form.value("number"),
            form.value("principal_inn"),
            actor=who,
            by=request.employee,
        )
    return authority.add(request.workspace, _upload(request), actor=who, by=request.employee)


def _upload(request: HttpRequest) -> Upload:
    xml, signatures = request.FILES.get("xml"), request.FILES.getlist("signature")
    if xml is None:
        raise DomainError("poa-missing", _("Выберите файл доверенности (.xml)."), field="xml")
    if any(file.size > settings.MAX_SIGNATURE_BYTES for file in (xml, *signatures)):
        raise DomainError("poa-too-large", _("Файл больше 1 МБ: это не доверенность и не подпись."))
    return Upload(xml.read(), tuple(file.read() for file in signatures), xml.name or "")


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The power in words, and what is known of it."""
    return _page(request, of_workspace(request, PowerOfAttorney, pk), Form())


def _page(request: HttpRequest, row: PowerOfAttorney, form: Form) -> HttpResponse:
    words, tone = power_words.state(row)
    parents = PowerOfAttorney.objects.filter(workspace=request.workspace, number=row.parent_number)
    context = {
        "row": row,
        "state": words,
        "tone": tone,
        "steps": [power_words.step(check) for check in authority.review(row)],
        "content": power_words.content(read_file(row).poa),
        "parent": parents.first() if row.parent_number else None,
        "signatures": list(row.signatures.all()),
        "link": check_link(row.number),
        "people": list(employees_of(row)),
        "may_change": request.employee.has_role(*_KEEPERS),
        "may_revoke": request.employee.has_role(Role.ADMINISTRATOR) and row.state != State.REVOKED,
    }
    return form.show(request, "web/powers/power.html", context)


@require_POST
@require_role(*_KEEPERS)
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the registry now."""
    row = of_workspace(request, PowerOfAttorney, pk)
    who = actors.employee(request.employee.pk, request.employee.full_name)
    found = authority.refresh(row, actor=who)
    if found.state is RegistryState.UNREACHABLE:
        respond.warn(request, _("Состояние не получено. {reason}").format(reason=found.reason))
    else:
        row.refresh_from_db()
        words, _tone = power_words.state(row)
        respond.done(request, _("Реестр ответил: {state}.").format(state=words))
    return respond.redirect(request, "poa", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def revoked(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator knows of a revocation before the registry tells."""
    row = of_workspace(request, PowerOfAttorney, pk)
    form = Form.posted(request, "revoked_on", "reason")
    day = inputs.read_date(form, "revoked_on")
    with form.refusals():
        at = timezone.now() if day is None else datetime.combine(day, time(), inputs.MOSCOW)
        if not form.faults:
            authority.note_revocation(row, at, form.value("reason"), request.employee)
            respond.done(request, _("Отзыв отмечен. Подписи после этого момента доверенность не покрывает."))
            return respond.redirect(request, "poa", row.pk)
    return _page(request, row, form)


@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The exact bytes of the power."""
    row = of_workspace(request, PowerOfAttorney, pk)
    return _download(row.blob_id, row.file_name, "application/xml")


@require_GET
def signature(request: HttpRequest, pk: int, signature_id: int) -> FileResponse:
    """One detached signature over it."""
    row = of_workspace(request, PowerOfAttorney, pk)
    found = _signature(row, signature_id)
    return _download(found.blob_id, f"{row.file_name}.sig", "application/pkcs7-signature")


def _signature(row: PowerOfAttorney, pk: int) -> PoaSignature:
    found = row.signatures.filter(pk=pk).first()
    if found is None:
        raise DomainError("not-found", _("Подпись не найдена у этой доверенности."))
    return found


def _download(sha256: str, name: str, mime: str) -> FileResponse:
    return FileResponse(
        store().open(sha256), as_attachment=True, filename=safe_name(name, "poa"), content_type=mime
    )
