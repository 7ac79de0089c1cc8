"""`paraph sign --provider …`: every way to sign makes a file of signature that `paraph verify` accepts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import fake_pycades
import pytest
from click.testing import CliRunner, Result
from dss_emulator import Dss
from methods_kit import PIN, FakeToken, Person

from paraph.cli import main


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)


@pytest.fixture
def sign(tmp_path: Path, pki: Path) -> Callable[..., Result]:
    """Signs a file by a provider and, when that went well, has the signature checked."""
    file, signature = tmp_path / "a.txt", tmp_path / "a.sig"
    file.write_bytes(b"content")

    def by(provider: str, *options: str) -> Result:
        done = _run("sign", file, "--provider", provider, *options, "-o", signature)
        if done.exit_code == 0:
            checked = _run("verify", file, "--signature", signature, "--trust", pki)
            assert checked.exit_code == 0, checked.output
        assert signature.exists() is (done.exit_code == 0)
        signature.unlink(missing_ok=True)
        return done

    return by


def test_a_token_signs_a_file(sign: Callable[..., Result], token: FakeToken, head: Person) -> None:
    token.insert(head)
    done = sign(f"pkcs11:{token.library}", "--password", PIN)
    assert done.exit_code == 0, done.output
    assert "Лугова Анна Сергеевна" in done.stdout
    assert "неквалифицированная" not in done.stderr
    assert token.sessions == 0  # the library was left as it was found
    refused = sign(f"pkcs11:{token.library}#Другой", "--password", PIN)
    assert refused.exit_code == 3
    assert "Другой" in refused.stderr


def test_a_wrong_pin_leaves_no_file(sign: Callable[..., Result], token: FakeToken, head: Person) -> None:
    token.insert(head)
    done = sign(f"pkcs11:{token.library}", "--password", "87654321")
    assert done.exit_code == 3
    assert "неверный ПИН-код" in done.stderr
    assert "87654321" not in done.output


def test_csp_signs_a_file(sign: Callable[..., Result], head: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycades", fake_pycades.make([(head, True)]))
    assert sign("cryptopro:").exit_code == 0


def test_a_remote_key_signs_a_file(
    sign: Callable[..., Result], head: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARAPH_DSS_CLIENT_SECRET", "client-secret")
    secrets = tmp_path / "secrets"
    secrets.write_text("secret\n4321\n")
    dss = Dss(head, polls=0, pin="4321")
    try:
        done = sign(f"dss:{dss.address}", "--password-file", str(secrets))
        assert done.exit_code == 0, done.output
        listed = _run("keys", "list", "--provider", f"dss:{dss.address}", "--password-file", secrets)
        assert "может быть квалифицированной" in listed.stdout
        assert sign(f"dss:{dss.address}", "--password", "wrong").exit_code == 3
    finally:
        dss.stop()
