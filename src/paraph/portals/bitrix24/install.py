"""The application's life on a portal: installed, updated, uninstalled."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.effects import services as effects
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.portals.bitrix24 import frames, tokens, visits
from paraph.portals.bitrix24.models import Application, Portal, PortalState, PortalToken, PortalUser
from paraph.portals.bitrix24.oauth import Holder
from paraph.portals.bitrix24.people import ReadPeople
from paraph.portals.bitrix24.visits import Pass
from paraph.portals.jobs import resume
from paraph.sealed import SealedError, Secret

#: Kind of the effect that makes the portal hold what is declared.
SETTLE = "bitrix24.settle"


def install(application: Application, given: Pass, application_token: str) -> tuple[Portal, PortalUser]:
    """Install, or install again: the token's owner must be an administrator of the portal.

    Raises Bitrix24Error when the token is not what it seems, DomainError when the portal may not be taken.
    """
    holder = visits.check(application, given)
    someone = visits.whoever(holder, given)
    if not someone.is_admin:
        message = _("Установить приложение может только администратор портала.")
        raise DomainError("forbidden", message)
    with journal.writing(application.workspace_id):
        portal = _placed(application, holder, application_token)
        user = visits.remember(portal, someone)
        tokens.keep(portal, holder.user_id, given.access, given.refresh, given.expires_in, is_admin=True)
        record(portal, "bitrix24:installed", user=someone.name)
        settle(portal)
        ReadPeople.order(portal)
    resume(portal.key)
    return portal, user


def _placed(application: Application, holder: Holder, application_token: str) -> Portal:
    portal = Portal.objects.filter(member_id=holder.member_id).first()
    if portal is not None and portal.workspace_id != application.workspace_id:
        message = _("Этот портал уже подключён к другому рабочему пространству.")
        raise DomainError("forbidden", message)
    if _lives_elsewhere(application, holder.member_id):
        message = _(
            "Это приложение уже установлено на другом портале. Добавьте в Paraph ещё одно подключение "
            "и сделайте для него своё приложение."
        )
        raise DomainError("forbidden", message)
    portal = portal or Portal(workspace=application.workspace, member_id=holder.member_id)
    portal.application = application
    portal.domain, portal.client_endpoint = holder.domain, holder.client_endpoint
    portal.scope, portal.is_installed = holder.scope, holder.is_installed
    portal.state, portal.fault, portal.ended_at = PortalState.ACTIVE, "", None
    portal.installed_at = timezone.now()
    if application_token:
        portal.application_token = Secret(application_token)
    portal.save()
    # The portal has forgotten what the installation before had registered.
    portal.registrations.all().delete()
    return portal


def _lives_elsewhere(application: Application, member_id: str) -> bool:
    """Whether a portal has the application already: one of the market is on strangers' portals too."""
    others = Portal.objects.filter(application=application).exclude(member_id=member_id)
    return others.exclude(state__in=(PortalState.UNINSTALLED, PortalState.DELETED)).exists()


def settle(portal: Portal) -> None:
    """Order the registration of everything, in the caller's transaction."""
    payload = {"portal": portal.pk}
    effects.enqueue(SETTLE, payload, key=portal.key, workspace_id=portal.workspace_id, priority=5)


def is_genuine(portal: Portal, application_token: Any) -> bool:
    """Whether a call carries the token of this installation; without a stored one nothing does."""
    try:
        known = portal.application_token.reveal()
    except SealedError:
        return False
    return bool(known) and secrets.compare_digest(known.encode(), str(application_token or "").encode())


def uninstall(portal: Portal, data: Mapping[str, Any]) -> None:
    """The application was removed: tokens are forgotten, open pages end, nothing is called any more."""
    with journal.writing(portal.workspace_id):
        changed = Portal.objects.filter(pk=portal.pk).exclude(state=PortalState.UNINSTALLED)
        if not changed.update(
            state=PortalState.UNINSTALLED, is_installed=False, ended_at=timezone.now(), fault=""
        ):
            return
        PortalToken.objects.filter(portal=portal).delete()
        portal.registrations.all().delete()
        frames.end_all(portal)
        record(portal, "bitrix24:uninstalled", clean=str(data.get("CLEAN") or "0"))
        portal.application_token = Secret("")
        portal.save(update_fields=("application_token",))


def updated(portal: Portal) -> None:
    """The portal updated the application: it has forgotten what was registered."""
    with transaction.atomic():
        portal.registrations.all().delete()
        settle(portal)


def record(portal: Portal, event: str, **data: object) -> None:
    """Write a journal event about the portal, in the caller's transaction."""
    facts = {"portal": portal.pk, "name": portal.domain, **data}
    journal.record(portal.workspace_id, event, tokens.PORTAL_ACTOR, journal.Subject(), facts)
