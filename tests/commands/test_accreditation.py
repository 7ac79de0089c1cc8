"""`paraph verify --tsl` and `--certified`: what others than this program say of a signature."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest
from commands_kit import CONTENT, Files, answers, run


def test_the_list_of_accredited_cas_makes_a_signature_qualified(files: Files, signature: Path) -> None:
    given = ["verify", files.content, "--signature", signature, "--trust", files.trust]
    without = answers(run(*given, "--json"))[0]["facts"]["qualification"]
    assert without["answer"] == "undetermined"
    listed = ["--tsl", files.pki / "tsl.xml", "--tsl-signer", files.pki / "tsl-signer.pem"]
    done = run(*given, *listed, "--json")
    assert done.exit_code == 0, done.output
    qualification = answers(done)[0]["facts"]["qualification"]
    assert qualification["answer"] == "yes", qualification
    verbose = run(*given, *listed, "-v")
    for check in qualification["checks"]:
        assert f"· {check['name']}: " in verbose.stdout


def test_an_altered_list_makes_nobody_qualified(files: Files, signature: Path, tmp_path: Path) -> None:
    altered = tmp_path / "tsl.xml"
    text = (files.pki / "tsl.xml").read_text(encoding="utf-8")
    altered.write_text(text.replace("<Версия>", "<Версия>9", 1), encoding="utf-8")
    assert altered.read_text(encoding="utf-8") != text
    given = ["verify", files.content, "--signature", signature, "--trust", files.trust]
    done = run(*given, "--tsl", altered, "--tsl-signer", files.pki / "tsl-signer.pem", "--json")
    assert answers(done)[0]["facts"]["qualification"]["answer"] != "yes"


@pytest.mark.parametrize("content", [b"", b"<a/>", b"not XML"])
def test_what_is_no_list_ends_with_3(content: bytes, files: Files, signature: Path, tmp_path: Path) -> None:
    (tmp_path / "tsl.xml").write_bytes(content)
    done = run("verify", files.content, "--signature", signature, "--tsl", tmp_path / "tsl.xml", "--json")
    assert done.exit_code == 3
    assert "перечень" in answers(done)[0]["error"]


def test_without_a_certified_tool_it_is_said_what_to_install(
    files: Files, signature: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pycades", None)
    done = run("verify", files.content, "--signature", signature, "--certified", "cryptopro", "--json")
    assert done.exit_code == 3
    assert "не установлено расширение pycades" in answers(done)[0]["error"]


def _pycades(seen: list[tuple[str, ...]]) -> types.ModuleType:
    """The few names of pycades a check uses; every signature is confirmed and what was asked is kept."""
    module = types.ModuleType("pycades")
    data = types.SimpleNamespace(SetHashValue=lambda value: seen.append(("hash", value)))
    signed = types.SimpleNamespace(
        VerifyHash=lambda hashed, message, kind: seen.append(("VerifyHash",)),
        VerifyCades=lambda message, kind, detached: seen.append(("VerifyCades",)),
    )
    version = types.SimpleNamespace(MajorVersion=5, MinorVersion=0, BuildVersion=13000)
    vars(module).update(
        CADESCOM_CADES_BES=1,
        CADESCOM_HASH_ALGORITHM_CP_GOST_3411_2012_256=101,
        HashedData=lambda: data,
        SignedData=lambda: signed,
        About=lambda: types.SimpleNamespace(CSPVersion=lambda name, kind: version),
    )
    return module


def test_the_certified_answer_stands_beside_the_verdict(
    files: Files, signature: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, ...]] = []
    monkeypatch.setitem(sys.modules, "pycades", _pycades(seen))
    altered = tmp_path / "altered"
    altered.write_bytes(CONTENT + b" ")
    given = ["--signature", signature, "--trust", files.trust, "--certified", "cryptopro"]
    (answer,) = answers(run("verify", files.content, *given, "--json"))
    assert answer["certified"]["answer"] == "yes"
    assert answer["certified"]["tool"].startswith("КриптоПро CSP 5.0.13000")
    assert [step[0] for step in seen] == ["hash", "VerifyHash"]
    refused = run("verify", altered, *given, "--json")
    assert refused.exit_code == 1  # what another tool says changes nothing in the verdict
    words = run("verify", files.content, *given)
    assert "Сертифицированное средство подтвердило подпись." in words.stdout
    seen.clear()
    attached = tmp_path / "x.p7s"
    run("sign", files.content, "--attached", *files.key("head"), "-o", attached)
    assert run("verify", attached, *given[2:]).exit_code == 0
    assert seen == [("VerifyCades",)]
