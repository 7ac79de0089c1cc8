"""An emulated ELMA365 per module, whose own steps take no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from elma_company import Company

from paraph.sandbox.elma365.server import Elma365Emulator
from paraph.sandbox.elma365.world import Settings
from paraph.sandbox.emulator import Place

AT_ONCE = Settings(delay=0.0)


@pytest.fixture(scope="module")
def start_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Company]]:
    """Starts companies, each in a folder of its own unless it is given one."""
    running: list[Elma365Emulator] = []
    with httpx.Client(trust_env=False, timeout=10) as http:

        def start(settings: Settings = AT_ONCE, folder: Path | None = None) -> Company:
            place = Place(folder or tmp_path_factory.mktemp("elma365"), "127.0.0.1")
            emulator = Elma365Emulator(place, settings)
            running.append(emulator)
            emulator.start()
            return Company(emulator, http)

        yield start
        for emulator in running:
            emulator.stop()


@pytest.fixture(scope="module")
def company(start_company: Callable[..., Company]) -> Company:
    return start_company()
