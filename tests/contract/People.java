import Diadoc.Api.DiadocApi;
import Diadoc.Api.Proto.AcquireCounteragentProtos.AcquireCounteragentRequest;
import Diadoc.Api.Proto.CounteragentGroups.CounteragentGroupToCreateProtos.CounteragentGroupToCreate;
import Diadoc.Api.Proto.CounteragentGroups.CounteragentGroupToUpdateProtos.CounteragentGroupToUpdate;
import Diadoc.Api.Proto.Departments.DepartmentToCreateProtos.DepartmentToCreate;
import Diadoc.Api.Proto.Departments.RoutingProtos.Routing;
import Diadoc.Api.Proto.OrganizationProtos.Organization;
import java.util.List;

/** Organisations, counterparties and employees, asked by {@link Walk}. */
final class People {
    private final DiadocApi seller;
    private final DiadocApi buyer;
    private final String sellerInn;
    private final String buyerInn;
    private String mine;
    private String theirs;

    People(DiadocApi seller, DiadocApi buyer, String sellerInn, String buyerInn) {
        this.seller = seller;
        this.buyer = buyer;
        this.sellerInn = sellerInn;
        this.buyerInn = buyerInn;
    }

    /** Returns the seller's box. */
    String organizations() {
        Walk.step("organizations", () -> {
            for (Organization one : seller.getOrganizationClient().getMyOrganizations(false).getOrganizationsList()) {
                if (one.getInn().equals(sellerInn)) {
                    mine = one.getBoxes(0).getBoxId();
                }
            }
            for (Organization one : buyer.getOrganizationClient().getMyOrganizations().getOrganizationsList()) {
                if (one.getInn().equals(buyerInn) && !one.getIsBranch()) {
                    theirs = one.getBoxes(0).getBoxId();
                }
            }
            return mine != null && theirs != null;
        });
        var client = seller.getOrganizationClient();
        Walk.step("box", () -> client.getBox(mine).getBoxId().equals(mine));
        Walk.step("organization by inn", () -> client.getOrganizationByInn(sellerInn).getInn().equals(sellerInn));
        Walk.step("organization by box", () -> client.getOrganizationByBoxId(theirs).getInn().equals(buyerInn));
        Walk.step("organization by id", () ->
                client.getOrganizationById(client.getOrganizationByBoxId(theirs).getOrgId()).getInn().equals(buyerInn));
        Walk.step("organizations by inn and kpp", () ->
                client.getOrganizationsByInnKpp(buyerInn, null, true).getOrganizationsCount() > 1);
        Walk.step("organizations by list", () ->
                client.getOrganizationsByInnListV2(mine, List.of(buyerInn))[0].getOrganization().getInn().equals(buyerInn));
        Walk.step("organizations by list, nobody's", () -> client.getOrganizationsByInnListV2(List.of(buyerInn)).length > 0);
        Walk.step("features", () -> client.getOrganizationFeatures(mine) != null);
        Walk.step("users", () -> client.getOrganizationUsersV2(mine).getUsersCount() > 1);
        Walk.step("user", () -> !seller.getUserClient().getMyUserV2().getLogin().isEmpty());
        Walk.step("user v1", () -> !seller.getUserClient().getMyUser().getLastName().isEmpty());
        Walk.step("roaming operators", () -> seller.getOperatorClient().getRoamingOperators(mine).getRoamingOperatorsCount() > 0);
        Walk.step("security events", () -> seller.getSecurityClient().getSecurityEvents(mine, null, 10) != null);
        Walk.step("may sign invoices", () -> client.canSendInvoice(mine, Walk.certificate("seller")));
        Walk.step("workflows", () ->
                seller.getDocumentWorkflowClient().getWorkflowsSettings(mine).getDocumentWorkflowSettingsCount() > 10);
        Walk.step("types v2", () -> seller.getDocumentTypeClient().getDocumentTypesV2(mine).getDocumentTypesCount() > 10);
        Walk.step("types v3", () -> seller.getDocumentTypeClient().getDocumentTypesV3(mine).getDocumentTypesCount() > 10);
        return mine;
    }

    /** Returns the buyer's box. */
    String counteragents() {
        var client = seller.getCounteragentClient();
        Walk.step("counteragents", () -> client.getCounteragentsV3(mine, (String) null, null).getCounteragentsCount() > 0);
        Walk.step("counteragent", () ->
                client.getCounteragentV3(mine, theirs).getCurrentStatus().name().equals("IsMyCounteragent"));
        Walk.step("certificates of a counteragent", () ->
                client.getCounteragentCertificatesV2(mine, theirs).getCertificatesCount() > 0);
        Walk.step("counteragent events", () -> client.getCounteragentEvents(mine, null, null, null, 100) != null);
        Walk.step("break", () -> {
            client.breakWithCounteragentV2(mine, theirs, "Проверка");
            return client.getCounteragentV3(mine, theirs).getCurrentStatus().name().equals("IsRejectedByMe");
        });
        Walk.step("invite and accept", () -> {
            acquire(seller, mine, theirs);
            acquire(buyer, theirs, mine);
            return client.getCounteragentV3(mine, theirs).getCurrentStatus().name().equals("IsMyCounteragent");
        });
        var groups = seller.getCounteragentGroupClient();
        Walk.step("groups", () -> {
            var made = CounteragentGroupToCreate.newBuilder().setName("Покупатели").build();
            String group = groups.createCounteragentGroup(mine, made).getCounteragentGroupId();
            groups.updateCounteragentGroup(mine, group, CounteragentGroupToUpdate.newBuilder().setName("Все").build());
            groups.addCounteragentToGroup(mine, theirs, group);
            boolean inside = groups.getCounteragentsFromGroup(mine, group, 10, null).getTotalCount() == 1;
            boolean named = groups.getCounteragentGroup(mine, group).getName().equals("Все");
            boolean two = groups.getCounteragentGroups(mine, 1, 10).getTotalCount() == 2;
            groups.deleteCounteragentGroup(mine, group);
            return inside && named && two;
        });
        return theirs;
    }

    private static void acquire(DiadocApi who, String from, String to) throws Exception {
        var asked = AcquireCounteragentRequest.newBuilder().setBoxId(to).setMessageToCounteragent("Здравствуйте").build();
        String task = who.getCounteragentClient().acquireCounteragentV3(from, null, asked).getTaskId();
        who.getCounteragentClient().waitAcquireCounteragentResultV2(task, 60_000);
    }

    void employees() {
        var client = seller.getEmployeeClient();
        Walk.step("employees", () -> client.getEmployees(mine).getTotalCount() > 1);
        Walk.step("employee", () -> {
            String me = client.getMyEmployee(mine).getUser().getUserId();
            return client.getEmployee(mine, me).getUser().getUserId().equals(me);
        });
        Walk.step("subscriptions", () ->
                client.getSubscriptions(mine, client.getMyEmployee(mine).getUser().getUserId()) != null);
        Walk.step("certificates", () -> client.getMyCertificates(mine).getCertificatesCount() > 0);
        var departments = seller.getDepartmentClient();
        Walk.step("departments", () -> {
            var made = DepartmentToCreate.newBuilder().setName("Архив").setAbbreviation("арх")
                    .setRouting(Routing.newBuilder().setKpp(false).setAddress(false)).build();
            String id = departments.createDepartment(mine, made).getId();
            boolean same = departments.getDepartmentByFullId(mine, id).getName().equals("Архив")
                    && departments.getDepartmentV2(mine, id).getDepartmentId().equals(id)
                    && departments.getDepartments(mine, 1, 100).getTotalCount() > 1;
            departments.deleteDepartment(mine, id);
            return same;
        });
    }
}
