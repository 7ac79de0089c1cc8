"""Cards and tags kept true: what lists are made of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from paraph.sandbox.diadoc.messages import store
from paraph.sandbox.diadoc.messages.status_text import PROXY, tags_of
from paraph.sandbox.diadoc.messages.statuses import state_of
from paraph.sandbox.diadoc.messages.store import INBOUND, INTERNAL, OUTBOUND, Document, Letter
from paraph.sandbox.diadoc.messages.thread import load


def open_card(
    db: sqlite3.Connection,
    box: str,
    letter: Letter,
    document: Document,
    moment: int,
    *,
    department: str,
    packet: str,
    custom: dict[str, str] | None = None,
) -> None:
    """The document comes into the box's lists."""
    mine = box == letter.from_box
    direction = INTERNAL if letter.internal else OUTBOUND if mine else INBOUND
    partner = "" if letter.internal else letter.to_box if mine else letter.from_box
    sent = letter.more.get("sent")
    db.execute(
        "INSERT OR IGNORE INTO cards (box, document, letter, direction, partner, department, packet,"
        " packet_since, sent, delivered, moment, modified, type, number, day, custom)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            box, document.id, letter.id, direction, partner, department, packet, moment, sent,
            None if mine else moment, (sent or moment) if mine else moment, moment, document.type,
            document.number, document.day, json.dumps(custom or {}, ensure_ascii=False),
        ),
    )  # fmt: skip


def change_card(db: sqlite3.Connection, box: str, document: str, **values: str | int | None) -> None:
    """Sets columns of a card."""
    names = ", ".join(f"{name} = ?" for name in values)
    db.execute(
        f"UPDATE cards SET {names} WHERE box = ? AND document = ?",  # noqa: S608 -- names are of this package
        (*values.values(), box, document),
    )


def refresh(db: sqlite3.Connection, box: str, documents: Iterable[str], moment: int | None = None) -> None:
    """Works the tags of documents out anew; with `moment` they count as changed then."""
    for document in documents:
        if moment is not None:
            change_card(db, box, document, modified=moment)
        thread = load(db, box, document)
        if thread is None:
            continue
        direction = PROXY if box == thread.letter.proxy_box else thread.card.direction
        wanted = tags_of(thread, state_of(thread)) if thread.letter.kind == store.LETTER else set()
        db.execute("DELETE FROM tags WHERE box = ? AND document = ?", (box, document))
        db.executemany(
            "INSERT INTO tags VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (box, direction, tag, document, thread.card.moment, thread.document.day, thread.document.type)
                for tag in wanted
            ],
        )
