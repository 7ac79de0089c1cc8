"""The processes of the demonstration: the sandbox and the hub, started and stopped together."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

_START_SECONDS = 60.0


class DemoError(Exception):
    """The demonstration cannot go on; the message says why, in Russian."""


@dataclass(frozen=True)
class World:
    """Addresses of everything that runs."""

    url: str
    pki: dict[str, Any]
    mail: dict[str, Any]
    diadoc: dict[str, Any]
    bitrix24: dict[str, Any]
    elma365: dict[str, Any]
    state: Path
    #: Settings the hub runs with.
    env: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, url: str, ready: dict[str, Any], state: Path, env: dict[str, str]) -> World:
        """The hub at `url` among the emulators of the ready file."""
        parts = {name: ready[name] for name in ("pki", "mail", "diadoc", "bitrix24", "elma365")}
        return cls(url=url, **parts, state=state, env=env)


def paraph(*arguments: str) -> list[str]:
    """Command line of this installation's `paraph`."""
    return [sys.executable, "-m", "paraph.cli", *arguments]


@contextmanager
def sandbox(state: Path) -> Iterator[dict[str, Any]]:
    """The emulators; yields the content of their ready file."""
    ready_file = state / "sandbox.json"
    command = paraph("sandbox", "up", "--ready-file", str(ready_file), "--state", str(state / "sandbox"))
    with _process(command, state / "sandbox.log", os.environ.copy()) as process:
        _wait(ready_file.exists, process, "Песочница не запустилась", state / "sandbox.log")
        yield json.loads(ready_file.read_text(encoding="utf-8"))


def environment(state: Path, ready: dict[str, Any], port: int) -> dict[str, str]:
    """Settings of the hub in this world."""
    home = state / "hub"
    trust = home / "trust"
    trust.mkdir(parents=True, exist_ok=True)
    for name in ("root.pem", "intermediate.pem", "tsl-signer.pem", "tsl.xml"):
        shutil.copyfile(Path(ready["pki"]["dir"]) / name, trust / name)
    return {
        **os.environ,
        "PARAPH_HOME": str(home),
        "PARAPH_BASE_URL": f"http://127.0.0.1:{port}",
        "PARAPH_SMTP_URL": ready["mail"]["smtp"],
        "PARAPH_MAIL_LOOKUP_URL": ready["mail"]["lookup_url"],
        "PARAPH_TSL_URL": ready["pki"]["tsl"],
        "PARAPH_MCHD_REGISTRY_URL": ready["mchd"]["url"],
        "PARAPH_MCHD_REGISTRY_ID": ready["mchd"]["client_id"],
        "PARAPH_MCHD_REGISTRY_SECRET": ready["mchd"]["secret"],
        "PARAPH_DIADOC_URL": ready["diadoc"]["url"],
        "PARAPH_DIADOC_API_KEY": ready["diadoc"]["developer_key"],
        "PARAPH_BITRIX24_OAUTH": ready["bitrix24"]["oauth"],
        "PARAPH_ELMA365_PLAIN": ready["elma365"]["url"],
        "PARAPH_MAIL_FROM": "Paraph <paraph@paraph.test>",
        "PARAPH_LOG_LEVEL": os.environ.get("PARAPH_LOG_LEVEL", "WARNING"),
        "DJANGO_SETTINGS_MODULE": "paraph.hub.settings",
    }


def prepare(env: dict[str, str], pki: Path) -> None:
    """Database, static files and the invented company, in a process with the hub's own environment."""
    beside_hub("paraph.demo.prepare", str(pki), env=env)


def beside_hub(module: str, *arguments: str, env: dict[str, str]) -> None:
    """Run a module in a process with the hub's own environment; DemoError when it fails."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=_START_SECONDS, check=False
    )
    if done.returncode:
        raise DemoError(f"Не выполнено: {module}. {done.stderr[-2000:]}")


@contextmanager
def hub(state: Path, env: dict[str, str], port: int) -> Iterator[str]:
    """The hub serving on a port of its address's host; yields the address once it answers."""
    url = env["PARAPH_BASE_URL"]
    host = urlsplit(url).hostname or ""
    if _taken(host, port):
        raise DemoError(f"Порт {port} занят. Освободите его или укажите другой: paraph demo --port 8010.")
    log = state / "hub.log"
    with _process(paraph("serve", "--host", host, "--port", str(port)), log, env) as process:
        _wait(lambda: _answers(url), process, "Хаб не запустился", log)
        yield url


@contextmanager
def _process(command: list[str], log: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stream = stack.enter_context(log.open("ab"))
        process = subprocess.Popen(command, stdout=stream, stderr=stream, env=env)
        stack.callback(_stop, process)
        yield process


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(ready: Any, process: subprocess.Popen[bytes], failure: str, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise DemoError(f"{failure}. Конец журнала {log}:\n{tail}")
        time.sleep(0.1)


def _taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2.0).status_code < 500
    except httpx.HTTPError:
        return False
