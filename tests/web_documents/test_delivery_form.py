"""How a package travels: the channel, its own note, the box; what is remembered; faults by field."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from operator_kit import NAME
from pages_kit import draft, file, flow_of, text_document, words

import factories
from paraph.docflow.checks import check_statements
from paraph.docflow.drafts import Draft
from paraph.docflow.intake import Upload, create_from_files
from paraph.docflow.models import Package
from paraph.docflow.ports import Fault, Recipient
from paraph.registry.models import Document
from tests.formats.title_kit import utd

NEW, PART = "/packages/new/", "/packages/new/recipient/"
HEAD = Recipient("box-head", "Василёк, КПП 773101001")
BRANCH = Recipient("box-branch", "Василёк, КПП 773202002", "роуминг")


@pytest.fixture
def pair(firm) -> dict[str, int]:
    return {"organization": firm.organization.pk, "counterparty": firm.counterparty.pk}


@pytest.fixture
def form(firm, pair):
    return {**pair, "signer": firm.signer.pk, "channel": NAME, "files": file("Договор 5.txt", b"text")}


def checked(html: str, name: str) -> list[str]:
    found = re.findall(rf'<input[^>]*name="{name}"[^>]*>', html)
    return [re.search(r'value="([^"]*)"', one)[1] for one in found if " checked" in one]


def test_without_a_connected_operator_the_link_is_chosen_and_the_note_says_why(sender, operator, pair):
    operator.refusal = "Организация не подключена: откройте настройки."
    html = sender.client.get(PART, pair).content.decode()
    assert checked(html, "channel") == ["link"]
    assert "Организация не подключена: откройте настройки." in html
    assert f'value="{factories.PARTNER_EMAIL}"' in html
    assert "recipient_box" not in html


def test_choosing_a_channel_that_cannot_be_used_is_a_fault_of_its_field(sender, operator, form):
    operator.refusal = "Обмен приостановлен."
    answer = sender.post(NEW, form)
    assert answer.status_code == 422
    assert 'id="channel-fault"' in answer.content.decode()
    assert Package.objects.count() == 0


def test_one_box_is_chosen_by_itself_and_several_are_asked(sender, operator, pair):
    operator.boxes = [HEAD]
    html = sender.client.get(PART, pair).content.decode()
    assert checked(html, "channel") == [NAME]
    assert checked(html, "recipient_box") == ["box-head"]
    assert "recipient_email" not in html
    operator.boxes = [HEAD, BRANCH]
    html = sender.client.get(PART, pair).content.decode()
    assert checked(html, "recipient_box") == []
    assert "У контрагента несколько ящиков: выберите, в какой отправить." in html
    assert "роуминг" in html
    by_mail = sender.client.get(PART, {**pair, "channel": "link"}).content.decode()
    assert "recipient_email" in by_mail
    assert "recipient_box" not in by_mail


def test_the_usual_box_is_chosen_among_several(sender, operator, pair):
    operator.boxes = [BRANCH, replace(HEAD, is_usual=True)]
    html = sender.client.get(PART, pair).content.decode()
    assert checked(html, "recipient_box") == ["box-head"]
    assert "несколько ящиков" not in html


def test_boxes_are_promised_until_both_parties_are_chosen(sender, operator, pair):
    operator.boxes = [HEAD]
    wanted = {"counterparty": pair["counterparty"], "channel": NAME}
    html = sender.client.get(PART, wanted).content.decode()
    assert "Выберите, от кого и кому" in html
    assert "ящик не найден" not in html


def test_what_the_kind_and_the_channel_both_miss_is_told_once(firm, sender, operator, monkeypatch):
    package = draft(firm, text_document(firm, kind="invoice", number=""), channel=NAME)
    pk = flow_of(package).document_id
    fields = ("number", "links")
    found = [Fault(f"operator-{name}", "Оператору нужен реквизит.", name, pk) for name in fields]
    monkeypatch.setattr(operator, "check", lambda package: found)
    told = [(fault.field, fault.code) for fault in check_statements(package) if fault.document_id]
    assert ("number", "document-number") in told
    assert ("number", "operator-number") not in told
    assert ("links", "operator-links") in told


def test_no_box_says_what_to_do(sender, operator, pair):
    html = sender.client.get(PART, {**pair, "channel": NAME}).content.decode()
    assert "У этого контрагента ящик не найден." in html
    nobody = sender.client.get(PART, {"organization": pair["organization"], "channel": NAME})
    assert "Выберите контрагента" in words(nobody)


def test_the_box_of_the_last_package_is_remembered(firm, pki, sender, operator, form, pair):
    operator.boxes = [HEAD, BRANCH]
    sender.post(NEW, form | {"recipient_box": "box-branch"})
    package = Package.objects.get()
    assert (package.channel, package.recipient_box) == (NAME, "box-branch")
    assert (
        checked(sender.client.get(PART, pair).content.decode(), "recipient_box") == []
    )  # a draft is nothing yet
    flow = flow_of(package)
    attributes = {"kind": "contract", "number": "5", "date": "20.11.2026"}
    sender.post(f"/documents/{flow.pk}/attributes/", attributes)
    sender.post(f"/packages/{package.pk}/submit/")
    assert flow_of(package).status == "ON_SIGNING"
    html = sender.client.get(PART, pair).content.decode()
    assert checked(html, "recipient_box") == ["box-branch"]


def test_an_invented_box_or_channel_is_refused_with_all_other_faults(sender, operator, form):
    operator.boxes = [HEAD]
    wrong = form | {"recipient_box": "box-x", "sign_deadline": "вчера", "title": "ж" * 301}
    html = sender.post(NEW, wrong).content.decode()
    for field in ("recipient_box", "sign_deadline", "title"):
        assert f'id="{field}-fault"' in html
    assert 'id="channel-fault"' in sender.post(NEW, form | {"channel": "голубь"}).content.decode()
    assert Package.objects.count() == 0


def test_what_the_channel_misses_in_a_draft_leads_to_its_field(firm, sender, operator):
    operator.boxes = [HEAD, BRANCH]
    package = draft(firm, text_document(firm, "Договор"), channel=NAME)
    html = sender.get(f"/packages/{package.pk}/").content.decode()
    assert '<a href="#recipient_box">Выберите ящик получателя.</a>' in html
    assert 'id="recipient_box"' in html
    saved = sender.post(
        f"/packages/{package.pk}/",
        {"channel": NAME, "recipient_box": "box-head", "signer": firm.signer.pk, "title": "Договор"},
    )
    assert saved.status_code == 302
    assert "Проверки пройдены" in sender.page(f"/packages/{package.pk}/")
    assert Package.objects.get().recipient_box == "box-head"


def test_a_draft_says_that_a_format_was_not_checked_by_its_schema(firm, sender, operator, settings):
    settings.FNS_SCHEMAS_DIR = ""
    wanted = Draft(firm.organization, firm.counterparty, channel=NAME, signer=firm.signer)
    package = create_from_files(wanted, [Upload("ON_NSCHFDOPPR.xml", BytesIO(utd()))], firm.sender)
    for address in (f"/packages/{package.pk}/", f"/packages/{package.pk}/checks/"):
        assert "Официальной схемы формата ON_NSCHFDOPPR 5.03 у хаба нет" in words(sender.get(address))


def test_a_foreign_counterparty_shows_no_boxes(sender, operator, pair):
    operator.boxes = [HEAD]
    foreign = factories.company()
    html = sender.client.get(PART, pair | {"counterparty": foreign.counterparty.pk, "channel": NAME})
    assert "box-head" not in html.content.decode()


def test_whether_the_partner_signs_is_chosen_per_document(firm, sender):
    package = draft(firm, text_document(firm, "Письмо", kind="letter"))
    flow = flow_of(package)
    assert flow.machine == "NONFORM_ONE_SIDED"
    address = f"/documents/{flow.pk}/attributes/"
    for typed, machine, kept in (("1", "NONFORM", True), ("0", "NONFORM_ONE_SIDED", False)):
        sender.post(address, {"answer_wanted": typed})
        flow = flow_of(package)
        assert (flow.machine, Document.objects.get().answer_wanted) == (machine, kept)
    assert sender.post(address, {"answer_wanted": "может быть"}).status_code == 422
    sender.post(address, {"answer_wanted": ""})
    assert Document.objects.get().answer_wanted is None


def test_a_kind_that_only_an_xml_may_have_is_not_chosen_by_hand(firm, sender):
    package = draft(firm, text_document(firm, "Письмо", kind="letter"))
    page = sender.get(f"/packages/{package.pk}/").content.decode()
    assert 'value="contract"' in page
    assert 'value="utd_schf"' not in page
    answer = sender.post(f"/documents/{flow_of(package).pk}/attributes/", {"kind": "utd_schf"})
    assert answer.status_code == 422
    assert "определяется по файлу XML" in words(answer)


def test_what_an_xml_says_of_itself_is_shown_and_not_typed(firm, sender):
    document = text_document(firm, "УПД № 101", kind="utd_schfdop", number="101")
    package = draft(firm, document)
    flow = flow_of(package)
    page = sender.get(f"/packages/{package.pk}/").content.decode()
    assert "Прочитано из файла XML." in page
    assert f'id="number-d{document.pk}"' not in page
    assert f'id="title-d{document.pk}"' in page
    sender.post(
        f"/documents/{flow.pk}/attributes/", {"number": "999", "kind": "act", "title": "УПД за ноябрь"}
    )
    kept = Document.objects.get()
    assert (kept.number, kept.kind, kept.title) == ("101", "utd_schfdop", "УПД за ноябрь")
