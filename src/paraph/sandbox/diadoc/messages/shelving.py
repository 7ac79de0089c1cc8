"""Documents deleted, restored, moved to another department; routes of approval."""

from __future__ import annotations

import sqlite3
from typing import Any

from paraph.sandbox.diadoc.api import ApiError, Call, endpoint
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, Box
from paraph.sandbox.diadoc.messages import cards, events, packets, store
from paraph.sandbox.diadoc.messages.parties import department_exists, require
from paraph.sandbox.diadoc.messages.posting import child
from paraph.sandbox.diadoc.messages.read import letter_of, thread_of
from paraph.sandbox.diadoc.messages.store import Entity, Letter
from paraph.wire.diadoc.documents_pb2 import DocumentsMoveOperation
from paraph.wire.diadoc.employees_pb2 import ResolutionRouteList
from paraph.wire.diadoc.messages_pb2 import AttachmentType


@endpoint("POST", "/Delete")
def delete(call: Call) -> None:
    """Hides a message, or one document of it, in this box only; «409» the second time."""
    _set_deleted(call, deleted=True)


@endpoint("POST", "/Restore")
def restore(call: Call) -> None:
    _set_deleted(call, deleted=False)


def _set_deleted(call: Call, *, deleted: bool) -> None:
    box = call.box(call.required("boxId"))
    require(call, box, "DeleteRestoreDocuments")
    with call.world.writing() as db:
        letter = letter_of(call, db, box, call.required("messageId"))
        wanted = call.arg("documentId")
        found = store.cards_of(db, letter.id, box.id)
        if wanted:
            thread_of(call, db, box, letter.id, wanted)
            found = [card for card in found if card.document == wanted.lower()]
        changed = [card.document for card in found if card.deleted is not deleted]
        if not changed:
            raise ApiError(409, f"Document is already {'deleted' if deleted else 'restored'}")
        packets.require_whole(db, letter, changed, "Delete" if deleted else "Restore")
        for document in changed:
            cards.change_card(db, box.id, document, deleted=int(deleted))
        name = "IsDeleted" if deleted else "IsRestored"
        patches = [{"EntityId": document, f"Document{name}": True} for document in changed]
        patch: dict[str, Any] = {"EntityPatches": patches}
        whole = all(card.deleted is deleted for card in store.cards_of(db, letter.id, box.id))
        if whole:
            patch[f"Message{name}"] = True
        _tell(call, db, box, letter, (), changed, patch)


def _tell(
    call: Call,
    db: sqlite3.Connection,
    box: Box,
    letter: Letter,
    entities: tuple[Entity, ...],
    documents: list[str],
    patch: dict[str, Any],
) -> None:
    moment = call.world.now_ticks()
    store.show(db, box.id, entities, moment)
    news = events.News(store.new_id(), letter, entities, documents, patch=patch)
    events.announce(call.world, db, box.id, news, moment)


@endpoint("POST", "/MoveDocuments")
def move_documents(call: Call) -> None:
    """To another department of the same organisation; a fully locked packet moves as a whole."""
    asked = call.body(DocumentsMoveOperation)
    box = call.box(asked.BoxId)
    target = (asked.ToDepartmentId or HEAD_DEPARTMENT).lower()
    if not department_exists(call.world, box, target):
        raise ApiError(404, f"Department {target} is not found")
    if not asked.DocumentIds:
        raise ApiError(400, "DocumentsMoveOperation should contain at least one document")
    with call.world.writing() as db:
        for wanted in asked.DocumentIds:
            _move(call, db, box, wanted.MessageId, wanted.EntityId, target)
        for letter_id in {wanted.MessageId.lower() for wanted in asked.DocumentIds}:
            moved = [w.EntityId.lower() for w in asked.DocumentIds if w.MessageId.lower() == letter_id]
            packets.require_whole(db, letter_of(call, db, box, letter_id), moved, "Move")


def _move(call: Call, db: sqlite3.Connection, box: Box, message: str, document: str, target: str) -> None:
    thread = thread_of(call, db, box, message, document)
    before = thread.card.department or HEAD_DEPARTMENT
    if before == target:
        raise ApiError(409, f"Document {document} is already in department {target}")
    cards.change_card(db, box.id, document.lower(), department="" if target == HEAD_DEPARTMENT else target)
    more = {"from": before, "to": target}
    moment = call.world.now_ticks()
    made = child(
        db, thread.root, AttachmentType.MoveDocument, moment, None, call.user.id, box=box.id, more=more
    )
    patch = {"EntityPatches": [{"EntityId": thread.document.id, "MovedToDepartment": target}]}
    _tell(call, db, box, thread.letter, (made,), [thread.document.id], patch)


@endpoint("GET", "/GetResolutionRoutes")
def get_resolution_routes(call: Call) -> ResolutionRouteList:
    return _routes(call, call.box(call.required("boxId")).id)


@endpoint("GET", "/GetResolutionRoutesForOrganization")
def get_resolution_routes_for_organization(call: Call) -> ResolutionRouteList:
    """The older form, by organisation."""
    with call.world.reading() as db:
        row = db.execute(
            "SELECT id FROM boxes WHERE organization_id = ? ORDER BY rowid LIMIT 1",
            (call.required("orgId").lower(),),
        ).fetchone()
    if row is None:
        raise ApiError(404, "Organization is not found")
    return _routes(call, call.box(row["id"]).id)


def _routes(call: Call, box: str) -> ResolutionRouteList:
    with call.world.reading() as db:
        rows = db.execute("SELECT id, name FROM resolution_routes WHERE box = ? ORDER BY name", (box,))
        answer = ResolutionRouteList()
        for row in rows:
            answer.ResolutionRoutes.add(RouteId=row["id"], Name=row["name"])
    return answer
