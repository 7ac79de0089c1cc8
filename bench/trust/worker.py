"""One measured process: works by name, asked for over standard input.

Every line `NAME SECONDS` is answered by the rate of one window, works per second of
this thread's CPU time.
The peer in C speaks the same way, so that windows of ours and theirs can follow one another.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

#: Does some works and says how many.
Work = Callable[[], int]


def serve(works: Mapping[str, Work]) -> None:
    """Announce readiness, then measure whatever is asked for until the input ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        name, seconds = line.split()
        print(repr(_rate(works[name], float(seconds))), flush=True)


def _rate(work: Work, seconds: float) -> float:
    done, start = 0, time.thread_time()
    while True:
        done += work()
        spent = time.thread_time() - start
        if spent >= seconds:
            return done / spent
