"""The feeds of a box are written here: what `GetNewEvents` and `GetDocflowEvents` will read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from paraph.sandbox.diadoc.messages import cards, store
from paraph.sandbox.diadoc.messages.store import Card, Entity, Letter
from paraph.sandbox.diadoc.world import World


@dataclass(frozen=True)
class News:
    """What happened: entities that came, and what a patch says beside them.

    `id` is the message's own for its first event and the patch's for later ones, in every box the same.
    """

    id: str
    letter: Letter
    entities: Sequence[Entity] = ()
    #: Documents whose docflow moves on.
    documents: Sequence[str] = ()
    #: The first event of a message in the box carries it whole.
    whole: bool = False
    #: Fields of MessagePatch by name.
    patch: dict[str, Any] = field(default_factory=dict)


def announce(world: World, db: sqlite3.Connection, box: str, news: News, moment: int) -> None:
    """Puts the event into the feed of `box`; ordered faults may show it late, twice or with a shared key."""
    found = store.cards_of(db, news.letter.id, box)
    key = moment
    if world.faults.hit("equal-index-keys"):
        key = _last_key(db, box) or moment
    late = world.faults.hit("late-events")
    shown = world.now() + late.seconds if late else 0.0
    touched = [card for card in found if card.document in set(news.documents)]
    _write(db, box, news, found, key, moment, shown)
    _write_docflow(db, box, news, touched, key, shown)
    if world.faults.hit("duplicate-events"):
        again = world.now_ticks()
        _write(db, box, news, found, again, moment, shown)
        _write_docflow(db, box, news, touched, again, shown)
    cards.refresh(db, box, news.documents, moment)


def _last_key(db: sqlite3.Connection, box: str) -> int | None:
    row = db.execute("SELECT max(key) AS key FROM events WHERE box = ?", (box,)).fetchone()
    return None if row is None else row["key"]


def _joined(values: Iterable[object]) -> str:
    """A list to look for words in: «|a|b|»."""
    return "|" + "".join(f"{value}|" for value in dict.fromkeys(values))


def _write(
    db: sqlite3.Connection, box: str, news: News, found: list[Card], key: int, moment: int, shown: float
) -> None:
    types = (document.type for document in store.documents_of(db, news.letter.id))
    body = {"entities": [entity.id for entity in news.entities], "patch": news.patch}
    db.execute(
        "INSERT INTO events (box, key, moment, shown, id, letter, whole, body, message_type, directions,"
        " types, partner, departments) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            box, key, moment, shown, news.id, news.letter.id, news.whole, json.dumps(body), news.letter.kind,
            _joined(card.direction for card in found), _joined(types),
            next((card.partner for card in found), ""), _joined(card.department for card in found),
        ),
    )  # fmt: skip


def _write_docflow(
    db: sqlite3.Connection, box: str, news: News, touched: list[Card], key: int, shown: float
) -> None:
    types = {document.id: document.type for document in store.documents_of(db, news.letter.id)}
    db.executemany(
        "INSERT INTO docflow_events (box, key, shown, id, letter, document, message_type, direction, type,"
        " partner, department) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                box, key, shown, news.id, news.letter.id, card.document, news.letter.kind, card.direction,
                types[card.document], card.partner, card.department,
            )
            for card in touched
        ],
    )  # fmt: skip
