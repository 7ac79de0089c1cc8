"""`PostMessagePatch`, versions 4 and 3: one meaning, two numberings of fields."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from paraph.sandbox.diadoc.api import ApiError, Call, endpoint
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.messages import (
    events,
    operations,
    patch_universal,
    render_events,
    store,
)
from paraph.sandbox.diadoc.messages import (
    patch_exchange as exchange,
)
from paraph.sandbox.diadoc.messages import (
    patch_inside as inside,
)
from paraph.sandbox.diadoc.messages.engine import INWARD
from paraph.sandbox.diadoc.messages.patch_work import Work
from paraph.sandbox.diadoc.messages.posting import check_later
from paraph.wire.diadoc import messages_pb2 as pb

#: What to do with each array, in the order they are applied.
_ARRAYS: dict[str, Callable[[Work, Any, str], None]] = {
    "RecipientTitles": exchange.recipient_title,
    "XmlTorg12BuyerTitles": exchange.recipient_title,
    "XmlAcceptanceCertificateBuyerTitles": exchange.recipient_title,
    "UniversalTransferDocumentBuyerTitles": exchange.recipient_title,
    "Receipts": exchange.receipt,
    "CorrectionRequests": exchange.correction_request,
    "Signatures": exchange.signature,
    "RequestedSignatureRejections": exchange.plain_rejection,
    "XmlSignatureRejections": exchange.rejection,
    "RevocationRequests": exchange.revocation_request,
    "UniversalMessages": patch_universal.universal_message,
    "Resolutions": inside.resolution,
    "ResolutionRequests": inside.resolution_request,
    "ResolutionRequestCancellations": inside.resolution_request_cancellation,
    "ResolutionRequestDenials": inside.resolution_request_denial,
    "ResolutionRequestDenialCancellations": inside.resolution_request_denial_cancellation,
    "ResolutionRouteAssignments": inside.route_assignment,
    "ResolutionRouteRemovals": inside.route_removal,
    "CustomDataPatches": inside.custom_data,
    "SignatureVerifications": inside.signature_verification,
    "EditDocumentPacketCommands": inside.edit_packet,
}
#: Not emulated: editing by settings of a box, goods in ГИС.
_NOT_EMULATED = ("EditingPatches", "TtGisFixationCancellationRequests")


@endpoint("POST", "/V4/PostMessagePatch")
def post_message_patch(call: Call) -> pb.MessagePatch:
    return _posted(call, call.body(pb.MessagePatchToPostV2))


@endpoint("POST", "/V3/PostMessagePatch")
def post_message_patch_v3(call: Call) -> pb.MessagePatch:
    """The older numbering, until 3 April 2027."""
    return _posted(call, call.body(pb.MessagePatchToPost))


def _posted(call: Call, posted: Any) -> pb.MessagePatch:
    box = call.box(posted.BoxId)
    return operations.once(
        call,
        "PostMessagePatch",
        box.id,
        lambda db: apply(call, db, box, posted),
        pb.MessagePatch,
        by_body=False,
    )


def apply(call: Call, db: sqlite3.Connection, box: Box, posted: Any) -> pb.MessagePatch:
    """Adds everything or, on a refusal (`ApiError`), nothing."""
    letter = store.letter(db, posted.MessageId)
    if letter is None or not store.cards_of(db, letter.id, box.id):
        raise ApiError(404, f"Message {posted.MessageId} is not found")
    work = Work(call, db, box, letter, call.world.now_ticks())
    known = [name for name in _ARRAYS if name in posted.DESCRIPTOR.fields_by_name]
    _check(work, posted, known)
    for name in known:
        for number, item in enumerate(getattr(posted, name)):
            _ARRAYS[name](work, item, f"MessagePatchToPost.{name}[{number}]")
    work.check_locks()
    return _finish(work)


def _check(work: Work, posted: Any, known: list[str]) -> None:
    for name in _NOT_EMULATED:
        if getattr(posted, name):
            raise ApiError(400, f"MessagePatchToPost.{name} is not supported by the sandbox")
    if not any(getattr(posted, name) for name in known):
        raise ApiError(400, "MessagePatchToPost should contain at least one item")
    if len(posted.CustomDataPatches) > inside.MAX_TAG_CHANGES:
        raise ApiError(
            400, f"MessagePatchToPost.CustomDataPatches: at most {inside.MAX_TAG_CHANGES} items are allowed"
        )
    outward = [
        name for name in known if getattr(posted, name) and _ARRAYS[name].__module__ != inside.__name__
    ]
    if work.letter.kind != store.LETTER and outward:
        raise ApiError(409, "Message is not sent yet")


def _finish(work: Work) -> pb.MessagePatch:
    world, letter = work.call.world, work.letter
    patch = {"EntityPatches": work.entity_patches} if work.entity_patches else {}
    if _sent_now(work):
        letter = store.update_letter(work.db, letter.id, sent=work.moment)
    news = events.News(work.patch_id, letter, work.entities, sorted(work.documents), patch=patch)
    events.announce(world, work.db, work.box.id, news, work.moment)
    outward = [e for e in work.entities if e.kind not in INWARD and not e.more.get("approvement")]
    approvals = [e for e in work.entities if e.more.get("approvement")]
    if outward:
        check_later(world, letter, work.patch_id, work.box.id, outward)
    elif approvals:
        check_later(world, letter, work.patch_id, work.box.id, approvals)
    return render_events.patch(work.db, work.box.id, news, work.moment)


def _sent_now(work: Work) -> bool:
    """Whether this patch has signed a delayed message to be sent."""
    return work.is_sender and "sent" not in work.letter.more and any(e.is_signature for e in work.entities)
