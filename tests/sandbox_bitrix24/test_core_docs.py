"""The guide for integrators names what there is and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from paraph.sandbox.bitrix24 import control, rest, server
from paraph.sandbox.bitrix24.bizproc import engine
from paraph.sandbox.bitrix24.faults import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "sandbox-bitrix24.md"
TEXT = PAGE.read_text("utf-8")


def test_every_method_is_listed_once_and_no_other() -> None:
    assert server.Bitrix24Emulator, "importing it registers everything"
    table = TEXT.split("<!-- methods -->")[1].split("<!-- /methods -->")[0]
    listed = []
    for heads, tails in re.findall(r"^\| ((?:`|без)[^|]*) \| (\w[^|]*) \|$", table, re.MULTILINE):
        for head in heads.split(", "):
            prefix = f"{head.strip('`')}." if head.startswith("`") else ""
            listed += [prefix + tail for tail in tails.split(", ")]
    served = [one.name for one in rest.methods()]
    assert sorted(set(served) - set(listed)) == [], "not listed"
    assert sorted(set(listed) - set(served)) == [], "not served"
    assert len(listed) == len(set(listed))


def test_every_fault_is_told() -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in TEXT] == []


def test_every_order_of_the_control_is_told() -> None:
    paths = {re.split(r"[/(]", path)[0] for _, path, _ in control._table}
    assert [path for path in paths if not re.search(rf"`(GET|POST) {path}\b", TEXT)] == []


def test_every_step_of_a_process_is_told() -> None:
    assert [step for step in engine.types() if f"`{step}`" not in TEXT] == []
