"""Reading: messages, contents, lists, what is deleted, moved, drafted or made from a template."""

from __future__ import annotations

import pytest
from diadoc_desk import Side, documents, metadata, of_kind
from diadoc_http import DiadocHttp

from paraph.trust.cms import Level, parse_signed_data
from paraph.wire.diadoc import docflow_pb2, documents_pb2
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.documents_pb2 import MessageType
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.messages_pb2 import EntityType


def _list(side: Side, category: str, **params: object) -> documents_pb2.DocumentList:
    return side.http.get(
        documents_pb2.DocumentList, "/V3/GetDocuments", boxId=side.box, filterCategory=category, **params
    )


def _signatures(message: pb.Message) -> list[pb.Entity]:
    return [entity for entity in message.Entities if entity.EntityType == EntityType.Signature]


# -- messages and contents -----------------------------------------------------------------------------------


def test_signatures_come_stamped_unless_the_original_is_asked(seller: Side, buyer: Side) -> None:
    posted = seller.send(buyer, seller.attachment())
    (root,) = documents(posted)
    (original,) = _signatures(buyer.message_of(posted.MessageId, originalSignature=True))
    assert original.ParentEntityId == root.EntityId
    (stamped,) = _signatures(buyer.message_of(posted.MessageId))
    assert stamped.EntityId != original.EntityId
    assert stamped.ParentEntityId == root.EntityId
    data = parse_signed_data(buyer.content_of(stamped, posted.MessageId))
    assert data.signers[0].level == Level.T
    same = parse_signed_data(buyer.content_of(original, posted.MessageId))
    assert data.signers[0].signature == same.signers[0].signature

    off = buyer.message_of(posted.MessageId, originalSignature="false")
    assert _signatures(off)[0].EntityId == stamped.EntityId
    params = {"boxId": buyer.box, "messageId": posted.MessageId}
    older = buyer.http.get(pb.Message, "/V4/GetMessage", **params)
    assert _signatures(older)[0].ParentEntityId == original.EntityId


def test_content_is_injected_up_to_a_limit(seller: Side, buyer: Side) -> None:
    small, large = seller.attachment(content=b"a" * 1000), seller.attachment(content=b"b" * 1_048_577)
    posted = seller.send(buyer, small, large)
    first, second = documents(buyer.message_of(posted.MessageId, injectEntityContent=True))
    assert first.Content.Data == b"a" * 1000
    assert (second.Content.Size, second.Content.HasField("Data")) == (1_048_577, False)
    assert not documents(buyer.message_of(posted.MessageId))[0].Content.HasField("Data")
    # GetDocument gives content by default, the opposite of GetMessage.
    assert buyer.document(posted.MessageId, first.EntityId).Content.Data == b"a" * 1000
    assert not buyer.document(posted.MessageId, second.EntityId).Content.HasField("Data")
    assert len(buyer.content_of(second, posted.MessageId)) == 1_048_577


def test_what_has_no_content_is_not_found(seller: Side, buyer: Side) -> None:
    posted = seller.send(buyer, seller.attachment())
    approve = pb.ResolutionAttachment(InitialDocumentId=documents(posted)[0].EntityId, ResolutionType=1)
    patch = seller.patch(posted.MessageId, Resolutions=[approve])
    (resolution,) = of_kind(patch, Kind.Resolution)
    params = {"boxId": seller.box, "messageId": posted.MessageId, "entityId": resolution.EntityId}
    assert seller.http.call("GET", "/V4/GetEntityContent", params=params).status_code == 404


def test_nobody_reads_another_s_messages(seller: Side, buyer: Side) -> None:
    attachment = seller.attachment()
    attachment.SignedContent.Signature = seller.sign(b"other")
    posted = seller.send(buyer, attachment)
    params = {"boxId": buyer.box, "messageId": posted.MessageId}
    assert buyer.http.call("GET", "/V6/GetMessage", params=params).status_code == 404
    params["boxId"] = seller.box
    assert buyer.http.call("GET", "/V6/GetMessage", params=params).status_code == 403


def test_a_signature_tells_of_its_certificate(seller: Side, buyer: Side) -> None:
    posted = seller.send(buyer, seller.attachment())
    (signature,) = _signatures(buyer.message_of(posted.MessageId, originalSignature=True))
    found = buyer.http.json(
        "GET", "/GetSignatureInfo", boxId=buyer.box, messageId=posted.MessageId, entityId=signature.EntityId
    )
    assert found["OrgInn"] == seller.certificate.signer_info().inn_le
    assert found["SignatureVerificationResult"]["IsValid"] is True


# -- lists ---------------------------------------------------------------------------------------------------


def test_lists_by_category(seller: Side, buyer: Side) -> None:
    one = seller.send(buyer, seller.attachment(), seller.attachment("ProformaInvoice"))
    contract = documents(one)[0]
    assert _list(seller, "Any.Outbound").TotalCount == 2
    assert _list(seller, "Contract.OutboundWaitingForRecipientSignature").TotalCount == 1
    assert _list(seller, "contract.outboundwaitingforrecipientsignature").TotalCount == 1
    assert _list(buyer, "Any.InboundNotRead").TotalCount == 2
    assert _list(buyer, "Any.Outbound").TotalCount == 0
    assert _list(buyer, "ProformaInvoice.InboundFinished").TotalCount == 1

    buyer.patch(one.MessageId, Signatures=[buyer.signature(contract)])
    assert _list(buyer, "Any.InboundNotRead").TotalCount == 1  # its content was fetched to be signed
    assert _list(seller, "Any.OutboundWithRecipientSignature").TotalCount == 1
    assert _list(seller, "Any.OutboundWaitingForRecipientSignature").TotalCount == 0
    (found,) = _list(seller, "Any.OutboundWithRecipientSignature").Documents
    assert found.EntityId == contract.EntityId
    assert not found.HasField("Content")


@pytest.mark.parametrize(
    "category", ["Any", "AnyInvoiceDocumentType.Outbound", "Any.Sideways", "Any.OutboundBroken", ""]
)
def test_an_unknown_category_is_refused(seller: Side, category: str) -> None:
    params = {"boxId": seller.box, "filterCategory": category}
    assert seller.http.call("GET", "/V3/GetDocuments", params=params).status_code == 400


def test_lists_are_read_by_pages(seller: Side, buyer: Side) -> None:
    sent = [documents(seller.send(buyer, seller.attachment()))[0].EntityId for _ in range(5)]
    seen, cursor = [], {}
    while True:
        page = _list(seller, "Any.Outbound", count=2, **cursor)
        seen += [document.EntityId for document in page.Documents]
        if not page.HasMoreResults:
            break
        cursor = {"afterIndexKey": page.Documents[-1].IndexKey}
    assert seen == sent
    newest = _list(seller, "Any.Outbound", sortDirection="Descending", count=1)
    assert newest.Documents[0].EntityId == sent[-1]


def test_numbers_and_dates_do_not_go_with_timestamps(seller: Side, buyer: Side) -> None:
    seller.send(buyer, seller.attachment())
    assert _list(seller, "Any.Outbound", documentNumber="17").TotalCount == 1
    assert _list(seller, "Any.Outbound", documentNumber="18").TotalCount == 0
    assert _list(seller, "Any.Outbound", fromDocumentDate="23.11.2026").TotalCount == 0
    params = {
        "boxId": seller.box,
        "filterCategory": "Any.Outbound",
        "documentNumber": "17",
        "timestampFromTicks": 1,
    }
    assert seller.http.call("GET", "/V3/GetDocuments", params=params).status_code == 400
    by_date = _list(seller, "Any.Outbound", documentNumber="17").Documents[0].IndexKey
    assert by_date != _list(seller, "Any.Outbound").Documents[0].IndexKey


def test_the_newer_list_takes_many_values(seller: Side, buyer: Side) -> None:
    seller.send(buyer, seller.attachment(), seller.attachment("ProformaInvoice"), seller.attachment("Torg12"))
    asked = documents_pb2.GetDocumentsV4Request(
        DocumentCategory="Outbound",
        DocumentTypeNamedIds=["Torg12", "ProformaInvoice"],
        FromTotalSum="1000",
        DocumentStatuses=["WaitingForRecipientSignature", "NoRecipientSignatureRequest"],
    )
    page = seller.http.post(documents_pb2.DocumentList, "/V4/GetDocuments", asked, boxId=seller.box)
    assert {document.TypeNamedId for document in page.Documents} == {"Torg12", "ProformaInvoice"}
    asked.FromTotalSum = "1200.01"
    assert not seller.http.post(
        documents_pb2.DocumentList, "/V4/GetDocuments", asked, boxId=seller.box
    ).Documents


def test_docflows_are_searched_and_read_by_packet(seller: Side, buyer: Side) -> None:
    posted = seller.send(buyer, seller.attachment(), seller.attachment("Torg12"))
    packet = documents(posted)[0].PacketId
    asked = docflow_pb2.GetDocflowsByPacketIdRequest(PacketId=packet, Count=1)
    kind = docflow_pb2.GetDocflowsByPacketIdResponseV5
    first = seller.http.post(kind, "/V5/GetDocflowsByPacketId", asked, boxId=seller.box)
    asked.AfterIndexKey = first.NextPageIndexKey
    second = seller.http.post(kind, "/V5/GetDocflowsByPacketId", asked, boxId=seller.box)
    ids = {page.Documents[0].Document.DocumentId.EntityId for page in (first, second)}
    assert ids == {root.EntityId for root in documents(posted)}
    assert not second.HasField("NextPageIndexKey")
    found = seller.http.post(
        docflow_pb2.SearchDocflowsResponseV5,
        "/V5/SearchDocflows",
        docflow_pb2.SearchDocflowsRequest(QueryString="Torg12"),
        boxId=seller.box,
    )
    assert [one.DocumentInfo.FullVersion.TypeNamedId for one in found.Documents] == ["Torg12"]


# -- deleted and moved ---------------------------------------------------------------------------------------


def test_deleting_is_for_one_box_and_once(seller: Side, buyer: Side) -> None:
    posted = seller.send(buyer, seller.attachment(), seller.attachment("Torg12"))
    first, second = documents(posted)
    params = {"boxId": buyer.box, "messageId": posted.MessageId}

    def call(method: str, document: pb.Entity | None = None) -> int:
        extra = {"documentId": document.EntityId} if document else {}
        return buyer.http.call("POST", f"/{method}", params={**params, **extra}).status_code

    assert call("Restore", first) == 409
    assert call("Delete", first) == 200
    assert call("Delete", first) == 409
    patch = buyer.events()[-1].Patch
    assert (patch.EntityPatches[0].DocumentIsDeleted, patch.MessageIsDeleted) == (True, False)
    assert _list(buyer, "Any.Inbound").TotalCount == 1
    assert _list(buyer, "Any.InboundDeleted").TotalCount == 1
    assert not seller.document(posted.MessageId, first.EntityId).IsDeleted
    assert call("Delete") == 200
    assert buyer.events()[-1].Patch.MessageIsDeleted
    assert buyer.message_of(posted.MessageId).IsDeleted
    assert call("Restore", second) == 200
    assert _list(buyer, "Any.Inbound").TotalCount == 1


def test_documents_move_to_another_department(seller: Side, buyer: Side) -> None:
    posted = seller.send(buyer, seller.attachment())
    (root,) = documents(posted)
    department = buyer.http.json("GET", "/admin/GetDepartments", boxId=buyer.box)["Departments"][-1]["Id"]
    asked = documents_pb2.DocumentsMoveOperation(BoxId=buyer.box, ToDepartmentId=department)
    asked.DocumentIds.add(MessageId=posted.MessageId, EntityId=root.EntityId)
    assert buyer.refused("/MoveDocuments", asked).status_code == 200
    assert buyer.document(posted.MessageId, root.EntityId).DepartmentId == department
    assert buyer.events()[-1].Patch.EntityPatches[0].MovedToDepartment == department
    assert seller.document(posted.MessageId, root.EntityId).DepartmentId != department
    assert buyer.refused("/MoveDocuments", asked).status_code == 409


# -- drafts and templates ------------------------------------------------------------------------------------


def _draft(seller: Side, buyer: Side | None) -> pb.Message:
    attachment = seller.attachment()
    attachment.SignedContent.ClearField("Signature")
    return seller.post(seller.message(buyer, attachment, IsDraft=True))


def test_a_draft_is_sent_once(seller: Side, buyer: Side) -> None:
    draft = _draft(seller, None)
    assert draft.MessageType == MessageType.Draft
    assert not _list(seller, "Any.Outbound").Documents
    (root,) = documents(draft)
    posted = pb.DraftToSend(BoxId=seller.box, DraftId=draft.MessageId, ToBoxId=buyer.box)
    assert seller.refused("/SendDraft", posted).status_code == 400
    posted.DocumentSignatures.add(
        ParentEntityId=root.EntityId, Signature=seller.sign(seller.content_of(root, draft.MessageId))
    )
    sent = seller.http.post(pb.Message, "/SendDraft", posted)
    seller.http.settle()
    assert sent.CreatedFromDraftId == draft.MessageId
    assert buyer.events()[0].Message.MessageId == sent.MessageId
    after = seller.message_of(draft.MessageId)
    assert after.DraftIsRecycled
    assert list(after.DraftIsTransformedToMessageIdList) == [sent.MessageId]
    assert seller.http.post(pb.Message, "/SendDraft", posted).MessageId == sent.MessageId
    assert seller.refused("/SendDraft", posted, operationId="again").status_code == 409


def test_a_draft_is_recycled_once(seller: Side, buyer: Side) -> None:
    draft = _draft(seller, buyer)
    params = {"boxId": seller.box, "draftId": draft.MessageId}
    assert seller.http.call("POST", "/RecycleDraft", params=params).status_code == 200
    assert seller.http.call("POST", "/RecycleDraft", params=params).status_code == 409
    assert seller.events()[-1].Patch.DraftIsRecycled
    assert not buyer.events()


def test_contents_are_prepared_to_be_signed(seller: Side, buyer: Side) -> None:
    draft = _draft(seller, buyer)
    (root,) = documents(draft)
    asked = pb.PrepareDocumentsToSignRequest(BoxId=seller.box)
    item = asked.DraftDocuments.add()
    item.DocumentId.MessageId, item.DocumentId.EntityId = draft.MessageId, root.EntityId
    kind = pb.PrepareDocumentsToSignResponse
    (bare,) = seller.http.post(
        kind, "/PrepareDocumentsToSign", asked, excludeContent=""
    ).DocumentPatchedContents
    assert not bare.HasField("Content")
    (found,) = seller.http.post(kind, "/PrepareDocumentsToSign", asked).DocumentPatchedContents
    posted = pb.DraftToSend(BoxId=seller.box, DraftId=draft.MessageId)
    posted.DocumentSignatures.add(
        ParentEntityId=root.EntityId,
        Signature=seller.sign(found.Content),
        PatchedContentId=found.PatchedContentId,
    )
    seller.http.post(pb.Message, "/SendDraft", posted)
    seller.http.settle()
    assert len(buyer.events()) == 1


def test_a_template_becomes_a_message_of_its_recipient(seller: Side, buyer: Side) -> None:
    posted = pb.TemplateToPost(
        FromBoxId=seller.box, ToBoxId=buyer.box, MessageFromBoxId=buyer.box, MessageToBoxId=seller.box
    )
    item = posted.DocumentAttachments.add(TypeNamedId="Contract", Metadata=metadata("Contract"))
    item.UnsignedContent.Content = b"a contract to be signed"
    template = seller.http.post(pb.Template, "/PostTemplate", posted)
    (event,) = buyer.events()
    assert event.Message.MessageType == MessageType.Template
    (source,) = documents(event.Message)
    asked = pb.TemplateTransformationToPost(BoxId=buyer.box, TemplateId=template.MessageId)
    asked.DocumentTransformations.add(DocumentId=source.EntityId)
    message = buyer.http.post(pb.Message, "/TransformTemplateToMessage", asked)
    (root,) = documents(message)
    assert root.DocumentInfo.Origin.MessageId == template.MessageId
    buyer.patch(message.MessageId, Signatures=[buyer.signature(root)])
    assert seller.events()[-1].Message.MessageId == message.MessageId
    again = buyer.refused("/TransformTemplateToMessage", asked, operationId="again")
    assert again.status_code == 409


def test_a_document_is_forwarded_once(seller: Side, buyer: Side) -> None:
    posted = seller.send(buyer, seller.attachment())
    (root,) = documents(posted)
    other = buyer.http.box("buyer_branch")
    asked = docflow_pb2.ForwardDocumentRequest(ToBoxId=other)
    asked.DocumentId.MessageId, asked.DocumentId.EntityId = posted.MessageId, root.EntityId
    kind = docflow_pb2.ForwardDocumentResponse
    answer = buyer.http.post(kind, "/V2/ForwardDocument", asked, boxId=buyer.box)
    again = buyer.refused("/V2/ForwardDocument", asked, boxId=buyer.box)
    assert again.status_code == 409
    request = docflow_pb2.GetForwardedDocumentEventsRequest()
    request.Filter.SetInParent()
    feed = buyer.http.post(
        docflow_pb2.GetForwardedDocumentEventsResponse,
        "/V2/GetForwardedDocumentEvents",
        request,
        boxId=other,
    )
    assert feed.Events[0].ForwardedDocumentId == answer.ForwardedDocumentId
    assert buyer.document(posted.MessageId, root.EntityId).ForwardDocumentEvents[0].ToBoxId == other


# -- who sees what -------------------------------------------------------------------------------------------


def test_a_whole_message_needs_access_to_all_of_it(diadoc: DiadocHttp, seller: Side, buyer: Side) -> None:
    users = diadoc.ready["organizations"]["buyer"]["users"]
    number = next(index for index, user in enumerate(users) if user["person"] == "partner_person")
    clerk = diadoc.as_user("buyer", number)
    department = clerk.json("GET", "/GetMyEmployee", boxId=buyer.box)["Permissions"]["UserDepartmentId"]
    posted = seller.send(buyer, seller.attachment(), seller.attachment("Torg12"))
    first, second = documents(posted)
    asked = documents_pb2.DocumentsMoveOperation(BoxId=buyer.box, ToDepartmentId=department)
    asked.DocumentIds.add(MessageId=posted.MessageId, EntityId=first.EntityId)
    buyer.refused("/MoveDocuments", asked)
    params = {"boxId": buyer.box, "messageId": posted.MessageId}

    assert clerk.call("GET", "/V6/GetMessage", params=params).status_code == 403
    theirs = clerk.get(pb.Message, "/V6/GetMessage", **params, entityId=first.EntityId)
    assert [entity.EntityId for entity in documents(theirs)] == [first.EntityId]
    other = clerk.call("GET", "/V6/GetMessage", params={**params, "entityId": second.EntityId})
    assert other.status_code == 403
    listed = clerk.get(
        documents_pb2.DocumentList, "/V3/GetDocuments", boxId=buyer.box, filterCategory="Any.Inbound"
    )
    assert [document.EntityId for document in listed.Documents] == [first.EntityId]
    denied = clerk.call("GET", "/V4/GetEntityContent", params={**params, "entityId": second.EntityId})
    assert denied.status_code == 403


def test_the_intermediate_recipient_has_its_own_category(
    diadoc: DiadocHttp, seller: Side, buyer: Side
) -> None:
    between = Side(diadoc.as_user("buyer_branch"), diadoc.box("buyer_branch"), buyer.pem)
    seller.send(buyer, seller.attachment(), ProxyBoxId=between.box)
    assert _list(between, "Any.ProxyWaitingForProxySignature").TotalCount == 1
    assert _list(between, "Any.Inbound").TotalCount == 0
    assert _list(seller, "Any.OutboundWaitingForProxySignature").TotalCount == 1
