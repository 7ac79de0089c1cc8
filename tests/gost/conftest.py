"""OpenSSL with gost-engine, the independent oracle of these tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from openssl_engine import ENGINE_CONFIG

OpenSSL = Callable[..., bytes]


@pytest.fixture(scope="session")
def openssl(tmp_path_factory: pytest.TempPathFactory) -> OpenSSL:
    """``openssl(*arguments, data=b"", **variables)`` runs the tool and returns its output.

    A failure of the tool fails the test; ``variables`` go into its environment.
    """
    config = tmp_path_factory.mktemp("openssl") / "gost.cnf"
    config.write_text(ENGINE_CONFIG)
    environment = {"OPENSSL_CONF": str(config), "PATH": "/usr/bin:/bin"}

    def run(*arguments: str | Path, data: bytes = b"", **variables: str) -> bytes:
        done = subprocess.run(
            ["openssl", *map(str, arguments)],
            input=data,
            capture_output=True,
            env=environment | variables,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    return run
