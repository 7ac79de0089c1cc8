"""The page «Соответствие документов»: warnings, the form of a row, the try-it run, who may open it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client as Browser
from sync_kit import ACTS, CONTRACTS, Linked

import factories
from operator_channel import document as incoming_document
from operator_channel import receive
from paraph.journal.models import JournalEvent
from paraph.parties.models import Employee
from paraph.portals.elma365.mapping_rows import rows
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.sandbox.elma365 import items, seed

pytestmark = pytest.mark.usefixtures("operator")


def words(answer: Any) -> str:
    """What a person reads on the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def signed_in(employee: Employee) -> Browser:
    browser = Browser()
    browser.force_login(employee.user)
    return browser


@pytest.fixture
def admin(elma: Linked) -> Browser:
    return signed_in(elma.firm.sender)


@pytest.fixture
def table(elma: Linked) -> str:
    return f"/elma365/companies/{elma.company.pk}/documents/"


def form_of(answer: Any) -> dict[str, str]:
    """What the row's form would send as it stands."""
    page = answer.content.decode()
    found = {}
    for name, body in re.findall(r'<select[^>]* name="([\w-]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[-1] if chosen else ""
    return {name: value for name, value in found.items() if name != "item"}


def test_a_row_is_added_warned_of_and_mended(elma, admin, table):
    page = admin.get(f"{table}new/")
    assert "Документы — Письма" in words(page)
    posted = {"direction": "out", "application": "documents|letters", "kind": "letter"}
    answer = admin.post(f"{table}new/", posted, follow=True)
    assert "пока не работают: чего-то не хватает" in words(answer)
    assert "«Контрагент»: выберите поле, без него работать нельзя." in words(answer)
    listed = admin.get(table).content.decode()
    assert listed.count("не работает") == 1
    assert listed.count("готово") == 2

    elma.control(
        "POST",
        "applications/documents/letters/fields",
        {"code": "whom", "name": "Кому", "type": "SYS_COLLECTION", "link": "_clients/_companies"},
    )
    row = rows.find_out(elma.company, "documents", "letters")
    address = f"{table}{row.pk}/"
    form = form_of(admin.get(address))
    assert form["counterparty"] == ""
    answer = admin.post(address, {**form, "counterparty": "whom"}, follow=True)
    assert "приложение готово к работе" in words(answer)
    assert rows.require_out(elma.company, "documents", "letters").mapped["counterparty"] == "whom"
    told = JournalEvent.objects.filter(action__startswith="elma365:map-").order_by("seq")
    assert [one.data["is_complete"] for one in told.filter(data__application="documents/letters")] == [
        False,
        True,
    ]


def test_the_form_keeps_what_stands_there_and_changes_what_is_chosen(elma, admin, table):
    row = elma.row("in")
    address = f"{table}{row.pk}/"
    form = form_of(admin.get(address))
    assert form["process"] == "documents.acts|incoming_act"
    admin.post(address, form)
    same = DocumentMap.objects.get(pk=row.pk)
    assert (same.mapped, same.statuses, same.process_code) == (row.mapped, row.statuses, "incoming_act")
    admin.post(address, {**form, "status-SIGNED_BY_US": "in_work", "process": "", "comment": ""})
    changed = DocumentMap.objects.get(pk=row.pk)
    assert (changed.statuses["SIGNED_BY_US"], changed.process_code) == ("in_work", "")
    assert "comment" not in changed.mapped


def test_a_saved_row_that_lacks_something_says_so(elma, admin, table):
    row = elma.row("out")
    address = f"{table}{row.pk}/"
    form = form_of(admin.get(address))
    answer = admin.post(address, {**form, "number": "", "date": "contract_type"}, follow=True)
    page = answer.content.decode()
    assert "замечаний 2" in words(answer)
    for code in ("number", "date"):
        assert re.search(rf'id="{code}" name="{code}" aria-invalid="true"', page)
    assert "Тип поля «Вид договора» — список, а нужен: дата" in words(answer)


def test_what_would_be_sent_of_an_item_is_shown_and_nothing_is_sent(elma, admin, table):
    address = f"{table}{elma.row('out').pk}/try/"
    contract = seed.item_id("contract/17")
    before = elma.count("items"), items.get(elma.world, *CONTRACTS, contract)
    shown = words(admin.post(address, {"item": contract}, headers={"HX-Request": "true"}))
    for expected in ("всё на месте", "125000", "2026-11-20", "ИНН", "Статус элемента Черновик", "Ромашка"):
        assert expected in shown
    link = f"{elma.company.base_url}/documents/contracts(p:item/documents/contracts/{contract})"
    assert "всё на месте" in words(admin.post(address, {"address": link}))
    assert (elma.count("items"), items.get(elma.world, *CONTRACTS, contract)) == before

    items.update(elma.world, *CONTRACTS, contract, {"number": "", "counterparty": []})
    shown = words(admin.post(address, {"item": contract}))
    assert "исправьте отмеченное" in shown
    assert shown.count("В элементе не заполнено.") == 2
    assert "Выберите элемент" in words(admin.post(address, {"address": "что-то"}))
    gone = "00000000-0000-4000-8000-000000000000"
    assert "ELMA365 не нашла" in words(admin.post(address, {"item": gone}))


def test_what_would_be_written_of_a_received_document_is_shown(elma, admin, table):
    row = elma.row("in")
    assert "проверить не на чем" in words(admin.get(f"{table}{row.pk}/"))
    flow = receive(elma.firm, incoming_document(None, "act", number="3", answer_wanted=True), outer_id="m-3")
    made = elma.count("items")
    assert f'<option value="{flow.pk}">' in admin.get(f"{table}{row.pk}/").content.decode()
    shown = words(admin.post(f"{table}{row.pk}/try/", {"item": flow.pk}))
    for expected in ("всё на месте", "Номер 3", "Статус элемента Новый", "documents.acts/incoming_act"):
        assert expected in shown
    assert elma.count("items") == made
    assert "Выберите полученный документ" in words(admin.post(f"{table}{row.pk}/try/", {"item": "7"}))


def test_a_company_that_does_not_answer_is_told_and_nothing_is_lost(elma, admin, table):
    row = elma.row("out")
    elma.fault("forbidden", "apps/contracts", count=2)
    answer = admin.get(f"{table}{row.pk}/")
    assert answer.status_code == 422
    assert "не приняла токен" in words(answer)
    assert form_of(answer)["number"] == "number"
    answer = admin.post(f"{table}{row.pk}/", {"kind": "contract"})
    assert answer.status_code == 422
    assert elma.row("out").mapped == row.mapped


def test_rows_are_for_administrators_of_their_workspace(elma, admin, table):
    row = elma.row("out")
    addresses = (table, f"{table}new/", f"{table}{row.pk}/")
    verbs = (f"{table}{row.pk}/try/", f"{table}{row.pk}/remove/")
    for who, status in ((elma.firm.signer, 403), (factories.company().sender, 404)):
        browser = signed_in(who)
        assert {browser.get(one).status_code for one in addresses} == {status}
        assert {browser.post(one).status_code for one in (*verbs, addresses[-1])} == {status}
    assert {admin.get(one).status_code for one in verbs} == {405}
    admin.post(verbs[1])
    assert rows.find_out(elma.company, *CONTRACTS) is None
    assert admin.get(f"{table}{row.pk}/").status_code == 404
    assert rows.find_in(elma.company, "act").application == "/".join(ACTS)
