"""Additions for the author's organisation only: approval, tags, packets; and a client's own verification."""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.diadoc.api import ApiError
from paraph.sandbox.diadoc.messages import cards, packets, store
from paraph.sandbox.diadoc.messages.parties import require
from paraph.sandbox.diadoc.messages.patch_work import Work, labels
from paraph.sandbox.diadoc.messages.posting import (
    MAX_TAG_KEY,
    MAX_TAG_VALUE,
    MAX_TAGS,
    check_comment,
    child,
)
from paraph.sandbox.diadoc.messages.store import Entity
from paraph.wire.diadoc.common_pb2 import ResolutionRequestType, ResolutionType
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.messages_pb2 import CustomDataPatchOperation
from paraph.wire.diadoc.signing_pb2 import SignatureVerificationResult

#: Tags changed by one patch.
MAX_TAG_CHANGES = 15


def _inner(
    work: Work, parent: Entity, kind: int, comment: str, path: str, given: Any = (), **more: Any
) -> Entity:
    """An entity of this organisation; the comment is its content."""
    data = check_comment(comment, path).encode() or None
    if found := labels(given, path):
        more["labels"] = found
    made = child(work.db, parent, kind, work.moment, data, work.call.user.id, box=work.box.id, more=more)
    work.add(made)
    return made


# -- approval ------------------------------------------------------------------------------------------------


def resolution(work: Work, item: Any, path: str) -> None:
    require(work.call, work.box, "AddResolutions")
    parent = work.parent(item.InitialDocumentId, path)
    if item.ResolutionType not in (ResolutionType.Approve, ResolutionType.Disapprove, 0):
        raise ApiError(400, f"{path}: ResolutionType must be specified")
    request = _open_request(work, parent)
    more = {"type": item.ResolutionType, "resolves": parent.id, "request": request.id if request else None}
    _inner(work, parent, Kind.Resolution, item.Comment, path, item.Labels, **more)
    work.answer("Resolution", parent)


def _open_request(work: Work, parent: Entity) -> Entity | None:
    """The newest request of approval not answered yet."""
    found = [e for e in work.thread(parent).entities if e.more.get("resolves") == parent.id]
    return found[-1] if found and found[-1].kind == Kind.ResolutionRequest else None


def resolution_request(work: Work, item: Any, path: str) -> None:
    require(work.call, work.box, "RequestResolutions")
    parent = work.parent(item.InitialDocumentId, path)
    if bool(item.TargetUserId) == bool(item.TargetDepartmentId):
        raise ApiError(400, f"{path}: Exactly one of TargetUserId and TargetDepartmentId must be specified")
    more = {
        "type": max(item.Type, ResolutionRequestType.ApprovementRequest),
        "resolves": parent.id,
        "target_user": item.TargetUserId.lower(),
        "target_department": item.TargetDepartmentId.lower(),
    }
    _inner(work, parent, Kind.ResolutionRequest, item.Comment, path, item.Labels, **more)


def resolution_request_cancellation(work: Work, item: Any, path: str) -> None:
    request = _of_kind(work, item.InitialResolutionRequestId, Kind.ResolutionRequest, path)
    _inner(work, request, Kind.Cancellation, item.Comment, path, item.Labels)


def resolution_request_denial(work: Work, item: Any, path: str) -> None:
    request = _of_kind(work, item.InitialResolutionRequestId, Kind.ResolutionRequest, path)
    if request.more["type"] == ResolutionRequestType.ApprovementRequest:
        raise ApiError(400, f"{path}: Only a request of signature can be denied")
    more = {"resolves": request.more["resolves"]}
    _inner(work, request, Kind.ResolutionRequestDenial, item.Comment, path, item.Labels, **more)


def resolution_request_denial_cancellation(work: Work, item: Any, path: str) -> None:
    denial = _of_kind(work, item.InitialResolutionRequestDenialId, Kind.ResolutionRequestDenial, path)
    _inner(work, denial, Kind.Cancellation, "", path)


def _of_kind(work: Work, entity_id: str, kind: int, path: str) -> Entity:
    """An entity of approval that is in force. Raises `ApiError` 400, 404 or 409."""
    found = work.parent(entity_id, path)
    if found.kind != kind or found.box != work.box.id:
        raise ApiError(400, f"{path}: Entity {entity_id} is of another kind")
    if any(e.parent == found.id and e.kind == Kind.Cancellation for e in work.thread(found).entities):
        raise ApiError(409, f"{path}: Entity {entity_id} is already cancelled")
    return found


def route_assignment(work: Work, item: Any, path: str) -> None:
    require(work.call, work.box, "RequestResolutions")
    parent = work.root(item.InitialDocumentId, path).root
    _check_route(work, item.RouteId, path)
    kind = Kind.ResolutionRouteAssignmentAttachment
    _inner(work, parent, kind, item.Comment, path, item.Labels, route=item.RouteId.lower())


def route_removal(work: Work, item: Any, path: str) -> None:
    parent = work.root(item.ParentEntityId, path).root
    _check_route(work, item.RouteId, path)
    kind = Kind.ResolutionRouteRemovalAttachment
    _inner(work, parent, kind, item.Comment, path, item.Labels, route=item.RouteId.lower())


def _check_route(work: Work, route: str, path: str) -> None:
    row = work.db.execute(
        "SELECT 1 FROM resolution_routes WHERE id = ? AND box = ?", (route.lower(), work.box.id)
    ).fetchone()
    if row is None:
        raise ApiError(404, f"{path}: Resolution route {route} is not found")


# -- tags and packets ----------------------------------------------------------------------------------------


def custom_data(work: Work, item: Any, path: str) -> None:
    thread = work.root(item.ParentEntityId, path)
    card = store.card(work.db, work.box.id, thread.document.id)
    tags = dict(card.custom if card else {})
    if item.Operation == CustomDataPatchOperation.Remove:
        tags.pop(item.Key, None)
    elif not item.Key or len(item.Key) > MAX_TAG_KEY or len(item.Value) > MAX_TAG_VALUE:
        raise ApiError(400, f"{path}: Key must be 1-{MAX_TAG_KEY}, Value up to {MAX_TAG_VALUE} characters")
    else:
        tags[item.Key] = item.Value
    if len(tags) > MAX_TAGS:
        raise ApiError(400, f"{path}: CustomData must contain up to {MAX_TAGS} items")
    data = json.dumps(tags, ensure_ascii=False)
    cards.change_card(work.db, work.box.id, thread.document.id, custom=data)
    _inner(work, thread.root, Kind.CustomData, "", path)


def edit_packet(work: Work, item: Any, path: str) -> None:
    thread = work.root(item.DocumentId, path)
    adding = [_linked(work, wanted, path) for wanted in item.AddDocumentsToPacket]
    touched = packets.join(work.db, work.box.id, thread.document.id, adding, work.moment) if adding else []
    for wanted in item.RemoveDocumentsFromPacket:
        document = _linked(work, wanted, path)
        packets.leave(work.db, work.box.id, document, work.moment)
        touched.append(document)
    work.documents |= {thread.document.id, *touched}


def _linked(work: Work, wanted: Any, path: str) -> str:
    card = store.card(work.db, work.box.id, wanted.EntityId)
    if card is None or card.letter != wanted.MessageId.lower():
        raise ApiError(404, f"{path}: Document {wanted.MessageId}/{wanted.EntityId} is not found")
    return card.document


def signature_verification(work: Work, item: Any, path: str) -> None:
    """The recipient's own check of the sender's signature, under what the operator cannot read."""
    thread = work.root(item.InitialDocumentId, path)
    work.recipient_only(path)
    signature = thread.sender_signature
    if not thread.document.encrypted or signature is None:
        raise ApiError(400, f"{path}: Only an encrypted document's signature is verified by the recipient")
    data = SignatureVerificationResult(IsValid=item.IsValid).SerializeToString()
    more = {"valid": item.IsValid, "reason": item.ErrorMessage}
    made = child(
        work.db, signature, Kind.SignatureVerificationReport, work.moment, data, work.call.user.id,
        box=work.box.id, more=more,
    )  # fmt: skip
    work.add(made)
