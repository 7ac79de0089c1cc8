"""Service files the emulated operator makes for its users, and reads."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from diadoc_desk import Side, documents, of_kind
from lxml import etree

from paraph.formats.service_documents import SignedFile
from paraph.formats.service_reading import ServiceKind, read_service_document
from paraph.sandbox.diadoc.directory import find_box
from paraph.sandbox.diadoc.generation import service
from paraph.wire.diadoc import generation_pb2 as pb
from paraph.wire.diadoc import messages_pb2 as messages
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

SCHEMAS = Path(__file__).parents[3] / "shared" / "data" / "edo" / "xsd"
SIGNER = """<Signer SignerStatus="1" SignatureType="1">
<Fio LastName="Полевой" FirstName="Иван" MiddleName="Андреевич"/>
<Position PositionSource="Manual">Директор</Position></Signer>""".encode()


def receive(seller: Side, buyer: Side, type_named_id: str = "Contract", **fields: object) -> messages.Entity:
    """A document the buyer has got."""
    sent = seller.send(buyer, seller.attachment(type_named_id, **fields))
    (root,) = documents(buyer.message_of(sent.MessageId))
    return root


def make(side: Side, path: str, body: object, **params: str) -> httpx.Response:
    return side.http.call(
        "POST", path, params={"boxId": side.box, **params}, content=body.SerializeToString()
    )


def made(answer: httpx.Response, kind: ServiceKind) -> bytes:
    """The file of an answer, named as it names itself and written in windows-1251."""
    assert answer.status_code == 200, answer.text
    found = read_service_document(answer.content)
    assert found.kind is kind
    assert f'filename="{found.file_id}.xml"' in answer.headers["Content-Disposition"]
    encoding = etree.fromstring(answer.content).getroottree().docinfo.encoding
    assert encoding == ("utf-8" if found.version == "1.01" else "windows-1251")
    return answer.content


def check_schema(name: str, data: bytes) -> None:
    if not SCHEMAS.exists():
        pytest.skip("no schemas beside the repository")
    schema = etree.XMLSchema(etree.parse(SCHEMAS / name))
    assert schema.validate(etree.fromstring(data)), schema.error_log


# -- receipts ------------------------------------------------------------------------------------------------


def receipt(root: messages.Entity, signer: bytes = SIGNER) -> pb.ReceiptGenerationRequestV2:
    return pb.ReceiptGenerationRequestV2(
        MessageId=root.DocumentInfo.MessageId, AttachmentId=root.EntityId, SignerContent=signer
    )


def test_a_receipt_names_the_file_its_signature_and_both_sides(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer, NeedReceipt=True)
    data = made(make(buyer, "/V2/GenerateReceiptXml", receipt(root)), ServiceKind.RECEIPT)
    found = read_service_document(data)
    assert found.subject.name == "Contract.pdf"
    (signature,) = found.subject.signatures
    message = buyer.message_of(root.DocumentInfo.MessageId, originalSignature=True)
    given = next(e for e in message.Entities if e.ParentEntityId == root.EntityId and e.Content.Size)
    assert signature == buyer.content_of(given, message.MessageId)
    assert found.author.party.inn == "7830002293"
    assert found.addressee is not None
    assert found.addressee.party.inn == "7731376812"
    assert found.signer is not None
    assert (str(found.signer.full_name), found.signer.position) == ("Полевой Иван Андреевич", "Директор")
    check_schema("DP_IZVPOL_1_982_00_01_03_01.xsd", data)


def test_a_generated_receipt_is_taken_back_signed(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer, NeedReceipt=True)
    data = made(make(buyer, "/V2/GenerateReceiptXml", receipt(root)), ServiceKind.RECEIPT)
    attachment = messages.ReceiptAttachment(ParentEntityId=root.EntityId, SignedContent=buyer.signed(data))
    buyer.patch(root.DocumentInfo.MessageId, Receipts=[attachment])
    assert len(of_kind(seller.message_of(root.DocumentInfo.MessageId), Kind.Receipt)) == 1


def test_no_receipt_where_the_workflow_has_none(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    assert make(buyer, "/V2/GenerateReceiptXml", receipt(root)).status_code == 409
    (own,) = documents(seller.message_of(root.DocumentInfo.MessageId))
    assert make(seller, "/V2/GenerateReceiptXml", receipt(own)).status_code == 409


def test_an_unknown_entity_is_told_in_the_words_of_the_service(buyer: Side) -> None:
    asked = pb.ReceiptGenerationRequestV2(MessageId="m", AttachmentId="a", SignerContent=SIGNER)
    answer = make(buyer, "/V2/GenerateReceiptXml", asked)
    assert answer.status_code == 400
    assert answer.text.startswith("Unable to find document for entity with LetterId=[m]")


@pytest.mark.parametrize(
    ("signer", "text"),
    [
        (b"", "пуст"),
        (b"not xml", "XML"),
        (b"<Buyer/>", "Signers"),
        (b"<Signer/>", "сертификат"),
        (b'<Signer SignerStatus="9"><Fio LastName="A" FirstName="B"/></Signer>', "SignerStatus"),
        (b'<Signer><Certificate CertificateBytes="!"/></Signer>', "base64"),
        (b'<Signer><Certificate CertificateThumbprint="00"/></Signer>', "00"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Signer>&x;</Signer>', "DOCTYPE"),
    ],
    ids=["empty", "no xml", "another root", "nobody", "status", "no base64", "thumbprint", "entity"],
)
def test_a_wrong_signer_is_told_what_is_wrong(seller: Side, buyer: Side, signer: bytes, text: str) -> None:
    root = receive(seller, buyer, NeedReceipt=True)
    answer = make(buyer, "/V2/GenerateReceiptXml", receipt(root, signer))
    assert answer.status_code == 400
    assert text in answer.text


def test_name_and_position_come_from_certificate_and_card(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer, NeedReceipt=True)
    certificate = base64.b64encode(buyer.certificate.raw).decode()
    for source, position in (("Employee", "Директор"), ("Certificate", "Директор")):
        signer = f"""<Signer SignerStatus="1"><Certificate CertificateBytes="{certificate}"/>
        <Position PositionSource="{source}"/></Signer>""".encode()
        answer = make(buyer, "/V2/GenerateReceiptXml", receipt(root, signer))
        found = read_service_document(made(answer, ServiceKind.RECEIPT)).signer
        assert found is not None
        assert (str(found.full_name), found.position) == ("Полевой Иван Андреевич", position)


def test_a_power_goes_into_the_file_as_it_was_given(seller: Side, buyer: Side) -> None:
    root, number = receive(seller, buyer, NeedReceipt=True), str(uuid4())
    signer = f"""<Signer SignerStatus="2" SignatureType="1"><Fio LastName="Полевой" FirstName="Иван"/>
    <PowerOfAttorney><Electronic MethodOfProviding="1"><Manual RegistrationNumber="{number}"
    RegistrationDate="17.09.2026" InternalNumber="12"/></Electronic></PowerOfAttorney></Signer>""".encode()
    answer = make(buyer, "/V2/GenerateReceiptXml", receipt(root, signer))
    data = made(answer, ServiceKind.RECEIPT)
    found = read_service_document(data).signer
    assert found is not None
    assert found.power is not None
    assert (found.power.number, found.power.internal_number, found.power.attached) == (number, "12", True)
    check_schema("DP_IZVPOL_1_982_00_01_03_01.xsd", data)


# -- refusals, amendments, annulment -------------------------------------------------------------------------


def test_a_refusal_carries_its_reason_and_is_taken_back(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    asked = pb.SignatureRejectionGenerationRequestV2(
        ErrorMessage="Неверная сумма",
        MessageId=root.DocumentInfo.MessageId,
        AttachmentId=root.EntityId,
        SignerContent=SIGNER,
    )
    data = made(make(buyer, "/V2/GenerateSignatureRejectionXml", asked), ServiceKind.AMENDMENT_REQUEST)
    check_schema("DP_UVUTOCH_1_985_00_01_03_01.xsd", data)
    parsed = buyer.http.post(pb.SignatureRejectionInfo, "/ParseSignatureRejectionXml", data)
    assert parsed.ErrorMessage == "Неверная сумма"
    assert parsed.Signer.SignerDetails.Surname == "Полевой"
    assert parsed.Signer.SignerDetails.JobTitle == "Директор"
    refusal = messages.XmlSignatureRejectionAttachment(
        ParentEntityId=root.EntityId, SignedContent=buyer.signed(data)
    )
    buyer.patch(root.DocumentInfo.MessageId, XmlSignatureRejections=[refusal])
    assert of_kind(seller.message_of(root.DocumentInfo.MessageId), Kind.XmlSignatureRejection)


def test_one_does_not_refuse_ones_own_document(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    asked = pb.SignatureRejectionGenerationRequestV2(
        ErrorMessage="Нет",
        MessageId=root.DocumentInfo.MessageId,
        AttachmentId=root.EntityId,
        SignerContent=SIGNER,
    )
    assert make(seller, "/V2/GenerateSignatureRejectionXml", asked).status_code == 409


@pytest.mark.parametrize(
    ("form", "schema", "version"),
    [
        ("revocation_request_01", "DP_PRANNUL_1_985_00_01_01_01.xsd", "1.01"),
        ("revocation_request_02", "DP_PRANNUL_1_985_00_01_01_02.xsd", "1.02"),
    ],
    ids=["form 1.01", "form 1.02"],
)
def test_annulment_is_proposed_in_both_forms(
    seller: Side, buyer: Side, form: str, schema: str, version: str
) -> None:
    root = receive(seller, buyer)
    signer = pb.Signer(SignerCertificate=seller.certificate.raw)
    body = pb.RevocationRequestContent(Comment="Выставлен дважды", Signer=signer)
    about = {"messageId": root.DocumentInfo.MessageId, "attachmentId": root.EntityId, "contentTypeId": form}
    data = made(
        make(seller, "/V2/GenerateRevocationRequestXml", body, **about), ServiceKind.REVOCATION_REQUEST
    )
    found = read_service_document(data)
    assert found.version == version
    assert found.subject.name == "Contract.pdf"
    check_schema(schema, data)
    parsed = seller.http.post(pb.RevocationRequestContent, "/ParseRevocationRequestXml", data)
    assert parsed.Comment == "Выставлен дважды"
    assert parsed.Signer.SignerDetails.FirstName == "Анна"


def test_annulment_needs_a_known_form(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    body = pb.RevocationRequestContent(Comment="-")
    about = {"messageId": root.DocumentInfo.MessageId, "attachmentId": root.EntityId}
    assert make(seller, "/V2/GenerateRevocationRequestXml", body, **about).status_code == 400
    about["contentTypeId"] = "revocation_request_03"
    assert make(seller, "/V2/GenerateRevocationRequestXml", body, **about).status_code == 400


def test_the_first_versions_take_a_signer_message(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer, NeedReceipt=True)
    details = pb.SignerDetails(Surname="Полевой", FirstName="Иван", JobTitle="Директор")
    signer = pb.Signer(SignerDetails=details)
    ids = {"messageId": root.DocumentInfo.MessageId, "attachmentId": root.EntityId}
    refusal = pb.SignatureRejectionInfo(ErrorMessage="Нет", Signer=signer)
    amendment = pb.InvoiceCorrectionRequestInfo(ErrorMessage="Уточните", Signer=signer)
    revocation = pb.RevocationRequestContent(Comment="Дважды", Signer=signer)
    for path, body, kind in (
        ("/GenerateReceiptXml", signer, ServiceKind.RECEIPT),
        ("/GenerateSignatureRejectionXml", refusal, ServiceKind.AMENDMENT_REQUEST),
        ("/GenerateInvoiceCorrectionRequestXml", amendment, ServiceKind.AMENDMENT_REQUEST),
        ("/GenerateRevocationRequestXml", revocation, ServiceKind.REVOCATION_REQUEST),
    ):
        found = read_service_document(made(make(buyer, path, body, **ids), kind)).signer
        assert found is not None
        assert str(found.full_name) == "Полевой Иван"
    empty = make(buyer, "/GenerateReceiptXml", pb.Signer(), **ids)
    assert (empty.status_code, "Signer" in empty.text) == (400, True)


def test_a_file_of_another_kind_is_not_parsed(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer, NeedReceipt=True)
    data = made(make(buyer, "/V2/GenerateReceiptXml", receipt(root)), ServiceKind.RECEIPT)
    for path in ("/ParseRevocationRequestXml", "/ParseSignatureRejectionXml"):
        answer = buyer.http.call("POST", path, content=data)
        assert answer.status_code == 400
        assert "DP_IZVPOL" in answer.text


def test_a_request_for_amendment_is_read_from_the_message(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer)
    asked = pb.InvoiceCorrectionRequestGenerationRequestV2(
        ErrorMessage="Уточните адрес",
        MessageId=root.DocumentInfo.MessageId,
        AttachmentId=root.EntityId,
        SignerContent=SIGNER,
    )
    data = made(make(buyer, "/V2/GenerateInvoiceCorrectionRequestXml", asked), ServiceKind.AMENDMENT_REQUEST)
    request = messages.CorrectionRequestAttachment(
        ParentEntityId=root.EntityId, SignedContent=buyer.signed(data)
    )
    patch = buyer.patch(root.DocumentInfo.MessageId, CorrectionRequests=[request])
    (sent,) = of_kind(patch, Kind.InvoiceCorrectionRequest)
    info = seller.http.get(
        pb.InvoiceCorrectionRequestInfo,
        "/GetInvoiceCorrectionRequestInfo",
        boxId=seller.box,
        messageId=root.DocumentInfo.MessageId,
        entityId=sent.EntityId,
    )
    assert info.ErrorMessage == "Уточните адрес"
    answer = seller.http.call(
        "GET",
        "/GetInvoiceCorrectionRequestInfo",
        params={
            "boxId": seller.box,
            "messageId": root.DocumentInfo.MessageId,
            "entityId": root.EntityId,
        },
    )
    assert answer.status_code == 404


# -- the operator's confirmations ----------------------------------------------------------------------------


def test_confirmations_of_the_operator_are_valid_files(seller: Side, buyer: Side) -> None:
    ends = [find_box(seller.http.world, side.box) for side in (seller, buyer)]
    assert ends[0] is not None
    assert ends[1] is not None
    common = {
        "file_name": "Договор.pdf",
        "signatures": [b"signature"],
        "sender": ends[0],
        "recipient": ends[1],
        "at": seller.http.world.now_ticks(),
    }
    name, data = service.confirmation_of_receipt_date(**common)
    found = read_service_document(data)
    assert found.kind is ServiceKind.RECEIPT_DATE
    assert name.startswith(f"DP_PDPOL_{ends[0].organization.fns_id}_2BM_")
    assert found.subject == SignedFile("Договор.pdf", (b"signature",))
    assert found.at is not None
    assert abs((found.at - datetime.now(UTC)).total_seconds()) < 60
    check_schema("DP_PDPOL_1_984_00_01_03_01.xsd", data)
    name, data = service.confirmation_of_sending_date(**common)
    assert name.startswith(f"DP_PDOTPR_{ends[1].organization.fns_id}_2BM_")
    check_schema("DP_PDOTPR_1_983_00_01_03_01.xsd", data)


# -- JSON ----------------------------------------------------------------------------------------------------


def test_a_receipt_is_made_by_a_request_in_json(seller: Side, buyer: Side) -> None:
    root = receive(seller, buyer, NeedReceipt=True)
    body = {
        "MessageId": root.DocumentInfo.MessageId,
        "AttachmentId": root.EntityId,
        "SignerContent": base64.b64encode(SIGNER).decode(),
    }
    answer = buyer.http.call("POST", "/V2/GenerateReceiptXml", params={"boxId": buyer.box}, json=body)
    made(answer, ServiceKind.RECEIPT)
