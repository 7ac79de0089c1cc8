"""Organisations, people and departments of the emulated operator."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from diadoc_http import DiadocHttp

from paraph.sandbox.pki import people
from paraph.sandbox.pki.authority import now
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import load_certificates
from paraph.trust.pkcs8 import load_private_key
from paraph.wire.diadoc import employees_pb2, organizations_pb2
from paraph.wire.diadoc.organizations_pb2 import Box, Organization, OrganizationList
from paraph.wire.diadoc.signing_pb2 import CertificateList


@pytest.fixture
def seller(diadoc: DiadocHttp) -> DiadocHttp:
    return diadoc.as_user("seller")


def status(who: DiadocHttp, path: str, **params: str | int) -> int:
    return who.call("GET", path, params=params).status_code


# -- who there is ------------------------------------------------------------------------------------------


def test_the_organizations_are_those_of_the_test_authority(diadoc: DiadocHttp) -> None:
    for side in ("seller", "buyer"):
        told, known = diadoc.ready["organizations"][side], people.ORGANIZATIONS[side]
        assert (told["inn"], told["kpp"], told["name"]) == (known.inn, known.kpp, known.name)
    assert diadoc.ready["organizations"]["seller"]["users"][0]["full_name"] == people.HEAD.full_name
    by_inn = [of["inn"] for of in diadoc.ready["organizations"].values()]
    assert by_inn.count(people.ORGANIZATIONS["buyer"].inn) == 3, "one ИНН, several boxes"


def test_an_organization_in_json_has_what_clients_read(seller: DiadocHttp) -> None:
    mine = seller.json("GET", "/GetMyOrganizations")["Organizations"]
    told = next(
        of for of in mine if of["OrgId"] == seller.ready["organizations"]["seller"]["organization_id"]
    )
    assert told["OrgIdGuid"] == told["OrgId"]
    assert told["JoinedDiadocTreaty"] is True
    assert told["IsEmployee"] is True
    assert told["ShortName"] == "ООО «Ромашка»"
    assert told["Sociability"] == "AllOrganizations"
    assert told["Address"]["AddressCode"] == ""
    assert "ZipCode" not in told["Address"]["RussianAddress"]
    assert [box["InvoiceFormatVersion"] for box in told["Boxes"]] == ["v5_02"]
    assert [department["Name"] for department in told["Departments"]] == ["Отдел продаж"], "without the head"
    assert "FnsRegistrationDate" not in told


def test_the_developer_s_key_is_enough_to_look_up(diadoc: DiadocHttp) -> None:
    box_id = diadoc.box("buyer")
    box = diadoc.get(Box, "/GetBox", boxId=box_id)
    assert (box.BoxId, box.Organization.Inn) == (box_id, people.ORGANIZATIONS["buyer"].inn)
    assert diadoc.get(Box, "/GetBox", boxId=box.BoxIdGuid).BoxId == box_id
    assert UUID(box.BoxIdGuid).hex + "@diadoc.ru" == box_id
    assert status(diadoc, "/GetBox", boxId="0" * 32 + "@diadoc.ru") == 404


def test_an_organization_is_found_by_one_thing_only(diadoc: DiadocHttp) -> None:
    known = diadoc.ready["organizations"]["seller"]
    for name, value in (
        ("orgId", known["organization_id"]),
        ("boxId", diadoc.box("seller")),
        ("fnsParticipantId", known["fns_participant_id"]),
        ("inn", known["inn"]),
    ):
        found = diadoc.get(Organization, "/GetOrganization", **{name: value})
        assert found.OrgId == known["organization_id"], name
    assert status(diadoc, "/GetOrganization") == 400
    assert status(diadoc, "/GetOrganization", inn=known["inn"], boxId=diadoc.box("seller")) == 400
    assert status(diadoc, "/GetOrganization", inn="0000000000") == 404


def test_several_organizations_with_one_inn(diadoc: DiadocHttp) -> None:
    inn = people.ORGANIZATIONS["buyer"].inn
    assert status(diadoc, "/GetOrganization", inn=inn) == 404, "not one: the list is asked instead"
    found = diadoc.get(OrganizationList, "/GetOrganizationsByInnKpp", inn=inn).Organizations
    assert {(of.IsBranch, of.IsRoaming) for of in found} == {(False, False), (True, False), (False, True)}
    branch = diadoc.get(Organization, "/GetOrganization", inn=inn, kpp="470345001")
    assert branch.IsBranch
    same = diadoc.get(OrganizationList, "/GetOrganizationsByInnKpp", inn=inn, kpp="783001001").Organizations
    assert [of.IsRoaming for of in same] == [False, True], "a roaming twin has the same ИНН and КПП"


def test_names_of_paths_and_parameters_in_any_case(diadoc: DiadocHttp) -> None:
    for path, name in (("/getbox", "BOXID"), ("/GETBOX/", "boxid"), ("//GetBox", "BoxId")):
        assert status(diadoc, path, **{name: diadoc.box("seller")}) == 200


def test_look_up_by_a_list_of_inn_tells_the_relation(seller: DiadocHttp) -> None:
    inns = [people.ORGANIZATIONS["buyer"].inn, people.SOLE_PROPRIETOR.inn, ""]
    body = {"InnList": inns}
    told = seller.json("POST", "/V2/GetOrganizationsByInnList", body, myBoxId=seller.box("seller"))
    by_status = {(of["Organization"]["IsBranch"], of["CounteragentStatus"]) for of in told["Organizations"]}
    assert (False, "IsMyCounteragent") in by_status
    assert (False, "NotInCounteragentList") in by_status
    alone = seller.json("POST", "/V2/GetOrganizationsByInnList", body)
    assert {of["CounteragentStatus"] for of in alone["Organizations"]} == {"NotInCounteragentList"}


# -- who may do what ---------------------------------------------------------------------------------------


def test_whose_box_it_is(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    assert status(seller, "/GetMyEmployee", boxId=seller.box("seller")) == 200
    answer = seller.call("GET", "/GetMyEmployee", params={"boxId": seller.box("buyer")})
    assert answer.status_code == 403
    assert answer.text.startswith("Access to Box is denied. Request to admins of Box was created.")
    assert status(seller, "/GetMyEmployee", boxId=seller.box("liquidated")) == 403
    assert status(seller, "/GetMyEmployee", boxId=seller.box("unpaid")) == 402
    assert status(seller, "/GetMyEmployee", boxId="nonsense") == 400
    assert status(seller, "/GetMyEmployee", boxId="") == 400
    diadoc.control("POST", "/organizations/seller", {"blocked": True})
    assert status(seller, "/GetMyEmployee", boxId=seller.box("seller")) == 403
    assert status(seller, "/GetMyOrganizations") == 200


def test_features_tell_of_a_block(seller: DiadocHttp) -> None:
    told = seller.json("GET", "/GetOrganizationFeatures", boxId=seller.box("seller"))
    assert told["BlockStatus"]["ManualBlockStatus"]["IsBlocked"] is False
    assert status(seller, "/GetOrganizationFeatures", boxId="0" * 32 + "@diadoc.ru") == 404


def test_an_employee_in_json(diadoc: DiadocHttp) -> None:
    limited = diadoc.as_user("buyer", 0)
    told = limited.json("GET", "/GetMyEmployee", boxId=diadoc.box("buyer"))
    user = diadoc.ready["organizations"]["buyer"]["users"][0]
    assert told["User"]["Login"] == user["login"]
    assert told["Permissions"]["DocumentAccessLevel"] == user["access_level"]
    assert set(told["CreationTimestamp"]) == {"DateTime", "Ticks"}
    assert {"Name": "SignDocuments", "IsAllowed": user["access_level"] == "AllDocuments"} in told[
        "Permissions"
    ]["Actions"]


def test_one_user_of_the_buyer_sees_a_department_only(diadoc: DiadocHttp) -> None:
    levels = {user["access_level"] for user in diadoc.ready["organizations"]["buyer"]["users"]}
    assert levels == {"AllDocuments", "DepartmentOnly"}


def test_only_administrators_manage_people(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    users = diadoc.ready["organizations"]["seller"]["users"]
    number = next(n for n, user in enumerate(users) if user["login"] == people.EMPLOYEE.email)
    other = diadoc.as_user("seller", number)
    box = diadoc.box("seller")
    assert status(other, "/GetEmployees", boxId=box) == 403
    assert status(other, "/admin/GetDepartments", boxId=box) == 403
    assert status(other, "/V2/GetOrganizationUsers", boxId=box) == 200
    of = diadoc.ready["organizations"]["seller"]["organization_id"]
    assert status(other, "/GetOrganizationUsers", orgId=of) == 200
    assert status(other, "/GetOrganizationUsers", orgId=users[0]["user_id"]) == 404
    listed = seller.get(employees_pb2.EmployeeList, "/GetEmployees", boxId=box, page=2, count=1)
    assert (len(listed.Employees), listed.TotalCount) == (1, 2)
    assert status(seller, "/GetEmployees", boxId=box, count=51) == 400


def test_an_employee_is_made_changed_and_deleted(seller: DiadocHttp) -> None:
    box = seller.box("seller")
    body = {
        "Credentials": {
            "Login": {"Login": "new@example.test", "FullName": {"LastName": "Новый", "FirstName": "Ян"}}
        },
        "Position": "Юрист",
        "CanBeInvitedForChat": False,
        "Permissions": {
            "UserDepartmentId": "00000000-0000-0000-0000-000000000000",
            "IsAdministrator": "false",
            "DocumentAccessLevel": "SelectedDepartments",
            "Actions": [{"Name": "SignDocuments", "IsAllowed": True}],
        },
    }
    made = seller.json("POST", "/CreateEmployee", body, boxId=box)
    user_id = made["User"]["UserId"]
    assert seller.call("POST", "/CreateEmployee", params={"boxId": box}, json=body).status_code == 409
    patch = {
        "Permissions": {"DocumentAccessLevel": {"DocumentAccessLevel": "AllDocuments"}},
        "Position": {"Position": "Главный юрист"},
    }
    changed = seller.json("POST", "/UpdateEmployee", patch, boxId=box, userId=user_id)
    assert (changed["Position"], changed["Permissions"]["DocumentAccessLevel"]) == (
        "Главный юрист",
        "AllDocuments",
    )
    assert {"Name": "SignDocuments", "IsAllowed": True} in changed["Permissions"]["Actions"]
    for _ in range(2):
        gone = seller.call("POST", "/DeleteEmployee", params={"boxId": box, "userId": user_id})
        assert gone.status_code == 200, "deleting twice is no error"
    assert status(seller, "/GetEmployee", boxId=box, userId=user_id) == 404


def test_departments_are_made_moved_and_deleted(seller: DiadocHttp) -> None:
    box, head = seller.box("seller"), "00000000-0000-0000-0000-000000000000"
    listed = seller.json("GET", "/admin/GetDepartments", boxId=box)
    assert [of["Name"] for of in listed["Departments"]] == ["Головное подразделение", "Отдел продаж"]
    sales = listed["Departments"][1]["Id"]
    body = {
        "ParentDepartmentId": sales,
        "Name": "Север",
        "Abbreviation": "С",
        "Routing": {"Kpp": False, "Address": True},
    }
    north = seller.json("POST", "/admin/CreateDepartment", body, boxId=box)
    assert (north["ParentDepartmentId"], north["Routing"]["Address"]) == (sales, True)

    def post(method: str, department: str, patch: object = None) -> int:
        params = {"boxId": box, "departmentId": department}
        return seller.call("POST", f"/admin/{method}Department", params=params, json=patch).status_code

    assert post("Delete", head) == 409
    assert post("Delete", sales) == 409, "it has a child"
    assert post("Update", sales, {"ParentDepartment": {"ParentDepartmentId": north["Id"]}}) == 400
    assert post("Update", north["Id"], {"DepartmentNaming": {"Name": "Юг", "Abbreviation": "Ю"}}) == 200
    told = seller.json("GET", "/V2/GetDepartment", boxId=box, departmentId=north["Id"])
    assert (told["Name"], told["ParentDepartmentId"]) == ("Юг", sales)
    assert post("Delete", north["Id"]) == 200
    assert post("Delete", north["Id"]) == 404


def test_letters_an_employee_gets(seller: DiadocHttp) -> None:
    user_id = seller.ready["organizations"]["seller"]["users"][0]["user_id"]
    params = {"boxId": seller.box("seller"), "userId": user_id}
    body = {"Subscriptions": [{"Id": "News", "IsSubscribed": "false"}]}
    assert {"Id": "News", "IsSubscribed": False} in seller.json(
        "POST", "/UpdateSubscriptions", body, **params
    )["Subscriptions"]
    assert {"Id": "News", "IsSubscribed": False} in seller.json("GET", "/GetSubscriptions", **params)[
        "Subscriptions"
    ]
    wrong = {"Subscriptions": [{"Id": "Weather", "IsSubscribed": True}]}
    assert seller.call("POST", "/UpdateSubscriptions", params=params, json=wrong).status_code == 400


def test_whose_certificate_may_sign_for_a_box(seller: DiadocHttp, pki_dir: Path) -> None:
    for name, expected in (("head", 200), ("partner_head", 403)):
        raw = load_certificates((pki_dir / f"{name}.pem").read_bytes())[0].raw
        answer = seller.call("POST", "/CanSendInvoice", params={"boxId": seller.box("seller")}, content=raw)
        assert answer.status_code == expected


# -- registration ------------------------------------------------------------------------------------------


def sign(pki_dir: Path, name: str, data: bytes) -> bytes:
    pem = (pki_dir / f"{name}.pem").read_bytes()
    return sign_detached(data, key=load_private_key(pem), certificate=load_certificates(pem)[0], at=now())


def test_the_holder_of_a_certificate_registers_with_a_proof(diadoc: DiadocHttp, pki_dir: Path) -> None:
    master = load_certificates((pki_dir / "ip.pem").read_bytes())[0]
    buyer = diadoc.as_user("buyer_branch")
    request = organizations_pb2.RegistrationRequest(CertificateContent=master.raw)
    first = buyer.post(organizations_pb2.RegistrationResponse, "/Register", request)
    assert (
        first.RegistrationStatus == organizations_pb2.RegistrationStatus.CertificateOwnershipProofIsRequired
    )
    confirm = organizations_pb2.RegistrationConfirmRequest(
        CertificateContent=master.raw, DataToSign=first.DataToSign
    )
    confirm.Signature = sign(pki_dir, "head", first.DataToSign)
    body = confirm.SerializeToString()
    assert buyer.call("POST", "/RegisterConfirm", content=body).status_code == 400, "another key"
    confirm.Signature = sign(pki_dir, "ip", first.DataToSign)
    assert buyer.call("POST", "/RegisterConfirm", content=confirm.SerializeToString()).status_code == 200
    assert buyer.call("POST", "/RegisterConfirm", content=confirm.SerializeToString()).status_code == 409
    second = buyer.post(organizations_pb2.RegistrationResponse, "/Register", request)
    assert second.RegistrationStatus == organizations_pb2.RegistrationStatus.RegistrationIsCompleted
    assert second.BoxId == diadoc.ready["organizations"]["ip"]["boxes"][0]["box_id_guid"]
    mine = buyer.get(OrganizationList, "/GetMyOrganizations").Organizations
    assert people.SOLE_PROPRIETOR.inn in {of.Inn for of in mine}
    known = buyer.get(CertificateList, "/GetMyCertificates", boxId=second.BoxId).Certificates
    assert {one.Inn for one in known} == {people.SOLE_PROPRIETOR.inn}


def test_a_person_s_certificate_registers_nobody(diadoc: DiadocHttp, pki_dir: Path) -> None:
    person = load_certificates((pki_dir / "person.pem").read_bytes())[0]
    request = organizations_pb2.RegistrationRequest(CertificateContent=person.raw)
    answer = diadoc.as_user("ip").post(organizations_pb2.RegistrationResponse, "/Register", request)
    assert answer.RegistrationStatus == organizations_pb2.RegistrationStatus.AccessIsDenied


def test_a_fourth_registration_of_the_day_is_refused(diadoc: DiadocHttp, pki_dir: Path) -> None:
    """A holder who was deleted from an organisation tries again with every list asked for."""
    head = load_certificates((pki_dir / "head.pem").read_bytes())[0]
    seller = diadoc.as_user("seller")
    user_id = diadoc.ready["organizations"]["seller"]["users"][0]["user_id"]
    with diadoc.world.writing() as db:
        db.execute("INSERT INTO certificates VALUES ('X', ?, ?)", (user_id, head.raw))
    params = {"boxId": diadoc.box("seller"), "userId": user_id}
    assert seller.call("POST", "/DeleteEmployee", params=params).status_code == 200
    for _ in range(3):
        assert status(seller, "/GetMyOrganizations") == 200
    assert status(seller, "/GetMyOrganizations") == 409
    assert status(seller, "/GetMyOrganizations", autoRegister="false") == 200
    diadoc.world.move_clock(86401)
    assert status(diadoc.as_user("seller"), "/GetMyOrganizations") == 200


# -- roaming -----------------------------------------------------------------------------------------------


def test_a_stranger_is_found_and_brought_in(seller: DiadocHttp) -> None:
    box = {"myBoxId": seller.box("seller")}
    asked = {"Inn": "7700000249", "Kpp": "770001001"}
    told = seller.json("POST", "/SearchFnsParticipants", asked, **box)
    assert told["Status"] == "OkFnsParticipantSearchStatus"
    fns_id = told["Participants"][0]["FnsParticipantId"]
    made = [
        seller.json(
            "POST", "/GetOrCreateRoamingOrganizationByFnsParticipantId", {"FnsParticipantId": fns_id}, **box
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert made[0]["IsRoaming"] is True
    assert seller.json("GET", "/GetOrganization", fnsParticipantId=fns_id)["OrgId"] == made[0]["OrgId"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"Inn": "7700000249"}, 400),
        ({}, 400),
        ({"FnsParticipantId": "2BM-1"}, 400),
        ({"FnsParticipantId": "2AL-1"}, "NotFoundFnsParticipantSearchStatus"),
        ({"Inn": "7700000256", "Kpp": "770001001"}, "NotAllowedFnsParticipantSearchStatus"),
    ],
)
def test_what_is_not_found_in_roaming(seller: DiadocHttp, asked: dict[str, str], expected: int | str) -> None:
    answer = seller.call(
        "POST",
        "/SearchFnsParticipants",
        params={"myBoxId": seller.box("seller")},
        json=asked,
        headers={"Accept": "application/json"},
    )
    assert expected == (answer.json()["Status"] if answer.status_code == 200 else answer.status_code)
