"""`paraph verify` of a file of 1 GiB, in a process of its own.

Prints as JSON its seconds, the seconds of hashing as much from memory (the best of several turns each), and
by how much the process grew beyond the check of a small file, MiB.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from material import BIG_FILE

from paraph.cli import main as paraph
from paraph.gost import Streebog

_PIECE = bytes(1 << 20)
_TURNS = 3


def main(folder: Path) -> None:
    _verify(folder, "document")
    before = _peak()
    turns = [(_seconds(_hash), _seconds(lambda: _verify(folder, "big"))) for _ in range(_TURNS)]
    hashing, seconds = (min(column) for column in zip(*turns, strict=True))
    print(json.dumps({"seconds": seconds, "hash_seconds": hashing, "growth": _peak() - before}))


def _seconds(work: Callable[[], None]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start


def _verify(folder: Path, name: str) -> None:
    arguments = ["verify", str(folder / name), "--signature", str(folder / f"{name}.signature")]
    arguments += ["--trust", str(folder / "trust")]
    for authority in ("root", "sub"):
        arguments += ["--crl", str(folder / f"{authority}.crl")]
    with redirect_stdout(io.StringIO()) as output:
        try:
            paraph(arguments)
        except SystemExit as exit_:
            if exit_.code:
                raise SystemExit(f"paraph verify answered {exit_.code}:\n{output.getvalue()}") from exit_


def _hash() -> None:
    running = Streebog(256)
    for _ in range(BIG_FILE // len(_PIECE)):
        running.update(_PIECE)


def _peak() -> float:
    """The most memory this program had, MiB (`ru_maxrss` would count what ran before it in the process)."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
