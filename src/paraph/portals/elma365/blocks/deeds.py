"""What each block does: one object per block, found by the effect that works a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from paraph.effects.handlers import Run
from paraph.portals.elma365.blocks.models import Block, BlockRun
from paraph.portals.elma365.client import Client


class Deed:
    """Base of all; one instance per block. `prepare` asks outside, `settle` writes."""

    block: ClassVar[Block]

    def prepare(self, request: BlockRun, client: Client, effect: Run) -> Mapping[str, Any]:
        """Calls outside, in no transaction; its answer (JSON) goes to `settle`. It may run again.

        Raises Refusal when the request cannot be met, NotNow when it is too early.
        """
        return {}

    def settle(self, request: BlockRun, made: Mapping[str, Any]) -> None:
        """Domain changes and the answer, if it is known already; in a transaction. May raise Refusal."""
        raise NotImplementedError

    def proceed(self, request: BlockRun) -> None:
        """Its documents, or what we say about them, have changed: answer if that decides it."""


_deeds: dict[str, Deed] = {}


def add(deed: Deed) -> None:
    """Take requests of its block (from `AppConfig.ready()`)."""
    _deeds[deed.block] = deed


def of(request: BlockRun) -> Deed:
    """The deed of a request."""
    return _deeds[request.block]
