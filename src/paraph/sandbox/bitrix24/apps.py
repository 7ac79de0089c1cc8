"""Local applications of the portal: their card, their tokens and what the portal posts to them."""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from paraph.sandbox.bitrix24 import params
from paraph.sandbox.bitrix24.world import World, errand, tables

log = logging.getLogger(__name__)

#: Seconds an access token lives; a refresh token; a refresh token that was already used once.
ACCESS_LIFE = 3600
REFRESH_LIFE = 180 * 86400
_SPENT_LIFE = 30
#: Seconds a handler may take to answer.
_HANDLER_TIMEOUT = 10
#: What portals of some years ago do not post into a frame.
_NEW_IN_FRAMES = ("SERVER_ENDPOINT", "APPLICATION_TOKEN", "APPLICATION_SCOPE")
_USER_AGENT = "Bitrix24 Webhook Engine"

tables(
    """
    CREATE TABLE IF NOT EXISTS apps (
        id INTEGER PRIMARY KEY, client_id TEXT NOT NULL UNIQUE, client_secret TEXT NOT NULL,
        name TEXT NOT NULL, handler TEXT NOT NULL, install_url TEXT NOT NULL, scopes TEXT NOT NULL,
        api_only INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1, installed INTEGER NOT NULL DEFAULT 0,
        finished INTEGER NOT NULL DEFAULT 0, installer INTEGER, application_token TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE IF NOT EXISTS tokens (
        access TEXT PRIMARY KEY, refresh TEXT NOT NULL UNIQUE, app_id INTEGER NOT NULL REFERENCES apps,
        user_id INTEGER NOT NULL, expires REAL NOT NULL, refresh_until REAL NOT NULL
    );
    CREATE TABLE IF NOT EXISTS deliveries (
        id INTEGER PRIMARY KEY, app_id INTEGER, at REAL NOT NULL, url TEXT NOT NULL, fields TEXT NOT NULL,
        status INTEGER, error TEXT NOT NULL DEFAULT ''
    );
    """
)


@dataclass(frozen=True)
class App:
    """A local application; when its installer has said so it is `finished`: hears events and is shown."""

    id: int
    client_id: str
    client_secret: str
    name: str
    handler: str
    install_url: str
    scopes: tuple[str, ...]
    api_only: bool
    version: int
    installed: bool
    finished: bool
    installer: int | None
    application_token: str


@dataclass(frozen=True)
class Token:
    """A pair of tokens of an application for a user; moments are seconds since 1970."""

    access: str
    refresh: str
    app_id: int
    user_id: int
    expires: float
    refresh_until: float


def _app(row: sqlite3.Row) -> App:
    values: dict[str, Any] = dict(row)
    values["scopes"] = tuple(values["scopes"].split(","))
    return App(**values | {name: bool(values[name]) for name in ("api_only", "installed", "finished")})


def find(world: World, app_id: int) -> App | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM apps WHERE id = ?", (app_id,)).fetchone()
    return None if row is None else _app(row)


def get(world: World, app_id: int) -> App:
    """Raises `LookupError`."""
    found = find(world, app_id)
    if found is None:
        raise LookupError(f"application {app_id}")
    return found


def by_client_id(world: World, client_id: str) -> App | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM apps WHERE client_id = ?", (client_id,)).fetchone()
    return None if row is None else _app(row)


def every(world: World) -> list[App]:
    with world.reading() as db:
        return [_app(row) for row in db.execute("SELECT * FROM apps ORDER BY id")]


def add(
    world: World,
    name: str,
    handler: str,
    install_url: str,
    scopes: tuple[str, ...],
    *,
    api_only: bool = False,
) -> App:
    """A new card of a local application, not installed yet; adding again gives another client_id."""
    client_id = f"local.{secrets.token_hex(7)}.{secrets.randbelow(10**8):08d}"
    with world.writing() as db:
        app_id = db.execute(
            "INSERT INTO apps (client_id, client_secret, name, handler, install_url, scopes, api_only)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (client_id, secrets.token_urlsafe(37), name, handler, install_url, ",".join(scopes), api_only),
        ).lastrowid
    return get(world, int(app_id or 0))


# -- tokens ------------------------------------------------------------------------------------------------


def issue(world: World, app_id: int, user_id: int) -> Token:
    """A new pair; the ones before live on until their time."""
    now = world.now()
    token = Token(
        secrets.token_hex(35), secrets.token_hex(35), app_id, user_id, now + ACCESS_LIFE, now + REFRESH_LIFE
    )
    with world.writing() as db:
        db.execute(
            "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?)",
            (token.access, token.refresh, app_id, user_id, token.expires, token.refresh_until),
        )
    return token


def find_token(world: World, *, access: str = "", refresh: str = "") -> Token | None:
    with world.reading() as db:
        row = db.execute(
            "SELECT * FROM tokens WHERE access = ? OR refresh = ?", (access or None, refresh or None)
        ).fetchone()
    return None if row is None else Token(**row)


def refresh(world: World, old: Token) -> Token:
    """The next pair; the old refresh token is good for half a minute more, for who asked at the same time."""
    with world.writing() as db:
        db.execute(
            "UPDATE tokens SET refresh_until = min(refresh_until, ?) WHERE access = ?",
            (world.now() + _SPENT_LIFE, old.access),
        )
        return issue(world, old.app_id, old.user_id)


def token_for(
    world: World, app_id: int, user_id: int | None, *, with_refresh: bool = True, **more: Any
) -> dict[str, Any]:
    """The block `auth[…]` of what the portal posts; without a user it has no tokens, only who speaks."""
    app = get(world, app_id)
    auth: dict[str, Any] = {}
    if user_id:
        token = issue(world, app_id, user_id)
        auth = {"access_token": token.access, "expires": int(token.expires), "expires_in": ACCESS_LIFE}
    auth |= {
        "scope": ",".join(app.scopes),
        "domain": world.domain,
        "server_endpoint": world.server_endpoint,
        "status": "L",
        "client_endpoint": world.client_endpoint,
        "member_id": world.member_id,
    }
    if user_id:
        auth["user_id"] = user_id
        if with_refresh:
            auth["refresh_token"] = token.refresh
    return auth | more | {"application_token": app.application_token}


def frame_form(
    world: World,
    app_id: int,
    user_id: int,
    placement: str = "DEFAULT",
    options: Mapping[str, Any] | None = None,
) -> tuple[dict[str, str], dict[str, str]]:
    """Query and form of the POST that opens the application in a frame; the SID is in the query."""
    app, token = get(world, app_id), issue(world, app_id, user_id)
    query = {
        "DOMAIN": world.domain,
        "PROTOCOL": world.protocol,
        "LANG": "ru",
        "APP_SID": secrets.token_hex(16),
    }
    form = {
        "AUTH_ID": token.access,
        "AUTH_EXPIRES": str(ACCESS_LIFE),
        "REFRESH_ID": token.refresh,
        "SERVER_ENDPOINT": world.server_endpoint,
        "APPLICATION_TOKEN": app.application_token,
        "APPLICATION_SCOPE": ",".join(app.scopes),
        "member_id": world.member_id,
        "status": "L",
        "PLACEMENT": placement,
        "PLACEMENT_OPTIONS": json.dumps(options or {}, ensure_ascii=False),
    }
    if world.old_frames:
        form = {name: value for name, value in form.items() if name not in _NEW_IN_FRAMES}
    return query, form


# -- what is posted to applications ------------------------------------------------------------------------


def post(
    world: World,
    url: str,
    fields: Mapping[str, Any],
    *,
    app_id: int | None = None,
    delay: float | None = None,
) -> int:
    """Has the form posted to a handler, once and without retries; returns the number in the log."""
    with world.writing() as db:
        number = db.execute(
            "INSERT INTO deliveries (app_id, at, url, fields) VALUES (?, ?, ?, ?)",
            (app_id, world.now(), url, json.dumps(fields, ensure_ascii=False)),
        ).lastrowid
        world.later("post", {"delivery": number}, delay)
    return int(number or 0)


@errand("post")
def _post(world: World, payload: dict[str, Any]) -> None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM deliveries WHERE id = ?", (payload["delivery"],)).fetchone()
    if row is None:  # the portal was reset meanwhile
        return
    status, error = None, ""
    try:
        status = _send(row["url"], params.to_form(json.loads(row["fields"])))
    except (OSError, HTTPException, UnicodeError) as failure:
        error = repr(failure)
    with world.writing() as db:
        db.execute(
            "UPDATE deliveries SET status = ?, error = ?, at = ? WHERE id = ?",
            (status, error, world.now(), row["id"]),
        )


def _send(url: str, body: bytes) -> int:
    parts = urlsplit(url)
    connection = (
        HTTPSConnection(
            parts.hostname or "", parts.port, timeout=_HANDLER_TIMEOUT, context=ssl.create_default_context()
        )
        if parts.scheme == "https"
        else HTTPConnection(parts.hostname or "", parts.port, timeout=_HANDLER_TIMEOUT)
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": _USER_AGENT}
    try:
        connection.request(
            "POST", parts._replace(scheme="", netloc="", fragment="").geturl() or "/", body, headers
        )
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


#: What is done when an application's things are taken away: at its update and when it is removed.
Removal = Callable[[World, int], None]
_removals: list[Removal] = []


def on_removal(callback: Removal) -> Removal:
    """The decorated function takes away what an application has registered: its robots, places, handlers."""
    _removals.append(callback)
    return callback


def take_away(world: World, app_id: int) -> None:
    """Everything the application has registered; its card and tokens stay."""
    with world.writing():
        for removal in _removals:
            removal(world, app_id)
