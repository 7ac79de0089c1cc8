"""The database, the clock and the jobs of the emulated operator."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paraph.sandbox.diadoc import world as worlds
from paraph.sandbox.diadoc.world import Settings, World, job
from paraph.sandbox.errors import SandboxError


@pytest.fixture(autouse=True)
def _jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs of a test are forgotten after it."""
    monkeypatch.setattr(worlds.blueprint, "jobs", dict(worlds.blueprint.jobs))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, Settings(delay=0.01))
    made.start()
    yield made
    made.stop()


def wait_for(done: Any) -> None:
    deadline = time.monotonic() + 5
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_ticks_only_grow_whoever_asks(world: World) -> None:
    seen: list[int] = []
    threads = [
        threading.Thread(target=lambda: seen.extend(world.now_ticks() for _ in range(500))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 2000
    assert 638_000_000_000_000_000 < seen[0] < 700_000_000_000_000_000


def test_a_transaction_is_whole_or_nothing(world: World) -> None:
    def broken() -> None:
        with world.writing():
            world.set("a", "1")
            with world.writing():
                world.set("b", "2")
            assert (world.setting("a"), world.setting("b")) == ("1", "2"), "it sees what it wrote"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert (world.setting("a"), world.setting("b")) == (None, None)


def test_readers_do_not_wait_for_the_writer(world: World) -> None:
    read: list[str | None] = []
    with world.writing():
        world.set("a", "1")
        reader = threading.Thread(target=lambda: read.append(world.setting("a")))
        reader.start()
        reader.join(2)
        assert read == [None]
    assert world.setting("a") == "1"


def test_a_job_is_done_once_and_with_what_it_wrote(world: World) -> None:
    @job("test-write")
    def write(world: World, payload: dict[str, Any]) -> None:
        world.set(payload["name"], "done")

    world.later("test-write", {"name": "х"})
    assert world.settle()
    assert world.setting("х") == "done"
    assert world.pending_jobs() == []


def test_a_job_ordered_in_a_failed_transaction_is_not_done(world: World) -> None:
    @job("test-never")
    def never(world: World, payload: dict[str, Any]) -> None:
        world.set("never", "done")

    def broken() -> None:
        with world.writing():
            world.later("test-never", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert world.settle()
    assert world.setting("never") is None


def test_settling_does_delayed_jobs_and_what_they_order_but_not_the_far_future(world: World) -> None:
    done: list[int] = []

    @job("test-chain")
    def chain(world: World, payload: dict[str, Any]) -> None:
        done.append(payload["left"])
        if payload["left"]:
            world.later("test-chain", {"left": payload["left"] - 1}, delay=60)

    world.later("test-chain", {"left": 3}, delay=600)
    world.later("test-chain", {"left": 0}, delay=86400)
    assert world.settle()
    assert done == [3, 2, 1, 0]
    assert len(world.pending_jobs()) == 1
    world.move_clock(86400)
    wait_for(lambda: len(done) == 5)


def test_a_job_that_fails_is_tried_again_and_at_last_shown(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []

    @job("test-fail")
    def fail(world: World, payload: dict[str, Any]) -> None:
        tries.append(1)
        world.set("half", "written")
        raise RuntimeError("no way")

    world.later("test-fail", {})
    assert world.settle()
    assert len(tries) == 5
    assert world.setting("half") is None
    assert [(one["name"], one["error"]) for one in world.pending_jobs()] == [
        ("test-fail", "RuntimeError('no way')")
    ]
    assert "test-fail" in caplog.text


def test_jobs_survive_a_restart(tmp_path: Path) -> None:
    @job("test-later")
    def later(world: World, payload: dict[str, Any]) -> None:
        world.set("later", "done")

    first = World(tmp_path)
    first.later("test-later", {}, delay=0)
    first.stop()  # before it ever worked
    second = World(tmp_path)
    second.start()
    try:
        wait_for(lambda: second.setting("later") == "done")
    finally:
        second.stop()


def test_a_folder_of_another_version_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    World(tmp_path).stop()
    World(tmp_path).stop()
    schemas = [*worlds.blueprint.schemas, "CREATE TABLE IF NOT EXISTS new (x);"]
    monkeypatch.setattr(worlds.blueprint, "schemas", schemas)
    with pytest.raises(SandboxError, match="Удалите папку"):
        World(tmp_path)


def test_an_unknown_job_is_refused_at_once(world: World) -> None:
    with pytest.raises(LookupError):
        world.later("unknown", {})


def test_settling_gives_up_in_time(world: World) -> None:
    @job("test-forever")
    def forever(world: World, payload: dict[str, Any]) -> None:
        world.later("test-forever", {})

    world.later("test-forever", {})
    assert not world.settle(0.2)
