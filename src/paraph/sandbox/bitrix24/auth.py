"""Who calls: the webhook in the path or the access token in the parameters."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24 import apps, people
from paraph.sandbox.bitrix24.rest import Auth, RestError
from paraph.sandbox.bitrix24.world import World, tables

#: Every scope of the emulated methods: what an incoming webhook has unless it was made with fewer.
SCOPES = (
    "crm", "bizproc", "placement", "disk", "im", "user", "user_basic", "user_brief", "department",
    "documentgenerator", "userfieldconfig", "lists", "pull", "entity", "task",
)  # fmt: skip

tables(
    """
    CREATE TABLE IF NOT EXISTS webhooks (
        code TEXT PRIMARY KEY, user_id INTEGER NOT NULL, scopes TEXT NOT NULL,
        active INTEGER NOT NULL DEFAULT 1
    );
    """
)


def of_webhook(world: World, user_id: str, code: str, connector: str = "") -> Auth:
    """Raises `RestError` INVALID_CREDENTIALS: no such webhook, a blocked one or one of somebody who left."""
    with world.reading() as db:
        row = db.execute(
            "SELECT * FROM webhooks WHERE code = ? AND user_id = ? AND active", (code, user_id)
        ).fetchone()
    user = people.find_user(world, int(user_id)) if row and user_id.isdigit() else None
    if row is None or user is None or not user.is_active:
        raise RestError("INVALID_CREDENTIALS", "Invalid request credentials", 403)
    scopes = frozenset(row["scopes"].split(","))
    return Auth("webhook", user.id, user.is_admin, scopes, token=f"{user.id}/{code}", connector=connector)


def of_token(world: World, access: Any, method: str, connector: str = "") -> Auth:
    """Raises `RestError`: NO_AUTH_FOUND, expired_token or INVALID_CREDENTIALS."""
    token = apps.find_token(world, access=access) if isinstance(access, str) and access else None
    app = apps.find(world, token.app_id) if token else None
    if token is None or app is None or not app.installed:
        raise RestError("NO_AUTH_FOUND", "Wrong authorization data", 401)
    if token.expires <= world.now() or world.faults.hit("expired-token", method):
        raise RestError("expired_token", "The access token provided has expired.", 401)
    user = people.find_user(world, token.user_id)
    if user is None or is_fired(world, app, user):
        raise RestError("INVALID_CREDENTIALS", "Invalid request credentials", 403)
    scopes = frozenset(app.scopes)
    return Auth("app", user.id, user.is_admin, scopes, app.id, token.access, connector)


def is_fired(world: World, app: apps.App, user: people.User) -> bool:
    """Whether the user has left, or was the installer and the fault `fired-installer` is on."""
    if user.id == app.installer and world.faults.hit("fired-installer", app.client_id):
        return True
    return not user.is_active
