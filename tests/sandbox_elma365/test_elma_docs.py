"""The guide for integrators names what there is and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from paraph.sandbox.elma365 import routes, server
from paraph.sandbox.elma365.bpm import templates
from paraph.sandbox.elma365.faults import KINDS
from paraph.sandbox.elma365.server import Elma365Emulator
from paraph.sandbox.emulator import Place

PAGE = Path(__file__).parents[2] / "docs" / "sandbox-elma365.md"
TEXT = PAGE.read_text("utf-8")


def test_every_operation_is_listed_once_and_no_other() -> None:
    assert server.__name__, "importing it registers everything"
    table = TEXT.split("<!-- methods -->")[1].split("<!-- /methods -->")[0]
    rows = re.findall(r"^\| `([^`]+)` \| ([A-Z, ]+) \|$", table, re.MULTILINE)
    listed = [f"{method} {path}" for path, methods in rows for method in methods.split(", ")]
    served = [operation.name for operation in routes.operations]
    assert sorted(set(served) - set(listed)) == [], "not listed"
    assert sorted(set(listed) - set(served)) == [], "not served"
    assert len(listed) == len(set(listed))


def test_every_fault_is_told() -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in TEXT] == []


def test_every_order_of_the_control_is_told() -> None:
    orders = {f"{method} {path.split('/')[0]}" for method, path, _ in routes._controls}
    assert [order for order in orders if f"`{order}" not in TEXT] == []


def test_every_step_of_a_process_is_told() -> None:
    table = TEXT.split("| Шаг | Поля |")[1].split("\n\n")[0]
    assert [step for step in templates._NEEDED if f"`{step}`" not in table] == []


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_of_the_guide_do_what_they_are_for(tmp_path: Path) -> None:
    """As a reader pastes them, one block after another; the service they speak of is not there."""
    blocks = re.findall(r"```sh\n(.*?)```", TEXT.replace("127.0.0.1:8000", "127.0.0.1:9"), re.DOTALL)[1:]
    emulator = Elma365Emulator(Place(tmp_path / "state", "127.0.0.1"))
    emulator.start()
    try:
        (tmp_path / "ready.json").write_text(json.dumps({"elma365": emulator.ready}))
        done = subprocess.run(
            ["bash", "-e", "-c", "\n".join(blocks)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        emulator.stop()
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"success": true') == 6, done.stdout
    assert '"success": false' not in done.stdout
    assert "Поле" not in done.stdout
    assert '"waits_at": "send_failed"' in done.stdout
