"""What the operator does by itself after a call has been answered: checks, deliveries, confirmations.

Each step is a job of the world, one transaction. Confirmations follow order 14н of the Минфин: the author of
a file hears when the operator got it, the addressee when it was sent on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from paraph.sandbox.diadoc import relations
from paraph.sandbox.diadoc.directory import Box, find_box
from paraph.sandbox.diadoc.messages import cards, events, judging, store, workflows
from paraph.sandbox.diadoc.messages.confirming import confirm
from paraph.sandbox.diadoc.messages.events import News
from paraph.sandbox.diadoc.messages.posting import child
from paraph.sandbox.diadoc.messages.store import Document, Entity, Letter
from paraph.sandbox.diadoc.messages.thread import RECEIPTS, RECIPIENT_TITLES, REJECTIONS, load
from paraph.sandbox.diadoc.world import World, job
from paraph.wire.diadoc.common_pb2 import RoamingNotification
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

#: Files only their author's organisation sees.
INWARD = frozenset(
    {
        Kind.Resolution, Kind.ResolutionRequest, Kind.ResolutionRequestDenial, Kind.Cancellation,
        Kind.ResolutionRouteAssignmentAttachment, Kind.ResolutionRouteRemovalAttachment, Kind.CustomData,
        Kind.MoveDocument, Kind.DeliveryFailureNotification, Kind.RoamingNotification,
    }
)  # fmt: skip
_CONFIRMED = RECEIPTS | REJECTIONS | {Kind.InvoiceCorrectionRequest}
_ROAMING_OK = "Документ доставлен оператору получателя."


@job("diadoc-check")
def check_signatures(world: World, payload: dict[str, Any]) -> None:
    """Checks signatures of a message or patch; a good one goes on, a bad one comes back to its author."""
    with world.writing() as db:
        letter, box = _letter(db, payload["letter"]), payload["box"]
        moment = world.now_ticks()
        found = _seen(db, box, payload["signatures"])
        fresh, bad = judging.judge(world, db, _box(world, box), found, moment)
        patch_id = store.new_id()
        marks: dict[str, Any] = {}
        if bad:
            fresh += [_failure(db, box, signature, moment, reason) for signature, reason in bad]
            marks["NotDeliveredEventId"] = payload["patch"] or letter.id
        store.show(db, box, fresh, moment)
        documents = list(dict.fromkeys(entity.document for entity in found))
        events.announce(world, db, box, News(patch_id, letter, fresh, documents, patch=marks), moment)
        if not bad:
            _send_on(world, db, letter, payload, fresh)


def _failure(db: sqlite3.Connection, box: str, signature: Entity, moment: int, reason: str) -> Entity:
    parent = store.entity(db, box, signature.parent)
    if parent is None:
        raise LookupError(signature.parent)
    return child(db, parent, Kind.DeliveryFailureNotification, moment, reason.encode(), "", box="")


def _send_on(
    world: World, db: sqlite3.Connection, letter: Letter, payload: dict[str, Any], fresh: Sequence[Entity]
) -> None:
    payload = {**payload, "entities": [*payload["entities"], *(entity.id for entity in fresh)]}
    if not letter.more.get("travelled") and payload["box"] == letter.from_box:
        if letter.internal:
            _internal_done(db, letter)
        elif _all_signed(db, letter):
            first = letter.proxy_box or letter.to_box
            world.later("diadoc-deliver", {"letter": letter.id, "to": first})
        return
    world.later("diadoc-deliver-patch", payload)


def _internal_done(db: sqlite3.Connection, letter: Letter) -> None:
    store.update_letter(db, letter.id, travelled=True)
    cards.refresh(db, letter.from_box, [document.id for document in store.documents_of(db, letter.id)])


def _all_signed(db: sqlite3.Connection, letter: Letter) -> bool:
    threads = [load(db, letter.from_box, document.id) for document in store.documents_of(db, letter.id)]
    return all(thread and thread.valid(thread.sender_signature) for thread in threads)


# -- delivery ------------------------------------------------------------------------------------------------


@job("diadoc-deliver")
def deliver_letter(world: World, payload: dict[str, Any]) -> None:
    """The message comes into the next box on its way: the intermediate recipient's, then the recipient's."""
    with world.writing() as db:
        letter, to = _letter(db, payload["letter"]), payload["to"]
        recipient = _box(world, to)
        if recipient.organization.roaming and not _roaming(world, db, letter, recipient):
            return
        documents = store.documents_of(db, letter.id)
        _confirm_titles(world, db, letter, documents, to)
        moment = world.now_ticks()
        letter = store.update_letter(db, letter.id, travelled=True, delivered=moment)
        outward = _outward(db, to, store.entities_of(db, letter.from_box, letter=letter.id))
        theirs = _confirm_for(world, db, letter, documents, to, moment)
        _open_box(db, letter, documents, to, moment)
        store.show(db, to, [*outward, *theirs], moment)
        names = [document.id for document in documents]
        events.announce(
            world, db, to, News(letter.id, letter, [*outward, *theirs], names, whole=True), moment
        )
        for box in letter.boxes:
            if box != to and store.cards_of(db, letter.id, box):
                marks = {"MessageIsDelivered": True}
                news = News(store.new_id(), letter, (), names, patch=marks)
                events.announce(world, db, box, news, world.now_ticks())


def _open_box(
    db: sqlite3.Connection, letter: Letter, documents: Sequence[Document], to: str, moment: int
) -> None:
    department = letter.proxy_department if to == letter.proxy_box else letter.to_department
    for document in documents:
        own = store.card(db, letter.from_box, document.id)
        packet = own.packet if own else store.new_id()
        cards.open_card(db, to, letter, document, moment, department=department, packet=packet)
        cards.change_card(db, letter.from_box, document.id, delivered=moment)


def _outward(db: sqlite3.Connection, other: str, entities: Iterable[Entity]) -> list[Entity]:
    """What the other box may see: nothing inward and nothing about what it does not see.

    Confirmations are `only` for those they are made for, and so is what is said about them.
    """
    shown: dict[str, Entity] = {}
    for entity in entities:
        if entity.kind in INWARD or entity.more.get("approvement") or entity.more.get("only"):
            continue
        if not entity.parent or entity.parent in shown or store.entity(db, other, entity.parent):
            shown[entity.id] = entity
    return list(shown.values())


def _roaming(world: World, db: sqlite3.Connection, letter: Letter, recipient: Box) -> bool:
    """The other operator's answer, told to the sender; False when it has not taken the message."""
    error = recipient.organization.more.get("RoamingError")
    text = error or _ROAMING_OK
    moment = world.now_ticks()
    fresh = []
    for document in store.documents_of(db, letter.id):
        root = store.entity(db, letter.from_box, document.id)
        if root is None:
            raise LookupError(document.id)
        data = RoamingNotification(Success=not error, Description=text).SerializeToString()
        about = {"success": not error, "text": text}
        fresh.append(child(db, root, Kind.RoamingNotification, moment, data, "", box="", more=about))
    store.show(db, letter.from_box, fresh, moment)
    names = [entity.document for entity in fresh]
    events.announce(world, db, letter.from_box, News(store.new_id(), letter, fresh, names), moment)
    return not error


@job("diadoc-deliver-patch")
def deliver_patch(world: World, payload: dict[str, Any]) -> None:
    """What one side has added comes into the other boxes, with the operator's confirmations."""
    with world.writing() as db:
        letter, box = _letter(db, payload["letter"]), payload["box"]
        entities = _seen(db, box, payload["entities"])
        others = [other for other in letter.boxes if other != box and store.cards_of(db, letter.id, other)]
        documents = list(dict.fromkeys(entity.document for entity in entities))
        cards.refresh(db, box, documents)
        if letter.internal or not any(_outward(db, other, entities) for other in others):
            return
        _confirm_additions(world, db, letter, box, entities)
        for other in others:
            moment = world.now_ticks()
            theirs = _outward(db, other, entities)
            theirs += _additions_for(world, db, letter, other, theirs, moment)
            store.show(db, other, theirs, moment)
            events.announce(world, db, other, News(payload["patch"], letter, theirs, documents), moment)
        marks = {"MessageIsDelivered": True, "DeliveredPatchId": payload["patch"]}
        news = News(store.new_id(), letter, (), documents, patch=marks)
        events.announce(world, db, box, news, world.now_ticks())
        _after_proxy(world, db, letter, box)
        _invitation_answered(world, db, letter, box, documents)


def _after_proxy(world: World, db: sqlite3.Connection, letter: Letter, box: str) -> None:
    """With the intermediate recipient's valid signatures under everything the message goes on."""
    if box != letter.proxy_box or not letter.to_box or store.cards_of(db, letter.id, letter.to_box):
        return
    threads = [load(db, box, document.id) for document in store.documents_of(db, letter.id)]
    if all(thread and thread.valid(thread.signature(thread.root, box)) for thread in threads):
        world.later("diadoc-deliver", {"letter": letter.id, "to": letter.to_box})


def _invitation_answered(
    world: World, db: sqlite3.Connection, letter: Letter, box: str, documents: Sequence[str]
) -> None:
    """Signing the document of an invitation accepts it, refusing to sign declines it."""
    if box != letter.to_box:
        return
    ends = _box(world, letter.to_box).organization.id, _box(world, letter.from_box).organization.id
    for name in documents:
        thread = load(db, box, name)
        if thread is None or thread.document.type != "TrustConnectionRequest":
            continue
        if relations.status(world, *ends) != relations.INVITES_ME:
            continue
        if thread.valid(thread.answer):
            relations.accept(world, *ends)
        elif thread.rejection is not None:
            relations.reject(world, *ends)


# -- confirmations -------------------------------------------------------------------------------------------


def _confirm_titles(
    world: World, db: sqlite3.Connection, letter: Letter, documents: Sequence[Document], to: str
) -> None:
    """Confirmations of receipt of the titles, to the sender, as an event of its own."""
    wanted = [document for document in documents if workflows.confirms(document.workflow)]
    if not wanted or letter.more.get("travelled"):
        return
    moment = world.now_ticks()
    fresh: list[Entity] = []
    for document in wanted:
        root = store.entity(db, letter.from_box, document.id)
        if root is not None:
            fresh += confirm(world, db, root, letter.from_box, to, moment, to_author=True)
    store.show(db, letter.from_box, fresh, moment)
    names = [document.id for document in wanted]
    events.announce(world, db, letter.from_box, News(store.new_id(), letter, fresh, names), moment)


def _confirm_for(
    world: World, db: sqlite3.Connection, letter: Letter, documents: Sequence[Document], to: str, moment: int
) -> list[Entity]:
    """Confirmations of sending that come to the addressee together with the titles."""
    fresh: list[Entity] = []
    for document in documents:
        root = store.entity(db, letter.from_box, document.id)
        if root is not None and workflows.confirms_to_both(document.workflow):
            fresh += confirm(world, db, root, letter.from_box, to, moment, to_author=False)
    return fresh


def _confirmable(document: Document | None, entity: Entity) -> bool:
    if document is None or entity.is_signature or not workflows.confirms(document.workflow):
        return False
    if entity.kind in RECIPIENT_TITLES and not entity.is_document:
        return workflows.confirms_recipient_title(document.workflow)
    # Receipts on the older confirmations end there.
    return workflows.confirms_to_both(document.workflow) and entity.kind in _CONFIRMED


def _confirm_additions(
    world: World, db: sqlite3.Connection, letter: Letter, box: str, entities: Sequence[Entity]
) -> None:
    moment = world.now_ticks()
    fresh: list[Entity] = []
    for entity in entities:
        if _confirmable(store.document(db, entity.document), entity):
            fresh += confirm(world, db, entity, box, _partner(letter, box), moment, to_author=True)
    if fresh:
        store.show(db, box, fresh, moment)
        names = list(dict.fromkeys(entity.document for entity in fresh))
        events.announce(world, db, box, News(store.new_id(), letter, fresh, names), moment)


def _additions_for(
    world: World, db: sqlite3.Connection, letter: Letter, other: str, entities: Sequence[Entity], moment: int
) -> list[Entity]:
    fresh: list[Entity] = []
    for entity in entities:
        if _confirmable(store.document(db, entity.document), entity):
            fresh += confirm(world, db, entity, entity.box, other, moment, to_author=False)
    return fresh


def _partner(letter: Letter, box: str) -> str:
    return letter.to_box if box == letter.from_box else letter.from_box


# -- small things --------------------------------------------------------------------------------------------


def _letter(db: sqlite3.Connection, letter_id: str) -> Letter:
    found = store.letter(db, letter_id)
    if found is None:
        raise LookupError(letter_id)
    return found


def _box(world: World, guid: str) -> Box:
    found = find_box(world, guid)
    if found is None:
        raise LookupError(guid)
    return found


def _seen(db: sqlite3.Connection, box: str, ids: Iterable[str]) -> list[Entity]:
    return [entity for entity in (store.entity(db, box, name) for name in ids) if entity is not None]
