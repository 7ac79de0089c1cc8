"""A company connected the way an administrator does it, and a module installed in it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from sync_kit import Linked

import factories
from paraph.effects.limits import Limit
from paraph.parties.models import Workspace
from paraph.portals import pace
from paraph.portals.elma365 import connection, limits
from paraph.portals.elma365.models import Company
from paraph.sandbox.elma365.server import Elma365Emulator
from paraph.sealed import Secret


@pytest.fixture
def stage(elma_emulator: Elma365Emulator, db: Any, settings: Any, monkeypatch: Any) -> Elma365Emulator:
    """The emulated company without faults; our waiting takes no time, our pace is not limited."""
    monkeypatch.setattr(pace, "pause", lambda wait: None)
    monkeypatch.setattr(limits, "CALLS", Limit(rate=1e4, burst=10**6))
    settings.ELMA365 = dataclasses.replace(settings.ELMA365, plain=(elma_emulator.url,))
    elma_emulator.world.faults.clear()
    return elma_emulator


@pytest.fixture
def known(stage: Elma365Emulator) -> Linked:
    """Its address and token are known to us, nothing else; what tests leave there stays."""
    workspace = Workspace.objects.create(name="Ромашка")
    company = Company.objects.create(
        workspace=workspace,
        title="ELMA365",
        base_url=stage.url,
        token=Secret(stage.ready["token"]),
        hub_token=Secret("token-of-the-hub"),
    )
    return Linked(stage, None, company)  # type: ignore[arg-type]


@pytest.fixture
def connected(stage: Elma365Emulator) -> Linked:
    """As it was at first, connected by an administrator; its people and legal entities have been read."""
    firm = factories.company()
    given = {"base_url": stage.url, "token": stage.ready["token"]}
    made = Linked(stage, firm, None)  # type: ignore[arg-type]
    made.control("POST", "reset")
    made.company = connection.connect(firm.workspace, given, firm.sender)
    made.run()
    made.company.refresh_from_db()
    return made
