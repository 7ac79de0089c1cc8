"""Emulators of the sandbox, and OpenSSL with gost-engine, the independent oracle of these tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from diadoc_desk import Side
from diadoc_http import DiadocHttp

from openssl_engine import ENGINE_CONFIG
from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.sandbox.diadoc.world import Settings
from paraph.sandbox.emulator import Place
from paraph.sandbox.mail.catcher import MailCatcher
from paraph.sandbox.pki.server import PkiServer


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture
def start_mail(tmp_path: Path) -> Iterator[Callable[..., MailCatcher]]:
    """Starts catchers over one folder; a second call is a restart."""
    running: list[MailCatcher] = []

    def start(**options: Any) -> MailCatcher:
        while running:
            running.pop().stop()
        folder = tmp_path / "mail"
        folder.mkdir(exist_ok=True)
        catcher = MailCatcher(Place(folder, "127.0.0.1"), **options)
        running.append(catcher)
        catcher.start()
        return catcher

    yield start
    while running:
        running.pop().stop()


@pytest.fixture
def start_diadoc(tmp_path: Path, http: httpx.Client) -> Iterator[Callable[[], DiadocHttp]]:
    """Starts the emulated operator over one folder; a second call is a restart."""
    running: list[DiadocEmulator] = []

    def start() -> DiadocHttp:
        while running:
            running.pop().stop()
        emulator = DiadocEmulator(Place(tmp_path / "diadoc", "127.0.0.1"), Settings(delay=0.01))
        running.append(emulator)
        emulator.start()
        return DiadocHttp(emulator, http)

    yield start
    while running:
        running.pop().stop()


@pytest.fixture
def diadoc(start_diadoc: Callable[[], DiadocHttp]) -> DiadocHttp:
    return start_diadoc()


@pytest.fixture
def seller(diadoc: DiadocHttp, pki_dir: Path) -> Side:
    return Side.of(diadoc, "seller", "head", pki_dir)


@pytest.fixture
def buyer(diadoc: DiadocHttp, pki_dir: Path) -> Side:
    return Side.of(diadoc, "buyer", "partner_head", pki_dir)


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PkiServer]:
    """A test authority with its services, made once; tests must not revoke anything in it."""
    server = PkiServer(Place(tmp_path_factory.mktemp("pki"), "127.0.0.1"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def pki_dir(pki: PkiServer) -> Path:
    return Path(pki.ready["dir"])


@pytest.fixture(scope="session")
def openssl(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[bool, str]]:
    """`openssl(*arguments)` → (exit code is zero, everything the tool printed)."""
    config = tmp_path_factory.mktemp("openssl") / "gost.cnf"
    config.write_text(ENGINE_CONFIG)
    environment = {"OPENSSL_CONF": str(config), "PATH": "/usr/bin:/bin"}

    def run(*arguments: str | Path) -> tuple[bool, str]:
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, env=environment)
        return done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")

    return run
