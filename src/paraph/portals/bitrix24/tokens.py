"""Which token a call takes, and its renewal by one process at a time.

A refresh makes the old pair die soon, so two at once would lose the portal. Whoever renews a pair takes a
lease in its row first; the others wait for the row to change. The refresh token before is kept and tried when
the new one is refused: the answer that carried it may have been lost.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.notifications import services as notifications
from paraph.notifications.services import News
from paraph.parties.models import Employee, Role
from paraph.portals import pace
from paraph.portals.bitrix24 import limits, oauth, words
from paraph.portals.bitrix24.errors import NeedsAdministrator, NotNow, PortalError
from paraph.portals.bitrix24.models import Portal, PortalState, PortalToken
from paraph.sealed import SealedError, Secret

#: The portal as the journal names it, and the event of its last token's end.
PORTAL_ACTOR = Actor(kind="system", name="Битрикс24", side="HUB")
LOST = "bitrix24:needs-administrator"
#: How long others wait for a refresh that is under way, and how often they look.
_PATIENCE = timedelta(seconds=20)
_LOOK = timedelta(milliseconds=100)


def choose(portal: Portal, user_id: int | None) -> PortalToken:
    """The token of a portal user, or an administrator's: the one that came last first.

    Raises NeedsAdministrator when none is left (the portal is marked), PortalError for a user without one.
    """
    if portal.state in (PortalState.UNINSTALLED, PortalState.DELETED):
        raise PortalError("not_installed", "", message=words.NOT_INSTALLED)
    alive = PortalToken.objects.filter(portal=portal, fault="")
    if user_id is not None:
        token = alive.filter(user_id=user_id).first()
        if token is None:
            raise PortalError("no_token", "", message=words.NO_TOKEN)
        return token
    token = alive.filter(is_admin=True).order_by("-updated_at", "-id").first()
    if token is None:
        lose(portal)
        raise NeedsAdministrator("needs_admin", "", message=words.NEEDS_ADMINISTRATOR)
    return token


def lose(portal: Portal) -> None:
    """No administrator's token is left: the journal says since when, our administrators get a letter."""
    changes = {"state": PortalState.NEEDS_ADMIN, "fault": str(words.NEEDS_ADMINISTRATOR)}
    with journal.writing(portal.workspace_id):
        if Portal.objects.filter(pk=portal.pk, state=PortalState.ACTIVE).update(**changes):
            facts = {"portal": portal.pk, "name": portal.domain}
            event = journal.record(portal.workspace_id, LOST, PORTAL_ACTOR, journal.Subject(), facts)
            _tell_administrators(portal, f"{LOST}:{event.seq}")
    portal.state, portal.fault = PortalState.NEEDS_ADMIN, changes["fault"]


def _tell_administrators(portal: Portal, name: str) -> None:
    address = settings.BASE_URL + reverse("bitrix24-portal", args=[portal.pk])
    news = News(
        id=f"{portal.workspace_id}:{name}",
        template="bitrix24/portal_lost",
        workspace_id=portal.workspace_id,
        context={"domain": portal.domain, "url": address},
    )
    wanted = {"workspace_id": portal.workspace_id, "roles__role": Role.ADMINISTRATOR}
    notifications.tell(news, Employee.objects.filter(is_active=True, **wanted).select_related("user"))


def bury(token: PortalToken, reason: object) -> None:
    """The portal does not take this token any more."""
    PortalToken.objects.filter(pk=token.pk, generation=token.generation).update(fault=str(reason))


def keep(
    portal: Portal, user_id: int, access: str, refresh: str, expires_in: object, *, is_admin: bool
) -> None:
    """A fresh pair that came with a call found genuine; it replaces what the user had.

    A call may bring no refresh token: the one we have stays then, or the portal would be lost in an hour.
    """
    now = timezone.now()
    values = {
        "access": Secret(access),
        "refresh": Secret(refresh),
        "expires_at": oauth.expiry({"expires_in": expires_in or 3600}),
        "previous_refresh": Secret(""),
        "is_admin": is_admin,
        "fault": "",
        "updated_at": now,
        "refreshing_until": None,
    }
    token, created = PortalToken.objects.get_or_create(portal=portal, user_id=user_id, defaults=values)
    if not created:
        values["generation"] = token.generation + 1
        if not refresh:
            del values["refresh"], values["previous_refresh"]
        PortalToken.objects.filter(pk=token.pk).update(**values)


def access(token: PortalToken) -> str:
    """The access token, renewed when it has ended. Raises Bitrix24Error."""
    if token.expires_at <= timezone.now() + limits.TOKEN_SPARE:
        renew(token)
    return _revealed(token.access)


def renew(token: PortalToken) -> None:
    """A new pair into the row and into `token`, by this process or by another that was faster."""
    waited = timedelta(0)
    while not _lease(token):
        fresh = PortalToken.objects.get(pk=token.pk)
        if fresh.generation != token.generation or fresh.fault:
            token.refresh_from_db()
            if token.fault:
                raise PortalError("invalid_grant", "", message=token.fault)
            return
        if waited >= _PATIENCE:
            raise NotNow(limits.REFRESH_LEASE, words.TOKEN_REFUSED, method="oauth/token")
        pace.pause(_LOOK)
        waited += _LOOK
    try:
        _renewed(token)
    finally:
        PortalToken.objects.filter(pk=token.pk).update(refreshing_until=None)


def _lease(token: PortalToken) -> bool:
    now = timezone.now()
    free = Q(refreshing_until=None) | Q(refreshing_until__lt=now)
    rows = PortalToken.objects.filter(free, pk=token.pk, generation=token.generation, fault="")
    return bool(rows.update(refreshing_until=now + limits.REFRESH_LEASE))


def _renewed(token: PortalToken) -> None:
    portal = token.portal
    grant = _granted(token)
    if grant.member_id != portal.member_id:
        raise PortalError("wrong_client", "", message=words.TOKEN_REFUSED, method="oauth/token")
    token.previous_refresh, token.access = token.refresh, Secret(grant.access)
    token.refresh, token.expires_at = Secret(grant.refresh), grant.expires_at
    token.generation, token.updated_at = token.generation + 1, timezone.now()
    fields = ("previous_refresh", "access", "refresh", "expires_at", "generation", "updated_at")
    token.save(update_fields=fields)
    take_address(portal, grant.client_endpoint)


def _granted(token: PortalToken) -> oauth.Grant:
    """By the refresh token; by the one before when that is refused."""
    refused: PortalError | None = None
    for secret in (token.refresh, token.previous_refresh):
        if not secret:
            continue
        try:
            return oauth.refresh(token.portal.application, _revealed(secret))
        except PortalError as error:
            if error.code not in oauth.DEAD:
                raise
            refused = error
    bury(token, words.TOKEN_REFUSED)
    raise refused or PortalError("invalid_grant", "", message=words.TOKEN_REFUSED, method="oauth/token")


def take_address(portal: Portal, endpoint: str) -> None:
    """The portal's address as the authorisation server knows it now."""
    try:
        sound = oauth.sound_endpoint(portal.application, endpoint)
    except ValueError:
        return
    if sound != portal.client_endpoint:
        portal.client_endpoint, portal.domain = sound, oauth.host_of(sound)
        portal.save(update_fields=("client_endpoint", "domain"))


def _revealed(secret: Secret) -> str:
    try:
        return secret.reveal()
    except SealedError as error:
        raise PortalError("sealed", "", message=words.SEALED) from error
