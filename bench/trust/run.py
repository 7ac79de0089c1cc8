"""`make bench-trust`: ours against the peers, on one core, in one run.

Windows of ours and of the peer follow one another, so that what else the machine does hits both; the best
window of each counts. Writes var/bench/trust.json; ends with 1 when a measured row misses its goal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import material

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent.parent / "var" / "bench"
PYHANKO = RESULTS / "venv" / "bin" / "python"
WINDOWS = 25
SECONDS = 0.06

#: The largest growth allowed over a file of 1 GiB, MiB; and the share of its time that hashing must take.
GROWTH = 64
HASH_BOUND = 0.8


class Absent(Exception):
    """A peer that is not to be had here; the message says why."""


@dataclass
class Row:
    """One line of the table; without a ratio the note says why there is none."""

    work: str
    ours: float | None
    peer: str
    peer_rate: float | None
    ratio: float | None
    goal: float | None
    note: str = ""

    @property
    def missed(self) -> bool:
        return self.ratio is not None and self.goal is not None and self.ratio < self.goal


@dataclass(frozen=True)
class Comparison:
    """What is measured against what: a process and the name of its work on either side.

    Without a goal the row is for information. `flags` are those of the CPU without which it means nothing.
    """

    work: str
    ours: tuple[str, str]
    peer: tuple[str, str]
    goal: float | None
    flags: tuple[str, ...] = ()


_ENGINE = "gost-engine in process"
_OPENSSL = "OpenSSL CMS_verify with gost-engine, in process"
_PEERS = {"engine": _ENGINE, "pyhanko": "pyHanko with a GOST plug"}
_IFMA = ("avx512f", "avx512ifma")
_GFNI = ("avx512f", "avx512bw", "avx512vbmi", "gfni")
_DOCUMENT, _SMALL = "whole check of a 100 KB document, /s", "whole check of a 1 KB document, /s"


def comparisons() -> list[Comparison]:
    """The table of goals."""
    engine_256, engine_512 = ("engine", "verify-256"), ("engine", "verify-512")
    hashing, document = ("engine", "streebog"), ("ours", "document")
    return [
        Comparison("CryptoPro-A verify, unknown key, /s", ("ours", "verify-256"), engine_256, 3.5),
        Comparison("CryptoPro-A verify, issuer key kept, /s", ("ours", material.KEPT), engine_256, 12),
        Comparison("CryptoPro-A verify, 8 keys at once, /s", ("ours", "batch-256"), engine_256, 12, _IFMA),
        Comparison("512-A verify, /s", ("ours", "verify-512"), engine_512, 1.8),
        Comparison("Streebog-256, 16 MiB, MiB/s", ("ours", "streebog"), hashing, 3, _GFNI),
        Comparison("Streebog-256, 16 MiB, portable, MiB/s", ("portable", "streebog"), hashing, 1),
        Comparison(_DOCUMENT, document, ("engine", "document"), 2.5),
        Comparison(f"{_DOCUMENT}, pyHanko's caches warm", document, ("pyhanko", "document"), 25),
        Comparison(f"{_DOCUMENT}, pyHanko from bytes", document, ("pyhanko", "document-fresh"), None),
        Comparison(_SMALL, ("ours", "small"), ("engine", "small"), None),
        Comparison(f"{_SMALL}, pyHanko's caches warm", ("ours", "small"), ("pyhanko", "small"), None),
    ]


class Process:
    """A measured process (see `worker`)."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self._answer() != "ready":
            raise Absent(f"did not start: {' '.join(command)}")

    def rate(self, work: str) -> float:
        """Works per second of one window."""
        assert self._process.stdin is not None
        print(work, SECONDS, file=self._process.stdin, flush=True)
        return float(self._answer())

    def stop(self) -> None:
        self._process.communicate()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def running(command: list[str]) -> Iterator[Process]:
    process = Process(command)
    try:
        yield process
    finally:
        process.stop()


def engine_peer(folder: Path) -> list[str]:
    """Builds the peer in C and gives its command; raises `Absent` without compiler or headers."""
    program = folder / "peer"
    command = ["gcc", "-O2", "-std=c11", str(HERE / "peer.c"), "-o", str(program), "-lcrypto"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Absent("no gcc to build the peer with") from error
    if done.returncode:
        raise Absent(f"the peer is not built: {done.stderr.strip().splitlines()[0]}")
    return [str(program), str(folder)]


def pyhanko_peer(folder: Path) -> list[str]:
    """The command of the peer in Python; raises `Absent` without its environment."""
    if not PYHANKO.exists():
        raise Absent("pyHanko is not installed")
    return [str(PYHANKO), str(HERE / "peer_pyhanko.py"), str(folder)]


def start(stack: ExitStack, folder: Path) -> tuple[dict[str, Process], dict[str, str]]:
    """Our processes, those of the peers to be had, and of the other peers why not."""
    ours = [sys.executable, str(HERE / "ours.py"), str(folder)]
    processes = {
        "ours": stack.enter_context(running(ours)),
        "portable": stack.enter_context(running([*ours, "portable"])),
    }
    absent = {}
    for name, command in {"engine": engine_peer, "pyhanko": pyhanko_peer}.items():
        try:
            processes[name] = stack.enter_context(running(command(folder)))
        except Absent as error:
            absent[name] = str(error)
    return processes, absent


def measure(
    planned: list[Comparison], processes: dict[str, Process], absent: dict[str, str], cpu: set[str]
) -> list[Row]:
    """The rows, in order; windows go round and round the works."""
    notes = [_why_not(comparison, absent, cpu) for comparison in planned]
    best: dict[tuple[str, str], float] = {}
    for _ in range(WINDOWS):
        for comparison, note in zip(planned, notes, strict=True):
            for side in () if note else (comparison.ours, comparison.peer):
                name, work = side
                best[side] = max(best.get(side, 0.0), processes[name].rate(work))
    return [_row(comparison, note, best) for comparison, note in zip(planned, notes, strict=True)]


def _why_not(comparison: Comparison, absent: dict[str, str], cpu: set[str]) -> str:
    lacking = [flag for flag in comparison.flags if flag not in cpu]
    if lacking:
        return f"not measured: this CPU lacks {', '.join(lacking)}"
    return absent.get(comparison.peer[0], "")


def _row(comparison: Comparison, note: str, best: dict[tuple[str, str], float]) -> Row:
    name, work = comparison.peer
    peer = _OPENSSL if name == "engine" and work in material.DOCUMENTS else _PEERS[name]
    if note:
        return Row(comparison.work, None, peer, None, None, comparison.goal, note)
    ours, theirs = best[comparison.ours], best[comparison.peer]
    return Row(comparison.work, ours, peer, theirs, ours / theirs, comparison.goal)


def measure_big_file(folder: Path) -> list[Row]:
    """Memory and time over 1 GiB; the peers are the limit and the hash alone."""
    command = [sys.executable, str(HERE / "big_file.py"), str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    growth, seconds, hashing = (found[name] for name in ("growth", "seconds", "hash_seconds"))
    mib = material.BIG_FILE / (1 << 20)
    return [
        Row("1 GiB file, growth of memory, MiB", growth, "the limit", GROWTH, GROWTH / max(growth, 1), 1),
        Row(
            "1 GiB file, whole check, MiB/s",
            mib / seconds,
            "our hash alone",
            mib / hashing,
            hashing / seconds,
            HASH_BOUND,
        ),
    ]


def cpu_flags() -> set[str]:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((set(line.split()) for line in lines if line.startswith("flags")), set())


def show(rows: list[Row]) -> None:
    print(f"{'work':<62}{'ours':>11}{'peer':>11}{'ratio':>8}{'goal':>7}")
    for row in rows:
        if row.ratio is None or row.ours is None or row.peer_rate is None:
            print(f"{row.work:<62}{row.note}")
            continue
        goal = "" if row.goal is None else f"{row.goal:g}"
        numbers = f"{row.ours:>11,.1f}{row.peer_rate:>11,.1f}{row.ratio:>8.2f}{goal:>7}"
        print(f"{row.work:<62}{numbers}{'  MISSED' if row.missed else ''}   {row.peer}")


def main() -> int:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # inherited by every process measured
    RESULTS.mkdir(parents=True, exist_ok=True)
    cpu = cpu_flags()
    with tempfile.TemporaryDirectory(dir=RESULTS) as name, ExitStack() as stack:
        folder = Path(name)
        material.make(folder)
        processes, absent = start(stack, folder)
        rows = measure(comparisons(), processes, absent, cpu) + measure_big_file(folder)
    (RESULTS / "trust.json").write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    show(rows)
    return 1 if any(row.missed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
