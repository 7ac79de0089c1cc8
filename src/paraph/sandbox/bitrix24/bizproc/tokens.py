"""The signed `event_token` by which an application's answer finds the step that waits for it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from paraph.sandbox.bitrix24.world import World

#: Length of the random part, as on the portal.
_LENGTH = 32
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True)
class EventToken:
    """Which run of which step of which process is meant."""

    workflow_id: str
    activity_name: str
    event_id: str


def random_name(length: int = _LENGTH) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def sign(world: World, token: EventToken) -> str:
    """`workflow|activity|event.signature`."""
    text = "|".join((token.workflow_id, token.activity_name, token.event_id))
    return f"{text}.{_signature(world, text)}"


def unsign(world: World, text: object) -> EventToken | None:
    """What was signed here; None for anything else."""
    if not isinstance(text, str):
        return None
    signed, dot, signature = text.rpartition(".")
    parts = signed.split("|")
    expected = _signature(world, signed)
    if not dot or len(parts) != 3 or not hmac.compare_digest(expected.encode(), signature.encode()):
        return None
    return EventToken(*parts)


def _signature(world: World, text: str) -> str:
    key = world.kept("event-token-key", lambda: secrets.token_hex(32))
    return hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()
