"""Who has come: a page opened in the portal is believed only after the authorisation server was asked.

Nothing in the portal's POST is signed. Its token is confirmed at an address of our own settings, which says
whose it is and where the portal is; the address and the ids in the POST are not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from paraph.portals import people
from paraph.portals.bitrix24 import limits, oauth, tokens, transport, words
from paraph.portals.bitrix24.errors import NotNow, PortalError
from paraph.portals.bitrix24.models import Application, Portal, PortalState, PortalUser
from paraph.portals.bitrix24.oauth import Holder
from paraph.portals.jobs import resume
from paraph.texts import storable

#: Code of the refusal of a page whose portal we do not know, or know as one without the application.
NOT_INSTALLED = "not_installed"
#: How long what the portal says of a person is believed.
_KNOWN = timedelta(hours=12)


@dataclass(frozen=True)
class Pass:
    """Tokens a call brought along."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_in: str = ""


@dataclass(frozen=True)
class Person:
    """A user as the portal describes them."""

    user_id: int
    name: str
    email: str
    position: str
    departments: list[int]
    is_admin: bool


def check(application: Application, given: Pass) -> Holder:
    """Whose the token is. Raises PortalError for a token of another application, NotNow, Unknown."""
    holder = oauth.holder(application, given.access)
    if holder.client_id != application.client_id:
        raise PortalError("wrong_client", "", message=words.TOKEN_REFUSED, method="app.info")
    return holder


def whoever(holder: Holder, given: Pass) -> Person:
    """The token's owner as their portal knows them. One batch: profile, user.current."""
    commands = {"halt": 0, "cmd": {"profile": "profile", "user": "user.current"}, "auth": given.access}
    try:
        answer = transport.post(holder.client_endpoint, "batch", commands, repeatable=True)
    except transport.Moved as error:
        raise NotNow(limits.FAILURE_PAUSE, words.MOVED, method="profile") from error
    found = answer.get("result", {}).get("result") or {}
    profile, user = found.get("profile") or {}, found.get("user") or {}
    if str(profile.get("ID") or "") != str(holder.user_id):
        raise PortalError("wrong_client", "", message=words.TOKEN_REFUSED, method="profile")
    return person({**profile, **user}, is_admin=is_true(profile.get("ADMIN")))


def is_true(value: object) -> bool:
    """A flag as different methods write it."""
    return value in (True, 1, "1", "Y", "true")


def person(fields: Mapping[str, Any], *, is_admin: bool) -> Person:
    """A person of `user.get` and `user.current`."""
    names = (fields.get("LAST_NAME"), fields.get("NAME"), fields.get("SECOND_NAME"))
    name = " ".join(str(each).strip() for each in names if each)
    departments = fields.get("UF_DEPARTMENT") or []
    return Person(
        user_id=int(fields["ID"]),
        name=str(storable(name))[:300],
        email=str(storable(str(fields.get("EMAIL") or ""))).strip()[:300],
        position=str(storable(str(fields.get("WORK_POSITION") or "")))[:300],
        departments=[int(each) for each in departments if str(each).isdecimal()],
        is_admin=is_admin,
    )


def remember(portal: Portal, someone: Person, *, is_active: bool = True) -> PortalUser:
    """The person's row; an employee of the same e-mail is theirs unless somebody chose otherwise."""
    facts = {
        "name": someone.name,
        "email": someone.email,
        "position": someone.position,
        "departments": someone.departments,
        "is_admin": someone.is_admin,
        "is_active": is_active,
    }
    user: PortalUser = people.remember(portal.users, portal.workspace_id, someone.user_id, facts)
    return user


def come_in(application: Application, given: Pass) -> tuple[Portal, PortalUser]:
    """The portal and the person of a page just opened. Raises Bitrix24Error.

    Their tokens are kept: for calls in their name, and an administrator's to work in the portal.
    """
    holder = check(application, given)
    portal = Portal.objects.filter(application=application, member_id=holder.member_id).first()
    if portal is None or portal.state in (PortalState.UNINSTALLED, PortalState.DELETED):
        raise PortalError(NOT_INSTALLED, "", message=words.NOT_INSTALLED)
    user = PortalUser.objects.filter(portal=portal, user_id=holder.user_id).first()
    now = timezone.now()
    if (
        user is None
        or not user.is_active
        or user.seen_at is None
        or now - user.seen_at > _KNOWN
        or portal.state != PortalState.ACTIVE
    ):
        user = remember(portal, whoever(holder, given))
        PortalUser.objects.filter(pk=user.pk).update(seen_at=now)
    tokens.keep(portal, user.user_id, given.access, given.refresh, given.expires_in, is_admin=user.is_admin)
    if (portal.is_installed, portal.scope) != (holder.is_installed, holder.scope):
        # The portal says so to nobody but whom it opens a page for.
        facts = {"is_installed": holder.is_installed, "scope": holder.scope, "checked_at": now}
        Portal.objects.filter(pk=portal.pk).update(**facts)
    if portal.domain != holder.domain:
        tokens.take_address(portal, holder.client_endpoint)
    if user.is_admin:
        revive(portal)
    return portal, user


def revive(portal: Portal) -> None:
    """An administrator's token is there again: what waited goes on."""
    waiting = Portal.objects.filter(pk=portal.pk, state=PortalState.NEEDS_ADMIN)
    if waiting.update(state=PortalState.ACTIVE, fault=""):
        portal.state, portal.fault = PortalState.ACTIVE, ""
        resume(portal.key)
