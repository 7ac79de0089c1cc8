"""An emulated portal per module, without limits and with an application installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from portal_client import App, AppServer, Portal

from paraph.sandbox.bitrix24.server import Bitrix24Emulator
from paraph.sandbox.bitrix24.world import Settings
from paraph.sandbox.emulator import Place

#: Limits have tests of their own.
UNLIMITED = Settings(delay=0.0, burst=1e9, operating=1e9)


@pytest.fixture(scope="module")
def start_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Portal]]:
    """Starts portals, each in a folder of its own unless it is given one."""
    running: list[Bitrix24Emulator] = []
    with httpx.Client(trust_env=False, timeout=10) as http:

        def start(settings: Settings = UNLIMITED, folder: Path | None = None) -> Portal:
            place = Place(folder or tmp_path_factory.mktemp("bitrix24"), "127.0.0.1")
            emulator = Bitrix24Emulator(place, settings)
            running.append(emulator)
            emulator.start()
            return Portal(emulator, http)

        yield start
        for emulator in running:
            emulator.stop()


@pytest.fixture(scope="module")
def portal(start_portal: Callable[..., Portal]) -> Portal:
    return start_portal()


@pytest.fixture(scope="module")
def app_server() -> Iterator[AppServer]:
    server = AppServer()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def app(portal: Portal, app_server: AppServer) -> App:
    """An application of the administrator, installed to the end."""
    return portal.install(app_server)
