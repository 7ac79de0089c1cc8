"""`paraph sandbox up` as a process of its own."""

from __future__ import annotations

import json
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from paraph.sandbox.cli import sandbox
from paraph.sandbox.up import EMULATORS, running

COMMAND = [sys.executable, "-c", "from paraph.sandbox.cli import sandbox; sandbox()", "up"]


@contextmanager
def sandbox_process(*options: str | Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*COMMAND, *map(str, options)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(path: Path, process: subprocess.Popen[str]) -> Any:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "the ready file did not appear"
        time.sleep(0.02)
    return json.loads(path.read_bytes())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_mail_answers_until_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    ready_file = tmp_path / "out" / "ready.json"
    with sandbox_process(
        "--only", "mail", "--state", tmp_path / "state", "--ready-file", ready_file
    ) as process:
        ready = wait_for(ready_file, process)
        assert set(ready) == {"mail"}
        host, port = ready["mail"]["smtp"].removeprefix("smtp://").split(":")
        with smtplib.SMTP(host, int(port)) as client:
            client.sendmail("a@example.test", ["b@example.test"], b"Message-ID: <1@x>\r\n\r\nhello\r\n")
        found = httpx.get(ready["mail"]["lookup_url"], params={"message_id": "<1@x>"}, trust_env=False).json()
        assert [letter["text"] for letter in found] == ["hello\n"]

        # An open connection must not hold the end back.
        with smtplib.SMTP(host, int(port)), httpx.Client(trust_env=False) as idle:
            idle.get(ready["mail"]["url"])
            started = time.monotonic()
            process.send_signal(number)
            output, errors = process.communicate(timeout=5)
            assert time.monotonic() - started < 2
        assert process.returncode == 0
        assert errors == ""
        assert "Песочница работает" in output
        assert not ready_file.exists()


def test_everything_together(tmp_path: Path) -> None:
    state, ready_file = tmp_path / "state", tmp_path / "ready.json"
    with sandbox_process("--state", state, "--ready-file", ready_file) as process:
        ready = wait_for(ready_file, process)
        assert set(ready) == set(EMULATORS)
        assert len(httpx.get(ready["pki"]["url"] + "/root.crl", trust_env=False).content) > 100
        for name in ("dir", "index", "root", "intermediate", "password_file"):
            assert Path(ready["pki"][name]).exists()
        # It holds addresses of files with passwords and, for other emulators, passwords themselves.
        assert ready_file.stat().st_mode & 0o777 == 0o600
        started = time.monotonic()
        process.terminate()
        assert process.wait(5) == 0
        assert time.monotonic() - started < 2
    with sandbox_process("--state", state, "--ready-file", ready_file) as process:
        assert wait_for(ready_file, process) == ready, "addresses and keys stay from start to start"


def test_accepted_letter_survives_sigkill(tmp_path: Path) -> None:
    state, ready_file = tmp_path / "state", tmp_path / "ready.json"
    options = ["--only", "mail", "--state", state, "--ready-file", ready_file]
    with sandbox_process(*options) as process:
        mail = wait_for(ready_file, process)["mail"]
        host, port = mail["smtp"].removeprefix("smtp://").split(":")
        with smtplib.SMTP(host, int(port)) as client:
            client.sendmail("a@example.test", ["b@example.test"], b"Message-ID: <kept@x>\r\n\r\nhello\r\n")
            process.kill()
            process.wait()
    ready_file.unlink()
    with sandbox_process(*options) as process:
        mail = wait_for(ready_file, process)["mail"]
        found = httpx.get(mail["lookup_url"], params={"message_id": "<kept@x>"}, trust_env=False).json()
        assert len(found) == 1


def test_authority_without_its_port_says_what_to_do(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with running({"pki"}, state) as ready:
        port = int(ready["pki"]["url"].rsplit(":", 1)[1])
    with socket.create_server(("127.0.0.1", port)):
        result = CliRunner().invoke(sandbox, ["up", "--only", "pki", "--state", str(state)])
    assert result.exit_code == 1
    assert f"Порт {port}" in result.stderr
    assert "удалите папку" in result.stderr


def test_a_stale_ready_file_is_not_mistaken_for_a_fresh_one(tmp_path: Path) -> None:
    ready_file = tmp_path / "ready.json"
    ready_file.write_text("{}")
    with sandbox_process(
        "--only", "mail", "--state", tmp_path / "state", "--ready-file", ready_file
    ) as process:
        deadline = time.monotonic() + 30
        while not ready_file.exists() or ready_file.read_text() == "{}":
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert json.loads(ready_file.read_bytes())["mail"]["url"].startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("only", "said"), [("mail,nomail", "частей песочницы: nomail."), (",", "ни одной")])
def test_unknown_name_is_refused_with_the_known_ones(tmp_path: Path, only: str, said: str) -> None:
    result = CliRunner().invoke(sandbox, ["up", "--only", only, "--state", str(tmp_path)])
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Есть: " in result.stderr


def test_second_sandbox_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    ready_file = tmp_path / "ready.json"
    options = ["--only", "mail", "--state", str(tmp_path / "state")]
    with sandbox_process(*options, "--ready-file", ready_file) as process:
        wait_for(ready_file, process)
        result = CliRunner().invoke(sandbox, ["up", *options])
        assert result.exit_code == 1
        assert "уже запущена" in result.stderr
