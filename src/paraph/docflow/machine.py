"""The docflow machines: tables read from machines.json and the pure step over them.

Nothing here touches the database, so the whole life of a document can be walked by a property test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

#: Regions in the order in which a state is written.
REGIONS = ("outgoing", "receipt", "response", "response_confirmation", "amendment", "revocation")
NOT_APPLICABLE = "NOT_APPLICABLE"
#: What the names of machines of received documents begin with.
_INCOMING = "IN_"

State = Mapping[str, str]


class NotAllowed(Exception):
    """The table has no such transition from this state for this actor."""

    def __init__(self, event: str, state: str, side: str) -> None:
        super().__init__(f"{event!r} by {side} is not allowed in {state!r}")
        self.event, self.state, self.side = event, state, side


@dataclass(frozen=True)
class Transition:
    """One row of a region's table."""

    region: str
    sources: frozenset[str]
    event: str
    target: str
    actors: frozenset[str]
    requires: Mapping[str, frozenset[str]]

    def allowed(self, state: State, side: str) -> bool:
        """Whether this row may be taken from the state by the side."""
        return (
            side in self.actors
            and state[self.region] in self.sources
            and all(state[region] in allowed for region, allowed in self.requires.items())
        )


@dataclass(frozen=True)
class Status:
    """The aggregate shown to people: its title and the registry tab it belongs to."""

    code: str
    title: str
    tab: str


@dataclass(frozen=True)
class Machine:
    """The machine of one kind of document."""

    kind: str
    initial: State
    done_when: Mapping[str, frozenset[str]]
    transitions: tuple[Transition, ...]
    statuses: tuple[tuple[Status, Mapping[str, frozenset[str]] | None], ...]
    #: Event → what must have happened before it, for channels whose events come out of order.
    presumes: Mapping[str, str]

    def step(self, state: State, event: str, side: str) -> dict[str, str]:
        """The state after the event.

        Raises NotAllowed when no row of the table fits: wrong state, wrong actor or an unmet requirement.
        """
        for transition in self.transitions:
            if transition.event == event and transition.allowed(state, side):
                return {**state, transition.region: transition.target}
        raise NotAllowed(event, format_state(state), side)

    def possible(self, state: State) -> Iterator[tuple[Transition, str]]:
        """Every row that may be taken now, with each side that may take it."""
        for transition in self.transitions:
            for side in sorted(transition.actors):
                if transition.allowed(state, side):
                    yield transition, side

    def sides(self, state: State, event: str) -> list[str]:
        """The sides that may take the event now."""
        return [side for transition, side in self.possible(state) if transition.event == event]

    def is_done(self, state: State) -> bool:
        """Whether nothing more is expected from anyone (withdrawn and annulled count as done)."""
        if state["outgoing"] == "CANCELLED" or state["revocation"] == "ACCEPTED":
            return True
        return _matches(self.done_when, state)

    def status(self, state: State) -> Status:
        """The aggregate status: the first row of the table that matches."""
        for status, when in self.statuses:
            if self.is_done(state) if when is None else _matches(when, state):
                return status
        raise LookupError(f"machines.json has no status for {format_state(state)}")


def _matches(condition: Mapping[str, frozenset[str]], state: State) -> bool:
    return all(state[region] in allowed for region, allowed in condition.items())


def format_state(state: State) -> str:
    """Canonical text of a state, as stored and compared by the conditional UPDATE."""
    return " ".join(f"{region}:{state[region]}" for region in REGIONS)


def parse_state(text: str) -> dict[str, str]:
    """The inverse of `format_state`."""
    return dict(part.split(":", 1) for part in text.split(" "))


@cache
def _tables() -> dict[str, Any]:
    """Tables by direction: «out» for documents of ours, «in» for received ones."""
    text = resources.files("paraph.docflow").joinpath("machines.json").read_text(encoding="utf-8")
    tables: dict[str, Any] = json.loads(text)
    return {direction: tables[direction] for direction in ("out", "in")}


def _condition(raw: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {region: frozenset(states) for region, states in raw.items()}


def _transition(region: str, row: Mapping[str, Any]) -> Transition:
    return Transition(
        region=region,
        sources=frozenset(row["from"]),
        event=row["event"],
        target=row["to"],
        actors=frozenset(row["actor"].split("|")),
        requires=_condition(row.get("requires", {})),
    )


@cache
def machine(kind: str) -> Machine:
    """The machine of a kind; KeyError for an unknown one."""
    tables = next((tables for tables in _tables().values() if kind in tables["kinds"]), None)
    if tables is None:
        raise KeyError(kind)
    raw = tables["kinds"][kind]
    return Machine(
        kind=kind,
        initial={region: raw["initial"][region] for region in REGIONS},
        done_when=_condition(raw["done"]),
        transitions=tuple(
            _transition(region, row) for region in REGIONS for row in tables["regions"][region]
        ),
        statuses=tuple(
            (
                Status(row["status"], row["title"], row["tab"]),
                None if "done" in row["when"] else _condition(row["when"]),
            )
            for row in tables["statuses"]
        ),
        presumes=tables["presumes"],
    )


def incoming(kind: str) -> str:
    """Name of the machine a received document of a kind runs on: «NONFORM» → «IN_NONFORM»."""
    return kind if kind.startswith(_INCOMING) else f"{_INCOMING}{kind}"


def kinds() -> tuple[str, ...]:
    """All machine names."""
    return tuple(kind for tables in _tables().values() for kind in tables["kinds"])


def status_titles() -> dict[str, str]:
    """Status code → title (Russian), in the order of the tables."""
    return {row["status"]: row["title"] for tables in _tables().values() for row in tables["statuses"]}
