"""How much is tried: a part in `make test`, all of it in `make soak`."""

from __future__ import annotations

import os
from typing import TypeVar

_Amount = TypeVar("_Amount")


def effort(usual: _Amount, soak: _Amount) -> _Amount:
    """`usual`, or `soak` where PARAPH_SOAK is set."""
    return soak if os.environ.get("PARAPH_SOAK") else usual
