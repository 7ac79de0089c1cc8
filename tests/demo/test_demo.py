"""The demonstration as a newcomer runs it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

import factories
from effort import effort


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment():
    """Without what the tests' own settings put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PARAPH_", "DJANGO_"))}


def start(state, port, *arguments):
    command = [sys.executable, "-m", "paraph.cli", "demo", "--state", str(state), "--port", str(port)]
    return subprocess.Popen(
        [*command, *map(str, arguments)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def processes_of(state):
    """Command lines of everything that still works in the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            home = (entry / "environ").read_bytes().decode(errors="replace")
        except (OSError, NotADirectoryError):
            continue
        if str(state) in line or f"PARAPH_HOME={state}" in home:
            found.append(line)
    return found


@pytest.mark.timeout(600)
def test_journeys_end_well_and_are_reported(tmp_path):
    demo = start(tmp_path, free_port(), "--once")
    output, _ = demo.communicate(timeout=590)
    assert demo.returncode == 0, output
    assert "main: ok" in output
    journeys = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["journeys"]
    main = journeys["main"]
    assert (main["ok"], main["documents"], main["signatures"], main["verdicts"]) == (True, 3, 5, 5)
    assert main["openssl_accepted"] == 5
    assert journeys["refusal"]["ok"] is True
    employees = journeys["employees"]
    assert (employees["ok"], employees["signatures"], employees["openssl_accepted"]) == (True, 2, 2)
    package = journeys["diadoc-package"]
    assert (package["ok"], package["documents"], package["signatures"]) == (
        True,
        3,
        package["openssl_accepted"],
    )
    assert "вызовов API на документ" in output
    for name in ("diadoc-utd", "diadoc-received"):
        assert journeys[name]["ok"] is True
        assert journeys[name]["signatures"] == journeys[name]["openssl_accepted"] > 2
    for name in ("signx", "clickdoc"):
        assert (journeys[name]["ok"], journeys[name]["openssl_accepted"]) == (True, 2)
    elma = journeys["elma365"]
    assert (elma["ok"], elma["documents"]) == (True, 2)
    assert elma["signatures"] == elma["openssl_accepted"] >= 4
    assert processes_of(tmp_path) == []


@pytest.mark.timeout(180)
@pytest.mark.parametrize("number", effort([signal.SIGTERM], [signal.SIGINT, signal.SIGTERM]))
def test_own_files_go_round_and_stopping_leaves_nothing_running(tmp_path, number):
    mine = tmp_path / "Мой договор.pdf"
    mine.write_bytes(factories.pdf())
    state, port = tmp_path / "state", free_port()
    demo = start(state, port, mine)
    lines = []
    while not any("Остановить" in line for line in lines):
        line = demo.stdout.readline()
        assert line, "".join(lines)
        lines.append(line)
    assert httpx.get(f"http://127.0.0.1:{port}/sign-in/", timeout=10).status_code == 200
    report = json.loads((state / "report.json").read_text(encoding="utf-8"))
    assert report["journeys"]["main"]["documents"] == 1
    demo.send_signal(number)
    demo.communicate(timeout=60)
    deadline = time.monotonic() + 10
    while processes_of(state) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(state) == []


@pytest.mark.timeout(120)
def test_a_file_that_is_no_pdf_is_named_in_russian(tmp_path):
    bad = tmp_path / "Договор.pdf"
    bad.write_text("это не PDF", encoding="utf-8")
    demo = start(tmp_path / "state", free_port(), "--once", bad)
    output, _ = demo.communicate(timeout=110)
    assert demo.returncode == 1
    assert "PDF" in output
    assert "FAILED" in output
