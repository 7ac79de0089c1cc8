"""Pages of partners' boxes: list, look-up by ИНН, card with invitations."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.channels.diadoc import accounts, invitations, partners
from paraph.channels.diadoc.invitations import Attachment
from paraph.channels.diadoc.models import PartnerBox, Relation
from paraph.channels.diadoc.partners import KEEPERS
from paraph.channels.diadoc.views_accounts import frame, sentence
from paraph.effects import services as effects
from paraph.errors import DomainError
from paraph.texts import row_id, storable
from paraph.web import inputs, respond
from paraph.web.access import require_role
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

_PAGE = 50
_TONES = {
    Relation.OURS: "good",
    Relation.INVITES_US: "act",
    Relation.INVITED: "wait",
    Relation.REFUSES_US: "bad",
    Relation.REFUSED: "bad",
}


@require_GET
@require_role(*KEEPERS)
def listed(request: HttpRequest) -> HttpResponse:
    """One page of those that match the filters."""
    filters = {name: request.GET.get(name, "").strip() for name in ("q", "relation", "account")}
    page = min(inputs.to_id(request.GET.get("page", "1")) or 1, 10_000)
    start = (page - 1) * _PAGE
    rows = list(_matching(request, filters)[start : start + _PAGE + 1])
    ours = accounts.of_workspace(request.workspace)
    context = {
        "rows": [(row, *state_of(row)) for row in rows[:_PAGE]],
        "filters": filters,
        "is_filtered": any(filters.values()),
        "relations": [(each.value, sentence(each.label)) for each in Relation],
        "accounts": [(each.pk, each.organization.name) for each in ours if each.is_connected],
        "page": page,
        "has_more": len(rows) > _PAGE,
        **frame(request),
    }
    return respond.page(request, "diadoc/partners.html", context)


def _matching(request: HttpRequest, filters: dict[str, str]) -> QuerySet[PartnerBox]:
    rows = partners.of_workspace(request.workspace)
    if filters["relation"] in Relation.values:
        rows = rows.filter(relation=filters["relation"])
    if filters["account"]:
        rows = rows.filter(account=row_id(filters["account"]) or 0)
    for word in storable(filters["q"]).split():
        # SQLite ignores case for Latin letters only, so a word is looked for in the forms people type.
        names = Q(inn__startswith=word) | Q(box_id__startswith=word) | Q(fns_participant_id__iexact=word)
        for form in {word, word.lower(), word.capitalize(), word.upper()}:
            names |= Q(name__icontains=form)
        rows = rows.filter(names)
    return rows


def state_of(row: PartnerBox) -> tuple[str, str]:
    """The relation in words, with its tone."""
    if row.invitation_effect:
        return _("Выполняется…"), "wait"
    if not row.is_active:
        return _("Не принимает документы"), "bad"
    return sentence(Relation(row.relation).label), _TONES.get(Relation(row.relation), "")


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*KEEPERS)
def look_up(request: HttpRequest) -> HttpResponse:
    """Find organisations by ИНН."""
    ours = [each for each in accounts.of_workspace(request.workspace) if each.is_connected]
    form = Form({"account": ours[0].pk if ours else "", "inns": request.GET.get("inns", "")})
    found: list[PartnerBox] | None = None
    missing: list[str] = []
    if request.method == "POST":
        form = Form.posted(request, "account", "inns")
        with form.refusals():
            account = accounts.get(request.workspace, form.value("account"))
            inns = partners.read_inns(form.value("inns"))
            found = partners.look_up(account, inns, request.employee)
            missing = [inn for inn in inns if inn not in {row.inn for row in found}]
    context = {
        "accounts": [(each.pk, each.organization.name) for each in ours],
        "found": [(row, *state_of(row)) for row in found] if found is not None else None,
        "missing": missing,
        **frame(request),
    }
    return form.show(request, "diadoc/look_up.html", context)


@require_GET
@require_role(*KEEPERS)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One box: who it is, how we stand, what can be done."""
    return _page(request, partners.get(request.workspace, pk), Form())


def _page(request: HttpRequest, row: PartnerBox, form: Form) -> HttpResponse:
    words, tone = state_of(row)
    stuck = effects.quarantined(row.workspace_id).filter(pk=row.invitation_effect).first()
    siblings = PartnerBox.objects.filter(account=row.account, inn=row.inn).exclude(pk=row.pk)
    context: dict[str, Any] = {
        "row": row,
        "state": words,
        "tone": tone,
        "advice": advice(row),
        "stuck": stuck,
        "siblings": [(each, *state_of(each)) for each in siblings],
        "may_invite": row.is_active and row.relation in invitations.CAN_BE_INVITED,
        **frame(request),
    }
    return form.show(request, "diadoc/partner.html", context)


def advice(row: PartnerBox) -> str:
    """What to do next with this box."""
    if not row.is_active:
        return _("Организация больше не принимает документы в этот ящик. Выберите другой её ящик.")
    match Relation(row.relation):
        case Relation.OURS:
            return _("Документы можно отправлять.")
        case Relation.INVITES_US if row.invitation_entity_id:
            return _(
                "К приглашению приложен документ: оно принимается его подписанием. Документ придёт "
                "в реестр с лентой событий."
            )
        case Relation.INVITES_US:
            return _("Примите приглашение, чтобы обмениваться документами, или отклоните его.")
        case Relation.INVITED:
            return _("Ждём согласия контрагента. Документы уйдут, когда он примет приглашение.")
        case Relation.REFUSES_US:
            return _("Контрагент отказался от обмена. Договоритесь с ним и пригласите снова.")
        case Relation.REFUSED:
            return _("Вы отказались от обмена. Чтобы возобновить его, отправьте приглашение.")
    if row.is_roaming:
        return _(
            "Ящик у другого оператора. Отправьте приглашение: если роуминг ещё не настроен, Диадок скажет, "
            "куда подать заявку."
        )
    if row.only_from_counteragents:
        return _("Принимает документы только от своих контрагентов: сначала отправьте приглашение.")
    return _("Документы можно отправлять и без приглашения, но с ним контрагент узнает вас сразу.")


@require_POST
@require_role(*KEEPERS)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Send to this box from now on."""
    row = partners.get(request.workspace, pk)
    partners.choose(row, request.employee)
    respond.done(request, _("Документы {name} пойдут в этот ящик.").format(name=row.name))
    return respond.redirect(request, "diadoc-partner", row.pk)


@require_POST
@require_role(*KEEPERS)
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the organisation a counterparty of ours."""
    row = partners.get(request.workspace, pk)
    partners.adopt(row, request.employee)
    respond.done(request, _("Добавлен контрагент: {name}.").format(name=row.name))
    return respond.redirect(request, "diadoc-partner", row.pk)


#: A document of ten megabytes and a signature of one: eleven times the limit of a signature.
@takes_files("MAX_SIGNATURE_BYTES", count=11)
@require_POST
@require_role(*KEEPERS)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation."""
    row, form = partners.get(request.workspace, pk), Form.posted(request, "text")
    with form.refusals():
        invitations.invite(row, form.value("text"), request.employee, _attachment(request))
        respond.done(request, _("Приглашение отправляется."))
        return respond.redirect(request, "diadoc-partner", row.pk)
    return _page(request, row, form)


def _attachment(request: HttpRequest) -> Attachment | None:
    document: UploadedFile | None = request.FILES.get("document")
    signature: UploadedFile | None = request.FILES.get("signature")
    if document is None and signature is None:
        return None
    if document is None:
        raise DomainError("invalid", _("Подпись есть, а документа нет: выберите документ."), field="document")
    if signature is None:
        message = _("Приложите подпись документа: файл .sig.")
        raise DomainError("invalid", message, field="signature")
    return Attachment(document.name or "", document.read(), signature.read())


@require_POST
@require_role(*KEEPERS)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an invitation."""
    row = partners.get(request.workspace, pk)
    invitations.accept(row, request.employee)
    respond.done(request, _("Приглашение принимается."))
    return respond.redirect(request, "diadoc-partner", row.pk)


@require_POST
@require_role(*KEEPERS)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline, recall or end."""
    row, form = partners.get(request.workspace, pk), Form.posted(request, "comment")
    with form.refusals():
        invitations.decline(row, form.value("comment"), request.employee)
        respond.done(request, _("Отказ отправляется."))
        return respond.redirect(request, "diadoc-partner", row.pk)
    return _page(request, row, form)
