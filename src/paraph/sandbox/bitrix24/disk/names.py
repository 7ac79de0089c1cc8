"""Names of files and folders: which are allowed, and which is free."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

#: No name may hold them (neither may it hold control characters).
_FORBIDDEN = re.compile("[\\x00-\\x1f\\\\/:*?\"'<>|~#&;\\u202e]")
_LONGEST = 255


def is_valid(name: str) -> bool:
    return bool(name.strip()) and len(name) <= _LONGEST and not _FORBIDDEN.search(name)


def corrected(name: str) -> str:
    """The name a file gets: what is forbidden is replaced without a word."""
    return _FORBIDDEN.sub("_", name.strip())[:_LONGEST]


def free(name: str, taken: Callable[[str], bool]) -> str:
    """The name itself or with a number before its ending: `act (1).pdf`."""
    path, number, found = PurePath(name), 0, name
    while taken(found):
        number += 1
        found = f"{path.stem} ({number}){path.suffix}"
    return found


def key(name: str) -> str:
    """Names that differ in case only are one name."""
    return name.casefold()
