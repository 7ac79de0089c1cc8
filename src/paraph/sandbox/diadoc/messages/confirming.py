"""Confirmations of the operator: made, signed by its key and put under the file they are about."""

from __future__ import annotations

import sqlite3

from paraph.sandbox.diadoc.directory import Box, find_box
from paraph.sandbox.diadoc.generation import service
from paraph.sandbox.diadoc.messages import operator, store
from paraph.sandbox.diadoc.messages.posting import child
from paraph.sandbox.diadoc.messages.store import Entity
from paraph.sandbox.diadoc.world import World
from paraph.wire.diadoc.messages_pb2 import AttachmentType


def confirm(
    world: World,
    db: sqlite3.Connection,
    about: Entity,
    author: str,
    addressee: str,
    moment: int,
    *,
    to_author: bool,
) -> list[Entity]:
    """DP_PDPOL to the author of a file or DP_PDOTPR to its addressee, with the operator's signature.

    `author` and `addressee` are boxes of the file's ends; nobody sees what is made yet.
    """
    make = service.confirmation_of_receipt_date if to_author else service.confirmation_of_sending_date
    name, data = make(
        file_name=about.file_name,
        signatures=_signatures(db, about),
        sender=_box(world, author),
        recipient=_box(world, addressee),
        at=moment,
    )
    marks = {"only": author if to_author else addressee}
    made = child(
        db, about, AttachmentType.InvoiceConfirmation, moment, data, "", box="", file_name=name, more=marks
    )
    signature = store.signature(made, "", moment, more=marks)
    return [made, store.put_entity(db, signature, operator.of(world).sign(data))]


def _signatures(db: sqlite3.Connection, about: Entity) -> list[bytes]:
    """Signatures of the author over the file, as they were given."""
    found = store.entities_of(db, about.box, document=about.document)
    own = [
        entity
        for entity in found
        if entity.is_signature and entity.parent == about.id and entity.box == about.box
        and not entity.more.get("cades_t") and not entity.more.get("approvement")
    ]  # fmt: skip
    return [data for data in (store.content(db, entity) for entity in own) if data]


def _box(world: World, guid: str) -> Box:
    found = find_box(world, guid)
    if found is None:
        raise LookupError(guid)
    return found
