"""What tests of commands are made with: files of a test authority, and commands run in two ways."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from paraph.cli import main

CONTENT = "Договор № 1\r\n".encode() * 3

OpenSSL = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Files:
    """A test authority made once, and what the commands are pointed at."""

    #: Folder with keys of people, certificates of the authority and its lists.
    pki: Path
    #: Only root, intermediate and their lists: what `--trust` is for.
    trust: Path
    content: Path

    def key(self, name: str) -> list[str]:
        """Options of `sign` for somebody's key file."""
        return ["--key", str(self.pki / f"{name}.p12"), "--password-file", str(self.pki / "password")]


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    """A command in this process; stdout and stderr apart."""
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin, catch_exceptions=False)


def run_alone(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The same as a program of its own, as a shell would run it."""
    return subprocess.run(
        [sys.executable, "-m", "paraph.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def answers(result: Result) -> list[dict[str, Any]]:
    """The objects of `--json`, one a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]
