"""Universal messages: receipts, requests and refusals the user does not sign."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.diadoc.api import ApiError
from paraph.sandbox.diadoc.generation import universal
from paraph.sandbox.diadoc.messages.contents import content_of
from paraph.sandbox.diadoc.messages.parties import require
from paraph.sandbox.diadoc.messages.patch_work import Work, labels
from paraph.sandbox.diadoc.messages.posting import child
from paraph.wire.diadoc.documents_pb2 import UniversalMessageBehaviour as Behaviour
from paraph.wire.diadoc.documents_pb2 import UniversalMessageCodeGroup as Group
from paraph.wire.diadoc.messages_pb2 import AttachmentType

#: Codes that take part in the workflow, and what they stand for.
_GROUPS = {
    1999: Group.Receipt,
    2007: Group.AmendmentRequest,
    2999: Group.AmendmentRequest,
    3999: Group.Rejection,
}


def universal_message(work: Work, item: Any, path: str) -> None:
    require(work.call, work.box, "AttachUniversalMessages")
    parent = work.parent(item.ParentEntityId, path)
    data = content_of(work.call, item.UniversalMessageContent, f"{path}.UniversalMessageContent")
    said = [(int(one.code), one.text) for one in universal.read(data).statements]
    groups = {_GROUPS.get(code, Group.InformationMessage) for code, _ in said}
    if len(groups) != 1 or item.CodeGroup not in (0, *groups):
        raise ApiError(400, f"{path}: StatusCodes must belong to one CodeGroup")
    (group,) = groups
    aside = group == Group.InformationMessage
    if not aside and item.Behaviour == Behaviour.DoesNotAffectWorkflow:
        raise ApiError(400, f"{path}: Codes 1999, 2007, 2999, 3999 can't be sent as DoesNotAffectWorkflow")
    more = {"group": group, "aside": aside, "events": said, "labels": labels(item.Labels, path)}
    rest = {"box": work.box.id, "more": more}
    work.add(
        child(work.db, parent, AttachmentType.UniversalMessage, work.moment, data, work.call.user.id, **rest)
    )
