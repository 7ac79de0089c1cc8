"""The official SDK for Java walks through the emulated operator: protobuf, required fields, retries.

The folder of clients holds `diadocsdk-java` with the SDK and the libraries it needs as jar files.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from firms import Firm

from paraph.sandbox.diadoc.faults import Fault
from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.trust.certificate import load_certificates

_WALK = sorted(Path(__file__).parent.glob("*.java"))


@pytest.fixture(scope="module")
def classpath(clients: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The SDK and our walk through it."""
    if not any(clients.glob("diadocsdk-java/*.jar")) or not shutil.which("javac"):
        pytest.skip("no jar files in diadocsdk-java of the folder of clients, or no Java")
    jars, made = f"{clients}/diadocsdk-java/*", tmp_path_factory.mktemp("java")
    done = subprocess.run(
        ["javac", "-nowarn", "-encoding", "UTF-8", "-d", made, "-cp", jars, *_WALK],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return f"{made}:{jars}"


class Answering:
    """What the walk asks of us: signatures, time, faults."""

    def __init__(self, operator: DiadocEmulator, firms: dict[str, Firm], pki: Path) -> None:
        self._operator = operator
        self._firms = firms
        self._power = {
            part: (pki / name).read_bytes()
            for part, name in json.loads((pki / "index.json").read_bytes())["people"]["person"][
                "mchd"
            ].items()
            if part in ("file", "signature")
        }

    def answer(self, order: str) -> str:
        word, *rest = order.split()
        match word:
            case "sign":
                return base64.b64encode(self._firms[rest[0]].sign(base64.b64decode(rest[1]))).decode()
            case "certificate":
                raw = load_certificates(self._firms[rest[0]].pem.read_bytes())[0].raw
                return base64.b64encode(raw).decode()
            case "power":
                return base64.b64encode(self._power[rest[0]]).decode()
            case "fault":
                self._operator.world.faults.order(Fault(rest[0], path=rest[1]))
            case "settle":
                assert self._operator.world.settle()
            case _:
                raise AssertionError(order)
        return "done"


def test_the_official_sdk(
    classpath: str,
    operator: DiadocEmulator,
    sandbox: Path,
    seller: Firm,
    buyer: Firm,
    record_property: Callable[[str, object], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PARAPH_FNS_SCHEMAS", raising=False)
    who = [part for firm in (seller, buyer) for part in (firm.inn, firm.login, firm.password)]
    java = ["java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", classpath, "Walk"]
    answering, steps = Answering(operator, {"seller": seller, "buyer": buyer}, sandbox / "pki"), {}
    with subprocess.Popen(
        [*java, seller.url, seller.key, *who], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as walk:
        assert walk.stdin is not None
        assert walk.stdout is not None
        for line in walk.stdout:
            if line.startswith("step "):
                name, _, result = line.removeprefix("step ").rstrip("\n").partition("\t")
                steps[name] = result
            else:
                print(answering.answer(line), file=walk.stdin, flush=True)
    assert walk.returncode == 0
    assert {name: result for name, result in steps.items() if result != "ok"} == {}
    assert operator.world.faults.left() == []  # every fault ordered came to pass
    calls = operator.world.calls.since()
    told = f"{len(steps)} steps, {len(calls)} methods, {sum(calls.values())} calls"
    record_property("client", f"diadocsdk-java, the official SDK: {told}")
