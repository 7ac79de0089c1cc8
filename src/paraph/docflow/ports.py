"""What docflow needs from channels, and whom it tells about transitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol, runtime_checkable

from paraph.docflow.models import Answer, Docflow, Package
from paraph.errors import DomainError
from paraph.journal.actors import Actor
from paraph.journal.models import JournalEvent
from paraph.parties.models import Counterparty, Employee, Organization, Workspace
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


@dataclass(frozen=True)
class OperatorAccount:
    """One of our organisations at an operator of ЭДО, as settings outside the channel show it."""

    organization_id: int
    login: str
    #: The box in words; empty until one is found or chosen.
    box: str
    #: What keeps it from working, in Russian; empty when all is well.
    fault: str
    #: Documents can go through it.
    is_connected: bool
    #: Ids of the employees who may send; None when every sender may.
    senders: tuple[int, ...] | None
    #: Path of our page with all the rest of its settings.
    page: str


@dataclass(frozen=True)
class OuterKind:
    """What one of our kinds of documents goes as at the operator."""

    #: Code of registry.kinds.
    kind: str
    #: The operator's own name of the type.
    title: str
    #: Our attributes the operator does not take a document without: number, date, amount…
    required: tuple[str, ...]
    #: The box sends such a type, and all it wants can be given.
    is_available: bool
    #: Why it is not available, in Russian.
    note: str = ""


@runtime_checkable
class Operator(Protocol):
    """A channel whose accounts may be kept from the settings of a portal too. Raises DomainError."""

    name: str
    title: Any

    @property
    def has_key(self) -> bool:
        """Whether the installation has a developer's key; without it every account needs one of its own."""
        ...

    def accounts(self, workspace: Workspace) -> list[OperatorAccount]:
        """Our organisations connected to it."""
        ...

    def connect(
        self, organization: Organization, data: Mapping[str, Any], actor: Employee
    ) -> OperatorAccount:
        """Connect an organisation, or change how it logs in; nothing is saved when the operator refuses.

        `data`: login, password, api_key; an empty one leaves what there is. It calls outside: not for use
        inside a transaction. Faults of the form come in `DomainError.details["faults"]`.
        """
        ...

    def disconnect(self, organization: Organization, actor: Employee) -> None:
        """Forget its secrets and stop working; what was exchanged stays."""
        ...

    def allow(self, organization: Organization, employees: Sequence[int] | None, actor: Employee) -> None:
        """Only these employees (ids) may send from the organisation's box; None = every sender."""
        ...

    def kinds(self, organization: Organization) -> list[OuterKind]:
        """All our kinds, by the types the box offers; none before it is connected."""
        ...

    def run_tasks(self, workspace: Workspace, actor: Employee) -> int:
        """Order the background jobs of every account now; how many. Those under way are left alone."""
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


def operators() -> list[Operator]:
    """Channels whose accounts may be kept from outside, in the order of their names."""
    return [each for _name, each in sorted(channels().items()) if isinstance(each, Operator)]


def channel(name: str) -> Channel:
    """The channel of that name; DomainError when it is not installed."""
    try:
        return channels()[name]
    except KeyError as error:
        raise DomainError(
            "channel", f"Канал «{name}» не установлен: выберите другой.", field="channel"
        ) from error
