"""What the portal must hold for us: features declare it, and one run makes the portal agree.

    declare(Robot("paraph_send", name=…, properties={…}, results={…}), when=robots_are_on)

An installation or update of the application wipes robots, placements and events, so the difference between
what is declared and what the portal lists is made up at install, at update, by «Починить» and every night.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from paraph.portals.bitrix24 import addresses
from paraph.portals.bitrix24.models import Portal

When = Callable[[Portal], bool]

#: Option of a portal whose plan lets us name ourselves: it then queues no events of our own calls.
CONNECTOR = "connector"
CONNECTOR_KEY = "paraph"


@dataclass(frozen=True)
class Robot:
    """A robot of CRM automation (bizproc.robot.*); its calls go to `@on_robot(code)`.

    `properties` and `results` are PROPERTIES and RETURN_PROPERTIES of the API; names and titles are Russian.
    `waits`: the process stands until `bizproc.event.send` (USE_SUBSCRIPTION).
    """

    kind: ClassVar[str] = "robot"
    code: str
    name: str
    description: str = ""
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    results: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    waits: bool = True
    document_type: tuple[str, str, str] | None = None
    filter: Mapping[str, Any] | None = None

    def given(self, portal: Portal) -> dict[str, Any]:
        """Fields of `add`, without CODE and AUTH_USER_ID."""
        fields: dict[str, Any] = {
            "HANDLER": addresses.robot(portal.application),
            "NAME": {"ru": self.name},
            "DESCRIPTION": {"ru": self.description},
            "USE_SUBSCRIPTION": "Y" if self.waits else "N",
            "PROPERTIES": {key: dict(value) for key, value in self.properties.items()},
            "RETURN_PROPERTIES": {key: dict(value) for key, value in self.results.items()},
        }
        if self.document_type:
            fields["DOCUMENT_TYPE"] = list(self.document_type)
        if self.filter:
            fields["FILTER"] = dict(self.filter)
        return fields


@dataclass(frozen=True)
class Activity(Robot):
    """An activity of the process designer (bizproc.activity.*); the code must differ from every robot's."""

    kind: ClassVar[str] = "activity"


@dataclass(frozen=True)
class Placement:
    """A place in the portal's pages (placement.bind); `view` is the name given to `@placement`."""

    kind: ClassVar[str] = "placement"
    place: str
    view: str
    title: str
    description: str = ""
    options: Mapping[str, Any] | None = None

    @property
    def code(self) -> str:
        return f"{self.place}:{self.view}"

    def given(self, portal: Portal) -> dict[str, Any]:
        """Parameters of placement.bind."""
        words = {"TITLE": self.title, "DESCRIPTION": self.description}
        fields: dict[str, Any] = {
            "PLACEMENT": self.place,
            "HANDLER": addresses.placement(portal.application, self.view),
            **words,
            "LANG_ALL": {"ru": words},
        }
        return fields | ({"OPTIONS": dict(self.options)} if self.options else {})


@dataclass(frozen=True)
class EventBinding:
    """An event for `@on_event`. Offline ones wait in the portal's queue and survive our downtime."""

    kind: ClassVar[str] = "event"
    event: str
    offline: bool = True
    options: Mapping[str, Any] | None = None

    @property
    def code(self) -> str:
        return f"{self.event.upper()}{':offline' if self.offline else ''}"

    def given(self, portal: Portal) -> dict[str, Any]:
        """Parameters of event.bind."""
        fields: dict[str, Any] = {"event": self.event.upper()}
        if self.offline:
            fields["event_type"] = "offline"
            if portal.options.get(CONNECTOR):
                fields["auth_connector"] = CONNECTOR_KEY
        else:
            fields["handler"] = addresses.event(portal.application)
        return fields | ({"options": dict(self.options)} if self.options else {})


@dataclass(frozen=True)
class Trigger:
    """A trigger that moves an object to another stage (crm.automation.trigger.*)."""

    kind: ClassVar[str] = "trigger"
    code: str
    name: str

    def given(self, portal: Portal) -> dict[str, Any]:
        """Parameters of crm.automation.trigger.add."""
        return {"CODE": self.code, "NAME": self.name}


@dataclass(frozen=True)
class Badge:
    """A mark on the card of the kanban (crm.activity.badge.add); `tone` is its `type`."""

    kind: ClassVar[str] = "badge"
    code: str
    title: str
    value: str
    tone: str

    def given(self, portal: Portal) -> dict[str, Any]:
        """Parameters of crm.activity.badge.add."""
        return {"code": self.code, "title": self.title, "value": self.value, "type": self.tone}


Thing = Robot | Activity | Placement | EventBinding | Trigger | Badge


def always(_portal: Portal) -> bool:
    """Every portal has it."""
    return True


_declared: dict[tuple[str, str], tuple[Thing, When]] = {}


def declare(thing: Thing, when: When = always) -> None:
    """Every portal for which `when` is true must hold this (from `AppConfig.ready()`)."""
    known = _declared.setdefault((thing.kind, thing.code), (thing, when))
    if known[0] != thing:
        raise ValueError(f"two different things are called {thing.code!r}")


def wanted(portal: Portal) -> list[Thing]:
    """What this portal must hold."""
    return [thing for thing, when in _declared.values() if when(portal)]


def digest(thing: Thing, portal: Portal) -> str:
    """Changes when what we tell the portal about the thing changes."""
    text = json.dumps(thing.given(portal), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
