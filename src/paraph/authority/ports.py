"""What this room asks of others: certificates to trust, and the registry of powers of attorney."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from paraph.authority import registry_client
from paraph.authority.facts import Registry, RegistryAnswer, RegistryState
from paraph.trust.store import TrustStore


class Trust(Protocol):
    """Whom the installation trusts; installed by the room that keeps the certificates (signing)."""

    def load(self) -> TrustStore: ...

    def prepare(self, cms: bytes, content: bytes, at: datetime) -> None:
        """Fetch what is missing (lists of revoked certificates) to judge this signature at that moment."""


Listener = Callable[[int, datetime | None], None]

_trust: Trust | None = None
_registry: Registry | None = None
_listener: Listener | None = None


def set_trust(trust: Trust) -> None:
    """Installed once at start."""
    global _trust
    _trust = trust


def trust() -> Trust:
    """The installed trust; RuntimeError when the application was not started properly."""
    if _trust is None:
        raise RuntimeError("no trust is installed")
    return _trust


def on_change(listener: Listener) -> None:
    """Installed once at start by the room that keeps signatures; called in the transaction of a change."""
    global _listener
    _listener = listener


def changed(workspace_id: int, since: datetime | None = None) -> None:
    """A power of the workspace came or got another state; a revoked one is void `since` then."""
    if _listener is not None:
        _listener(workspace_id, since)


def set_registry(registry: Registry | None) -> None:
    """Another registry than the configured one (tests); None returns to the configured."""
    global _registry
    _registry = registry


def registry() -> Registry:
    """The registry to ask: the configured one, or the answer that none is connected."""
    return _registry or registry_client.configured() or _NotConnected()


class _NotConnected:
    """No access was given to this installation: a person looks at the public page."""

    def status(self, number: str, issuer_inn: str, representative_inn: str, at: datetime) -> RegistryAnswer:
        return RegistryAnswer(RegistryState.UNREACHABLE, reason="Реестр МЧД не подключён.")
