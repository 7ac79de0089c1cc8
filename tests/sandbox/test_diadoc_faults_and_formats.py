"""Formats, errors, faults and the panel of the emulated operator."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from diadoc_http import DiadocHttp
from test_sandbox_up import sandbox_process, wait_for

from paraph.sandbox.diadoc import api
from paraph.sandbox.diadoc.api import Call, Reply
from paraph.sandbox.diadoc.errors import ApiError, NotReady
from paraph.sandbox.up import running
from paraph.wire.diadoc.common_pb2 import AsyncMethodResult, LoginPassword
from paraph.wire.diadoc.organizations_pb2 import GetOrganizationsByInnListRequest, OrganizationList

JSON = {"Accept": "application/json"}


@pytest.fixture
def seller(diadoc: DiadocHttp) -> DiadocHttp:
    return diadoc.as_user("seller")


# -- formats -----------------------------------------------------------------------------------------------


def test_protobuf_is_the_default_and_each_direction_is_chosen_alone(seller: DiadocHttp) -> None:
    path, inn = "/V2/GetOrganizationsByInnList", seller.ready["organizations"]["seller"]["inn"]
    message = GetOrganizationsByInnListRequest(InnList=[inn]).SerializeToString()
    answer = seller.call("POST", path, content=message)
    assert answer.headers["Content-Type"] == "application/x-protobuf"
    answer = seller.call("POST", path, content=message, headers=JSON)
    assert answer.json()["Organizations"][0]["Organization"]["Inn"] == inn
    answer = seller.call("POST", path, json={"innlist": [inn]})
    assert answer.headers["Content-Type"] == "application/x-protobuf"
    answer = seller.call("POST", path, json={"INNLIST": [inn]}, headers=JSON)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_a_body_of_another_kind_is_not_taken(seller: DiadocHttp) -> None:
    answer = seller.call("POST", "/V2/GetOrganizationsByInnList", data={"x": "y"})
    assert answer.status_code == 415
    answer = seller.call("POST", "/V2/GetOrganizationsByInnList", content=b"\xff")
    assert (answer.status_code, answer.text) == (
        400,
        "Can't deserialize request body into type: GetOrganizationsByInnListRequest",
    )


def test_a_body_may_come_in_chunks(seller: DiadocHttp) -> None:
    """As clients send what they read from a stream."""
    parts = [b"one, ", b"two, " * 100_000, b"three"]
    name = seller.call("POST", "/V2/ShelfUpload", content=iter(parts)).text
    kept = seller.call("GET", "/V2/ShelfDownload", params={"fileName": name})
    assert kept.content == b"".join(parts)
    host, port = seller.ready["url"].removeprefix("http://").split(":")
    for line, status in ((b"zz", b"400"), (b"-1", b"413"), (b"fffffffff", b"413")):
        with socket.create_connection((host, int(port))) as raw:
            raw.sendall(
                b"POST /V2/ShelfUpload HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + line + b"\r\n"
            )
            assert raw.recv(100).split()[1] == status


def test_errors_are_plain_text_with_a_trace(seller: DiadocHttp) -> None:
    answer = seller.call("GET", "/GetBox", params={"boxId": "x"}, headers=JSON)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert len(answer.headers["X-Kontur-Trace-Id"]) == 32
    assert seller.call("GET", "/Nothing").status_code == 404
    assert seller.call("POST", "/GetBox").status_code == 405
    assert seller.call("PUT", "/GetBox").status_code == 405
    missing = seller.call("GET", "/GetBox")
    assert (missing.status_code, "boxId" in missing.text) == (400, True)


def test_every_answer_has_a_trace_of_its_own(seller: DiadocHttp) -> None:
    traces = {seller.call("GET", "/V2/GetMyUser").headers["X-Kontur-Trace-Id"] for _ in range(3)}
    assert len(traces) == 3


@pytest.fixture
def methods(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few methods that answer in special ways."""
    monkeypatch.setattr(api, "_table", dict(api._table))

    @api.endpoint("GET", "/Test/Coded")
    def coded(call: Call) -> api.Answer:
        raise ApiError(409, code="DocumentService.InvalidDocumentType")

    @api.endpoint("GET", "/Test/Wait")
    def wait(call: Call) -> api.Answer:
        raise NotReady(7)

    @api.endpoint("GET", "/Test/Broken")
    def broken(call: Call) -> api.Answer:
        raise LookupError("a secret")

    @api.endpoint("GET", "/Test/Arguments")
    def arguments(call: Call) -> api.Answer:
        told = (
            call.arg("operationId"),
            call.flag("originalSignature"),
            call.flag("injectContent", default=True),
        )
        return Reply(repr(told).encode(), "text/plain")

    api.removed("POST", "/Test/Old")


def test_coded_errors_waiting_and_what_was_removed(methods: None, seller: DiadocHttp) -> None:
    coded = seller.call("GET", "/Test/Coded")
    assert coded.headers["X-Diadoc-ErrorCode"] == "DocumentService.InvalidDocumentType"
    assert coded.text == "ErrorCode: DocumentService.InvalidDocumentType (Http.Conflict)"
    wait = seller.call("GET", "/Test/Wait")
    assert (wait.status_code, wait.headers["Retry-After"], wait.content) == (204, "7", b"")
    assert "Content-Length" not in wait.headers
    assert seller.call("POST", "/Test/Old").status_code == 410
    broken = seller.call("GET", "/Test/Broken")
    assert (broken.status_code, "secret" in broken.text) == (500, False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", (None, False, True)),
        ("?operationId=&originalSignature", (None, True, True)),
        ("?OPERATIONID=a&originalsignature=false&injectContent=False", ("a", False, False)),
        ("?operationId=a%2Bb&originalSignature=True", ("a+b", True, True)),
    ],
)
def test_arguments_as_clients_write_them(
    methods: None, seller: DiadocHttp, query: str, expected: tuple[Any, ...]
) -> None:
    assert seller.call("GET", f"/Test/Arguments{query}").text == repr(expected)


def test_methods_removed_long_ago_say_so(seller: DiadocHttp) -> None:
    for path in ("/PostDraft", "/SendMessage", "/Recognize"):
        assert seller.call("POST", path).status_code == 410, path


# -- faults ------------------------------------------------------------------------------------------------


def test_too_many_requests_come_with_a_page(seller: DiadocHttp) -> None:
    seller.order_fault("too-many-requests", count=2)
    for _ in range(2):
        answer = seller.call("GET", "/V2/GetMyUser")
        assert (answer.status_code, answer.headers["Content-Type"]) == (429, "text/html")
        assert "Retry-After" not in answer.headers
    assert seller.call("GET", "/V2/GetMyUser").status_code == 200


def test_an_error_may_hide_that_the_operation_was_performed(seller: DiadocHttp) -> None:
    box = {"myBoxId": seller.box("seller"), "counteragentBoxId": seller.box("buyer")}
    for kind, performed in (("error-before", False), ("error-after", True)):
        seller.order_fault(kind, path="BreakWith")
        answer = seller.call("POST", "/V2/BreakWithCounteragent", params=box)
        assert answer.status_code == 500
        assert answer.text.startswith("The server encountered an internal error")
        told = seller.json("GET", "/V3/GetCounteragent", **box)
        assert (told["CurrentStatus"] == "IsRejectedByMe") is performed, kind


@pytest.mark.parametrize(("kind", "performed"), [("cut-before", False), ("cut-after", True)])
def test_a_connection_is_cut(seller: DiadocHttp, kind: str, performed: bool) -> None:
    box = {"myBoxId": seller.box("seller"), "counteragentBoxId": seller.box("buyer")}
    seller.order_fault(kind)
    with pytest.raises(httpx.RemoteProtocolError):
        seller.call("POST", "/V2/BreakWithCounteragent", params=box)
    told = seller.json("GET", "/V3/GetCounteragent", **box)
    assert (told["CurrentStatus"] == "IsRejectedByMe") is performed


def test_the_provider_of_tokens_fails_on_order_too(diadoc: DiadocHttp) -> None:
    diadoc.order_fault("too-many-requests", path="connect/token")
    url = diadoc.ready["oidc"]["token"]
    assert diadoc.http.post(url, data={}).status_code == 429
    assert diadoc.http.post(url, data={}).status_code == 401
    assert diadoc.control("GET", "/calls")["POST /identity/connect/token"] == 2


def test_a_slow_answer(seller: DiadocHttp) -> None:
    seller.order_fault("slow", seconds=0.3)
    started = time.monotonic()
    assert seller.call("GET", "/V2/GetMyUser").status_code == 200
    assert time.monotonic() - started >= 0.3


def test_a_blocked_box_and_an_unavailable_service(seller: DiadocHttp) -> None:
    params = {"boxId": seller.box("seller")}
    seller.order_fault("blocked-box")
    assert seller.call("GET", "/GetMyEmployee", params=params).status_code == 403
    seller.order_fault("unavailable")
    assert seller.call("GET", "/GetMyEmployee", params=params).status_code == 503
    assert seller.call("GET", "/GetMyEmployee", params=params).status_code == 200


def test_faults_for_a_share_of_calls_to_one_method(seller: DiadocHttp) -> None:
    seller.order_fault("error-before", share=0.5, count=None, path="getmyuser")
    statuses = [seller.call("GET", "/V2/GetMyUser").status_code for _ in range(40)]
    assert 5 < statuses.count(500) < 35
    assert seller.call("GET", "/GetMyOrganizations").status_code == 200
    seller.control("DELETE", "/faults")
    assert seller.call("GET", "/V2/GetMyUser").status_code == 200


@pytest.mark.parametrize(
    "order",
    [{"kind": "magic"}, {"kind": "slow", "count": 0}, {"kind": "slow", "share": 2}, {"kind": "slow", "x": 1}],
)
def test_an_order_with_a_mistake_is_refused(diadoc: DiadocHttp, order: dict[str, object]) -> None:
    answer = diadoc.http.post(f"{diadoc.ready['control_url']}/faults", json=order)
    assert answer.status_code == 400
    assert "Пол" in answer.text or "пол" in answer.text


# -- the panel ---------------------------------------------------------------------------------------------


def test_calls_are_counted_since_a_mark(seller: DiadocHttp) -> None:
    seller.control("POST", "/calls", {"mark": "start"})
    for path in ("/V2/GetMyUser", "/v2/getmyuser", "/GetMyOrganizations"):
        seller.call("GET", path)
    counts = seller.control("GET", "/calls?mark=start")
    assert counts == {"GET /V2/GetMyUser": 2, "GET /GetMyOrganizations": 1}
    assert seller.control("GET", "/calls")["POST /V3/Authenticate"] == 1
    assert seller.http.get(f"{seller.ready['control_url']}/calls?mark=none").status_code == 404


def test_an_organization_is_added_with_people(diadoc: DiadocHttp) -> None:
    order = {
        "alias": "acme",
        "inn": "7700000263",
        "kpp": "770001001",
        "ogrn": "1207799000067",
        "short_name": "ООО «Акме»",
        "full_name": "Общество «Акме»",
        "city": "Москва",
        "street": "ул. Новая, д. 1",
        "region": "77",
        "departments": ["Склад"],
        "workers": [{"login": "a@acme.example", "surname": "Акмеева", "given_name": "Ада Львовна"}],
    }
    told = diadoc.control("POST", "/organizations", order)
    assert told["users"][0]["full_name"] == "Акмеева Ада Львовна"
    again = DiadocHttp(diadoc.emulator, diadoc.http)
    assert (
        again.as_user("acme").get(OrganizationList, "/GetMyOrganizations").Organizations[0].Inn
        == "7700000263"
    )
    for mistake in ({"alias": "acme"}, {"alias": "b", "colour": "red"}, {"alias": "c"}):
        body = order | mistake if "colour" in mistake or mistake["alias"] == "acme" else mistake
        answer = diadoc.http.post(f"{diadoc.ready['control_url']}/organizations", json=body)
        assert answer.status_code == 400


def test_a_reset_forgets_what_happened_and_keeps_the_keys(seller: DiadocHttp) -> None:
    box = {"myBoxId": seller.box("seller"), "counteragentBoxId": seller.box("buyer")}
    assert seller.call("POST", "/V2/BreakWithCounteragent", params=box).status_code == 200
    seller.order_fault("error-before", count=None)
    told = seller.control("POST", "/reset")
    assert told["organizations"] == seller.ready["organizations"]
    again = seller.as_user("seller")
    assert again.json("GET", "/V3/GetCounteragent", **box)["CurrentStatus"] == "IsMyCounteragent"


def test_time_passes_on_order(diadoc: DiadocHttp, start_diadoc: Callable[[], DiadocHttp]) -> None:
    before = diadoc.world.now_ticks()
    diadoc.control("POST", "/clock", {"seconds": 3600})
    assert diadoc.world.now_ticks() - before >= 3600 * 10**7
    after = start_diadoc()
    assert after.world.now_ticks() - before >= 3600 * 10**7, "also after a restart"
    assert diadoc.http.post(f"{after.ready['control_url']}/clock", json={"seconds": -1}).status_code == 400


def test_the_state_tells_everything(seller: DiadocHttp) -> None:
    seller.order_fault("slow", path="x")
    state = seller.control("GET", "/state")
    assert state["faults"][0]["kind"] == "slow"
    assert state["jobs"] == []
    assert set(state["organizations"]) >= {"seller", "buyer", "ip"}


def test_a_page_tells_people_who_is_there_and_no_passwords(diadoc: DiadocHttp) -> None:
    text = diadoc.http.get(diadoc.ready["url"]).text
    assert diadoc.ready["developer_key"] in text
    for of in diadoc.ready["organizations"].values():
        assert of["inn"] in text
        assert all(user["login"] in text and user["password"] not in text for user in of["users"])


def test_it_runs_alone_as_a_part_of_the_sandbox(tmp_path: Path, http: httpx.Client) -> None:
    with running({"diadoc"}, tmp_path) as ready:
        told = ready["diadoc"]
        assert set(ready) == {"diadoc"}
        assert {"url", "developer_key", "oidc", "organizations", "control_url"} <= set(told)
        user = told["organizations"]["seller"]["users"][0]
        answer = http.post(
            f"{told['url']}/V3/Authenticate?type=password",
            content=LoginPassword(Login=user["login"], Password=user["password"]).SerializeToString(),
            headers={"Authorization": f"DiadocAuth ddauth_api_client_id={told['developer_key']}"},
        )
        assert answer.status_code == 200
    with running({"diadoc"}, tmp_path) as again:
        assert again["diadoc"] == told, "addresses, keys and passwords stay from start to start"


def test_what_was_answered_survives_sigkill(tmp_path: Path, http: httpx.Client) -> None:
    ready_file = tmp_path / "ready.json"
    options = ["--only", "diadoc", "--state", tmp_path / "state", "--ready-file", ready_file]

    def call(method: str, path: str, **params: str) -> httpx.Response:
        url = f"{ready['url']}{path}"
        return http.request(method, url, params=params, headers={"Authorization": token, **JSON})

    with sandbox_process(*options) as process:
        ready = wait_for(ready_file, process)["diadoc"]
        known = ready["organizations"]
        token = f"DiadocAuth ddauth_api_client_id={ready['developer_key']}"
        user = known["seller"]["users"][0]
        login = LoginPassword(Login=user["login"], Password=user["password"]).SerializeToString()
        url = f"{ready['url']}/V3/Authenticate?type=password"
        token += f",ddauth_token={http.post(url, content=login, headers={'Authorization': token}).text}"
        box = {
            "myBoxId": known["seller"]["boxes"][0]["box_id"],
            "counteragentBoxId": known["buyer"]["boxes"][0]["box_id"],
        }
        assert call("POST", "/V2/BreakWithCounteragent", **box).status_code == 200
        process.kill()
        process.wait()
    ready_file.unlink()
    with sandbox_process(*options) as process:
        ready = wait_for(ready_file, process)["diadoc"]
        assert call("GET", "/V3/GetCounteragent", **box).json()["CurrentStatus"] == "IsRejectedByMe"


def test_messages_of_tasks_are_read_by_field_number(seller: DiadocHttp) -> None:
    body = {"BoxId": seller.box("ip")}
    answer = seller.call(
        "POST", "/V3/AcquireCounteragent", params={"myBoxId": seller.box("seller")}, json=body
    )
    assert AsyncMethodResult.FromString(answer.content).TaskId
    assert answer.content[0] == 0x0A, "field 1, text"
