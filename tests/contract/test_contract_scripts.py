"""Two home-made clients, one in Python and one for Node: JSON as people write it by hand.

The first keeps answers of the real service, recorded for its own tests: ours must have their keys.

The folder of clients holds checkouts: `tinkoff-diadoc`, and `diadocapijs` with its packages installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from firms import Firm

from paraph.sandbox.diadoc.server import DiadocEmulator

_HERE = Path(__file__).parent


def run(command: list[str | Path], **environment: str) -> Any:
    """What the program printed last, as JSON."""
    inherited = {"PATH": os.environ["PATH"], "NO_PROXY": "*", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=inherited | environment, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_tinkoff_diadoc(
    client_python: Path,
    clients: Path,
    operator: DiadocEmulator,
    seller: Firm,
    buyer: Firm,
    record_property: Callable[[str, object], None],
) -> None:
    sources = clients / "tinkoff-diadoc" / "src"
    if not sources.exists():
        pytest.skip("no tinkoff-diadoc in the folder of clients")
    stranger, roaming = (operator.ready["organizations"][alias]["inn"] for alias in ("ip", "roaming"))
    told = run(
        [client_python, _HERE / "tinkoff_walk.py", seller.url, buyer.inn, stranger, roaming],
        PYTHONPATH=str(sources),
        DIADOC_LOGIN=seller.login,
        DIADOC_PASSWORD=seller.password,
        DIADOC_CLIENT_ID=seller.key,
    )
    assert (told["mine"]["inn"], told["mine"]["diadoc_box_id"]) == (seller.inn, seller.box_guid)
    assert {one["inn"]: one["diadoc_partnership_status"] for one in told["known"]} == {
        buyer.inn: "established"
    }
    assert {one["inn"]: one["diadoc_partnership_status"] for one in told["after"]} == {
        buyer.inn: "established",
        stranger: "invite_was_sent",
    }
    assert {one["is_roaming"] for one in told["found"]} == {True, False}
    assert told["refused"] == 403
    record_property("client", "tinkoff-diadoc: organisations, counterparties by pages, invitations")


def test_diadocapijs(
    clients: Path,
    operator: DiadocEmulator,
    seller: Firm,
    buyer: Firm,
    record_property: Callable[[str, object], None],
) -> None:
    sources = clients / "diadocapijs"
    if not (sources / "node_modules").exists() or not shutil.which("node"):
        pytest.skip("no diadocapijs with its packages in the folder of clients, or no Node")
    told = run(
        [
            *("node", "--require", _HERE / "node_redirected.cjs", _HERE / "node_walk.mjs", sources),
            *(seller.key, seller.login, seller.password, seller.inn, buyer.inn, buyer.box, seller.user),
        ],
        OPERATOR=seller.url,
    )
    assert told["found"] > 1
    assert told["types"] > 10
    assert told["entities"] == 2
    assert told["listed"] == 3
    assert told["content"]
    assert told["form"]["name"].endswith(".pdf")
    assert told["form"]["bytes"] > 1000
    assert told["patch"] == ["ResolutionRequest"]
    assert told["again"]  # with a new token after 401
    assert "is not found" in told["refused"]
    record_property("client", "diadocapijs: sending, lists, contents, print form, approval, a new token")


#: Of one organisation or another; the service leaves out what it does not know.
_NOT_ALWAYS = {"Apartment", "Block", "Building", "City", "ZipCode", "FnsRegistrationDate"}


def shape(of: Any, path: str = "") -> dict[str, str]:
    """Every key with the type of its value."""
    if isinstance(of, list):
        return {key: kind for item in of for key, kind in shape(item, path).items()}
    if not isinstance(of, dict):
        return {}
    found = {f"{path}/{key}": type(value).__name__ for key, value in of.items()}
    return found | {
        key: kind for name, value in of.items() for key, kind in shape(value, f"{path}/{name}").items()
    }


def test_answers_recorded_from_the_real_service(
    clients: Path, seller: Firm, buyer: Firm, record_property: Callable[[str, object], None]
) -> None:
    recorded = clients / "tinkoff-diadoc" / "src" / "diadoc" / "tests" / ".fixtures"
    if not recorded.exists():
        pytest.skip("no recorded answers in tinkoff-diadoc of the folder of clients")
    ours = {
        "GetMyOrganizations.json": seller.read("/GetMyOrganizations"),
        "GetOrganizationsByInnKpp.json": seller.read("/GetOrganizationsByInnKpp", inn=buyer.inn),
        "GetCounteragents_page_one.json": seller.read("/V3/GetCounteragents", myBoxId=seller.box),
        "GetCounteragents_page_two.json": seller.read("/V3/GetCounteragents", myBoxId=seller.box),
    }
    seen = 0
    for name, told in ours.items():
        theirs = shape(json.loads((recorded / name).read_bytes()))
        always = {key: kind for key, kind in theirs.items() if key.rsplit("/", 1)[-1] not in _NOT_ALWAYS}
        missing = always.items() - shape(told).items()
        assert missing == set(), name
        seen += len(always)
    record_property("client", f"recorded answers of the real service: {seen} keys are ours too")
