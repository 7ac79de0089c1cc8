"""What docflow needs from channels, and whom it tells about transitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol, runtime_checkable

from paraph.docflow.models import Answer, Docflow, Package
from paraph.errors import DomainError
from paraph.journal.actors import Actor
from paraph.journal.models import JournalEvent
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.signing.models import Signature


@dataclass(frozen=True)
class Fault:
    """One thing to mend before a package may be sent."""

    code: str
    message: str
    #: Field of the package form, or of the document's form when `document_id` is given.
    field: str = ""
    document_id: int | None = None


@dataclass(frozen=True)
class Recipient:
    """A box of the counterparty a package may be sent to."""

    #: What `Package.recipient_box` keeps.
    value: str
    title: str
    #: What the sender should know before choosing it: no relation yet, roaming …
    note: str = ""
    #: Chosen once for every package to this counterparty.
    is_usual: bool = False


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

    def hindrance(self, organization: Organization, employee: Employee) -> str:
        """Why the channel cannot be used now by an employee for an organisation; empty when it can be."""
        ...

    def recipients(self, organization: Organization, counterparty: Counterparty) -> list[Recipient]:
        """The counterparty's boxes to choose from; none when the channel needs no choice."""
        ...

    def may_withdraw(self, docflow: Docflow) -> bool:
        """Whether what was handed over can still be taken back; if not, annulment is asked for instead."""
        ...

    def answers(self, docflow: Docflow) -> frozenset[str]:
        """Verbs of `answers` the channel can carry for this docflow."""
        ...

    def prepare(self, answer: Answer) -> None:
        """An answer needs a file: enqueue getting it, or call `answers.prepared` at once.

        Called in the transaction that creates the answer, and again when it is retried; not for answers
        that sign a file which is there (their document, their request).
        """
        ...

    def carry(self, answer: Answer, signature: Signature) -> None:
        """An answer is signed: enqueue sending it; then `answers.carried` or `answers.failed` is called.

        Called in the transaction of the signature, and again when sending is retried: an id for what is sent
        must be derived from the answer and the signature, so that it goes out once.
        """
        ...


@runtime_checkable
class Inviting(Protocol):
    """A channel whose counterparties agree to exchange documents before they get any."""

    def invite(
        self, organization: Organization, inn: str, kpp: str, text: str, employee: Employee
    ) -> tuple[str, str]:
        """Invite a firm, unless there is a relation already: how the relation is, as code and words.

        It may call outside: not for use inside a transaction. Asking again changes nothing. Raises
        DomainError when the channel is not connected or does not know the firm.
        """
        ...


#: Event of a change that is no transition: a file or a signature came after the docflow was done.
CAME_LATE = "came-late"


@dataclass(frozen=True)
class Change:
    """One transition that has just been written, in the same transaction.

    Its event is one of the machines', or «received» for a document that has just come, or `CAME_LATE`.
    """

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
