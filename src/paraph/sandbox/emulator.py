"""What an emulator is and the place it lives in: a folder, a host and ports that stay the same."""

from __future__ import annotations

import errno
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from paraph.sandbox.errors import SandboxError


class Emulator(Protocol):
    """A part of the outside world. Made with its `Place`, then started, checked and at the end stopped."""

    #: Addresses and credentials for the ready file.
    @property
    def ready(self) -> dict[str, Any]: ...

    def start(self) -> None: ...

    #: Raises `OSError` unless every address of `ready` answers.
    def check(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class Place:
    """Where an emulator keeps its state and listens."""

    folder: Path
    host: str
    #: Whether what can speak HTTPS does so, for clients that speak nothing else.
    https: bool = False

    def bind(self, purpose: str) -> socket.socket:
        """A bound socket for `purpose`: on the port of the last time if that is free, else a new one."""
        ports = self._ports()
        try:
            sock = _bind(self.host, ports.get(purpose, 0))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise _cannot_listen(self.host, ports.get(purpose, 0), error) from error
            sock = _bind(self.host, 0)
        ports[purpose] = sock.getsockname()[1]
        write_atomically(self._ports_file, json.dumps(ports).encode())
        return sock

    def bind_exactly(self, port: int, *, remedy: str) -> socket.socket:
        """A socket bound to this very port; if it is taken, `SandboxError` ending with `remedy`."""
        try:
            return _bind(self.host, port)
        except OSError as error:
            raise SandboxError(f"{_cannot_listen(self.host, port, error)} {remedy}") from error

    @property
    def _ports_file(self) -> Path:
        return self.folder / "ports.json"

    def _ports(self) -> dict[str, int]:
        if not self._ports_file.exists():
            return {}
        ports: dict[str, int] = json.loads(self._ports_file.read_bytes())
        return ports


def write_atomically(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Whoever opens `path` sees either the old content or all of the new, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _bind(host: str, port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock


def _cannot_listen(host: str, port: int, error: OSError) -> SandboxError:
    if error.errno == errno.EADDRINUSE:
        return SandboxError(f"Порт {port} на {host} занят другой программой.")
    return SandboxError(f"Не удалось открыть порт {port} на {host}: {error.strerror}.")
