"""`DocumentWithDocflow` of versions 3, 4 and 5: ids, participants, metadata and the docflow itself."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT
from paraph.sandbox.diadoc.messages import docflow_old, docflow_v5, render, store
from paraph.sandbox.diadoc.messages.docflow_parts import View
from paraph.sandbox.diadoc.messages.thread import Thread
from paraph.wire.diadoc import docflow_pb2 as pb
from paraph.wire.diadoc.common_pb2 import CustomDataItem, MetadataItem
from paraph.wire.diadoc.types_pb2 import ParticipantType


@dataclass(frozen=True)
class Version:
    """Messages of one version of the docflow API."""

    number: int
    document: Any
    event: Any
    events: Any
    batch: Any
    by_packet: Any
    search: Any


VERSIONS = (
    Version(
        3, pb.DocumentWithDocflowV3, pb.DocflowEventV3, pb.GetDocflowEventsResponseV3,
        pb.GetDocflowBatchResponseV3, pb.GetDocflowsByPacketIdResponseV3, pb.SearchDocflowsResponseV3,
    ),
    Version(
        4, pb.DocumentWithDocflowV4, pb.DocflowEventV4, pb.GetDocflowEventsResponseV4,
        pb.GetDocflowBatchResponseV4, pb.GetDocflowsByPacketIdResponseV4, pb.SearchDocflowsResponseV4,
    ),
    Version(
        5, pb.DocumentWithDocflowV5, pb.DocflowEventV5, pb.GetDocflowEventsResponseV5,
        pb.GetDocflowBatchResponseV5, pb.GetDocflowsByPacketIdResponseV5, pb.SearchDocflowsResponseV5,
    ),
)  # fmt: skip


def written(
    db: sqlite3.Connection, thread: Thread, version: Version, made: Any, *, inject: bool = False
) -> None:
    """Fills a `DocumentWithDocflow` of the version with the thread as it is loaded."""
    view = View(db, thread, inject)
    made.DocumentId.MessageId, made.DocumentId.EntityId = thread.letter.id, thread.document.id
    _last_event(db, thread, made.LastEvent)
    _info(view, version, made.DocumentInfo)
    if version.number == 5:
        docflow_v5.fill(view, made.Docflow)
    else:
        docflow_old.fill(view, made.Docflow)


def _last_event(db: sqlite3.Connection, thread: Thread, made: Any) -> None:
    """The newest event of the document up to what the thread holds."""
    until = max(entity.seen for entity in thread.entities)
    # The plus keeps SQLite from going through all events of the box by their keys.
    row = db.execute(
        "SELECT id, key FROM docflow_events WHERE box = ? AND document = ? AND +key <= ?"
        " ORDER BY n DESC LIMIT 1",
        (thread.box, thread.document.id, until),
    ).fetchone()
    made.EventId = row["id"] if row else thread.letter.id
    made.Timestamp.Ticks = row["key"] if row else thread.letter.created


def _info(view: View, version: Version, made: Any) -> None:
    thread = view.thread
    document, card, letter = thread.document, thread.card, thread.letter
    made.FullVersion.TypeNamedId = document.type
    made.FullVersion.Function = document.function
    made.FullVersion.Version = document.version
    made.MessageType = letter.kind
    made.WorkflowId = document.workflow_id
    made.DocumentDirection = card.direction
    made.DepartmentId = card.department or HEAD_DEPARTMENT
    made.CustomDocumentId = document.custom_id if view.is_sender else ""
    made.Metadata.extend(MetadataItem(Key=key, Value=value) for key, value in document.metadata.items())
    made.CustomData.extend(CustomDataItem(Key=key, Value=value) for key, value in card.custom.items())
    made.PacketInfo.LockMode = letter.lock_mode
    made.PacketInfo.PacketId = card.packet
    made.PacketInfo.AddedAt.Ticks = card.packet_since
    made.IsRead, made.IsDeleted = card.read, card.deleted
    made.IsInvitation = document.type == "TrustConnectionRequest"
    made.EditingSettingId = document.editing_setting
    made.HasUnreadOutOfWorkflowUniversalMessages = False
    _participants(view, version, made.Participants)
    _links(view, made.DocumentLinks)
    _by_kind(view, version, made)


def _participants(view: View, version: Version, made: Any) -> None:
    letter = view.thread.letter
    if version.number == 5:
        made.Participants.extend(view.participant(box) for box in letter.boxes)
        return
    made.IsInternal, made.IsCrossBorder = letter.internal, False
    sides = {"Sender": letter.from_box, "Proxy": letter.proxy_box, "Recipient": letter.to_box}
    for name, box in sides.items():
        if box:
            described = view.participant(box)
            side = getattr(made, name)
            side.BoxId, side.DepartmentId = described.BoxId, described.DepartmentId
            side.IsRoaming = described.Flags.IsRoaming


def _links(view: View, made: Any) -> None:
    made.SetInParent()
    for row in view.db.execute("SELECT * FROM links WHERE subordinate = ?", (view.thread.document.id,)):
        made.InitialIds.add(MessageId=row["initial_letter"], EntityId=row["initial"])
    for row in view.db.execute("SELECT * FROM links WHERE initial = ?", (view.thread.document.id,)):
        made.SubordinateIds.add(MessageId=row["subordinate_letter"], EntityId=row["subordinate"])


def _by_kind(view: View, version: Version, made: Any) -> None:
    letter = view.thread.letter
    more = letter.more
    if letter.kind == store.LETTER:
        made.LetterInfo.IsEncrypted = view.thread.document.encrypted
        made.LetterInfo.IsTest = bool(more.get("test"))
    elif letter.kind == store.DRAFT:
        made.DraftInfo.IsRecycled = bool(more.get("recycled"))
        made.DraftInfo.IsLocked = bool(more.get("locked"))
        made.DraftInfo.TransformedToLetterIds.extend(more.get("became", []))
    else:
        made.TemplateInfo.TransformedToLetterIds.extend(more.get("became", []))
        made.TemplateInfo.IsReusable = bool(more.get("reusable"))
        _letter_participants(view, version, made.TemplateInfo.LetterParticipants)
    if origin := more.get("origin"):
        made.Origin.MessageType, made.Origin.MessageId = origin


def _letter_participants(view: View, version: Version, made: Any) -> None:
    more = view.thread.letter.more
    sides = {"Sender": more["message_from"], "Recipient": more["message_to"]}
    if version.number == 5:
        for role, box in sides.items():
            side = view.participant(box)
            side.Role, side.Type = role, getattr(ParticipantType, role)
            made.Participants.append(side)
        return
    made.IsInternal = made.IsCrossBorder = False
    for role, box in sides.items():
        getattr(made, role).BoxId, getattr(made, role).IsRoaming = render.wire_box(box), False
