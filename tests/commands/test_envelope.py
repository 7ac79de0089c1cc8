"""`paraph encrypt` and `paraph decrypt`, against OpenSSL in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands_kit import CONTENT, Files, OpenSSL, run


def _encrypt(files: Files, out: Path, *options: str, to: tuple[str, ...] = ("head",)) -> None:
    recipients = [part for name in to for part in ("--recipient", str(files.pki / f"{name}.pem"))]
    done = run("encrypt", files.content, *recipients, *options, "-o", out)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--mode", "agree"],
        *(
            ["--cipher", f"{name}-ctr-acpkm{mac}"]
            for name in ("magma", "kuznyechik")
            for mac in ("", "-omac")
        ),
        ["--cipher", "gost28147"],
    ],
    ids=lambda options: " ".join(options) or "default",
)
def test_every_recipient_opens_the_file_and_nobody_else(
    options: list[str], files: Files, tmp_path: Path
) -> None:
    sealed, out = tmp_path / "a.p7m", tmp_path / "out"
    _encrypt(files, sealed, *options, to=("head", "person"))
    assert CONTENT not in sealed.read_bytes()
    for name in ("head", "person"):
        done = run("decrypt", sealed, *files.key(name), "-o", out)
        assert done.exit_code == 0, done.output
        assert out.read_bytes() == CONTENT
        out.unlink()
    stranger = run("decrypt", sealed, *files.key("ip"), "-o", out)
    assert stranger.exit_code == 3
    assert stranger.stderr.startswith("Ошибка: ")
    assert not out.exists()


def test_an_altered_file_is_not_opened(files: Files, tmp_path: Path) -> None:
    sealed, out = tmp_path / "a.p7m", tmp_path / "out"
    _encrypt(files, sealed)
    data = bytearray(sealed.read_bytes())
    data[data.rindex(b"\x80" + bytes([len(CONTENT)])) + 10] ^= 1
    sealed.write_bytes(data)
    assert run("decrypt", sealed, *files.key("head"), "-o", out).exit_code == 3
    assert not out.exists()


@pytest.mark.openssl
def test_openssl_opens_it(files: Files, openssl: OpenSSL, tmp_path: Path) -> None:
    sealed, out = tmp_path / "a.p7m", tmp_path / "out"
    _encrypt(files, sealed, "--cipher", "kuznyechik-ctr-acpkm")
    openssl(
        *("cms", "-decrypt", "-binary", "-inform", "DER", "-in", sealed, "-out", out),
        *("-recip", files.pki / "head.pem", "-inkey", files.pki / "head.pem"),
    )
    assert out.read_bytes() == CONTENT


@pytest.mark.openssl
def test_what_openssl_sealed_is_opened(files: Files, openssl: OpenSSL, tmp_path: Path) -> None:
    sealed, out = tmp_path / "a.p7m", tmp_path / "out"
    openssl(
        *("cms", "-encrypt", "-binary", "-outform", "DER", "-in", files.content, "-out", sealed),
        *("-kuznyechik-ctr-acpkm", files.pki / "head.pem"),
    )
    done = run("decrypt", sealed, *files.key("head"), "-o", out)
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["encrypt", "{file}"], "--recipient"),
        (["encrypt", "{file}", "--recipient", "{pki}/expired.pem"], "Срок действия"),
        (["encrypt", "{file}", "--recipient", "{pki}/none.pem"], "не читается"),
        (["encrypt", "{file}", "--recipient", "{pki}/head.pem", "-o", "{file}"], "поверх"),
        (["decrypt", "{file}", "--key", "{pki}/head.pem", "-o", "{out}"], "{file}"),
        (["decrypt", "{file}", "--key", "{pki}/none.pem", "-o", "{out}"], "не читается"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], words: str, files: Files, tmp_path: Path) -> None:
    places = {"file": files.content, "pki": files.pki, "out": tmp_path / "out"}
    done = run(*(part.format(**places) for part in arguments))
    assert done.exit_code == 3
    assert words.format(**places) in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert files.content.read_bytes() == CONTENT
