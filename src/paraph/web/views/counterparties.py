"""Counterparties: search, card. Everybody looks, senders and administrators change."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paraph.parties import services
from paraph.parties.models import Counterparty, Role
from paraph.web import inputs, respond
from paraph.web.access import of_workspace, require_role
from paraph.web.forms import Form

_FIELDS = ("name", "inn", "kpp", "ogrn", "contact_name", "email")
_PAGE = 50


@require_GET
def counterparties(request: HttpRequest) -> HttpResponse:
    """One page of those that match the search."""
    text = request.GET.get("q", "").strip()
    page = min(inputs.to_id(request.GET.get("page", "1")) or 1, 10_000)
    start = (page - 1) * _PAGE
    rows = list(services.find_counterparties(request.workspace, text)[start : start + _PAGE + 1])
    context = {
        "rows": rows[:_PAGE],
        "q": text,
        "page": page,
        "has_more": len(rows) > _PAGE,
        "may_change": request.employee.has_role(Role.ADMINISTRATOR, Role.SENDER),
    }
    return respond.page(request, "web/counterparties.html", context)


@require_role(Role.ADMINISTRATOR, Role.SENDER)
def counterparty(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change one."""
    row = of_workspace(request, Counterparty, pk) if pk else None
    form = Form({name: getattr(row, name) for name in _FIELDS} if row else None)
    if request.method == "POST":
        form = Form.posted(request, *_FIELDS)
        with form.refusals():
            saved = services.save_counterparty(request.workspace, form.data, request.employee, id=pk)
            respond.done(request, _("Контрагент сохранён: {name}").format(name=saved.name))
            return respond.redirect(request, "counterparties")
    return form.show(request, "web/counterparty.html", {"row": row})
