"""What the signing room tells the room that asked for a signature."""

from __future__ import annotations

from typing import Protocol

from paraph.journal.actors import Actor
from paraph.signing.models import Signature, SigningTask


class SigningListener(Protocol):
    """Told inside the transaction that ends the task; an exception rolls everything back."""

    def signed(self, task: SigningTask, signature: Signature, actor: Actor) -> None: ...

    def refused(self, task: SigningTask, reason: str, file_sha256: str) -> None:
        """A signature that was kept proved wrong, or could never be judged: the task waits for another."""
        ...

    def doubted(self, signature: Signature, reason: str) -> None:
        """A later check speaks against a signature that was accepted."""
        ...

    def declined(self, task: SigningTask, actor: Actor) -> None: ...

    def expired(self, task: SigningTask) -> None: ...

    def reminder_due(self, task: SigningTask) -> None: ...


_listener: SigningListener | None = None


def set_listener(listener: SigningListener) -> None:
    """Installed once at start by the room that drives signing (docflow)."""
    global _listener
    _listener = listener


def listener() -> SigningListener:
    """The installed listener; RuntimeError when the application was not started properly."""
    if _listener is None:
        raise RuntimeError("no signing listener is installed")
    return _listener
