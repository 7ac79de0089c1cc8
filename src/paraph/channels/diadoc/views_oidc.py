"""Logging in at Контур in the browser: there and back again."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paraph.channels.diadoc import accounts, auth
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.models import Access
from paraph.errors import DomainError
from paraph.parties.models import Role
from paraph.web import respond
from paraph.web.access import require_role

#: Where an errand waits in the session; one at a time, the newest.
_SESSION = "diadoc-oidc"


@require_GET
@require_role(Role.ADMINISTRATOR)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the person to Контур; the errand waits in their session."""
    account = accounts.get(request.workspace, pk)
    if account.access != Access.OIDC:
        raise DomainError("wrong-state", _("Эта учётная запись входит иначе: измените способ входа."))
    errand = auth.Errand.new()
    try:
        address = auth.login_address(account, errand, back_address())
    except Refused as error:
        respond.warn(request, error.message)
        return respond.redirect(request, "diadoc-access", account.pk)
    request.session[_SESSION] = {"account": account.pk, **vars(errand)}
    return HttpResponseRedirect(address)


@require_GET
@require_role(Role.ADMINISTRATOR)
def back(request: HttpRequest) -> HttpResponse:
    """The person is back with a code, or with a refusal."""
    kept = request.session.pop(_SESSION, None)
    state = request.GET.get("state", "")
    if not kept or not secrets.compare_digest(kept["state"].encode(), state.encode()):
        raise DomainError("wrong-state", _("Вход уже завершён или начат в другом окне. Начните его снова."))
    account = accounts.get(request.workspace, kept["account"])
    errand = auth.Errand(state=kept["state"], verifier=kept["verifier"])
    code = request.GET.get("code", "")
    try:
        if not code:
            raise DomainError("diadoc", _("Контур не впустил: вход отменён или нет прав. Попробуйте снова."))
        accounts.finish_login(account, code, errand, back_address(), request.employee)
    except DomainError as error:
        respond.warn(request, error.message)
        return respond.redirect(request, "diadoc-account", account.pk)
    respond.done(request, _("Вход через Контур выполнен."))
    return respond.redirect(request, "diadoc-account" if account.box_id else "diadoc-box", account.pk)


def back_address() -> str:
    """Our address for Контур to send the browser back to; it must be registered there for the client."""
    return str(settings.BASE_URL + reverse("diadoc-oidc-back"))
