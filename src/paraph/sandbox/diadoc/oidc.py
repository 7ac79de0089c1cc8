"""The operator's provider of OpenID Connect: codes, refresh tokens, devices (RFC 6749, 7636, 8628)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from paraph.sandbox.diadoc import auth
from paraph.sandbox.diadoc.directory import find_user
from paraph.sandbox.diadoc.world import World, tables
from paraph.sandbox.http import Handler, HttpError, Request, Response, Routes, json_response, page

_PREFIX = "/identity"
SCOPES = ("openid", "profile", "email", "offline_access", "Diadoc.PublicAPI")
_API_SCOPE = "Diadoc.PublicAPI"
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
#: Seconds. The service publishes none of these.
ACCESS_LASTS = 3600
_REFRESH_LASTS = 30 * 86400
_CODE_LASTS = 300
_DEVICE_LASTS = 600
_DEVICE_INTERVAL = 5

tables(
    """
    CREATE TABLE IF NOT EXISTS oidc_grants (
        secret TEXT PRIMARY KEY, kind TEXT NOT NULL, user_id TEXT, scope TEXT NOT NULL, more TEXT NOT NULL,
        expires REAL NOT NULL
    );
    """
)


class Refused(Exception):
    """An error of RFC 6749 cl. 5.2, e.g. «invalid_grant»."""


class Provider:
    """Serves the pages and endpoints of the provider; the issuer is `url`/identity."""

    def __init__(self, world: World, url: str) -> None:
        self._world = world
        self.issuer = url + _PREFIX

    def add_routes(self, routes: Routes, guard: Callable[[Handler], Handler]) -> None:
        """`guard` wraps what programs ask, as it does the methods of the API."""
        for method, path, handler in (
            ("GET", "/.well-known/openid-configuration", self._discovery),
            ("GET", "/.well-known/openid-configuration/jwks", self._keys),
            ("GET", "/connect/authorize", self._login_page),
            ("POST", "/connect/authorize", self._authorize),
            ("POST", "/connect/token", self._token),
            ("POST", "/connect/deviceauthorization", self._device),
            ("GET", "/device", self._device_page),
            ("POST", "/device", self._approve_device),
            ("GET", "/connect/userinfo", self._user_info),
        ):
            asked_by_program = path.startswith(("/connect/token", "/connect/device", "/connect/userinfo"))
            routes.add(method, _PREFIX + re.escape(path), guard(handler) if asked_by_program else handler)

    @property
    def ready(self) -> dict[str, str]:
        return {
            "issuer": self.issuer,
            "discovery": f"{self.issuer}/.well-known/openid-configuration",
            "authorize": f"{self.issuer}/connect/authorize",
            "token": f"{self.issuer}/connect/token",
            "device": f"{self.issuer}/connect/deviceauthorization",
            "client_id": self._world.client_id,
            "client_secret": self._world.client_secret,
            "scope": " ".join(SCOPES),
        }

    def _discovery(self, request: Request) -> Response:
        """OpenID Connect Discovery 1.0 cl. 4."""
        return json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/connect/authorize",
                "token_endpoint": f"{self.issuer}/connect/token",
                "device_authorization_endpoint": f"{self.issuer}/connect/deviceauthorization",
                "userinfo_endpoint": f"{self.issuer}/connect/userinfo",
                "jwks_uri": f"{self.issuer}/.well-known/openid-configuration/jwks",
                "scopes_supported": SCOPES,
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code", "refresh_token", _DEVICE_GRANT],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["HS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "code_challenge_methods_supported": ["S256", "plain"],
            }
        )

    def _keys(self, request: Request) -> Response:
        """None: tokens are signed with the client's secret."""
        return json_response({"keys": []})

    # -- a person at a browser -----------------------------------------------------------------------------

    def _login_page(self, request: Request) -> Response:
        asked = {name: values[-1] for name, values in request.query.items()}
        self._check_authorization(asked)
        return page("diadoc_login.html", action=f"{_PREFIX}/connect/authorize", hidden=asked, error="")

    def _authorize(self, request: Request) -> Response:
        """The form of the login page; back to the program with a code."""
        asked = _form(request)
        login, password = asked.pop("login", ""), asked.pop("password", "")
        self._check_authorization(asked)
        user_id = auth.user_by_password(self._world, login, password)
        if user_id is None:
            action = f"{_PREFIX}/connect/authorize"
            return page("diadoc_login.html", action=action, hidden=asked, error="Неверный логин или пароль.")
        more = {name: asked.get(name, "") for name in ("redirect_uri", "nonce", "code_challenge")}
        more["code_challenge_method"] = asked.get("code_challenge_method", "plain")
        code = self._grant("code", user_id, asked["scope"], more, _CODE_LASTS)
        back = {"code": code, "scope": asked["scope"]}
        if "state" in asked:
            back["state"] = asked["state"]
        separator = "&" if urlsplit(asked["redirect_uri"]).query else "?"
        location = f"{asked['redirect_uri']}{separator}{urlencode(back)}"
        return Response(status=302, headers=(("Location", location),))

    def _check_authorization(self, asked: dict[str, str]) -> None:
        """What cannot be told to the program is told to the person."""
        if asked.get("client_id") != self._world.client_id:
            raise HttpError(400, "Неизвестное приложение: проверьте client_id.")
        if urlsplit(asked.get("redirect_uri", "")).scheme not in ("http", "https"):
            raise HttpError(400, "Неверный адрес возврата: проверьте redirect_uri.")
        if asked.get("response_type") != "code":
            raise HttpError(400, "Поддерживается только response_type=code.")
        if not set(asked.get("scope", "").split()) <= set(SCOPES):
            raise HttpError(400, f"Неизвестное разрешение. Есть: {', '.join(SCOPES)}.")

    # -- tokens --------------------------------------------------------------------------------------------

    def _token(self, request: Request) -> Response:
        asked = _form(request)
        try:
            self._check_client(request, asked)
            return _not_kept(json_response(self._issue(asked)))
        except Refused as error:
            status = 401 if str(error) == "invalid_client" else 400
            return _not_kept(json_response({"error": str(error)}, status))

    def _issue(self, asked: dict[str, str]) -> dict[str, Any]:
        match asked.get("grant_type"):
            case "authorization_code":
                grant = self._take("code", asked.get("code", ""))
                _check_code(json.loads(grant["more"]), asked)
            case "refresh_token":
                grant = self._take("refresh", asked.get("refresh_token", ""))
            case str(kind) if kind == _DEVICE_GRANT:
                grant = self._take_device(asked.get("device_code", ""))
            case _:
                raise Refused("unsupported_grant_type")
        return self._tokens(grant["user_id"], grant["scope"], json.loads(grant["more"]).get("nonce", ""))

    def _tokens(self, user_id: str, scope: str, nonce: str) -> dict[str, Any]:
        with self._world.writing():
            scopes = scope.split()
            kind = auth.BEARER if _API_SCOPE in scopes else auth.IDENTITY
            tokens: dict[str, Any] = {
                "access_token": auth.give_token(self._world, user_id, kind, ACCESS_LASTS),
                "expires_in": ACCESS_LASTS,
                "token_type": "Bearer",
                "scope": scope,
            }
            if "openid" in scopes:
                tokens["id_token"] = self._id_token(user_id, nonce)
            if "offline_access" in scopes:
                tokens["refresh_token"] = self._grant("refresh", user_id, scope, {}, _REFRESH_LASTS)
        return tokens

    def _check_client(self, request: Request, asked: dict[str, str]) -> None:
        client_id, secret = asked.get("client_id", ""), asked.get("client_secret", "")
        basic = request.headers.get("Authorization", "")
        if basic.startswith("Basic "):
            pair = base64.b64decode(basic.removeprefix("Basic ")).decode(errors="replace")
            client_id, _, secret = pair.partition(":")
        given, known = f"{client_id}\n{secret}", f"{self._world.client_id}\n{self._world.client_secret}"
        if not secrets.compare_digest(given.encode(), known.encode()):
            raise Refused("invalid_client")

    def _id_token(self, user_id: str, nonce: str) -> str:
        """A JWT signed with the client's secret (OpenID Connect Core 1.0 cl. 2)."""
        now = int(self._world.now())
        claims = {"iss": self.issuer, "aud": self._world.client_id, "iat": now, "exp": now + ACCESS_LASTS}
        if nonce:
            claims["nonce"] = nonce
        claims |= self._about(user_id)
        parts = (_encoded({"alg": "HS256", "typ": "JWT"}), _encoded(claims))
        signed = ".".join(parts)
        mark = hmac.new(self._world.client_secret.encode(), signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{_base64url(mark)}"

    def _about(self, user_id: str) -> dict[str, Any]:
        user = find_user(self._world, user_id)
        if user is None:
            raise Refused("invalid_grant")
        return {"sub": user.id, "name": user.full_name, "email": user.login}

    def _user_info(self, request: Request) -> Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        user = auth.user_of_token(self._world, token, (auth.BEARER, auth.IDENTITY))
        if user is None:
            return json_response({"error": "invalid_token"}, 401)
        return json_response(self._about(user.id))

    # -- devices -------------------------------------------------------------------------------------------

    def _device(self, request: Request) -> Response:
        """RFC 8628 cl. 3.1."""
        asked = _form(request)
        try:
            self._check_client(request, asked)
            scope = asked.get("scope", "")
            if not set(scope.split()) <= set(SCOPES):
                raise Refused("invalid_scope")
        except Refused as error:
            return _not_kept(json_response({"error": str(error)}, 400))
        user_code = "".join(secrets.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(8))
        device_code = self._grant("device", None, scope, {"user_code": user_code}, _DEVICE_LASTS)
        return _not_kept(
            json_response(
                {
                    "device_code": device_code,
                    "user_code": user_code,
                    "verification_uri": f"{self.issuer}/device",
                    "verification_uri_complete": f"{self.issuer}/device?user_code={user_code}",
                    "expires_in": _DEVICE_LASTS,
                    "interval": _DEVICE_INTERVAL,
                }
            )
        )

    def _device_page(self, request: Request) -> Response:
        code = request.one("user_code") or ""
        return page("diadoc_device.html", user_code=code, error="", done=False)

    def _approve_device(self, request: Request) -> Response:
        asked = _form(request)
        code = asked.get("user_code", "").strip().upper()
        user_id = auth.user_by_password(self._world, asked.get("login", ""), asked.get("password", ""))
        if user_id is None:
            return page("diadoc_device.html", user_code=code, error="Неверный логин или пароль.", done=False)
        with self._world.writing() as db:
            approved = db.execute(
                "UPDATE oidc_grants SET user_id = ? WHERE kind = 'device' AND user_id IS NULL"
                " AND json_extract(more, '$.user_code') = ? AND expires > ?",
                (user_id, code, self._world.now()),
            ).rowcount
        error = "" if approved else "Такого кода нет или он устарел. Начните вход в программе заново."
        return page("diadoc_device.html", user_code=code, error=error, done=bool(approved))

    def _take_device(self, device_code: str) -> dict[str, Any]:
        """RFC 8628 cl. 3.5: until a person has agreed, the program asks again every few seconds."""
        now = self._world.now()
        with self._world.writing() as db:
            row = db.execute(
                "SELECT * FROM oidc_grants WHERE secret = ? AND kind = 'device'", (device_code,)
            ).fetchone()
            more = {} if row is None else json.loads(row["more"])
            if row is not None and row["user_id"] is None:
                more["polled"], before = now, more.get("polled")
                db.execute(
                    "UPDATE oidc_grants SET more = ? WHERE secret = ?", (json.dumps(more), device_code)
                )
        if row is None:
            raise Refused("invalid_grant")
        if row["expires"] <= now:
            raise Refused("expired_token")
        if row["user_id"] is None:
            hurried = before is not None and now - before < _DEVICE_INTERVAL
            raise Refused("slow_down" if hurried else "authorization_pending")
        return self._take("device", device_code)

    # -- grants --------------------------------------------------------------------------------------------

    def _grant(self, kind: str, user_id: str | None, scope: str, more: dict[str, str], lasts: float) -> str:
        secret = secrets.token_urlsafe(32)
        with self._world.writing() as db:
            db.execute("DELETE FROM oidc_grants WHERE expires <= ?", (self._world.now() - 86400,))
            db.execute(
                "INSERT INTO oidc_grants VALUES (?, ?, ?, ?, ?, ?)",
                (secret, kind, user_id, scope, json.dumps(more), self._world.now() + lasts),
            )
        return secret

    def _take(self, kind: str, secret: str) -> dict[str, Any]:
        """Every grant is good once, refresh tokens too."""
        with self._world.writing() as db:
            row = db.execute(
                "DELETE FROM oidc_grants WHERE secret = ? AND kind = ? RETURNING *", (secret, kind)
            ).fetchone()
        if row is None or row["expires"] <= self._world.now():
            raise Refused("invalid_grant")
        return dict(row)


def _check_code(more: dict[str, str], asked: dict[str, str]) -> None:
    """RFC 6749 cl. 4.1.3 and RFC 7636 cl. 4.6."""
    if asked.get("redirect_uri", "") != more["redirect_uri"]:
        raise Refused("invalid_grant")
    if not more["code_challenge"]:
        return
    verifier = asked.get("code_verifier", "")
    if more["code_challenge_method"] == "S256":
        verifier = _base64url(hashlib.sha256(verifier.encode()).digest())
    if not secrets.compare_digest(verifier.encode(), more["code_challenge"].encode()):
        raise Refused("invalid_grant")


def _form(request: Request) -> dict[str, str]:
    fields = parse_qs(request.body.decode(errors="replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}


def _not_kept(response: Response) -> Response:
    """RFC 6749 cl. 5.1: nobody on the way keeps tokens."""
    return Response(response.body, response.content_type, response.status, (("Cache-Control", "no-store"),))


def _encoded(value: dict[str, Any]) -> str:
    return _base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
