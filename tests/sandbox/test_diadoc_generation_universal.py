"""Universal messages: made of codes, sent and read back."""

from __future__ import annotations

import httpx
import pytest
from diadoc_desk import Side, documents, of_kind
from lxml import etree

from paraph.formats import file_names
from paraph.formats.universal import read_universal_message
from paraph.sandbox.diadoc.directory import find_box
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

CONTRACT = """<?xml version="1.0" encoding="utf-8"?>
<UniversalMessage><UniversalMessageInfos><UniversalMessageInfo StatusCode="{code}">
<PlainText>Уточните адрес ₽</PlainText></UniversalMessageInfo></UniversalMessageInfos>
<Sender UseDefaultPersonInfo="true"><Contacts><Phones><Phone>+7 000</Phone></Phones></Contacts></Sender>
</UniversalMessage>"""


def received(seller: Side, buyer: Side) -> pb.Entity:
    sent = seller.send(buyer, seller.attachment())
    (root,) = documents(buyer.message_of(sent.MessageId))
    return root


def generate(side: Side, root: pb.Entity, code: str = "2999") -> httpx.Response:
    ids = {"messageId": root.DocumentInfo.MessageId, "attachmentId": root.EntityId}
    body = CONTRACT.format(code=code).encode()
    return side.http.call(
        "POST", "/GenerateUniversalMessage", params={"boxId": side.box, **ids}, content=body
    )


def test_a_message_names_its_sides_and_who_says_it(seller: Side, buyer: Side) -> None:
    root = received(seller, buyer)
    answer = generate(buyer, root)
    assert answer.status_code == 200, answer.text
    tree = etree.fromstring(answer.content)
    assert tree.getroottree().docinfo.encoding == "windows-1251"
    name = file_names.parse(tree.get("FileId"))
    assert name is not None
    ends = [find_box(buyer.http.world, side.box) for side in (seller, buyer)]
    assert [name.addressee, name.author] == [box.organization.fns_id for box in ends if box]
    message = read_universal_message(answer.content)
    assert [(one.code, one.text) for one in message.statements] == [("2999", "Уточните адрес ₽")]
    assert message.sender is not None
    assert (str(message.sender.full_name), message.sender.position) == ("Полевой Иван Андреевич", "Директор")
    assert message.sender.phones == ("+7 000",)


def test_a_message_is_parsed_into_its_contract(seller: Side, buyer: Side) -> None:
    made = generate(buyer, received(seller, buyer)).content
    parsed = buyer.http.call("POST", "/ParseUniversalMessageXml", content=made)
    assert parsed.status_code == 200
    assert read_universal_message(parsed.content) == read_universal_message(made)
    assert "FileId" not in etree.fromstring(parsed.content).attrib


@pytest.mark.parametrize("code", ["1", "0000", "5000", "abcd"], ids=str)
def test_an_unknown_code_is_refused(seller: Side, buyer: Side, code: str) -> None:
    answer = generate(buyer, received(seller, buyer), code)
    assert answer.status_code == 400
    assert code in answer.text


def test_only_a_universal_message_is_read_as_one(seller: Side, buyer: Side) -> None:
    root = received(seller, buyer)
    ids = {"messageId": root.DocumentInfo.MessageId, "attachmentId": root.EntityId}
    answer = buyer.http.call("POST", "/ParseUniversalMessage", params={"boxId": buyer.box, **ids})
    assert answer.status_code == 404
    for body in (b"", b"<a/>", b"not xml"):
        assert buyer.http.call("POST", "/ParseUniversalMessageXml", content=body).status_code == 400


def test_a_sent_message_is_read_by_the_other_side(seller: Side, buyer: Side) -> None:
    root = received(seller, buyer)
    attachment = pb.UniversalMessageAttachment(
        ParentEntityId=root.EntityId,
        CodeGroup="AmendmentRequest",
        UniversalMessageContent=pb.UnsignedContent(Content=generate(buyer, root).content),
        Behaviour="AffectsWorkflow",
    )
    buyer.patch(root.DocumentInfo.MessageId, UniversalMessages=[attachment])
    (sent,) = of_kind(seller.message_of(root.DocumentInfo.MessageId), Kind.UniversalMessage)
    ids = {"messageId": root.DocumentInfo.MessageId, "attachmentId": sent.EntityId}
    answer = seller.http.call("POST", "/ParseUniversalMessage", params={"boxId": seller.box, **ids})
    assert answer.status_code == 200
    assert read_universal_message(answer.content).statements[0].code == "2999"
