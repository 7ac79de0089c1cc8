"""OAuth 2: the portal lets a user in and gives a code, the authorisation server changes it for tokens."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from paraph.sandbox.bitrix24 import apps, auth, dispatch, params, people, sessions
from paraph.sandbox.bitrix24.rest import RestError
from paraph.sandbox.bitrix24.routes import route
from paraph.sandbox.bitrix24.world import World, tables
from paraph.sandbox.http import Cut, Request, Response, Routes, json_response

_CODE_LIFE = 30

tables(
    """
    CREATE TABLE IF NOT EXISTS codes (
        code TEXT PRIMARY KEY, app_id INTEGER NOT NULL, user_id INTEGER NOT NULL, expires REAL NOT NULL
    );
    """
)


class _Refusal(Exception):
    """An error of OAuth 2: `{"error": …, "error_description": …}`."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.body = {"error": error, "error_description": description}
        self.status = status


# -- the portal --------------------------------------------------------------------------------------------


@route("GET", "/oauth/authorize/?")
def authorize(world: World, request: Request) -> Response:
    """Sends the browser of a signed-in user to the application with a code good for half a minute.

    The address is that of the application's card, whatever the request says. A browser that is not signed in
    goes to the portal's entrance first; `as=` says who it is where there is no browser.
    """
    app = apps.by_client_id(world, request.one("client_id") or "")
    if app is None or not app.installed:
        return Response(
            "Приложение не найдено или не установлено.".encode(), "text/plain; charset=utf-8", 404
        )
    chosen = request.one("as")
    user = people.find_user(world, int(chosen)) if chosen and chosen.isdigit() else None
    user = user or sessions.signed_in(world, request)
    if user is None or not user.is_active:
        back = urlencode({"back": f"{request.path}?{request.query_string}"})
        return Response(status=302, headers=(("Location", f"/?{back}"),))
    code = secrets.token_hex(35)
    with world.writing() as db:
        db.execute("INSERT INTO codes VALUES (?, ?, ?, ?)", (code, app.id, user.id, world.now() + _CODE_LIFE))
    given = {
        "code": code,
        "state": request.one("state") or "",
        "domain": world.domain,
        "member_id": world.member_id,
        "scope": ",".join(app.scopes),
        "server_domain": urlsplit(world.addresses.oauth).netloc,
    }
    joint = "&" if urlsplit(app.handler).query else "?"
    return Response(status=302, headers=(("Location", f"{app.handler}{joint}{urlencode(given)}"),))


# -- the authorisation server ------------------------------------------------------------------------------


def server_routes(world: World) -> Routes:
    """What the authorisation server answers on its own address."""
    routes = Routes()
    for method in ("GET", "POST"):
        routes.add(method, "/oauth/token/?", lambda request: _token(world, request))
        routes.add(method, r"/+rest/+app\.info(\.json)?/?", lambda request: _app_info(world, request))
    routes.add("GET", "/", lambda request: json_response({"service": "oauth"}))
    return routes


def _token(world: World, request: Request) -> Response:
    world.calls.count("hit oauth/token")
    if world.faults.hit("refresh-unavailable"):
        return Response(b"<html><body><h1>503 Service Unavailable</h1></body></html>", "text/html", 503)
    try:
        granted = _granted(world, params.read(request))
        if world.faults.hit("refresh-cut-after"):
            raise Cut
        return json_response(granted)
    except ValueError:
        return json_response({"error": "invalid_request", "error_description": "Request is broken"}, 400)
    except _Refusal as refusal:
        return json_response(refusal.body, refusal.status)


def _granted(world: World, asked: dict[str, Any]) -> dict[str, Any]:
    app = apps.by_client_id(world, str(asked.get("client_id", "")))
    secret = str(asked.get("client_secret", ""))
    if app is None or not secrets.compare_digest(app.client_secret.encode(), secret.encode()):
        raise _Refusal("invalid_client", "The client credentials are invalid", 401)
    grant = asked.get("grant_type")
    if grant == "authorization_code":
        token = _by_code(world, app, str(asked.get("code", "")))
    elif grant == "refresh_token":
        token = _by_refresh(world, app, str(asked.get("refresh_token", "")))
    else:
        raise _Refusal("invalid_request", "Invalid grant_type parameter or parameter missing")
    return _described(world, app, token)


def _by_code(world: World, app: apps.App, code: str) -> apps.Token:
    with world.writing() as db:
        row = db.execute("SELECT * FROM codes WHERE code = ? AND app_id = ?", (code, app.id)).fetchone()
        db.execute("DELETE FROM codes WHERE code = ?", (code,))
        if row is None or row["expires"] <= world.now():
            row = None
        else:
            return apps.issue(world, app.id, row["user_id"])
    raise _Refusal("invalid_grant", "Invalid authorization code")


def _by_refresh(world: World, app: apps.App, old: str) -> apps.Token:
    token = apps.find_token(world, refresh=old) if old else None
    user = people.find_user(world, token.user_id) if token else None
    refused = world.faults.hit("refused-refresh", app.client_id)
    if token is None or user is None or token.app_id != app.id or not app.installed or refused:
        raise _Refusal("invalid_grant", "Invalid refresh token")
    if token.refresh_until <= world.now() or world.deleted or auth.is_fired(world, app, user):
        raise _Refusal("invalid_grant", "Invalid refresh token")
    return apps.refresh(world, token)


def _described(world: World, app: apps.App, token: apps.Token) -> dict[str, Any]:
    return {
        "access_token": token.access,
        "expires": int(token.expires),
        "expires_in": apps.ACCESS_LIFE,
        "scope": ",".join(app.scopes),
        "domain": urlsplit(world.addresses.oauth).netloc,
        "server_endpoint": world.server_endpoint,
        "status": "L",
        "client_endpoint": world.client_endpoint,
        "member_id": world.member_id,
        "user_id": token.user_id,
        "refresh_token": token.refresh,
    }


def _app_info(world: World, request: Request) -> Response:
    """`app.info` of the authorisation server: whose token this is."""
    world.calls.count("hit oauth/app.info")
    try:
        asked = params.read(request)
        who = auth.of_token(world, asked.get("auth"), "app.info")
    except ValueError:
        return json_response({"error": "invalid_request", "error_description": "Request is broken"}, 400)
    except RestError as error:
        return dispatch.refusal(error)
    app, token = apps.get(world, who.app_id), apps.find_token(world, access=who.token)
    result = {
        "client_id": app.client_id,
        "scope": ",".join(app.scopes),
        "expires": world.iso(token.expires if token else None),
        "install": {
            "installed": app.finished,
            "version": str(app.version),
            "status": "L",
            "scope": ",".join(app.scopes),
            "domain": world.domain,
            "uri": app.handler,
            "client_endpoint": world.client_endpoint,
            "member_id": world.member_id,
            "member_type": "bitrix24",
        },
        "user_id": who.user_id,
    }
    worked = world.limits.operating(who.caller, "app.info")
    return json_response({"result": result, "time": dispatch.Outcome(None, 0.0, worked).time(world)})
