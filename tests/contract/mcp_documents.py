"""Documents, files and powers of attorney through diadoc-mcp-ru."""

from __future__ import annotations

import json
from functools import partial
from uuid import uuid4

from firms import Firm, text
from mcp_desk import HEAD_DEPARTMENT, SIGNER, Desk, attachment, document, send

from paraph.trust.certificate import load_certificates


def a_contract_is_sent_signed_and_annulled(desk: Desk) -> None:
    content = "Договор № 17".encode()
    prototype = {"CustomDocumentId": "a", "TypeNamedId": "Contract"}
    asked = {"FromBoxId": desk.seller.box, "ToBoxId": desk.buyer.box, "DocumentPrototypes": [prototype]}
    assert desk.from_seller.call("can_post_message", asked) is not None
    sent = desk.send(attachment(desk.seller, content=content, CustomDocumentId="17"))
    message, entity = sent["MessageId"], document(sent)["EntityId"]
    assert type(sent["TimestampTicks"]) is int
    where = {"boxId": desk.buyer.box, "messageId": message}
    call = desk.from_buyer.call

    events = call("get_new_events", boxId=desk.buyer.box, limit=100)
    arrived = next(
        event for event in events["Events"] if event.get("Message", {}).get("MessageId") == message
    )
    assert (
        call("get_event", boxId=desk.buyer.box, eventId=arrived["EventId"])["IndexKey"] == arrived["IndexKey"]
    )
    assert call("get_last_event", boxId=desk.buyer.box)["EventId"]
    got = call("get_message", **where)
    assert document(sent)["DocumentInfo"]["CustomDocumentId"] == "17"
    assert not document(got)["DocumentInfo"]["CustomDocumentId"]  # the sender's own
    assert call("get_entity_content", **where, entityId=entity) == content.decode()
    shown = call("get_document", **where, entityId=entity)
    assert shown["Content"]["Data"] == text(content)
    assert call("get_documents_by_message_id", **where)["Documents"]
    waiting = call(
        "get_documents", boxId=desk.buyer.box, filterCategory="Any.InboundWaitingForRecipientSignature"
    )
    assert entity in [one["EntityId"] for one in waiting["Documents"]]
    signature = next(one for one in got["Entities"] if one["EntityType"] == "Signature")
    assert call("get_signature_info", **where, entityId=signature["EntityId"])

    signed = {"ParentEntityId": entity, "Signature": text(desk.buyer.sign(content))}
    call("post_message_patch", {"BoxId": desk.buyer.box, "MessageId": message, "Signatures": [signed]})
    desk.settle()
    mine = {"boxId": desk.seller.box, "messageId": message}
    after = desk.from_seller.call("get_document", **mine, entityId=entity)
    assert after["RecipientResponseStatus"] == "WithRecipientSignature"

    info = {"Comment": "Опечатка", "Signer": {"SignerCertificate": text(_certificate(desk.buyer))}}
    asked = {"messageId": message, "attachmentId": entity, "contentTypeId": "revocation_request_02"}
    assert "<?xml" in call("generate_revocation_request_xml", info, boxId=desk.buyer.box, **asked)
    made = desk.buyer.generated("/V2/GenerateRevocationRequestXml", info, boxId=desk.buyer.box, **asked)
    request = {"ParentEntityId": entity, "SignedContent": desk.buyer.signed(made)}
    call(
        "post_message_patch", {"BoxId": desk.buyer.box, "MessageId": message, "RevocationRequests": [request]}
    )
    desk.settle()
    after = desk.from_seller.call("get_document", **mine, entityId=entity)
    assert after["RevocationStatus"] == "RequestsMyRevocation"


def _certificate(firm: Firm) -> bytes:
    return load_certificates(firm.pem.read_bytes())[0].raw


def contracts_are_received_amended_and_refused(desk: Desk) -> None:
    sent = desk.send(attachment(desk.seller, NeedReceipt=True), attachment(desk.seller))
    message = sent["MessageId"]
    received, refused = (one["EntityId"] for one in sent["Entities"] if "DocumentInfo" in one)
    about = {"MessageId": message, "AttachmentId": received, "SignerContent": text(SIGNER)}
    call = partial(desk.from_buyer.call, boxId=desk.buyer.box)
    generated = partial(desk.buyer.generated, boxId=desk.buyer.box)
    assert "<?xml" in call("generate_receipt_xml", about)
    receipt = generated("/V2/GenerateReceiptXml", about)
    about |= {"ErrorMessage": "Неверная сумма"}
    assert "<?xml" in call("generate_invoice_correction_request_xml", about)
    correction = generated("/V2/GenerateInvoiceCorrectionRequestXml", about)
    about |= {"AttachmentId": refused}
    assert "<?xml" in call("generate_signature_rejection_xml", about)
    refusal = generated("/V2/GenerateSignatureRejectionXml", about)
    answers = {
        "Receipts": [{"ParentEntityId": received, "SignedContent": desk.buyer.signed(receipt)}],
        "XmlSignatureRejections": [{"ParentEntityId": refused, "SignedContent": desk.buyer.signed(refusal)}],
        "CorrectionRequests": [{"ParentEntityId": received, "SignedContent": desk.buyer.signed(correction)}],
    }
    patch = call("post_message_patch", {"BoxId": desk.buyer.box, "MessageId": message, **answers})
    desk.settle()
    where = {"messageId": message}
    shown = desk.from_seller.call("get_document", boxId=desk.seller.box, entityId=refused, **where)
    assert shown["RecipientResponseStatus"] == "RecipientSignatureRequestRejected"
    amendment = next(one for one in patch["Entities"] if one["AttachmentType"] == "InvoiceCorrectionRequest")
    told = call("get_invoice_correction_request_info", entityId=amendment["EntityId"], **where)
    assert told["ErrorMessage"] == "Неверная сумма"


def docflows(desk: Desk) -> None:
    sent = desk.send(attachment(desk.seller))
    root, call = document(sent), partial(desk.from_seller.call, boxId=desk.seller.box)
    asked = {"DocumentId": {"MessageId": sent["MessageId"], "EntityId": root["EntityId"]}}
    assert call("get_docflows", {"Requests": [asked]})["Documents"][0]["Docflow"]
    since = {"Filter": {"FromTimestamp": {"Ticks": sent["TimestampTicks"]}}, "PopulateDocuments": True}
    assert call("get_docflow_events", since)["Events"]
    packet = root["DocumentInfo"]["PacketId"]
    assert call("get_docflows_by_packet_id", {"PacketId": packet})["Documents"]
    assert call("search_docflows", {"QueryString": "17", "Scope": 0})["Documents"]
    assert desk.from_seller.call("get_partner_events", {"Limit": 10})


def files_to_look_at(desk: Desk) -> None:
    sent = desk.send(attachment(desk.seller))
    about = {
        "boxId": desk.buyer.box,
        "messageId": sent["MessageId"],
        "documentId": document(sent)["EntityId"],
    }
    for operation in ("generate_print_form", "generate_document_protocol", "generate_document_zip"):
        first = desk.from_buyer.answer(operation, **about)
        assert first.status == 204
        desk.settle()
        assert desk.from_buyer.answer(operation, **about).status == 200
        desk.from_buyer.call(operation, **about)
    identity = {"DocumentIds": [{"MessageId": about["messageId"], "EntityId": about["documentId"]}]}
    assert desk.from_buyer.call("detect_custom_print_forms", identity, boxId=desk.buyer.box)
    form = desk.from_buyer.call(
        "generate_print_form_from_attachment", {}, documentType="Nonformalized", fromBoxId=desk.buyer.box
    )
    desk.settle()
    assert desk.from_buyer.call("get_generated_print_form", printFormId=form)


def drafts_and_templates(desk: Desk) -> None:
    content = b"a draft"
    unsigned = attachment(desk.seller) | {"SignedContent": {"Content": text(content)}}
    draft, other = (send(desk.from_seller, desk.seller, desk.buyer, unsigned, IsDraft=True) for _ in range(2))
    entity = document(draft)["EntityId"]
    prepared = {"DocumentId": {"MessageId": draft["MessageId"], "EntityId": entity}}
    made = desk.from_seller.call(
        "prepare_documents_to_sign", {"BoxId": desk.seller.box, "DraftDocuments": [prepared]}
    )
    assert made["DocumentPatchedContents"][0]["Content"] == text(content)
    signature = {"ParentEntityId": entity, "Signature": text(desk.seller.sign(content))}
    body = {"BoxId": desk.seller.box, "DraftId": draft["MessageId"], "DocumentSignatures": [signature]}
    assert desk.from_seller.call("send_draft", body)["CreatedFromDraftId"] == draft["MessageId"]
    desk.from_seller.call("recycle_draft", boxId=desk.seller.box, draftId=other["MessageId"])

    source = {key: value for key, value in unsigned.items() if key != "SignedContent"}
    boxes = {
        "FromBoxId": desk.seller.box,
        "ToBoxId": desk.buyer.box,
        "MessageFromBoxId": desk.buyer.box,
        "MessageToBoxId": desk.seller.box,
    }
    body = boxes | {"DocumentAttachments": [source | {"UnsignedContent": {"Content": text(content)}}]}
    template, refused = (
        desk.from_seller.call("post_template", body, operationId=str(uuid4())) for _ in range(2)
    )
    desk.settle()
    wish = {"DocumentId": document(template)["EntityId"]}
    body = {"BoxId": desk.buyer.box, "TemplateId": template["MessageId"], "DocumentTransformations": [wish]}
    assert desk.from_buyer.call("transform_template_to_message", body)["MessageId"]
    refusal = {"DocumentId": document(refused)["EntityId"], "Comment": "Не нужен"}
    desk.from_buyer.call(
        "post_template_patch", {"Refusals": [refusal]}, boxId=desk.buyer.box, templateId=refused["MessageId"]
    )


def order_in_a_box(desk: Desk) -> None:
    sent = desk.send(attachment(desk.seller))
    about = {
        "boxId": desk.seller.box,
        "messageId": sent["MessageId"],
        "documentId": document(sent)["EntityId"],
    }
    desk.from_seller.call("delete", **about)
    desk.from_seller.call("restore", **about)
    departments = desk.from_seller.call("get_departments", boxId=desk.seller.box)["Departments"]
    target = next(one["Id"] for one in departments if one["Id"] != HEAD_DEPARTMENT)
    identity = {"MessageId": about["messageId"], "EntityId": about["documentId"]}
    desk.from_seller.call(
        "move_documents", {"BoxId": desk.seller.box, "ToDepartmentId": target, "DocumentIds": [identity]}
    )
    shown = desk.from_seller.call(
        "get_document", boxId=desk.seller.box, messageId=about["messageId"], entityId=about["documentId"]
    )
    assert shown["DepartmentId"] == target


# -- shelf, cloud, powers ------------------------------------------------------------------------------------


def the_shelf(desk: Desk) -> None:
    name = desk.from_seller.call("shelf_upload", {"a": 1}, fileExtension="json")
    assert desk.from_seller.call("shelf_download", fileName=name) == '{"a":1}'
    parts = desk.from_seller.call(
        "shelf_upload_part_init", {"b": 2}, fileExtension="json", isLastPart="false"
    )
    left = desk.from_seller.call(
        "shelf_upload_part", {"c": 3}, fileName=parts, partIndex=1, isLastPart="True"
    )
    assert left == "[]"
    assert desk.from_seller.call("shelf_download", fileName=parts) == '{"b":2}{"c":3}'
    body = attachment(desk.seller) | {
        "SignedContent": {"NameOnShelf": name, "Signature": text(desk.seller.sign(b'{"a":1}'))}
    }
    assert send(desk.from_seller, desk.seller, desk.buyer, body)["MessageId"]


def signing_in_the_cloud(desk: Desk) -> None:
    file = {"Content": {"Content": text(b"to sign")}, "FileName": "a.txt"}
    task = desk.from_seller.call("dss_sign", {"Files": [file]}, boxId=desk.seller.box)["TaskId"]
    desk.settle()
    result = desk.from_seller.call("dss_sign_result", boxId=desk.seller.box, taskId=task)
    assert result["OperationStatus"] == "Completed"
    assert result["FileSigningResults"][0]["Signature"]


def powers_of_attorney(desk: Desk) -> None:
    given = json.loads((desk.sandbox / "pki" / "index.json").read_bytes())["people"]["person"]["mchd"]
    file, signature = ((desk.sandbox / "pki" / given[part]).read_bytes() for part in ("file", "signature"))
    body = {"Content": {"Content": {"Content": text(file)}, "Signature": {"Content": text(signature)}}}
    call = partial(desk.from_seller.call, boxId=desk.seller.box)
    task = call("register_power_of_attorney", body)["TaskId"]
    desk.settle()
    result = call("register_power_of_attorney_result", taskId=task)
    assert result["OperationStatus"] == "Done", result
    full_id = result["PowerOfAttorney"]["FullId"]
    certificate = load_certificates((desk.sandbox / "pki" / "person.pem").read_bytes())[0].raw
    asked = {"FullId": full_id, "ConfidantCertificate": {"Content": {"Content": text(certificate)}}}
    assert call("prevalidate_power_of_attorney", asked)["PrevalidateStatus"]["StatusNamedId"]
    call("add_employee_power_of_attorney", full_id)
    patch = {"PowerOfAttorneyFullId": full_id, "IsDefaultPatch": {"IsDefault": True}}
    assert call("update_employee_power_of_attorney", patch)["IsDefault"]
    assert call("get_employee_powers_of_attorney", onlyActual="true")["PowersOfAttorney"]

    document_with = attachment(desk.seller)
    power = {"UseDefault": False, "Contents": [body["Content"]]}
    document_with["SignedContent"]["PowerOfAttorney"] = power
    sent = desk.send(document_with)
    shown = call("get_message", messageId=sent["MessageId"])
    entity = next(one for one in shown["Entities"] if one["AttachmentType"] == "PowerOfAttorney")
    where = {"messageId": sent["MessageId"], "entityId": entity["EntityId"]}
    assert call("get_power_of_attorney_info", **where)
    assert call("get_power_of_attorney_content", **where)
    call("delete_employee_power_of_attorney", full_id)


JOURNEYS = (
    a_contract_is_sent_signed_and_annulled,
    contracts_are_received_amended_and_refused,
    docflows,
    files_to_look_at,
    drafts_and_templates,
    order_in_a_box,
    the_shelf,
    signing_in_the_cloud,
    powers_of_attorney,
)
