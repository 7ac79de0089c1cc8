"""The registry: tabs, filters kept in the address, search, pages, what is done with several at once."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from pages_kit import draft, sign_one, task_of, text_document, words

import factories
from paraph.docflow import packages, queries
from paraph.docflow.models import Docflow
from paraph.docflow.queries import Filters
from paraph.parties.models import Counterparty
from paraph.registry.models import Document
from paraph.web.views import registry


def titles(answer) -> list[str]:
    """Titles in the list, in order."""
    found = re.findall(r"data-open>(.*?)</a>", answer.content.decode())
    return [unescape(title) for title in found]


def tab_numbers(answer) -> dict[str, int]:
    text = re.search(r'<nav class="tabs.*?</nav>', answer.content.decode(), re.S)[0]
    pairs = re.findall(r">\s*([^<]+?)\s*<span class=\"tab-count\">(\d+)", text)
    return {title: int(number) for title, number in pairs}


def many_drafts(firm, count: int) -> list[Docflow]:
    """Drafts written straight into the tables: only their number matters."""
    package = draft(firm, text_document(firm, "Первый"))
    first = package.docflows.select_related("document", "version").get()
    for number in range(1, count):
        copy = Document.objects.get(pk=first.document_id)
        copy.pk, copy.title, copy.search_text = None, f"Документ {number}", f"документ {number}"
        copy.save(force_insert=True)
        flow = Docflow.objects.get(pk=first.pk)
        flow.pk, flow.document = None, copy
        flow.save(force_insert=True)
    return list(Docflow.objects.order_by("-id"))


def test_the_first_visit_says_what_to_do_next(sender, observer):
    assert "Создать первый пакет" in sender.page("/documents/")
    assert "Документов ещё нет" in observer.page("/documents/")
    assert "Создать первый пакет" not in observer.page("/documents/")


@pytest.mark.parametrize("tab", queries.TABS)
def test_every_empty_tab_explains_itself(sender, tab):
    assert "empty-state" in sender.get(f"/documents/?tab={tab}").content.decode()


def test_each_document_stands_in_the_tab_of_its_state_and_the_counts_agree(firm, pki, sender):
    draft(firm, text_document(firm, "Черновик один"))
    waiting = draft(firm, text_document(firm, "На подписи"))
    packages.submit(waiting, firm.sender)
    approval = draft(firm, text_document(firm, "У согласующего"), route=firm.route())
    packages.submit(approval, firm.sender)
    factories.send(firm, pki, [text_document(firm, "В пути")])

    everything = sender.get("/documents/")
    assert len(titles(everything)) == 4
    numbers = tab_numbers(everything)
    assert numbers == {
        "Все": 4, "Черновики": 1, "На согласовании": 1, "Ждут нас": 1, "Ждут контрагента": 1,
        "Завершены": 0, "Отказы и ошибки": 0,
    }  # fmt: skip
    assert titles(sender.get("/documents/?tab=draft")) == ["Черновик один"]
    assert titles(sender.get("/documents/?tab=approval")) == ["У согласующего"]
    assert titles(sender.get("/documents/?tab=ours")) == ["На подписи"]
    assert titles(sender.get("/documents/?tab=theirs")) == ["В пути"]


def test_a_row_says_whose_turn_it_is(firm, sender, signer):
    packages.submit(draft(firm, text_document(firm, "Договор")), firm.sender)
    assert "Лугова А. С." in sender.page("/documents/")
    assert "На подписании вы" in signer.page("/documents/")


def test_a_signed_document_does_not_claim_to_be_sent_while_its_package_waits(firm, pki, sender):
    package = draft(firm, text_document(firm, "Первый"), text_document(firm, "Второй"))
    packages.submit(package, firm.sender)
    sign_one(firm, pki, task_of(package))
    assert "Ждёт остальных документов" in sender.page("/documents/")
    factories.sign_ours(pki, package)
    assert "Ждёт остальных документов" not in sender.page("/documents/")


@pytest.mark.parametrize("text", ["ДОГОВОР", "ключевой", "«ТЁПЛЫЙ", "77/Б", "77/б", "ВАСИЛЁК"])
def test_search_ignores_the_case_of_russian_letters(firm, sender, text):
    draft(firm, text_document(firm, "Ключевой договор «Тёплый дом»", number="77/Б"))
    draft(firm, text_document(firm, "Акт"))
    found = titles(sender.client.get("/documents/", {"q": text}))
    assert "Ключевой договор «Тёплый дом»" in found


def test_search_by_inn_and_by_several_words_in_any_order(firm, sender):
    draft(firm, text_document(firm, "Договор поставки", number="5"))
    found = sender.client.get("/documents/", {"q": f"поставки {firm.counterparty.inn}"})
    assert titles(found) == ["Договор поставки"]
    nothing = sender.client.get("/documents/", {"q": "поставки аренды"})
    assert titles(nothing) == []
    assert "Ничего не найдено" in words(nothing)


def test_percent_and_underscore_are_letters_like_any_other(firm, sender):
    draft(firm, text_document(firm, "Договор"))
    assert titles(sender.client.get("/documents/", {"q": "%"})) == []
    assert titles(sender.client.get("/documents/", {"q": "_"})) == []


def test_filters_live_in_the_address_and_each_chip_takes_one_away(firm, sender):
    other = Counterparty.objects.create(workspace=firm.workspace, name="ООО «Другой»", inn="7709991019")
    draft(firm, text_document(firm, "Договор", date=date(2026, 3, 1)))
    draft(firm, text_document(firm, "Акт весной", kind="act", date=date(2026, 4, 1)))
    query = {
        "kind": "act", "counterparty": str(firm.counterparty.pk), "since": "2026-03-15",
        "until": "2026-05-01", "mine": "1", "tab": "draft",
    }  # fmt: skip
    answer = sender.client.get("/documents/", query)
    assert titles(answer) == ["Акт весной"]
    text = answer.content.decode()
    for name, value in query.items():
        if name not in ("mine", "tab"):
            assert f'value="{value}"' in text
    chips = [unescape(link) for link in re.findall(r'<a class="chip" href="([^"]*)"', text)]
    assert len(chips) == 5
    for name in ("kind", "counterparty", "since", "until", "mine"):
        without = [link for link in chips if f"{name}=" not in link]
        assert len(without) == 1
        assert "tab=draft" in without[0]
    assert titles(sender.get(f"/documents/?counterparty={other.pk}")) == []


def test_only_mine_means_what_i_send_or_sign(firm, sender, signer, at):
    draft(firm, text_document(firm, "Чужой договор"))
    colleague = at(firm.hire("Другова Дарья Олеговна", "sender"))
    assert titles(sender.get("/documents/?mine=1")) == ["Чужой договор"]
    assert titles(signer.get("/documents/?mine=1")) == ["Чужой договор"]
    assert titles(colleague.get("/documents/?mine=1")) == []


def test_a_list_of_counterparties_too_long_to_choose_from_keeps_the_chosen_one(firm, sender, monkeypatch):
    other = Counterparty.objects.create(workspace=firm.workspace, name="ООО «Другой»", inn="7709991019")
    draft(firm, text_document(firm, "Договор"))
    monkeypatch.setattr(registry, "_MOST_CHOICES", 1)
    assert 'name="counterparty"' not in sender.get("/documents/").content.decode()
    chosen = sender.get(f"/documents/?counterparty={firm.counterparty.pk}")
    assert titles(chosen) == ["Договор"]
    assert f'value="{firm.counterparty.pk}" selected' in chosen.content.decode()
    assert other.name not in words(chosen)


@pytest.mark.parametrize(
    "query", ["tab=nowhere", "kind=x", "counterparty=abc", "since=31.02.2026", "older=x"]
)
def test_nonsense_in_the_address_filters_nothing(firm, sender, query):
    draft(firm, text_document(firm, "Договор"))
    assert titles(sender.get(f"/documents/?{query}")) == ["Договор"]


def test_pages_follow_one_another_without_gaps_and_back_again(firm, sender):
    flows = many_drafts(firm, 2 * queries.PAGE_SIZE + 3)
    expected = [flow.document.title for flow in flows]
    seen, address, forward = [], "/documents/?tab=draft", []
    while address:
        forward.append(address)
        answer = sender.get(address)
        seen += titles(answer)
        link = re.search(r'href="([^"]*)" rel="next"', answer.content.decode())
        address = "/documents/" + unescape(link[1]) if link else ""
    assert seen == expected
    assert len(forward) == 3
    back = re.search(r'href="([^"]*)" rel="prev"', answer.content.decode())
    middle = sender.get("/documents/" + unescape(back[1]))
    assert titles(middle) == expected[queries.PAGE_SIZE : 2 * queries.PAGE_SIZE]
    top = re.search(r'href="([^"]*)" rel="prev"', middle.content.decode())
    assert titles(sender.get("/documents/" + unescape(top[1]))) == expected[: queries.PAGE_SIZE]


def test_the_number_of_queries_does_not_grow_with_the_list(
    firm, sender, django_assert_max_num_queries, django_assert_num_queries
):
    many_drafts(firm, 3)
    with django_assert_max_num_queries(16) as few:
        sender.get("/documents/")
    many_drafts(firm, 60)
    with django_assert_num_queries(len(few)):
        assert len(titles(sender.get("/documents/"))) == queries.PAGE_SIZE


def test_another_workspace_sees_none_of_it(firm, sender, elsewhere):
    draft(firm, text_document(firm, "Тайный договор"))
    assert titles(elsewhere.get("/documents/")) == []
    assert queries.counts(firm.workspace.pk + 1, Filters()).tabs[""] == 0


def test_selected_drafts_are_sent_and_each_result_is_told(firm, sender):
    good = draft(firm, text_document(firm, "Хороший"))
    bad = draft(firm, text_document(firm, "Без номера", number=""))
    sent_before = draft(firm, text_document(firm, "Уже ушёл"))
    packages.submit(sent_before, firm.sender)
    chosen = [factories.flows(package)[0].pk for package in (good, bad, sent_before)]
    answer = sender.post("/documents/bulk/", {"action": "send", "flow": chosen})
    text = words(answer)
    assert "Хороший ООО «Василёк» Отправлен" in text
    assert "укажите номер" in text
    assert "отправить можно только черновик" in text
    assert [factories.flows(package)[0].status for package in (good, bad)] == ["ON_SIGNING", "DRAFT"]


def test_a_package_is_not_sent_for_one_of_its_documents(firm, sender):
    package = draft(firm, text_document(firm, "Договор"), text_document(firm, "Приложение"))
    one, _two = factories.flows(package)
    text = words(sender.post("/documents/bulk/", {"action": "send", "flow": one.pk}))
    assert "В пакете есть другие документы" in text
    assert {flow.status for flow in factories.flows(package)} == {"DRAFT"}


def test_selected_documents_go_to_one_signing_page(firm, sender, signer):
    package = draft(firm, text_document(firm, "Договор"), text_document(firm, "Акт"))
    packages.submit(package, firm.sender)
    other = draft(firm, text_document(firm, "Черновик"))
    chosen = [flow.pk for flow in (*factories.flows(package), *factories.flows(other))]
    answer = signer.post("/documents/bulk/", {"action": "sign", "flow": chosen})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign/?task=")
    page = words(signer.get(answer["Location"]))
    assert "Пропущены: Черновик" in page
    assert "Подписать 2 документа" in page
    refused = sender.post("/documents/bulk/", {"action": "sign", "flow": chosen})
    assert refused["Location"] == "/documents/"
    assert "нет документов, которые ждут вашей подписи" in sender.page("/documents/")


def test_nothing_selected_is_said_and_foreign_ids_are_not_taken(firm, sender, elsewhere):
    flow = factories.flows(draft(firm))[0]
    for person, chosen in ((sender, []), (elsewhere, [flow.pk]), (sender, ["x"])):
        answer = person.post("/documents/bulk/", {"action": "send", "flow": chosen})
        assert answer["Location"] == "/documents/"
        assert "Отметьте документы" in person.page("/documents/")
    flow.refresh_from_db()
    assert flow.status == "DRAFT"


def test_an_observer_selects_but_cannot_send(firm, observer):
    flow = factories.flows(draft(firm, text_document(firm, "Договор")))[0]
    assert "Отправить черновики" not in observer.page("/documents/")
    text = words(observer.post("/documents/bulk/", {"action": "send", "flow": flow.pk}))
    assert "нет права" in text
    flow.refresh_from_db()
    assert flow.status == "DRAFT"


def test_sums_are_shown_as_accountants_read_them(firm, sender):
    draft(firm, text_document(firm, "Договор", amount=Decimal("1250000.5")))
    assert "1 250 000,50 ₽" in sender.page("/documents/")
