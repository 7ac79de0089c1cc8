"""The commands run over the sandbox's test authority; OpenSSL with gost-engine is the independent oracle."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from commands_kit import CONTENT, Files, OpenSSL, run

from openssl_engine import ENGINE_CONFIG
from paraph.sandbox.pki.issue import make_pki


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    pki = tmp_path_factory.mktemp("pki")
    make_pki(pki)
    trust = tmp_path_factory.mktemp("trust")
    for name in ("root.pem", "intermediate.pem", "root.crl", "intermediate.crl"):
        (trust / name).write_bytes((pki / name).read_bytes())
    content = tmp_path_factory.mktemp("content") / "Договор.txt"
    content.write_bytes(CONTENT)
    return Files(pki, trust, content)


@pytest.fixture
def signature(files: Files, tmp_path: Path) -> Path:
    """A detached signature of the content by the head."""
    path = tmp_path / "x.sig"
    assert run("sign", files.content, *files.key("head"), "-o", path).exit_code == 0
    return path


@pytest.fixture(scope="session")
def openssl(tmp_path_factory: pytest.TempPathFactory) -> OpenSSL:
    """`openssl(*arguments, ok=True)` runs the tool with gost-engine."""
    config = tmp_path_factory.mktemp("openssl") / "gost.cnf"
    config.write_text(ENGINE_CONFIG)

    def run(*arguments: str | Path, ok: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["openssl", *map(str, arguments)],
            capture_output=True,
            text=True,
            env={"OPENSSL_CONF": str(config), "PATH": "/usr/bin:/bin", "TZ": "UTC"},
            check=False,
        )
        assert (done.returncode == 0) is ok, done.stdout + done.stderr
        return done

    return run
