import Diadoc.Api.DiadocApi;
import Diadoc.Api.Proto.AcquireCounteragentProtos.AcquireCounteragentRequest;
import Diadoc.Api.Proto.CloudSignProtos.CloudSignFile;
import Diadoc.Api.Proto.CloudSignProtos.CloudSignRequest;
import Diadoc.Api.Proto.Content_v2Protos.Content_v2;
import Diadoc.Api.Proto.DocumentIdProtos.DocumentId;
import Diadoc.Api.Proto.Documents.DocumentsMoveOperationProtos.DocumentsMoveOperation;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.Entity;
import Diadoc.Api.Proto.Events.DiadocMessage_GetApiProtos.Message;
import Diadoc.Api.Proto.Events.DiadocMessage_PostApiProtos.*;
import Diadoc.Api.Proto.Forwarding.ForwardingApiProtos.ForwardDocumentRequest;
import Diadoc.Api.Proto.Forwarding.ForwardingApiProtos.GetForwardedDocumentEventsRequest;
import Diadoc.Api.Proto.TimeBasedFilterProtos.TimeBasedFilter;
import com.google.protobuf.ByteString;

/** Methods the official SDK still has beside their newer versions, asked by {@link Walk}. */
final class Older {
    private final DiadocApi seller;
    private final DiadocApi buyer;
    private final String mine;
    private final String theirs;

    Older(DiadocApi seller, DiadocApi buyer, String mine, String theirs) {
        this.seller = seller;
        this.buyer = buyer;
        this.mine = mine;
        this.theirs = theirs;
    }

    void people() {
        Walk.step("counteragents v2", () -> {
            var organizations = seller.getOrganizationClient();
            String here = organizations.getOrganizationByBoxId(mine).getOrgId();
            String there = organizations.getOrganizationByBoxId(theirs).getOrgId();
            var client = seller.getCounteragentClient();
            var again = AcquireCounteragentRequest.newBuilder().setOrgId(there).build();
            return client.getCounteragents(here, null, null).getCounteragentsCount() > 0
                    && client.getCounteragent(here, there).getOrganization().getOrgId().equals(there)
                    && !client.acquireCounteragent(here, again).getTaskId().isEmpty();
        });
        Walk.step("users and routes of an organization", () -> {
            var client = seller.getOrganizationClient();
            String here = client.getOrganizationByBoxId(mine).getOrgId();
            return client.getOrganizationUsers(here).getUsersCount() > 1
                    && client.getResolutionRoutesForOrganization(here) != null;
        });
    }

    void documents() {
        Walk.step("a simple document in its own array", () -> {
            var letter = NonformalizedAttachment.newBuilder().setFileName("Письмо.txt")
                    .setSignedContent(Walk.signed("seller", Walk.fresh())).setNeedRecipientSignature(true);
            Message sent = seller.getMessageClient().postMessage(MessageToPost.newBuilder().setFromBoxId(mine)
                    .setToBoxId(theirs).addNonformalizedDocuments(letter).build());
            Walk.ask("settle");
            return moved(sent) && forwarded(sent);
        });
        Walk.step("events v6, v2 and v1", () -> {
            var client = buyer.getEventsClient();
            String last = client.getLastEvent(theirs).getEventId();
            return client.getNewEvents(theirs, null).getEventsCount() > 0
                    && client.getNewEvents(theirs, last).getEventsCount() == 0
                    && client.getEvent(theirs, last).getEventId().equals(last);
        });
        Walk.step("types of a file", () ->
                seller.getDocumentTypeClient().detectDocumentTypes(mine, Walk.fresh()).getDocumentTypesCount() > 0);
    }

    private boolean moved(Message sent) throws Exception {
        var archive = seller.getDepartmentClient().getDepartments(mine).getDepartmentsList().stream()
                .filter(one -> !one.getParentDepartmentId().isEmpty()).reduce((first, second) -> second).orElseThrow();
        Entity root = Walk.document(sent);
        seller.getDocumentClient().moveDocuments(DocumentsMoveOperation.newBuilder().setBoxId(mine)
                .setToDepartmentId(archive.getId()).addDocumentIds(id(sent)).build());
        return seller.getDocumentClient().getDocument(mine, sent.getMessageId(), root.getEntityId())
                .getDepartmentId().equals(archive.getId());
    }

    private boolean forwarded(Message sent) throws Exception {
        String third = seller.getOrganizationClient().getOrganizationsByInnKpp(
                seller.getOrganizationClient().getOrganizationByBoxId(theirs).getInn(), null).getOrganizationsList()
                .stream().filter(one -> one.getIsBranch()).findFirst().orElseThrow().getBoxes(0).getBoxId();
        var done = seller.getDocumentClient().forwardDocument(mine, ForwardDocumentRequest.newBuilder()
                .setToBoxId(third).setDocumentId(id(sent)).build());
        Walk.ask("settle");
        var events = buyer.getEventsClient().getForwardedDocumentEvents(
                third, GetForwardedDocumentEventsRequest.newBuilder()
                        .setFilter(TimeBasedFilter.newBuilder()).build());
        byte[] content = buyer.getDocumentClient().getForwardedEntityContent(
                third, done.getForwardedDocumentId(), Walk.document(sent).getEntityId());
        return events.getEventsCount() == 1 && content.length > 0;
    }

    void cloud() {
        Walk.step("sign in the cloud by SMS", () -> {
            var file = CloudSignFile.newBuilder().setContent(
                    Content_v2.newBuilder().setContent(ByteString.copyFrom(Walk.fresh())));
            var client = seller.getSignClient();
            var task = client.cloudSign(CloudSignRequest.newBuilder().addFiles(file).build());
            String token = client.waitCloudSignResult(task.getTaskId(), 60_000).getToken();
            var confirmed = client.cloudSignConfirm(token, "000000", true);
            return client.waitCloudSignConfirmResult(confirmed.getTaskId(), 60_000)
                    .getSignatures(0).getContent().size() > 0;
        });
    }

    private static DocumentId id(Message sent) {
        return DocumentId.newBuilder().setMessageId(sent.getMessageId())
                .setEntityId(Walk.document(sent).getEntityId()).build();
    }
}
