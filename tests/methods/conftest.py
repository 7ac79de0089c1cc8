"""People with keys, certified by the sandbox's authority, and a token made of C for the tests."""

from __future__ import annotations

import ctypes
import os
import subprocess
from pathlib import Path

import pytest
from methods_kit import FakeToken, Person, person

from paraph.sandbox.pki.issue import make_pki


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pki")
    make_pki(folder)
    return folder


@pytest.fixture(scope="session")
def head(pki: Path) -> Person:
    return person(pki, "head")


@pytest.fixture(scope="session")
def _fake_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, library = Path(__file__).with_name("fake_token.c"), tmp_path_factory.mktemp("fake") / "fake.so"
    compiler = os.environ.get("CC", "gcc")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", library, source], check=True
    )
    return library


@pytest.fixture
def token(_fake_library: Path) -> FakeToken:
    return FakeToken(_fake_library, ctypes.CDLL(str(_fake_library)))
