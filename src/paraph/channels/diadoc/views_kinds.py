"""The page that maps our kinds to types of Диадок."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from paraph.channels.diadoc import accounts, kind_map, words
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import DiadocError
from paraph.channels.diadoc.kind_map import DEFAULTS, Target, Types
from paraph.channels.diadoc.views_accounts import frame
from paraph.errors import DomainError
from paraph.parties.models import Role
from paraph.registry.kinds import KINDS, Kind
from paraph.web import respond
from paraph.web.access import require_role
from paraph.web.forms import Form


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def kinds(request: HttpRequest, pk: int) -> HttpResponse:
    """What each kind goes as, what must be filled for it, and another choice."""
    account = accounts.get(request.workspace, pk)
    targets = kind_map.targets(account)
    form = Form({code: target.code for code, target in targets.items()})
    if request.method == "POST":
        form = Form.posted(request, *KINDS)
        with form.refusals():
            kind_map.save(account, form.data, request.employee)
            respond.done(request, _("Соответствие видов сохранено."))
            return respond.redirect(request, "diadoc-kinds", account.pk)
    types = Types.of(account)
    rows = [_row(kind, targets[code], types) for code, kind in KINDS.items()]
    return form.show(
        request, "diadoc/kinds.html", {"account": account, "rows": rows, "known": types, **frame(request)}
    )


def _row(kind: Kind, target: Target, types: Types) -> dict[str, Any]:
    choices = [(each.target.code, each.words) for each in types.choices(kind)]
    default = DEFAULTS[kind.code]
    if default.code not in dict(choices):
        choices.insert(0, (default.code, _("{type} — в ящике нет").format(type=default.type_named_id)))
    described = types.find(target)
    return {"kind": kind, "choices": choices, "described": described, "default": default.code}


@require_POST
@require_role(Role.ADMINISTRATOR)
def read_types(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the box for its types anew."""
    account = accounts.get(request.workspace, pk)
    if not account.is_connected:
        raise DomainError("not-connected", _("Сначала выберите ящик учётной записи."))
    try:
        with DiadocClient(account) as client:
            kind_map.read(client)
    except DiadocError as error:
        respond.warn(request, words.for_a_person(error))
    else:
        respond.done(request, _("Типы документов прочитаны из Диадока."))
    return respond.redirect(request, "diadoc-kinds", account.pk)
