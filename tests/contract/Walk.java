import Diadoc.Api.DiadocApi;
import Diadoc.Api.Proto.Docflow.DocflowApiProtos.GetDocflowBatchRequest;
import Diadoc.Api.Proto.Docflow.DocflowApiProtos.GetDocflowEventsRequest;
import Diadoc.Api.Proto.Docflow.DocflowApiProtos.GetDocflowRequest;
import Diadoc.Api.Proto.Docflow.DocflowApiProtos.GetDocflowsByPacketIdRequest;
import Diadoc.Api.Proto.Docflow.DocflowApiProtos.SearchDocflowsRequest;
import Diadoc.Api.Proto.DocumentIdProtos.DocumentId;
import Diadoc.Api.Proto.Documents.DocumentProtos.Document;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.BoxEvent;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.BoxEventList;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.Entity;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.Message;
import Diadoc.Api.Proto.Events.DiadocMessage_PostApiProtos.*;
import Diadoc.Api.Proto.Invoicing.InvoiceCorrectionRequestInfoProtos.InvoiceCorrectionRequestGenerationRequestV2;
import Diadoc.Api.Proto.Invoicing.ReceiptGenerationRequestProtos.ReceiptGenerationRequestV2;
import Diadoc.Api.Proto.Invoicing.RevocationRequestInfoProtos.RevocationRequestInfo;
import Diadoc.Api.Proto.Invoicing.SignatureRejectionInfoProtos.SignatureRejectionGenerationRequestV2;
import Diadoc.Api.Proto.Invoicing.SignerProtos.Signer;
import Diadoc.Api.Proto.LockModeProtos.LockMode;
import Diadoc.Api.Proto.PartnerEvents.PartnerEventsApi.GetPartnerEventsRequest;
import Diadoc.Api.Proto.TimeBasedFilterProtos.TimeBasedFilter;
import Diadoc.Api.Proto.TimestampProtos.Timestamp;
import Diadoc.Api.document.DocumentsFilter;
import Diadoc.Api.exceptions.DiadocSdkException;
import com.google.protobuf.ByteString;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.http.client.HttpResponseException;

/**
 * Two firms exchange documents through the official SDK.
 *
 * <p>What this side has no means for it asks on stdout, a line each, and reads the answer from stdin:
 * {@code sign <who> <base64>}, {@code certificate <who>}, {@code power file|signature}, {@code settle},
 * {@code fault <kind> <path>}. Every step is told as {@code step <name> ok|<what is wrong>}.
 */
public final class Walk {
    private static final BufferedReader IN =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private static final byte[] SIGNER = ("<Signer SignerStatus=\"1\" SignatureType=\"1\">"
            + "<Fio LastName=\"Полевой\" FirstName=\"Иван\" MiddleName=\"Андреевич\"/>"
            + "<Position PositionSource=\"Manual\">Директор</Position></Signer>").getBytes(StandardCharsets.UTF_8);

    private final DiadocApi seller;
    private final DiadocApi buyer;
    private final String mine;
    private final String theirs;
    private Message sent;
    private Entity root;

    private Walk(String[] given) throws DiadocSdkException {
        seller = new DiadocApi(given[1], given[0]);
        buyer = new DiadocApi(given[1], given[0]);
        seller.getAuthClient().authenticate(given[3], given[4]);
        buyer.getAuthClient().authenticate(given[6], given[7]);
        People people = new People(seller, buyer, given[2], given[5]);
        mine = people.organizations();
        theirs = people.counteragents();
        people.employees();
    }

    /** Arguments: url, developer's key, then ИНН, login and password of the seller and of the buyer. */
    public static void main(String[] given) throws Exception {
        Walk walk = new Walk(given);
        walk.sending();
        walk.reading();
        walk.docflows();
        walk.answering();
        Files files = new Files(walk.seller, walk.buyer, walk.mine, walk.theirs, walk.sent);
        files.made();
        files.drafts();
        files.shelf();
        Formal formal = new Formal(walk.seller, walk.buyer, walk.mine, walk.theirs);
        formal.documents();
        formal.powers();
        Older older = new Older(walk.seller, walk.buyer, walk.mine, walk.theirs);
        older.people();
        older.documents();
        older.cloud();
        walk.faults();
    }

    // -- documents ------------------------------------------------------------------------------------------

    private MessageToPost.Builder message(DocumentAttachment... attachments) {
        return MessageToPost.newBuilder().setFromBoxId(mine).setToBoxId(theirs)
                .addAllDocumentAttachments(Arrays.asList(attachments));
    }

    static DocumentAttachment.Builder attachment(SignedContent.Builder content) {
        var made = DocumentAttachment.newBuilder().setTypeNamedId("Contract").setSignedContent(content);
        made.addMetadata(MetadataItem.newBuilder().setKey("FileName").setValue("Договор.pdf"));
        made.addMetadata(MetadataItem.newBuilder().setKey("DocumentDate").setValue("22.11.2026"));
        made.addMetadata(MetadataItem.newBuilder().setKey("DocumentNumber").setValue("17"));
        return made;
    }

    static SignedContent.Builder signed(String who, byte[] content) throws Exception {
        return SignedContent.newBuilder().setContent(ByteString.copyFrom(content))
                .setSignature(ByteString.copyFrom(sign(who, content)));
    }

    static byte[] fresh() {
        return UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    }

    static Entity document(Message of) {
        return of.getEntitiesList().stream().filter(Entity::hasDocumentInfo).findFirst().orElseThrow();
    }

    private void sending() {
        step("send a packet", () -> {
            var first = attachment(signed("seller", fresh())).setCustomDocumentId("a").setNeedReceipt(true);
            var link = DocumentId.newBuilder().setMessageId("").setEntityId("a");
            var second = attachment(signed("seller", fresh())).addInitialDocumentIds(link);
            var posted = message(first.build(), second.build()).setLockMode(LockMode.None).build();
            sent = seller.getMessageClient().postMessage(posted, UUID.randomUUID().toString());
            root = document(sent);
            ask("settle");
            return sent.getEntitiesCount() == 4 && root.getDocumentInfo().getCustomDocumentId().equals("a");
        });
        step("an empty operation is none", () -> {
            var posted = message(attachment(signed("seller", fresh())).build()).build();
            String one = seller.getMessageClient().postMessage(posted, "").getMessageId();
            return seller.getMessageClient().postMessage(posted).getMessageId().equals(one);
        });
    }

    private void reading() {
        var events = buyer.getEventsClient();
        step("new events v8 by cursor", () -> {
            String cursor = null;
            List<String> seen = new ArrayList<>();
            BoxEventList page;
            do {
                page = events.getNewEventsV8(theirs, null, cursor, null, null, null, null, null, null, null, null, 2);
                for (BoxEvent event : page.getEventsList()) {
                    seen.add(event.getEventId());
                    cursor = event.getIndexKey();
                }
            } while (page.getEventsCount() > 0);
            return seen.size() == seen.stream().distinct().count() && !seen.isEmpty();
        });
        step("new events v7", () -> events.getNewEventsV7(
                theirs, null, null, null, null, null, null, null, null, null, null, 100).getEventsCount() > 0);
        step("last event", () -> {
            BoxEvent last = events.getLastEventV2(theirs);
            return events.getEventV3(theirs, last.getEventId()).getEventId().equals(last.getEventId());
        });
        step("message", () -> buyer.getMessageClient().getMessage(theirs, sent.getMessageId()).getEntitiesCount() >= 4);
        step("message with original signatures", () -> buyer.getMessageClient()
                .getMessage(theirs, sent.getMessageId(), root.getEntityId(), true, true).getEntitiesCount() > 0);
        var documents = buyer.getDocumentClient();
        step("document", () -> {
            Document found = documents.getDocument(theirs, sent.getMessageId(), root.getEntityId());
            byte[] content = documents.getEntityContent(theirs, sent.getMessageId(), root.getEntityId());
            return Arrays.equals(found.getContent().getData().toByteArray(), content);
        });
        step("documents by category", () -> {
            var filter = new DocumentsFilter.Builder().boxId(theirs).filterCategory("Any.Inbound").count(1).build();
            var page = documents.getDocuments(filter);
            return page.getDocumentsCount() == 1 && page.getHasMoreResults();
        });
        step("documents of a message", () ->
                documents.getDocumentsByMessageId(theirs, sent.getMessageId()).getDocumentsCount() == 2);
        step("signature", () -> {
            Entity one = buyer.getMessageClient().getMessage(theirs, sent.getMessageId()).getEntitiesList().stream()
                    .filter(entity -> entity.getEntityType().name().equals("Signature")).findFirst().orElseThrow();
            return documents.getSignatureInfo(theirs, sent.getMessageId(), one.getEntityId()) != null;
        });
        step("what is not there", () -> 404 == refusal(() ->
                documents.getDocument(theirs, UUID.randomUUID().toString(), UUID.randomUUID().toString())));
        step("another's box", () -> 403 == refusal(() -> seller.getMessageClient().getMessage(theirs, sent.getMessageId())));
        step("partner events", () -> seller.getPartnerEventsClient().GetPartnerEvents(
                GetPartnerEventsRequest.newBuilder().setLimit(10).build()) != null);
    }

    private void docflows() {
        var client = buyer.getDocflowClient();
        var id = DocumentId.newBuilder().setMessageId(sent.getMessageId()).setEntityId(root.getEntityId());
        var batch = GetDocflowBatchRequest.newBuilder()
                .addRequests(GetDocflowRequest.newBuilder().setDocumentId(id)).build();
        step("docflows v3", () -> client.getDocflows(theirs, batch).getDocumentsCount() == 1);
        step("docflows v4", () -> client.getDocflowsV4(theirs, batch).getDocuments(0).hasDocflow());
        var filter = TimeBasedFilter.newBuilder()
                .setFromTimestamp(Timestamp.newBuilder().setTicks(sent.getTimestampTicks()));
        var since = GetDocflowEventsRequest.newBuilder().setFilter(filter).setPopulateDocuments(true).build();
        step("docflow events v3", () -> client.getDocflowEvents(theirs, since).getEventsCount() > 0);
        step("docflow events v4", () -> client.getDocflowEventsV4(theirs, since).getEventsCount() > 0);
        var asked = SearchDocflowsRequest.newBuilder().setQueryString("17").build();
        step("search v3", () -> client.searchDocflowsV3(theirs, asked).getDocumentsCount() > 0);
        step("search v4", () -> client.searchDocflowsV4(theirs, asked).getDocumentsCount() > 0);
        var packet = GetDocflowsByPacketIdRequest.newBuilder()
                .setPacketId(root.getDocumentInfo().getPacketId()).build();
        step("packet v3", () -> client.getDocflowsByPacketIdV3(theirs, packet).getDocumentsCount() == 2);
        step("packet v4", () -> client.getDocflowsByPacketIdV4(theirs, packet).getDocumentsCount() == 2);
    }

    private void answering() {
        var generate = buyer.getGenerateClient();
        var client = buyer.getMessageClient();
        String id = sent.getMessageId();
        String entity = root.getEntityId();
        step("receipt", () -> {
            var asked = ReceiptGenerationRequestV2.newBuilder().setMessageId(id).setAttachmentId(entity)
                    .setSignerContent(ByteString.copyFrom(SIGNER)).build();
            var file = generate.generateReceiptXmlV2(theirs, asked);
            var made = ReceiptAttachment.newBuilder().setParentEntityId(entity)
                    .setSignedContent(signed("buyer", file.getContent()));
            client.postMessagePatchV4(patch(id).addReceipts(made).build());
            return file.getFileName().endsWith(".xml");
        });
        step("amendment asked", () -> {
            var asked = InvoiceCorrectionRequestGenerationRequestV2.newBuilder().setMessageId(id).setAttachmentId(entity)
                    .setErrorMessage("Уточните адрес").setSignerContent(ByteString.copyFrom(SIGNER)).build();
            var file = generate.generateInvoiceCorrectionRequestXmlV2(theirs, asked);
            var made = CorrectionRequestAttachment.newBuilder().setParentEntityId(entity)
                    .setSignedContent(signed("buyer", file.getContent()));
            var done = client.postMessagePatchV4(patch(id).addCorrectionRequests(made).build());
            Entity request = done.getEntitiesList().stream().filter(one ->
                    one.getAttachmentType().name().equals("InvoiceCorrectionRequest")).findFirst().orElseThrow();
            return client.getInvoiceCorrectionRequestInfo(theirs, id, request.getEntityId())
                    .getErrorMessage().equals("Уточните адрес");
        });
        step("sign", () -> {
            byte[] content = buyer.getDocumentClient().getEntityContent(theirs, id, entity);
            var made = DocumentSignature.newBuilder().setParentEntityId(entity)
                    .setSignature(ByteString.copyFrom(sign("buyer", content)));
            client.postMessagePatchV4(patch(id).addSignatures(made).build(), UUID.randomUUID().toString());
            ask("settle");
            return status(id, entity).equals("WithRecipientSignature");
        });
        step("refuse by the older numbering", () -> {
            Entity second = sent.getEntitiesList().stream().filter(Entity::hasDocumentInfo).skip(1).findFirst().orElseThrow();
            var asked = SignatureRejectionGenerationRequestV2.newBuilder().setMessageId(id)
                    .setAttachmentId(second.getEntityId()).setErrorMessage("Неверная сумма")
                    .setSignerContent(ByteString.copyFrom(SIGNER)).build();
            byte[] file = generate.generateSignatureRejectionXmlV2(theirs, asked).getContent();
            boolean read = buyer.getParseClient().parseSignatureRejectionXml(file).getErrorMessage().equals("Неверная сумма");
            var made = XmlSignatureRejectionAttachment.newBuilder().setParentEntityId(second.getEntityId())
                    .setSignedContent(signed("buyer", file));
            client.postMessagePatch(MessagePatchToPost.newBuilder().setBoxId(theirs).setMessageId(id)
                    .addXmlSignatureRejections(made).build());
            ask("settle");
            return read && status(id, second.getEntityId()).equals("RecipientSignatureRequestRejected");
        });
        step("annul", () -> {
            var signer = Signer.newBuilder().setSignerCertificate(ByteString.copyFrom(certificate("buyer")));
            var info = RevocationRequestInfo.newBuilder().setComment("Опечатка").setSigner(signer).build();
            byte[] file = generate.generateRevocationRequestXml(theirs, id, entity, info, "revocation_request_02").getContent();
            boolean read = buyer.getParseClient().parseRevocationRequestXml(file).getComment().equals("Опечатка");
            var made = RevocationRequestAttachment.newBuilder().setParentEntityId(entity)
                    .setSignedContent(signed("buyer", file));
            var done = client.postMessagePatchV4(patch(id).addRevocationRequests(made).build());
            ask("settle");
            String request = done.getEntities(0).getEntityId();
            byte[] content = seller.getDocumentClient().getEntityContent(mine, id, request);
            var agreed = DocumentSignature.newBuilder().setParentEntityId(request)
                    .setSignature(ByteString.copyFrom(sign("seller", content)));
            seller.getMessageClient().postMessagePatchV4(MessagePatchToPostV2.newBuilder().setBoxId(mine)
                    .setMessageId(id).addSignatures(agreed).build());
            ask("settle");
            return read && buyer.getDocumentClient().getDocument(theirs, id, entity)
                    .getRevocationStatus().name().equals("RevocationAccepted");
        });
    }

    private MessagePatchToPostV2.Builder patch(String message) {
        return MessagePatchToPostV2.newBuilder().setBoxId(theirs).setMessageId(message);
    }

    private String status(String message, String entity) throws Exception {
        return seller.getDocumentClient().getDocument(mine, message, entity).getRecipientResponseStatus().name();
    }

    // -- what goes wrong ------------------------------------------------------------------------------------

    private void faults() {
        var client = seller.getMessageClient();
        step("an answer lost after the message was made", () -> {
            var posted = message(attachment(signed("seller", fresh())).build()).build();
            String operation = UUID.randomUUID().toString();
            ask("fault error-after PostMessage");
            boolean lost = 500 == refusal(() -> client.postMessage(posted, operation));
            ask("settle");
            int before = arrived();
            var again = client.postMessage(posted, operation);
            var once_more = client.postMessage(posted, operation);
            ask("settle");
            return lost && again.getMessageId().equals(once_more.getMessageId()) && arrived() == before;
        });
        step("the same body without an operation", () -> {
            var posted = message(attachment(signed("seller", fresh())).build()).build();
            return client.postMessage(posted).getMessageId().equals(client.postMessage(posted).getMessageId());
        });
        step("too many requests", () -> {
            ask("fault too-many-requests GetBox");
            boolean told = 429 == refusal(() -> seller.getOrganizationClient().getBox(mine));
            return told && seller.getOrganizationClient().getBox(mine).getBoxId().equals(mine);
        });
        step("a connection cut is tried again by the SDK", () -> {
            ask("fault cut-before GetBox");
            return seller.getOrganizationClient().getBox(mine).getBoxId().equals(mine);
        });
        step("a part of a file fails and is sent again by the SDK", () -> {
            byte[] large = new byte[1_200_000];
            ask("fault error-before ShelfUploadPart");
            return Arrays.equals(seller.getShelfClient().shelfDownloadV2(
                    seller.getShelfClient().uploadLargeFileToShelf(large, "bin")), large);
        });
    }

    private int arrived() throws Exception {
        return buyer.getDocumentClient().getDocuments(new DocumentsFilter.Builder().boxId(theirs)
                .filterCategory("Any.Inbound").build()).getTotalCount();
    }

    // -- the other side of the pipe -------------------------------------------------------------------------

    static void step(String name, Callable<Boolean> body) {
        String result;
        try {
            result = body.call() ? "ok" : "is not so";
        } catch (Exception error) {
            result = error.toString().replace('\n', ' ').replace('\r', ' ');
        }
        System.out.println("step " + name + "\t" + result);
    }

    /** The status the operator refused with. */
    static int refusal(Callable<?> body) throws Exception {
        try {
            body.call();
            return 200;
        } catch (DiadocSdkException error) {
            if (error.getCause() instanceof HttpResponseException) {
                return ((HttpResponseException) error.getCause()).getStatusCode();
            }
            throw error;
        }
    }

    static byte[] sign(String who, byte[] content) throws Exception {
        return Base64.getDecoder().decode(ask("sign " + who + " " + Base64.getEncoder().encodeToString(content)));
    }

    static byte[] certificate(String who) throws Exception {
        return Base64.getDecoder().decode(ask("certificate " + who));
    }

    static String ask(String order) throws Exception {
        System.out.println(order);
        return IN.readLine();
    }
}
