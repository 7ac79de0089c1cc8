"""«Создать документ»: the form in the card, how the portal's generator gets on, where the files live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.parties.models import Role
from paraph.portals.bitrix24.clickdoc import creating, filing, folders, notices
from paraph.portals.bitrix24.clickdoc.creating import Wanted
from paraph.portals.bitrix24.clickdoc.disk import PortalDisk
from paraph.portals.bitrix24.clickdoc.models import Creation, DiskFolder
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.models import Portal, PortalState
from paraph.portals.bitrix24.places import placement
from paraph.portals.bitrix24.registry import forming, items
from paraph.portals.bitrix24.registry.forming import Sides
from paraph.registry import outer
from paraph.registry.kinds import KINDS
from paraph.registry.models import OuterCopy
from paraph.web import inputs, package_form, respond
from paraph.web.access import of_workspace, require_role
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

SENDERS = (Role.SENDER, Role.ADMINISTRATOR)
#: Fields of the document itself, and of who signs and gets it.
_STATED = ("kind", "title", "number", "date", "amount")
_FIELDS = ("template", *_STATED, "signer", "recipient_email", "recipient_name", "message", "sign_deadline")
_MOST_SHOWN = 50
Owner = tuple[int, int]


@dataclass(frozen=True)
class _Offered:
    """What the form offers: the generator's templates, or why they cannot be had."""

    templates: list[tuple[int, str]]
    fault: str = ""


def _of_portal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view about a portal of the reader's workspace; inside of one about that one only."""

    @wraps(view)
    def found(request: HttpRequest, portal_id: int, **more: Any) -> HttpResponse:
        rows = Portal.objects.exclude(state=PortalState.DELETED).select_related("workspace", "application")
        portal = of_workspace(request, rows, portal_id)
        if request.frame is not None and request.frame.portal.pk != portal.pk:
            raise Http404
        return view(request, portal, **more)

    return found


@placement(
    "CRM_DEAL_DETAIL_TOOLBAR",
    name="create",
    title="Документ на подпись",
    description="Создать документ по сделке и отправить его на подпись",
)
def from_toolbar(request: HttpRequest) -> HttpResponse:
    """The button of the card opens the form."""
    frame = request.frame
    if not frame.entity_id:
        raise DomainError("new-card", _("Сначала сохраните карточку: документ создают по сохранённой."))
    return respond.redirect(
        request, "bitrix24-create", frame.portal.pk, frame.entity_type_id, frame.entity_id
    )


@takes_files("MAX_DOCUMENT_BYTES")
@require_role(*SENDERS)
@_of_portal
def create(request: HttpRequest, portal: Portal, type_id: int, owner_id: int) -> HttpResponse:
    """A template or a file, what it is, who signs, who gets it."""
    owner, client = (type_id, owner_id), Client(portal)
    parties = forming.found_parties(client, owner)
    sides = forming.sides(portal, parties)
    if request.method == "POST":
        form = Form.posted(request, *_FIELDS)
        address = _created(request, portal, owner, sides, form)
        if address:
            return respond.redirect(request, address)
    else:
        form = package_form.initial(request)
        form.data |= {"kind": "contract", "template": ""}
        form.data |= package_form.addressee(sides.counterparty) if sides.counterparty else {}
        told = {"recipient_email": "email", "recipient_name": "contact_name"}
        form.data |= {name: parties.theirs[key] for name, key in told.items() if parties.theirs.get(key)}
    offered = _templates(client, type_id)
    context = {
        "portal": portal,
        "owner": owner,
        "title": parties.title,
        "sides": sides,
        "back": forming.object_url(portal, *owner),
        "templates": offered.templates,
        "templates_fault": offered.fault,
        "kinds": [(kind.code, kind.title) for kind in KINDS.values() if not kind.formalised],
        "signers": package_form.choices(request)["signers"],
    }
    return form.show(request, "bitrix24/clickdoc/create.html", context)


def _templates(client: Client, type_id: int) -> _Offered:
    try:
        return _Offered(creating.templates(client, type_id))
    except Bitrix24Error as error:
        return _Offered([], creating.template_fault(error))


def _created(request: HttpRequest, portal: Portal, owner: Owner, sides: Sides, form: Form) -> str:
    """Where to go next; empty when something is to be mended, which is noted in the form."""
    wanted = _wanted(request, sides, form)
    template, uploads = inputs.to_id(form.value("template")), package_form.uploads(request)
    if bool(template) == bool(uploads):
        both = _("Выберите одно: шаблон портала или свой файл.")
        form.faults["files"] = both if template else _("Выберите шаблон портала или приложите файл.")
    if wanted is None or form.faults:
        form.message = form.message or _("Документ не создан: исправьте отмеченные поля.")
        return ""
    try:
        if template:
            row = creating.from_template(portal, owner, wanted, template, request.employee)
            return reverse("bitrix24-creation", args=(portal.pk, row.pk))
        row = creating.from_file(portal, owner, wanted, uploads[0], request.employee)
    except DomainError as error:
        _note(form, error)
        return ""
    respond.done(request, _("Документ создан и отправлен на подпись."))
    return _document_address(row)


def _wanted(request: HttpRequest, sides: Sides, form: Form) -> Wanted | None:
    """What the form states; None with the faults noted in it."""
    stated, faults = items.plain_values({name: form.value(name) for name in _STATED})
    form.faults |= faults
    for fault in sides.faults:
        form.faults.setdefault(fault.field, fault.message)
    if sides.organization is None or sides.counterparty is None:
        form.message = " ".join(fault.message for fault in sides.faults)
        return None
    draft = package_form.read_draft(request, form, (sides.organization, sides.counterparty))
    if draft is not None and draft.signer is None:
        form.faults["signer"] = _("Выберите, кто подписывает у нас.")
    if draft is None or draft.signer is None:
        return None
    return Wanted(
        organization=sides.organization.pk,
        counterparty=sides.counterparty.pk,
        signer=draft.signer.pk,
        stated={name: value for name, value in stated.items() if value},
        recipient_email=draft.recipient_email,
        recipient_name=draft.recipient_name,
        message=draft.message,
        sign_deadline=draft.sign_deadline.isoformat() if draft.sign_deadline else "",
    )


def _note(form: Form, error: DomainError) -> None:
    """Faults of the package, of its documents and of files, at the fields of this form."""
    faults = error.details.get("faults", ())
    if isinstance(faults, dict):
        form.fail(error)
        return
    for fault in faults:
        form.faults.setdefault(fault.field, fault.message)
    bad_files = [f"{name}: {reason}" for name, reason in error.details.get("files", ())]
    if bad_files:
        form.faults["files"] = " ".join(bad_files)
    form.message = " ".join(dict.fromkeys(fault.message for fault in faults)) or error.message


@require_GET
@require_role(*SENDERS)
@_of_portal
def creation(request: HttpRequest, portal: Portal, pk: int) -> HttpResponse:
    """How the generator gets on; the page asks until the document is there, then goes to it."""
    row = get_object_or_404(Creation, portal=portal, pk=pk)
    if row.state == Creation.State.READY:
        respond.done(request, _("Документ создан и отправлен на подпись."))
        return respond.redirect(request, _document_address(row))
    waits = row.state == Creation.State.PREPARING and not creating.is_late(row)
    context = {"portal": portal, "row": row, "waits": waits}
    part = "creation_part.html" if respond.is_htmx(request) else "creation.html"
    return respond.page(request, f"bitrix24/clickdoc/{part}", context)


def _document_address(row: Creation) -> str:
    flow = Docflow.objects.filter(package=row.package_id).order_by("id").first()
    assert flow is not None, "a package is made with its document"
    return reverse("document", args=[flow.pk])


@require_role(Role.ADMINISTRATOR)
@_of_portal
def storage(request: HttpRequest, portal: Portal) -> HttpResponse:
    """Where the files of the workspace live, and what was found changed on Disk."""
    if request.method == "POST":
        _store_choice(request, portal)
        respond.done(request, _("Настройки хранения сохранены."))
        return respond.redirect(request, "bitrix24-storage", portal.pk)
    copies = OuterCopy.objects.filter(workspace=request.workspace, store=PortalDisk.name)
    changed = copies.exclude(changed_at=None).select_related("document").order_by("-changed_at")
    form = Form(
        {
            "place": "disk" if filing.lives_on_disk(portal.workspace_id) else "here",
            "storage": portal.options.get("clickdoc_storage", folders.APP_STORAGE),
            "notices": "1" if portal.options.get(notices.OPTION, True) else "",
        }
    )
    context = {
        "portal": portal,
        "kept": copies.count(),
        "released": copies.exclude(released_at=None).count(),
        "changed": list(changed[:_MOST_SHOWN]),
    }
    return form.show(request, "bitrix24/clickdoc/storage.html", context)


def _store_choice(request: HttpRequest, portal: Portal) -> None:
    who = actors.employee(request.employee.pk, request.employee.full_name)
    on_disk = request.POST.get("place") == "disk"
    outer.choose_place(request.workspace, PortalDisk.name if on_disk else "", who)
    chosen = request.POST.get("storage", "")
    chosen = chosen if chosen in (folders.APP_STORAGE, folders.COMMON_STORAGE) else folders.APP_STORAGE
    if chosen != portal.options.get("clickdoc_storage", folders.APP_STORAGE):
        DiskFolder.objects.filter(portal=portal).delete()
    is_told = request.POST.get("notices") == "1"
    portal.set_options(**{"clickdoc_storage": chosen, notices.OPTION: is_told})
