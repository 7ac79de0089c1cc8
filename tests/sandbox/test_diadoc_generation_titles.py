"""Titles made of simplified XML and read back, types recognised, schemas given out."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from diadoc_desk import Side, documents, of_kind
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from paraph.formats import file_names
from paraph.formats.title_checks import check_title
from paraph.formats.titles import read_title
from paraph.formats.xml_files import FormatError
from paraph.sandbox.diadoc.directory import find_box
from paraph.sandbox.diadoc.generation import mapping, transfer_shape
from paraph.wire.diadoc import documents_pb2
from paraph.wire.diadoc import messages_pb2 as messages
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind
from paraph.wire.diadoc.types_pb2 import DetectDocumentTypesResponse

DATA = Path(__file__).parents[3] / "shared" / "data" / "edo"
TYPE = "UniversalTransferDocument"
SIGNERS = """<Signers><Signer SignatureType="1" SignerPowersConfirmationMethod="1">
<Fio LastName="Лугова" FirstName="Анна" MiddleName="Сергеевна"/>
<Position PositionSource="Manual">Генеральный директор</Position></Signer></Signers>"""
ITEM = """<Item Product="Бумага &lt;А4&gt; «Снег» ₽" Unit="796" Quantity="10" Price="100"
SubtotalWithVatExcluded="1000" TaxRate="TwentyTwoPercent" Vat="220" Subtotal="1220"/>"""


def contract(
    seller: Side,
    buyer: Side,
    function: str = "СЧФДОП",
    *,
    item: str = ITEM,
    signers: str = SIGNERS,
    more: str = "",
    attributes: str = "",
) -> bytes:
    """Simplified XML of a seller's title between the two firms of the sandbox."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<{TYPE} Function="{function}" DocumentNumber="17" DocumentDate="22.11.2026" Currency="643" {attributes}>
<Sellers><Seller><OrganizationReference BoxId="{guid(seller)}"/></Seller></Sellers>
<Buyers><Buyer><OrganizationReference BoxId="{guid(buyer)}"/></Buyer></Buyers>{signers}
<DocumentShipments><DocumentShipment DocumentName="УПД" DocumentNumber="17"
 DocumentDate="22.11.2026"/></DocumentShipments>
<Table TotalWithVatExcluded="1000" Vat="220" Total="1220">{item}</Table>
<TransferInfo OperationInfo="Товары переданы" TransferDate="22.11.2026"><TransferBases>
<TransferBase DocumentName="Договор" DocumentNumber="1" DocumentDate="01.11.2026"/></TransferBases>
</TransferInfo>{more}</{TYPE}>""".encode()


def guid(side: Side) -> str:
    found = find_box(side.http.world, side.box)
    assert found is not None
    return found.id


def generate(side: Side, body: bytes, function: str = "СЧФДОП", **params: object) -> httpx.Response:
    asked = {
        "boxId": side.box,
        "documentTypeNamedId": TYPE,
        "documentFunction": function,
        "documentVersion": "utd970_05_03_01",
        "titleIndex": 0,
    }
    return side.http.call("POST", "/GenerateTitleXml", params=asked | params, content=body)


def parse(side: Side, data: bytes, **params: object) -> httpx.Response:
    asked = {
        "boxId": side.box,
        "documentTypeNamedId": TYPE,
        "documentFunction": "СЧФДОП",
        "documentVersion": "utd970_05_03_01",
        "titleIndex": 0,
    }
    return side.http.call("POST", "/ParseTitleXml", params=asked | params, content=data)


def made(answer: httpx.Response) -> bytes:
    assert answer.status_code == 200, answer.text
    return answer.content


def schemas() -> dict[str, bytes]:
    folder = DATA / "xsd"
    if not folder.exists():
        pytest.skip("no schemas beside the repository")
    return {path.name: path.read_bytes() for path in folder.glob("ON_NSCHFDOPP*.xsd")}


# -- the seller's title --------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", ["СЧФ", "СЧФДОП", "ДОП"], ids=["invoice", "both", "transfer"])
def test_a_title_is_right_by_schema_rules_and_arithmetic(seller: Side, buyer: Side, function: str) -> None:
    body = contract(seller, buyer, function)
    if function == "СЧФ":
        tree = etree.fromstring(body)
        tree.remove(tree.find("TransferInfo"))
        body = etree.tostring(tree, encoding="utf-8")
    answer = generate(seller, body, function)
    data = made(answer)
    title = read_title(data)
    assert title is not None
    assert (title.function, title.number, str(title.total), str(title.vat)) == (
        function,
        "17",
        "1220.00",
        "220.00",
    )
    assert data.startswith(b"<?xml version=")
    assert etree.fromstring(data).getroottree().docinfo.encoding == "windows-1251"
    assert f'filename="{title.file_id}.xml"' in answer.headers["Content-Disposition"]
    assert check_title(data, schemas(), function=function, file_name=f"{title.file_id}.xml") == []


def test_participants_of_a_title_are_those_of_the_boxes(seller: Side, buyer: Side) -> None:
    title = read_title(made(generate(seller, contract(seller, buyer))))
    assert title is not None
    ends = [find_box(seller.http.world, side.box) for side in (seller, buyer)]
    assert [title.sender_id, title.recipient_id] == [box.organization.fns_id for box in ends if box]
    assert [party.inn for party in (*title.sellers, *title.buyers)] == ["7731376812", "7830002293"]
    assert title.sellers[0].name == "Общество с ограниченной ответственностью «Ромашка»"


def test_marked_and_traced_goods_are_told_by_the_name(seller: Side, buyer: Side) -> None:
    item = ITEM.replace(
        "/>",
        """><ItemTracingInfos><ItemTracingInfo RegNumberUnit="10001000/010123/1234567/001" Unit="796"
        Quantity="10" PriceWithVatExcluded="1000"/></ItemTracingInfos>
        <ItemIdentificationNumbers><ItemIdentificationNumber><Unit>010461</Unit></ItemIdentificationNumber>
        </ItemIdentificationNumbers></Item>""",
    )
    data = made(generate(seller, contract(seller, buyer, item=item)))
    title = read_title(data)
    assert title is not None
    name = file_names.parse(title.file_id)
    assert name is not None
    assert name.marks == ("1", "1", "0", "0", "0", "00")
    assert check_title(data, schemas(), function="СЧФДОП") == []


def test_a_revision_says_what_it_mends(seller: Side, buyer: Side) -> None:
    revised = contract(seller, buyer, attributes='RevisionNumber="2" RevisionDate="23.11.2026"')
    title = read_title(made(generate(seller, revised)))
    assert title is not None
    assert title.revision is not None
    assert title.revision.number == "2"


def test_what_is_made_is_read_back_into_the_same_contract(seller: Side, buyer: Side) -> None:
    """Once more made and read, nothing is lost and the contract is valid."""
    more = """<Shippers><Shipper SameAsSeller="true"/></Shippers>
    <PaymentDocuments><Document Number="5" Date="20.11.2026" Total="1220.00"/></PaymentDocuments>
    <AdditionalInfoId><AdditionalInfo Id="Заказ" Value="А-7"/></AdditionalInfoId>"""
    first = made(parse(seller, made(generate(seller, contract(seller, buyer, more=more)))))
    assert b"\xd0\xa1\xd0\xbd\xd0\xb5\xd0\xb3" in first
    again = made(parse(seller, made(generate(seller, first))))
    assert etree.tostring(etree.fromstring(again), method="c14n") == etree.tostring(
        etree.fromstring(first), method="c14n"
    )
    tree = etree.fromstring(first)
    assert tree.find("Shippers/Shipper").get("SameAsSeller") == "true"
    assert tree.find("Signers/Signer/Fio").get("LastName") == "Лугова"
    assert tree.find("Table/Item").get("TaxRate") == "TwentyTwoPercent"
    schema = DATA / "xsd-diadoc-usercontract" / "ON_NSCHFDOPPR_UserContract_970_05_03_01.xsd"
    if schema.exists():
        checked = etree.XMLSchema(etree.parse(schema))
        assert checked.validate(tree), checked.error_log


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (lambda body: b"", "пуст"),
        (lambda body: body.replace(TYPE.encode(), b"Other"), "Other"),
        (lambda body: body.replace(b'TaxRate="TwentyTwoPercent"', b'TaxRate="Half"'), "Half"),
        (lambda body: body.replace(b'Vat="220" Subtotal', b'Vat="22O" Subtotal'), "22O"),
        (lambda body: body.replace(b'Vat="220" Subtotal', b'Vat="220.001" Subtotal'), "двух знаков"),
        (lambda body: body.replace(b"<Fio ", b"<Fi0 "), "подписант"),
        (lambda body: body.replace(b'BoxId="', b'BoxId="0'), "не найден"),
        (lambda body: b'<!DOCTYPE a SYSTEM "http://127.0.0.1/">' + body[38:], "DOCTYPE"),
    ],
    ids=["empty", "root", "rate", "number", "kopecks", "signer", "box", "doctype"],
)
def test_a_wrong_contract_is_told_what_is_wrong(seller: Side, buyer: Side, spoil: object, text: str) -> None:
    answer = generate(seller, spoil(contract(seller, buyer)))
    assert answer.status_code == 400
    assert text in answer.text


def test_function_and_version_must_be_those_asked_for(seller: Side, buyer: Side) -> None:
    body = contract(seller, buyer)
    assert generate(seller, body, "ДОП").status_code == 400
    for version in ("utd970_05_02_01", "ucd736_05_01_02"):
        kind = TYPE if version.startswith("utd") else "UniversalCorrectionDocument"
        function = "СЧФДОП" if version.startswith("utd") else "КСЧФ"
        answer = generate(seller, body, function, documentTypeNamedId=kind, documentVersion=version)
        assert answer.status_code == 400
        assert version in answer.text
    assert generate(seller, body, titleIndex=2).status_code == 400


def test_a_schema_in_the_folder_is_asked_unless_told_not_to(
    seller: Side, buyer: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas()
    monkeypatch.setenv("PARAPH_FNS_SCHEMAS", str(DATA))
    body = contract(seller, buyer, item=ITEM.replace('Unit="796"', 'Unit="0000" UnitName=""'))
    broken = body.replace(b'DocumentDate="22.11.2026" Currency', b'DocumentDate="22/11/2026" Currency')
    answer = generate(seller, broken)
    assert answer.status_code == 400
    assert "22/11/2026" in answer.text
    assert generate(seller, broken, disableValidation="").status_code == 200


# -- the buyer's title ---------------------------------------------------------------------------------------


BUYER = """<UniversalTransferDocumentBuyerTitle AcceptanceDate="22.11.2026" DocumentCreator="ООО «Василёк»"
 OperationContent="Принято"><ContentOperCode TotalCode="{code}"/>
<Employee Position="Директор" LastName="Полевой" FirstName="Иван"/>
<Signers><Signer SignatureType="1" SignerPowersConfirmationMethod="1">
<Fio LastName="Полевой" FirstName="Иван"/>
</Signer></Signers></UniversalTransferDocumentBuyerTitle>"""


def sent_title(seller: Side, buyer: Side) -> tuple[bytes, messages.Entity]:
    """A title the buyer has got."""
    data = made(generate(seller, contract(seller, buyer)))
    attachment = seller.attachment(TYPE, data, Function="СЧФДОП")
    del attachment.Metadata[:]
    sent = seller.send(buyer, attachment)
    (root,) = documents(buyer.message_of(sent.MessageId))
    return data, root


def test_the_buyer_answers_with_a_title(seller: Side, buyer: Side) -> None:
    first, root = sent_title(seller, buyer)
    ids = {"titleIndex": 1, "letterId": root.DocumentInfo.MessageId, "documentId": root.EntityId}
    data = made(generate(buyer, BUYER.format(code="1").encode(), **ids))
    answered, title = read_title(data), read_title(first)
    assert answered is not None
    assert title is not None
    assert (answered.index, answered.answers, answered.result) == (1, title.file_id, "1")
    assert check_title(data, schemas(), function="СЧФДОП") == []
    parsed = etree.fromstring(made(parse(buyer, data, titleIndex=1)))
    assert parsed.find("ContentOperCode").get("TotalCode") == "1"
    assert parsed.find("Employee").get("LastName") == "Полевой"

    answer = messages.RecipientTitleAttachment(
        ParentEntityId=root.EntityId, SignedContent=buyer.signed(data), NeedReceipt=False
    )
    buyer.patch(root.DocumentInfo.MessageId, RecipientTitles=[answer])
    seen = seller.message_of(root.DocumentInfo.MessageId)
    assert of_kind(seen, Kind.UniversalTransferDocumentBuyerTitle)


def test_an_answer_needs_the_title_it_answers(buyer: Side) -> None:
    body = BUYER.format(code="1").encode()
    assert generate(buyer, body, titleIndex=1).status_code == 400
    assert generate(buyer, body, titleIndex=1, letterId="x", documentId="y").status_code == 404


# -- recognising ---------------------------------------------------------------------------------------------


def test_a_file_may_be_sent_as_every_type_it_fits(seller: Side, buyer: Side) -> None:
    def detected(data: bytes) -> list[tuple[str, str, int]]:
        answer = seller.http.post(
            documents_pb2.DetectTitleResponse, "/DetectDocumentTitles", data, boxId=seller.box
        )
        return [(one.TypeNamedId, one.Function, one.TitleIndex) for one in answer.DocumentTitles]

    assert detected(made(generate(seller, contract(seller, buyer)))) == [(TYPE, "СЧФДОП", 0)]
    transfer = made(generate(seller, contract(seller, buyer, "ДОП"), "ДОП"))
    assert detected(transfer) == [
        (TYPE, "ДОП", 0),
        ("XmlTorg12", "default", 0),
        ("XmlAcceptanceCertificate", "default", 0),
    ]
    assert ("Contract", "default", 0) in detected(b"%PDF-1.7")


def test_requisites_are_told_with_the_type_also_from_the_shelf(seller: Side, buyer: Side) -> None:
    data = made(generate(seller, contract(seller, buyer)))
    name = seller.http.call("POST", "/V2/ShelfUpload", content=data).text
    answer = seller.http.get(
        documents_pb2.DetectTitleResponse, "/DetectDocumentTitles", boxId=seller.box, nameOnShelf=name
    )
    (title,) = answer.DocumentTitles
    assert {item.Key: item.Value for item in title.Metadata}["DocumentNumber"] == "17"
    old = seller.http.get(
        DetectDocumentTypesResponse, "/DetectDocumentTypes", boxId=seller.box, nameOnShelf=name
    )
    assert [one.TypeNamedId for one in old.DocumentTypes] == [TYPE]


# -- schemas -------------------------------------------------------------------------------------------------


def test_schemas_are_given_out_from_the_folder(
    seller: Side, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"typeNamedId": TYPE, "function": "СЧФДОП", "version": "utd970_05_03_01", "titleIndex": 1}
    answer = seller.http.call("GET", "/GetContent", params=asked)
    assert answer.status_code == 404
    assert "PARAPH_FNS_SCHEMAS" in answer.text

    folder = tmp_path / "schemas"
    folder.mkdir()
    for name in (
        "ON_NSCHFDOPPOK_1_997_02_05_03_01.xsd",
        "ON_NSCHFDOPPOK_1_997_02_05_03_02.xsd",
        "ON_NSCHFDOPPOK_1_997_02_05_02_09.xsd",
        "ON_NSCHFDOPPOK_UserContract_970_05_03_01.xsd",
        "ON_NSCHFDOPPR_SignerUserContract_970_05_03_xx.xsd",
    ):
        (folder / name).write_text(name)
    monkeypatch.setenv("PARAPH_FNS_SCHEMAS", str(folder))
    for kind, name in (
        ("TitleXsd", "ON_NSCHFDOPPOK_1_997_02_05_03_02.xsd"),
        ("UserContractXsd", "ON_NSCHFDOPPOK_UserContract_970_05_03_01.xsd"),
        ("SignerUserContractXsd", "ON_NSCHFDOPPR_SignerUserContract_970_05_03_xx.xsd"),
    ):
        answer = seller.http.call("GET", "/GetContent", params=asked | {"contentType": kind})
        assert answer.text == answer.headers["X-Diadoc-FileName"] == name
    assert seller.http.call("GET", "/GetContent", params=asked | {"contentType": "Zip"}).status_code == 400
    assert seller.http.call("GET", "/GetContent", params=asked | {"titleIndex": 5}).status_code == 400


# -- numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "written"),
    [("1000", "1000.00"), ("0", "0.00"), ("1.5", "1.50"), ("220.000000", "220.00"), ("1E+3", "1000.00")],
    ids=str,
)
def test_amounts_have_two_digits_after_the_point(given: str, written: str) -> None:
    assert mapping.money(given) == written


@pytest.mark.parametrize("given", ["", "1,5", "abc", "NaN", "Infinity", "0.001"], ids=repr)
def test_what_is_no_amount_is_refused(given: str) -> None:
    with pytest.raises(FormatError):
        mapping.money(given)


def test_a_price_keeps_its_digits() -> None:
    assert mapping.price("516.6712") == "516.6712"
    assert mapping.price("200") == "200.00"


# -- the table -----------------------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x4FF, exclude_categories=("Cs", "Cc")), min_size=1
)
SUMS = st.decimals(0, 10**9, places=2).map(str)


@given(
    product=TEXTS.map(str.strip).filter(bool),
    quantity=st.decimals("0.001", 10**6, places=3).map(str),
    price=SUMS,
    rate=st.sampled_from(["NoVat", "TwentyTwoPercent", "TenFraction", "TaxedByAgent"]),
    vat=st.none() | SUMS,
    series=st.none() | TEXTS.filter(lambda text: len(text) <= 50 and bool(text.strip())),
)
def test_a_row_is_written_and_read_back_the_same(
    product: str, quantity: str, price: str, rate: str, vat: str | None, series: str | None
) -> None:
    given_row = {"Product": product, "Quantity": quantity, "Price": price, "TaxRate": rate, "Subtotal": price}
    given_row |= {"Vat": vat} if vat else {"WithoutVat": "true"}
    given_row |= {"ItemSeries": series} if series else {}
    table = etree.Element("Table")
    etree.SubElement(table, "Item", given_row)
    body = etree.Element("Документ")
    source = etree.Element(TYPE)
    source.append(table)
    body.extend([made for part in transfer_shape.BODY for made in part.write(source)])
    read = etree.Element(TYPE)
    for part in transfer_shape.BODY:
        part.read(body, read)
    (item,) = read.findall("Table/Item")
    assert dict(item.attrib) == given_row
