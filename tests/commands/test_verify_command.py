"""`paraph verify`: exit codes, the shape of JSON, the words for people."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands_kit import CONTENT, Files, OpenSSL, answers, run, run_alone

from paraph.gost import CURVES, generate_private_key
from paraph.trust.certificate import QUALIFIED, Certificate, issue_certificate
from paraph.trust.names import person_subject
from paraph.trust.pkcs8 import PrivateKey, dump_private_key
from paraph.trust.verdict import FactName


def test_a_valid_signature_ends_with_0_and_one_object(files: Files, signature: Path) -> None:
    done = run("verify", files.content, "--signature", signature, "--trust", files.trust, "--json")
    assert done.exit_code == 0, done.output
    (answer,) = answers(done)
    assert answer["headline"] == "valid"
    assert list(answer["facts"]) == [name.value for name in FactName]
    for fact in answer["facts"].values():
        assert fact["answer"] in ("yes", "no", "undetermined")
        assert fact["reason"]
        assert fact["source"]
    assert answer["signer"]["inn_le"] == "7731376812"
    assert answer["level"] == "CAdES-BES"


def test_people_read_every_fact_with_its_source(files: Files, signature: Path) -> None:
    done = run("verify", files.content, "--signature", signature, "--trust", files.trust)
    assert done.exit_code == 0
    assert done.stdout.startswith("Подпись действительна\n")
    for words in ("Файл цел: да.", "Сертификат не отозван: да.", "Источник: CRL", "Лугова Анна Сергеевна"):
        assert words in done.stdout
    assert "не сертифицированное средство" in done.stdout
    assert "RFC 5652" not in done.stdout
    verbose = run("verify", files.content, "--signature", signature, "--trust", files.trust, "-v")
    assert "Основание: 63-ФЗ ст. 11 п. 3; RFC 5652" in verbose.stdout


def test_an_altered_file_ends_with_1(files: Files, signature: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered"
    altered.write_bytes(CONTENT.replace(b"1", b"2", 1))
    done = run("verify", altered, "--signature", signature, "--trust", files.trust, "--json")
    assert done.exit_code == 1
    (answer,) = answers(done)
    assert answer["headline"] == "invalid"
    assert answer["facts"]["intact"]["answer"] == "no"
    assert answer["facts"]["signature"]["answer"] == "yes"


@pytest.mark.parametrize(("name", "fact"), [("revoked", "revocation"), ("expired", "chain")])
def test_a_bad_certificate_ends_with_1(name: str, fact: str, files: Files, tmp_path: Path) -> None:
    signature = tmp_path / "x.sig"
    run("sign", files.content, *files.key(name), "-o", signature)
    done = run("verify", files.content, "--signature", signature, "--trust", files.trust, "--json")
    assert done.exit_code == 1
    assert answers(done)[0]["facts"][fact]["answer"] == "no"


def test_without_lists_or_trust_it_is_undetermined(files: Files, signature: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    shutil.copy(files.trust / "root.pem", bare)
    done = run("verify", files.content, "--signature", signature, "--trust", bare, "--json")
    assert done.exit_code == 2
    (answer,) = answers(done)
    assert (answer["facts"]["chain"]["answer"], answer["facts"]["revocation"]["answer"]) == (
        "yes",
        "undetermined",
    )
    lists = [f"--crl={files.trust / name}" for name in ("root.crl", "intermediate.crl")]
    assert run("verify", files.content, "--signature", signature, "--trust", bare, *lists).exit_code == 0
    nothing = run("verify", files.content, "--signature", signature, "--json")
    assert nothing.exit_code == 2
    assert answers(nothing)[0]["facts"]["chain"]["answer"] == "undetermined"


def test_an_attached_signature_needs_no_other_file(files: Files, tmp_path: Path) -> None:
    signed, out = tmp_path / "x.p7s", tmp_path / "out"
    run("sign", files.content, "--attached", *files.key("head"), "-o", signed)
    done = run("verify", signed, "--trust", files.trust, "--content-out", out)
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == CONTENT
    same = run("verify", files.content, "--signature", signed, "--trust", files.trust)
    assert same.exit_code == 0
    other = tmp_path / "other"
    other.write_bytes(b"other")
    assert run("verify", other, "--signature", signed, "--trust", files.trust).exit_code == 1


def test_content_of_a_refused_signature_is_not_written(files: Files, tmp_path: Path) -> None:
    signed, out = tmp_path / "x.p7s", tmp_path / "out"
    run("sign", files.content, "--attached", *files.key("head"), "-o", signed)
    signed.write_bytes(signed.read_bytes().replace("Договор № 1".encode(), "Договор № 2".encode(), 1))
    done = run("verify", signed, "--trust", files.trust, "--content-out", out)
    assert done.exit_code == 1
    assert not out.exists()
    assert "не записан" in done.stderr


def test_a_detached_signature_alone_says_nothing_of_the_file(
    files: Files, signature: Path, tmp_path: Path
) -> None:
    done = run("verify", signature, "--trust", files.trust, "--json")
    assert done.exit_code == 2
    assert "не передан" in answers(done)[0]["facts"]["intact"]["reason"]
    taken = run("verify", signature, "--trust", files.trust, "--content-out", tmp_path / "out")
    assert taken.exit_code == 3
    assert "отсоединённая" in taken.stderr


@pytest.mark.parametrize("form", ["base64", "pem"])
def test_signatures_come_in_text_too(form: str, files: Files, signature: Path, tmp_path: Path) -> None:
    text = base64.encodebytes(signature.read_bytes())
    if form == "pem":
        text = b"-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n"
    (tmp_path / "t.sig").write_bytes(text)
    done = run("verify", files.content, "--signature", tmp_path / "t.sig", "--trust", files.trust)
    assert done.exit_code == 0, done.output


def test_the_moment_of_the_check_may_be_named(files: Files, signature: Path) -> None:
    arguments = ["verify", files.content, "--signature", signature, "--trust", files.trust, "--json"]
    late = run(*arguments, "--at", "2039-01-01T00:00:00+00:00")
    assert late.exit_code == 1
    (answer,) = answers(late)
    assert answer["at"] == "2039-01-01T00:00:00+00:00"
    assert "истёк" in answer["facts"]["chain"]["reason"]
    naive = answers(run(*arguments, "--at", "2039-01-01 00:00"))[0]
    assert naive["at"] == "2038-12-31T21:00:00+00:00"
    assert "по Москве" in naive["facts"]["time"]["source"]


def _unreadable(files: Files, signature: Path, tmp_path: Path) -> dict[str, tuple[list[str | Path], str]]:
    broken, empty, no_root = tmp_path / "broken.crl", tmp_path / "empty", tmp_path / "no_root"
    broken.write_bytes(b"\x30\x03\x02\x01")
    empty.mkdir()
    no_root.mkdir()
    shutil.copy(files.trust / "intermediate.pem", no_root)
    given: list[str | Path] = [files.content, "--signature", signature]
    return {
        "no file": ([tmp_path / "none", "--signature", signature], "такого файла или папки нет"),
        "no signature file": (
            [files.content, "--signature", tmp_path / "none"],
            "такого файла или папки нет",
        ),
        "not a CMS": ([files.content], "не является электронной подписью"),
        "a folder": ([files.content, "--signature", tmp_path], "это папка"),
        "trust in a file": ([*given, "--trust", files.content], "это не папка"),
        "far time": ([*given, "--at", "9999-12-31T23:59:59Z"], "вне границ"),
        "time before all": ([*given, "--at", "0001-01-01"], "ISO 8601"),
        "bad time": ([*given, "--at", "вчера"], "ISO 8601"),
        "no trust": ([*given, "--trust", tmp_path / "none"], "такого файла или папки нет"),
        "empty trust": ([*given, "--trust", empty], "нет корневого сертификата"),
        "trust without root": ([*given, "--trust", no_root], "нет корневого сертификата"),
        "broken list": ([*given, "--crl", broken], "CRL"),
    }


@pytest.mark.parametrize(
    "case",
    [
        *("no file", "no signature file", "not a CMS", "a folder", "bad time", "far time"),
        *("trust in a file", "time before all"),
        *("no trust", "empty trust", "trust without root", "broken list"),
    ],
)
def test_the_unreadable_ends_with_3(case: str, files: Files, signature: Path, tmp_path: Path) -> None:
    arguments, words = _unreadable(files, signature, tmp_path)[case]
    done = run("verify", *arguments)
    assert done.exit_code == 3
    assert done.stdout == ""
    assert words in done.stderr
    as_json = run("verify", *arguments, "--json")
    assert as_json.exit_code == 3
    assert words in answers(as_json)[0]["error"]


def test_a_forgotten_option_is_hinted_at(files: Files, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(CONTENT)
    run("sign", file, *files.key("head"))
    done = run("verify", file, "--trust", files.trust)
    assert done.exit_code == 3
    assert f"--signature {file}.sig" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["verify"], ["verify", "--no-such-option", "x"], ["no-such-command"], ["-x"]]
)
def test_a_mistyped_command_ends_with_3(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 3


@pytest.mark.openssl
def test_what_openssl_signed_is_accepted(files: Files, openssl: OpenSSL, tmp_path: Path) -> None:
    signature = tmp_path / "x.sig"
    person = files.pki / "person.pem"
    sign = ["cms", "-sign", "-binary", "-cades", "-in", files.content, "-signer", person, "-inkey", person]
    openssl(*sign, "-outform", "DER", "-out", signature)
    done = run("verify", files.content, "--signature", signature, "--trust", files.trust, "--json")
    assert done.exit_code == 0, done.output
    openssl(*sign, "-outform", "DER", "-nodetach", "-out", signature)
    assert run("verify", signature, "--trust", files.trust).exit_code == 0


@pytest.mark.openssl
def test_several_signatures_give_several_objects_and_the_worst_code(
    files: Files, openssl: OpenSSL, tmp_path: Path
) -> None:
    signature = tmp_path / "x.sig"
    signers: list[str | Path] = []
    for name in ("person", "revoked"):
        signers += ["-signer", files.pki / f"{name}.pem", "-inkey", files.pki / f"{name}.pem"]
    openssl(
        *("cms", "-sign", "-binary", "-cades", "-in", files.content),
        *(*signers, "-outform", "DER", "-out", signature),
    )
    done = run("verify", files.content, "--signature", signature, "--trust", files.trust, "--json")
    assert done.exit_code == 1
    assert sorted(answer["headline"] for answer in answers(done)) == ["invalid", "valid"]
    words = run("verify", files.content, "--signature", signature, "--trust", files.trust)
    assert words.stdout.count("Проверено: Paraph") == 2


def test_as_a_program_it_keeps_the_same_codes(files: Files, signature: Path, tmp_path: Path) -> None:
    trust = ["--trust", files.trust]
    valid = run_alone("verify", files.content, "--signature", signature, *trust, "--json")
    assert valid.returncode == 0, valid.stderr
    assert json.loads(valid.stdout)["headline"] == "valid"
    altered = tmp_path / "altered"
    altered.write_bytes(CONTENT + b" ")
    assert run_alone("verify", altered, "--signature", signature, *trust).returncode == 1
    assert run_alone("verify", files.content, "--signature", signature).returncode == 2
    missing = run_alone("verify", tmp_path / "none", "--signature", signature, *trust)
    assert missing.returncode == 3
    assert missing.stderr.startswith("Ошибка: ")
    assert run_alone("verify").returncode == 3


def test_no_more_is_loaded_than_a_check_needs(files: Files, signature: Path) -> None:
    program = (
        "import sys; from paraph.cli import main\n"
        "try:\n main(sys.argv[1:])\n"
        "except SystemExit as end:\n"
        " heavy = {'django', 'httpx', 'asyncio', 'jinja2', 'lxml', 'cryptography'} & set(sys.modules)\n"
        " assert not heavy, heavy\n sys.exit(end.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "verify", str(files.content), "--signature", str(signature)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr


def _peak_memory(*arguments: str | Path) -> float:
    """The most memory a command had, MiB."""
    process = subprocess.Popen(
        [sys.executable, "-m", "paraph.cli", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024


def test_memory_does_not_depend_on_the_file(files: Files, tmp_path: Path) -> None:
    """`make bench-trust` does the same over 1 GiB."""
    found: dict[int, list[float]] = {}
    for size in (1, 96 * 1024 * 1024):
        file, signature = tmp_path / f"{size}", tmp_path / f"{size}.sig"
        with file.open("wb") as stream:
            stream.truncate(size)
        found[size] = [
            _peak_memory("sign", file, *files.key("head"), "-o", signature),
            _peak_memory("verify", file, "--signature", signature, "--trust", files.trust),
        ]
    small, large = found.values()
    assert all(after - before < 16 for before, after in zip(small, large, strict=True)), found


def test_a_missing_file_is_never_undetermined(files: Files, tmp_path: Path) -> None:
    """Even where its digest would not be asked for, as for a signature of an unknown algorithm."""
    signature = tmp_path / "x.sig"
    run("sign", files.content, *files.key("head"), "-o", signature)
    streebog_256, unknown = bytes.fromhex("06082a85030701010202"), bytes.fromhex("06082a8503070101027f")
    signature.write_bytes(signature.read_bytes().replace(streebog_256, unknown))
    assert run("verify", files.content, "--signature", signature).exit_code in (1, 2)
    assert run("verify", tmp_path / "none", "--signature", signature).exit_code == 3


def test_an_unforeseen_error_is_no_verdict(
    files: Files, signature: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("paraph.commands.verify.verify_signature", fall)
    done = run("verify", files.content, "--signature", signature, "--json")
    assert done.exit_code == 3
    assert "не результат проверки" in answers(done)[0]["error"]
    assert "ZeroDivisionError" in done.stderr


@pytest.mark.parametrize("name", ["Иванов\n  Подпись верна: да\nx", "\x1b[2JИванов", "\u202eвонавИ"])
def test_names_of_strangers_draw_nothing_on_the_terminal(name: str, tmp_path: Path) -> None:
    key = PrivateKey(curve := CURVES["1.2.643.2.2.35.1"], generate_private_key(curve))
    now = datetime.now(UTC)
    certificate = issue_certificate(
        subject=person_subject(surname=name, given_name="Иван", inn="500100732259", snils="08765430300"),
        public_key=key.point,
        curve=curve,
        issuer_key=key,
        issuer_cert=None,
        serial=1,
        not_before=now - timedelta(days=1),
        not_after=now + timedelta(days=1),
        profile=QUALIFIED,
    )
    pem, content = tmp_path / "k.pem", tmp_path / "a"
    pem.write_bytes(dump_private_key(key) + Certificate.parse(certificate).pem())
    content.write_bytes(CONTENT)
    assert run("sign", content, "--key", pem).exit_code == 0
    signature = tmp_path / "a.sig"
    for done in (run("verify", content, "--signature", signature, "-v"), run("cert", "show", pem)):
        assert not any(char in done.output for char in "\x1b\u202e")
        assert "\n  Подпись верна: да\n" not in done.output
        odd = next(char for char in name if not char.isprintable())
        assert f"\\u{ord(odd):04x}" in done.output
    as_json = answers(run("verify", content, "--signature", signature, "--json"))
    assert as_json[0]["signer"]["full_name"] == f"{name} Иван"


def test_a_file_name_that_is_no_text_is_told(files: Files, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")
    done = run_alone("verify", name, "--json")
    assert done.returncode == 3
    assert "\udcff" in json.loads(done.stdout)["error"]
