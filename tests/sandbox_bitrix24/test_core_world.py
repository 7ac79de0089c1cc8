"""The clock that stands still, errands outside a transaction, and deadlines nobody hurries."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paraph.sandbox.world import Blueprint, World

blueprint: Blueprint[World] = Blueprint()
done: list[str] = []


@blueprint.job("note")
def note(world: World, payload: dict[str, Any]) -> None:
    done.append(payload["text"])


@blueprint.errand("call-back")
def call_back(world: World, payload: dict[str, Any]) -> None:
    """Somebody outside writes to the same world before he answers."""
    other = threading.Thread(target=world.set, args=("called", "yes"))
    other.start()
    other.join(5)
    assert world.setting("called") == "yes"
    done.append(payload["text"])


@blueprint.errand("fails")
def fails(world: World, payload: dict[str, Any]) -> None:
    done.append("tried")
    raise OSError("nobody there")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    done.clear()
    made = World(tmp_path, blueprint, delay=0.0)
    made.start()
    yield made
    made.stop()


def test_an_errand_holds_nobody_up(world: World) -> None:
    world.later("call-back", {"text": "done"})
    assert world.settle()
    assert done == ["done"]


def test_an_errand_is_tried_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.later("fails", {})
    assert world.settle()
    assert done == ["tried"]
    assert [(one["name"], one["error"]) for one in world.pending_jobs()] == [
        ("fails", "OSError('nobody there')")
    ]


def test_an_errand_cut_short_is_not_begun_again(tmp_path: Path) -> None:
    done.clear()
    first = World(tmp_path, blueprint)
    first.later("fails", {}, delay=0)
    with first.writing() as db:
        db.execute("UPDATE jobs SET started = 1")
    first.stop()
    second = World(tmp_path, blueprint)
    second.start()
    try:
        assert second.settle()
        assert done == []
        assert second.pending_jobs()[0]["error"]
    finally:
        second.stop()


def test_a_deadline_keeps_its_time(world: World) -> None:
    world.later("note", {"text": "soon"}, delay=600)
    world.later("note", {"text": "too late"}, delay=600, deadline=True)
    assert world.settle()
    assert done == ["soon"]
    world.move_clock(600)
    assert world.settle()
    assert done == ["soon", "too late"]


def test_a_frozen_clock_moves_by_order_only_and_goes_on_from_there(tmp_path: Path) -> None:
    first = World(tmp_path, blueprint)
    first.freeze_clock()
    frozen = first.now()
    first.move_clock(1000)
    assert first.now() == pytest.approx(frozen + 1000, abs=1e-4)
    first.stop()
    second = World(tmp_path, blueprint)
    assert second.now() == pytest.approx(frozen + 1000, abs=1e-4), "also after a restart"
    second.freeze_clock(False)
    assert 0 <= second.now() - frozen - 1000 < 60
    second.stop()


def test_two_kinds_of_world_do_not_mix() -> None:
    other: Blueprint[World] = Blueprint()
    assert "note" not in other.jobs
    assert "call-back" not in other.errands
