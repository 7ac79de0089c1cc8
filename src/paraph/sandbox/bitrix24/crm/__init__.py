"""CRM of the portal: objects and smart processes, requisites, timeline and activities, triggers.

What its pages show is here; objects are made and changed by `items`, kinds of them are in `kinds`. Rows have
UPPER_CASE names.
"""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24.crm import activities, badges, records
from paraph.sandbox.bitrix24.crm import timeline as _timeline
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.world import World

__all__ = ["badges_of", "list_entities", "timeline"]


def list_entities(world: World, entity_type_id: int, limit: int) -> list[Row]:
    """Objects of a kind there is, the newest first."""
    with world.reading() as db:
        return records.select(db, str(entity_type_id), order=[("ID", "DESC")], limit=limit)


def badges_of(world: World, entity_type_id: int, id: int) -> list[Row]:
    """Marks on the object's card: of activities not completed, the latest is the one to show."""
    found = (
        badges.find(world, one["BADGE"])
        for one in activities.of_owner(world, entity_type_id, id)
        if one["COMPLETED"] == "N" and one.get("BADGE")
    )
    return [one for one in found if one is not None]


def timeline(world: World, entity_type_id: int, id: int) -> list[dict[str, Any]]:
    """Everything in an object's timeline, the newest first.

    `type` is `comment`, `log`, `todo` or `configurable`; `created` and `author_id` are always there, the rest
    is as the row is kept (`COMMENT`, `FILES`; `title`, `text`; `SUBJECT`, `DEADLINE`, `LAYOUT`…).
    """
    found = [
        {**one, "type": type_, "created": one["CREATED"], "author_id": one["AUTHOR_ID"]}
        for type_, kind in (("comment", _timeline.COMMENT), ("log", _timeline.LOG))
        for one in _timeline.of_owner(world, kind, entity_type_id, id)
    ]
    for one in activities.of_owner(world, entity_type_id, id):
        type_ = "todo" if one["PROVIDER_ID"] == activities.TODO else "configurable"
        found.append({**one, "type": type_, "created": one["CREATED"], "author_id": one["AUTHOR_ID"]})
    return sorted(found, key=lambda one: (one["created"], one["ID"]), reverse=True)
