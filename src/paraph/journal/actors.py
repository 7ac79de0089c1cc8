"""Who acts. Every change names its actor; there is no anonymous event."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The one who acts, as the journal remembers them."""

    kind: str  #: «employee», «counterparty», «system» or «channel»
    name: str
    id: str = ""
    #: Side in the docflow: «S» our side, «R» the counterparty, «HUB» this installation.
    side: str = "HUB"


SYSTEM = Actor(kind="system", name="Paraph", side="HUB")


def employee(employee_id: int, name: str) -> Actor:
    """An employee of ours."""
    return Actor(kind="employee", id=str(employee_id), name=name, side="S")


def counterparty(identifier: str, name: str) -> Actor:
    """A person of the counterparty, known by the address the link was sent to."""
    return Actor(kind="counterparty", id=identifier, name=name, side="R")
