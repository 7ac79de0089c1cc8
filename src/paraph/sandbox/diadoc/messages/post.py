"""`V3/PostMessage` and its dry run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.api import ApiError, Call, endpoint
from paraph.sandbox.diadoc.directory import Box, box_guid
from paraph.sandbox.diadoc.messages import contents, legacy_arrays, operations, render, store
from paraph.sandbox.diadoc.messages.parties import Parties, parties, require
from paraph.sandbox.diadoc.messages.posting import (
    MAX_DOCUMENTS,
    Prepared,
    check_comment,
    create,
    tags,
)
from paraph.sandbox.diadoc.world import World
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import LockMode

_INVALID_CONTENT = "DocumentService.InvalidFileContent"


@endpoint("POST", "/V3/PostMessage")
def post_message(call: Call) -> pb.Message:
    """The message exists in the sender's box; everything else happens later (facts 0.4)."""
    posted = call.body(pb.MessageToPost)
    box = call.box(posted.FromBoxId)
    return operations.once(call, "PostMessage", box.id, lambda db: _post(call, db, box, posted), pb.Message)


def _post(call: Call, db: sqlite3.Connection, box: Box, posted: pb.MessageToPost) -> pb.Message:
    require(call, box, "CreateDocuments")
    attachments = list(legacy_arrays.attachments(posted))
    if not attachments:
        raise ApiError(400, "MessageToPost should contain at least one attachment")
    if len(attachments) > MAX_DOCUMENTS:
        raise ApiError(400, f"MessageToPost should contain at most {MAX_DOCUMENTS} attachments")
    departments = posted.FromDepartmentId, posted.ToDepartmentId, posted.ProxyDepartmentId
    who = parties(
        call, box, posted.ToBoxId, posted.ProxyBoxId,
        internal=posted.IsInternal, draft=posted.IsDraft, departments=departments,
    )  # fmt: skip
    prepared = [_prepare(call, who, posted, path, attachment) for path, attachment in attachments]
    _check_whole(call, box, posted, prepared)
    kind = store.DRAFT if posted.IsDraft else store.LETTER
    letter = create(
        call,
        db,
        who,
        prepared,
        kind=kind,
        lock_mode=lock_of(posted),
        locked=posted.IsDraft and posted.LockDraft,
    )
    return render.message(db, box.id, letter)


def lock_of(posted: pb.MessageToPost) -> int:
    """`LockPacket` is the older name of the full lock."""
    return LockMode.Full if posted.LockPacket else posted.LockMode or LockMode.Value.Value("None")


def _check_whole(call: Call, box: Box, posted: pb.MessageToPost, prepared: list[Prepared]) -> None:
    names = [item.custom_id for item in prepared if item.custom_id]
    if len(names) != len(set(names)):
        raise ApiError(400, "MessageToPost: CustomDocumentId must be unique within the message")
    for number, given in enumerate(posted.StructuredDataAttachments):
        if given.ParentCustomDocumentId not in names:
            path = f"MessageToPost.StructuredDataAttachments[{number}]"
            raise ApiError(400, f"{path}: Document {given.ParentCustomDocumentId} is not found")
    if sum(len(item.signed.content) for item in prepared) > contents.MAX_REQUEST:
        raise ApiError(400, f"MessageToPost: total size of contents exceeds maximum {contents.MAX_REQUEST}")
    if any(item.signed.signature for item in prepared):
        require(call, box, "SignDocuments")
        if call.world.faults.hit("too-many-signatures", call.request.path):
            raise too_many_signatures()


def too_many_signatures() -> ApiError:
    return ApiError(
        409, "Too many failed signatures today. There were 3 attempts, but max allowed per day is 3"
    )


def _prepare(
    call: Call, who: Parties, posted: pb.MessageToPost, path: str, given: pb.DocumentAttachment
) -> Prepared:
    unsigned = posted.IsDraft or posted.DelaySend
    signed = contents.signed(call, who.sender, given.SignedContent, path, required=not unsigned)
    structured = [
        (item.FileName, item.Content)
        for item in posted.StructuredDataAttachments
        if given.CustomDocumentId and item.ParentCustomDocumentId == given.CustomDocumentId
    ]
    return prepare(call.world, who.sender, path, given, signed, structured, proxied=bool(posted.ProxyBoxId))


def prepare(
    world: World,
    sender: Box,
    path: str,
    given: pb.DocumentAttachment,
    signed: contents.Signed,
    structured: list[tuple[str, bytes]],
    *,
    proxied: bool = False,
) -> Prepared:
    """A document checked against its type. Raises `ApiError` 400 or 409."""
    if not given.TypeNamedId:
        raise ApiError(400, f"{path}: Incorrect DocumentAttachment. TypeNamedId must be specified")
    if given.IsEncrypted and not (given.Function and given.Version):
        raise ApiError(400, f"{path}: Function and Version must be specified for an encrypted document")
    own = types.own_types(world, sender.id)
    description = types.find(given.TypeNamedId, given.Function, given.Version, own=own)
    workflow = types.workflow(description, given.WorkflowId or None)
    if proxied and workflow.side("Proxy") is None:
        raise ApiError(400, f"{path}: Workflow {workflow.id} does not support an intermediate recipient")
    problems = types.check_metadata(
        description, 0, given.Metadata, signed.content, encrypted=given.IsEncrypted
    )
    if problems:
        raise ApiError(400, "; ".join(f"{path}: {problem}" for problem in problems), code=_INVALID_CONTENT)
    metadata = types.metadata_of(description, 0, given.Metadata, signed.content)
    return Prepared(
        path=path,
        description=description,
        workflow_id=workflow.id,
        signed=signed,
        metadata=metadata,
        file_name=metadata.get("FileName", ""),
        comment=check_comment(given.Comment, path),
        custom_id=given.CustomDocumentId,
        need_signature=given.NeedRecipientSignature,
        need_receipt=given.NeedReceipt,
        encrypted=given.IsEncrypted,
        editing_setting=given.EditingSettingId,
        initial=given.InitialDocumentIds,
        subordinate=given.SubordinateDocumentIds,
        custom=tags(given.CustomData, path),
        structured=structured,
    )


# -- dry run -------------------------------------------------------------------------------------------------


@endpoint("POST", "/CanPostMessage")
def can_post_message(call: Call) -> pb.MessageValidationResult:
    """What `PostMessage` would refuse about the parties and the types, all at once."""
    asked = call.body(pb.MessageToPostPrototype)
    box = call.box(asked.FromBoxId)
    answer = pb.MessageValidationResult(
        FromBoxId=box.diadoc_id,
        FromTitle=box.title,
        IsInternal=asked.IsInternal,
        IsProxified=bool(asked.ProxyBoxId),
    )
    for error, custom_id in _refusals(call, box, asked):
        text = error.text or error.code
        answer.Errors.add(
            Severity=pb.MessageValidationErrorSeverity.Error,
            UserMessage=text,
            ApiMessage=text,
            CustomDocumentId=custom_id or None,
            BoxId=None if custom_id else asked.ToBoxId or None,
        )
    with call.world.reading() as db:
        for name, title, given in (
            ("ToBoxId", "ToTitle", asked.ToBoxId),
            ("ProxyBoxId", "ProxyTitle", asked.ProxyBoxId),
        ):
            guid = box_guid(given)
            if given and guid:
                setattr(answer, name, render.wire_box(guid))
                setattr(answer, title, render.box_title(db, guid))
    return answer


def _refusals(call: Call, box: Box, asked: pb.MessageToPostPrototype) -> Iterator[tuple[ApiError, str]]:
    departments = asked.FromDepartmentId, asked.ToDepartmentId, asked.ProxyDepartmentId
    try:
        require(call, box, "CreateDocuments")
        parties(
            call, box, asked.ToBoxId, asked.ProxyBoxId, internal=asked.IsInternal, departments=departments
        )
    except ApiError as error:
        yield error, ""
    own = types.own_types(call.world, box.id)
    for document in asked.DocumentPrototypes:
        try:
            types.find(document.TypeNamedId, document.Function, document.Version, own=own)
        except ApiError as error:
            yield error, document.CustomDocumentId
