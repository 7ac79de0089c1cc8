"""The registries of a portal in the settings: made by one button, mended, or mapped onto what is there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from paraph.effects.models import Effect
from paraph.parties.models import Role
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry import attributes, setup
from paraph.portals.bitrix24.registry.models import Item, PackageItem, Registry
from paraph.portals.mapping import fits, read_kept
from paraph.texts import row_id
from paraph.web import respond
from paraph.web.access import of_workspace, require_role
from paraph.web.forms import Form

#: Switches of a portal: name in `Portal.options`, words, whether it is on by itself.
OPTIONS = (
    ("registry_timeline", gettext_lazy("Показывать состояние пакета в таймлайне карточки"), True),
    (
        "registry_triggers",
        gettext_lazy(
            "Запускать триггеры «документ подписан», «отклонён», «ошибка» (если их ждут роботы CRM)"
        ),
        False,
    ),
    ("registry_disk", gettext_lazy("Класть подписанный архив на Диск портала"), True),
)
_UNDER_WAY = (Effect.State.WAITING, Effect.State.RUNNING)


def _portal(request: HttpRequest, portal_id: int) -> Portal:
    return of_workspace(request, Portal.objects.select_related("workspace", "application"), portal_id)


@require_role(Role.ADMINISTRATOR)
def show(request: HttpRequest, portal_id: int) -> HttpResponse:
    """Both registries and what is wrong with them; the switches."""
    portal = _portal(request, portal_id)
    if request.method == "POST":
        chosen = {name: bool(request.POST.get(name)) for name, _title, _on in OPTIONS}
        portal.set_options(**chosen)
        respond.done(request, _("Настройки сохранены."))
        return respond.redirect(request, "bitrix24-registry", portal.pk)
    known = {one.kind: one for one in Registry.objects.filter(portal=portal)}
    job = Effect.objects.filter(kind=setup.SETUP, workspace_id=portal.workspace_id, key=portal.key).order_by(
        "-id"
    )
    last = job.first()
    context = {
        "portal": portal,
        "registries": [(kind, attributes.TITLES[kind], known.get(kind)) for kind in attributes.TITLES],
        "faults": {kind: _in_words(one) for kind, one in known.items()},
        "switches": [(name, words, portal.options.get(name, is_on)) for name, words, is_on in OPTIONS],
        "job": last,
        "is_working": last is not None and last.state in _UNDER_WAY,
        "left": Item.objects.filter(portal=portal, is_dirty=True, is_removed=False).count()
        + PackageItem.objects.filter(portal=portal, is_dirty=True).count(),
    }
    part = respond.is_htmx(request) and request.GET.get("part") == "1"
    template = "bitrix24/registry/settings_part.html" if part else "bitrix24/registry/settings.html"
    return respond.page(request, template, context)


def _in_words(registry: Registry) -> list[str]:
    titles = {one.code: one.title for one in attributes.ATTRIBUTES[registry.kind]}
    words = []
    for one in registry.faults:
        name, reason = titles.get(one["attribute"], ""), one["reason"]
        words.append(reason if not name or name in reason else f"«{name}»: {reason}")
    return words


@require_POST
@require_role(Role.ADMINISTRATOR)
def set_up(request: HttpRequest, portal_id: int) -> HttpResponse:
    """«Создать реестры» and «Починить»."""
    portal = _portal(request, portal_id)
    with transaction.atomic():
        setup.order(portal)
    respond.done(request, _("Реестры создаются и проверяются в портале."))
    return respond.redirect(request, "bitrix24-registry", portal.pk)


@require_role(Role.ADMINISTRATOR)
def mapping(request: HttpRequest, portal_id: int, kind: str) -> HttpResponse:
    """Which smart process holds the documents (or packages), and which of its fields holds what."""
    portal = _portal(request, portal_id)
    if kind not in attributes.ATTRIBUTES:
        raise Http404
    registry, _created = Registry.objects.get_or_create(portal=portal, kind=kind)
    client, form = Client(portal), Form()
    if request.method == "POST":
        with form.refusals():
            return _posted(request, client, registry)
    offered = setup.read_types(client)
    fields = read_kept(registry.fields)
    context = {
        "portal": portal,
        "registry": registry,
        "title": attributes.TITLES[kind],
        "types": offered,
        "faults": _in_words(registry),
        "rows": [_row(one, fields, registry) for one in attributes.ATTRIBUTES[kind]],
    }
    return form.show(request, "bitrix24/registry/mapping.html", context)


def _posted(request: HttpRequest, client: Client, registry: Registry) -> HttpResponse:
    back = ("bitrix24-registry-mapping", client.portal.pk, registry.kind)
    if request.POST.get("action") == "type":
        setup.choose(client, registry, row_id(request.POST.get("type", "")) or 0)
        respond.done(request, _("Смарт-процесс выбран, поля подобраны по названиям. Проверьте их."))
        return respond.redirect(request, *back)
    setup.read_fields(client, registry)
    codes = [one.code for one in attributes.ATTRIBUTES[registry.kind]]
    faults = setup.save_mapping(registry, {code: request.POST.get(code, "") for code in codes})
    if faults:
        respond.warn(
            request, _("Сохранено, но работать так ещё нельзя: замечаний {count}.").format(count=len(faults))
        )
        return respond.redirect(request, *back)
    with transaction.atomic():
        setup.order(client.portal)
    respond.done(request, _("Сопоставление сохранено."))
    return respond.redirect(request, "bitrix24-registry", client.portal.pk)


def _row(one: Any, fields: list[Any], registry: Registry) -> dict[str, Any]:
    """An attribute with the fields that may hold it."""
    fault = next((each["reason"] for each in registry.faults if each["attribute"] == one.code), "")
    return {
        "code": one.code,
        "title": one.title,
        "is_required": one.is_required,
        "options": [(field.code, f"{field.title} ({field.code})") for field in fields if fits(one, field)],
        "chosen": registry.mapped.get(one.code, ""),
        "fault": fault,
    }
