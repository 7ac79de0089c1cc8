"""Tokens of the Web API: shown once, bound to a user, in whose name everything is done."""

from __future__ import annotations

from email.message import Message
from typing import Any

from paraph.sandbox.elma365 import people
from paraph.sandbox.elma365.envelope import Refused
from paraph.sandbox.elma365.routes import control
from paraph.sandbox.elma365.world import World, new_id, tables
from paraph.sandbox.http import HttpError, Request

tables(
    """
    CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, user_id TEXT NOT NULL);
    """
)


def issue(world: World, user_id: str) -> str:
    """A new token of the user."""
    token = new_id()
    with world.writing() as db:
        db.execute("INSERT INTO tokens VALUES (?, ?)", (token, user_id))
    return token


def user_of(world: World, headers: Message) -> people.User:
    """Whose token came as `Authorization: Bearer …` or `X-Token: …`; 403 unless it is of a working user."""
    scheme, _, bearer = headers.get("Authorization", "").partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else headers.get("X-Token", "")
    with world.reading() as db:
        row = db.execute("SELECT user_id FROM tokens WHERE token = ?", (token,)).fetchone()
    user = people.user(world, row["user_id"]) if row else None
    if user is None or not user.is_active:
        raise Refused("access denied", 403)
    return user


@control("POST", "tokens")
def issue_for(world: World, request: Request) -> Any:
    """`{"user": id}` → another token, as «Администрирование → Токены» gives one."""
    user = people.user(world, str(request.json_object().get("user")))
    if user is None:
        raise HttpError(400, "Поле user: id пользователя.")
    return {"token": issue(world, user.id)}


@control("DELETE", "tokens/{token}")
def withdraw(world: World, request: Request, token: str) -> Any:
    """The token works no more."""
    with world.writing() as db:
        gone = db.execute("DELETE FROM tokens WHERE token = ?", (token,)).rowcount
    return {"withdrawn": bool(gone)}
