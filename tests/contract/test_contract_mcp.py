"""diadoc-mcp-ru (PyPI) walks through its whole catalogue: the JSON dialect of the emulated operator.

The client can send JSON bodies only; methods that want a file's bytes answer it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import mcp_documents
import mcp_people
import pytest
from firms import Firm
from mcp_client import McpClient
from mcp_desk import Desk, attachment

from paraph.sandbox.diadoc import api
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.faults import Fault
from paraph.sandbox.diadoc.server import DiadocEmulator

#: In the client's catalogue, not in the emulator: the sheets of the service tell too little of them.
NOT_EMULATED = {
    "extended_signer_details_v2",
    "generate_tt_gis_fixation_cancellation_request",
    "get_document_actions",
    "get_document_history",
    "parse_gar_address",
}


@pytest.fixture(scope="module")
def desk(
    client_python: Path,
    operator: DiadocEmulator,
    sandbox: Path,
    seller: Firm,
    buyer: Firm,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Desk]:
    clients = [
        McpClient(client_python, firm.url, firm.key, firm.token, tmp_path_factory.mktemp("home"))
        for firm in (seller, buyer)
    ]
    yield Desk(operator, sandbox, seller, buyer, *clients)
    for client in clients:
        client.close()


@pytest.mark.parametrize(
    "journey", [*mcp_people.JOURNEYS, *mcp_documents.JOURNEYS], ids=lambda of: of.__name__
)
def test_journey(desk: Desk, journey: Callable[[Desk], None]) -> None:
    journey(desk)


# -- what a client of JSON cannot do, what goes wrong, what is left ------------------------------------------

_TITLE = {
    "documentTypeNamedId": "UniversalTransferDocument",
    "documentFunction": "СЧФДОП",
    "documentVersion": "utd970_05_03_01",
    "titleIndex": 0,
}
_NOWHERE = {"messageId": str(uuid4()), "attachmentId": str(uuid4())}


@pytest.mark.parametrize(
    ("operation", "query", "status"),
    [
        ("generate_title_xml", _TITLE, 400),
        ("parse_title_xml", _TITLE, 400),
        ("parse_revocation_request_xml", {}, 400),
        ("parse_signature_rejection_xml", {}, 400),
        ("parse_universal_message", _NOWHERE, 404),
        ("parse_universal_message_xml", {}, 400),
        ("generate_universal_message", _NOWHERE, 404),
        ("can_send_invoice", {}, 400),
    ],
)
def test_methods_of_bytes_refuse_json_in_words(
    desk: Desk, operation: str, query: dict[str, object], status: int
) -> None:
    told = desk.from_seller.refusal(operation, {"a": 1}, boxId=desk.seller.box, **query)
    assert told.status == status, told
    assert told.data["details"] != "Resource not found"


def test_any_file_may_be_a_document_without_a_format(desk: Desk) -> None:
    told = desk.from_seller.call("detect_document_titles", {"a": 1}, boxId=desk.seller.box)
    assert {title["Version"] for title in told["DocumentTitles"]} == {"v1"}


def test_schemas_are_told_how_to_bring(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARAPH_FNS_SCHEMAS", raising=False)
    asked = {"typeNamedId": "UniversalTransferDocument", "function": "СЧФДОП", "version": "utd970_05_03_01"}
    told = desk.from_seller.refusal("get_content", **asked, titleIndex=0, contentType="TitleXsd")
    assert told.status == 404
    assert "PARAPH_FNS_SCHEMAS" in told.data["message"]


def test_an_answer_lost_by_the_operator_is_asked_again(desk: Desk) -> None:
    call, mine = desk.from_seller.call, {"FromBoxId": desk.seller.box, "ToBoxId": desk.buyer.box}
    body = mine | {"DocumentAttachments": [attachment(desk.seller)]}
    operation = str(uuid4())
    desk.operator.world.faults.order(Fault("error-after", path="PostMessage"))
    assert desk.from_seller.refusal("post_message", body, operationId=operation).status == 500
    first, second = (call("post_message", body, operationId=operation) for _ in range(2))
    assert first["MessageId"] == second["MessageId"]
    desk.settle()
    events = desk.from_buyer.call("get_new_events", boxId=desk.buyer.box, limit=100)["Events"]
    arrived = [event for event in events if event.get("Message", {}).get("MessageId") == first["MessageId"]]
    assert len(arrived) == 1


def test_the_client_waits_when_the_balancer_says_so(desk: Desk) -> None:
    calls, path = desk.operator.world.calls, "GET /GetBox"
    desk.from_seller.call("get_box", boxId=desk.seller.box)
    before = calls.since()[path]
    desk.operator.world.faults.order(Fault("too-many-requests", path="GetBox"))
    assert desk.from_seller.call("get_box", boxId=desk.seller.box)["BoxId"] == desk.seller.box
    assert calls.since()[path] == before + 2


def test_another_s_box_is_closed(desk: Desk) -> None:
    asked = {"boxId": desk.buyer.box, "limit": 1}
    assert desk.from_seller.refusal("get_new_events", **asked).status == 403


def test_the_whole_catalogue_was_tried(desk: Desk, record_property: Callable[[str, object], None]) -> None:
    """Every method the emulator serves was called by a test above; those it lacks are named here."""
    performed = desk.from_seller.performed | desk.from_buyer.performed
    refused = (desk.from_seller.refused | desk.from_buyer.refused) - performed
    catalogue = {name.removeprefix("diadoc_"): of for name, of in desk.from_seller.catalogue.items()}
    served = {name for name, of in catalogue.items() if _serves(of.method, of.path)}
    assert served - performed - refused == set()
    assert catalogue.keys() - served == NOT_EMULATED
    told = f"{len(performed)} methods performed, {len(refused)} refused in words, of {len(catalogue)}"
    record_property("client", f"diadoc-mcp-ru (PyPI): {told}")


def _serves(method: str, path: str) -> bool:
    try:
        api.find(method, path)
    except ApiError:
        return False
    return True
