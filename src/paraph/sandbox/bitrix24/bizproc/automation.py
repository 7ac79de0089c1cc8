"""What starts sequences by itself: a new item, a changed one, an item that has come to a stage."""

from __future__ import annotations

from paraph.sandbox.bitrix24.bizproc import sequences
from paraph.sandbox.bitrix24.bizproc.documents import Document
from paraph.sandbox.bitrix24.bizproc.sequences import CHANGED, CREATED, STAGE
from paraph.sandbox.bitrix24.crm.items import Change, on_change
from paraph.sandbox.bitrix24.world import World, job


@on_change
def notice(world: World, change: Change) -> None:
    """Orders the start for after the transaction: a process may itself change the item."""
    if change.after is None:
        return
    created, by_itself = change.before is None, change.author.auth is None
    for sequence in sequences.every(world, change.kind):
        due = {
            CREATED: created,
            CHANGED: not created and not by_itself,  # or a process that sets fields would start itself
            STAGE: sequence.stage == change.moved_to,
        }
        if due.get(sequence.start):
            order = {"sequence": sequence.id, "item": change.id, "user_id": change.author.user_id}
            world.later("bizproc.begin", order, 0.0)


@job("bizproc.begin")
def _begin(world: World, order: dict[str, int]) -> None:
    sequence = sequences.find(world, order["sequence"])
    if sequence is not None:
        sequences.begin(world, sequence, Document(sequence.kind, order["item"]), order["user_id"])
