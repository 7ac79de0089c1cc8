"""Counterparties of the emulated operator: lists, invitations, breaking up, events, groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from diadoc_http import DiadocHttp

from paraph.sandbox.diadoc import relations
from paraph.sandbox.pki.authority import now
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import load_certificates
from paraph.trust.pkcs8 import load_private_key
from paraph.wire.diadoc import counteragents_pb2 as pb
from paraph.wire.diadoc.common_pb2 import AsyncMethodResult
from paraph.wire.diadoc.messages_pb2 import (
    AcquireCounteragentRequest,
    AcquireCounteragentResultV2,
    InvitationDocument,
    MessagePatchToPostV2,
    SignedContent,
)


@pytest.fixture
def seller(diadoc: DiadocHttp) -> DiadocHttp:
    return diadoc.as_user("seller")


@pytest.fixture
def master(diadoc: DiadocHttp) -> DiadocHttp:
    """ИП Мастеров, who takes documents from counterparties only."""
    return diadoc.as_user("ip")


def invite(who: DiadocHttp, me: str, other: str, **more: Any) -> str:
    """Asks for a relation; returns the id of the task."""
    body = AcquireCounteragentRequest(BoxId=who.box(other), **more)
    return who.post(AsyncMethodResult, "/V3/AcquireCounteragent", body, myBoxId=who.box(me)).TaskId


def result(who: DiadocHttp, task: str) -> AcquireCounteragentResultV2 | int:
    answer = who.call("GET", "/V2/AcquireCounteragentResult", params={"taskId": task})
    if answer.status_code == 200:
        return AcquireCounteragentResultV2.FromString(answer.content)
    return answer.status_code


def stands(who: DiadocHttp, me: str, other: str) -> str:
    """The status of the relation as the API tells it."""
    params = {"myBoxId": who.box(me), "counteragentBoxId": who.box(other)}
    answer = who.call("GET", "/V3/GetCounteragent", params=params, headers={"Accept": "application/json"})
    return str(answer.json()["CurrentStatus"]) if answer.status_code == 200 else str(answer.status_code)


def leave(who: DiadocHttp, me: str, other: str, comment: str = "") -> int:
    params = {"myBoxId": who.box(me), "counteragentBoxId": who.box(other), "comment": comment}
    return who.call("POST", "/V2/BreakWithCounteragent", params=params).status_code


def events(who: DiadocHttp, me: str, **params: Any) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = who.json("GET", "/V1/GetCounteragentEvents", boxId=who.box(me), **params)[
        "Events"
    ]
    return listed


# -- invitations -------------------------------------------------------------------------------------------


def test_an_invitation_is_sent_later_and_accepted_by_inviting_back(
    diadoc: DiadocHttp, seller: DiadocHttp, master: DiadocHttp
) -> None:
    task = invite(seller, "seller", "ip", MessageToCounteragent="Давайте дружить")
    waiting = seller.call("GET", "/V2/AcquireCounteragentResult", params={"taskId": task})
    if waiting.status_code == 204:
        assert waiting.headers["Retry-After"] == "1"
        assert waiting.content == b""
    diadoc.settle()
    done = result(seller, task)
    assert isinstance(done, AcquireCounteragentResultV2)
    assert done.BoxId == diadoc.ready["organizations"]["ip"]["boxes"][0]["box_id_guid"]
    assert (stands(seller, "seller", "ip"), stands(master, "ip", "seller")) == ("IsInvitedByMe", "InvitesMe")
    params = {"myBoxId": master.box("ip"), "counteragentBoxId": master.box("seller")}
    assert master.json("GET", "/V3/GetCounteragent", **params)["MessageFromCounteragent"] == "Давайте дружить"
    invite(master, "ip", "seller")
    diadoc.settle()
    assert stands(seller, "seller", "ip") == stands(master, "ip", "seller") == "IsMyCounteragent"
    assert [event["EventTypes"] for event in events(master, "ip")] == [
        ["CounteragentInvitedMe"],
        ["IAcceptedInvitation"],
    ]


def test_the_first_answer_about_a_task_is_to_wait(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    with diadoc.world.writing() as db:  # nobody works while this is held
        db.execute(
            "INSERT INTO acquisitions (id, user_id, box_id, counteragent_box_id) VALUES ('t', ?, ?, ?)",
            (
                seller.ready["organizations"]["seller"]["users"][0]["user_id"],
                seller.ready["organizations"]["seller"]["boxes"][0]["box_id_guid"],
                seller.ready["organizations"]["ip"]["boxes"][0]["box_id_guid"],
            ),
        )
    answer = seller.call("GET", "/V2/AcquireCounteragentResult", params={"taskId": "t"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (204, "1")
    assert result(seller, "unknown") == 404
    assert (
        diadoc.as_user("ip").call("GET", "/V2/AcquireCounteragentResult", params={"taskId": "t"}).status_code
        == 403
    )


def test_by_inn_the_organization_created_last_is_invited(diadoc: DiadocHttp, master: DiadocHttp) -> None:
    inn = diadoc.ready["organizations"]["buyer"]["inn"]
    body = AcquireCounteragentRequest(Inn=inn)
    task = master.post(AsyncMethodResult, "/V3/AcquireCounteragent", body, myBoxId=master.box("ip")).TaskId
    diadoc.settle()
    done = result(master, task)
    assert isinstance(done, AcquireCounteragentResultV2)
    assert done.BoxId == diadoc.ready["organizations"]["buyer_roaming"]["boxes"][0]["box_id_guid"]
    assert stands(master, "ip", "buyer_roaming") == "IsMyCounteragent", "its operator accepts by itself"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"Inn": "0000000000"}, 404),
        ({"OrgId": "00000000-0000-0000-0000-000000000001"}, 404),
        ({"Inn": "7700000217", "MessageToCounteragent": "x" * 2001}, 400),
    ],
)
def test_whom_one_cannot_invite(seller: DiadocHttp, body: dict[str, str], status: int) -> None:
    params = {"myBoxId": seller.box("seller")}
    answer = seller.call("POST", "/V3/AcquireCounteragent", params=params, json=body)
    assert answer.status_code == status


def test_some_operators_want_a_paper_first(seller: DiadocHttp) -> None:
    params = {"myBoxId": seller.box("seller")}
    body = {"BoxId": seller.box("roaming")}
    answer = seller.call("POST", "/V3/AcquireCounteragent", params=params, json=body)
    assert answer.status_code == 409
    assert answer.headers["X-Diadoc-ErrorCode"] == "Invitations.RoamingOperatorRequestIsRequired"
    assert "www.diadoc.ru/roaming" in answer.text


def test_who_may_not_manage_counterparties(diadoc: DiadocHttp) -> None:
    users = diadoc.ready["organizations"]["buyer"]["users"]
    limited = next(n for n, user in enumerate(users) if user["access_level"] == "DepartmentOnly")
    other = diadoc.as_user("buyer", limited)
    assert leave(other, "buyer", "seller") == 403
    assert stands(other, "buyer", "seller") == "IsMyCounteragent", "looking is allowed"


# -- breaking up -------------------------------------------------------------------------------------------


def test_partners_part(seller: DiadocHttp, diadoc: DiadocHttp) -> None:
    buyer = diadoc.as_user("buyer_branch")
    assert leave(seller, "seller", "buyer", "больше не работаем") == 200
    assert (stands(seller, "seller", "buyer"), stands(buyer, "buyer", "seller")) == (
        "IsRejectedByMe",
        "RejectsMe",
    )
    last = events(seller, "seller", orderBy="Descending", limit=1)[0]
    assert last["EventTypes"] == ["IBrokeUpWithCounteragent"]
    assert last["Counteragent"]["LastEventComment"] == "больше не работаем"
    assert leave(seller, "seller", "buyer") == 200, "nothing more happens"
    assert leave(seller, "seller", "buyer", "x" * 5001) == 400


def test_an_invitation_is_withdrawn_to_what_was_before(seller: DiadocHttp, diadoc: DiadocHttp) -> None:
    invite(seller, "seller", "ip")
    diadoc.settle()
    assert leave(seller, "seller", "ip") == 200
    assert stands(seller, "seller", "ip") == "404"
    assert leave(seller, "seller", "buyer") == 200
    invite(seller, "seller", "buyer")
    diadoc.settle()
    assert stands(seller, "seller", "buyer") == "IsInvitedByMe"
    assert leave(seller, "seller", "buyer") == 200
    assert stands(seller, "seller", "buyer") == "IsRejectedByMe"


def test_an_invitation_is_declined(seller: DiadocHttp, master: DiadocHttp, diadoc: DiadocHttp) -> None:
    invite(seller, "seller", "ip")
    diadoc.settle()
    assert leave(master, "ip", "seller") == 200
    assert stands(seller, "seller", "ip") == "RejectsMe"
    of_ip = diadoc.ready["organizations"]["ip"]["organization_id"]
    of_seller = diadoc.ready["organizations"]["seller"]["organization_id"]
    assert relations.is_blocked(diadoc.world, of_ip, of_seller)
    assert not relations.is_blocked(diadoc.world, of_seller, of_ip)


def test_an_invitation_with_a_document_is_not_answered_by_these_methods(
    seller: DiadocHttp, master: DiadocHttp, diadoc: DiadocHttp
) -> None:
    one = diadoc.ready["organizations"]["seller"]["organization_id"]
    two = diadoc.ready["organizations"]["ip"]["organization_id"]
    relations.invite(diadoc.world, one, two, "с договором", ("m", "e"), must_sign=True)
    assert (leave(seller, "seller", "ip"), leave(master, "ip", "seller")) == (409, 409)
    task = invite(master, "ip", "seller")
    diadoc.settle()
    assert result(master, task) == 409
    params = {"myBoxId": master.box("ip"), "counteragentBoxId": master.box("seller")}
    told = master.json("GET", "/V3/GetCounteragent", **params)
    assert told["InvitationDocumentId"] == {"MessageId": "m", "EntityId": "e"}
    relations.accept(diadoc.world, two, one)
    assert stands(seller, "seller", "ip") == "IsMyCounteragent"


# -- the list ----------------------------------------------------------------------------------------------


def crowd(diadoc: DiadocHttp, count: int) -> None:
    """So many counterparties of the seller."""
    for number in range(count):
        order = {
            "alias": f"crowd_{number}",
            "inn": f"99{number:08d}",
            "kpp": "990001001",
            "ogrn": "",
            "short_name": f"ООО «Толпа {number}»",
            "full_name": f"Общество «Толпа {number}»",
            "city": "",
            "street": "",
            "region": "99",
        }
        made = diadoc.control("POST", "/organizations", order)
        seller = diadoc.ready["organizations"]["seller"]["organization_id"]
        relations.befriend(diadoc.world, seller, made["organization_id"])


def test_the_list_is_paged_by_a_key_in_order_of_events(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    crowd(diadoc, 5)
    seen: list[str] = []
    after = ""
    while True:
        page = seller.json(
            "GET", "/V3/GetCounteragents", myBoxId=seller.box("seller"), pageSize=2, afterIndexKey=after
        )
        assert (page["TotalCount"], page["TotalCountType"]) == (6, "Equal")
        if not page["Counteragents"]:
            break
        assert all(one["Organization"]["Departments"] == [] for one in page["Counteragents"])
        seen += [one["Organization"]["ShortName"] for one in page["Counteragents"]]
        after = page["Counteragents"][-1]["IndexKey"]
    assert seen == ["ООО «Василёк»", *(f"ООО «Толпа {number}»" for number in range(5))]


def test_the_list_is_filtered(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    crowd(diadoc, 2)
    invite(seller, "seller", "ip")
    diadoc.settle()

    def names(**params: Any) -> list[str]:
        told = seller.json("GET", "/V3/GetCounteragents", myBoxId=seller.box("seller"), **params)
        return [one["Organization"]["ShortName"] for one in told["Counteragents"]]

    assert names(counteragentStatus="IsInvitedByMe") == ["ИП Мастеров О. Ю."]
    assert names(query="толпа 1") == ["ООО «Толпа 1»"]
    assert names(query="9900000000") == ["ООО «Толпа 0»"]
    assert len(names(counteragentStatus="ismycounteragent")) == 3
    leave(seller, "seller", "buyer")
    assert names(counteragentStatus="Rejected") == ["ООО «Василёк»"]


@pytest.mark.parametrize(
    "params",
    [
        {"counteragentStatus": "Friend"},
        {"afterIndexKey": "x"},
        {"afterIndexKey": "0" * 48, "query": "x"},
        {"pageSize": 101},
        {"pageSize": "many"},
    ],
)
def test_what_the_list_does_not_take(seller: DiadocHttp, params: dict[str, Any]) -> None:
    params = {"myBoxId": seller.box("seller"), **params}
    assert seller.call("GET", "/V3/GetCounteragents", params=params).status_code == 400


def test_the_second_version_names_organizations(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    known = diadoc.ready["organizations"]
    params = {"myOrgId": known["seller"]["organization_id"]}
    answer = seller.call("GET", "/V2/GetCounteragents", params=params)
    assert answer.headers["Sunset"] == "Tue, 10 Nov 2026 23:59:59 GMT"
    assert pb.CounteragentList.FromString(answer.content).TotalCount == 1
    params |= {"counteragentOrgId": known["buyer"]["organization_id"]}
    assert seller.json("GET", "/V2/GetCounteragent", **params)["CurrentStatus"] == "IsMyCounteragent"


# -- events ------------------------------------------------------------------------------------------------


def test_events_are_paged_by_a_key_that_must_be_encoded(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    crowd(diadoc, 6)
    everything = events(seller, "seller")
    assert len(everything) == 7
    seen: list[dict[str, Any]] = []
    while page := events(seller, "seller", limit=2, afterIndexKey=seen[-1]["IndexKey"] if seen else ""):
        seen += page
    assert seen == everything
    url = f"{seller.ready['url']}/V1/GetCounteragentEvents?boxId={seller.box('seller')}&afterIndexKey="
    broken = "+" + everything[0]["IndexKey"][1:]  # comes as a space
    answer = seller.call("GET", url.removeprefix(seller.ready["url"]) + broken)
    assert (answer.status_code, answer.text) == (400, "cursor must have valid value")


def test_events_of_one_counterparty_in_a_time(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    crowd(diadoc, 1)
    first, second = events(seller, "seller")
    assert events(seller, "seller", counteragentBoxId=seller.box("buyer")) == [first]
    since = second["Counteragent"]["EventTimestampTicks"]
    assert events(seller, "seller", timestampFromTicks=since) == [second]
    assert events(seller, "seller", timestampToTicks=since - 1) == [first]


# -- groups and certificates -------------------------------------------------------------------------------


def test_groups(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    box, partner = seller.box("seller"), seller.box("buyer")
    sales = seller.json("GET", "/admin/GetDepartments", boxId=box)["Departments"][1]["Id"]

    def post(path: str, body: object = None, **params: str) -> int:
        return seller.call("POST", path, params={"boxId": box, **params}, json=body).status_code

    group = seller.json(
        "POST",
        "/CreateCounteragentGroup",
        {"Name": "Опт", "Departments": {"DepartmentIds": [sales]}},
        boxId=box,
    )
    group_id = group["CounteragentGroupId"]
    assert group["Departments"] == {"DepartmentIds": [sales]}
    assert post("/CreateCounteragentGroup", {"Name": "Опт"}) == 409
    assert (
        post("/CreateCounteragentGroup", {"Name": "Б", "Departments": {"DepartmentIds": [group_id]}}) == 404
    )
    assert post("/AddCounteragentToGroup", counteragentGroupId=group_id, counteragentBoxId=partner) == 200
    assert (
        post("/AddCounteragentToGroup", counteragentGroupId=group_id, counteragentBoxId=seller.box("ip"))
        == 409
    )
    inside = seller.json("GET", "/GetCounteragentsFromGroup", boxId=box, counteragentGroupId=group_id)
    assert inside["TotalCount"] == 1
    body = {"Name": "Розница", "GroupDepartments": {"AnyDepartment": True}}
    changed = seller.json("POST", "/UpdateCounteragentGroup", body, boxId=box, counteragentGroupId=group_id)
    assert changed == {"CounteragentGroupId": group_id, "Name": "Розница"}
    names = [one["Name"] for one in seller.json("GET", "/GetCounteragentGroups", boxId=box)["Groups"]]
    assert names == ["По умолчанию", "Розница"]
    assert post("/DeleteCounteragentGroup", counteragentGroupId=relations.DEFAULT_GROUP) == 409
    assert post("/UpdateCounteragentGroup", {"Name": "x"}, counteragentGroupId=relations.DEFAULT_GROUP) == 400
    assert post("/DeleteCounteragentGroup", counteragentGroupId=group_id) == 200
    told = seller.json("GET", "/V3/GetCounteragent", myBoxId=box, counteragentBoxId=partner)
    assert told["CounteragentGroupId"] == relations.DEFAULT_GROUP
    assert post("/DeleteCounteragentGroup", counteragentGroupId=group_id) == 404


def test_certificates_of_a_counterparty(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    user_id = diadoc.ready["organizations"]["buyer"]["users"][0]["user_id"]
    with diadoc.world.writing() as db:
        db.execute("INSERT INTO certificates VALUES ('A', ?, ?)", (user_id, b"raw"))
    path, mine = "/V2/GetCounteragentCertificates", {"myBoxId": seller.box("seller")}
    told = seller.get(pb.CounteragentCertificateList, path, **mine, counteragentBoxId=seller.box("buyer"))
    assert [one.RawCertificateData for one in told.Certificates] == [b"raw"]
    params = mine | {"counteragentBoxId": seller.box("ip")}
    assert seller.call("GET", path, params=params).status_code == 404
    master = diadoc.as_user("ip")
    params = {"myBoxId": master.box("ip"), "counteragentBoxId": master.box("seller")}
    assert master.call("GET", path, params=params).status_code == 403


# -- an invitation with a document -------------------------------------------------------------------------


def signature(pki_dir: Path, name: str, content: bytes) -> bytes:
    pem = (pki_dir / f"{name}.pem").read_bytes()
    return sign_detached(content, key=load_private_key(pem), certificate=load_certificates(pem)[0], at=now())


def document(pki_dir: Path, content: bytes = b"agreement", signed: bytes | None = None) -> InvitationDocument:
    signed_content = SignedContent(Content=content, Signature=signed or signature(pki_dir, "head", content))
    return InvitationDocument(SignedContent=signed_content, FileName="agreement.txt", SignatureRequested=True)


def test_signing_the_document_accepts_the_invitation(
    diadoc: DiadocHttp, seller: DiadocHttp, master: DiadocHttp, pki_dir: Path
) -> None:
    task = invite(seller, "seller", "ip", InvitationDocument=document(pki_dir))
    diadoc.settle()
    done = result(seller, task)
    assert isinstance(done, AcquireCounteragentResultV2)
    ids = done.InvitationDocumentId
    assert stands(master, "ip", "seller") == "InvitesMe"
    content = master.call(
        "GET",
        "/V4/GetEntityContent",
        params={"boxId": master.box("ip"), "messageId": ids.MessageId, "entityId": ids.EntityId},
    )
    assert content.content == b"agreement"
    patch = MessagePatchToPostV2(BoxId=master.box("ip"), MessageId=ids.MessageId)
    patch.Signatures.add(ParentEntityId=ids.EntityId, Signature=signature(pki_dir, "ip", b"agreement"))
    answer = master.call("POST", "/V4/PostMessagePatch", content=patch.SerializeToString())
    assert answer.status_code == 200, answer.text
    diadoc.settle()
    assert stands(master, "ip", "seller") == stands(seller, "seller", "ip") == "IsMyCounteragent"


def test_a_document_with_a_spoilt_signature_invites_nobody(
    diadoc: DiadocHttp, seller: DiadocHttp, pki_dir: Path
) -> None:
    spoilt = document(pki_dir, signed=b"0\x00")
    task = invite(seller, "seller", "ip", InvitationDocument=spoilt)
    diadoc.settle()
    assert result(seller, task) == 409
    assert stands(seller, "seller", "ip") == "404"
