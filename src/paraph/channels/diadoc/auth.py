"""How an account proves itself: DiadocAuth by password or certificate, OpenID Connect (RFC 6749, RFC 7636).

One token per account serves all threads and processes: it lies sealed in the account's row. Whoever finds it
gone renews it under a lock of the process; another process that was faster is noticed by the row.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from paraph.channels.diadoc import keyfiles, limits, words
from paraph.channels.diadoc.errors import Refused, Unknown
from paraph.channels.diadoc.models import Access, Account
from paraph.channels.diadoc.transport import Answer, Call, Transport
from paraph.sealed import SealedError, Secret
from paraph.trust.enveloped import decrypt
from paraph.trust.recipients import EnvelopedError
from paraph.wire.diadoc import common_pb2

SCOPES = "openid profile email offline_access Diadoc.PublicAPI"
#: A token is renewed this long before it ends.
_SPARE = timedelta(minutes=2)
_TOKEN = re.compile(r"[!-+\--~]{1,8192}")
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}

_locks: dict[int, threading.Lock] = {}
_locks_guard = threading.Lock()


def api_key(account: Account) -> str:
    """The developer's key: the account's own, or the installation's; empty when there is none."""
    return revealed(account.api_key) or settings.DIADOC.api_key


def oidc_client(account: Account) -> tuple[str, str]:
    """Client id and secret for OpenID Connect: the account's own, or the installation's."""
    own = (account.oidc_client, revealed(account.oidc_secret))
    return own if account.oidc_client else (settings.DIADOC.oidc_client, settings.DIADOC.oidc_secret)


def revealed(secret: Secret) -> str:
    """A secret's text. Raises Refused when this installation's key does not open it."""
    try:
        return secret.reveal()
    except SealedError as error:
        raise Refused(0, "", words.SEALED) from error


class Authenticator:
    """Headers for the calls of one account."""

    def __init__(self, account: Account, transport: Transport) -> None:
        self._account, self._transport = account, transport

    def headers(self, stale: str = "") -> dict[str, str]:
        """`Authorization` with a live token other than `stale`. Raises DiadocError."""
        token = self._live(stale) or self._renewed(stale)
        if self._account.access == Access.OIDC:
            return {"Authorization": f"Bearer {token}"}
        return {"Authorization": f"{self._introduction()},ddauth_token={token}"}

    def token_of(self, headers: Mapping[str, str]) -> str:
        """The token those headers carry."""
        value = headers["Authorization"]
        return value.partition("ddauth_token=")[2] or value.removeprefix("Bearer ")

    def _live(self, stale: str) -> str:
        account = self._account
        if account.token_until is None or account.token_until <= timezone.now():
            return ""
        token = revealed(account.token)
        return "" if token == stale else token

    def _renewed(self, stale: str) -> str:
        with _lock(self._account.pk):
            self._reread()
            token = self._live(stale)
            return token or self._log_in()

    def _reread(self) -> None:
        if self._account.pk:
            self._account.refresh_from_db(fields=("token", "token_until", "oidc_refresh"))

    def _log_in(self) -> str:
        match self._account.access:
            case Access.PASSWORD:
                token, lives = self._by_password(), limits.TOKEN_LIFE
            case Access.CERTIFICATE:
                token, lives = self._by_certificate(), limits.TOKEN_LIFE
            case _:
                return self._by_refresh()
        keep(self._account, token, lives)
        return token

    # -- DiadocAuth ----------------------------------------------------------------------------------------

    def _introduction(self) -> str:
        key = api_key(self._account)
        if not key:
            raise Refused(0, "", words.NO_API_KEY)
        return f"DiadocAuth ddauth_api_client_id={key}"

    def _by_password(self) -> str:
        account = self._account
        given = common_pb2.LoginPassword(Login=account.login, Password=revealed(account.password))
        body, headers = given.SerializeToString(), {"Authorization": self._introduction()}
        call = Call("POST", "/V3/Authenticate", {"type": "password"}, body, headers, repeatable=True)
        return _text(self._asked(call, words.wrong_password))

    def _by_certificate(self) -> str:
        account = self._account
        key = keyfiles.opened(revealed(account.login_key), revealed(account.login_key_password))
        certificate = key.certificate
        headers = {"Authorization": self._introduction(), "Content-Type": "application/octet-stream"}
        call = Call(
            "POST", "/V3/Authenticate", {"type": "certificate"}, certificate.raw, headers, repeatable=True
        )
        sealed = self._asked(call, words.wrong_certificate).body
        try:
            token = decrypt(sealed, key.key, certificate)
        except EnvelopedError as error:
            raise Refused(0, "", words.token_unopened(str(error)), method=call.name) from error
        query = {
            "token": base64.b64encode(token).decode("ascii"),
            "thumbprint": hashlib.sha1(certificate.raw, usedforsecurity=False).hexdigest().upper(),
            "saveBinding": "false",
        }
        confirm = Call("POST", "/V3/AuthenticateConfirm", query, b"", headers)  # good for one try
        return _text(self._asked(confirm, words.wrong_certificate))

    def _asked(self, call: Call, wording: words.Wording) -> Answer:
        """The answer of a login call; a refusal is said in the words of that way to log in."""
        try:
            return self._transport.make(call)
        except Refused as error:
            message = wording(error.status, error.text) or error.message
            raise Refused(
                error.status,
                error.text,
                message,
                code=error.code,
                method=error.method,
                trace_id=error.trace_id,
            ) from error

    # -- OpenID Connect ------------------------------------------------------------------------------------

    def _by_refresh(self) -> str:
        refresh = revealed(self._account.oidc_refresh)
        if not refresh:
            raise Refused(0, "", words.OIDC_LOGIN_NEEDED)
        return _exchange(self._account, {"grant_type": "refresh_token", "refresh_token": refresh})


@dataclass(frozen=True)
class Errand:
    """A login in the browser that has been begun; it waits in the person's session."""

    state: str
    verifier: str

    @classmethod
    def new(cls) -> Errand:
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(48))


def login_address(account: Account, errand: Errand, back: str) -> str:
    """Where the person logs in at Контур (authorization code with PKCE); `back` is our callback."""
    client, _secret = oidc_client(account)
    if not client:
        raise Refused(0, "", words.NO_OIDC_CLIENT)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(errand.verifier.encode()).digest()).rstrip(b"=")
    query = {
        "client_id": client,
        "response_type": "code",
        "redirect_uri": back,
        "scope": SCOPES,
        "state": errand.state,
        "code_challenge": challenge.decode("ascii"),
        "code_challenge_method": "S256",
    }
    return f"{settings.DIADOC.oidc_url}/connect/authorize?{urlencode(query)}"


def take_code(account: Account, code: str, errand: Errand, back: str) -> None:
    """Exchange the code the browser brought for tokens, and keep them. Raises DiadocError."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
    _exchange(account, form | {"code_verifier": errand.verifier})


def _exchange(account: Account, form: Mapping[str, str]) -> str:
    client, secret = oidc_client(account)
    body = urlencode({**form, "client_id": client, "client_secret": secret}).encode()
    call = Call("POST", "/connect/token", body=body, headers=_FORM)
    try:
        answer = Transport(settings.DIADOC.oidc_url).make(call)
    except Refused as error:
        raise Refused(error.status, error.text, words.OIDC_LOGIN_NEEDED, method=call.name) from error
    try:
        found = json.loads(answer.body)
        token = _sound(str(found["access_token"]), call.name)
        lives = timedelta(seconds=int(found["expires_in"]))
        refresh = str(found.get("refresh_token") or "")
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Unknown(limits.FAILURE_PAUSE, words.unreadable(call.name), method=call.name) from error
    if refresh:
        account.oidc_refresh = Secret(refresh)
    keep(account, token, lives - _SPARE)
    return token


def keep(account: Account, token: str, lives: timedelta) -> None:
    """Store the token for everybody; an account being tried out before it is saved keeps it to itself."""
    account.token, account.token_until = Secret(token), timezone.now() + lives
    if account.pk:
        changes = {name: getattr(account, name) for name in ("token", "token_until", "oidc_refresh")}
        Account.objects.filter(pk=account.pk, removed_at=None).update(**changes)


def _text(answer: Answer) -> str:
    return _sound(answer.body.decode("utf-8", "replace").strip(), answer.name)


def _sound(token: str, method: str) -> str:
    """The token, if it can stand in a header."""
    if not _TOKEN.fullmatch(token):
        raise Unknown(limits.FAILURE_PAUSE, words.unreadable(method), method=method)
    return token


def _lock(pk: int | None) -> threading.Lock:
    with _locks_guard:
        return _locks.setdefault(pk or 0, threading.Lock())
