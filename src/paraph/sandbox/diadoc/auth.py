"""Getting in: the developer's key, tokens by password."""

from __future__ import annotations

import secrets
from email.message import Message as Headers

from paraph.sandbox.diadoc.api import Access, Answer, Call, endpoint
from paraph.sandbox.diadoc.directory import User, find_user
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.world import TICKS_PER_SECOND, World, tables
from paraph.sandbox.http import Request
from paraph.wire.diadoc.common_pb2 import LoginPassword

#: A token lives a day.
TOKEN_LASTS = 24 * 3600

tables(
    """
    CREATE TABLE IF NOT EXISTS tokens (
        token TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, expires INTEGER NOT NULL
    );
    """
)


def parameters(headers: Headers) -> dict[str, str]:
    """What the header `Authorization: DiadocAuth …` says: in any order, with or without spaces."""
    scheme, _, rest = headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "diadocauth":
        return {}
    # A token is base64: only the first «=» divides the name from the value.
    pairs = (part.strip().partition("=") for part in rest.split(","))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def caller(world: World, request: Request, access: Access) -> User | None:
    """Who calls; raises `ApiError` 401."""
    given = parameters(request.headers)
    if given.get("ddauth_api_client_id") != world.developer_key:
        raise ApiError(401, "Invalid ddauth_api_client_id")
    if access is Access.KEY:
        return None
    if "ddauth_token" not in given:
        raise ApiError(401, "ddauth_token is required")
    return _user_of_token(world, given["ddauth_token"])


def _user_of_token(world: World, token: str) -> User:
    with world.reading() as db:
        row = db.execute("SELECT user_id, expires FROM tokens WHERE token = ?", (token,)).fetchone()
    user = None if row is None or row["expires"] < world.now_ticks() else find_user(world, row["user_id"])
    if user is None:
        raise ApiError(401, "Invalid or expired ddauth_token")
    return user


def give_token(world: World, user_id: str) -> str:
    token = secrets.token_urlsafe(48)
    with world.writing() as db:
        expires = world.now_ticks() + TOKEN_LASTS * TICKS_PER_SECOND
        db.execute("INSERT INTO tokens VALUES (?, ?, ?)", (token, user_id, expires))
    return token


@endpoint("POST", "/V3/Authenticate", Access.KEY)
def authenticate(call: Call) -> Answer:
    """https://developer.kontur.ru/docs/diadoc-api/http/Authenticate.html"""
    kind = call.required("type")
    if kind != "password":
        raise ApiError(400, f"Unknown authentication type: {kind}")
    given = call.body(LoginPassword)
    with call.world.reading() as db:
        row = db.execute("SELECT id, password FROM users WHERE login = ?", (given.Login,)).fetchone()
    if row is None or not secrets.compare_digest(row["password"], given.Password):
        raise ApiError(401, "Invalid login or password")
    return give_token(call.world, row["id"])
