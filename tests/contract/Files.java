import Diadoc.Api.DiadocApi;
import Diadoc.Api.Proto.Content_v3Protos.Content_v3;
import Diadoc.Api.Proto.CustomPrintFormDetectionProtos.CustomPrintFormDetectionRequest;
import Diadoc.Api.Proto.DocumentIdProtos.DocumentId;
import Diadoc.Api.Proto.Dss.DssSignProtos.DssSignFile;
import Diadoc.Api.Proto.Dss.DssSignProtos.DssSignRequest;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.Entity;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.Message;
import Diadoc.Api.Proto.Events.DiadocMessage_PostApiProtos.*;
import Diadoc.Api.documentType.XsdContentType;
import com.google.protobuf.ByteString;
import java.util.Arrays;

/** What the operator makes of a message, what is not sent yet and what is too large, asked by {@link Walk}. */
final class Files {
    private final DiadocApi seller;
    private final DiadocApi buyer;
    private final String mine;
    private final String theirs;
    private final Message sent;
    private final Entity root;

    Files(DiadocApi seller, DiadocApi buyer, String mine, String theirs, Message sent) {
        this.seller = seller;
        this.buyer = buyer;
        this.mine = mine;
        this.theirs = theirs;
        this.sent = sent;
        root = Walk.document(sent);
    }

    private MessageToPost.Builder message(DocumentAttachment.Builder attachment) {
        return MessageToPost.newBuilder().setFromBoxId(mine).setToBoxId(theirs).addDocumentAttachments(attachment);
    }

    void made() {
        var client = buyer.getPrintFormClient();
        String id = sent.getMessageId();
        String entity = root.getEntityId();
        Walk.step("print form", () -> {
            var first = client.generatePrintForm(theirs, id, entity);
            Walk.ask("settle");
            var second = client.generatePrintForm(theirs, id, entity);
            return !first.HasContent() && first.getRetryAfter() > 0 && second.getContent().getBytes().length > 0;
        });
        Walk.step("protocol", () -> {
            var first = client.generateDocumentProtocol(theirs, id, entity);
            Walk.ask("settle");
            var second = client.generateDocumentProtocol(theirs, id, entity);
            return !first.hasContent() && second.getDocumentProtocol().getPrintForm().size() > 0;
        });
        Walk.step("zip", () -> {
            client.generateDocumentZip(theirs, id, entity, true);
            Walk.ask("settle");
            String name = client.generateDocumentZip(theirs, id, entity, true).getDocumentZip().getZipFileNameOnShelf();
            return buyer.getShelfClient().shelfDownloadV2(name)[0] == 'P';
        });
        Walk.step("custom print forms", () -> {
            var one = DocumentId.newBuilder().setMessageId(id).setEntityId(entity);
            var asked = CustomPrintFormDetectionRequest.newBuilder().addDocumentIds(one).build();
            return client.detectCustomPrintForms(theirs, asked).getItemsCount() == 1;
        });
        Walk.step("titles of a file", () ->
                seller.getDocumentTypeClient().detectDocumentTitles(mine, Walk.fresh()).getDocumentTitlesCount() > 0);
        Walk.step("schema", () -> 404 == Walk.refusal(() -> seller.getDocumentTypeClient().getContent(
                "UniversalTransferDocument", "СЧФДОП", "utd970_05_03_01", 0, XsdContentType.TitleXsd)));
        Walk.step("sign in the cloud", () -> {
            var file = DssSignFile.newBuilder().setContent(
                    Content_v3.newBuilder().setContent(ByteString.copyFrom(Walk.fresh())));
            var task = seller.getSignClient().dssSign(mine, DssSignRequest.newBuilder().addFiles(file).build());
            Walk.ask("settle");
            return seller.getSignClient().dssSignResult(mine, task.getTaskId())
                    .getOperationStatus().name().equals("Completed");
        });
    }

    void drafts() {
        var client = seller.getMessageClient();
        Walk.step("draft", () -> {
            byte[] content = Walk.fresh();
            var unsigned = SignedContent.newBuilder().setContent(ByteString.copyFrom(content));
            var draft = client.postMessage(message(Walk.attachment(unsigned)).setIsDraft(true).build());
            var signature = DocumentSenderSignature.newBuilder().setParentEntityId(Walk.document(draft).getEntityId())
                    .setSignature(ByteString.copyFrom(Walk.sign("seller", content)));
            var done = client.sendDraft(DraftToSend.newBuilder().setBoxId(mine).setDraftId(draft.getMessageId())
                    .addDocumentSignatures(signature).build());
            Walk.ask("settle");
            return done.getCreatedFromDraftId().equals(draft.getMessageId());
        });
        Walk.step("recycle", () -> {
            var unsigned = SignedContent.newBuilder().setContent(ByteString.copyFrom(Walk.fresh()));
            var draft = client.postMessage(message(Walk.attachment(unsigned)).setIsDraft(true).build());
            client.recycleDraft(mine, draft.getMessageId());
            return 409 == Walk.refusal(() -> {
                client.recycleDraft(mine, draft.getMessageId());
                return null;
            });
        });
        Walk.step("delete and restore", () -> {
            client.delete(mine, sent.getMessageId(), root.getEntityId());
            boolean gone = seller.getDocumentClient().getDocument(mine, sent.getMessageId(), root.getEntityId()).getIsDeleted();
            seller.getDocumentClient().restore(mine, sent.getMessageId(), root.getEntityId());
            return gone;
        });
        Walk.step("template", () -> {
            var content = UnsignedContent.newBuilder().setContent(ByteString.copyFrom(Walk.fresh()));
            var inside = TemplateDocumentAttachment.newBuilder().setTypeNamedId("Nonformalized").setUnsignedContent(content)
                    .addMetadata(MetadataItem.newBuilder().setKey("FileName").setValue("a.txt"));
            var posted = TemplateToPost.newBuilder().setFromBoxId(mine).setToBoxId(theirs).setMessageFromBoxId(theirs)
                    .setMessageToBoxId(mine).addDocumentAttachments(inside).build();
            var template = seller.getTemplateClient().postTemplate(posted);
            Walk.ask("settle");
            var found = buyer.getTemplateClient().getTemplate(theirs, template.getMessageId(), null);
            var wish = DocumentTransformation.newBuilder().setDocumentId(found.getEntities(0).getEntityId());
            var asked = TemplateTransformationToPost.newBuilder().setBoxId(theirs)
                    .setTemplateId(template.getMessageId()).addDocumentTransformations(wish).build();
            return !buyer.getTemplateClient().transformTemplateToMessage(asked).getMessageId().isEmpty();
        });
    }

    void shelf() {
        var client = seller.getShelfClient();
        byte[] large = new byte[1_200_000];
        Arrays.fill(large, (byte) 'x');
        Walk.step("shelf", () -> {
            String name = client.uploadFileToShelfV2(large, "bin");
            return Arrays.equals(client.shelfDownloadV2(name), large);
        });
        Walk.step("shelf by parts, one lost on the way", () -> {
            Walk.ask("fault lost-part ShelfUploadPart");
            String name = client.uploadLargeFileToShelf(large, "bin");
            return Arrays.equals(client.shelfDownloadV2(name), large);
        });
        Walk.step("shelf v1", () -> Arrays.equals(client.shelfDownload(client.uploadFileToShelf(large)), large));
        Walk.step("send from the shelf", () -> {
            String name = client.uploadFileToShelfV2(large, "bin");
            var content = SignedContent.newBuilder().setNameOnShelf(name)
                    .setSignature(ByteString.copyFrom(Walk.sign("seller", large)));
            var done = seller.getMessageClient().postMessage(message(Walk.attachment(content)).build());
            Walk.ask("settle");
            return Arrays.equals(large, buyer.getDocumentClient()
                    .getEntityContent(theirs, done.getMessageId(), Walk.document(done).getEntityId()));
        });
    }
}
