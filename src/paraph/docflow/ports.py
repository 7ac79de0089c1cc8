"""What docflow needs from channels, and whom it tells about transitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol

from paraph.docflow.models import Docflow, Package
from paraph.errors import DomainError
from paraph.journal.actors import Actor
from paraph.journal.models import JournalEvent


@dataclass(frozen=True)
class Fault:
    """One thing to mend before a package may be sent."""

    code: str
    message: str
    #: Field of the package form, or of the document's form when `document_id` is given.
    field: str = ""
    document_id: int | None = None


class Channel(Protocol):
    """A way a package travels. Adapters are found by the entry point group `paraph.channels`."""

    name: str
    title: str

    def check(self, package: Package) -> list[Fault]:
        """The channel's own rules, checked before anybody signs."""
        ...

    def send(self, package: Package, docflows: list[Docflow]) -> None:
        """Offer the documents to the package's recipient: record what to send and enqueue effects.

        Called in the transaction of the last signature, and again when the sender asks anew or corrects the
        address: whatever was offered for these documents before stops working then. The adapter calls
        `advance(…, "accept")` and `advance(…, "deliver")` as the outside answers.
        """
        ...

    def withdraw(self, docflow: Docflow) -> None:
        """Called in the transaction that withdraws the docflow: whatever was offered must stop working."""
        ...

    def remind(self, docflow: Docflow) -> None:
        """Called in the transaction of the reminder, when the answer's deadline comes near."""
        ...

    def refuse_signature(self, docflow: Docflow, reason: str, file_sha256: str) -> None:
        """The partner's signature, kept to be checked, proved wrong: they are asked to sign again.

        Called in the transaction that drops it; once per signature file.
        """
        ...


@dataclass(frozen=True)
class Change:
    """One transition that has just been written, in the same transaction."""

    docflow: Docflow
    event: str
    actor: Actor
    payload: Mapping[str, Any]
    journal: JournalEvent


Reaction = Callable[[Change], None]
_reactions: list[Reaction] = []


def on_change(reaction: Reaction) -> None:
    """Ask to be called after every transition, inside its transaction (installed once at start)."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def tell(change: Change) -> None:
    """Call every reaction."""
    for reaction in _reactions:
        reaction(change)


@cache
def channels() -> Mapping[str, Channel]:
    """All installed channels by name."""
    found = (entry.load()() for entry in entry_points(group="paraph.channels"))
    return {channel.name: channel for channel in found}


def channel(name: str) -> Channel:
    """The channel of that name; DomainError when it is not installed."""
    try:
        return channels()[name]
    except KeyError as error:
        raise DomainError(
            "channel", f"Канал «{name}» не установлен: выберите другой.", field="channel"
        ) from error
