"""Real threads on a real database: what happens when two people act at the same instant.

A test's SQLite lives in memory and is shared by threads in a way no installation knows, so it is copied to
a file first. A room's conftest takes the fixture by `from together import own_database`.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from paraph.errors import DomainError


@pytest.fixture
def own_database(transactional_db, tmp_path: Path) -> Iterator[None]:
    """The test's database as an installation has it: threads meet there as they would in earnest."""
    if connection.vendor != "sqlite":
        yield
        return
    usual, settings = connections["default"], connections.settings["default"]
    usual.ensure_connection()
    path = tmp_path / "paraph.sqlite3"
    with sqlite3.connect(path) as copy:
        usual.connection.backup(copy)
    copy.close()
    connections.settings["default"] = {**settings, "NAME": str(path)}
    connections["default"] = own = connections.create_connection("default")
    try:
        yield
    finally:
        own.close()
        connections["default"], connections.settings["default"] = usual, settings


def at_once(*actions: Callable[[], Any], seconds: float = 60) -> list[Any]:
    """Start all at one instant, each in a thread of its own; what each returned or raised."""
    barrier = threading.Barrier(len(actions))
    results: list[Any] = [TimeoutError("did not end")] * len(actions)

    def run(place: int) -> None:
        try:
            barrier.wait()
            results[place] = actions[place]()
        except BaseException as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    return results


def losers(results: list[Any]) -> list[DomainError]:
    """Those who came too late; fails on anything but success or a refusal in Russian."""
    faults = [result for result in results if isinstance(result, BaseException)]
    for fault in faults:
        if not isinstance(fault, DomainError):
            raise fault
        assert any("а" <= letter <= "я" for letter in fault.message.lower()), fault.message
    return faults
