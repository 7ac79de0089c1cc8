"""`paraph sign` makes signatures OpenSSL accepts, and says why when it cannot."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands_kit import CONTENT, Files, OpenSSL, answers, run


def _oracle_arguments(files: Files, signature: Path, out: Path) -> list[str | Path]:
    trusted = out.with_name("ca.pem")
    trusted.write_bytes(b"".join((files.pki / f"{n}.pem").read_bytes() for n in ("root", "intermediate")))
    return [
        *("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature),
        *("-CAfile", trusted, "-out", out),
    ]


@pytest.mark.openssl
@pytest.mark.parametrize("name", ["head", "person", "partner_person", "ip"])
def test_openssl_accepts_a_detached_signature(
    name: str, files: Files, openssl: OpenSSL, tmp_path: Path
) -> None:
    signature = tmp_path / "x.sig"
    done = run("sign", files.content, *files.key(name), "-o", signature)
    assert done.exit_code == 0, done.output
    assert "неквалифицированная" in done.stderr
    verify = _oracle_arguments(files, signature, tmp_path / "out")
    accepted = openssl(*verify, "-content", files.content)
    assert "CAdES Verification successful" in accepted.stderr
    other = tmp_path / "other"
    other.write_bytes(CONTENT + b" ")
    openssl(*verify, "-content", other, ok=False)


@pytest.mark.openssl
def test_openssl_takes_the_file_out_of_an_attached_signature(
    files: Files, openssl: OpenSSL, tmp_path: Path
) -> None:
    signature = tmp_path / "x.p7s"
    assert run("sign", files.content, "--attached", *files.key("head"), "-o", signature).exit_code == 0
    openssl(*_oracle_arguments(files, signature, tmp_path / "out"))
    assert (tmp_path / "out").read_bytes() == CONTENT


def test_the_signature_is_put_beside_the_file(files: Files, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(CONTENT)
    assert run("sign", file, *files.key("head")).exit_code == 0
    assert (tmp_path / "a.txt.sig").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "a.txt.sig"]


@pytest.mark.parametrize("way", ["password", "stdin", "pem", "pem-and-certificate"])
def test_keys_are_given_in_several_ways(way: str, files: Files, tmp_path: Path) -> None:
    password = (files.pki / "password").read_text()
    bare = tmp_path / "bare.key"
    bare.write_bytes((files.pki / "head.pem").read_bytes().split(b"-----BEGIN CERTIFICATE")[0])
    options: dict[str, list[str | Path]] = {
        "password": ["--key", files.pki / "head.p12", "--password", password],
        "stdin": ["--key", files.pki / "head.p12", "--password-file", "-"],
        "pem": ["--key", files.pki / "head.pem"],
        "pem-and-certificate": ["--key", bare, "--certificate", files.pki / "head.pem"],
    }
    signature = tmp_path / "x.sig"
    done = run("sign", files.content, *options[way], "-o", signature, stdin=password + "\n")
    assert done.exit_code == 0, done.output
    result = run(
        "verify", files.content, "--signature", signature, "--trust", files.pki, "--json"
    )  # the folder holds the intermediate certificate a bare key does not bring along
    assert result.exit_code == 0, result.output
    assert answers(result)[0]["signer"]["full_name"] == "Лугова Анна Сергеевна"


def test_named_certificates_are_enclosed(files: Files, tmp_path: Path) -> None:
    signature = tmp_path / "x.sig"
    chain = ["--chain", files.pki / "intermediate.pem"]
    key = ["--key", files.pki / "head.pem"]
    assert run("sign", files.content, *key, *chain, "-o", signature).exit_code == 0
    only_root = tmp_path / "trust"
    only_root.mkdir()
    shutil.copy(files.pki / "root.pem", only_root)
    lists = ["--crl", files.pki / "root.crl", "--crl", files.pki / "intermediate.crl"]
    done = run("verify", files.content, "--signature", signature, "--trust", only_root, *lists)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--key", "{pki}/head.p12", "--password", "wrong"], "Неверный пароль"),
        (["--key", "{pki}/head.p12"], "--password-file"),
        (["--key", "{pki}/none.p12", "--password", "x"], "не читается"),
        (["--key", "{pki}/root.crl", "--password", "x"], "не контейнер PKCS#12"),
        (["--key", "{pki}/private/root.key"], "--certificate"),
        (["--key", "{pki}/private/root.key", "--certificate", "{pki}/head.pem"], "не от этого ключа"),
        ([], "чем подписывать"),
        (["--key", "a", "--provider", "dss:x"], "чем подписывать"),
        (["--provider", "telepathy:x"], "не установлен"),
        (["--key", "{pki}/head.p12", "--password-file", "{pki}/none"], "не читается"),
        (["--key", "{pki}/head.pem", "-o", "{pki}/none/x.sig"], "не записать"),
        (["--key", "{pki}/head.pem", "--signer", "Пушкин"], "Подходящего ключа нет"),
        (["--key", "{pki}/head.pem", "--chain", "{pki}/password"], "не читается как сертификат"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_no_file(
    options: list[str], words: str, files: Files, tmp_path: Path
) -> None:
    target = [] if "-o" in options else ["-o", str(tmp_path / "x.sig")]
    done = run("sign", files.content, *(part.format(pki=files.pki) for part in options), *target)
    assert done.exit_code == 3
    assert done.stderr.startswith("Ошибка: ")
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_file_itself_is_never_overwritten(files: Files, tmp_path: Path) -> None:
    file = tmp_path / "a.sig"
    file.write_bytes(CONTENT)
    done = run("sign", file, *files.key("head"), "-o", tmp_path / ".." / tmp_path.name / "a.sig")
    assert done.exit_code == 3
    assert file.read_bytes() == CONTENT


def test_an_expired_certificate_is_warned_of(files: Files, tmp_path: Path) -> None:
    done = run("sign", files.content, *files.key("expired"), "-o", tmp_path / "x.sig")
    assert done.exit_code == 0
    assert "Срок действия" in done.stderr


@pytest.mark.openssl
@pytest.mark.parametrize("attached", [False, True], ids=["detached", "attached"])
def test_a_second_signer_is_added_beside_the_first(
    attached: bool, files: Files, openssl: OpenSSL, tmp_path: Path
) -> None:
    first, both = tmp_path / "first.sig", tmp_path / "both.sig"
    kind = ["--attached"] if attached else []
    assert run("sign", files.content, *kind, *files.key("head"), "-o", first).exit_code == 0
    added = run("sign", files.content, *files.key("person"), "--add-to", first, "-o", both)
    assert added.exit_code == 0, added.output
    content = [] if attached else ["-content", files.content]
    openssl(*_oracle_arguments(files, both, tmp_path / "out"), *content)
    done = run("verify", files.content, "--signature", both, "--trust", files.trust, "--json")
    assert done.exit_code == 0
    assert [answer["signer"]["full_name"] for answer in answers(done)] == [
        "Лугова Анна Сергеевна",
        "Работников Пётр Ильич",
    ]


def test_a_signer_is_added_in_place(files: Files, tmp_path: Path) -> None:
    signature = tmp_path / "x.sig"
    run("sign", files.content, *files.key("head"), "-o", signature)
    assert run("sign", files.content, *files.key("person"), "--add-to", signature).exit_code == 0
    assert len(answers(run("verify", files.content, "--signature", signature, "--json"))) == 2


def test_nothing_is_added_to_a_signature_of_another_file(files: Files, tmp_path: Path) -> None:
    other, signature = tmp_path / "other", tmp_path / "x.p7s"
    other.write_bytes(b"other")
    run("sign", other, "--attached", *files.key("head"), "-o", signature)
    before = signature.read_bytes()
    done = run("sign", files.content, *files.key("person"), "--add-to", signature)
    assert done.exit_code == 3
    assert "другой файл" in done.stderr
    assert run("sign", files.content, *files.key("person"), "--add-to", files.content).exit_code == 3
    assert signature.read_bytes() == before
