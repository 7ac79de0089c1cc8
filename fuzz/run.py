"""Fuzz every reader for a while, coverage-guided, and keep the corpus: `python -m fuzz.run [SECONDS]`.

SECONDS is the time of the whole run (600 by default), shared by the targets, two of them at a time. An input
that crashes, hangs (10 s) or takes more than 768 MiB ends the run with status 1 and is left in var/fuzz.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fuzz.targets import CORPUS, ROOT, all_targets

WORK = ROOT / "var" / "fuzz"
_AT_ONCE = 2
_LIMITS = ("-rss_limit_mb=768", "-timeout=10", "-print_final_stats=1")
#: Inputs kept per target: those that reach most, smallest first.
_KEPT = 150
_LARGEST_KEPT = 8 * 1024


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    targets = all_targets()
    for name, target in targets.items():
        _plant(name, target.seeds())
    each = seconds * _AT_ONCE // len(targets)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        failed = [
            name
            for name, ok in zip(targets, pool.map(lambda n: _fuzz(n, each), targets), strict=True)
            if not ok
        ]
    for name in targets:
        _keep(name)
    if failed:
        print(
            f"Faults found: {', '.join(failed)}. The inputs are in {WORK.relative_to(ROOT)}/<target>/faults."
        )
        sys.exit(1)


def _plant(name: str, seeds: object) -> None:
    grown, kept = WORK / name / "corpus", CORPUS / name
    (WORK / name / "faults").mkdir(parents=True, exist_ok=True)
    grown.mkdir(parents=True, exist_ok=True)
    for path in kept.glob("*") if kept.exists() else ():
        shutil.copy(path, grown)
    for seed in seeds:  # type: ignore[attr-defined]
        (grown / hashlib.sha256(seed).hexdigest()[:40]).write_bytes(seed)


def _command(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "fuzz.one", name, *arguments]


def _fuzz(name: str, seconds: int) -> bool:
    folder = WORK / name
    log = folder / "log.txt"
    started = time.monotonic()
    with log.open("wb") as out:
        status = subprocess.run(
            _command(
                name, str(folder / "corpus"), *_LIMITS, f"-max_total_time={seconds}",
                f"-artifact_prefix={folder / 'faults'}/",
            ),
            stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, env=os.environ, timeout=seconds + 120,
        ).returncode  # fmt: skip
    text = log.read_text(errors="replace")
    runs = next((line.split()[-1] for line in text.splitlines() if "number_of_executed_units" in line), "?")
    peak = next((line.split()[-1] for line in text.splitlines() if "peak_rss_mb" in line), "?")
    took = time.monotonic() - started
    print(
        f"{name:12} {runs:>9} inputs in {took:4.0f} s, peak {peak} MiB, {'ok' if status == 0 else 'FAULT'}",
        flush=True,
    )
    return status == 0


def _keep(name: str) -> None:
    """The inputs that together reach all that was reached, few and small enough for the repository."""
    least = WORK / name / "least"
    shutil.rmtree(least, ignore_errors=True)
    least.mkdir()
    merge = _command(name, "-merge=1", *_LIMITS, str(least), str(WORK / name / "corpus"))
    subprocess.run(merge, capture_output=True, cwd=ROOT, timeout=600)
    found = sorted(
        (path for path in least.iterdir() if path.stat().st_size <= _LARGEST_KEPT),
        key=lambda p: p.stat().st_size,
    )
    kept: Path = CORPUS / name
    kept.mkdir(parents=True, exist_ok=True)
    for path in kept.glob("*"):
        path.unlink()
    for path in found[:_KEPT]:
        shutil.copy(path, kept / hashlib.sha256(path.read_bytes()).hexdigest()[:16])


if __name__ == "__main__":
    main()
