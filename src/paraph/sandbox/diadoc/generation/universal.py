"""Universal messages: what a side says of a document, told by codes.

The format of the file the service makes is not published. Here it is the simplified XML itself with the name
of the file, what it is about and the people filled in; whoever reads the codes reads the same elements.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from paraph.formats.file_names import FileName
from paraph.formats.participants import FullName
from paraph.formats.universal import (
    MAX_SIZE,
    UniversalMessage,
    build_universal_message,
    read_universal_message,
)
from paraph.formats.xml_files import FormatError, local, read_root, written
from paraph.sandbox.diadoc.api import Access, Call, Reply, endpoint
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation.answers import file_reply
from paraph.sandbox.diadoc.generation.subjects import moment, subject
from paraph.wire.diadoc.messages_pb2 import AttachmentType

_CODES = frozenset({"1999", "2007", "2999", "3999", "4002", "4003"})


@endpoint("POST", "/GenerateUniversalMessage")
def generate_universal_message(call: Call) -> Reply:
    about = subject(call, call.required("messageId"), call.required("attachmentId"))
    made_at = local(moment(call.world.now_ticks()))
    ends = (about.partner(call).organization.fns_id, about.box.organization.fns_id)
    file_id = str(FileName("DP_UNISOOBSCH", *ends, made_at.date(), str(uuid4())))
    root = read_root(build_universal_message(_signed_by_caller(call, about.box)), limit=MAX_SIZE)
    root.attrib.update({"FileId": file_id, "About": about.entity.id, "MadeAt": made_at.isoformat()})
    return file_reply(f"{file_id}.xml", written(root), "application/xml; charset=windows-1251")


def _signed_by_caller(call: Call, box: Box) -> UniversalMessage:
    """The message of the request with the sender the service knows, if it is to be filled in."""
    message, user = read(call.raw), call.user
    sender = message.sender
    if sender is None or not sender.use_default:
        return message
    name = FullName(user.surname, user.given_name, user.patronymic)
    known = replace(sender, full_name=name, position=call.employee(box).position)
    return replace(message, sender=known)


@endpoint("POST", "/ParseUniversalMessage")
def parse_universal_message(call: Call) -> Reply:
    """One that came about a document."""
    about = subject(call, call.required("messageId"), call.required("attachmentId"))
    if about.entity.kind != AttachmentType.UniversalMessage:
        raise ApiError(404, f"Entity {about.entity.id} is not a universal message")
    return _parsed(about.content)


@endpoint("POST", "/ParseUniversalMessageXml", Access.KEY)
def parse_universal_message_xml(call: Call) -> Reply:
    return _parsed(call.raw)


def _parsed(data: bytes) -> Reply:
    return Reply(build_universal_message(read(data)), "application/xml; charset=utf-8")


def read(data: bytes) -> UniversalMessage:
    """What a universal message says. Raises `ApiError` 400 when it cannot be read or a code is unknown."""
    try:
        message = read_universal_message(data)
    except FormatError as error:
        raise ApiError(400, str(error)) from error
    if unknown := sorted({one.code for one in message.statements} - _CODES):
        raise ApiError(400, f"Неизвестные коды универсального сообщения: {', '.join(unknown)}")
    return message
