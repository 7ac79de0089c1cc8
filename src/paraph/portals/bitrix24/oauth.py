"""The authorisation server: refreshing a pair of tokens, and asking whose a token is.

What it says is believed: it is asked at an address of our own settings. What a browser or a portal brings us
is not, until this server has confirmed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.utils import timezone

from paraph.portals import wires
from paraph.portals.bitrix24 import limits, transport, words
from paraph.portals.bitrix24.errors import NotNow, PortalError, Unknown
from paraph.portals.bitrix24.models import Application
from paraph.sealed import SealedError

#: Answers after which the token will not come to life again.
DEAD = ("invalid_grant", "expired_token", "invalid_token", "NO_AUTH_FOUND", "authorization_error")


@dataclass(frozen=True)
class Grant:
    """A new pair of tokens."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime
    client_endpoint: str
    member_id: str
    user_id: int
    scope: str


@dataclass(frozen=True)
class Holder:
    """Whose token it is: `app.info` of the authorisation server."""

    client_id: str
    member_id: str
    user_id: int
    client_endpoint: str
    domain: str
    scope: str
    is_installed: bool


def refresh(application: Application, token: str) -> Grant:
    """A new pair for a refresh token; the old one soon dies. POST /oauth/token/.

    Raises PortalError (its code may be `invalid_grant`), NotNow, or Unknown: the pair may have been made.
    """
    form = {
        "grant_type": "refresh_token",
        "client_id": application.client_id,
        "client_secret": _secret(application),
        "refresh_token": token,
    }
    answer = _ask(application, "POST", "/oauth/token/", data=form)
    try:
        return _grant(answer)
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        raise Unknown(limits.FAILURE_PAUSE, words.NOT_JSON, method="oauth/token") from error


def holder(application: Application, access: str) -> Holder:
    """Whose an access token is. GET /rest/app.info. Raises Bitrix24Error."""
    answer = _ask(application, "POST", "/rest/app.info", data={"auth": access})
    try:
        found = answer["result"]
        install = found.get("install") or {}
        endpoint = str(install["client_endpoint"])
        return Holder(
            client_id=str(found["client_id"]),
            member_id=str(install["member_id"]),
            user_id=int(found["user_id"]),
            client_endpoint=sound_endpoint(application, endpoint),
            domain=host_of(endpoint),
            scope=str(found.get("scope") or install.get("scope") or ""),
            is_installed=install.get("installed") in (True, "true", "1", 1, "Y"),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NotNow(limits.FAILURE_PAUSE, words.NOT_JSON, method="app.info") from error


def sound_endpoint(application: Application, address: str) -> str:
    """The address of a portal's REST with its final slash; ValueError for what cannot be one.

    Plain HTTP is accepted only where the authorisation server itself is plain, as in the sandbox.
    """
    parts = urlsplit(address)
    schemes = ("http", "https") if application.oauth.startswith("http:") else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("not an address of a portal")
    return address if address.endswith("/") else f"{address}/"


def host_of(address: str) -> str:
    """Host and port of an address."""
    return str(urlsplit(address).netloc)


def expiry(fields: Mapping[str, Any]) -> datetime:
    """When a token ends: `expires` (a moment) or `expires_in` (seconds), whichever came."""
    seconds = fields.get("expires_in")
    if seconds in (None, ""):
        left = int(fields["expires"]) - timezone.now().timestamp()
    else:
        left = float(str(seconds))
    return timezone.now() + timedelta(seconds=min(max(left, 0), 86400))


def _grant(answer: Mapping[str, Any]) -> Grant:
    return Grant(
        access=str(answer["access_token"]),
        refresh=str(answer["refresh_token"]),
        expires_at=expiry(answer),
        client_endpoint=str(answer["client_endpoint"]),
        member_id=str(answer["member_id"]),
        user_id=int(answer.get("user_id") or 0),
        scope=str(answer.get("scope") or ""),
    )


def _secret(application: Application) -> str:
    try:
        return str(application.client_secret.reveal())
    except SealedError as error:
        raise PortalError("sealed", "", message=words.SEALED) from error


def _ask(application: Application, verb: str, path: str, *, data: Mapping[str, str]) -> Mapping[str, Any]:
    """One call, answered with JSON. A lost answer to a refresh is Unknown, to a question NotNow."""
    name = path.strip("/").removeprefix("rest/")
    try:
        response = transport.pool().request(verb, application.oauth + path, data=dict(data))
    except wires.NOT_SENT as error:
        message = words.unreachable(type(error).__name__)
        raise NotNow(limits.FAILURE_PAUSE, message, whole_portal=True, method=name) from error
    except httpx.HTTPError as error:
        raise Unknown(limits.FAILURE_PAUSE, words.lost(type(error).__name__), method=name) from error
    answer = wires.as_json(response)
    if answer is None or (response.status_code >= 500 and "error" not in answer):
        raise NotNow(limits.BUSY_PAUSE, words.failure(response.status_code), whole_portal=True, method=name)
    if "error" in answer:
        code, text = str(answer["error"]), str(answer.get("error_description") or "")
        raise PortalError(code, text, response.status_code, message=words.refusal(code, text), method=name)
    return answer
