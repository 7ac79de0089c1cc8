"""The emulated operator beside a test authority, as `paraph sandbox up` starts them, and its clients."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from firms import Firm

from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.sandbox.diadoc.world import Settings
from paraph.sandbox.emulator import Place
from paraph.sandbox.pki.server import PkiServer

#: Made by `make test` and the targets `contract-…`.
_ENVIRONMENT = Path(__file__).parents[2] / "var" / "contract" / "venv"
_NODE_PACKAGES = _ENVIRONMENT.parent / "node"


@pytest.fixture(scope="session")
def client_python() -> Path:
    """The interpreter with the clients of PyPI; where they must be there (CI) their absence is an error."""
    python = _ENVIRONMENT / "bin" / "python"
    if not (_ENVIRONMENT / ".done").exists():
        reason = "clients of requirements/contract.txt are not installed: make contract-clients"
        if os.environ.get("PARAPH_CONTRACT_REQUIRED"):
            pytest.fail(reason)
        pytest.skip(reason)
    return python


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder with the clients of npm; where they must be there their absence is an error, given npm."""
    if not (_NODE_PACKAGES / ".done").exists():
        reason = "clients of requirements/contract-npm are not installed: make contract-npm"
        if os.environ.get("PARAPH_CONTRACT_REQUIRED") and shutil.which("npm"):
            pytest.fail(reason)
        pytest.skip(reason)
    return _NODE_PACKAGES


@pytest.fixture(scope="session")
def clients() -> Path:
    """The folder with clients that are not on PyPI."""
    folder = os.environ.get("PARAPH_CONTRACT_CLIENTS")
    if not folder:
        pytest.skip("PARAPH_CONTRACT_CLIENTS names no folder with clients")
    return Path(folder).resolve()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a test authority, which the emulated operator finds beside itself."""
    folder = tmp_path_factory.mktemp("sandbox")
    authority = PkiServer(Place(folder / "pki", "127.0.0.1"))
    authority.start()
    yield folder
    authority.stop()


@pytest.fixture(scope="module")
def operator(sandbox: Path) -> Iterator[DiadocEmulator]:
    emulator = DiadocEmulator(Place(sandbox / "diadoc", "127.0.0.1"), Settings(delay=0.05))
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture(scope="module")
def seller(operator: DiadocEmulator, sandbox: Path) -> Firm:
    return Firm.of(operator, "seller", "head", sandbox / "pki")


@pytest.fixture(scope="module")
def buyer(operator: DiadocEmulator, sandbox: Path) -> Firm:
    return Firm.of(operator, "buyer", "partner_head", sandbox / "pki")


@pytest.fixture(autouse=True)
def _no_fault_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A fault ordered in one test befalls no other."""
    yield
    if "operator" in request.fixturenames:
        request.getfixturevalue("operator").world.faults.clear()
