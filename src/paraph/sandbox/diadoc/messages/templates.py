"""Templates: unsigned documents one side prepares for another to send."""

from __future__ import annotations

import sqlite3

from paraph.sandbox.diadoc.api import ApiError, Call, endpoint
from paraph.sandbox.diadoc.directory import Box, box_guid, find_box
from paraph.sandbox.diadoc.messages import cards, contents, events, operations, render, render_events, store
from paraph.sandbox.diadoc.messages.drafts import prepared_again
from paraph.sandbox.diadoc.messages.parties import Parties, parties, require
from paraph.sandbox.diadoc.messages.post import prepare
from paraph.sandbox.diadoc.messages.posting import Prepared, check_comment, child, create
from paraph.sandbox.diadoc.messages.store import Letter
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import LockMode
from paraph.wire.diadoc.messages_pb2 import AttachmentType, TemplateRefusalType


@endpoint("POST", "/PostTemplate")
def post_template(call: Call) -> pb.Template:
    posted = call.body(pb.TemplateToPost)
    box = call.box(posted.FromBoxId)
    return operations.once(call, "PostTemplate", box.id, lambda db: _post(call, db, box, posted), pb.Template)


def _post(call: Call, db: sqlite3.Connection, box: Box, posted: pb.TemplateToPost) -> pb.Template:
    require(call, box, "CreateDocuments")
    if not posted.DocumentAttachments:
        raise ApiError(400, "TemplateToPost should contain at least one attachment")
    mine = box_guid(posted.ToBoxId) == box.id
    departments = (posted.FromDepartmentId, "" if mine else posted.ToDepartmentId, "")
    who = (
        Parties(box, None, None, internal=False, from_department=posted.FromDepartmentId)
        if mine
        else parties(call, box, posted.ToBoxId, departments=departments)
    )
    prepared = [_prepared(call, box, item, number) for number, item in enumerate(posted.DocumentAttachments)]
    letter = create(
        call,
        db,
        who,
        prepared,
        kind=store.TEMPLATE,
        lock_mode=posted.LockMode or LockMode.Value.Value("None"),
        message_from=_party(call, posted.MessageFromBoxId),
        message_to=_party(call, posted.MessageToBoxId),
        message_to_department=posted.MessageToDepartmentId,
        reusable=posted.IsReusable,
    )
    if not mine:
        _deliver(call, db, letter)
    return template(db, box, letter)


def _party(call: Call, box_id: str) -> str:
    found = find_box(call.world, box_id)
    if found is None:
        raise ApiError(404, f"Box {box_id} is not found")
    return found.id


def _prepared(call: Call, box: Box, item: pb.TemplateDocumentAttachment, number: int) -> Prepared:
    path = f"TemplateToPost.DocumentAttachments[{number}]"
    data = contents.content_of(call, item.UnsignedContent, f"{path}.UnsignedContent")
    given = pb.DocumentAttachment(
        SignedContent=pb.SignedContent(),
        TypeNamedId=item.TypeNamedId,
        Function=item.Function,
        Version=item.Version,
        Metadata=item.Metadata,
        WorkflowId=item.WorkflowId,
        CustomDocumentId=item.CustomDocumentId,
        EditingSettingId=item.EditingSettingId,
        NeedRecipientSignature=item.NeedRecipientSignature,
        Comment=item.Comment,
        CustomData=item.CustomData,
    )
    return prepare(call.world, box, path, given, contents.Signed(data, None), [])


def _deliver(call: Call, db: sqlite3.Connection, letter: Letter) -> None:
    """A template is not signed, so nothing keeps it from its recipient."""
    moment = call.world.now_ticks()
    entities = store.entities_of(db, letter.from_box, letter=letter.id)
    store.show(db, letter.to_box, entities, moment)
    documents = store.documents_of(db, letter.id)
    for document in documents:
        own = store.card(db, letter.from_box, document.id)
        cards.open_card(
            db,
            letter.to_box,
            letter,
            document,
            moment,
            department=letter.to_department,
            packet=own.packet if own else store.new_id(),
        )
    names = [document.id for document in documents]
    news = events.News(letter.id, letter, entities, names, whole=True)
    events.announce(call.world, db, letter.to_box, news, moment)


def template(db: sqlite3.Connection, box: Box, letter: Letter) -> pb.Template:
    answer = pb.Template(
        MessageId=letter.id,
        TimestampTicks=letter.created,
        FromBoxId=render.wire_box(letter.from_box),
        ToBoxId=render.wire_box(letter.to_box or letter.from_box),
        MessageFromBoxId=render.wire_box(letter.more["message_from"]),
        MessageToBoxId=render.wire_box(letter.more["message_to"]),
        MessageToDepartmentId=letter.more.get("message_to_department") or None,
        LockMode=letter.lock_mode,
        IsReusable=bool(letter.more.get("reusable")),
    )
    answer.Entities.extend(render.rendered(db, box.id, store.entities_of(db, box.id, letter=letter.id)))
    return answer


@endpoint("GET", "/GetTemplate")
def get_template(call: Call) -> pb.Template:
    box = call.box(call.required("boxId"))
    with call.world.reading() as db:
        return template(db, box, _template(db, box, call.required("templateId")))


def _template(db: sqlite3.Connection, box: Box, template_id: str) -> Letter:
    letter = store.letter(db, template_id)
    if letter is None or letter.kind != store.TEMPLATE or not store.cards_of(db, letter.id, box.id):
        raise ApiError(404, f"Template {template_id} is not found")
    return letter


# -- from a template to a message ----------------------------------------------------------------------------


@endpoint("POST", "/TransformTemplateToMessage")
def transform_template_to_message(call: Call) -> pb.Message:
    """An unsigned message of chosen documents; signatures come with a patch."""
    posted = call.body(pb.TemplateTransformationToPost)
    box = call.box(posted.BoxId)
    return operations.once(
        call, "TransformTemplateToMessage", box.id, lambda db: _transform(call, db, box, posted), pb.Message
    )


def _transform(
    call: Call, db: sqlite3.Connection, box: Box, posted: pb.TemplateTransformationToPost
) -> pb.Message:
    source = _template(db, box, posted.TemplateId)
    if source.more["message_from"] != box.id:
        raise ApiError(403, "The template is meant for another sender")
    if source.more.get("became") and not source.more.get("reusable"):
        raise ApiError(409, f"Template {source.id} is already transformed")
    prepared = []
    wanted = [item.DocumentId.lower() for item in posted.DocumentTransformations]
    for document in store.documents_of(db, source.id):
        root = store.entity(db, box.id, document.id)
        if root is not None and (not wanted or document.id in wanted):
            signed = contents.Signed(store.content(db, root) or b"", None)
            prepared.append(
                prepared_again(call, db, box, document, root, signed, "TemplateTransformationToPost")
            )
    if not prepared:
        raise ApiError(400, "TemplateTransformationToPost should name documents of the template")
    who = parties(
        call,
        box,
        source.more["message_to"],
        departments=("", source.more.get("message_to_department", ""), ""),
    )
    letter = create(call, db, who, prepared, lock_mode=source.lock_mode, origin=[store.TEMPLATE, source.id])
    _mark(call, db, box, source, letter)
    return render.message(db, box.id, letter)


def _mark(call: Call, db: sqlite3.Connection, box: Box, source: Letter, letter: Letter) -> None:
    moment = call.world.now_ticks()
    source = store.update_letter(db, source.id, became=[*source.more.get("became", []), letter.id])
    made = []
    for old, new in zip(store.documents_of(db, source.id), store.documents_of(db, letter.id), strict=False):
        root = store.entity(db, box.id, old.id)
        if root is not None:
            more = {"message": letter.id, "document": new.id}
            made.append(
                child(
                    db, root, AttachmentType.TemplateTransformation, moment, None, call.user.id,
                    box=box.id, more=more,
                )
            )  # fmt: skip
    store.show(db, box.id, made, moment)
    names = [entity.document for entity in made]
    events.announce(call.world, db, box.id, events.News(store.new_id(), source, made, names), moment)


@endpoint("POST", "/PostTemplatePatch")
def post_template_patch(call: Call) -> pb.MessagePatch:
    """A template is refused by its recipient or withdrawn by its author."""
    box = call.box(call.required("boxId"))
    posted = call.body(pb.TemplatePatchToPost)
    return operations.once(
        call, "PostTemplatePatch", box.id, lambda db: _refuse(call, db, box, posted), pb.MessagePatch
    )


def _refuse(call: Call, db: sqlite3.Connection, box: Box, posted: pb.TemplatePatchToPost) -> pb.MessagePatch:
    source = _template(db, box, call.required("templateId"))
    moment, made = call.world.now_ticks(), []
    withdrawn = box.id == source.from_box
    kind = TemplateRefusalType.Withdrawal if withdrawn else TemplateRefusalType.Refusal
    for number, item in enumerate(posted.Refusals):
        path = f"TemplatePatchToPost.Refusals[{number}]"
        root = store.entity(db, box.id, item.DocumentId)
        if root is None or root.letter != source.id or not root.is_document:
            raise ApiError(404, f"{path}: Document {item.DocumentId} is not found")
        more = {"type": kind, "comment": check_comment(item.Comment, path)}
        made.append(
            child(db, root, AttachmentType.TemplateRefusal, moment, None, call.user.id, box=box.id, more=more)
        )
    if not made:
        raise ApiError(400, "TemplatePatchToPost should contain at least one item")
    news = events.News(store.new_id(), source, made, [entity.document for entity in made])
    for side in source.boxes:
        store.show(db, side, made, moment)
        events.announce(call.world, db, side, news, call.world.now_ticks())
    return render_events.patch(db, box.id, news, moment)
