"""A company whose employee signs by a power of attorney, and the sandbox's registry beside it."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

import factories
from paraph.authority import registry_client
from paraph.authority import services as authority
from paraph.authority.models import PowerOfAttorney
from paraph.authority.register import Upload
from paraph.hub.config import MchdRegistryConfig
from paraph.journal import actors
from paraph.parties.models import Employee, Role
from paraph.sandbox.emulator import Place
from paraph.sandbox.mchd.server import MchdRegistry
from paraph.sandbox.pki import people
from scenario import catcher, firm, mail, pki, sent  # noqa: F401


@dataclass(frozen=True)
class Outside:
    """The registry as a test drives it."""

    emulator: MchdRegistry

    def put(self, number: str, status: str, **more: str) -> None:
        order = {"number": number, "status": status, **more}
        httpx.post(self.emulator.ready["states_url"], json=order, trust_env=False).raise_for_status()

    def fail(self, kind: str, count: int = 1, **more: Any) -> None:
        order = {"kind": kind, "count": count, **more}
        httpx.post(self.emulator.ready["faults_url"], json=order, trust_env=False).raise_for_status()


@pytest.fixture
def registry(tmp_path: Path, settings) -> Iterator[Outside]:
    """The sandbox's registry, connected to the hub."""
    (tmp_path / "mchd").mkdir()
    emulator = MchdRegistry(Place(tmp_path / "mchd", "127.0.0.1"), step=timedelta(0))
    emulator.start()
    ready = emulator.ready
    settings.MCHD_REGISTRY = MchdRegistryConfig(ready["url"], ready["client_id"], ready["secret"])
    yield Outside(emulator)
    emulator.stop()


@pytest.fixture
def client(registry: Outside) -> registry_client.RegistryClient:
    found = registry_client.configured()
    assert found is not None
    return found


@pytest.fixture
def power(pki) -> Callable[[str], Upload]:
    """The power the sandbox issued to one of its people."""

    def read(name: str) -> Upload:
        entry = json.loads((pki.folder / "index.json").read_text("utf-8"))["people"][name]["mchd"]
        signature = (pki.folder / entry["signature"]).read_bytes()
        return Upload((pki.folder / entry["file"]).read_bytes(), (signature,), entry["file"])

    return read


@pytest.fixture
def keep(firm, power) -> Callable[..., PowerOfAttorney]:
    """Puts a power of the sandbox's person into the company's register."""

    def add(name: str = "person") -> PowerOfAttorney:
        who = actors.employee(firm.sender.pk, firm.sender.full_name)
        return authority.add(firm.workspace, power(name), actor=who, by=firm.sender)

    return add


@pytest.fixture
def employee(firm) -> Employee:
    """Our signer with a certificate of a natural person."""
    person = people.EMPLOYEE
    return firm.hire(person.full_name, Role.SIGNER, inn=person.inn, snils=person.snils)


@pytest.fixture
def other_firm(db) -> factories.Company:
    """Another workspace of the installation."""
    return factories.company()
