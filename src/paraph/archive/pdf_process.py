"""Starts `pdf_worker` for one job and turns its ways of ending into one error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_WORKER = Path(__file__).with_name("pdf_worker.py")
_REFUSED = 3  # pdf_worker.REFUSED

#: Address space of the worker, bytes.
MEMORY = 2 * 1024**3


class WorkerError(Exception):
    """The worker gave no PDF.

    `code` is its code word for a refusal, «timeout» or «crash»; the message is for the log, not for people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def make_pdf(
    task: str, template: str, data: dict[str, Any], original: bytes = b"", *, seconds: float
) -> bytes:
    """Run one job («typeset» or «stamp») in a child process with limits of time and memory.

    Args:
        template: name of a `.typ` file beside this module.
        data: what the template shows; it goes in as JSON.
        original: the PDF to stamp.
        seconds: wall-clock limit.

    Raises:
        WorkerError: refusal, time out or crash.
    """
    job = {"task": task, "template": str(_WORKER.with_name(template)), "data": data, "memory": MEMORY}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_WORKER)],
            input=json.dumps(job).encode() + b"\n" + original,
            capture_output=True,
            timeout=seconds,
            env={"LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise WorkerError("timeout", f"{template}: more than {seconds} s") from error
    complaint = done.stderr.decode("utf-8", "replace")
    if done.returncode == _REFUSED:
        raise WorkerError(complaint.partition("\n")[0], f"{template}: refused: {complaint}")
    if done.returncode != 0:
        raise WorkerError("crash", f"{template}: status {done.returncode}: {complaint[-2000:]}")
    return done.stdout
