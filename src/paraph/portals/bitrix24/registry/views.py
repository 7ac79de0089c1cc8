"""Documents of a CRM object: the tab in the portal's cards, its grid, files, attributes, package form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paraph.docflow.ports import Fault
from paraph.errors import DomainError
from paraph.parties.models import Role
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.models import Portal, PortalState
from paraph.portals.bitrix24.places import placement
from paraph.portals.bitrix24.registry import forming, grid, items, orders, parties, sources
from paraph.portals.bitrix24.registry.forming import Sides
from paraph.portals.bitrix24.registry.models import Item, PackageItem, Parties
from paraph.registry.kinds import KINDS
from paraph.web import delivery, inputs, package_form, respond, states
from paraph.web.access import of_workspace, require_role
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

SENDERS = (Role.SENDER, Role.ADMINISTRATOR)
_MOST_FILES = 10
_KINDS = [(kind.code, kind.title) for kind in KINDS.values() if not kind.formalised]
_PLACES = ("CRM_DEAL_DETAIL_TAB", "CRM_COMPANY_DETAIL_TAB", "CRM_CONTACT_DETAIL_TAB")
Owner = tuple[int, int]


@placement(
    *_PLACES, name="documents", title="Документы ЭДО", description="Реестр документов и отправка на подпись"
)
def tab(request: HttpRequest) -> HttpResponse:
    """The documents of the card the tab stands in."""
    frame = request.frame
    if not frame.entity_id:
        raise DomainError("new-card", _("Сначала сохраните карточку: документы добавляют к сохранённой."))
    return _grid(request, frame.portal, (frame.entity_type_id, frame.entity_id))


def _of_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view about one CRM object of a portal of the reader's workspace."""

    @wraps(view)
    def found(request: HttpRequest, portal_id: int, type_id: int, owner_id: int, **more: Any) -> HttpResponse:
        rows = Portal.objects.exclude(state=PortalState.DELETED).select_related("workspace", "application")
        portal = of_workspace(request, rows, portal_id)
        frame = getattr(request, "frame", None)
        if frame is not None and frame.portal.pk != portal.pk:
            raise Http404
        return view(request, portal, (type_id, owner_id), **more)

    return found


def address(name: str, portal: Portal, owner: Owner, *more: Any) -> str:
    """Address of a page about a CRM object."""
    return reverse(f"bitrix24-{name}", args=(portal.pk, *owner, *more))


@require_GET
@_of_owner
def documents(request: HttpRequest, portal: Portal, owner: Owner) -> HttpResponse:
    """The grid by its own address: after a search, or outside of the portal."""
    return _grid(request, portal, owner)


def _grid(request: HttpRequest, portal: Portal, owner: Owner) -> HttpResponse:
    rows = items.of_owner(portal, *owner)
    found, form = grid.shown(request, rows)
    context = {
        "portal": portal,
        "owner": owner,
        "title": parties.of(portal, *owner).title,
        "back": forming.object_url(portal, *owner),
        "rows": found,
        "groups": grid.counts(rows),
        "kinds": _KINDS,
        "mark": grid.mark(),
        "form": form,
        "may_send": request.employee.has_role(*SENDERS),
        "is_moving": rows.filter(is_final=False).exclude(document=None).exists(),
    }
    return respond.page(request, "bitrix24/registry/documents.html", context)


@require_GET
@_of_owner
def changes(request: HttpRequest, portal: Portal, owner: Owner) -> HttpResponse:
    """Rows that have changed since the page was made, asked by it every few seconds."""
    rows = items.of_owner(portal, *owner)
    new, moved = grid.changed(rows, grid.since_of(request.GET.get("since", "")))
    context = {
        "portal": portal,
        "owner": owner,
        "new": new,
        "moved": moved,
        "mark": grid.mark(),
        "may_send": request.employee.has_role(*SENDERS),
        "is_moving": rows.filter(is_final=False).exclude(document=None).exists(),
    }
    return respond.page(request, "bitrix24/registry/changes.html", context)


@takes_files("MAX_DOCUMENT_BYTES", count=_MOST_FILES)
@require_role(*SENDERS)
@_of_owner
def add(request: HttpRequest, portal: Portal, owner: Owner) -> HttpResponse:
    """Files from the reader's machine."""
    form = Form()
    if request.method == "POST":
        try:
            rows = items.add_files(portal, owner, package_form.uploads(request), request.employee)
        except DomainError as error:
            package_form.note_files(form, error)
        else:
            respond.done(request, _("Документы добавлены. Проверьте их реквизиты."))
            if len(rows) == 1:
                return respond.redirect(request, address("item", portal, owner, rows[0].pk))
            return respond.redirect(request, address("documents", portal, owner))
    return form.show(request, "bitrix24/registry/add.html", {"portal": portal, "owner": owner})


@require_role(*SENDERS)
@_of_owner
def choose(request: HttpRequest, portal: Portal, owner: Owner) -> HttpResponse:
    """Documents the portal holds already: generated ones, files of its Disk, items of the registry."""
    frame = getattr(request, "frame", None)
    if frame is None:
        raise DomainError("frame", _("Файлы портала выбирают в самом портале: откройте вкладку карточки."))
    # As the person: the portal itself decides what they may see.
    client, source = Client(portal, frame.user.user_id), request.GET.get("source", "docgen")
    form = Form()
    if request.method == "POST":
        try:
            taken = sources.take(client, owner, request.POST.getlist("chosen"), request.employee)
        except DomainError as error:
            form.fail(error)
        else:
            respond.done(request, _("Добавлено документов: {count}.").format(count=taken))
            return respond.redirect(request, address("documents", portal, owner))
    try:
        offered, trail = sources.offered(client, owner, source, request.GET.get("folder", ""))
    except Bitrix24Error as error:
        offered, trail, form.message = [], "", error.message
    context = {
        "portal": portal, "owner": owner, "offered": offered, "source": source, "folder": trail,
        "sources": sources.SOURCES,
    }  # fmt: skip
    return form.show(request, "bitrix24/registry/choose.html", context)


@require_role(*SENDERS)
@_of_owner
def item(request: HttpRequest, portal: Portal, owner: Owner, item_id: int) -> HttpResponse:
    """The attributes of one document."""
    rows = items.of_owner(portal, *owner)
    row = get_object_or_404(rows, pk=item_id)
    form = grid.form_of(row)
    if request.method == "POST":
        form = Form.posted(request, *grid.FIELDS)
        stated, faults = items.plain_values(form.data)
        form.faults.update(faults)
        if not faults:
            with form.refusals():
                items.change(row, stated, request.employee)
                respond.done(request, _("Реквизиты документа сохранены."))
                return respond.redirect(request, address("documents", portal, owner))
        form.message = form.message or _("Исправьте отмеченные поля. Пока ничего не сохранено.")
    context = {
        "portal": portal, "owner": owner, "row": grid.row(row), "kinds": _KINDS,
        "links": grid.link_choices(rows, row), "answers": grid.answer_choices(),
    }  # fmt: skip
    return form.show(request, "bitrix24/registry/item.html", context)


@require_POST
@require_role(*SENDERS)
@_of_owner
def remove(request: HttpRequest, portal: Portal, owner: Owner, item_id: int) -> HttpResponse:
    """Take a document out of the grid."""
    items.remove(get_object_or_404(items.of_owner(portal, *owner), pk=item_id), request.employee)
    respond.done(request, _("Документ убран из списка."))
    return respond.redirect(request, address("documents", portal, owner))


@require_POST
@require_role(*SENDERS)
@_of_owner
def again(request: HttpRequest, portal: Portal, owner: Owner) -> HttpResponse:
    """«Обновить»: read the parties and the registry anew now."""
    rows = Parties.objects.filter(portal=portal, owner_type_id=owner[0], owner_id=owner[1])
    rows.update(is_stale=True)
    orders.order_now(portal)
    respond.done(request, _("Данные портала перечитываются."))
    chosen = [("item", pk) for pk in map(inputs.to_id, request.POST.getlist("item")) if pk]
    back = address("package" if chosen else "documents", portal, owner)
    return respond.redirect(request, f"{back}?{urlencode(chosen)}" if chosen else back)


# The package


@require_role(*SENDERS)
@_of_owner
def package(request: HttpRequest, portal: Portal, owner: Owner) -> HttpResponse:
    """«Сформировать пакет»: the parties come from the CRM object, every fault is shown at once."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = [pk for pk in map(inputs.to_id, given.getlist("item")) if pk]
    rows = list(items.of_owner(portal, *owner).filter(pk__in=chosen).order_by("id"))
    found = forming.found_parties(Client(portal), owner)
    sides = forming.sides(portal, found)
    form = _initial(request, found, sides)
    faults: list[Fault] = [*sides.faults]
    if request.method == "POST":
        form = Form.posted(request, *package_form.FIELDS)
        made = _form(request, portal, owner, rows, sides, form, faults)
        if made is not None:
            respond.done(request, _("Пакет сформирован и отправлен на подпись."))
            return respond.redirect(request, address("progress", portal, owner, made))
    else:
        faults += forming.item_faults(rows, may_fetch=True)
    return _show_package(request, portal, owner, rows, sides, form, faults)


def _form(
    request: HttpRequest, portal: Portal, owner: Owner, rows: list[Item], sides: Sides, form: Form,
    faults: list[Fault],
) -> int | None:  # fmt: skip
    """The id of the package that was made; None with what hinders it noted in `faults` and the form."""
    if sides.organization is None or sides.counterparty is None:
        faults += forming.item_faults(rows, may_fetch=True)
        return None
    draft = package_form.read_draft(request, form, (sides.organization, sides.counterparty))
    faults += forming.fetch_files(Client(portal), rows, int(settings.MAX_DOCUMENT_BYTES))
    try:
        if draft is not None and not faults:
            return forming.form(portal, owner, rows, draft, request.employee).pk
        faults += forming.item_faults(rows)
    except DomainError as error:
        faults += error.details.get("faults", [Fault(error.code, error.message, error.field)])
    form.message = _("Пакет не сформирован: исправьте замечания.")
    return None


def _initial(request: HttpRequest, found: Parties, sides: Sides) -> Form:
    form = package_form.initial(request)
    if sides.counterparty is not None:
        form.data.update(package_form.addressee(sides.counterparty))
    for name, key in (("recipient_email", "email"), ("recipient_name", "contact_name")):
        if found.theirs.get(key):
            form.data[name] = found.theirs[key]
    return form


def _show_package(
    request: HttpRequest, portal: Portal, owner: Owner, rows: list[Item], sides: Sides, form: Form,
    faults: list[Fault],
) -> HttpResponse:  # fmt: skip
    for fault in faults:
        if fault.document_id is None and fault.field:
            form.faults.setdefault(fault.field, fault.message)
    card = parties.of(portal, *owner).theirs.get("card") or list(owner)
    context = {
        "portal": portal, "owner": owner, "rows": [grid.row(one) for one in rows], "sides": sides,
        "faults": faults, "card": forming.object_url(portal, *card),
        **package_form.choices(request),
    }  # fmt: skip
    if sides.organization is not None and sides.counterparty is not None:
        pair = delivery.parties(sides.organization, sides.counterparty, request.employee)
        context |= delivery.context(form, pair)
    return form.show(request, "bitrix24/registry/package.html", context)


@require_GET
@_of_owner
def progress(request: HttpRequest, portal: Portal, owner: Owner, package_id: int) -> HttpResponse:
    """Where the package stands: approval, signing, sending, and what the other side says."""
    rows = PackageItem.objects.select_related("package__counterparty", "package__signer")
    row = get_object_or_404(
        rows, portal=portal, owner_type_id=owner[0], owner_id=owner[1], package_id=package_id
    )
    flows = list(row.package.docflows.select_related("document").order_by("id"))
    context = {
        "portal": portal,
        "owner": owner,
        "package": row.package,
        "row": row,
        "documents": [(flow, states.look(flow.status), states.title(flow.status)) for flow in flows],
        "steps": _steps([flow.tab for flow in flows], [flow.status for flow in flows]),
        "is_final": all(flow.is_done for flow in flows),
    }
    part = respond.is_htmx(request) and request.GET.get("part") == "1"
    template = "bitrix24/registry/progress_part.html" if part else "bitrix24/registry/progress.html"
    return respond.page(request, template, context)


def _steps(tabs: list[str], statuses: list[str]) -> list[tuple[str, str]]:
    """«Согласование», «Подпись», «Отправка», «Ответ»: done, now or later."""
    names = (_("Согласование"), _("Подпись у нас"), _("Отправка"), _("Ответ контрагента"))
    places = {"draft": 0, "approval": 0, "ours": 1, "theirs": 3, "done": 4, "rejected": 4}
    place = min(
        (2 if status == "SENDING" else places[tab] for tab, status in zip(tabs, statuses, strict=True)),
        default=0,
    )
    return [
        (name, "done" if number < place else "now" if number == place else "")
        for number, name in enumerate(names)
    ]
