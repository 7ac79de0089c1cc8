"""People, organisations and counterparties through diadoc-mcp-ru."""

from __future__ import annotations

from functools import partial

from firms import text
from mcp_desk import Desk

from paraph.trust.certificate import load_certificates


def the_user_and_their_organizations(desk: Desk) -> None:
    call = desk.from_seller.call
    assert call("get_my_user")["Login"] == desk.seller.login
    found = call("get_my_organizations", autoRegister="false")["Organizations"]
    mine = next(one for one in found if one["Inn"] == desk.seller.inn)
    assert mine["Boxes"][0]["BoxIdGuid"] == desk.seller.box_guid
    assert mine["ShortName"] == desk.seller.name
    assert call("get_box", boxId=desk.seller.box)["BoxId"] == desk.seller.box
    assert (
        call("get_organization", inn=desk.seller.inn, kpp=desk.seller.kpp)["OrgId"]
        == desk.seller.organization
    )
    assert call("get_organization_features", boxId=desk.seller.box)
    listed = call("get_organizations_by_inn_kpp", inn=desk.buyer.inn)["Organizations"]
    assert len(listed) > 1
    by_inn = call("get_organizations_by_inn_list", {"InnList": [desk.buyer.inn]}, myBoxId=desk.seller.box)
    assert by_inn["Organizations"][0]["Organization"]["Inn"] == desk.buyer.inn
    assert call("get_my_certificates", boxId=desk.seller.box)["Certificates"]
    assert call("get_my_employee", boxId=desk.seller.box)["User"]["UserId"] == desk.seller.user
    assert call("get_organization_users", boxId=desk.seller.box)["CurrentUserId"] == desk.seller.user
    assert call("get_workflows_settings", boxId=desk.seller.box)["DocumentWorkflowSettings"]
    assert call("get_document_types", boxId=desk.seller.box)["DocumentTypes"]
    assert call("get_resolution_routes", boxId=desk.seller.box) is not None


def employees_and_departments(desk: Desk) -> None:
    call = partial(desk.from_seller.call, boxId=desk.seller.box)
    made = {"Name": "Архив", "Abbreviation": "арх", "Routing": {"Kpp": False, "Address": False}}
    department = call("create_department", made)["Id"]
    renamed = {"DepartmentNaming": {"Name": "Архив договоров", "Abbreviation": "арх"}}
    call("update_department", renamed, departmentId=department)
    assert call("get_department", departmentId=department)["Name"] == "Архив договоров"
    assert department in [one["Id"] for one in call("get_departments")["Departments"]]
    permissions = {
        "UserDepartmentId": department,
        "IsAdministrator": False,
        "DocumentAccessLevel": "DepartmentOnly",
        "Actions": [{"Name": "CreateDocuments", "IsAllowed": True}],
    }
    person = {"Login": "novikova@seller.example", "FullName": {"LastName": "Новикова", "FirstName": "Яна"}}
    body = {
        "Credentials": {"Login": person},
        "Position": "Архивариус",
        "CanBeInvitedForChat": False,
        "Permissions": permissions,
    }
    employee = call("create_employee", body)["User"]["UserId"]
    updated = call("update_employee", {"Position": {"Position": "Старший архивариус"}}, userId=employee)
    assert updated["Position"] == "Старший архивариус"
    assert call("get_employee", userId=employee)["Permissions"]["DocumentAccessLevel"] == "DepartmentOnly"
    assert employee in [one["User"]["UserId"] for one in call("get_employees")["Employees"]]
    call(
        "update_subscriptions",
        {"Subscriptions": [{"Id": "NewIncomingDocuments", "IsSubscribed": True}]},
        userId=employee,
    )
    assert call("get_subscriptions", userId=employee)
    call("delete_employee", userId=employee)
    call("delete_department", departmentId=department)
    assert call("get_security_events") is not None


def what_is_told_of_addresses_and_inspectorates(desk: Desk) -> None:
    found = desk.from_seller.call("get_organizations_by_foreign_taxpayer_code", foreignTaxpayerCode="123")
    assert found["Organizations"] == []
    told = desk.from_seller.refusal(
        "send_fns_registration_message", {"Certificates": []}, boxId=desk.seller.box
    )
    assert told.status == 409  # an organisation for tests


def registration_by_certificate(desk: Desk) -> None:
    raw = load_certificates(desk.seller.pem.read_bytes())[0].raw
    told = desk.from_seller.call("register", {"CertificateContent": text(raw)})
    assert told["RegistrationStatus"] == "RegistrationIsCompleted"
    proof = {
        "CertificateContent": text(raw),
        "DataToSign": text(b"0"),
        "Signature": text(desk.seller.sign(b"0")),
    }
    assert desk.from_seller.refusal("register_confirm", proof).status == 409


def counteragents_and_groups(desk: Desk) -> None:
    call = partial(desk.from_seller.call, myBoxId=desk.seller.box)
    listed = call("get_counteragents", pageSize=100)["Counteragents"]
    assert desk.buyer.organization in [one["Organization"]["OrgId"] for one in listed]
    assert call("get_counteragent", counteragentBoxId=desk.buyer.box)["CurrentStatus"] == "IsMyCounteragent"
    assert call("get_counteragent_certificates", counteragentBoxId=desk.buyer.box)["Certificates"]
    call("break_with_counteragent", counteragentBoxId=desk.buyer.box, comment="Проверка")
    task = call("acquire_counteragent", {"Inn": desk.buyer.inn, "BoxId": desk.buyer.box})["TaskId"]
    desk.settle()
    assert desk.from_seller.call("acquire_counteragent_result", taskId=task)["BoxId"]
    theirs = desk.from_buyer.call(
        "get_counteragent", myBoxId=desk.buyer.box, counteragentBoxId=desk.seller.box
    )
    assert theirs["CurrentStatus"] == "InvitesMe"
    back = desk.from_buyer.call("acquire_counteragent", {"BoxId": desk.seller.box}, myBoxId=desk.buyer.box)[
        "TaskId"
    ]
    desk.settle()
    desk.from_buyer.call("acquire_counteragent_result", taskId=back)
    assert call("get_counteragent", counteragentBoxId=desk.buyer.box)["CurrentStatus"] == "IsMyCounteragent"

    call = partial(desk.from_seller.call, boxId=desk.seller.box)
    assert call("get_counteragent_events")["Events"]
    group = call("create_counteragent_group", {"Name": "Покупатели"})["CounteragentGroupId"]
    call("update_counteragent_group", {"Name": "Крупные покупатели"}, counteragentGroupId=group)
    call("add_counteragent_to_group", counteragentGroupId=group, counteragentBoxId=desk.buyer.box)
    assert call("get_counteragents_from_group", counteragentGroupId=group)["CounteragentBoxId"]
    assert call("get_counteragent_group", counteragentGroupId=group)["Name"] == "Крупные покупатели"
    assert len(call("get_counteragent_groups")["Groups"]) == 2
    call("delete_counteragent_group", counteragentGroupId=group)


def roaming(desk: Desk) -> None:
    call = partial(desk.from_seller.call, myBoxId=desk.seller.box)
    found = call("search_fns_participants", {"Inn": "7700000231", "Kpp": "770001001"})["Participants"]
    participant = found[0]["FnsParticipantId"]
    body = {"FnsParticipantId": participant}
    assert call("get_or_create_roaming_organization_by_fns_participant_id", body)
    assert desk.from_seller.call("get_roaming_operators", boxId=desk.seller.box)["RoamingOperators"]


JOURNEYS = (
    the_user_and_their_organizations,
    employees_and_departments,
    what_is_told_of_addresses_and_inspectorates,
    registration_by_certificate,
    counteragents_and_groups,
    roaming,
)
