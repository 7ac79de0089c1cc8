"""Signatures with time-stamps: `paraph sign --level`, `paraph timestamp`, over the sandbox's authority."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from commands_kit import CONTENT, Files, OpenSSL, answers, run

from paraph.sandbox.emulator import Place
from paraph.sandbox.pki.server import PkiServer


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, files: Files) -> Iterator[tuple[Files, str]]:
    """The authority with its services, its files, and the address of time-stamps."""
    folder = tmp_path_factory.mktemp("served")
    server = PkiServer(Place(folder, "127.0.0.1"))
    server.start()
    trust = tmp_path_factory.mktemp("served-trust")
    for name in ("root.pem", "intermediate.pem", "root.crl", "intermediate.crl"):
        (trust / name).write_bytes((folder / name).read_bytes())
    yield Files(folder, trust, files.content), server.ready["tsa"]
    server.stop()


@pytest.mark.parametrize(
    ("level", "shown"), [("t", "CAdES-T"), ("xl", "CAdES-X Long Type 1"), ("a", "CAdES-A")]
)
@pytest.mark.parametrize("attached", [False, True], ids=["detached", "attached"])
def test_levels_are_reached_and_found_again(
    level: str, shown: str, attached: bool, served: tuple[Files, str], tmp_path: Path
) -> None:
    files, tsa = served
    signature = tmp_path / "x.sig"
    options = ["--level", level, "--tsa", tsa, "--trust", files.trust, *(["--attached"] if attached else [])]
    made = run("sign", files.content, *files.key("head"), *options, "-o", signature)
    assert made.exit_code == 0, made.output
    done = run("verify", files.content, "--signature", signature, "--trust", files.trust, "--json")
    assert done.exit_code == 0, done.output
    (answer,) = answers(done)
    assert answer["level"] == shown
    assert "штамп" in answer["facts"]["time"]["source"].lower() + answer["facts"]["time"]["reason"].lower()


def test_a_stamped_signature_outlives_its_certificate(served: tuple[Files, str], tmp_path: Path) -> None:
    """Its values are inside: the check needs but the root, and the time of the stamp decides."""
    files, tsa = served
    signature, root = tmp_path / "x.sig", tmp_path / "root"
    root.mkdir()
    (root / "root.pem").write_bytes((files.trust / "root.pem").read_bytes())
    options = ["--level", "xl", "--tsa", tsa, "--trust", files.trust]
    assert run("sign", files.content, *files.key("head"), *options, "-o", signature).exit_code == 0
    later = ["--at", "2029-06-01T00:00:00Z"]  # after the signer's certificate, before the authority's
    done = run("verify", files.content, "--signature", signature, "--trust", root, *later, "--json")
    (answer,) = answers(done)
    assert answer["facts"]["chain"]["answer"] == "yes"
    bare = tmp_path / "bare.sig"
    run("sign", files.content, *files.key("head"), "-o", bare)
    done = run("verify", files.content, "--signature", bare, "--trust", root, *later, "--json")
    assert answers(done)[0]["facts"]["chain"]["answer"] == "no"


@pytest.mark.openssl
def test_openssl_accepts_what_was_stamped(
    served: tuple[Files, str], openssl: OpenSSL, tmp_path: Path
) -> None:
    files, tsa = served
    signature, trusted = tmp_path / "x.sig", tmp_path / "ca.pem"
    run("sign", files.content, *files.key("head"), "--level", "t", "--tsa", tsa, "-o", signature)
    trusted.write_bytes(b"".join((files.trust / f"{n}.pem").read_bytes() for n in ("root", "intermediate")))
    openssl(
        *("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature),
        *("-content", files.content, "-CAfile", trusted, "-out", tmp_path / "out"),
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--level", "t"], "--tsa"),
        (["--level", "t", "--tsa", "ftp://x"], "http"),
        (["--level", "t", "--tsa", "http://127.0.0.1:9/"], "не отвечает"),
        (["--level", "t", "--tsa", "{tsa}/none"], "кодом 404"),
        (["--level", "xl", "--tsa", "{tsa}"], "не достигнут"),
    ],
)
def test_a_level_out_of_reach_leaves_no_file(
    options: list[str], words: str, served: tuple[Files, str], tmp_path: Path
) -> None:
    files, tsa = served
    signature = tmp_path / "x.sig"
    done = run(
        *("sign", files.content, *files.key("head"), "-o", signature),
        *(option.format(tsa=tsa) for option in options),
    )
    assert done.exit_code == 3
    assert words in done.stderr
    assert not signature.exists()


def test_a_time_stamp_is_got_and_checked(served: tuple[Files, str], tmp_path: Path) -> None:
    files, tsa = served
    file = tmp_path / "a.txt"
    file.write_bytes(CONTENT)
    made = run("timestamp", file, "--tsa", tsa)
    assert made.exit_code == 0, made.output
    token = tmp_path / "a.txt.tsr"
    done = run("timestamp", "verify", file, "--token", token, "--trust", files.trust)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Время штампа: ")
    as_json = run("timestamp", "verify", file, "--token", token, "--trust", files.trust, "--json")
    assert answers(as_json)[0]["headline"] == "valid"
    assert run("timestamp", "verify", file, "--token", token).exit_code == 2
    file.write_bytes(CONTENT + b" ")
    altered = run("timestamp", "verify", file, "--token", token, "--trust", files.trust, "--json")
    assert altered.exit_code == 1
    assert answers(altered)[0]["facts"]["intact"]["answer"] == "no"


@pytest.mark.openssl
def test_openssl_accepts_the_time_stamp_and_its_token_is_read_bare(
    served: tuple[Files, str], openssl: OpenSSL, tmp_path: Path
) -> None:
    files, tsa = served
    answer, bare, trusted = tmp_path / "x.tsr", tmp_path / "x.tst", tmp_path / "ca.pem"
    assert run("timestamp", files.content, "--tsa", tsa, "-o", answer).exit_code == 0
    trusted.write_bytes(b"".join((files.trust / f"{n}.pem").read_bytes() for n in ("root", "intermediate")))
    openssl("ts", "-verify", "-data", files.content, "-in", answer, "-CAfile", trusted)
    openssl("ts", "-reply", "-in", answer, "-token_out", "-out", bare)
    done = run("timestamp", "verify", files.content, "--token", bare, "--trust", files.trust)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", ["Договор.txt", "none"])
def test_what_is_no_time_stamp_ends_with_3(name: str, files: Files) -> None:
    token = files.content.with_name(name)
    done = run("timestamp", "verify", files.content, "--token", token, "--json")
    assert done.exit_code == 3
    assert answers(done)[0]["error"]


def test_a_refusing_authority_is_told(files: Files, tmp_path: Path) -> None:
    done = run("timestamp", files.content, "--tsa", "http://127.0.0.1:9/", "-o", tmp_path / "x.tsr")
    assert done.exit_code == 3
    assert "не отвечает" in done.stderr
    assert list(tmp_path.iterdir()) == []
