"""Printed forms, protocols and archives: ready after a while, and again when the document changes."""

from __future__ import annotations

import io
import re
import zipfile

import httpx
import pypdfium2
import pytest
from diadoc_desk import Side, documents

from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName
from paraph.trust.verify import verify_signature
from paraph.wire.diadoc import documents_pb2 as pb
from paraph.wire.diadoc import messages_pb2 as messages
from paraph.wire.diadoc.common_pb2 import DocumentId, MetadataItem


def receive(seller: Side, buyer: Side, type_named_id: str = "Contract", **fields: object) -> messages.Entity:
    sent = seller.send(buyer, seller.attachment(type_named_id, **fields))
    (root,) = documents(buyer.message_of(sent.MessageId))
    return root


def about(side: Side, root: messages.Entity) -> dict[str, str]:
    return {"boxId": side.box, "messageId": root.DocumentInfo.MessageId, "documentId": root.EntityId}


def ask(side: Side, path: str, **params: object) -> httpx.Response:
    return side.http.call("GET", path, params=params)


def waited(side: Side, path: str, **params: object) -> httpx.Response:
    """The answer to the repeated call."""
    first = ask(side, path, **params)
    assert (first.status_code, first.content) == (204, b"")
    assert int(first.headers["Retry-After"]) >= 1
    side.http.settle()
    answer = ask(side, path, **params)
    assert answer.status_code == 200, answer.text
    return answer


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text)


# -- printed forms -------------------------------------------------------------------------------------------


def test_a_printed_form_shows_requisites_sides_and_stamps(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer, "ProformaInvoice")
    answer = waited(buyer, "/GeneratePrintForm", **about(buyer, root))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert 'filename="ProformaInvoice.pdf"' in answer.headers["Content-Disposition"]
    text = text_of(answer.content)
    for shown in ("Счет на оплату № 17 от 22.11.2026", "1200.00", "ООО «Ромашка»", "ИНН 7830002293"):
        assert shown in text
    assert "Лугова Анна Сергеевна" in text
    assert "эмулятором" in text


def test_a_printed_form_is_made_once_until_the_document_changes(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    before = waited(buyer, "/GeneratePrintForm", **about(buyer, root)).content
    assert ask(buyer, "/GeneratePrintForm", **about(buyer, root)).content == before
    buyer.patch(root.DocumentInfo.MessageId, Signatures=[buyer.signature(root)])
    after = text_of(waited(buyer, "/GeneratePrintForm", **about(buyer, root)).content)
    assert "Полевой Иван Андреевич" in after
    assert "Полевой Иван Андреевич" not in text_of(before)


def test_a_stamp_says_what_the_check_said(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    good = text_of(waited(seller, "/GeneratePrintForm", **about(seller, root)).content)
    assert "Подпись соответствует файлу документа" in good
    wrong = messages.DocumentSignature(ParentEntityId=root.EntityId, Signature=buyer.sign(b"something else"))
    buyer.patch(root.DocumentInfo.MessageId, Signatures=[wrong])
    shown = text_of(waited(buyer, "/GeneratePrintForm", **about(buyer, root)).content)
    assert "Подпись недействительна" in shown


@pytest.mark.parametrize("name", ["archive.zip", "data.xml", "noextension"], ids=str)
def test_what_cannot_be_shown_has_no_printed_form(seller: Side, buyer: Side, name: str) -> None:
    root = receive(seller, buyer, "Nonformalized", Metadata=[MetadataItem(Key="FileName", Value=name)])
    answer = ask(buyer, "/GeneratePrintForm", **about(buyer, root))
    assert answer.status_code == 409
    assert answer.text == "Generating print form for this type of document is not supported"


def test_only_ones_own_documents_are_printed(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    for spoilt in ({"messageId": "x"}, {"documentId": "x"}):
        answer = ask(buyer, "/GeneratePrintForm", **about(buyer, root) | spoilt)
        assert answer.status_code == 404
    assert ask(seller, "/GeneratePrintForm", **about(buyer, root)).status_code == 403


# -- protocol ------------------------------------------------------------------------------------------------


def test_a_protocol_tells_the_course_and_is_signed_by_the_operator(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    buyer.patch(root.DocumentInfo.MessageId, Signatures=[buyer.signature(root)])
    answer = waited(seller, "/GenerateDocumentProtocol", **about(seller, root))
    protocol = pb.DocumentProtocol.FromString(answer.content)
    text = text_of(protocol.PrintForm)
    for shown in ("Протокол передачи документа".upper(), root.EntityId, "Лугова", "Полевой", "МСК"):
        assert shown in text
    from datetime import UTC, datetime

    (verdict,) = verify_signature(
        protocol.Signature, content=protocol.PrintForm, store=TrustStore([]), at=datetime.now(UTC)
    )
    assert verdict.facts[FactName.SIGNATURE].answer is Answer.YES


# -- archives ------------------------------------------------------------------------------------------------


def test_an_archive_lies_on_the_shelf_of_who_asked(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    buyer.patch(
        root.DocumentInfo.MessageId,
        XmlSignatureRejections=[buyer.rejection(root, root.DocumentInfo.MessageId, seller)],
    )
    names = {}
    for full in ("false", "true"):
        answer = waited(seller, "/GenerateDocumentZip", **about(seller, root), fullDocflow=full)
        name = pb.DocumentZipGenerationResult.FromString(answer.content).ZipFileNameOnShelf
        data = ask(seller, "/V2/ShelfDownload", fileName=name).content
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            names[full] = archive.namelist()
            content = archive.read("Contract.pdf")
    assert content == seller.content_of(root, root.DocumentInfo.MessageId)
    assert names["false"] == ["Contract.pdf", "Contract.pdf.7731376812.sig"]
    assert set(names["false"]) < set(names["true"])
    assert any("7830002293" in name for name in names["true"])
    assert ask(buyer, "/V2/ShelfDownload", fileName=name).status_code in (400, 404)


# -- files that were not sent --------------------------------------------------------------------------------


def test_a_file_can_be_printed_before_it_is_sent(seller: Side) -> None:
    asked = {"documentType": "Contract", "fromBoxId": seller.box}
    answer = seller.http.call("POST", "/GeneratePrintFormFromAttachment", params=asked, content=b"%PDF")
    assert answer.status_code == 200
    printed = waited(seller, "/GetGeneratedPrintForm", printFormId=answer.text)
    assert "Договор" in text_of(printed.content)
    assert ask(seller, "/GetGeneratedPrintForm", printFormId="unknown").status_code == 409


@pytest.mark.parametrize(
    ("kind", "body"),
    [("Nonsense", b"%PDF"), ("Contract", b""), ("Invoice", b"%PDF")],
    ids=["type", "empty", "not an invoice"],
)
def test_a_wrong_file_is_not_printed(seller: Side, kind: str, body: bytes) -> None:
    asked = {"documentType": kind}
    answer = seller.http.call("POST", "/GeneratePrintFormFromAttachment", params=asked, content=body)
    assert answer.status_code == 400


def test_nobody_has_printed_forms_of_their_own(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    document = DocumentId(MessageId=root.DocumentInfo.MessageId, EntityId=root.EntityId)
    asked = pb.CustomPrintFormDetectionRequest(DocumentIds=[document])
    answer = buyer.http.post(
        pb.CustomPrintFormDetectionResult, "/DetectCustomPrintForms", asked, boxId=buyer.box
    )
    assert [(item.DocumentId.EntityId, item.HasCustomPrintForm) for item in answer.Items] == [
        (root.EntityId, False)
    ]
    many = pb.CustomPrintFormDetectionRequest(DocumentIds=[document] * 101)
    unknown = pb.CustomPrintFormDetectionRequest(DocumentIds=[DocumentId(MessageId="x", EntityId="y")])
    for body, status in ((many, 400), (unknown, 403)):
        refused = buyer.refused("/DetectCustomPrintForms", body, boxId=buyer.box)
        assert refused.status_code == status
