"""The document generator: DOCX at once, PDF later; numbers, templates, files made elsewhere, events."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_client import App, AppServer, Portal, Refused

from paraph.sandbox.bitrix24.documentgenerator import docx
from paraph.sandbox.bitrix24.world import Settings

DEAL = 2
ADD, GET = "crm.documentgenerator.document.add", "crm.documentgenerator.document.get"


@pytest.fixture(scope="module")
def portal(start_portal: Callable[..., Portal]) -> Portal:
    """A portal that converts nothing by itself until it is told to settle."""
    return start_portal(Settings(delay=600.0, burst=1e9, operating=1e9))


@pytest.fixture(scope="module")
def deal(portal: Portal) -> int:
    return int(portal.ready["crm"]["deals"]["deal-1"])


@pytest.fixture(autouse=True)
def _no_fault_left(portal: Portal) -> Iterator[None]:
    yield
    portal.control("DELETE", "faults")


def make(app: App, deal: int, template: int = 1, **more: Any) -> dict[str, Any]:
    document = app.call(ADD, templateId=template, entityTypeId=DEAL, entityId=deal, **more)["document"]
    assert isinstance(document, dict)
    return document


def get(app: App, document_id: Any) -> dict[str, Any]:
    document = app.call(GET, id=document_id)["document"]
    assert isinstance(document, dict)
    return document


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def refused(call: Callable[..., Any], *args: Any, **params: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as error:
        call(*args, **params)
    return error.value.code, error.value.body["error_description"]


def test_the_pdf_comes_later(portal: Portal, app: App, deal: int) -> None:
    added = make(app, deal)
    assert (type(added["id"]), added["entityId"], added["templateId"]) == (int, str(deal), "1")
    assert "downloadUrlMachine" in added
    assert not any(name.startswith("pdfUrl") for name in added)
    waiting = get(app, added["id"])
    assert waiting["id"] == str(added["id"])
    assert not any(name.startswith("pdfUrl") for name in waiting)
    portal.settle()
    ready = get(app, added["id"])
    assert {"pdfUrl", "pdfUrlMachine"} <= ready.keys()
    assert ready["emailDiskFile"] != waiting["emailDiskFile"]
    (listed,) = app.call("crm.documentgenerator.document.list", filter={"id": added["id"]})["documents"]
    assert (listed["pdfId"], listed["entityTypeId"]) == (str(ready["emailDiskFile"]), "2")


def test_both_files_have_the_values_of_the_deal(portal: Portal, app: App, deal: int) -> None:
    document = make(app, deal, template=2)
    portal.settle()
    ready = get(app, document["id"])
    word = portal.http.get(ready["downloadUrlMachine"])
    pdf = portal.http.get(ready["pdfUrlMachine"])
    assert pdf.headers["content-type"] == "application/pdf"
    assert f"Акт {ready['number']}.docx" in unquote(word.headers["content-disposition"])
    item = app.call("crm.item.get", entityTypeId=DEAL, id=deal)["item"]
    (requisite, *_) = app.call(
        "crm.requisite.list", filter={"ENTITY_TYPE_ID": 4, "ENTITY_ID": item["companyId"]}
    )
    for text in ("\n".join(docx.paragraphs(word.content)), text_of(pdf.content)):
        one_line = " ".join(text.split())
        assert f"Акт № {ready['number']} от " in one_line
        assert item["title"] in one_line
        assert requisite["RQ_INN"] in one_line
        assert "120 000,00 RUB" in one_line
        assert "{" not in one_line
    assert app.call("disk.file.get", id=ready["emailDiskFile"])["SIZE"] == str(len(pdf.content))


def test_the_converter_may_fail(portal: Portal, app: App, deal: int) -> None:
    document = make(app, deal)
    portal.control("POST", "faults", {"kind": "transformation-error", "path": document["title"]})
    portal.settle()
    failed = get(app, document["id"])
    assert failed["isTransformationError"] is True
    assert failed["transformationErrorMessage"]
    assert "pdfUrlMachine" not in failed
    call = {"id": document["id"], "values": {"DocumentTitle": "Исправленный"}}
    again = app.call("crm.documentgenerator.document.update", **call)["document"]
    assert (again["isTransformationError"], again["title"]) == (False, "Исправленный")
    portal.settle()
    assert "pdfUrlMachine" in get(app, document["id"])


def test_numbers_are_counted_by_template_and_may_be_given(app: App, deal: int) -> None:
    first, second = (int(make(app, deal, template=3)["number"].removeprefix("С-")) for _ in range(2))
    assert second == first + 1
    given = make(app, deal, template=3, values={"DocumentNumber": "15/а"})
    assert (given["number"], given["title"]) == ("15/а", "Счёт 15/а")
    assert int(make(app, deal, template=3)["number"].removeprefix("С-")) == second + 1
    add = "crm.documentgenerator.numerator.add"
    settings = {"Bitrix_Main_Numerator_Generator_SequentNumberGenerator": {"start": 7, "length": 4}}
    made = app.call(add, fields={"name": "Свой", "template": "{YEAR}-{NUMBER}", "settings": settings})
    number = made["numerator"]["id"]
    known = app.call("crm.documentgenerator.numerator.get", id=number)["numerator"]
    assert (known["id"], known["template"]) == (str(number), "{YEAR}-{NUMBER}")
    changed = app.call("crm.documentgenerator.numerator.update", id=number, fields={"name": "Иной"})
    assert changed["numerator"]["settings"] == known["settings"]
    template = docx.made(["Письмо {DocumentNumber}"])
    fields = {"name": "Письмо", "numeratorId": number, "region": "ru", "entityTypeId": ["2"]}
    fields["file"] = base64.b64encode(template).decode()
    mine = app.call("crm.documentgenerator.template.add", fields=fields)["template"]["id"]
    assert make(app, deal, template=mine)["number"].endswith("-0007")
    app.call("crm.documentgenerator.numerator.delete", id=number)
    assert refused(make, app, deal, template=mine) == ("0", "Error getting next number")
    app.call("crm.documentgenerator.template.delete", id=mine)
    assert refused(make, app, deal, template=mine)[1] == "Cannot create document on deleted template"


def test_templates_are_an_object_by_id(portal: Portal, app: App) -> None:
    answer = portal.ask("crm.documentgenerator.template.list", {}, token=app.token())
    templates = answer["result"]["templates"]
    assert {one["name"] for one in templates.values()} >= {"Договор", "Акт", "Счёт"}
    assert all(key == one["id"] for key, one in templates.items())
    assert answer["total"] == len(templates)
    assert "entityTypeId" not in templates["1"]
    select = {"select": ["name", "entityTypeId"], "filter": {"entityTypeId": 2, "name": "Акт"}}
    (chosen,) = app.call("crm.documentgenerator.template.list", **select)["templates"].values()
    assert (chosen["entityTypeId"], "region" in chosen) == (["2"], False)
    assert app.call("crm.documentgenerator.template.list", filter={"entityTypeId": 31})["templates"] == []
    fields = app.call("crm.documentgenerator.template.getfields", id=1, entityTypeId=DEAL, entityId=1)
    assert fields["templateFields"]["CompanyRequisiteRqInn"]["value"].isdigit()
    file = portal.http.get(templates["1"]["downloadMachine"]).content
    assert "DocumentNumber" in docx.placeholders(file)


def test_a_file_made_elsewhere_is_shown_among_the_documents(portal: Portal, app: App, deal: int) -> None:
    upload = "crm.documentgenerator.document.upload"
    fields = {
        "entityTypeId": DEAL,
        "entityId": deal,
        "region": "ru",
        "title": "Подписанный акт",
        "number": "7",
    }
    assert refused(app.call, upload)[0] == "100"
    assert refused(app.call, upload, fields={"title": "x"})[1].startswith(
        "Empty required fields: entityTypeId"
    )
    assert refused(portal.call, upload, fields=fields)[0] == "ACCESS_DENIED"
    word, pdf = docx.made(["Подписано"]), b"%PDF-1.7 signed"
    fields |= {"fileContent": base64.b64encode(word).decode(), "pdfContent": base64.b64encode(pdf).decode()}
    fields |= {"imageContent": base64.b64encode(b"jpeg").decode()}
    assert refused(app.call, upload, fields=fields | {"pdfContent": "!"}) == ("0", "Could not save file")
    document = app.call(upload, fields=fields)["document"]
    assert portal.http.get(document["imageUrlMachine"]).content == b"jpeg"
    assert portal.http.get(document["pdfUrlMachine"]).content == pdf
    assert portal.http.get(document["downloadUrlMachine"]).content == word
    found = app.call(
        "crm.documentgenerator.document.list",
        filter={"entityTypeId": DEAL, "entityId": deal, "title": "Подписанный акт"},
        order={"id": "DESC"},
    )
    assert [one["id"] for one in found["documents"]] == [document["id"]]
    broken = fields | {"fileContent": base64.b64encode(b"no zip").decode(), "pdfContent": ""}
    other = app.call(upload, fields=broken)["document"]
    portal.settle()
    assert get(app, other["id"])["isTransformationError"] is True


def test_events_tell_of_documents(portal: Portal, app: App, app_server: AppServer, deal: int) -> None:
    names = [f"ONCRMDOCUMENTGENERATORDOCUMENT{what}" for what in ("ADD", "UPDATE", "DELETE")]
    for name in names:
        app.call("event.bind", event=name, handler=f"{app_server.url}/docs")
    document = make(app, deal)
    app.call("crm.documentgenerator.document.update", id=document["id"], values={"Title": "Иное"})
    assert app.call("crm.documentgenerator.document.delete", id=document["id"]) is None
    portal.settle()
    told = app_server.taken("/docs")
    assert [one["event"] for one in told] == names
    assert {one["data[FIELDS][ID]"] for one in told} == {str(document["id"])}
    assert {one["data[FIELDS][ENTITY_ID]"] for one in told} == {str(deal)}
    assert refused(app.call, GET, id=document["id"]) == ("0", "Документ не найден")


def test_a_public_address(portal: Portal, app: App, deal: int) -> None:
    document = make(app, deal)
    enable = "crm.documentgenerator.document.enablepublicurl"
    address = app.call(enable, id=document["id"], status=1)["publicUrl"]
    assert zipfile.is_zipfile(io.BytesIO(portal.http.get(address).content))
    assert get(app, document["id"])["publicUrl"] == address
    app.call(enable, id=document["id"], status=0)
    assert portal.http.get(address).status_code == 404
    assert get(app, document["id"])["publicUrl"] is None


def test_goods_are_summed_up_while_the_deal_is_there(app: App) -> None:
    deal = app.call("crm.item.add", entityTypeId=DEAL, fields={"title": "Недолгая"})["item"]["id"]
    rows = [{"productName": "Семена", "price": 150.5, "quantity": 3}]
    app.call("crm.item.productrow.set", ownerType="D", ownerId=deal, productRows=rows)
    document = make(app, deal)
    assert document["products"] == {"currencyId": "RUB", "totalSum": "451.50", "totalRows": 1}
    app.call("crm.item.delete", entityTypeId=DEAL, id=deal)
    assert refused(app.call, GET, id=document["id"]) == ("DOCGEN_ACCESS_ERROR", "Access denied")


def test_fields_of_a_document(app: App, deal: int) -> None:
    document = make(app, deal, values={"Title": "Иное"})
    fields = app.call("crm.documentgenerator.document.getfields", id=document["id"])["documentFields"]
    assert fields["Title"]["value"] == "Иное"
    assert fields["DocumentNumber"]["value"] == document["number"]


@pytest.mark.parametrize(
    ("params", "code", "words"),
    [
        ({"templateId": None}, "100", "constructor must be is public"),
        ({"templateId": 999}, "0", "Шаблон не найден"),
        ({"entityTypeId": 998}, "0", "No provider for entityTypeId"),
        ({"entityId": None}, "0", 'Empty required parameter "value"'),
        ({"entityId": 999999}, "DOCGEN_ACCESS_ERROR", "Access denied"),
    ],
)
def test_refusals(app: App, deal: int, params: dict[str, Any], code: str, words: str) -> None:
    whole = {"templateId": 1, "entityTypeId": DEAL, "entityId": deal, **params}
    told = refused(app.call, ADD, **{name: value for name, value in whole.items() if value is not None})
    assert told[0] == code
    assert words in told[1]


def test_an_address_of_a_file_is_for_one_file_and_one_caller(portal: Portal, app: App, deal: int) -> None:
    first, second = make(app, deal), make(app, deal)
    address = first["downloadUrlMachine"]
    assert portal.http.get(address).status_code == 200
    swapped = address.replace("document.download", "document.getPdf")
    response = portal.http.get(swapped)
    assert (response.status_code, response.json()["error"]) == (403, "ACCESS_DENIED")
    assert portal.http.get(second["downloadUrlMachine"]).content != portal.http.get(address).content


@given(st.dictionaries(st.sampled_from(["A", "Bc", "D1"]), st.text(st.characters(exclude_categories=["C"]))))
def test_placeholders_are_filled_with_any_text(values: dict[str, str]) -> None:
    template = docx.made(["Заголовок {A}", "{Bc~format=d.m.Y} и {D1}{D1}", "без полей {не поле} {"])
    filled = docx.paragraphs(docx.filled(template, values))
    a, b, d = (values.get(name, "") for name in ("A", "Bc", "D1"))
    assert filled == [f"Заголовок {a}", f"{b} и {d}{d}", "без полей {не поле} {"]


def test_a_placeholder_cut_into_runs_is_still_one() -> None:
    whole = docx.made(["Номер {DocumentNumber}."])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode().replace("Docu", "Docu</w:t></w:r><w:r><w:t>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in {**parts, "word/document.xml": body.encode()}.items():
            archive.writestr(name, content)
    assert docx.paragraphs(docx.filled(stream.getvalue(), {"DocumentNumber": "5"})) == ["Номер 5."]
    with pytest.raises(docx.DocxError):
        docx.paragraphs(b"no zip")
