"""«Ромашка» and its emulated portal: `stage` runs it, `linked` has our application installed there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from linked import Linked, Stage, link

import factories
from paraph.effects.limits import Limit
from paraph.portals import pace
from paraph.portals.bitrix24 import limits, transport
from paraph.sandbox.bitrix24 import apps


@pytest.fixture(scope="module")
def _stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(tmp_path_factory.mktemp("bitrix24"))
    yield stage
    transport.hang_up()
    stage.close()


@pytest.fixture
def stage(_stage: Stage, settings, monkeypatch) -> Stage:
    """A portal with its seed and nothing else; our waiting takes no time, our pace is not limited."""
    monkeypatch.setattr(apps, "_send", _stage.take)
    monkeypatch.setattr(pace, "pause", lambda wait: None)
    monkeypatch.setattr(limits, "CALLS", Limit(rate=1e4, burst=10**6))
    settings.BITRIX24 = dataclasses.replace(settings.BITRIX24, oauth=(_stage.emulator.ready["oauth"],))
    _stage.clean()
    return _stage


@pytest.fixture
def firm(db) -> factories.Company:
    return factories.company()


@pytest.fixture
def linked(stage: Stage, firm: factories.Company) -> Linked:
    """Installed by the portal's first administrator; everything declared is registered."""
    return link(stage, firm)
