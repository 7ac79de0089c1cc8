"""Types of documents as the emulated operator tells them and holds documents to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from diadoc_desk import Side
from diadoc_http import DiadocHttp

from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.errors import ApiError
from paraph.wire.diadoc import types_pb2 as pb
from paraph.wire.diadoc.common_pb2 import MetadataItem

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "edo" / "samples" / "synthetic"


def items(**given: str) -> list[MetadataItem]:
    return [MetadataItem(Key=key, Value=value) for key, value in given.items()]


# -- what the API tells --------------------------------------------------------------------------------------


def test_types_come_with_functions_versions_and_workflows(seller: Side) -> None:
    answer = seller.http.get(pb.GetDocumentTypesResponseV3, "/V3/GetDocumentTypes", boxId=seller.box)
    found = {one.Name: one for one in answer.DocumentTypes}
    assert len(found) == len(answer.DocumentTypes)
    transfer = found["UniversalTransferDocument"]
    assert [one.Name for one in transfer.Functions] == ["СЧФ", "ДОП", "СЧФДОП", "СвРК", "СвЗК"]
    assert list(transfer.SupportedDocflows) == [0]
    newest, older = transfer.Functions[0].Versions
    assert (newest.Version, newest.IsActual) == ("utd970_05_03_01", True)
    assert (older.Version, older.IsActual) == ("utd970_05_02_01", False)
    assert [(one.Id, one.IsDefault) for one in newest.Workflows] == [(17, True), (10, False)]
    assert [one.Name for one in found["Invoice"].Functions] == ["default"]


def test_a_formalised_title_names_its_schemas_and_its_signer(seller: Side) -> None:
    answer = seller.http.get(pb.GetDocumentTypesResponseV2, "/V2/GetDocumentTypes", boxId=seller.box)
    transfer = next(one for one in answer.DocumentTypes if one.Name == "UniversalTransferDocument")
    both = next(one for one in transfer.Functions if one.Name == "СЧФДОП").Versions[0]
    seller_title, buyer_title = both.Titles
    query = "typeNamedId=UniversalTransferDocument&function=СЧФДОП&version=utd970_05_03_01"
    assert seller_title.XsdUrl == f"/GetContent?{query}&titleIndex=0&contentType=TitleXsd"
    assert buyer_title.UserDataXsdUrl == f"/GetContent?{query}&titleIndex=1&contentType=UserContractXsd"
    assert [one.SignerInfo.ExtendedDocumentTitleType for one in both.Titles] == [12, 13]
    assert {one.SignerInfo.SignerType for one in both.Titles} == {3}
    assert {item.Source for item in seller_title.MetadataItems} == {0}
    assert not buyer_title.MetadataItems


def test_a_non_formalised_type_tells_which_metadata_to_give(seller: Side) -> None:
    answer = seller.http.get(pb.GetDocumentTypesResponseV3, "/V3/GetDocumentTypes", boxId=seller.box)
    invoice = next(one for one in answer.DocumentTypes if one.Name == "ProformaInvoice")
    (title,) = invoice.Functions[0].Versions[0].Titles
    given = {item.Id: (item.Type, item.IsRequired, item.Source) for item in title.MetadataItems}
    assert given == {
        "FileName": (0, True, 1),
        "DocumentDate": (3, True, 1),
        "DocumentNumber": (0, True, 1),
        "TotalSum": (2, True, 1),
        "TotalVat": (2, False, 1),
        "Grounds": (0, False, 1),
        "CurrencyCode": (0, False, 1),
    }
    assert not title.HasField("XsdUrl")


def test_workflows_are_told_in_full(seller: Side) -> None:
    answer = seller.http.get(pb.DocumentWorkflowSettingsListV2, "/V2/GetWorkflowsSettings", boxId=seller.box)
    assert [one.Id for one in answer.DocumentWorkflowSettings] == list(range(1, 20))
    both = next(one for one in answer.DocumentWorkflowSettings if one.Id == 16)
    assert both.ReceiptOperatorConfirmationBehavior == pb.OperatorConfirmationBehavior.InitiatorCounterpart
    roles = [(one.Participant, one.ParticipantAction) for one in both.Participants]
    title = pb.ParticipantAction.Title
    assert roles == [(pb.ParticipantType.Sender, title), (pb.ParticipantType.Recipient, title)]


def test_types_of_another_box_are_not_told(diadoc: DiadocHttp, seller: Side) -> None:
    answer = seller.http.call("GET", "/V3/GetDocumentTypes", params={"boxId": diadoc.box("buyer")})
    assert answer.status_code == 403


def test_json_is_the_dialect_of_the_service(seller: Side) -> None:
    answer = seller.http.json("GET", "/V3/GetDocumentTypes", boxId=seller.box)
    contract = next(one for one in answer["DocumentTypes"] if one["Name"] == "Contract")
    version = contract["Functions"][0]["Versions"][0]
    assert version["Version"] == "v1"
    assert version["Workflows"] == [{"Id": 2, "IsDefault": True}]
    assert version["RejectionType"] == "TypeSpecificRejection"


# -- types of a box of its own -------------------------------------------------------------------------------


def test_a_box_may_have_types_of_its_own(seller: Side, buyer: Side) -> None:
    box = types_box(seller)
    types.add_own_type(
        seller.http.world, box, {"name": "Waybill1", "title": "Путевой лист", "workflows": [2, 6]}
    )
    own = types.own_types(seller.http.world, box)
    assert types.find("Waybill1", own=own).workflows == (2, 6)
    assert types.own_types(seller.http.world, types_box(buyer)) == []
    answer = seller.http.get(pb.GetDocumentTypesResponseV3, "/V3/GetDocumentTypes", boxId=seller.box)
    assert answer.DocumentTypes[-1].Title == "Путевой лист"


def test_a_type_of_its_own_is_added_by_the_panel(seller: Side) -> None:
    url = f"{seller.http.ready['url']}/_sandbox/types"
    order = {
        "organization": "seller",
        "name": "Waybill1",
        "title": "Путевой лист",
        "required": ["FileName", "Car"],
    }
    assert seller.http.http.post(url, json=order).status_code == 200
    assert seller.http.http.post(url, json=order | {"organization": "nobody"}).status_code == 404
    assert seller.http.http.post(url, json=order | {"workflows": [77]}).status_code == 400
    answer = seller.http.json("GET", "/V3/GetDocumentTypes", boxId=seller.box)["DocumentTypes"][-1]
    title = answer["Functions"][0]["Versions"][0]["Titles"][0]
    assert [item["Id"] for item in title["MetadataItems"]] == ["FileName", "Car"]


@pytest.mark.parametrize(
    "spec",
    [
        {"title": "Без имени"},
        {"name": "NoTitle"},
        {"name": "Bad", "title": "Плохой", "workflows": [99]},
        {"name": "Bad", "title": "Плохой", "workflows": []},
        {"name": "Bad", "title": "Плохой", "required": [1]},
    ],
    ids=["no name", "no title", "unknown workflow", "no workflow", "key is not text"],
)
def test_a_type_with_mistakes_is_not_taken(seller: Side, spec: dict[str, object]) -> None:
    with pytest.raises(ApiError):
        types.add_own_type(seller.http.world, types_box(seller), spec)
    assert types.own_types(seller.http.world, types_box(seller)) == []


def types_box(side: Side) -> str:
    boxes = (one for found in side.http.ready["organizations"].values() for one in found["boxes"])
    return str(next(one["box_id_guid"] for one in boxes if one["box_id"] == side.box))


# -- checks --------------------------------------------------------------------------------------------------


def test_an_unknown_type_function_or_version_is_refused_with_its_code() -> None:
    for asked in (
        ("Nonsense",),
        ("Contract", "СЧФ"),
        ("UniversalTransferDocument", "СЧФ", "utd820_05_01_01"),
    ):
        with pytest.raises(ApiError) as refusal:
            types.find(*asked)
        assert refusal.value.status == 409
        assert refusal.value.code == "DocumentService.InvalidDocumentType"


def test_without_a_version_the_actual_one_is_meant() -> None:
    assert types.find("XmlTorg12").version == "utd970_05_03_01"
    assert types.find("ReconciliationAct").version == "v1"


def test_a_workflow_must_be_one_of_the_type() -> None:
    contract = types.find("Contract")
    assert types.workflow(contract).id == 2
    assert types.workflow(types.find("Nonformalized"), 6).recipient_action == ""
    with pytest.raises(ApiError) as refusal:
        types.workflow(contract, 16)
    assert refusal.value.status == 400


def test_metadata_is_held_to_the_type() -> None:
    invoice = types.find("ProformaInvoice")
    good = {"FileName": "a.pdf", "DocumentDate": "22.11.2026", "DocumentNumber": "1", "TotalSum": "10.50"}
    assert types.check_metadata(invoice, 0, items(**good), b"") == []
    assert types.check_metadata(invoice, 0, items(**good, Zeta="1", Alpha="2"), b"") == [
        "Provided odd metadata items. Keys: Alpha, Zeta"
    ]
    assert types.check_metadata(invoice, 0, items(DocumentNumber="1", TotalSum="10,50"), b"") == [
        "Невозможно получить данные по ключу: FileName",
        "Невозможно получить данные по ключу: DocumentDate",
        "Невозможно получить данные по ключу: TotalSum",
    ]


@pytest.mark.parametrize("value", ["31.02.2026", "2026-11-22", "NaN", "1e", "-"], ids=str)
def test_a_value_must_be_of_its_kind(value: str) -> None:
    key = "TotalSum" if not value[0].isdigit() or value == "1e" else "DocumentDate"
    good = {"FileName": "a", "DocumentDate": "22.11.2026", "DocumentNumber": "1", "TotalSum": "1"}
    found = types.check_metadata(types.find("ProformaInvoice"), 0, items(**good | {key: value}), b"")
    assert found == [f"Невозможно получить данные по ключу: {key}"]


def test_what_is_encrypted_is_described_by_metadata() -> None:
    invoice = types.find("Invoice")
    keys = ("FileId", "SellerFnsParticipantId", "BuyerFnsParticipantId", "DocumentNumber")
    given = items(**dict.fromkeys(keys, "x"), DocumentDate="22.11.2026")
    assert types.check_metadata(invoice, 0, given, b"\0\1", encrypted=True) == []
    assert types.check_metadata(invoice, 0, items(), b"\0\1", encrypted=True) != []


# -- formalised files ----------------------------------------------------------------------------------------


def sample(prefix: str) -> bytes:
    found = sorted(SAMPLES.glob(f"{prefix}_*.xml"))
    if not found:
        pytest.skip("no samples beside the repository")
    return found[0].read_bytes()


def test_a_formalised_file_must_be_the_title_it_is_sent_as() -> None:
    transfer = types.find("UniversalTransferDocument", "СЧФДОП")
    seller_title, buyer_title = sample("ON_NSCHFDOPPR"), sample("ON_NSCHFDOPPOK")
    assert types.check_metadata(transfer, 0, items(), seller_title) == []
    assert types.check_metadata(transfer, 1, items(), buyer_title) == []
    assert types.check_metadata(transfer, 1, items(), seller_title) == [
        "В содержимом титул 0, а ожидается титул 1."
    ]
    for other in ("Invoice", "XmlTorg12", "UniversalTransferDocumentRevision"):
        assert types.check_metadata(types.find(other), 0, items(), seller_title) != []
    older = types.find("UniversalTransferDocument", "СЧФДОП", "utd970_05_02_01")
    assert types.check_metadata(older, 0, items(), seller_title) == [
        "Содержимое не соответствует формату utd970_05_02_01."
    ]


def test_a_formalised_file_takes_no_metadata() -> None:
    transfer = types.find("UniversalTransferDocument", "СЧФДОП")
    found = types.check_metadata(transfer, 0, items(FileName="a.xml"), sample("ON_NSCHFDOPPR"))
    assert found == ["Provided odd metadata items. Keys: FileName"]


def test_requisites_of_a_formalised_file_are_read_from_it() -> None:
    transfer = types.find("UniversalTransferDocument", "СЧФДОП")
    found = types.metadata_of(transfer, 0, items(), sample("ON_NSCHFDOPPR"))
    assert found.pop("FileName").startswith("ON_NSCHFDOPPR_")
    assert found == {
        "DocumentDate": "21.11.2026",
        "DocumentNumber": "101",
        "CurrencyCode": "643",
        "TotalSum": "1220.00",
        "TotalVat": "220.00",
    }
    assert types.outcome_of(sample("ON_NSCHFDOPPOK")) == "1"


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"<a/>", "<Файл/>".encode()],
    ids=["empty", "pdf", "xml", "empty file of ФНС"],
)
def test_what_is_no_title_is_refused_as_formalised(content: bytes) -> None:
    transfer = types.find("UniversalTransferDocument")
    assert types.check_metadata(transfer, 0, items(), content) == [
        "Содержимое не соответствует формату utd970_05_03_01."
    ]
