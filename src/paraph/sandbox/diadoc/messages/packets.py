"""Documents that go together: joining, leaving, and locks that hold them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from paraph.sandbox.diadoc.api import ApiError
from paraph.sandbox.diadoc.messages import cards, store
from paraph.sandbox.diadoc.messages.store import Letter

#: `LockMode`: held together until it is sent; what is done to one document is done to all.
SEND, FULL = 2, 3


def join(db: sqlite3.Connection, box: str, to: str, documents: Iterable[str], moment: int) -> list[str]:
    """Puts documents into the packet of `to`; two packets that meet become a third. Gives all members."""
    target = store.card(db, box, to)
    if target is None:
        raise ApiError(404, f"Document {to} is not found")
    joining = [card for card in (store.card(db, box, document) for document in documents) if card is not None]
    packets = {target.packet, *(card.packet for card in joining)}
    members = [row["document"] for packet in packets for row in _members(db, box, packet)]
    for document in members:
        refuse_locked(db, document)
    alone = all(len(_members(db, box, card.packet)) <= len(joining) for card in joining)
    packet = target.packet if alone else store.new_id()
    for document in members:
        cards.change_card(db, box, document, packet=packet, packet_since=moment)
    return members


def leave(db: sqlite3.Connection, box: str, document: str, moment: int) -> None:
    """Takes a document out into a packet of its own."""
    refuse_locked(db, document)
    cards.change_card(db, box, document, packet=store.new_id(), packet_since=moment)


def refuse_locked(db: sqlite3.Connection, document: str) -> None:
    """Raises `ApiError` 409 for a document of a packet locked for good."""
    if are_locked(db, document):
        raise ApiError(409, "Document packet is locked")


def are_locked(db: sqlite3.Connection, *documents: str) -> bool:
    """Whether some of the documents are of packets whose composition is fixed: those are linked only."""
    letters = [_letter(db, document) for document in documents]
    return any(letter is not None and letter.lock_mode == FULL for letter in letters)


def require_whole(db: sqlite3.Connection, letter: Letter, touched: Iterable[str], what: str) -> None:
    """All or nothing in a fully locked packet. Raises `ApiError` 409 when some documents are left out."""
    if letter.lock_mode != FULL:
        return
    missing = {document.id for document in store.documents_of(db, letter.id)} - set(touched)
    if missing:
        raise ApiError(409, f"Document packet is locked: {what} must be applied to all its documents")


def _members(db: sqlite3.Connection, box: str, packet: str) -> list[sqlite3.Row]:
    return db.execute("SELECT document FROM cards WHERE box = ? AND packet = ?", (box, packet)).fetchall()


def _letter(db: sqlite3.Connection, document: str) -> Letter | None:
    found = store.document(db, document)
    return store.letter(db, found.letter) if found else None
