"""Helpers of the sandbox's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from paraph.sandbox.emulator import Place
from paraph.sandbox.mail.catcher import MailCatcher


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture
def start_mail(tmp_path: Path) -> Iterator[Callable[..., MailCatcher]]:
    """Starts catchers over one folder; a second call over the same folder is a restart."""
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
