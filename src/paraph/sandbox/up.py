"""Starts emulators together, says where they are, and stops them together."""

from __future__ import annotations

import fcntl
import json
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from paraph.sandbox.bitrix24.server import Bitrix24Emulator
from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.sandbox.elma365.server import Elma365Emulator
from paraph.sandbox.emulator import Emulator, Place, write_atomically
from paraph.sandbox.errors import SandboxError
from paraph.sandbox.mail.catcher import MailCatcher
from paraph.sandbox.mchd.server import MchdRegistry
from paraph.sandbox.pki.server import PkiServer

log = logging.getLogger(__name__)

#: Every emulator there is, by the name used in `--only` and in the ready file.
EMULATORS: Mapping[str, Callable[[Place], Emulator]] = {
    "pki": PkiServer,
    "mail": MailCatcher,
    "mchd": MchdRegistry,
    "diadoc": DiadocEmulator,
    "bitrix24": Bitrix24Emulator,
    "elma365": Elma365Emulator,
}

#: What the ready file holds: for each emulator its addresses and credentials.
Ready = dict[str, dict[str, Any]]

#: How long an emulator may take to answer after its start, seconds.
_ANSWER_WITHIN = 10.0
_RETRY_AFTER = 0.05


def up(
    only: set[str] | None,
    ready_file: Path | None,
    state: Path,
    host: str = "127.0.0.1",
    on_ready: Callable[[Ready], None] = lambda ready: None,
    https: bool = False,
) -> None:
    """Runs emulators until SIGTERM or SIGINT; to be called in the main thread.

    `only` names the emulators wanted (all if None); `state` keeps what must survive a restart: letters,
    keys, ports; `https` has those speak HTTPS that can. When all of them answer, their addresses are written
    to `ready_file` as one JSON object and given to `on_ready`; the file is removed at the end, so it exists
    only while the addresses are true. Raises `SandboxError`.
    """
    stop = threading.Event()
    with ExitStack() as stack:
        for number in (signal.SIGTERM, signal.SIGINT):
            stack.callback(signal.signal, number, signal.signal(number, lambda *_: stop.set()))
        if ready_file is not None:
            ready_file.unlink(missing_ok=True)
            stack.callback(ready_file.unlink, missing_ok=True)
        ready = stack.enter_context(running(only, state, host, https=https))
        if ready_file is not None:
            # The file may hold passwords of emulated services.
            write_atomically(ready_file, json.dumps(ready, ensure_ascii=False, indent=1).encode(), 0o600)
        on_ready(ready)
        stop.wait()


@contextmanager
def running(
    only: set[str] | None, state: Path, host: str = "127.0.0.1", *, https: bool = False
) -> Iterator[Ready]:
    """The chosen emulators, answering inside the `with` block and stopped after it."""
    names = _chosen(only)
    with ExitStack() as stack:
        stack.enter_context(_sole_owner(state))
        emulators: dict[str, Emulator] = {}
        for name in names:
            folder = state.resolve() / name
            folder.mkdir(parents=True, exist_ok=True)
            emulators[name] = EMULATORS[name](Place(folder, host, https))
            stack.callback(emulators[name].stop)
            emulators[name].start()
        for name, emulator in emulators.items():
            _wait_until_answers(name, emulator)
        yield {name: emulator.ready for name, emulator in emulators.items()}


def _chosen(only: set[str] | None) -> list[str]:
    if only is not None and not only:
        raise SandboxError(f"Не названо ни одной части песочницы. Есть: {', '.join(EMULATORS)}.")
    unknown = (only or set()) - EMULATORS.keys()
    if unknown:
        raise SandboxError(
            f"Нет таких частей песочницы: {', '.join(sorted(unknown))}. Есть: {', '.join(EMULATORS)}."
        )
    return [name for name in EMULATORS if only is None or name in only]


@contextmanager
def _sole_owner(state: Path) -> Iterator[None]:
    """Two sandboxes over one folder would answer for each other's letters and revocations."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SandboxError(
                f"Песочница с папкой {state} уже запущена. Остановите её или укажите другую папку (--state)."
            ) from error
        yield


def _wait_until_answers(name: str, emulator: Emulator) -> None:
    deadline = time.monotonic() + _ANSWER_WITHIN
    while True:
        try:
            emulator.check()
            return
        except OSError as error:
            if time.monotonic() > deadline:
                raise SandboxError(
                    f"Часть песочницы «{name}» запущена, но не отвечает: {error}. Подробности в её журнале."
                ) from error
            time.sleep(_RETRY_AFTER)
