"""What the approval room tells the room that asked for approval."""

from __future__ import annotations

from typing import Protocol

from paraph.approval.models import ApprovalTask
from paraph.journal.actors import Actor


class ApprovalListener(Protocol):
    """Told inside the transaction of the decision; an exception rolls the decision back."""

    def waiting(self, task: ApprovalTask) -> None: ...

    def approved(self, package_id: int, actor: Actor) -> None: ...

    def rejected(self, package_id: int, reason: str, actor: Actor) -> None: ...


_listener: ApprovalListener | None = None


def set_listener(listener: ApprovalListener) -> None:
    """Installed once at start by the room that drives approval (docflow)."""
    global _listener
    _listener = listener


def listener() -> ApprovalListener:
    """The installed listener; RuntimeError when the application was not started properly."""
    if _listener is None:
        raise RuntimeError("no approval listener is installed")
    return _listener
