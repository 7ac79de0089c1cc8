"""Whatever lies in a file, a command answers or refuses in words: it never falls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands_kit import Files, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LIMITS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: Arguments of a command, {file} being the hostile one.
COMMANDS: dict[str, list[str]] = {
    "signature": ["verify", "{content}", "--signature", "{file}", "--trust", "{trust}"],
    "attached": ["verify", "{file}", "--trust", "{trust}"],
    "list": ["verify", "{content}", "--signature", "{signature}", "--crl", "{file}"],
    "tsl": ["verify", "{content}", "--signature", "{signature}", "--tsl", "{file}"],
    "power": [
        *("verify", "{content}", "--signature", "{signature}", "--trust", "{trust}"),
        *("--party-inn", "7830002293", "--poa", "{file}"),
    ],
    "certificate": ["cert", "show", "{file}", "--password", "x"],
    "key": ["sign", "{content}", "--key", "{file}", "--password", "x", "-o", "{out}"],
    "others": ["sign", "{content}", "--key", "{key}", "--add-to", "{file}", "-o", "{out}"],
    "token": ["timestamp", "verify", "{content}", "--token", "{file}", "--trust", "{trust}"],
    "envelope": ["decrypt", "{file}", "--key", "{key}", "-o", "{out}"],
}


@pytest.fixture
def call(files: Files, signature: Path, tmp_path: Path) -> Callable[[str, bytes], int]:
    """Runs a command over a hostile file; gives its exit code."""
    hostile = tmp_path / "hostile"
    places = {
        "file": hostile,
        "content": files.content,
        "signature": signature,
        "trust": files.trust,
        "key": files.pki / "head.pem",
        "out": tmp_path / "out",
    }

    def over(name: str, data: bytes) -> int:
        hostile.write_bytes(data)
        done = run(*(part.format(**places) for part in COMMANDS[name]))
        assert "Traceback" not in done.stderr, done.stderr
        assert "Внутренняя ошибка" not in done.stderr
        return done.exit_code

    return over


@pytest.mark.parametrize("name", COMMANDS)
@LIMITS
@given(data=st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"\x30\x82\x01\x00" + data))
def test_any_bytes(name: str, data: bytes, call: Callable[[str, bytes], int]) -> None:
    assert call(name, data) in ((1, 2, 3) if name == "power" else (3,))


def _genuine(name: str, files: Files, signature: Path, tmp_path: Path) -> bytes:
    paths = {
        "signature": signature,
        "others": signature,
        "list": files.pki / "intermediate.crl",
        "tsl": files.pki / "tsl.xml",
        "power": next(files.pki.glob("ON_EMCHD*.xml")),
        "certificate": files.pki / "head.pem",
        "key": files.pki / "head.pem",
    }
    if name == "attached":
        run("sign", files.content, "--attached", *files.key("head"), "-o", tmp_path / "x.p7s")
        return (tmp_path / "x.p7s").read_bytes()
    if name == "envelope":
        recipient = files.pki / "head.pem"
        run("encrypt", files.content, "--recipient", recipient, "-o", tmp_path / "x.p7m")
        return (tmp_path / "x.p7m").read_bytes()
    return paths[name].read_bytes()


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "token"])
@LIMITS
@given(data=st.data())
def test_genuine_files_spoiled(
    name: str,
    data: st.DataObject,
    call: Callable[[str, bytes], int],
    files: Files,
    signature: Path,
    tmp_path: Path,
) -> None:
    genuine = bytearray(_GENUINE.setdefault(name, _genuine(name, files, signature, tmp_path)))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(genuine) - 1))
        genuine[place] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del genuine[data.draw(st.integers(0, len(genuine) - 1)) :]
    assert call(name, bytes(genuine)) in (0, 1, 2, 3)


#: Genuine files by the name of their command: made once.
_GENUINE: dict[str, bytes] = {}
