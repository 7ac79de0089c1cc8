"""The check of a file of 1 GiB read in pieces, in a process of its own: its seconds, the seconds of hashing
as much from memory, and by how much the process grew, MiB; as JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from material import BIG_FILE, PIECE, digest_of_file
from ours import accepted, trust_store

from paraph.gost import Streebog
from paraph.trust.verify import verify_signature


def main(folder: Path) -> None:
    store, at = trust_store(folder), datetime.now(UTC)
    small, signature = ((folder / name).read_bytes() for name in ("document", "signature"))
    accepted(verify_signature(signature, content=small, store=store, at=at))
    before = _peak()
    hashing = _hash_seconds()
    start = time.thread_time()
    big = (folder / "big.signature").read_bytes()
    accepted(
        verify_signature(big, digest=lambda oid: digest_of_file(folder / "big", oid), store=store, at=at)
    )
    seconds = time.thread_time() - start
    print(json.dumps({"seconds": seconds, "hash_seconds": hashing, "growth": _peak() - before}))


def _hash_seconds() -> float:
    running, piece = Streebog(256), bytes(PIECE)
    start = time.thread_time()
    for _ in range(BIG_FILE // PIECE):
        running.update(piece)
    return time.thread_time() - start


def _peak() -> float:
    """The most memory this program had, MiB (`ru_maxrss` would count what ran before it in the process)."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
