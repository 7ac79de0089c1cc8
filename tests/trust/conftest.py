"""A small PKI made by our own code, and OpenSSL with gost-engine as the independent oracle."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from trust_kit import (
    CA,
    CONTENT,
    EXTENSIONS,
    PARAMSETS,
    POLICY,
    OpenSSL,
    OpensslPki,
    Pki,
    make_pki,
)

from openssl_engine import ENGINE_CONFIG


@pytest.fixture(scope="session")
def pki() -> Pki:
    return make_pki()


@pytest.fixture(scope="session")
def openssl(tmp_path_factory: pytest.TempPathFactory) -> OpenSSL:
    """`openssl(*arguments, ok=True)` runs the tool with gost-engine; `ok=None` accepts any outcome."""
    config = tmp_path_factory.mktemp("openssl") / "gost.cnf"
    config.write_text(ENGINE_CONFIG)

    def run(*arguments: str | Path, ok: bool | None = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["openssl", *map(str, arguments)],
            capture_output=True,
            text=True,
            env={"OPENSSL_CONF": str(config), "PATH": "/usr/bin:/bin", "TZ": "UTC"},
            check=False,
        )
        assert ok is None or (done.returncode == 0) is ok, done.stdout + done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def openssl_pki(openssl: OpenSSL, tmp_path_factory: pytest.TempPathFactory) -> OpensslPki:
    """Root 512-A → sub TC26-256-A → a leaf of every parameter set, a revoked leaf, both lists."""
    folder = tmp_path_factory.mktemp("oracle")
    config = folder / "ca.cnf"
    authorities = "".join(
        CA.format(name=name, folder=folder, digest=digest)
        for name, digest in (("root", "md_gost12_512"), ("sub", "md_gost12_256"))
    )
    config.write_text(
        ENGINE_CONFIG
        + "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=x\n"
        + EXTENSIONS
        + authorities
        + POLICY
    )
    for name in ("root", "sub"):
        (folder / f"{name}.idx").touch()
        (folder / f"{name}.srl").write_text("1001\n")
        (folder / f"{name}.num").write_text("01\n")

    def make(name: str, algorithm: str, paramset: str, authority: str | None, section: str) -> None:
        key, out = folder / f"{name}.key", folder / f"{name}.crt"
        openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", f"paramset:{paramset}", "-out", key)
        subject = ("-subj", f"/C=RU/O=Test/CN={name}", "-config", config, "-key", key)
        if authority is None:
            openssl("req", "-new", "-x509", *subject, "-days", "300", "-extensions", section, "-out", out)
            return
        request = folder / f"{name}.csr"
        openssl("req", "-new", *subject, "-out", request)
        openssl(
            *("ca", "-config", config, "-batch", "-notext", "-name", f"ca_{authority}"),
            *("-in", request, "-extensions", section, "-out", out),
        )

    make("root", "gost2012_512", "A", None, "root")
    make("sub", "gost2012_256", "TCA", "root", "sub")
    signers = {oid: f"leaf_{algorithm}_{paramset}" for oid, (algorithm, paramset) in PARAMSETS.items()}
    for oid, name in signers.items():
        make(name, *PARAMSETS[oid], "sub", "leaf")
    make("revoked", "gost2012_256", "A", "sub", "leaf")
    revoke = ("-revoke", folder / "revoked.crt", "-crl_reason", "keyCompromise")
    openssl("ca", "-config", config, "-name", "ca_sub", *revoke)
    for name in ("root", "sub"):
        openssl("ca", "-config", config, "-name", f"ca_{name}", "-gencrl", "-out", folder / f"{name}.crl")
    (folder / "content").write_bytes(CONTENT)
    return OpensslPki(folder, signers)
