import Diadoc.Api.DiadocApi;
import Diadoc.Api.Proto.Content_v3Protos.Content_v3;
import Diadoc.Api.Proto.Documents.GetDocumentsV4Protos.GetDocumentsV4Request;
import Diadoc.Api.Proto.Employees.PowersOfAttorney.EmployeePowerOfAttorneyProtos.EmployeePowerOfAttorneyIsDefaultPatch;
import Diadoc.Api.Proto.Employees.PowersOfAttorney.EmployeePowerOfAttorneyProtos.EmployeePowerOfAttorneyToUpdateV2;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.Entity;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.Message;
import Diadoc.Api.Proto.Events.DiadocMessage_PostApiProtos.*;
import Diadoc.Api.Proto.PowersOfAttorney.PowerOfAttorneyProtos.PowerOfAttorneyFullId;
import Diadoc.Api.Proto.PowersOfAttorney.PowerOfAttorneyProtos.PowerOfAttorneySignedContent;
import Diadoc.Api.Proto.PowersOfAttorney.PowerOfAttorneyProtos.PowerOfAttorneyToRegister;
import Diadoc.Api.Proto.PowersOfAttorney.PowerOfAttorneyValidationProtos.ConfidantCertificateToPrevalidate;
import Diadoc.Api.Proto.PowersOfAttorney.PowerOfAttorneyValidationProtos.PowerOfAttorneyPrevalidateRequestV2;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Formalised documents and powers of attorney, asked of the official SDK by {@link Walk}. */
final class Formal {
    private static final String TYPE = "UniversalTransferDocument";
    private static final String FUNCTION = "СЧФДОП";
    private static final String VERSION = "utd970_05_03_01";
    private static final String SIGNERS = "<Signers><Signer SignatureType=\"1\" SignerPowersConfirmationMethod=\"1\">"
            + "<Fio LastName=\"Лугова\" FirstName=\"Анна\"/>"
            + "<Position PositionSource=\"Manual\">Директор</Position></Signer></Signers>";

    private final DiadocApi seller;
    private final DiadocApi buyer;
    private final String mine;
    private final String theirs;
    private String message;
    private Entity root;
    private PowerOfAttorneyFullId power;

    Formal(DiadocApi seller, DiadocApi buyer, String mine, String theirs) {
        this.seller = seller;
        this.buyer = buyer;
        this.mine = mine;
        this.theirs = theirs;
    }

    void documents() {
        Walk.step("a title is made, read and sent", () -> {
            var file = seller.getGenerateClient().generateTitleXml(
                    mine, TYPE, FUNCTION, VERSION, 0, sellerTitle(), null, true, null, null);
            byte[] parsed = seller.getParseClient().parseTitleXml(mine, TYPE, FUNCTION, VERSION, 0, file.getContent());
            var attachment = DocumentAttachment.newBuilder().setTypeNamedId(TYPE).setFunction(FUNCTION)
                    .setVersion(VERSION).setSignedContent(Walk.signed("seller", file.getContent()));
            Message sent = seller.getMessageClient().postMessage(MessageToPost.newBuilder().setFromBoxId(mine)
                    .setToBoxId(theirs).addDocumentAttachments(attachment).build());
            message = sent.getMessageId();
            root = Walk.document(sent);
            Walk.ask("settle");
            return file.getFileName().startsWith("ON_NSCHFDOPPR_")
                    && new String(parsed, StandardCharsets.UTF_8).contains("Бумага")
                    && root.getDocumentInfo().getDocumentNumber().equals("17");
        });
        Walk.step("the operator confirms to both", () -> confirmed(seller, mine) && confirmed(buyer, theirs));
        Walk.step("the buyer answers with a title", () -> {
            var file = buyer.getGenerateClient().generateTitleXml(
                    theirs, TYPE, FUNCTION, VERSION, 1, buyerTitle(), message, root.getEntityId());
            var title = RecipientTitleAttachment.newBuilder().setParentEntityId(root.getEntityId())
                    .setSignedContent(Walk.signed("buyer", file.getContent())).setNeedReceipt(false);
            buyer.getMessageClient().postMessagePatchV4(patch().addRecipientTitles(title).build());
            Walk.ask("settle");
            return seller.getDocumentClient().getDocument(mine, message, root.getEntityId())
                    .getRecipientResponseStatus().name().equals("WithRecipientSignature");
        });
        Walk.step("a universal message", () -> {
            byte[] wish = ("<?xml version=\"1.0\" encoding=\"utf-8\"?><UniversalMessage><UniversalMessageInfos>"
                    + "<UniversalMessageInfo StatusCode=\"4002\"><PlainText>Ждём машину</PlainText></UniversalMessageInfo>"
                    + "</UniversalMessageInfos></UniversalMessage>").getBytes(StandardCharsets.UTF_8);
            byte[] made = buyer.getGenerateClient()
                    .generateUniversalMessage(theirs, message, root.getEntityId(), wish).getContent();
            var attachment = UniversalMessageAttachment.newBuilder().setParentEntityId(root.getEntityId())
                    .setUniversalMessageContent(UnsignedContent.newBuilder().setContent(ByteString.copyFrom(made)));
            var done = buyer.getMessageClient().postMessagePatchV4(patch().addUniversalMessages(attachment).build());
            Walk.ask("settle");
            byte[] read = seller.getParseClient().parseUniversalMessage(mine, message, done.getEntities(0).getEntityId());
            return new String(read, StandardCharsets.UTF_8).contains("Ждём машину")
                    && buyer.getParseClient().parseUniversalMessageXml(made).length > 0;
        });
        Walk.step("documents v4", () -> {
            var asked = GetDocumentsV4Request.newBuilder().setDocumentCategory("Outbound").addDocumentNumbers("17");
            return seller.getDocumentClient().getDocumentsV4(mine, asked.build()).getDocumentsCount() > 0;
        });
        Walk.step("contents prepared to be signed", () -> {
            var content = UnsignedContent.newBuilder().setContent(ByteString.copyFrom(sellerTitle()));
            var asked = PrepareDocumentsToSignRequest.newBuilder().setBoxId(mine).addContents(
                    ContentToPatch.newBuilder().setTypeNamedId("Contract").setFunction("default").setVersion("v1")
                            .setContent(content));
            var bare = seller.getDocumentClient().prepareDocumentsToSign(asked.build(), true);
            var full = seller.getDocumentClient().prepareDocumentsToSign(asked.build());
            return !bare.getDocumentPatchedContents(0).hasContent() && full.getDocumentPatchedContents(0).hasContent();
        });
    }

    void powers() {
        var client = seller.getPowerOfAttorneyClient();
        Walk.step("a power is registered", () -> {
            var signed = PowerOfAttorneySignedContent.newBuilder()
                    .setContent(file("file")).setSignature(file("signature"));
            var task = client.registerPowerOfAttorney(mine, PowerOfAttorneyToRegister.newBuilder().setContent(signed).build());
            Walk.ask("settle");
            var result = client.registerPowerOfAttorneyResult(mine, task.getTaskId());
            power = result.getPowerOfAttorney().getFullId();
            return result.getOperationStatus().equals("Done");
        });
        Walk.step("a power is checked", () -> {
            var of = Content_v3.newBuilder().setContent(ByteString.copyFrom(Walk.certificate("seller")));
            var asked = PowerOfAttorneyPrevalidateRequestV2.newBuilder().setFullId(power)
                    .setConfidantCertificate(ConfidantCertificateToPrevalidate.newBuilder().setContent(of));
            return client.prevalidatePowerOfAttorneyV2(mine, asked.build()).hasPrevalidateStatus();
        });
        var employees = seller.getEmployeePowerOfAttorneyClient();
        Walk.step("a power of an employee", () -> {
            employees.addEmployeePowerOfAttorneyV2(mine, null, power);
            var patch = EmployeePowerOfAttorneyToUpdateV2.newBuilder().setPowerOfAttorneyFullId(power)
                    .setIsDefaultPatch(EmployeePowerOfAttorneyIsDefaultPatch.newBuilder().setIsDefault(true));
            boolean chosen = employees.updateEmployeePowerOfAttorneyV2(mine, null, patch.build()).getIsDefault();
            boolean listed = employees.getEmployeePowersOfAttorney(mine, null, true).getPowersOfAttorneyCount() == 1;
            employees.deleteEmployeePowerOfAttorneyV2(mine, null, power);
            return chosen && listed
                    && employees.getEmployeePowersOfAttorney(mine, null, true).getPowersOfAttorneyCount() == 0;
        });
    }

    private boolean confirmed(DiadocApi who, String box) throws Exception {
        return who.getMessageClient().getMessage(box, message).getEntitiesList().stream()
                .filter(one -> one.getAttachmentType().name().equals("InvoiceConfirmation")).count() == 1;
    }

    private MessagePatchToPostV2.Builder patch() {
        return MessagePatchToPostV2.newBuilder().setBoxId(theirs).setMessageId(message);
    }

    private static Content_v3 file(String part) throws Exception {
        byte[] data = Base64.getDecoder().decode(Walk.ask("power " + part));
        return Content_v3.newBuilder().setContent(ByteString.copyFrom(data)).build();
    }

    private byte[] sellerTitle() throws Exception {
        String ours = seller.getOrganizationClient().getBox(mine).getBoxIdGuid();
        String other = seller.getOrganizationClient().getBox(theirs).getBoxIdGuid();
        return ("<?xml version=\"1.0\" encoding=\"utf-8\"?><UniversalTransferDocument Function=\"СЧФДОП\""
                + " DocumentNumber=\"17\" DocumentDate=\"22.11.2026\" Currency=\"643\">"
                + "<Sellers><Seller><OrganizationReference BoxId=\"" + ours + "\"/></Seller></Sellers>"
                + "<Buyers><Buyer><OrganizationReference BoxId=\"" + other + "\"/></Buyer></Buyers>" + SIGNERS
                + "<DocumentShipments><DocumentShipment DocumentName=\"УПД\" DocumentNumber=\"17\""
                + " DocumentDate=\"22.11.2026\"/></DocumentShipments>"
                + "<Table TotalWithVatExcluded=\"1000\" Vat=\"220\" Total=\"1220\">"
                + "<Item Product=\"Бумага\" Unit=\"796\" Quantity=\"10\" Price=\"100\" SubtotalWithVatExcluded=\"1000\""
                + " TaxRate=\"TwentyTwoPercent\" Vat=\"220\" Subtotal=\"1220\"/></Table>"
                + "<TransferInfo OperationInfo=\"Товары переданы\" TransferDate=\"22.11.2026\"><TransferBases>"
                + "<TransferBase DocumentName=\"Договор\" DocumentNumber=\"1\" DocumentDate=\"01.11.2026\"/>"
                + "</TransferBases></TransferInfo></UniversalTransferDocument>").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] buyerTitle() {
        return ("<UniversalTransferDocumentBuyerTitle AcceptanceDate=\"22.11.2026\" DocumentCreator=\"ООО «Василёк»\""
                + " OperationContent=\"Принято\"><ContentOperCode TotalCode=\"1\"/>"
                + "<Employee Position=\"Директор\" LastName=\"Полевой\" FirstName=\"Иван\"/>" + SIGNERS
                + "</UniversalTransferDocumentBuyerTitle>").getBytes(StandardCharsets.UTF_8);
    }
}
