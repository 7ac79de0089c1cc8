"""docs/sandbox-diadoc.md lists the methods that are emulated: every one, and none that is not."""

from __future__ import annotations

import re
from pathlib import Path

from paraph.sandbox.diadoc import api, server
from paraph.sandbox.diadoc.faults import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "sandbox-diadoc.md"


def test_every_method_is_listed_once_and_no_other() -> None:
    text = PAGE.read_text("utf-8").split("<!-- methods -->")[1].split("<!-- /methods -->")[0]
    listed = re.findall(r"`(GET|POST) (/[^`]+)`", text)
    served = {(method, found.path) for methods in api._table.values() for method, found in methods.items()}
    assert server.DiadocEmulator
    assert len(listed) == len(set(listed))
    assert set(listed) - served == set(), "not served"
    assert served - set(listed) == set(), "not listed"


def test_every_fault_is_told() -> None:
    text = PAGE.read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []
